import * as SchemaAST from "effect/SchemaAST"
import type * as SchemaIssue from "effect/SchemaIssue"
import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"

/** Key under which a check carries its stable code and its text in both languages. */
export const problemKey = "salesdeptProblem"

/** What a check says of a value that does not pass. */
export interface CheckProblem {
  /** Its stable code. */
  readonly code: string
  /** What the value must be. */
  readonly message: Message
}

type Path = ReadonlyArray<PropertyKey>

/** Of more fields none is named. */
const mostNamed = 25

const typeNames: { readonly [tag: string]: Message } = {
  String: { en: "a text", ru: "текст" },
  Number: { en: "a number", ru: "число" },
  Boolean: { en: "true or false", ru: "true или false" },
  Arrays: { en: "a list", ru: "список" },
  Objects: { en: "an object", ru: "объект" },
}

const anotherKind: Message = { en: "another kind of value", ru: "значение другого вида" }

const notAccepted: CheckProblem = {
  code: "field.value",
  message: { en: "is not one of the accepted values", ru: "недопустимое значение" },
}

const isCheckProblem = (value: unknown): value is CheckProblem =>
  typeof value === "object" && value !== null && "code" in value && "message" in value

const problemOf = (annotations: object | undefined): CheckProblem | null => {
  const problem = (annotations as { readonly [key: string]: unknown } | undefined)?.[problemKey]
  return isCheckProblem(problem) ? problem : null
}

const [must, expected] = ["must be a", "ожидается "]

/** What a text has to look like, where one of its checks says it in whole: `a date such as 2026-11-23`. */
const shapeOf = ({ checks }: SchemaAST.AST): Message | null => {
  for (const { annotations } of checks ?? []) {
    const { en = "", ru = "" } = problemOf(annotations)?.message ?? {}
    if (en.startsWith(must) && ru.startsWith(expected)) return { en: en.slice(8), ru: ru.slice(expected.length) }
  }
  return null
}

const sameIn = (text: string): Message => ({ en: text, ru: text })

/** An object by the fields that it needs, `an object { amountMinor, currency }`: of what may be left out it says no more than that there is. */
const objectOf = ({ propertySignatures }: SchemaAST.Objects): Message => {
  const needed = propertySignatures.filter(({ type }) => !SchemaAST.isOptional(type)).map(({ name }) => String(name))
  const plain = typeNames["Objects"] ?? anotherKind
  if (needed.length === 0 || needed.length > mostNamed) return plain
  const fields = `{ ${[...needed, ...(needed.length < propertySignatures.length ? ["…"] : [])].join(", ")} }`
  return { en: `${plain.en} ${fields}`, ru: `${plain.ru} ${fields}` }
}

/** What is accepted where a value of another type was given; null where that is more than one value or a plain type. */
const acceptedBy = (ast: SchemaAST.AST): Message | null => {
  if (ast._tag === "Objects") return objectOf(ast)
  if (ast._tag === "Literal") return sameIn(JSON.stringify(ast.literal))
  if (ast._tag === "Null") return sameIn("null")
  const shape = ast._tag === "String" ? shapeOf(ast) : null
  if (shape !== null) return { en: `${shape.en} (a text)`, ru: `${shape.ru} (текст)` }
  return typeNames[ast._tag] ?? null
}

/** Texts as a list in a sentence: `a, b or c`. */
export const listed = (texts: ReadonlyArray<string>, or: string): string =>
  [texts.slice(0, -1).join(", "), ...texts.slice(-1)].filter((text) => text !== "").join(or)

const oneOf = (values: ReadonlyArray<Message>, code: string): CheckProblem => {
  const [en, ru] = [values.map((value) => value.en), values.map((value) => value.ru)]
  return { code, message: { en: `must be ${listed(en, " or ")}`, ru: `${expected}${listed(ru, " или ")}` } }
}

const membersOf = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> => {
  if (ast._tag === "Union") return ast.types.flatMap(membersOf)
  // What may be left out need not be named.
  return ast._tag === "Undefined" ? [] : [ast]
}

/** Of objects that a field tells apart, what that field may be; null where none does. */
const toldApart = (members: ReadonlyArray<SchemaAST.AST>): CheckProblem | null => {
  const [first] = members
  if (first?._tag !== "Objects" || members.length === 1) return null
  for (const { name } of first.propertySignatures) {
    const values = members.flatMap((member): ReadonlyArray<string> => {
      const type =
        member._tag === "Objects" ? member.propertySignatures.find((field) => field.name === name)?.type : null
      return type?._tag === "Literal" ? [JSON.stringify(type.literal)] : []
    })
    if (values.length < members.length) continue
    const field = String(name)
    return {
      code: "field.value",
      message: {
        en: `must be an object whose ${field} is ${listed(values, " or ")}`,
        ru: `${expected}объект, у которого ${field} — ${listed(values, " или ")}`,
      },
    }
  }
  return null
}

