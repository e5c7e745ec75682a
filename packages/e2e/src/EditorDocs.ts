import { writeFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"

/** What a host writes most: of every field of their inputs an editor has something to say. */
const mostWritten = [
  "clients.register",
  "contacts.add",
  "leads.receive",
  "leads.take",
  "leads.qualify",
  "deals.open",
  "deals.amend",
  "deals.move",
  "deals.setLines",
  "dialogs.record",
  "nextSteps.set",
  "nextSteps.complete",
  "nextSteps.move",
  "invoices.issue",
  "payments.receive",
  "documents.draft",
  "plans.open",
  "plans.draft",
]

/**
 * What an editor has nothing to say about of what a session has, as a host sees it through packed declarations: groups, their use
 * cases, and fields of the inputs that are written most, by name. Comments are lost there where a type is inferred from another file and printed whole.
 *
 * @param project - a folder where the packages are installed
 */
export const undocumentedUseCases = (project: string): ReadonlyArray<string> => {
  const file = join(project, "session.ts")
  writeFileSync(file, 'import type { Session } from "@salesdept/core/promise"\nexport declare const session: Session\n')
  const program = ts.createProgram([file], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    skipLibCheck: true,
    types: [],
  })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const [session] =
    source === undefined ? [] : checker.getSymbolsInScope(source.endOfFileToken, ts.SymbolFlags.Variable)
  if (source === undefined || session?.name !== "session") throw new Error("There is no session")
  const membersOf = (symbol: ts.Symbol) => checker.getTypeOfSymbolAtLocation(symbol, source).getProperties()
  const isSilent = (symbol: ts.Symbol): boolean => symbol.getDocumentationComment(checker).length === 0
  const groups = membersOf(session)
  const useCases = groups.flatMap((group) => membersOf(group).map((useCase) => ({ group, useCase })))
  if (useCases.length < 500) throw new Error(`A session has ${useCases.length} use cases only`)
  const fields = useCases.flatMap(({ group, useCase }) => {
    const name = `${group.name}.${useCase.name}`
    const [rest] = mostWritten.includes(name)
      ? (checker.getTypeOfSymbolAtLocation(useCase, source).getCallSignatures()[0]?.parameters ?? [])
      : []
    // What is asked stands in a tuple: input, then options.
    const asked = rest === undefined ? undefined : checker.getTypeOfSymbolAtLocation(rest, source)
    const [input] = asked === undefined ? [] : checker.getTypeArguments(asked as ts.TypeReference)
    return input === undefined ? [] : input.getProperties().map((field) => ({ name, field }))
  })
  const unknown = mostWritten.filter((name) => !fields.some((field) => field.name === name))
  if (unknown.length > 0) throw new Error(`A session has no input of ${unknown.join(", ")}`)
  return [
    ...fields.filter(({ field }) => isSilent(field)).map(({ name, field }) => `${name}(${field.name})`),
    ...groups.filter(isSilent).map(({ name }) => name),
    ...useCases.filter(({ useCase }) => isSilent(useCase)).map(({ group, useCase }) => `${group.name}.${useCase.name}`),
  ]
}
