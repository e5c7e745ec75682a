import { isCurrency } from "../shared/Currency.ts"
import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import type { Condition, ConditionValue, FactCondition } from "./Condition.ts"
import { conditionLimits } from "./Condition.ts"
import type { CustomFactPath, FactType, Operator } from "./ConditionFacts.ts"
import { conditionFacts, customFactOf, factOf, operatorsOf } from "./ConditionFacts.ts"

/** A condition read from JSON: either it, or every problem found. */
export type ConditionReading =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly problems: ReadonlyArray<Problem> }

/**
 * Reads a condition from untrusted JSON. The result is a fresh copy that holds only what was checked: operators and facts
 * of the closed lists, values of the fact's type, within {@link conditionLimits}. Only own data properties are read;
 * accessors, unknown keys, `__proto__`, `constructor` and `prototype` are refused. Never throws. At most 100 problems are
 * reported.
 *
 * @param json - anything
 *
 * @example
 * ```ts
 * import { readCondition } from "@salesdept/core/deal/gates"
 *
 * readCondition({ fact: "deal.amountMinor", op: "isSet" }).ok // true
 * const reading = readCondition({ all: [{ fact: "deal.amountMinor", op: "atLeast", value: 100_00 }] })
 * reading.ok ? [] : reading.problems.map(({ path, code }) => [path, code]) // [["all[0].value", "condition.valueInvalid"]]
 * ```
 */
export const readCondition = (json: unknown): ConditionReading => {
  const reader: Reader = { problems: [], nodes: 0 }
  try {
    const condition = readNode(reader, json, "", 1)
    return condition !== null && reader.problems.length === 0
      ? { ok: true, condition }
      : { ok: false, problems: reader.problems }
  } catch {
    // Only an exotic object (a throwing or revoked proxy) comes here: plain data has nothing that could throw.
    report(reader, "", "condition.notReadable", "is not plain data", "не является простыми данными")
    return { ok: false, problems: reader.problems }
  }
}

/**
 * Every problem of a condition given as JSON; none where it may be used. See {@link readCondition}.
 *
 * @param json - anything
 *
 * @example
 * ```ts
 * import { validateCondition } from "@salesdept/core/deal/gates"
 *
 * validateCondition({ any: [] }).map(({ path, code }) => [path, code]) // [["any", "condition.listEmpty"]]
 * ```
 */
export const validateCondition = (json: unknown): ReadonlyArray<Problem> => {
  const reading = readCondition(json)
  return reading.ok ? [] : reading.problems
}

interface Reader {
  readonly problems: Array<Problem>
  nodes: number
}

const problemsShown = 100
const reservedKeys: ReadonlyArray<string> = ["__proto__", "constructor", "prototype"]
const forms = ["all", "any", "not", "fact"] as const
const keysOf: { readonly [Form in (typeof forms)[number]]: ReadonlyArray<string> } = {
  all: ["all"],
  any: ["any"],
  not: ["not"],
  fact: ["fact", "op", "value"],
}

const report = (reader: Reader, path: string, code: string, en: string, ru: string): null => {
  const message: Message = { en, ru }
  if (reader.problems.length < problemsShown) reader.problems.push({ path, code, message })
  return null
}

