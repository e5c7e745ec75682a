import { isSalesDeptError } from "@salesdept/core/promise"
import type { Language } from "@salesdept/core/shared"
import { readCommand } from "./Arguments.ts"
import { runDemo } from "./demo/Demo.ts"
import { exitCodes } from "./ExitCode.ts"
import { helpText } from "./Help.ts"
import { runSchemaCommand } from "./schema/SchemaCommand.ts"
import type { Terminal } from "./Terminal.ts"

const exitCodeOf = (tag: string): number => {
  if (tag === "StoreFault") return exitCodes.database
  return tag === "VersionConflict" ? exitCodes.fault : exitCodes.input
}

const tell = (error: unknown, language: Language, terminal: Terminal): number => {
  if (isSalesDeptError(error)) {
    terminal.error(`${error.messages[language]}\n`)
    return exitCodeOf(error._tag)
  }
  throw error
}

/** Runs one command line and answers its exit code. Errors a person can act on are one message; others are thrown. */
export const runCli = async (words: ReadonlyArray<string>, terminal: Terminal): Promise<number> => {
  const command = readCommand(words)
  switch (command.name) {
    case "help":
      terminal.out(helpText(command.language))
      return exitCodes.done
    case "wrong":
      for (const problem of command.problems) terminal.error(`${problem[command.language]}\n`)
      terminal.error(`\n${helpText(command.language)}`)
      return exitCodes.input
    case "schema":
      try {
        return await runSchemaCommand(command.arguments, terminal)
      } catch (error) {
        return tell(error, command.arguments.language, terminal)
      }
    case "demo":
      try {
        await runDemo(command.arguments, terminal)
        return exitCodes.done
      } catch (error) {
        return tell(error, command.arguments.language, terminal)
      }
  }
}
