import { basename } from "node:path"
import { currentPipeline } from "@salesdept/core/department"
import type { DepartmentConfig } from "@salesdept/core/department"
import { importEntities, planImport, rejectedRows } from "@salesdept/core/exchange"
import type { ImportPlan, RejectedFile } from "@salesdept/core/exchange"
import type { RecordedImport } from "@salesdept/core/exchange/service"
import type { Session } from "@salesdept/core/promise"
import type { Message } from "@salesdept/core/shared"
import type { ImportRun } from "@salesdept/report/base"
import { readWhole } from "../OnFile.ts"
import type { Terminal } from "../Terminal.ts"
import type { DemoOptions } from "./DemoOptions.ts"
import { countsText, demoTexts } from "./DemoTexts.ts"
import { progress } from "./Progress.ts"

/** Kinds of records that are counted: deals always, others where there are any. */
const countedKinds = {
  deals: importEntities.deal.name,
  leads: importEntities.lead.name,
  clients: importEntities.client.name,
  contacts: importEntities.contact.name,
}

const readFile = (path: string) => ({ name: basename(path), bytes: readWhole(path) })

/** Files that were understood. */
export interface ReadImport {
  /** What they hold and what becomes of each line. */
  readonly plan: ImportPlan
  /** The rows that were not read, file by file, to be mended and imported again. */
  readonly rejected: ReadonlyArray<RejectedFile>
}

/**
 * Reads the files; refuses what cannot be understood before anything is opened or written.
 *
 * @param department - the department they go into: columns may fill its custom fields and name its reasons for losing, and where it was
 * asked for by its file, the deals go into its pipeline
 */
export const readImport = (options: DemoOptions, department: DepartmentConfig): ReadImport => {
  const { source, currency, timeZone, language } = options
  const files = options.files.map(readFile)
  const pipeline = options.department === null ? null : currentPipeline(department, department.defaultPipelineId)
  const { customFields = [], lostReasons } = department
  const plan = planImport(files, { source, currency, timeZone, customFields, lostReasons, pipeline })
  return { plan, rejected: rejectedRows(files, plan, language) }
}

/** Records a plan: dry run, the real run with progress, and the same once more. */
export const runImport = async (
  plan: ImportPlan,
  session: Session,
  options: DemoOptions,
  terminal: Terminal,
): Promise<ImportRun> => {
  const { language } = options
  const say = (label: Message, recorded: RecordedImport): void => {
    for (const [kind, name] of Object.entries(countedKinds)) {
      const counts = recorded[kind as keyof typeof countedKinds]
      if (kind !== "deals" && counts.created + counts.changed + counts.unchanged === 0) continue
      const of = { en: `${label.en}, ${name.en}`, ru: `${label.ru}, ${name.ru}` }
      terminal.error(`${countsText(of, counts)[language]}\n`)
    }
  }
  say(demoTexts.dryRun, await session.imports.record(plan, { dryRun: true }))
  const shown = progress(demoTexts.importing[language], terminal)
  const recorded = await session.imports.record(plan, { onProgress: ({ done, total }) => shown.at(done, total) })
  shown.end()
  say(demoTexts.recorded, recorded)
  const again = await session.imports.record(plan)
  say(demoTexts.again, again)
  return { plan, recorded, again }
}
