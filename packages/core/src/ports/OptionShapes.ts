import { InputInvalid } from "../shared/InputErrors.ts"
import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"

/** What an option of something that is opened must be. */
export interface OptionShape {
  /** Whether a value is one; not asked of what is left out. */
  readonly holds: (value: unknown) => boolean
  /** What it has to be, for people. */
  readonly message: Message
  /** Whether it may not be left out. Default false. */
  readonly isNeeded?: boolean
}

/** What each option must be, by its name; there are no others. */
export interface OptionShapes {
  readonly [option: string]: OptionShape
}

const problem = (path: string, code: string, en: string, ru: string): Problem => ({ path, code, message: { en, ru } })

const notAnObject = problem("", "field.type", "must be an object", "ожидается объект")
const unreadable = problem(
  "",
  "input.unreadable",
  "cannot be read: reading it throws",
  "не читается: при чтении возникает ошибка",
)

/**
 * Holds options to their shapes. Options come from outside: what is no object, a name that is not known, and a needed one that is left
 * out are told like a value of another kind.
 *
 * @param shapes - what each option must be; there are no others
 * @param given - the options as they were given
 * @returns everything that is wrong, nothing where all is in order
 * @example
 * ```ts
 * import { optionProblems } from "@salesdept/core/ports/adapter"
 *
 * const message = { en: "must be a path", ru: "ожидается путь" }
 * const shapes = { filename: { holds: (value: unknown) => typeof value === "string", message, isNeeded: true } }
 * optionProblems(shapes, { fileName: "sales.db" }).map(({ path, code }) => `${path} ${code}`) // ["fileName field.unknown", "filename field.missing"]
 * ```
 */
export const optionProblems = (shapes: OptionShapes, given: unknown): ReadonlyArray<Problem> => {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return [notAnObject]
  let options: { readonly [name: string]: unknown }
  try {
    options = { ...given }
  } catch {
    return [unreadable]
  }
  const known = Object.keys(shapes).join(", ")
  const wrong = Object.entries(options).flatMap(([path, value]): ReadonlyArray<Problem> => {
    const shape = Object.hasOwn(shapes, path) ? shapes[path] : undefined
    if (shape === undefined) {
      return [
        problem(path, "field.unknown", `is not a known field; there are: ${known}`, `неизвестное поле; есть: ${known}`),
      ]
    }
    return value === undefined || shape.holds(value) ? [] : [{ path, code: "field.type", message: shape.message }]
  })
  const missing = Object.entries(shapes).flatMap(([path, { isNeeded, message }]): ReadonlyArray<Problem> =>
    isNeeded === true && options[path] === undefined ? [{ path, code: "field.missing", message }] : [],
  )
  return [...wrong, ...missing]
}

/**
 * Gives options back that hold to their shapes.
 *
 * @param call - what is opened with them, such as `sqlite`
 * @param shapes - what each option must be; there are no others
 * @param given - the options as they were given
 * @throws InputInvalid with everything that is wrong
 * @example
 * ```ts
 * import { checkedOptions } from "@salesdept/core/ports/adapter"
 *
 * const shapes = { prepare: { holds: (value: unknown) => typeof value === "boolean", message: { en: "yes or no", ru: "да или нет" } } }
 * checkedOptions("store", shapes, { prepare: true }) // { prepare: true }
 * ```
 */
export const checkedOptions = <Options>(call: string, shapes: OptionShapes, given: Options): Options => {
  const problems = optionProblems(shapes, given)
  if (problems.length > 0) throw new InputInvalid(problems, call)
  return given
}
