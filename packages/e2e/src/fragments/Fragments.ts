import ts from "typescript"

// Code in documents, as programs. The fragments of a document build on each other: each stands in a block inside of the one before, so
// that it sees what they declare and may use their names anew. What they need of a host is given by `Given.ts`. Examples in comments of
// sources stand each alone.

/** A fragment of TypeScript in a document. */
export interface Fragment {
  /** Line of its first line in the document, from 1. */
  readonly line: number
  /** Its text. */
  readonly code: string
  /** Why it is checked and not run, as a comment before it says that no reader sees; null where it is run. */
  readonly whyNotRun: string | null
  /** What it prints, as the document goes on to show after "It prints"; null where that is not shown. */
  readonly prints: string | null
}

const fences =
  /^( *)(?:<!-- types only: (.+) -->\n *)?```ts\n([^]*?)^ *```\n(?:\n?It prints[^\n]*:\n\n((?: {4}.*\n)+))?/gm

/** The comments of a source file without their margins; its lines stay where they are. */
export const commentsOf = (source: string): string => source.replaceAll(/^ *\* ?/gm, "")

/** The fragments of a document, in order. */
export const fragmentsOf = (document: string): ReadonlyArray<Fragment> =>
  [...document.matchAll(fences)].map(
    ({ index, 0: whole, 1: indent = "", 2: whyNotRun = null, 3: code = "", 4: prints = null }) => ({
      line: document.slice(0, index + whole.indexOf(code)).split("\n").length,
      // In a list a fragment is indented.
      code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
      whyNotRun,
      prints: prints?.replaceAll(/^ {4}/gm, "") ?? null,
    }),
  )

/** Imports as declarations of a block, so that each fragment has its own. */
const importsAsDeclarations = ({ importClause, moduleSpecifier }: ts.ImportDeclaration): string => {
  const from = `import(${moduleSpecifier.getText()})`
  if (importClause?.name !== undefined) return `const { default: ${importClause.name.text} } = await ${from};`
  const named = importClause?.namedBindings
  if (named === undefined || !ts.isNamedImports(named)) throw new Error(`Import names: ${moduleSpecifier.getText()}`)
  const isType = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
  return named.elements
    .map(({ isTypeOnly, name, propertyName = name }) =>
      isType || isTypeOnly
        ? `type ${name.text} = ${from}.${propertyName.text};`
        : `const { ${propertyName.text}: ${name.text} } = await ${from};`,
    )
    .join(" ")
}

/** `value // claim` and `console.log(value) // claim`: what a fragment says that a value is. */
const claimed = (statement: ts.Statement, code: string): string | null => {
  if (!ts.isExpressionStatement(statement)) return null
  const claim = /^;?[ \t]*\/\/ ((?:[[{"]|-?\d|(?:true|false|null)$).*)/m.exec(code.slice(statement.end))?.[1]
  if (claim === undefined) return null
  const { expression } = statement
  const isLog = ts.isCallExpression(expression) && expression.expression.getText() === "console.log"
  const value = isLog ? expression.arguments.map((argument) => argument.getText()).join(", ") : expression.getText()
  return `${isLog ? `${expression.getText()}; ` : ""}claim(${value}, ${JSON.stringify(claim)});`
}

const rewritten = (code: string): string => {
  const source = ts.createSourceFile("fragment.ts", code, ts.ScriptTarget.ESNext, true)
  return source.statements.reduceRight((text, statement) => {
    const start = statement.getStart()
    const instead = ts.isImportDeclaration(statement) ? importsAsDeclarations(statement) : claimed(statement, code)
    if (instead === null) return text
    // Lines stay where they are, for what is wrong to be found in the document.
    const lines = code.slice(start, statement.end).split("\n").length - instead.split("\n").length
    return text.slice(0, start) + instead + "\n".repeat(lines) + text.slice(statement.end)
  }, code)
}

/** A document as a program. */
export interface Program {
  /** A module that exports `run(given, claim)`. */
  readonly text: string
  /** The line of the document that a line of the module stands for, both from 1. */
  readonly lineOf: (line: number) => number
}

/**
 * Makes a program of a document's fragments.
 *
 * @param fragments - those of the document
 * @param path - the document, as `given` names it
 * @param names - what it is given
 * @param isInSource - whether they are examples in comments
 */
export const programOf = (
  fragments: ReadonlyArray<Fragment>,
  path: string,
  names: ReadonlyArray<string>,
  isInSource: boolean,
): Program => {
  const type = names.length === 0 ? "object" : `Awaited<ReturnType<(typeof hosts)[${JSON.stringify(path)}]>>`
  const head = [
    'import type { given as hosts } from "../src/fragments/Given.ts"',
    `export const run = async (given: ${type}, claim: (value: unknown, claim: string) => void) => {`,
    `const { ${names.join(", ")} } = given`,
  ]
  const lines: Array<string> = [...head]
  const at: Array<number> = head.map(() => 0)
  const add = (text: string, first: number): void => {
    for (const [index, line] of text.split("\n").entries()) {
      lines.push(line)
      at.push(first + index)
    }
  }
  let open = 1
  for (const { code, line, whyNotRun } of fragments) {
    add(whyNotRun === null ? "{" : "void (async () => {", line - 1)
    add(rewritten(code), line)
    if (whyNotRun !== null) lines[lines.length - 1] += "});"
    else if (isInSource) lines[lines.length - 1] += "}"
    else open += 1
  }
  add("}".repeat(open), 0)
  return { text: lines.join("\n"), lineOf: (line) => at[line - 1] ?? 0 }
}
