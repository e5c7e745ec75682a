import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { departmentId } from "@salesdept/core/department"
import { presets, salesDept } from "@salesdept/core/promise"
import { addDays, epochMsOf, startOfDay } from "@salesdept/core/shared"
import { htmlReport, terminalReport } from "@salesdept/report"
import type { DemoArguments } from "../Arguments.ts"
import { FileUnreadable } from "../FileErrors.ts"
import type { Terminal } from "../Terminal.ts"
import { databasePath, openBase } from "./DemoBase.ts"
import { rejectedText, writtenText } from "./DemoTexts.ts"
import { readImport, runImport } from "./ImportedBase.ts"
import { departmentReport } from "./Report.ts"
import { playBase, simulated } from "./SimulatedBase.ts"

const tenantId = "default"
const actor = "head"

const write = (path: string, text: string): void => {
  try {
    writeFileSync(path, text)
  } catch (cause) {
    throw new FileUnreadable(path, cause instanceof Error && "code" in cause ? String(cause.code) : "?", cause)
  }
}

/**
 * Opens a department as its head would: imports the files (or plays the simulated department) through the write path into
 * SQLite, reads everything back, and prints and writes the report.
 */
export const runDemo = async (options: DemoArguments, terminal: Terminal): Promise<void> => {
  const { currency, timeZone, language, folder } = options
  // Files are understood before anything is opened: what cannot be read writes nothing.
  const understood = options.files.length === 0 ? null : readImport(options, [])
  const department = understood === null ? simulated(options) : null
  const realNow = (): number => options.now ?? terminal.now()
  let playedAt: number | null = null
  const base = openBase(options, realNow)
  await using dept = await salesDept({
    store: { open: () => Promise.resolve(base) },
    department: presets.servicesWithActs({ timeZone, currency }),
    now: () => playedAt ?? realNow(),
  })
  const tenant = dept.tenant(tenantId)
  const session = tenant.as(actor)
  // What fields the department has is known from its base, which was not open before.
  const customFields = (await session.department.get(departmentId))?.config.customFields ?? []
  const read = understood === null || customFields.length === 0 ? understood : readImport(options, customFields)
  const plan = read?.plan ?? null
  const run = plan === null ? null : await runImport(plan, session, options, terminal)
  if (department !== null) {
    await playBase(department, tenant, options, terminal, (epochMs) => {
      playedAt = epochMs
    })
    // The report is read when the played time ends, whatever the clock of the machine says.
    playedAt = epochMsOf(startOfDay(department.options.until, timeZone))
  }
  const asOf = department === null ? (plan?.dataAsOf ?? null) : addDays(department.options.until, -1)
  const report = await departmentReport({
    store: base.store,
    tenant: tenantId,
    session,
    run,
    department,
    asOf,
    options,
  })
  terminal.out(terminalReport(report, { language, width: options.width ?? terminal.width, colour: terminal.colour }))
  mkdirSync(folder, { recursive: true })
  const html = join(folder, "report.html")
  const json = join(folder, "report.json")
  write(html, htmlReport(report, { language }))
  write(json, `${JSON.stringify(report, null, 2)}\n`)
  for (const { name, rows, text } of read?.rejected ?? []) {
    const path = join(folder, name)
    write(path, text)
    terminal.error(`${rejectedText(rows, path)[language]}\n`)
  }
  terminal.out(`\n${writtenText(html, json, databasePath(options))[language]}\n`)
}
