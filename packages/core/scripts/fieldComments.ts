import { readFileSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

// Puts comments on fields back into the built declarations. A command's type is inferred from its schema, and where the compiler prints
// it into the declarations of another module, it prints the fields without what is said of them: an editor would show nothing while a host
// writes an input. Only comments are added: `node scripts/fieldComments.ts`, after `tsc` has written `dist`. The map from a declaration to
// its source gets the new lines too.

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const [sources, built] = [join(home, "src"), join(home, "dist")]

const { config } = ts.readConfigFile(join(home, "tsconfig.types.json"), (path) => ts.sys.readFile(path))
const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, home)
const program = ts.createProgram(fileNames, {
  ...options,
  noEmit: true,
  emitDeclarationOnly: false,
  declaration: false,
})
const checker = program.getTypeChecker()

/** A comment and where it goes. */
interface Insertion {
  readonly at: number
  readonly text: string
}

const commentOf = (symbol: ts.Symbol, indent: string): string | null => {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replaceAll("*/", "* /")
  if (text === "") return null
  const lines = text.split("\n")
  if (lines.length === 1) return `/** ${text} */\n${indent}`
  return `/**\n${lines.map((line) => `${indent} * ${line}`).join("\n")}\n${indent} */\n${indent}`
}

const argumentsOf = (type: ts.Type): ReadonlyArray<ts.Type> =>
  type.aliasTypeArguments ??
  ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference
    ? checker.getTypeArguments(type as ts.TypeReference)
    : [])

/** Walks the printed type beside the type it was printed from, and gives what is said of each field that has no comment yet. */
const commentsIn = (file: ts.SourceFile): ReadonlyArray<Insertion> => {
  const found: Array<Insertion> = []
  const walk = (node: ts.TypeNode | undefined, given: ts.Type | undefined): void => {
    if (node === undefined || given === undefined) return
    const type = ts.isUnionTypeNode(node) ? given : checker.getNonNullableType(given)
    if (ts.isTypeLiteralNode(node)) {
      for (const member of node.members) {
        const symbol = member.name === undefined ? undefined : type.getProperty(member.name.getText(file))
        if (symbol === undefined || !ts.isPropertySignature(member)) continue
        const start = member.getStart(file)
        const line = file.text.slice(file.text.lastIndexOf("\n", start) + 1, start)
        const comment = commentOf(symbol, /^\s*/.exec(line)?.[0] ?? "")
        const isSilent = ts.getJSDocCommentsAndTags(member).length === 0
        if (comment !== null && isSilent) found.push({ at: start, text: comment })
        walk(member.type, checker.getTypeOfSymbol(symbol))
      }
    } else if (ts.isFunctionTypeNode(node)) {
      const [signature] = type.getCallSignatures()
      for (const [index, { type: of }] of node.parameters.entries()) {
        const parameter = signature?.parameters[index]
        walk(of, parameter === undefined ? undefined : checker.getTypeOfSymbol(parameter))
      }
      walk(node.type, signature?.getReturnType())
    } else if (ts.isUnionTypeNode(node)) {
      const parts = type.isUnion() ? type.types : [type]
      for (const part of node.types) {
        const names = ts.isTypeLiteralNode(part) ? part.members.flatMap(({ name }) => name?.getText(file) ?? []) : []
        const like = ts.isTypeLiteralNode(part)
          ? parts.find((one) => names.every((name) => one.getProperty(name) !== undefined))
          : parts.find((one) => argumentsOf(one).length > 0)
        walk(part, like)
      }
    } else if (ts.isIntersectionTypeNode(node)) {
      for (const part of node.types) walk(part, type)
    } else if (ts.isArrayTypeNode(node)) {
      walk(node.elementType, argumentsOf(type)[0])
    } else if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node)) {
      walk(node.type, type)
    } else if (ts.isTypeReferenceNode(node) || ts.isImportTypeNode(node)) {
      const given = argumentsOf(type)
      for (const [index, part] of (node.typeArguments ?? []).entries()) walk(part, given[index])
    }
  }
  const source = program.getSourceFile(join(sources, relative(built, file.fileName)).replace(/\.d\.ts$/, ".ts"))
  if (source === undefined) return []
  const variables = checker.getSymbolsInScope(source.endOfFileToken, ts.SymbolFlags.Variable)
  const named = new Map(variables.map((symbol) => [symbol.name, checker.getExportSymbolOfSymbol(symbol)]))
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const { name, type } of statement.declarationList.declarations) {
      const of = named.get(name.getText(file))
      if (of !== undefined) walk(type, checker.getTypeOfSymbol(of))
    }
  }
  return found
}

/** Puts the lines of comments into the map beside a declaration, before the lines that they speak of; those keep their columns. */
const mapAround = (path: string, text: string, comments: ReadonlyArray<Insertion>): void => {
  const map = JSON.parse(readFileSync(path, "utf8")) as { readonly mappings: string }
  const added = new Map<number, string>()
  for (const { at, text: comment } of comments) {
    const line = text.slice(0, at).split("\n").length - 1
    added.set(line, (added.get(line) ?? "") + ";".repeat(comment.split("\n").length - 1))
  }
  const lines = map.mappings.split(";").map((line, index) => (added.get(index) ?? "") + line)
  writeFileSync(path, JSON.stringify({ ...map, mappings: lines.join(";") }))
}

let count = 0
for (const source of fileNames) {
  const path = join(built, relative(sources, source)).replace(/\.ts$/, ".d.ts")
  const text = readFileSync(path, "utf8")
  const comments = commentsIn(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))
  if (comments.length === 0) continue
  let [written, at] = ["", 0]
  for (const comment of comments.toSorted((left, right) => left.at - right.at)) {
    written += text.slice(at, comment.at) + comment.text
    at = comment.at
  }
  writeFileSync(path, written + text.slice(at))
  mapAround(`${path}.map`, text, comments)
  count += comments.length
}
console.log(`${count} comments on fields`)
