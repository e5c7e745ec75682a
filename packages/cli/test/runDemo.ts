import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..")
const main = join(root, "packages/cli/src/main.ts")
const data = join(resolve(root, process.env["SALESDEPT_TEST_DATA"] ?? "../shared/data"), "pipeline/maven-crm")

/** Whether the real opportunity set is here. */
export const hasOpportunities = existsSync(data)

/** The files of the real opportunity set. */
export const opportunityFiles = ["sales_pipeline.csv", "products.csv", "sales_teams.csv", "accounts.csv"].map((name) =>
  join(data, name),
)

/** What a run of the command line came to. */
export interface Run {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly error: string
}

/** Runs the command line as a process of its own; `onError` sees its standard error as it comes. */
export const runDemo = (
  words: ReadonlyArray<string>,
  onError: (text: string, kill: () => void) => void = () => {},
): Promise<Run> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [main, "demo", ...words], { stdio: ["ignore", "pipe", "pipe"] })
    let out = ""
    let error = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      error += text
      onError(error, () => child.kill("SIGKILL"))
    })
    child.once("error", fail)
    child.once("close", (code, signal) => done({ code, signal, out, error }))
  })