const ofUnion = (ast: SchemaAST.Union): CheckProblem => {
  const members = membersOf(ast)
  const told = toldApart(members)
  if (told !== null) return told
  const accepted = new Map<string, Message>()
  for (const member of members) {
    const one = acceptedBy(member)
    if (one === null) return notAccepted
    accepted.set(one.en, one)
  }
  const isType =
    (accepted.size === 1 && members[0]?._tag !== "Literal") || members.every(({ _tag }) => _tag === "Objects")
  return oneOf([...accepted.values()], isType ? "field.type" : "field.value")
}

/** Names of the fields that there are, where an object has its own and not too many to be read. */
const unknownField = (ast: SchemaAST.AST): CheckProblem => {
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

const ofLeaf = (issue: SchemaIssue.Leaf): CheckProblem => {
  switch (issue._tag) {
    case "MissingKey":
      return { code: "field.missing", message: { en: "is required", ru: "обязательно" } }
    case "UnexpectedKey":
      return unknownField(issue.ast)
    case "InvalidType":
      return oneOf([acceptedBy(issue.ast) ?? anotherKind], "field.type")
    default:
      return notAccepted
  }
}

/** What checks of the schema library ask, of those that inputs are held to. */
const boundOf = (representation: unknown): Message => {
  const { id = "", payload } = (representation ?? {}) as {
    readonly id?: string
    readonly payload?: { readonly minLength?: number; readonly maxLength?: number } | null
  }
  if (id.endsWith("/isMinLength")) {
    return { en: `must have at least ${payload?.minLength}`, ru: `должно быть не меньше ${payload?.minLength}` }
  }
  if (id.endsWith("/isMaxLength")) {
    return { en: `must have at most ${payload?.maxLength}`, ru: `должно быть не больше ${payload?.maxLength}` }
  }
  if (id.endsWith("/isInt")) return { en: "must be a whole number", ru: "должно быть целым числом" }
  if (id.endsWith("/isFinite")) return { en: "must be a finite number", ru: "должно быть конечным числом" }
  return { en: "is out of bounds", ru: "вне допустимых границ" }
}

const ofCheck = ({ annotations }: SchemaIssue.Filter["filter"]): CheckProblem =>
  problemOf(annotations) ?? { code: "field.value", message: boundOf(annotations?.["representation"]) }

const pathText = (path: Path): string => {
  let text = ""
  for (const key of path) text += typeof key === "number" ? `[${key}]` : `${text === "" ? "" : "."}${String(key)}`
  return text
}

const annotationsOf = (issue: SchemaIssue.Leaf): object | undefined =>
  issue._tag === "InvalidValue" ? issue.annotations : undefined

/** Problems of an issue, each where it lies; what a check says stands for whatever is behind it. */
function* problemsIn(issue: SchemaIssue.Issue, path: Path, said: CheckProblem | null): Generator<Problem, void> {
  switch (issue._tag) {
    case "Filter":
      yield* problemsIn(issue.issue, path, said ?? ofCheck(issue.filter))
      return
    case "Encoding":
      yield* problemsIn(issue.issue, path, said)
      return
    case "Pointer":
      yield* problemsIn(issue.issue, [...path, ...issue.path], said)
      return
    case "Composite":
      for (const one of issue.issues) yield* problemsIn(one, path, said)
      return
    case "AnyOf":
      if (issue.issues.length === 0) yield { path: pathText(path), ...(said ?? ofUnion(issue.ast)) }
      for (const one of issue.issues) yield* problemsIn(one, path, said)
      return
    default:
      // A check that finds what is wrong within its value says it of each part, where it lies.
      yield { path: pathText(path), ...(problemOf(annotationsOf(issue)) ?? said ?? ofLeaf(issue)) }
  }
}

/** More problems than anybody mends one by one are told of no further: input from outside must not make an error of any size. */
const mostProblems = 10_000

/** Every problem of an issue, with paths; of very many the first. */
export const inputProblems = (issue: SchemaIssue.Issue): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  for (const problem of problemsIn(issue, [], null)) {
    if (problems.length === mostProblems) break
    problems.push(problem)
  }
  return problems
}
