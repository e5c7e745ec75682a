/**
 * Recording a planned import through the library's own commands, as an Effect.
 *
 * @packageDocumentation
 */
import * as Effect from "effect/Effect"
import { clientCommands } from "../client/service.ts"
import type { ImportConflict } from "../deal/DealImport.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { dealCommands, productCommands } from "../deal/service.ts"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { readGateFacts } from "../department/GateFacts.ts"
import { departmentCommands } from "../department/service.ts"
import { sha256 } from "../journal/Sha256.ts"
import { planCommands } from "../plan/service.ts"
import type { Caller, CommandOptions } from "../ports/Command.ts"
import { DefaultDepartment } from "../ports/Command.ts"
import { Store } from "../ports/Store.ts"
import { startOfDay } from "../shared/TimeZone.ts"
import { repCommands } from "../team/service.ts"
import { derivedId } from "./DerivedId.ts"
import { departmentWithSource, stageIdOf } from "./ImportDepartment.ts"
import type { ImportPlan } from "./ImportPlan.ts"
import type { DealRow, TargetRow } from "./ImportRow.ts"
import { importTargets } from "./ImportTargets.ts"

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
  /** Reps. */
  readonly reps: RecordedCounts
  /** Products. */
  readonly products: RecordedCounts
  /** Clients. */
  readonly clients: RecordedCounts
  /** Deals. */
  readonly deals: RecordedCounts
  /** Fields of deals in which both sides had changed; what stands here was kept. */
  readonly conflicts: ReadonlyArray<ImportConflict>
  /** Targets that were recorded. */
  readonly targetCount: number
  /** Targets without a place in a plan by person and quarter; not recorded. */
  readonly targetsLeftOut: ReadonlyArray<TargetRow>
  /** Leads that were read; this version records none of them. */
  readonly leadsNotRecorded: number
}

/** How far an import is. */
export interface ImportProgress {
  /** Rows recorded. */
  readonly done: number
  /** Rows in all. */
  readonly total: number
}

/** How a plan is recorded. */
export interface RecordImportOptions {
  /** The configuration to start from where the tenant has published none; the host's default where absent. */
  readonly department?: DepartmentConfig
  /** Say what recording would do, and write nothing. */
  readonly dryRun?: boolean
  /** Told after each group of rows. */
  readonly onProgress?: (progress: ImportProgress) => void
}

/** Rows a command takes: small enough that progress moves and an interruption costs little. */
const groupSize = 500

const none: RecordedCounts = { created: 0, changed: 0, unchanged: 0 }

const summed = (left: RecordedCounts, right: RecordedCounts): RecordedCounts => ({
  created: left.created + right.created,
  changed: left.changed + right.changed,
  unchanged: left.unchanged + right.unchanged,
})

const deals = dealCommands(readGateFacts)

/** Sends rows to a command, a group at a time. */
const inGroups = <Row, Counts extends RecordedCounts, E, R>(
  rows: ReadonlyArray<Row>,
  send: (group: ReadonlyArray<Row>) => Effect.Effect<Counts, E, R>,
  onGroup: (size: number, counts: Counts) => void,
): Effect.Effect<RecordedCounts, E, R> =>
  Effect.gen(function* () {
    let counts = none
    for (let start = 0; start < rows.length; start += groupSize) {
      const group = rows.slice(start, start + groupSize)
      const answer = yield* send(group)
      counts = summed(counts, answer)
      onGroup(group.length, answer)
    }
    return counts
  })

/** Ids of a source's records. */
export interface SourceIds {
  /** Id of the person behind a salesperson's key: the value that stands as owner. */
  readonly owner: (key: string) => string
  /** Id of a deal. */
  readonly deal: (key: string) => string
  /** Id of a client. */
  readonly client: (key: string) => string
  /** Id of a product. */
  readonly product: (key: string) => string
}

/** The ids that records of a source have in the base. */
export const sourceIds = (source: string): SourceIds => ({
  owner: (key) => derivedId("rep", source, key, sha256),
  deal: (key) => derivedId("deal", source, key, sha256),
  client: (key) => derivedId("client", source, key, sha256),
  product: (key) => derivedId("product", source, key, sha256),
})

