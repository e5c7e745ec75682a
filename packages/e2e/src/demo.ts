import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

// Runs the README's demo command and looks for what it must print. A new assertion is one line of these lists.
interface Expectation {
  readonly what: string
  readonly pattern: RegExp
}

const always: ReadonlyArray<Expectation> = [
  { what: "prints no undefined, NaN or raw object", pattern: /^(?![^]*(?:\bundefined\b|\bNaN\b|\[object ))/ },
  { what: "is a report", pattern: /^Sales department report / },
  { what: "says that the control states sum to the base", pattern: /The states sum to the base: [\d, +]+ = [\d,]+\./ },
  { what: "says that the contributions sum exactly", pattern: /The contributions sum to the variance exactly: / },
  { what: "shows five findings", pattern: / 5 of \d+ findings of .* 5\. .* \[(?:Critical|Major|Minor|Win)\]/ },
  {
    what: "says where the page and the JSON are",
    pattern: /Report: \S*report\.html JSON: \S*report\.json Workbook: \S*workbook\.html /,
  },
]

const simulated: ReadonlyArray<Expectation> = [
  ...always,
  { what: "says that the department is simulated", pattern: /simulated department, seed 7/ },
  { what: "compares with the plan", pattern: / Fact against plan / },
  { what: "names whom to turn to first", pattern: / To turn to first, state by state / },
  {
    what: "shows what is left to do after the sale",
    pattern:
      / After the sale .* Payment is overdue: \d.* documents not signed: \d.* Time for a repeat sale: .* recommendation: /,
  },
  { what: "says whom to give what", pattern: / Whom to give what .* won of closed / },
  {
    what: "tells of scripts: the step that works, a version on trial, and what to write in",
    pattern:
      / Which steps go with winning .* ×\d\S* .* goes with winning .* Outcome known \d+ of the \d+ deals .* From wins: Make a duty of /,
  },
  { what: "shows wins beside mistakes", pattern: / What went well, to repeat .* \[Win\]/ },
  { what: "shows the closing half of the pipeline", pattern: /Payment control .*Fulfilment .*Closing documents / },
]

const opportunities: ReadonlyArray<Expectation> = [
  ...always,
  { what: "reproduces what was won", pattern: /4,238 deals — \$10,005,534/ },
  {
    what: "reproduces the win rate of closed deals",
    pattern: /63\.2% — 4,238 won of 6,711 closed deals; 95% interval 62\.0% to 64\.3%/,
  },
  { what: "reproduces days to win", pattern: /median 57 days/ },
  { what: "reproduces what is stalled", pattern: /1,291 of 1,589 open deals are older than 138 days.*\$3,198,664/ },
  { what: "reproduces the quarter's variance", pattern: /Q3 2017 against Q2 2017 +\S+ +\S+ +\S+ +−103,856/ },
  { what: "names no plan where there is none", pattern: /It is not a plan\./ },
  { what: "explains the near match", pattern: /1,480 rows: .*GTXPro → GTX Pro/ },
  {
    what: "keeps and explains undated and client-less rows",
    pattern: /1,425 rows: No client is stated.*500 rows: No opening date/,
  },
  { what: "changes nothing when imported again", pattern: /8,927 records found equal to the base/ },
]

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..")
const data = join(resolve(root, process.env["SALESDEPT_TEST_DATA"] ?? "../shared/data"), "pipeline/maven-crm")

const run = (words: ReadonlyArray<string>, expectations: ReadonlyArray<Expectation>): void => {
  const { status, signal, stdout, stderr } = spawnSync("npx", ["--yes", "pnpm@12", "--silent", "demo", ...words], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "pipe"],
  })
  // Lines wrap by width and figures hold non-breaking spaces: what is asserted is the text.
  const text = stdout.replaceAll(/\s+/g, " ")
  const broken = expectations.filter(({ pattern }) => !pattern.test(text)).map(({ what }) => what)
  if (status !== 0) broken.unshift(`exits 0 (it exited with ${status ?? signal})`)
  if (broken.length === 0) {
    console.log(`The demo exits 0 and ${expectations.map(({ what }) => what).join("; ")}`)
    return
  }
  console.error(stdout, stderr)
  for (const what of broken) console.error(`The demo must hold: ${what}`)
  process.exitCode = 1
}

run(["--width", "120"], simulated)
if (existsSync(data)) {
  const files = ["sales_pipeline.csv", "products.csv", "sales_teams.csv", "accounts.csv"].map((name) =>
    join(data, name),
  )
  run([...files, "--width", "120"], opportunities)
} else console.log("SKIPPED: the demo on the real opportunity set, which is not here")
