import { fileURLToPath } from "node:url"
import { recordKinds } from "@salesdept/core/records"
import ts from "typescript"
import type { Shape } from "./Shape.ts"

/** The payload of an event type of a kind, as its type in the source says it. */
export interface EventShape {
  /** The kind, such as `deal`; `*` for events that every kind has. */
  readonly kind: string
  /** Past-tense event name. */
  readonly type: string
  /** Shape of the payload. */
  readonly shape: Shape
}

const root = fileURLToPath(new URL("../../../../", import.meta.url))
const registry = `${root}packages/core/src/records/RecordKinds.ts`
const ofEveryKind = `${root}packages/core/src/journal/Correction.ts`

const unite = (shapes: ReadonlyArray<Shape>): Shape => {
  const [only] = shapes
  return shapes.length === 1 && only !== undefined ? only : { is: "union", of: shapes }
}

const makeReader = (checker: ts.TypeChecker) => {
  const shapeOf = (type: ts.Type, within: ReadonlyArray<ts.Type>): Shape => {
    const { flags } = type
    if (flags & ts.TypeFlags.Never) return { is: "never" }
    if (flags & ts.TypeFlags.Null) return { is: "null" }
    if (flags & ts.TypeFlags.Boolean) return { is: "boolean" }
    if (type.isStringLiteral() || type.isNumberLiteral()) return { is: "literal", value: type.value }
    if (flags & ts.TypeFlags.BooleanLiteral) return { is: "literal", value: checker.typeToString(type) === "true" }
    if (flags & ts.TypeFlags.TemplateLiteral)
      return { is: "prefixed", prefix: (type as ts.TemplateLiteralType).texts[0] ?? "" }
    if (flags & ts.TypeFlags.StringLike) return { is: "string" }
    if (flags & ts.TypeFlags.NumberLike) return { is: "number" }
    if (flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any)) return { is: "unknown" }
    if (type.isUnion()) {
      return unite(type.types.filter((one) => !(one.flags & ts.TypeFlags.Undefined)).map((one) => shapeOf(one, within)))
    }
    if (within.includes(type)) return { is: "again", name: (type.aliasSymbol ?? type.symbol).name }
    const inside = [...within, type]
    // A branded text is text.
    if (type.isIntersection()) {
      const plain = type.types.find((one) => one.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike))
      if (plain !== undefined) return shapeOf(plain, inside)
    }
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference)
      return { is: "list", of: item === undefined ? { is: "unknown" } : shapeOf(item, inside) }
    }
    if (checker.isTupleType(type)) {
      return {
        is: "list",
        of: unite(checker.getTypeArguments(type as ts.TypeReference).map((one) => shapeOf(one, inside))),
      }
    }
    const index = checker.getIndexTypeOfType(type, ts.IndexKind.String)
    const properties = checker.getPropertiesOfType(type)
    if (index !== undefined && properties.length === 0) return { is: "map", of: shapeOf(index, inside) }
    return {
      is: "object",
      fields: properties.map((property) => ({
        name: property.name,
        optional: (property.flags & ts.SymbolFlags.Optional) !== 0,
        shape: shapeOf(checker.getTypeOfSymbol(property), inside),
      })),
    }
  }
  return shapeOf
}

const fieldType = (checker: ts.TypeChecker, of: ts.Type, name: string): ts.Type | undefined => {
  const field = checker.getPropertyOfType(of, name)
  return field === undefined ? undefined : checker.getTypeOfSymbol(field)
}

const registered = (source: ts.SourceFile): ReadonlyArray<ts.Identifier> => {
  const found: Array<ts.Identifier> = []
  const visit = (node: ts.Node): void => {
    if (ts.isArrayLiteralExpression(node)) found.push(...node.elements.filter((element) => ts.isIdentifier(element)))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** Reads from the source which events every kind of record has, and what their payloads are. Takes some seconds. */
export const readEventShapes = (): ReadonlyArray<EventShape> => {
  const config = ts.readConfigFile(`${root}tsconfig.base.json`, (file) => ts.sys.readFile(file))
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const program = ts.createProgram([registry, ofEveryKind], { ...options, noEmit: true })
  const checker = program.getTypeChecker()
  const shapeOf = makeReader(checker)
  const source = program.getSourceFile(registry)
  if (source === undefined) throw new Error(`${registry} is not there`)
  const shapes = (kind: string, events: ts.Type): ReadonlyArray<EventShape> =>
    (events.isUnion() ? events.types : [events]).map((event) => {
      const type = fieldType(checker, event, "type")
      const payload = fieldType(checker, event, "payload")
      if (payload === undefined || type?.isStringLiteral() !== true) throw new Error(`${kind}: an event without a type`)
      return { kind, type: type.value, shape: shapeOf(payload, []) }
    })
  const correction = program
    .getSourceFile(ofEveryKind)
    ?.statements.find((statement) => ts.isTypeAliasDeclaration(statement))
  if (correction === undefined) throw new Error("the correction of every kind is not there")
  const ofKinds = registered(source).flatMap((identifier, index) => {
    const [, events] = checker.getTypeArguments(checker.getTypeAtLocation(identifier) as ts.TypeReference)
    if (events === undefined) throw new Error(`${identifier.text} is not declared as an Aggregate`)
    return shapes(recordKinds[index]?.kind ?? "", events)
  })
  return [...ofKinds, ...shapes("*", checker.getTypeAtLocation(correction))]
}