const dealInput = (plan: ImportPlan, row: DealRow) => {
  const money = (amountMinor: number | null) => (amountMinor === null ? null : { amountMinor, currency: row.currency })
  // A status of its own may close a deal whose stage is an open one: then the stage of that outcome is meant.
  const own = plan.stages.find(({ name }) => name === row.stageName)
  const closing = plan.stages.find(({ meaning }) => meaning === row.outcome)
  const stageId =
    own?.meaning === row.outcome
      ? stageIdOf(own.name, sha256)
      : closing === undefined
        ? row.outcome
        : stageIdOf(closing.name, sha256)
  return {
    id: derivedId("deal", plan.source, row.sourceKey, sha256),
    title: row.title,
    stageId,
    clientId: row.clientKey === null ? null : derivedId("client", plan.source, row.clientKey, sha256),
    ownerId: row.ownerKey === null ? null : derivedId("rep", plan.source, row.ownerKey, sha256),
    productId: row.productKey === null ? null : derivedId("product", plan.source, row.productKey, sha256),
    amount: money(row.amountMinor),
    listAmount: money(row.listAmountMinor),
    openedOn: row.openedOn,
    closedOn: row.closedOn,
  }
}

/**
 * Records a planned import. Ids derive from the source and its keys, and rows that say nothing new change nothing: recording
 * the same plan again, or going on after an interruption, gives the same base.
 */
const recordImport = Effect.fnUntraced(function* (caller: Caller, plan: ImportPlan, options: RecordImportOptions = {}) {
  const store = yield* Store
  const fallback = options.department ?? (yield* DefaultDepartment)
  const ids = sourceIds(plan.source)
  const published = (yield* store.byIds(caller.tenant, departmentAggregate, [departmentId]))[0]
  const start = published?.config ?? fallback
  if (start === null) return yield* Effect.fail(new DepartmentMissing())
  const config = departmentWithSource(start, plan, sha256)
  const commandOptions: CommandOptions = {
    ...(plan.dataAsOf === null ? {} : { occurredAt: startOfDay(plan.dataAsOf, plan.timeZone) }),
    // A dry run has not published the source, so it is judged as if it had.
    ...(options.dryRun === true ? { dryRun: true, department: config } : {}),
  }
  yield* departmentCommands.publish(caller, config, commandOptions)

  const total = plan.reps.length + plan.products.length + plan.clients.length + plan.deals.length
  let done = 0
  const conflicts: Array<ImportConflict> = []
  const step = (size: number): void => {
    done += size
    options.onProgress?.({ done, total })
  }
  const reps = yield* inGroups(
    plan.reps,
    (group) => {
      const rows = group.map(({ sourceKey, name, teamKey }) => {
        const id = derivedId("rep", plan.source, sourceKey, sha256)
        return { id, personId: id, name, teamId: teamKey, joinedOn: null, leftOn: null }
      })
      return repCommands.state(caller, { rows }, commandOptions)
    },
    step,
  )
  const products = yield* inGroups(
    plan.products,
    (group) => {
      const rows = group.map(({ sourceKey, name, listPriceMinor, currency }) => ({
        id: derivedId("product", plan.source, sourceKey, sha256),
        name,
        listPrice: listPriceMinor === null ? null : { amountMinor: listPriceMinor, currency },
      }))
      return productCommands.state(caller, { rows }, commandOptions)
    },
    step,
  )
  const clients = yield* inGroups(
    plan.clients,
    (group) => {
      const rows = group.map(({ sourceKey, name, ownerKey, sector }) => ({
        id: derivedId("client", plan.source, sourceKey, sha256),
        name,
        ownerId: ownerKey === null ? null : ids.owner(ownerKey),
        segmentId: sector,
      }))
      return clientCommands.import(caller, { sourceId: plan.source, rows }, commandOptions)
    },
    step,
  )
  const recordedDeals = yield* inGroups(
    plan.deals,
    (group) => {
      const rows = group.map((row) => dealInput(plan, row))
      return deals.import(caller, { sourceId: plan.source, pipelineId: plan.source, rows }, commandOptions)
    },
    (size, answer) => {
      conflicts.push(...answer.conflicts)
      step(size)
    },
  )
  const { targets, leftOut } = importTargets(plan.targets, plan.currency, ids.owner)
  if (targets.length > 0) {
    const planId = derivedId("plan", plan.source, "targets", sha256)
    yield* planCommands.publish(caller, { id: planId, currency: plan.currency, targets }, commandOptions)
  }
  const recorded: RecordedImport = {
    reps,
    products,
    clients,
    deals: recordedDeals,
    conflicts,
    targetCount: targets.length,
    targetsLeftOut: leftOut,
    leadsNotRecorded: plan.leads.length,
  }
  return recorded
})

/** The use cases over imports. */
export const importCommands = {
  /** Records a plan that `planImport` made. */
  record: recordImport,
}
