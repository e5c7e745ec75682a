import ts from "typescript"

/** A field of what a call takes or gives. */
export interface ReferenceField {
  /** Its path in the input, such as `lines[].productId`. */
  readonly path: string
  /** Whether it may be left out. */
  readonly isOptional: boolean
  /** Its type as TypeScript writes it. */
  readonly type: string
  /** What it is; empty where nothing is said of it. */
  readonly text: string
}

/** A call of a session. */
export interface ReferenceCall {
  /** As it is called, such as `deals.move(input, options?)`. */
  readonly call: string
  /** What it does. */
  readonly text: string
  /** What it takes, field by field; none where it takes nothing. */
  readonly takes: ReadonlyArray<ReferenceField>
  /** Whether it writes, and takes the options of a command. */
  readonly isCommand: boolean
  /** The type of what it gives. */
  readonly answer: string
  /** Fields of what it gives. */
  readonly gives: ReadonlyArray<ReferenceField>
  /** Tags of the errors it rejects with. */
  readonly tags: ReadonlyArray<string>
}

/** A group of calls, such as `deals`. */
export interface ReferenceGroup {
  /** Its name in a session. */
  readonly name: string
  /** What it is about. */
  readonly text: string
  /** Its own calls, in the order of the source. */
  readonly calls: ReadonlyArray<ReferenceCall>
  /** Calls that it shares with every group of records. */
  readonly reads: ReadonlyArray<ReferenceCall>
}

/** An area with its groups. */
export interface ReferenceArea {
  /** Its name, which is that of its subpath. */
  readonly name: string
  /** What it is about. */
  readonly text: string
  /** Its groups. */
  readonly groups: ReadonlyArray<ReferenceGroup>
}

/** Parameters that are no objects, of whatever call: where a use case is a value, its comment has no place for them. */
const parameterTexts: { readonly [name: string]: string } = {
  id: "The record's id.",
  ids: "Ids of records, at most 1,000.",
  field: "The field whose values are counted.",
  personId: "The host's id of the person.",
  seed: "Decides between people who are alike: the same seed gives the same answer. The person's id where left out.",
}

/** How deep fields of fields are told. */
const deepest = 2
/** Types longer than this are told by their fields or cut. */
const longestType = 160

const printed: ts.TypeFormatFlags =
  ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope

/**
 * Reads the calls of a session out of the types of the facade: what each does, takes, gives and rejects with, as the compiler sees it.
 *
 * @param checker - of a program that holds the source
 * @param source - `packages/core/src/promise/UseCases.ts` in it
 */
