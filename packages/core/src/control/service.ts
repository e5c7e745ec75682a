/**
 * Questions about control, as Effects over the store.
 *
 * @packageDocumentation
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { clientAggregate } from "../client/Client.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { dealAggregate, dealFact } from "../deal/Deal.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { dealColumns } from "../deal/DealFact.ts"
import { groupDeals, selectDeals } from "../deal/DealRows.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { stalledDeals } from "../deal/Stalled.ts"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Caller } from "../ports/Command.ts"
import { DefaultDepartment } from "../ports/Command.ts"
import type { StoreShape } from "../ports/Store.ts"
import { Store } from "../ports/Store.ts"
import type { StoreError } from "../ports/StoreErrors.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { TenantId } from "../shared/Ids.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { instantOf } from "../shared/Instant.ts"
import { repAggregate } from "../team/Rep.ts"
import type { ControlContext, ControlMoment } from "./ControlContext.ts"
import { controlContext } from "./ControlContext.ts"
import { NotCovered } from "./ControlErrors.ts"
import type { ControlBase } from "./ControlFacts.ts"
import type { ControlListOptions } from "./ControlList.ts"
import { controlList } from "./ControlList.ts"
import type { ControlKind, ControlPolicy } from "./ControlPolicy.ts"
import type { ControlRecords } from "./ControlRecords.ts"
import type { CoveragePolicy } from "./Coverage.ts"
import { coverageOf } from "./Coverage.ts"
import { controlFacts } from "./FactsOfRecords.ts"
import type { Partition, PartitionOptions } from "./Partition.ts"
import { partition } from "./Partition.ts"

/** What every question about control may be given. */
export interface ControlOptions {
  /**
   * The moment, such as `2026-11-23`; now where left out. Records are judged as they stand
   * now: facts that are dated later than the moment are counted in `notRead`.
   */
  readonly asOf?: ControlMoment
  /**
   * Whether open deals that were imported without the time they entered their stage are judged by how long the longest won
   * deal of their pipeline took, where there are 20 won deals at least. Default false: their standing still is then not
   * observable.
   */
  readonly stalledByHistory?: boolean
}

/** The partitions of the whole base, by kind of record. */
export type Partitions = { readonly [Kind in ControlKind]: Partition }

/** Why a question about control was not answered. */
export type ControlFailure = DepartmentMissing | InputInvalid | StoreError

/** Everything that judging needs, read once. */
export interface Control {
  readonly base: ControlBase
  readonly policy: ControlPolicy
  readonly context: ControlContext
}

const all = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: StoreShape,
  tenant: TenantId,
  of: Aggregate<State, Event>,
) {
  const records: Array<State> = []
  yield* store.scan(tenant, of, (batch) => {
    for (const record of batch) records.push(record)
  })
  return records
})

const readRecords = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId) {
  const records: ControlRecords = {
    leads: yield* all(store, tenant, leadAggregate),
    clients: yield* all(store, tenant, clientAggregate),
    deals: yield* all(store, tenant, dealAggregate),
    dialogs: yield* all(store, tenant, dialogAggregate),
    nextSteps: yield* all(store, tenant, nextStepAggregate),
    invoices: yield* all(store, tenant, invoiceAggregate),
    documents: yield* all(store, tenant, closingDocumentAggregate),
    reps: yield* all(store, tenant, repAggregate),
  }
  return records
})

/** By pipeline, how long the longest won deal took: pipelines with different cycles are judged apart. */
const longestWonDaysOf = (
  deals: ReadonlyArray<Deal>,
  currency: string,
  asOf: CalendarDate,
): { readonly [pipelineId: string]: number } => {
  const columns = dealColumns(deals.map((deal) => dealFact(deal, currency)))
  return Object.fromEntries(
    groupDeals(selectDeals(columns).rows, columns.pipeline).flatMap(({ value, rows }) => {
      const threshold = stalledDeals(columns, rows, { asOf }).olderThanLongest
      return value === null || threshold === null ? [] : [[value, threshold.thresholdDays]]
    }),
  )
}

/** Settings are refused as a typed failure; anything else that is thrown is a defect. */
export const refusing = <Answer>(question: () => Answer): Effect.Effect<Answer, InputInvalid> =>
  Effect.try({
    try: question,
    catch: (error) => {
      if (error instanceof InputInvalid) return error
      throw error
    },
  })

/** Reads what control judges by; for services that look at the same facts. */
export const readControl = Effect.fnUntraced(function* (
  caller: Caller,
  { asOf, stalledByHistory = false }: ControlOptions,
) {
  const store = yield* Store
  const [department] = yield* store.byIds(caller.tenant, departmentAggregate, [departmentId])
  const config = department?.config ?? (yield* DefaultDepartment)
  if (config === null) return yield* Effect.fail(new DepartmentMissing())
  const { timeZone, currency, control: policy } = config
  const now = instantOf(yield* Clock.currentTimeMillis)
  const moment = yield* refusing(() => controlContext({ asOf: asOf ?? now, timeZone, currency }))
  const records = yield* readRecords(store, caller.tenant)
  const longestWonDays = stalledByHistory
    ? longestWonDaysOf(
        records.deals.filter(({ standing }) => standing === "active"),
        currency,
        moment.today,
      )
    : {}
  const control: Control = {
    base: controlFacts(records, config),
    policy,
    context: { ...moment, longestWonDays },
  }
  return control
})

const coverage = Effect.fnUntraced(function* (
  caller: Caller,
  options: ControlOptions & { readonly promised?: CoveragePolicy } = {},
) {
  const { base, policy, context } = yield* readControl(caller, options)
  return yield* refusing(() => coverageOf(base, policy, context, options.promised))
})

/**
 * The questions about control. Each reads every record of the tenant once, a batch at a time.
 *
 * @example
 * ```ts
 * const { deal } = yield* controlQueries.partition({ tenant: "shop-17", actor: "user:42" })
 * deal.states[0]?.count // how many are unassigned
 * ```
 */
export const controlQueries = {
  /** Every lead, client and deal in exactly one state; the states of each kind sum to its base. */
  partition: Effect.fnUntraced(function* (caller: Caller, options: ControlOptions & PartitionOptions = {}) {
    const { base, policy, context } = yield* readControl(caller, options)
    return yield* refusing((): Partitions => ({
      lead: partition("lead", base.lead, policy, context, options),
      client: partition("client", base.client, policy, context, options),
      deal: partition("deal", base.deal, policy, context, options),
    }))
  }),
  /** The records that need somebody, ranked and explained. */
  list: Effect.fnUntraced(function* (caller: Caller, options: ControlOptions & ControlListOptions = {}) {
    const { base, policy, context } = yield* readControl(caller, options)
    return yield* refusing(() => controlList(base, policy, context, options))
  }),
  /** Whether no record is in a state that must be empty, and exactly which are. */
  coverage,
  /** The same as a demand: fails with the exact list where anything is uncovered. For tests and health checks. */
  assertCovered: Effect.fnUntraced(function* (
    caller: Caller,
    options: ControlOptions & { readonly promised?: CoveragePolicy } = {},
  ) {
    const found = yield* coverage(caller, options)
    return found.isCovered ? found : yield* Effect.fail(new NotCovered(found))
  }),
}
