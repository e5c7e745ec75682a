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

/** What is given in place of options, such as the handle or the path that one of them has to name. */
const notOptions = (shapes: OptionShapes): Problem => {
  const needed = Object.entries(shapes).flatMap(([name, { isNeeded }]) => (isNeeded === true ? [name] : []))
  const like = `{ ${[...needed, "…"].join(", ")} }`
  return problem("", "field.type", `must be an object of options, ${like}`, `ожидается объект с параметрами, ${like}`)
}

/** Whether something was made by a class, and has no field by the name of an option. */
const isSomethingElse = (given: object, shapes: OptionShapes): boolean => {
  const made: unknown = Object.getPrototypeOf(given)
  if (made === null || Object.getPrototypeOf(made) === null) return false
  return Object.keys(shapes).every((name) => !(name in given))
}

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
  if (typeof given !== "object" || given === null) return [notOptions(shapes)]
  let options: { readonly [name: string]: unknown }
  try {
    if (Array.isArray(given) || isSomethingElse(given, shapes)) return [notOptions(shapes)]
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
