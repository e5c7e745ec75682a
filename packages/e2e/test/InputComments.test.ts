import { join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { expect, it } from "vitest"

const root = fileURLToPath(new URL("../../../", import.meta.url))

/**
 * Where fields of inputs are declared of which an editor has nothing to say yet: parts of configuration, which their guides tell of
 * field by field, and of questions. Nothing is added here.
 */
const notYet: ReadonlyArray<string> = [
  "control/SlaPolicy.ts",
  "control/SlaPolicySchema.ts",
  "deal/Condition.ts",
  "deal/DealHistoryService.ts",
  "department/RunSchema.ts",
  "loyalty/CampaignSchema.ts",
  "loyalty/LoyaltyPolicy.ts",
  "plan/BackTest.ts",
  "plan/PlanSchema.ts",
  "ports/CustomFieldSchema.ts",
  "ports/DirectoryQueries.ts",
  "ports/RecordQueries.ts",
  "ports/RecordQuestion.ts",
  "review/ReviewPolicySchema.ts",
  "settlement/bank/StatementCsv.ts",
  "team/RepSchema.ts",
  "team/TeamPolicySchema.ts",
]

/** Fields that nothing is said of, by the file that declares them, of whatever use cases of a session take. */
const silentFields = (): ReadonlyMap<string, ReadonlyArray<string>> => {
  const file = join(root, "packages/e2e/test/virtual-session.ts")
  const text = 'import type { Session } from "@salesdept/core/promise"\nexport declare const session: Session\n'
  const options: ts.CompilerOptions = {
    allowImportingTsExtensions: true,
    exactOptionalPropertyTypes: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ESNext,
    types: [],
  }
  const disk = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => path === file || disk.fileExists(path),
    readFile: (path) => (path === file ? text : disk.readFile(path)),
    getSourceFile: (path, ...rest) =>
      path === file ? ts.createSourceFile(path, text, ts.ScriptTarget.ESNext) : disk.getSourceFile(path, ...rest),
  }
  const program = ts.createProgram([file], options, host)
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  if (source === undefined) throw new Error("the session is not read")
  const found = new Map<string, Set<string>>()
  const seen = new Set<ts.Type>()
  const typeOf = (symbol: ts.Symbol): ts.Type => checker.getTypeOfSymbolAtLocation(symbol, source)
  const visit = (type: ts.Type, way: string): void => {
    if (type.isUnion()) for (const part of type.types) visit(part, way)
    if (checker.isArrayType(type) || checker.isTupleType(type)) {
      for (const part of checker.getTypeArguments(type as ts.TypeReference)) visit(part, `${way}[]`)
      return
    }
    const isRecord = (type.flags & ts.TypeFlags.Object) !== 0 && type.getCallSignatures().length === 0
    if ((!isRecord && !type.isIntersection()) || seen.has(type)) return
    seen.add(type)
    for (const field of type.getProperties()) {
      const declared = field.declarations?.[0]?.getSourceFile().fileName ?? ""
      const [, home] = declared.split("/packages/core/src/")
      if (home === undefined) continue
      if (field.getDocumentationComment(checker).length === 0) {
        const fields = found.get(home) ?? new Set()
        found.set(home, fields.add(`${way}.${field.name}`))
      }
      visit(typeOf(field), `${way}.${field.name}`)
    }
  }
  const session = checker
    .getSymbolsInScope(source.endOfFileToken, ts.SymbolFlags.Variable)
    .find(({ name }) => name === "session")
  let useCases = 0
  for (const group of session === undefined ? [] : typeOf(session).getProperties()) {
    for (const useCase of typeOf(group).getProperties()) {
      const [signature] = typeOf(useCase).getCallSignatures()
      useCases += 1
      for (const parameter of signature?.parameters ?? []) visit(typeOf(parameter), `${group.name}.${useCase.name}`)
    }
  }
  expect(useCases).toBeGreaterThan(600)
  return new Map([...found].map(([home, fields]) => [home, [...fields]]))
}

it("says something of every field of an input, but for those of a list that only grows shorter", () => {
  const silent = silentFields()
  const unsaid = [...silent].filter(([home]) => !notYet.includes(home))
  expect(Object.fromEntries(unsaid)).toEqual({})
  expect(
    notYet.filter((home) => !silent.has(home)),
    "is said by now: take it off the list",
  ).toEqual([])
}, 120_000)
