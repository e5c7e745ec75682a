/**
 * Recording a planned import through the library's own commands, and commands over many records, as Effects. What a run did
 * can be taken back as a whole.
 *
 * @packageDocumentation
 */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { ClientImportConflict } from "../client/ClientCommands.ts"
import type { ContactImportConflict } from "../client/ContactImportCommands.ts"
import type { LeadImportConflict } from "../client/LeadImportCommands.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import type { ImportViolation } from "../deal/DealHistoryImport.ts"
import type { ImportConflict } from "../deal/DealImport.ts"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { departmentCommands } from "../department/service.ts"
import { sha256 } from "../journal/Sha256.ts"
import { planCommands } from "../plan/service.ts"
import type { Caller } from "../ports/Caller.ts"
import type { CommandOptions } from "../ports/command/Command.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import { commandOptionFields } from "../ports/command/Command.ts"
import { TrialCheck } from "../ports/DefaultDepartment.ts"
import { functionField, idField } from "../ports/input/FieldSchema.ts"
import { inputDecoder } from "../ports/input/Input.ts"
import { optionProblemsOf } from "../ports/input/OptionProblems.ts"
import { Store } from "../ports/Store.ts"
import type { RunId } from "../shared/Ids.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { problemsUnder } from "../shared/Problem.ts"
import { startOfDay } from "../shared/TimeZone.ts"
import { derivedId } from "./DerivedId.ts"
import { departmentWithSource } from "./ImportDepartment.ts"
import {
  clientInput,
  contactInput,
  dealInput,
  leadInput,
  productInput,
  repInput,
  hostPeople,
  sourceIds,
  spokenOf,
} from "./ImportInputRules.ts"
import { dryDeals, importParts } from "./ImportPartService.ts"
import type { ImportPlan } from "./ImportPlan.ts"
import { importPlanProblems } from "./ImportPlanProblems.ts"
import type { ClientRow, DealRow, TargetRow } from "./ImportRow.ts"
import { importTargets } from "./ImportTargets.ts"
import { runSteps } from "./RunService.ts"

export type { BulkLine } from "./BulkCommands.ts"
export type { SourceIds } from "./ImportInputRules.ts"
export { sourceIds } from "./ImportInputRules.ts"
export type { RevertedLine } from "./RunCommands.ts"
export type { BulkReport, RevertCounts, RevertReport } from "./RunService.ts"
export { runUseCases } from "./RunService.ts"

/** Counts of one kind of record. */
export interface RecordedCounts {
  /** Records that were not there. */
  readonly created: number
  /** Records that took new values. */
  readonly changed: number
  /** Records of which the source said nothing new. */
  readonly unchanged: number
}

/** What recording an import did to the base. */
export interface RecordedImport {
  /** The run: by it the import is gone on with where it stopped, and taken back; null on a dry run that names none. */
  readonly runId: RunId | null
  /** Reps. */
  readonly reps: RecordedCounts
  /** Products. */
  readonly products: RecordedCounts
  /** Clients. */
  readonly clients: RecordedCounts
  /** Contact persons. */
  readonly contacts: RecordedCounts
  /** Deals. */
  readonly deals: RecordedCounts
  /** Leads. */
  readonly leads: RecordedCounts
  /** Fields of deals in which both sides had changed; what stands here was kept. */
  readonly conflicts: ReadonlyArray<ImportConflict>
  /** What the source asserts of deals and the rules would not have allowed; recorded all the same, gates bind from here on. */
  readonly violations: ReadonlyArray<ImportViolation>
  /** Fields of leads in which both sides had changed; what stands here was kept. */
  readonly leadConflicts: ReadonlyArray<LeadImportConflict>
  /** Clients that both sides gave another name; the one they bear here was kept. */
  readonly clientConflicts: ReadonlyArray<ClientImportConflict>
  /** Contact persons likewise. */
  readonly contactConflicts: ReadonlyArray<ContactImportConflict>
  /** Targets that were recorded. */
  readonly targetCount: number
  /** Targets without a place in a plan by person and quarter; not recorded. */
  readonly targetsLeftOut: ReadonlyArray<TargetRow>
}

/** How far an import is. */
export interface ImportProgress {
  /** The run; give it as `runId` to go on after an interruption. */
  readonly runId: RunId
  /** Rows recorded. */
  readonly done: number
  /** Rows in all. */
  readonly total: number
}

