import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import { isBare, quickDecoder, unsettled } from "./QuickDecode.ts"

/** Key under which a check carries its stable code and its text in both languages. */
const problemKey = "salesdeptProblem"

interface CheckProblem {
  readonly code: string
  readonly message: Message
}

/** A check of a value that reports a stable code and a sentence in both languages. */
export const check = <Value>(code: string, message: Message, holds: (value: Value) => boolean) =>
  Schema.makeFilter<Value>(holds, { [problemKey]: { code, message } satisfies CheckProblem })

const typeNames: { readonly [tag: string]: Message } = {
  String: { en: "a text", ru: "текст" },
  Number: { en: "a number", ru: "число" },
  Boolean: { en: "true or false", ru: "true или false" },
  Arrays: { en: "a list", ru: "список" },
  Objects: { en: "an object", ru: "объект" },
}

/** Names of the fields that there are, where an object has its own and not too many to be read. */
const unknownField = (ast: SchemaIssue.UnexpectedKey["ast"]): CheckProblem => {
  const fields = ast._tag === "Objects" ? ast.propertySignatures.map(({ name }) => String(name)) : []
  const known = fields.length === 0 || fields.length > mostNamed ? "" : `: ${fields.join(", ")}`
  return {
    code: "field.unknown",
    message: {
      en: `is not a known field${known === "" ? "" : `; there are${known}`}`,
      ru: `неизвестное поле${known === "" ? "" : `; есть${known}`}`,
    },
  }
}

const mostNamed = 20

const leafProblem = (issue: SchemaIssue.Leaf): CheckProblem => {
  switch (issue._tag) {
    case "MissingKey":
      return { code: "field.missing", message: { en: "is required", ru: "обязательно" } }
    case "UnexpectedKey":
      return unknownField(issue.ast)
    case "InvalidType": {
      if (issue.ast._tag === "Literal")
        return { ...oneOf([sameIn(JSON.stringify(issue.ast.literal))]), code: "field.type" }
      const name = typeNames[issue.ast._tag] ?? { en: "another kind of value", ru: "значение другого вида" }
      return {
        code: "field.type",
        message: { en: `must be ${name.en}`, ru: `ожидается ${name.ru}` },
      }
    }
    default:
      return notAccepted
  }
}

const isCheckProblem = (value: unknown): value is CheckProblem =>
  typeof value === "object" && value !== null && "code" in value && "message" in value

const format = SchemaIssue.makeFormatterStandardSchemaV1({
  leafHook: (issue) => JSON.stringify(leafProblem(issue)),
  checkHook: (issue) => {
    const annotations: { readonly [key: string]: unknown } = issue.filter.annotations ?? {}
    const problem = annotations[problemKey]
    return JSON.stringify(
      isCheckProblem(problem)
        ? problem
        : { code: "field.value", message: { en: "is out of bounds", ru: "вне допустимых границ" } },
    )
  },
})

const pathText = (path: ReadonlyArray<unknown> | undefined): string => {
  let text = ""
  for (const segment of path ?? []) {
    const key = typeof segment === "object" && segment !== null && "key" in segment ? segment.key : segment
    text += typeof key === "number" ? `[${key}]` : `${text === "" ? "" : "."}${String(key)}`
  }
  return text
}

const notAccepted: CheckProblem = {
  code: "field.value",
  message: { en: "is not one of the accepted values", ru: "недопустимое значение" },
}

const sameIn = (text: string): Message => ({ en: text, ru: text })

const listed = (texts: ReadonlyArray<string>, or: string): string =>
  [texts.slice(0, -1).join(", "), ...texts.slice(-1)].filter((text) => text !== "").join(or)

const oneOf = (values: ReadonlyArray<Message>): CheckProblem => ({
  code: "field.value",
  message: {
    en: `must be ${listed(
      values.map(({ en }) => en),
      " or ",
    )}`,
    ru: `ожидается ${listed(
      values.map(({ ru }) => ru),
      " или ",
    )}`,
  },
})

/** What a union takes, as the formatter writes it: `"a" | "b" | null`. Null where that is more than values and plain types. */
const valueOf = (word: string): Message | null => {
  const plain = { string: typeNames["String"], number: typeNames["Number"], boolean: typeNames["Boolean"] }[word]
  return plain ?? (word === "null" || /^"[^"]*"$|^\d+$/.test(word) ? sameIn(word) : null)
}

// Unions are not given to the hooks: the formatter writes their text itself.
const problemIn = (text: string): CheckProblem => {
  if (text.startsWith("{")) return JSON.parse(text) as CheckProblem
  const words = text.replace(/^Expected /, "").split(" | ")
  const values = words.flatMap((word) => (word === "undefined" ? [] : [valueOf(word)]))
  return values.every((value) => value !== null) ? oneOf(values) : notAccepted
}

/** More problems than anybody mends one by one are told of no further: input from outside must not make an error of any size. */
const mostProblems = 10_000

/** Every problem of an issue, with paths; of very many the first. */
const problemsOf = (issue: SchemaIssue.Issue): ReadonlyArray<Problem> =>
  format(issue)
    .issues.slice(0, mostProblems)
    .map(({ path, message }) => ({ path: pathText(path), ...problemIn(message) }))

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
 * The input without members that are `undefined`: TypeScript lets hosts without `exactOptionalPropertyTypes` give them, and
 * JSON would drop them, so they mean "not given".
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
    return Result.mapError(decode(withoutUndefined(input)), (error) => new InputInvalid(problemsOf(error.issue)))
  }
}