const below = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`)
const clipped = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text).toWellFormed()

/** Reads one property without running code of the object. */
const own = (object: object, key: string): unknown => Object.getOwnPropertyDescriptor(object, key)?.value

const readNode = (reader: Reader, json: unknown, path: string, depth: number): Condition | null => {
  reader.nodes += 1
  if (reader.nodes > conditionLimits.nodes) {
    const limit = conditionLimits.nodes
    return reader.nodes === limit + 1
      ? report(reader, path, "condition.tooManyNodes", `has over ${limit} parts`, `содержит больше ${limit} частей`)
      : null
  }
  if (depth > conditionLimits.depth) {
    const limit = conditionLimits.depth
    return report(
      reader,
      path,
      "condition.tooDeep",
      `is nested over ${limit} deep`,
      `вложенность больше ${limit} уровней`,
    )
  }
  if (!isPlainObject(json))
    return report(reader, path, "condition.notObject", "is not an object", "не является объектом")
  const form = forms.filter((name) => Object.hasOwn(json, name))
  const [only] = form
  if (only === undefined || form.length > 1) {
    return report(
      reader,
      path,
      "condition.form",
      "needs exactly one of: all, any, not, fact",
      "нужно ровно одно из: all, any, not, fact",
    )
  }
  checkKeys(reader, json, path, keysOf[only])
  if (only === "fact") return readFact(reader, json, path)
  if (only === "not") {
    const part = readNode(reader, own(json, "not"), below(path, "not"), depth + 1)
    return part === null ? null : { not: part }
  }
  const parts = readParts(reader, own(json, only), below(path, only), depth)
  if (parts === null) return null
  return only === "all" ? { all: parts } : { any: parts }
}

const isPlainObject = (json: unknown): json is object => {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return false
  const prototype: unknown = Object.getPrototypeOf(json)
  return prototype === Object.prototype || prototype === null
}

const checkKeys = (reader: Reader, json: object, path: string, known: ReadonlyArray<string>): void => {
  // One key too many is enough to see; the rest of a flood of keys is not looked at.
  for (const key of Object.keys(json).slice(0, known.length + 3)) {
    if (reservedKeys.includes(key)) {
      report(reader, path, "condition.keyForbidden", `may not have the key ${key}`, `ключ ${key} запрещён`)
    } else if (!known.includes(key)) {
      const name = clipped(key)
      report(reader, path, "condition.keyUnknown", `has an unknown key “${name}”`, `неизвестный ключ «${name}»`)
    }
  }
}

const readParts = (reader: Reader, json: unknown, path: string, depth: number): ReadonlyArray<Condition> | null => {
  if (!Array.isArray(json) || json.length === 0) {
    return report(
      reader,
      path,
      "condition.listEmpty",
      "needs a list with at least one condition",
      "нужен список хотя бы из одного условия",
    )
  }
  const parts: Array<Condition> = []
  for (let i = 0; i < json.length && reader.nodes <= conditionLimits.nodes; i++) {
    const part = readNode(reader, own(json, String(i)), `${path}[${i}]`, depth + 1)
    if (part !== null) parts.push(part)
  }
  return parts
}

/** The facts of the group that a misspelt one begins with; of what begins with none, the groups. */
const factsBeside = (name: unknown): string => {
  const paths = conditionFacts.map(({ path }) => path)
  const groupOf = (path: string): string => path.slice(0, path.indexOf(".") + 1)
  const own = typeof name === "string" ? paths.filter((path) => groupOf(path) === groupOf(name)) : []
  return (own.length > 0 ? own : [...new Set(paths.map((path) => `${groupOf(path)}…`))]).join(", ")
}

const readFact = (reader: Reader, json: object, path: string): FactCondition | null => {
  const name = own(json, "fact")
  const definition = typeof name === "string" ? factOf(name) : undefined
  const custom = typeof name === "string" ? customFactOf(name) : null
  if (custom !== null) return readCustomFact(reader, json, path, custom.path)
  if (definition === undefined) {
    const [at, near] = [below(path, "fact"), factsBeside(name)]
    const [en, ru] = [`is not a known fact; there are ${near}`, `неизвестный показатель; есть ${near}`]
    return report(reader, at, "condition.factUnknown", en, ru)
  }
  const allowed = operatorsOf[definition.type]
  const given = own(json, "op")
  const op = allowed.find((operator) => operator === given)
  if (op === undefined) {
    const list = allowed.join(", ")
    return report(
      reader,
      below(path, "op"),
      "condition.operatorUnknown",
      `is not an operator of this fact; it takes: ${list}`,
      `недопустимый оператор; для этого показателя допустимы: ${list}`,
    )
  }
  if (op === "isSet" || op === "isAbsent") {
    if (!Object.hasOwn(json, "value")) return { fact: definition.path, op } as FactCondition
    return report(
      reader,
      below(path, "value"),
      "condition.valueNotAllowed",
      "is not used with this operator",
      "не используется с этим оператором",
    )
  }
  const value = readValue(reader, own(json, "value"), below(path, "value"), definition.type, op)
  // Path, operator and value were each checked against the fact's definition, which is what the union type says.
  return value === null ? null : ({ fact: definition.path, op, value } as FactCondition)
}

const isOperator = (given: unknown): given is Operator =>
  Object.values(operatorsOf).some((allowed) => allowed.some((op) => op === given))

/** Of which type its value must be follows from operator and value; that it is the field's, from the configuration. */
const customTypeOf = (op: Operator, value: unknown): FactType => {
  if (op === "has" || op === "hasNot") return "textSet"
  if (op === "in" || op === "notIn" || typeof value === "string") return "text"
  if (typeof value === "boolean") return "boolean"
  return typeof value === "object" ? "money" : "number"
}

const readCustomFact = (reader: Reader, json: object, path: string, fact: CustomFactPath): FactCondition | null => {
  const op = own(json, "op")
  const value = own(json, "value")
  const type = isOperator(op) && op !== "isSet" && op !== "isAbsent" ? customTypeOf(op, value) : "text"
  if (!isOperator(op) || !operatorsOf[type].includes(op)) {
    return report(
      reader,
      below(path, "op"),
      "condition.operatorUnknown",
      "is not an operator for such a value",
      "недопустимый оператор для такого значения",
    )
  }
  if (op === "isSet" || op === "isAbsent") {
    if (!Object.hasOwn(json, "value")) return { fact, op }
    return report(
      reader,
      below(path, "value"),
      "condition.valueNotAllowed",
      "is not used with this operator",
      "не используется с этим оператором",
    )
  }
  const given = readValue(reader, value, below(path, "value"), type, op)
  // Operator and value were checked against each other, which is what the union type says.
  return given === null ? null : ({ fact, op, value: given } as FactCondition)
}

const readValue = (reader: Reader, json: unknown, path: string, type: FactType, op: Operator): ConditionValue => {
  if (type === "boolean") {
    if (typeof json === "boolean") return json
    return report(reader, path, "condition.valueInvalid", "must be true or false", "должно быть true или false")
  }
  if (type === "number") {
    if (typeof json === "number" && Math.abs(json) <= Number.MAX_SAFE_INTEGER) return json + 0
    return report(
      reader,
      path,
      "condition.valueInvalid",
      "must be a number within ±(2^53−1)",
      "должно быть числом в пределах ±(2^53−1)",
    )
  }
  if (type === "money") return readMoney(reader, json, path)
  return op === "in" || op === "notIn" ? readTexts(reader, json, path) : readText(reader, json, path)
}

const readMoney = (reader: Reader, json: unknown, path: string): ConditionValue => {
  if (json === 0) return 0
  if (isPlainObject(json)) {
    checkKeys(reader, json, path, ["amountMinor", "currency"])
    const amountMinor = own(json, "amountMinor")
    const currency = own(json, "currency")
    if (Number.isSafeInteger(amountMinor) && typeof currency === "string" && isCurrency(currency)) {
      return { amountMinor: Number(amountMinor) + 0, currency }
    }
  }
  return report(
    reader,
    path,
    "condition.valueInvalid",
    "must be an amount {amountMinor, currency} in whole minor units, or 0",
    "должно быть суммой {amountMinor, currency} в целых минимальных единицах либо 0",
  )
}

const readText = (reader: Reader, json: unknown, path: string): string | null => {
  const fits = typeof json === "string" && json.length > 0 && json.length <= conditionLimits.text
  if (fits && json.isWellFormed() && !json.includes("\0")) return json
  return report(
    reader,
    path,
    "condition.valueInvalid",
    `must be a text of 1–${conditionLimits.text} characters without NUL or broken surrogates`,
    `должно быть текстом из 1–${conditionLimits.text} символов без NUL и неполных суррогатных пар`,
  )
}

const readTexts = (reader: Reader, json: unknown, path: string): ReadonlyArray<string> | null => {
  if (!Array.isArray(json) || json.length === 0 || json.length > conditionLimits.list) {
    return report(
      reader,
      path,
      "condition.valueInvalid",
      `must be a list of 1–${conditionLimits.list} texts`,
      `должно быть списком из 1–${conditionLimits.list} текстов`,
    )
  }
  const texts: Array<string> = []
  for (let i = 0; i < json.length; i++) {
    const text = readText(reader, own(json, String(i)), `${path}[${i}]`)
    if (text !== null) texts.push(text)
  }
  return texts
}
