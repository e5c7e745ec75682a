import type * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"

/** What a quick decoder answers where it does not settle the matter. */
export const unsettled: unique symbol = Symbol("unsettled")

/** Decodes what is surely good; {@link unsettled} for whatever else, good or not. */
export type QuickDecoder = (input: unknown) => unknown

const parseOptions = { errors: "first" } as const

const withChecks = (ast: SchemaAST.AST, decode: QuickDecoder): QuickDecoder => {
  const filters = (ast.checks ?? []).flatMap(filtersOf)
  if (filters.length === 0) return decode
  return (input) => {
    const value = decode(input)
    if (value === unsettled) return unsettled
    for (const filter of filters) if (filter.run(value, ast, parseOptions) !== undefined) return unsettled
    return value
  }
}

const filtersOf = (check: SchemaAST.Check<never>): ReadonlyArray<SchemaAST.Filter<unknown>> =>
  check._tag === "Filter" ? [check as SchemaAST.Filter<unknown>] : check.checks.flatMap(filtersOf)

const listOf =
  (item: QuickDecoder): QuickDecoder =>
  (input) => {
    if (!Array.isArray(input)) return unsettled
    const list: Array<unknown> = []
    for (const one of input as ReadonlyArray<unknown>) {
      const value = item(one)
      if (value === unsettled) return unsettled
      list.push(value)
    }
    return list
  }

const isPlain = (input: unknown): input is { readonly [key: string]: unknown } =>
  typeof input === "object" &&
  input !== null &&
  !Array.isArray(input) &&
  Object.getOwnPropertySymbols(input).length === 0

/** Whether an object is of no class; those of other realms count too. */
export const isBare = (input: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(input)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/**
 * Whether a value goes through as it is: plain all through, and nothing in it is undefined, which would have to be left out. What is
 * deep or of a class, such as the host's connection, is not looked into.
 */
const isWhole = (value: unknown, depth = 4): boolean => {
  if (value === undefined) return false
  if (typeof value !== "object" || value === null) return true
  if (depth === 0) return false
  if (Array.isArray(value)) return value.every((one) => isWhole(one, depth - 1))
  return isBare(value) && isPlain(value) && Object.values(value).every((one) => isWhole(one, depth - 1))
}

interface Member {
  readonly name: string
  readonly isOptional: boolean
  readonly decode: QuickDecoder
}

/** Every known member is there and good, and there is no other. */
const objectOf =
  (members: ReadonlyArray<Member>): QuickDecoder =>
  (input) => {
    if (!isPlain(input)) return unsettled
    const values: { [key: string]: unknown } = {}
    let count = 0
    for (const { name, isOptional, decode } of members) {
      if (!Object.hasOwn(input, name)) {
        if (isOptional) continue
        return unsettled
      }
      const value = decode(input[name])
      if (value === unsettled) return unsettled
      values[name] = value
      count += 1
    }
    if (Object.keys(input).length !== count) return unsettled
    // A date, a Promise that was not awaited: of no members, but no object without members.
    return count === 0 && !isBare(input) ? unsettled : values
  }

const recordOf =
  (key: QuickDecoder, member: QuickDecoder): QuickDecoder =>
  (input) => {
    if (!isPlain(input)) return unsettled
    const values: { [key: string]: unknown } = {}
    for (const name of Object.keys(input)) {
      // Assigned, it would be the prototype.
      if (name === "__proto__" || key(name) === unsettled) return unsettled
      const value = member(input[name])
      if (value === unsettled) return unsettled
      values[name] = value
    }
    return values
  }

const oneOf =
  (members: ReadonlyArray<QuickDecoder>): QuickDecoder =>
  (input) => {
    for (const member of members) {
      const value = member(input)
      if (value !== unsettled) return value
    }
    return unsettled
  }

const when =
  (holds: (input: unknown) => boolean): QuickDecoder =>
  (input) =>
    holds(input) ? input : unsettled

const all = (decoders: ReadonlyArray<QuickDecoder | null>): ReadonlyArray<QuickDecoder> | null => {
  const found = decoders.filter((decoder) => decoder !== null)
  return found.length === decoders.length ? found : null
}

const objectsDecoder = ({ indexSignatures, propertySignatures }: SchemaAST.Objects): QuickDecoder | null => {
  const [index] = indexSignatures
  if (index !== undefined) {
    const key = quickDecoderOf(index.parameter)
    const member = quickDecoderOf(index.type)
    if (indexSignatures.length > 1 || propertySignatures.length > 0 || key === null || member === null) return null
    return recordOf(key, member)
  }
  // Of no members at all, anything but null is accepted.
  if (propertySignatures.length === 0) return null
  const members: Array<Member> = []
  for (const { name, type } of propertySignatures) {
    const decode = quickDecoderOf(type)
    if (decode === null || typeof name !== "string" || name === "__proto__") return null
    members.push({ name, isOptional: type.context?.isOptional === true, decode })
  }
  return objectOf(members)
}

const bareDecoder = (ast: SchemaAST.AST): QuickDecoder | null => {
  switch (ast._tag) {
    case "Null":
      return when((input) => input === null)
    // Of an optional member that a host gives as undefined, which is not given and stays so.
    case "Undefined":
      return when((input) => input === undefined)
    // Told by the command itself, by what the configuration says it is.
    case "Unknown":
      return when((input) => isWhole(input))
    case "String":
      return when((input) => typeof input === "string")
    case "Number":
      return when((input) => typeof input === "number")
    case "Boolean":
      return when((input) => typeof input === "boolean")
    case "Literal":
      return when((input) => input === ast.literal)
    case "Arrays": {
      const [rest] = ast.rest
      const item = rest === undefined || ast.rest.length > 1 || ast.elements.length > 0 ? null : quickDecoderOf(rest)
      return item === null ? null : listOf(item)
    }
    case "Objects":
      return objectsDecoder(ast)
    case "Union": {
      const members = ast.options?.mode === "oneOf" ? null : all(ast.types.map(quickDecoderOf))
      return members === null ? null : oneOf(members)
    }
    default:
      return null
  }
}

const quickDecoderOf = (ast: SchemaAST.AST): QuickDecoder | null => {
  if (ast.encoding !== undefined) return null
  const bare = bareDecoder(ast)
  return bare === null ? null : withChecks(ast, bare)
}

/**
 * A decoder in plain closures for schemas that change nothing of their input: several times as fast as the interpreter of Schema.
 * It gives a copy of the input where that is good to the last member, and leaves everything else to Schema: what it does
 * not settle may still be good, what it gives surely is.
 *
 * @returns null where the schema holds something that only Schema can decode
 */
export const quickDecoder = (schema: Schema.Codec<unknown, unknown>): QuickDecoder | null => quickDecoderOf(schema.ast)