export const sessionCalls = (checker: ts.TypeChecker, source: ts.SourceFile): ReadonlyArray<ReferenceArea> => {
  const textOf = (symbol: ts.Symbol): string => ts.displayPartsToString(symbol.getDocumentationComment(checker))
  const typeOf = (symbol: ts.Symbol): ts.Type => checker.getTypeOfSymbolAtLocation(symbol, source)
  const nameOf = (type: ts.Type): string => {
    const name = checker.typeToString(type, source, printed)
    return name.length <= longestType ? name : `${name.slice(0, longestType)}…`
  }

  /** What a list is of; null where a type is no list. */
  const elementOf = (type: ts.Type): ts.Type | null =>
    checker.isArrayType(type) ? (checker.getTypeArguments(type as ts.TypeReference)[0] ?? null) : null

  const isDescribed = (type: ts.Type): boolean =>
    (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 &&
    !checker.isArrayType(type) &&
    !checker.isTupleType(type) &&
    type.getCallSignatures().length === 0 &&
    checker.getIndexInfosOfType(type).length === 0 &&
    type.getProperties().length > 0

  const withoutNothing = (type: ts.Type): ts.Type => checker.getNonNullableType(type)

  /** A field that may be left out says so itself. */
  const fieldTypeOf = (type: ts.Type, isOptional: boolean): string => {
    const name = nameOf(type)
    return isOptional ? name.replace(/ \| undefined$/u, "") : name
  }

  const fieldsOf = (type: ts.Type, prefix: string, depth: number): ReadonlyArray<ReferenceField> =>
    type.getProperties().flatMap((symbol): ReadonlyArray<ReferenceField> => {
      const own = typeOf(symbol)
      const isOptional = (symbol.flags & ts.SymbolFlags.Optional) !== 0
      const bare = withoutNothing(own)
      const element = elementOf(bare)
      const inner = element ?? bare
      const path = `${prefix}${symbol.name}`
      const field = { path, isOptional, type: fieldTypeOf(own, isOptional), text: textOf(symbol) }
      if (depth === deepest || !isDescribed(inner)) return [field]
      return [field, ...fieldsOf(inner, `${path}${element === null ? "" : "[]"}.`, depth + 1)]
    })

  /** What an Effect gives and fails with. */
  const partsOf = (effect: ts.Type): readonly [answer: ts.Type | undefined, error: ts.Type | undefined] => {
    const [answer, error] = checker.getTypeArguments(effect as ts.TypeReference)
    return [answer, error]
  }

  const tagsOf = (error: ts.Type | undefined): ReadonlyArray<string> => {
    if (error === undefined) return []
    const members = error.isUnion() ? error.types : [error]
    const tags = members.flatMap((member) => {
      const tag = member.getProperty("_tag")
      const type = tag === undefined ? undefined : typeOf(tag)
      return type?.isStringLiteral() === true ? [type.value] : []
    })
    return [...new Set(tags)].toSorted()
  }

  const callOf = (group: string, symbol: ts.Symbol): ReferenceCall => {
    const [signature] = typeOf(symbol).getCallSignatures()
    if (signature === undefined) throw new Error(`${group}.${symbol.name} is no function`)
    const all = signature.parameters.flatMap((parameter): ReadonlyArray<readonly [string, ts.Type, boolean]> => {
      const type = typeOf(parameter)
      if (!checker.isTupleType(type)) {
        const declaration = parameter.valueDeclaration
        const isOptional =
          declaration !== undefined && ts.isParameter(declaration) && checker.isOptionalParameter(declaration)
        return [[parameter.name, type, isOptional]]
      }
      const { target } = type as ts.TupleTypeReference
      return checker.getTypeArguments(type as ts.TypeReference).map((element, index) => {
        const label = target.labeledElementDeclarations?.[index]?.name.getText() ?? `${parameter.name}${index}`
        return [label, element, ((target.elementFlags[index] ?? 0) & ts.ElementFlags.Optional) !== 0] as const
      })
    })
    // The caller is the session's.
    const asked = all.slice(1)
    const options = asked.find(([name]) => name === "options")?.[1]
    const isCommand = options !== undefined && withoutNothing(options).getProperty("idempotencyKey") !== undefined
    const [answer, error] = partsOf(signature.getReturnType())
    const takes = asked
      .filter(([name]) => name !== "options")
      .flatMap(([name, type, isOptional]): ReadonlyArray<ReferenceField> => {
        const bare = withoutNothing(type)
        if (isDescribed(bare)) return fieldsOf(bare, "", 0)
        // An input without fields is given as `{}`.
        if (nameOf(bare) === "{}") return []
        return [{ path: name, isOptional, type: nameOf(type), text: parameterTexts[name] ?? "" }]
      })
    const given = answer === undefined ? undefined : withoutNothing(answer)
    const element = given === undefined ? null : elementOf(given)
    const inner = element ?? given
    return {
      call: `${group}.${symbol.name}(${asked.map(([name, , isOptional]) => `${name}${isOptional ? "?" : ""}`).join(", ")})`,
      text: textOf(symbol),
      takes,
      isCommand,
      answer: answer === undefined ? "void" : nameOf(answer),
      gives: inner !== undefined && isDescribed(inner) ? fieldsOf(inner, element === null ? "" : "[].", deepest) : [],
      tags: tagsOf(error),
    }
  }

  /** Reads that every group of records has are written once, for all of them. */
  const isShared = (symbol: ts.Symbol): boolean =>
    symbol.declarations?.some((declaration) =>
      declaration.getSourceFile().fileName.endsWith("/ports/reading/RecordQueries.ts"),
    ) === true

  const groupOf = (group: ts.Symbol): ReferenceGroup => {
    const members = typeOf(group).getProperties()
    const calls = (isWanted: (symbol: ts.Symbol) => boolean) =>
      members.filter(isWanted).map((symbol) => callOf(group.name, symbol))
    return {
      name: group.name,
      text: textOf(group),
      calls: calls((symbol) => !isShared(symbol)),
      reads: calls(isShared),
    }
  }

  const module = checker.getSymbolAtLocation(source)
  const areas =
    module === undefined ? undefined : checker.getExportsOfModule(module).find(({ name }) => name === "Areas")
  if (areas === undefined) throw new Error("There are no areas")
  return checker
    .getDeclaredTypeOfSymbol(areas)
    .getProperties()
    .map((area) => ({ name: area.name, text: textOf(area), groups: typeOf(area).getProperties().map(groupOf) }))
}
