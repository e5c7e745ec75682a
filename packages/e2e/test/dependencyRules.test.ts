import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, test } from "vitest"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..")
const configPath = join(root, ".dependency-cruiser.cjs")
const config = createRequire(import.meta.url)(configPath) as { readonly forbidden: ReadonlyArray<{ name: string }> }

/** The architecture's sentence on edges between areas, written a second time so that the config is checked against it. */
const basis = ["client", "deal", "settlement", "team"]
const middle = ["control", "loyalty", "plan"]
const areas = [...basis, ...middle, "review", "script"]
const allowedEdges = new Map<string, ReadonlyArray<string>>([
  ...middle.map((area): [string, ReadonlyArray<string>] => [area, basis]),
  ["review", [...basis, ...middle]],
  ["script", [...basis, ...middle, "review"]],
])

const packages = ["core", "sql", "sqlite", "postgres", "conformance", "report", "cli", "bench"]
const externals = ["effect", "kysely", "better-sqlite3", "pg"]

/** Files that the cases below import from. */
const targets = [
  ...areas.flatMap((area) =>
    ["Noun", "NounSchema", "AreaStore", "AreaService"].map((file) => `core/src/${area}/${file}`),
  ),
  ...["shared", "stats", "department", "exchange", "journal", "ports", "memory", "effect", "promise"].map(
    (area) => `core/src/${area}/Noun`,
  ),
  "core/src/department/Department",
  "core/src/ports/index",
  "core/src/ports/command/Noun",
  "core/src/ports/reading/Noun",
  "core/src/plan/record/Noun",
  "core/src/plan/variance/Noun",
  "core/src/plan/replan/Noun",
  ...packages.map((name) => `${name}/src/index`),
  "core/src/deal/internal/Secret",
  "core/src/plan/internal/Secret",
  "core/test/helper",
].map((path) => `packages/${path}.ts`)

interface Case {
  /** The importing file. */
  readonly from: string
  /** Its only line. */
  readonly line: string
  /** Rules that must fire on it; none for an import that is allowed. */
  readonly rules: ReadonlyArray<string>
}

const runtime = (specifier: string): string => `import * as X from "${specifier}"\nexport const x = X\n`
const typeOnly = (specifier: string): string => `import type * as X from "${specifier}"\nexport type Y = typeof X\n`
const coreFile = (path: string, line: string, ...rules: ReadonlyArray<string>): Case => ({
  from: `packages/core/src/${path}.ts`,
  line,
  rules,
})
const file = (path: string, line: string, ...rules: ReadonlyArray<string>): Case => ({
  from: `${path}.ts`,
  line,
  rules,
})

const edgeCases = areas.flatMap((from) =>
  areas
    .filter((to) => to !== from)
    .map((to) =>
      coreFile(
        `${from}/Uses_${to}`,
        typeOnly(`../${to}/Noun.ts`),
        ...(allowedEdges.get(from)?.includes(to) === true ? [] : [`edges-of-${from}`]),
      ),
    ),
)

