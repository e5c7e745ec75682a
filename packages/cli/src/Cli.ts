import { readFileSync } from "node:fs"
import type { StoreFault } from "@salesdept/core/ports/adapter"
import { isSalesDeptError } from "@salesdept/core/shared"
import type { FailureFields, Language } from "@salesdept/core/shared"
import { databasePath, readCommand } from "./Arguments.ts"
import type { DemoArguments } from "./Arguments.ts"
import { databaseName } from "./Database.ts"
import type { Database } from "./Database.ts"
import { exitCodes } from "./ExitCode.ts"
import { helpHint, helpText } from "./Help.ts"
import { printable } from "./Terminal.ts"
import type { Terminal } from "./Terminal.ts"

// Beside the sources and beside what is built of them alike.
const version = (): string => {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  )
  return manifest.version
}

const baseOf = (asked: DemoArguments): Database => ({ dialect: "sqlite", filename: databasePath(asked) })

const exitCodeOf = (tag: string): number => {
  if (tag === "StoreFault" || tag === "DatabaseFileUnusable") return exitCodes.database
  return tag === "VersionConflict" ? exitCodes.fault : exitCodes.input
}

/**
 * The driver's code behind a failed database, such as ENOTFOUND or 28P01, without which nobody knows where to look; of what is depended on,
 * what depends on it.
 */
const causeOf = ({ cause, data }: Error & Pick<FailureFields, "data">): string => {
  if (!(cause instanceof Error && "code" in cause && typeof cause.code === "string")) return ""
  const isDependedOn = (data as StoreFault["data"]).reason === "dependedOn" && "detail" in cause
  return ` (${cause.code}${isDependedOn ? `: ${String(cause.detail)}` : ""})`
}

/** What an error says. That a store calls its first work `open` is of use to who calls it; here the command has a name of its own. */
const saidBy = ({ _tag, messages, data }: FailureFields, language: Language): string => {
  const named = _tag === "StoreFault" ? `${(data as StoreFault["data"]).operation}: ` : ""
  return messages[language].slice(named.length)
}

/** Errors that name the file they are about: one that cannot be a database, or one that was given beside it. */
const namesItsFile: ReadonlySet<string> = new Set(["DatabaseFileUnusable", "DepartmentUnreadable", "FileUnreadable"])

/** Tells an error that a person can act on; where it is about a database, which one. */
const tell = (error: unknown, language: Language, terminal: Terminal, database?: Database | null): number => {
  if (isSalesDeptError(error)) {
    const isNamed = database === undefined || database === null || namesItsFile.has(error._tag)
    const where = isNamed ? "" : `${databaseName(database)}: `
    const why = error._tag === "StoreFault" ? causeOf(error) : ""
    terminal.error(`${printable(`${where}${saidBy(error, language)}${why}`)}\n`)
    return exitCodeOf(error._tag)
  }
  throw error
}

/**
 * Runs one command line and answers its exit code. Errors a person can act on are one message; others are thrown. What a command
 * works with is loaded when it is run: help and a mistyped word answer at once.
 */
export const runCli = async (words: ReadonlyArray<string>, terminal: Terminal): Promise<number> => {
  const command = await readCommand(words)
  switch (command.name) {
    case "help":
      terminal.out(helpText(command.language, terminal.width, command.verb))
      return exitCodes.done
    case "version":
      terminal.out(`${version()}\n`)
      return exitCodes.done
    case "wrong":
      for (const problem of command.problems) terminal.error(`${problem[command.language]}\n`)
      terminal.error(`${helpHint(command.verb)[command.language]}\n`)
      return exitCodes.input
    case "schema":
      try {
        const { runSchemaCommand } = await import("./schema/SchemaCommand.ts")
        return await runSchemaCommand(command.arguments, terminal)
      } catch (error) {
        return tell(error, command.arguments.language, terminal, command.arguments.database)
      }
    case "base":
      try {
        const { runBaseCommand } = await import("./base/BaseCommand.ts")
        return await runBaseCommand(command.arguments, terminal)
      } catch (error) {
        return tell(error, command.arguments.language, terminal, command.arguments.database)
      }
    case "demo":
      try {
        const { runDemo } = await import("./demo/Demo.ts")
        await runDemo(command.arguments, terminal)
        return exitCodes.done
      } catch (error) {
        const isOfBase = isSalesDeptError(error) && error._tag === "StoreFault"
        return tell(error, command.arguments.language, terminal, isOfBase ? baseOf(command.arguments) : null)
      }
  }
}
