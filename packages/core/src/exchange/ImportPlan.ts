import type { Pipeline } from "../deal/Pipeline.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { CustomField } from "../shared/CustomField.ts"
import { contactRows } from "./ContactRows.ts"
import { dealRows } from "./DealRows.ts"
import type { FileReport } from "./FileReport.ts"
import { fileReport } from "./FileReport.ts"
import type { FilledOnlyAtClose } from "./FilledOnlyAtClose.ts"
import { filledOnlyAtClose } from "./FilledOnlyAtClose.ts"
import { normalizedHeader } from "./HeaderName.ts"
import type { ImportEntity } from "./ImportField.ts"
import type { ImportFile, UnderstoodFile } from "./ImportFile.ts"
import { understoodFiles } from "./ImportFile.ts"
import type { ImportOptions } from "./ImportOptions.ts"
import { checkedLocalDay } from "./ImportOptions.ts"
import type { ImportOutcome, OutcomeGroup } from "./ImportOutcome.ts"
import { groupOutcomes } from "./ImportOutcome.ts"
import type { ImportQuestion } from "./ImportQuestion.ts"
import type { ClientRow, ContactRow, DealRow, LeadRow, ProductRow, RepRow, TargetRow, TeamRow } from "./ImportRow.ts"
import { leadRows } from "./LeadRows.ts"
import type { ImportMapping } from "./Mapping.ts"
import { fileLog } from "./OutcomeLog.ts"
import { clientDirectory, productDirectory, repDirectory, teamDirectory } from "./ReferenceRows.ts"
import type { ReadingContext, SourceFile } from "./SourceFile.ts"
import type { PlannedStage, StageCount } from "./StageMapping.ts"
import { planStages } from "./StageMapping.ts"
import { targetRows } from "./TargetRows.ts"
import { suspectedTypos } from "./Typo.ts"

/** Kinds of facts that control and analysis use and that a source may not carry. */
export type FactKind = "nextSteps" | "dialogs" | "payments" | "documents" | "stageHistory" | "leads" | "targets"

/**
 * Everything that importing files would do, before anything is written. JSON-safe. Every key that a row refers to belongs
 * to a row of this plan.
 */
export interface ImportPlan {
  /** The host's name for the source. */
  readonly source: string
  /** Currency of amounts that name none. */
  readonly currency: string
  /** The tenant's time zone. */
  readonly timeZone: string
  /** The day the data stand for, as the host said; null where it did not. */
  readonly asOf: CalendarDate | null
  /** What the files were taken for. Edit it and plan again to change that. */
  readonly mapping: ImportMapping
  /** The fields of the tenant's own that columns could fill, as the host said. */
  readonly customFields: ReadonlyArray<CustomField>
  /** How each file was read. */
  readonly files: ReadonlyArray<FileReport>
  /** What a person has to decide for the lines rejected on that account. */
  readonly questions: ReadonlyArray<ImportQuestion>
  /** Salespeople. */
  readonly reps: ReadonlyArray<RepRow>
  /** Teams. */
  readonly teams: ReadonlyArray<TeamRow>
  /** Products. */
  readonly products: ReadonlyArray<ProductRow>
  /** Clients. */
  readonly clients: ReadonlyArray<ClientRow>
  /** Contact persons. */
  readonly contacts: ReadonlyArray<ContactRow>
  /** Deals. */
  readonly deals: ReadonlyArray<DealRow>
  /** Leads. */
  readonly leads: ReadonlyArray<LeadRow>
  /** Targets. */
  readonly targets: ReadonlyArray<TargetRow>
  /** The department's pipeline that the deals go into, as the host gave it; null where they go into one of the source. */
  readonly pipeline: Pipeline | null
  /** Ids that the host's people have, by key or name of a salesperson; null for who is nobody of the host's. */
  readonly people: { readonly [keyOrName: string]: string | null }
  /** The stages of the deals, in order. */
  readonly stages: ReadonlyArray<PlannedStage>
  /** What happened to each line, file by file, line by line. */
  readonly outcomes: ReadonlyArray<ImportOutcome>
  /** The same, counted. */
  readonly summary: ReadonlyArray<OutcomeGroup>
  /** Facts that these files cannot show: not observable, never "none". */
  readonly notCarried: ReadonlyArray<FactKind>
  /** Fields of deals that are filled at closing at the latest, so that they explain nothing. */
  readonly filledOnlyAtClose: ReadonlyArray<FilledOnlyAtClose>
  /** The latest day seen in deals and leads, not after `asOf`; null where no day is seen. */
  readonly dataAsOf: CalendarDate | null
}

