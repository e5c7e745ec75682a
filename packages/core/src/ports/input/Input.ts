import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import type { CheckProblem } from "./InputProblems.ts"
import { inputProblems, problemKey } from "./InputProblems.ts"
import { isBare, quickDecoder, unsettled } from "./QuickDecode.ts"

/** A check of a value that reports a stable code and a sentence in both languages. */
export const check = <Value>(code: string, message: Message, holds: (value: Value) => boolean) =>
  Schema.makeFilter<Value>(holds, { [problemKey]: { code, message } satisfies CheckProblem })

type Fields = { readonly [name: string]: unknown }

/** Whether decoding kept every field of the input where it was: then there was none that it does not know. */
const keptAll = (input: unknown, decoded: unknown): boolean => {
  if (input === decoded) return true
  if (typeof input !== "object" || typeof decoded !== "object" || input === null || decoded === null) return false
  if (Array.isArray(input)) {
    return Array.isArray(decoded) && input.every((element, index) => keptAll(element, decoded[index]))
  }
  const fields = input as Fields
  const kept = decoded as Fields
  if (Object.getOwnPropertySymbols(input).length > 0) return false
  for (const name of Object.keys(fields)) {
    if (!Object.hasOwn(kept, name) || !keptAll(fields[name], kept[name])) return false
  }
  return true
}

/** How deep the input of any command goes at most; what lies deeper is refused for where it stands, and need not be walked through. */
const mostLevels = 64

/**
 * The input without members that are `undefined`: their types let hosts give them, and JSON would drop them, so they mean "not given".
 */
const withoutUndefined = (input: unknown, levels = mostLevels): unknown => {
  if (levels === 0) return input
  if (Array.isArray(input)) return input.map((element) => withoutUndefined(element, levels - 1))
  if (typeof input !== "object" || input === null || !isBare(input)) return input
  const given = Object.entries(input).filter(([, member]) => member !== undefined)
  return Object.fromEntries(given.map(([name, member]) => [name, withoutUndefined(member, levels - 1)]))
}

/** Whether it is an instance of a class without members of its own: a date, an error, a Promise that was not awaited. */
export const isOfNoMembers = (input: unknown): boolean =>
  typeof input === "object" &&
  input !== null &&
  !Array.isArray(input) &&
  !ArrayBuffer.isView(input) &&
  !isBare(input) &&
  Object.keys(input).length === 0

/** What is said of it. */
export const notAnObject: Problem = {
  path: "",
  code: "field.type",
  message: { en: "must be an object", ru: "ожидается объект" },
}

/** Whether a schema has no fields at all: Schema itself takes anything for one. */
const isOfNoFields = (ast: Schema.Top["ast"]): boolean =>
  ast._tag === "Objects" && ast.propertySignatures.length === 0 && ast.indexSignatures.length === 0

const withoutFields = (input: unknown): Result.Result<object, InputInvalid> => {
  if (typeof input !== "object" || input === null || Array.isArray(input) || isOfNoMembers(input)) {
    return Result.fail(new InputInvalid([notAnObject]))
  }
  const given = Object.entries(input).filter(([, member]) => member !== undefined)
  const message = { en: "is not a known field", ru: "неизвестное поле" }
  const problems = given.map(([path]): Problem => ({ path, code: "field.unknown", message }))
  return problems.length > 0 ? Result.fail(new InputInvalid(problems)) : Result.succeed({})
}

const decodersOf = <Input, Encoded>(schema: Schema.Codec<Input, Encoded>) => ({
  decodeAtOnce: quickDecoder(schema),
  decodeQuickly: Schema.decodeUnknownOption(schema),
  decode: Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" }),
})

type Decoders<Input> = ReturnType<typeof decodersOf<Input, unknown>>

/**
 * A decoder made once for a command, when it is first called: unknown input to a typed value, or every problem at once. Unknown fields are refused.
 *
 * Good input is the rule, and Schema decodes several times as fast where it may stop at the first problem and pass over
 * unknown fields; plain closures are several times as fast again. So these come first, and whatever they do not settle is decoded
 * again with every problem collected.
 */
export const inputDecoder = <Input, Encoded>(
  schema: Schema.Codec<Input, Encoded>,
): ((input: unknown) => Result.Result<Input, InputInvalid>) => {
  if (isOfNoFields(schema.ast)) return withoutFields as (input: unknown) => Result.Result<Input, InputInvalid>
  // An area has dozens of commands, of which a process calls a few.
  let made: Decoders<Input> | null = null
  return (input) => {
    const { decodeAtOnce, decodeQuickly, decode } = (made ??= decodersOf(schema))
    const settled = decodeAtOnce === null ? unsettled : decodeAtOnce(input)
    if (settled !== unsettled) return Result.succeed(settled as Input)
    if (isOfNoMembers(input)) return Result.fail(new InputInvalid([notAnObject]))
    const quick = decodeQuickly(input)
    if (Option.isSome(quick) && keptAll(input, quick.value)) return Result.succeed(quick.value)
    return Result.mapError(decode(withoutUndefined(input)), (error) => new InputInvalid(inputProblems(error.issue)))
  }
}