const cases: ReadonlyArray<Case> = [
  ...edgeCases,
  // A cycle is reported once, at the file where it was entered.
  coreFile("deal/CycleA", typeOnly("./CycleB.ts"), "no-cycles"),
  coreFile("deal/CycleB", runtime("./CycleA.ts")),
  coreFile("deal/Broken", runtime("./Absent.ts"), "resolvable"),

  coreFile("deal/BarrelService", runtime("effect"), "no-effect-barrel"),
  file("packages/sql/src/Barrel", typeOnly("effect"), "no-effect-barrel"),
  coreFile("deal/PureEffect", runtime("effect/Effect"), "pure-without-effect"),
  coreFile("stats/PureEffect", runtime("effect/Schema"), "pure-without-effect"),
  coreFile("deal/PureEffectType", typeOnly("effect/Schema")),
  coreFile("deal/PureResult", runtime("effect/Result")),
  coreFile("deal/UsesEffectSchema", runtime("effect/Schema")),
  coreFile("deal/UsesEffectStore", runtime("effect/Context")),
  coreFile("deal/UsesEffectService", runtime("effect/Effect")),
  coreFile("deal/service", runtime("effect/Effect")),
  coreFile("deal/LoadsSchemas", runtime("./NounSchema.ts"), "pure-without-schemas-and-services"),
  coreFile("deal/TypesOfSchemas", typeOnly("./NounSchema.ts")),
  coreFile("deal/LoadsServices", runtime("./AreaService.ts"), "pure-without-schemas-and-services"),
  coreFile("deal/AsIsSchema", runtime("./NounSchema.ts")),

  coreFile("journal/PureEffect", runtime("effect/Schema"), "pure-without-effect"),
  coreFile("deal/EffectCommands", runtime("effect/Effect"), "pure-without-effect"),
  coreFile("novel/Noun", runtime("../shared/Noun.ts"), "known-folders"),

  coreFile("deal/PureJournal", runtime("../journal/Noun.ts"), "pure-without-journal"),
  coreFile("deal/PureJournalType", typeOnly("../journal/Noun.ts")),
  coreFile("deal/JournalService", runtime("../journal/Noun.ts")),
  coreFile("deal/JournalCommands", runtime("../journal/Noun.ts")),
  coreFile("deal/PurePort", typeOnly("../ports/Noun.ts"), "pure-without-ports"),
  coreFile("deal/PortSchema", runtime("../ports/Noun.ts")),
  coreFile("deal/PortStore", runtime("../ports/Noun.ts")),
  coreFile("deal/PortCommands", runtime("../ports/Noun.ts"), "commands-without-ports"),
  coreFile("deal/PortTypeCommands", typeOnly("../ports/Noun.ts")),
  coreFile("deal/PureConfiguration", typeOnly("../department/Department.ts"), "configuration-for-commands"),
  coreFile("deal/ConfigurationCommands", runtime("../department/Department.ts")),
  coreFile("deal/ConfigurationService", runtime("../department/Department.ts")),
  coreFile("deal/PresetsCommands", runtime("../department/Noun.ts"), "only-configuration-of-department"),
  coreFile("deal/MemoryService", runtime("../memory/Noun.ts"), "areas-below-the-root"),
  coreFile("deal/ExchangeService", runtime("../exchange/Noun.ts"), "areas-below-the-root"),
  coreFile("deal/IndexService", runtime("../index.ts"), "areas-below-the-root"),
  coreFile("deal/EffectService", runtime("../effect/Noun.ts"), "areas-below-the-root"),
  coreFile("deal/PromiseService", runtime("../promise/Noun.ts"), "areas-below-the-root", "promise-on-top"),

  coreFile("shared/UsesArea", typeOnly("../deal/Noun.ts"), "edges-of-shared"),
  coreFile("stats/UsesArea", typeOnly("../deal/Noun.ts"), "edges-of-stats"),
  coreFile("stats/UsesShared", runtime("../shared/Noun.ts")),
  coreFile("journal/UsesArea", typeOnly("../deal/Noun.ts"), "edges-of-journal"),
  coreFile("ports/UsesArea", runtime("../deal/Noun.ts"), "edges-of-ports"),
  coreFile("ports/UsesAreaType", typeOnly("../deal/Noun.ts")),
  coreFile("ports/KnowsItsAsker", typeOnly("./command/Noun.ts"), "ports-below-its-parts"),
  coreFile("ports/adapter", runtime("./command/Noun.ts")),
  coreFile("ports/input/UsesReading", typeOnly("../reading/Noun.ts"), "edges-of-ports-input"),
  coreFile("ports/command/UsesReading", typeOnly("../reading/Noun.ts"), "edges-of-ports-command"),
  coreFile("ports/command/UsesPort", runtime("../Noun.ts")),
  coreFile("ports/reading/UsesCommand", typeOnly("../command/Noun.ts"), "edges-of-ports-reading"),
  coreFile("ports/outbox/UsesCommand", typeOnly("../command/Noun.ts"), "edges-of-ports-outbox"),
  coreFile("ports/tick/UsesReading", runtime("../reading/Noun.ts")),
  coreFile("ports/tick/UsesEntry", runtime("../index.ts"), "edges-of-ports-tick"),
  coreFile("plan/KnowsItsPart", typeOnly("./replan/Noun.ts"), "plan-below-its-parts"),
  coreFile("plan/decomposition/UsesPlan", typeOnly("../Noun.ts")),
  ...["decomposition", "drivers", "facts", "capacity", "record", "attainment", "variance", "targets", "forecast"].map(
    (part) => coreFile(`plan/${part}/UsesReplan`, typeOnly("../replan/Noun.ts"), `edges-of-plan-${part}`),
  ),
  coreFile("plan/replan/UsesVariance", typeOnly("../variance/Noun.ts"), "edges-of-plan-replan"),
  coreFile("plan/variance/UsesRecord", typeOnly("../record/Noun.ts")),
  coreFile("memory/UsesPorts", runtime("../ports/Noun.ts")),
  coreFile("memory/UsesPromise", runtime("../promise/Noun.ts"), "edges-of-memory", "promise-on-top"),
  coreFile("department/UsesService", runtime("../deal/AreaService.ts")),
  coreFile("department/UsesMemory", runtime("../memory/Noun.ts"), "edges-of-department"),
  coreFile("exchange/UsesArea", runtime("../deal/Noun.ts")),
  coreFile("exchange/UsesPorts", runtime("../ports/Noun.ts")),
  coreFile("exchange/UsesMemory", runtime("../memory/Noun.ts"), "edges-of-exchange"),
  coreFile("records/UsesMemory", runtime("../memory/Noun.ts"), "edges-of-records"),
  coreFile("effect/UsesMemory", runtime("../memory/Noun.ts")),
  coreFile("effect/UsesPromise", runtime("../promise/Noun.ts"), "edges-of-effect", "promise-on-top"),
  coreFile("promise/UsesEffect", runtime("../effect/Noun.ts")),
  coreFile("promise/UsesDepartment", runtime("../department/Noun.ts")),

  coreFile("deal/ClockService", runtime("node:os"), "node-in-core"),
  coreFile("promise/UsesNode", runtime("node:os")),
  coreFile("journal/Sha256", runtime("node:crypto")),

  coreFile("plan/Outsider", runtime("../deal/internal/Secret.ts"), "internal-stays-in-its-folder"),
  coreFile("deal/Owner", runtime("./internal/Secret.ts")),
  coreFile("plan/internal/Outsider", runtime("../../deal/internal/Secret.ts"), "internal-keeps-to-itself"),
  coreFile("plan/internal/Sibling", runtime("./Secret.ts")),

  coreFile("shared/Above", runtime("@salesdept/sql"), "package-edges-of-core"),
  file("packages/sql/src/Above", runtime("@salesdept/sqlite"), "package-edges-of-sql"),
  file("packages/sql/src/Below", runtime("@salesdept/core")),
  file("packages/sqlite/src/Aside", runtime("@salesdept/postgres"), "package-edges-of-sqlite"),
  file("packages/postgres/src/Aside", runtime("@salesdept/sqlite"), "package-edges-of-postgres"),
  file("packages/conformance/src/Above", runtime("@salesdept/sql"), "package-edges-of-conformance"),
  file("packages/report/src/Above", runtime("@salesdept/cli"), "package-edges-of-report"),
  file("packages/cli/src/Above", runtime("@salesdept/bench"), "package-edges-of-cli"),
  file("packages/cli/src/Below", runtime("@salesdept/report")),
  file("packages/bench/src/ByPath", runtime("../../core/src/index.ts"), "packages-by-name"),
  file("packages/bench/src/ByName", runtime("@salesdept/core")),
  file("packages/core/src/UsesTest", runtime("../test/helper.ts"), "no-tests-in-source"),

  file("packages/sql/src/Query", runtime("kysely")),
  file("packages/sqlite/src/Query", typeOnly("kysely"), "kysely-in-sql-only"),
  file("packages/sql/src/Driver", typeOnly("better-sqlite3"), "drivers-in-adapters-only"),
  file("packages/core/src/Driver", runtime("pg"), "drivers-in-adapters-only"),
  file("packages/sqlite/src/Driver", runtime("better-sqlite3")),
  file("packages/postgres/src/Driver", runtime("pg")),
  file("packages/cli/src/Driver", runtime("better-sqlite3")),
  file("packages/sql/test/Driver", runtime("better-sqlite3")),
  file("packages/sqlite/src/OtherDriver", runtime("pg"), "sqlite-without-pg"),
  file("packages/postgres/src/OtherDriver", runtime("better-sqlite3"), "postgres-without-sqlite"),
]