const sourceFiles = (files: ReadonlyArray<UnderstoodFile>): ReadonlyArray<SourceFile> =>
  files.map(({ table, mapping }) => {
    const log = fileLog(table.file, mapping.entity)
    for (const line of table.titleLines) log.note(line, "titleLeftOut")
    if (mapping.entity === null) log.note(table.records[0]?.line ?? 1, "fileNotRead", null, table.file)
    return { table, mapping, log }
  })

const stageCounts = (deals: ReadonlyArray<DealRow>): ReadonlyArray<StageCount> => {
  const counts = new Map<string, { name: string; deals: number; withOpenedOn: number }>()
  for (const { stageName, openedOn } of deals) {
    const count = counts.get(stageName) ?? { name: stageName, deals: 0, withOpenedOn: 0 }
    counts.set(stageName, count)
    count.deals++
    if (openedOn !== null) count.withOpenedOn++
  }
  return [...counts.values()]
}

const noteOnDeals = (
  sources: ReadonlyArray<SourceFile>,
  deals: ReadonlyArray<DealRow>,
  stages: ReadonlyArray<StageCount>,
) => {
  const logs = new Map(sources.map(({ table, log }) => [table.file, log]))
  const meant = new Map(
    suspectedTypos(new Map(stages.map(({ name, deals: count }) => [name, count])), []).map((typo) => [
      typo.written,
      typo,
    ]),
  )
  for (const { file, line, stageName } of meant.size === 0 ? [] : deals) {
    const typo = meant.get(stageName)
    if (typo !== undefined) logs.get(file)?.note(line, "suspectedTypo", "stage", `${typo.written} ~ ${typo.meant}`)
  }
}

const noteIdleReps = (
  sources: ReadonlyArray<SourceFile>,
  reps: ReadonlyArray<RepRow>,
  deals: ReadonlyArray<DealRow>,
) => {
  if (deals.length === 0) return
  const logs = new Map(sources.map(({ table, log }) => [table.file, log]))
  const named = new Set(deals.flatMap(({ ownerKey, sellerKey }) => [ownerKey, sellerKey]))
  for (const { file, line, sourceKey, name, origin } of reps) {
    if (origin === "table" && !named.has(sourceKey)) logs.get(file)?.note(line, "repWithoutDeals", null, name)
  }
}

const latestDay = (deals: ReadonlyArray<DealRow>, leads: ReadonlyArray<LeadRow>, asOf: CalendarDate | null) => {
  let latest: CalendarDate | null = null
  const see = (day: CalendarDate | null) => {
    if (day !== null && (asOf === null || day <= asOf) && (latest === null || day > latest)) latest = day
  }
  for (const { openedOn, closedOn } of deals) {
    see(openedOn)
    see(closedOn)
  }
  for (const { createdOn } of leads) see(createdOn)
  return latest
}

/** Columns of deals that hold the key of the lead a deal came from: only by them is a deal its lead's. */
const isLeadKey = (column: string): boolean =>
  /^(?:(?:mql|lead) (?:id|key)|(?:id|номер|код) лида)$/u.test(normalizedHeader(column))

const withDeals = (
  leads: ReadonlyArray<LeadRow>,
  deals: ReadonlyArray<DealRow>,
  sources: ReadonlyArray<SourceFile>,
): ReadonlyArray<LeadRow> => {
  const files = new Set(
    sources.flatMap(({ table, mapping }) =>
      mapping.columns.some(({ column, field }) => field === "key" && isLeadKey(column)) ? [table.file] : [],
    ),
  )
  const keys = new Set(deals.flatMap(({ file, sourceKey }) => (files.has(file) ? [sourceKey] : [])))
  return leads.map((lead) => (keys.has(lead.sourceKey) ? { ...lead, dealKey: lead.sourceKey } : lead))
}

