import { writeFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"

/**
 * What an editor has nothing to say about of what a session has, as a host sees it through packed declarations: groups and their use
 * cases by name. Comments are lost there where a type is inferred from another file and printed whole.
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
  return [
    ...groups.filter(isSilent).map(({ name }) => name),
    ...useCases.filter(({ useCase }) => isSilent(useCase)).map(({ group, useCase }) => `${group.name}.${useCase.name}`),
  ]
}