let folder = ""
let violations: ReadonlyArray<{ readonly from: string; readonly rule: string }> = []

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const cruise = (): typeof violations => {
  const bin = join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs")
  const options = ["--config", configPath, "--output-type", "json", "--progress", "none"]
  const output = execFileSync(process.execPath, [bin, ...options, "packages/*/{src,test}/**/*.ts"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  })
  const { summary } = JSON.parse(output) as {
    readonly summary: { readonly violations: ReadonlyArray<{ from: string; rule: { name: string } }> }
  }
  return summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }))
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "salesdept-rules-"))
  for (const path of targets) put(path, "export const noun = 1\n")
  for (const { from, line } of cases) put(from, line)
  for (const name of packages) {
    const manifest = { name: `@salesdept/${name}`, type: "module", exports: { ".": "./src/index.ts" } }
    put(`packages/${name}/package.json`, JSON.stringify(manifest))
    mkdirSync(join(folder, "node_modules/@salesdept"), { recursive: true })
    symlinkSync(join(folder, "packages", name), join(folder, "node_modules/@salesdept", name))
  }
  for (const name of externals) {
    const manifest = { name, type: "module", exports: { ".": "./dist/index.js", "./*": "./dist/*.js" } }
    put(`node_modules/${name}/package.json`, JSON.stringify(manifest))
    const files = ["index", ...(name === "effect" ? ["Effect", "Schema", "Context", "Result"] : [])]
    for (const module of files) put(`node_modules/${name}/dist/${module}.js`, "export const x = 1\n")
  }
  violations = cruise()
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("dependency rules", () => {
  test("each case trips exactly the rules named beside it", () => {
    const found = cases.map(({ from }) => ({
      from,
      rules: violations
        .filter((violation) => violation.from === from)
        .map(({ rule }) => rule)
        .toSorted(),
    }))
    expect(found).toEqual(cases.map(({ from, rules }) => ({ from, rules: rules.toSorted() })))
  })

  test("nothing else is reported", () => {
    const known = new Set(cases.map(({ from }) => from))
    expect(violations.filter(({ from }) => !known.has(from))).toEqual([])
  })

  test("every rule of the config is seen to fail", () => {
    const seen = new Set(violations.map(({ rule }) => rule))
    expect(config.forbidden.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([])
  })
})