const neverInTables: ReadonlyArray<FactKind> = ["nextSteps", "dialogs", "payments", "documents", "stageHistory"]

/**
 * Plans an import of one or more CSV files of a CRM export: what each file is, what each line becomes, and why. Writes
 * nothing, so it is also the dry run; the same files and options give the same plan.
 *
 * @param files - the files as bytes; their order is kept
 * @param options - source, currency, time zone, and answers to earlier questions
 * @throws InputInvalid for wrong options; ImportRefused with every reason why the files cannot be read
 *
 * @example
 * ```ts
 * import { planImport } from "@salesdept/core/exchange"
 *
 * const bytes = new TextEncoder().encode("id,stage,amount\n7,Won,100\n8,Lost,0\n")
 * const plan = planImport([{ name: "deals.csv", bytes }], { source: "crm", currency: "USD", timeZone: "UTC" })
 * // 0 on a lost deal states no price.
 * plan.deals.map((deal) => deal.amountMinor) // [10000, null]
 * ```
 */
export const planImport = (files: ReadonlyArray<ImportFile>, options: ImportOptions): ImportPlan => {
  const { source, currency, timeZone, asOf = null, mapping: given = null, customFields = [] } = options
  const { lostReasons = [], pipeline = null, people = {} } = options
  const localDay = checkedLocalDay(options)
  const understood = understoodFiles(files, given, "complete", customFields)
  const sources = sourceFiles(understood)
  const holding = (entity: ImportEntity) => sources.filter(({ mapping }) => mapping.entity === entity)
  const questions: Array<ImportQuestion> = []
  const context: ReadingContext = { currency, localDay, customFields, ask: (question) => questions.push(question) }
  const stated = given?.stages ?? {}
  const stageIds = given?.stageIds ?? {}
  const places = pipeline === null ? null : { pipeline, stageIds }

  const products = productDirectory(holding("product"), context)
  const teamNames = teamDirectory(holding("team"))
  const { reps, teams } = repDirectory(holding("rep"), teamNames)
  const clients = clientDirectory(holding("client"), reps, context)
  const contacts = contactRows(holding("contact"), clients, context)
  const deals = dealRows(holding("deal"), {
    ...context,
    lostReasons,
    clients,
    reps,
    products,
    stages: stated,
    places,
    asOf,
  })
  const leads = withDeals(leadRows(holding("lead"), reps, context), deals, sources)
  const targets = targetRows(holding("target"), reps, teamNames, context)

  const counts = stageCounts(deals)
  noteOnDeals(sources, deals, counts)
  noteIdleReps(sources, reps.rows(), deals)
  const outcomes = sources.flatMap(({ log }) => log.outcomes())
  return {
    source,
    currency,
    timeZone,
    asOf,
    mapping: {
      files: understood.map(({ mapping }) => mapping),
      stages: stated,
      ...(given?.stageIds === undefined ? {} : { stageIds }),
    },
    customFields,
    pipeline,
    people,
    files: understood.flatMap((file, i) => {
      const read = sources[i]
      return read === undefined ? [] : [fileReport(file, read.log.counts(), customFields)]
    }),
    questions,
    reps: reps.rows(),
    teams: teams(),
    products: products.rows(),
    clients: clients.rows(),
    contacts,
    deals,
    leads,
    targets,
    stages: planStages(counts, stated, places),
    outcomes,
    summary: groupOutcomes(outcomes),
    notCarried: [
      ...neverInTables,
      ...(leads.length === 0 ? (["leads"] as const) : []),
      ...(targets.length === 0 ? (["targets"] as const) : []),
    ],
    filledOnlyAtClose: filledOnlyAtClose(deals),
    dataAsOf: latestDay(deals, leads, asOf),
  }
}