/** How a plan is recorded. */
export interface RecordImportOptions {
  /** The configuration to start from where the tenant has published none; the host's default where absent. */
  readonly department?: DepartmentConfig
  /** Goes on with a run that stopped: give the same plan; parts that are written already are passed over. */
  readonly runId?: RunId
  /** Say what recording would do, and write nothing. */
  readonly dryRun?: boolean
  /** Told after each group of rows. */
  readonly onProgress?: (progress: ImportProgress) => void
}

/**
 * Rows a command takes: small enough that progress moves and an interruption costs little, large enough that what a store writes for each
 * group, and not for each row, is little beside the rows.
 */
const groupSize = 1000

/** Rows by what a store keeps them by, so that a group is written side by side, not all over the tables and indexes. */
const ordered = <Row>(rows: ReadonlyArray<Row>, keyOf: (row: Row) => string): ReadonlyArray<Row> =>
  rows
    .map((row) => ({ row, key: keyOf(row) }))
    .toSorted((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ row }) => row)

const none: RecordedCounts = { created: 0, changed: 0, unchanged: 0 }

const summed = (left: RecordedCounts, right: RecordedCounts): RecordedCounts => ({
  created: left.created + right.created,
  changed: left.changed + right.changed,
  unchanged: left.unchanged + right.unchanged,
})

/** The clients of a plan that deals of it name. */
const clientsNamedIn = ({ clients }: ImportPlan, deals: ReadonlyArray<DealRow>): ReadonlyArray<ClientRow> => {
  const keys = new Set(deals.map(({ clientKey }) => clientKey))
  return clients.filter(({ sourceKey }) => keys.has(sourceKey))
}

const decodeOptions = inputDecoder(
  Schema.Struct({
    department: Schema.optional(Schema.Unknown),
    runId: Schema.optional(idField("run")),
    dryRun: commandOptionFields.dryRun,
    onProgress: Schema.optional(functionField),
  }),
)

/** Holds a plan and what stands beside it to their shapes, before anything is read. */
const soundImport = Effect.fnUntraced(function* (plan: ImportPlan, options: RecordImportOptions) {
  const beside = decodeOptions(options)
  const check = yield* TrialCheck
  const department = Result.isSuccess(beside) && options.department !== undefined ? options.department : null
  const problems = [
    ...importPlanProblems(plan),
    ...(Result.isFailure(beside) ? optionProblemsOf(beside.failure.problems) : []),
    ...(check === null || department === null ? [] : problemsUnder("options.department", yield* check(department))),
  ]
  if (problems.length > 0) yield* Effect.fail(new InputInvalid(problems))
})

/**
 * Records a planned import. Ids derive from the source and its keys, and rows that say nothing new change nothing: recording
 * the same plan again, or going on after an interruption, gives the same base. Parts that a run has written are known by the
 * run and passed over. `imports.revert` takes the run back.
 */
