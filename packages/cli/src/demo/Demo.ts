import { accessSync, constants, existsSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { departmentId } from "@salesdept/core/department"
import type { DepartmentConfig } from "@salesdept/core/department"
import { presets, salesDept } from "@salesdept/core/promise"
import { epochMsOf, startOfDay } from "@salesdept/core/shared"
import type { ReportSource } from "@salesdept/report"
import { baseReport } from "@salesdept/report/base"
import { databasePath } from "../Arguments.ts"
import type { DemoArguments } from "../Arguments.ts"
import { onFile } from "../OnFile.ts"
import { printReport } from "../PrintedReport.ts"
import { writeReport, writeText } from "../ReportFiles.ts"
import type { Terminal } from "../Terminal.ts"
import { openBase } from "./DemoBase.ts"
import { demoOptions } from "./DemoOptions.ts"
import type { DemoOptions } from "./DemoOptions.ts"
import { demoTexts, departmentHeldText, rejectedText, writtenText } from "./DemoTexts.ts"
import { departmentOfFile, isSameDepartment } from "./DepartmentFile.ts"
import { departmentOfFiles } from "./FilesDepartment.ts"
import { readImport, runImport } from "./ImportedBase.ts"
import { markedAsSimulated, playBase, simulated, simulatedLastDay, simulatedSeedOf } from "./SimulatedBase.ts"

const tenantId = "default"
const actor = "head"

/** Nothing is recorded for a report that has nowhere to be. */
const assertFolder = (folder: string): void =>
  onFile(folder, () => {
    let found = resolve(folder)
    while (!existsSync(found)) found = dirname(found)
    // Behind a slash a file is refused.
    accessSync(`${found}/`, constants.W_OK)
  })

/** Where the report says that its figures come from: the files, the simulator that the base was begun with, or the base by its name. */
const sourceOf = (options: DemoArguments, config: DepartmentConfig): ReportSource => {
  if (options.files.length > 0) return { kind: "files", files: options.files.map((file) => basename(file)) }
  const seed = simulatedSeedOf(config)
  return seed === null ? { kind: "base", name: basename(databasePath(options)) } : { kind: "simulated", seed }
}

/** What the files hold, and the department that they go into where the base has none yet: the one that was given, else one made for them. */
const understand = (usual: DemoOptions, given: DepartmentConfig | null, isCurrencyAsked: boolean) => {
  const preset = given ?? presets.servicesWithActs({ timeZone: usual.timeZone, currency: usual.currency })
  if (usual.files.length === 0) return { config: preset, understood: null }
  const first = readImport(usual, preset)
  const config = given ?? departmentOfFiles(preset, first.plan, isCurrencyAsked)
  const isSame = config === preset
  return { config, understood: isSame ? first : readImport({ ...usual, currency: config.currency }, config) }
}

/**
 * Opens a department as its head would: imports the files (or, where there are none and the base is empty, plays the simulated
 * department) through the write path into SQLite, reads everything back, and prints and writes the report.
 */
export const runDemo = async (asked: DemoArguments, terminal: Terminal): Promise<void> => {
  // Files are understood before anything is opened: what cannot be read writes nothing.
  const given = asked.department === null ? null : await departmentOfFile(asked.department)
  const usual = demoOptions(asked, given)
  const { config, understood } = understand(usual, given, asked.currency !== null)
  const realNow = (): number => asked.now ?? terminal.now()
  assertFolder(asked.folder)
  let playedAt: number | null = null
  const base = openBase(asked, realNow)
  await using dept = await salesDept({
    store: { open: () => Promise.resolve(base) },
    department: config,
    now: () => playedAt ?? realNow(),
  })
  const tenant = dept.tenant(tenantId)
  const session = tenant.as(actor)
  // A base that was begun before has a department of its own, which was not known before it was open.
  const held = (await session.department.get(departmentId))?.config ?? null
  const options = held === null ? usual : demoOptions(asked, held)
  const { language, folder } = options
  if (held !== null && given !== null && !isSameDepartment(held, given)) {
    terminal.error(`${departmentHeldText(asked.department ?? "", databasePath(asked))[language]}\n`)
  }
  const read = understood === null || held === null ? understood : readImport(options, held)
  const plan = read?.plan ?? null
  const run = plan === null ? null : await runImport(plan, session, options, terminal)
  // Nobody's invented deals are played into a base in which somebody's stand.
  const isBegun = plan === null && (held !== null || (await session.deals.count({})) > 0)
  const department = plan === null && !isBegun ? simulated(options) : null
  if (isBegun) terminal.error(`${demoTexts.standing[language]}\n`)
  if (department !== null) {
    const { from, timeZone } = department.options
    playedAt = epochMsOf(startOfDay(from, timeZone))
    await session.department.publish(markedAsSimulated(config, options.seed))
    await playBase(department, tenant, options, terminal, (epochMs) => {
      playedAt = epochMs
    })
    // The report is read when the played time ends, whatever the clock of the machine says.
    playedAt = epochMsOf(startOfDay(department.options.until, options.timeZone))
  }
  const now = (): number => playedAt ?? realNow()
  const worked = (await session.department.get(departmentId))?.config ?? config
  const source = sourceOf(options, worked)
  // A simulated department that was kept has no today: its time ended with the last day that was played.
  const on = source.kind === "simulated" ? simulatedLastDay : (plan?.dataAsOf ?? null)
  const report = await baseReport({
    store: { open: () => Promise.resolve({ store: base.store, close: () => Promise.resolve() }) },
    department: config,
    tenant: tenantId,
    actor,
    now,
    source,
    ...(on === null ? {} : { on }),
    ...(run === null ? {} : { run }),
  })
  const { colour, width } = terminal
  printReport(report, { language, width: options.width ?? width, colour, isFull: options.isFull }, terminal)
  const files = writeReport(report, folder, language)
  for (const { name, rows, text } of read?.rejected ?? []) {
    const path = join(folder, name)
    writeText(path, text)
    terminal.error(`${rejectedText(rows, path)[language]}\n`)
  }
  terminal.out(`\n${writtenText({ ...files, database: databasePath(options) })[language]}\n`)
}