const recordImport = Effect.fnUntraced(function* (caller: Caller, plan: ImportPlan, options: RecordImportOptions = {}) {
  yield* soundImport(plan, options)
  const store = yield* Store
  const fallback = options.department ?? (yield* DefaultDepartment)
  const ids = sourceIds(plan.source, hostPeople(plan))
  const spoken = spokenOf(plan)
  const published = (yield* store.byIds(caller.tenant, departmentAggregate, [departmentId]))[0]
  const start = published?.config ?? fallback
  if (start === null) return yield* Effect.fail(new DepartmentMissing())
  const config = departmentWithSource(start, plan, sha256)
  const isDry = options.dryRun === true
  const commandOptions: CommandOptions = {
    ...(plan.dataAsOf === null ? {} : { occurredAt: startOfDay(plan.dataAsOf, plan.timeZone) }),
    // A dry run has not published the source, so it is judged as if it had.
    ...(isDry ? { dryRun: true, department: config } : {}),
  }
  yield* departmentCommands.publish(caller, config, commandOptions)
  const started = yield* runSteps.start(
    caller,
    { action: "import", sourceId: plan.source, ...(options.runId === undefined ? {} : { runId: options.runId }) },
    isDry ? { dryRun: true } : {},
  )
  const runId = started.run.id

  const rowsOfKinds = [plan.reps, plan.products, plan.clients, plan.contacts, plan.deals, plan.leads]
  const total = rowsOfKinds.reduce((sum, { length }) => sum + length, 0)
  let done = 0
  let part = 0
  /** Sends rows to the part of their kind, a group at a time. Parts are numbered alike for the same plan. */
  const inGroups = <Row, Counts extends RecordedCounts, E, R>(
    rows: ReadonlyArray<Row>,
    send: (
      place: { readonly runId: RunId; readonly part: number },
      group: ReadonlyArray<Row>,
    ) => Effect.Effect<Counts, E, R>,
    onGroup: (counts: Counts) => void = () => {},
  ): Effect.Effect<RecordedCounts, E, R> =>
    Effect.gen(function* () {
      let counts = none
      for (let from = 0; from < rows.length; from += groupSize) {
        const group = rows.slice(from, from + groupSize)
        const answer = yield* send({ runId, part: part++ }, group)
        counts = summed(counts, answer)
        onGroup(answer)
        done += group.length
        options.onProgress?.({ runId, done, total })
      }
      return counts
    })

  const reps = yield* inGroups(plan.reps, (place, group) => {
    const rows = group.flatMap((row) => repInput(ids, row) ?? [])
    return rows.length === 0
      ? Effect.succeed(none)
      : importParts.reps(caller, { ...place, input: { rows } }, commandOptions)
  })
  const products = yield* inGroups(plan.products, (place, group) =>
    importParts.products(
      caller,
      { ...place, input: { rows: group.map((row) => productInput(ids, row)) } },
      commandOptions,
    ),
  )
  const clientConflicts: Array<ClientImportConflict> = []
  const clients = yield* inGroups(
    ordered(plan.clients, ({ sourceKey }) => ids.client(sourceKey)),
    (place, group) =>
      importParts.clients(
        caller,
        { ...place, input: { sourceId: plan.source, rows: group.map((row) => clientInput(ids, spoken, row)) } },
        commandOptions,
      ),
    (answer) => clientConflicts.push(...answer.conflicts),
  )
  const contactConflicts: Array<ContactImportConflict> = []
  const contacts = yield* inGroups(
    ordered(plan.contacts, ({ sourceKey }) => ids.contact(sourceKey)),
    (place, group) =>
      importParts.contacts(
        caller,
        { ...place, input: { sourceId: plan.source, rows: group.map((row) => contactInput(ids, row)) } },
        commandOptions,
      ),
    (answer) => contactConflicts.push(...answer.conflicts),
  )
  const conflicts: Array<ImportConflict> = []
  const violations: Array<ImportViolation> = []
  const deals = yield* inGroups(
    // A deal that is won is written to the other deals of its client: they go together.
    ordered(
      plan.deals,
      ({ clientKey, sourceKey }) => `${clientKey === null ? "" : ids.client(clientKey)} ${ids.deal(sourceKey)}`,
    ),
    (place, group) => {
      const input = {
        sourceId: plan.source,
        pipelineId: plan.pipeline?.id ?? plan.source,
        rows: group.map((row) => dealInput(ids, spoken, plan, row)),
      }
      const named = isDry ? clientsNamedIn(plan, group).map((row) => clientInput(ids, spoken, row)) : []
      return named.length === 0
        ? importParts.deals(caller, { ...place, input }, commandOptions)
        : dryDeals(caller, { clients: { sourceId: plan.source, rows: named }, deals: input }, commandOptions)
    },
    (answer) => {
      conflicts.push(...answer.conflicts)
      violations.push(...answer.violations)
    },
  )
  const dealsByKey = new Map(plan.deals.map((row) => [row.sourceKey, row]))
  const leadConflicts: Array<LeadImportConflict> = []
  const leads = yield* inGroups(
    ordered(plan.leads, ({ sourceKey }) => ids.lead(sourceKey)),
    (place, group) =>
      importParts.leads(
        caller,
        {
          ...place,
          input: { sourceId: plan.source, rows: group.map((row) => leadInput(ids, spoken, plan, row, dealsByKey)) },
        },
        commandOptions,
      ),
    (answer) => leadConflicts.push(...answer.conflicts),
  )
  const { targets, leftOut } = importTargets(plan.targets, plan.currency, ids.owner)
  if (targets.length > 0) {
    const planId = derivedId("plan", plan.source, "targets", sha256)
    yield* planCommands.publish(caller, { id: planId, currency: plan.currency, targets }, commandOptions)
  }
  if (!isDry) yield* runSteps.finish(caller, { runId })
  const recorded: RecordedImport = {
    runId: isDry ? (options.runId ?? null) : runId,
    reps,
    products,
    clients,
    contacts,
    deals,
    leads,
    conflicts,
    violations,
    leadConflicts,
    clientConflicts,
    contactConflicts,
    targetCount: targets.length,
    targetsLeftOut: leftOut,
  }
  return recorded
})

/** The use cases over imports. */
export const importCommands = {
  /** Records a plan that `planImport` made. */
  record: recordImport,
}
