import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import { systemActor } from "../../shared/Actor.ts"
import { isSalesDeptError } from "../../shared/Failure.ts"
import type { TenantId } from "../../shared/Ids.ts"
import type { InputInvalid } from "../../shared/InputErrors.ts"
import type { Instant } from "../../shared/Instant.ts"
import { epochMsOf, instantOf } from "../../shared/Instant.ts"
import type { Duty } from "./Duty.ts"
import { inputDecoder } from "../input/Input.ts"
import { positionOf } from "../RecordFilter.ts"
import type { OrderKey, RecordFilter, RecordOrder, RecordPosition } from "../RecordFilter.ts"
import { recordQuestions } from "../reading/RecordQuestionSchema.ts"
import { Store } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"
import { NoTenantList } from "../TenantCare.ts"
import type { DutyFailure, DutyFault, DutyProgress, DutyReport, TickOptions, TickReport } from "./TickSchema.ts"
import { TickInput } from "./TickSchema.ts"

const decodeOptions = inputDecoder(TickInput)

/** Records read at once. */
const batchSize = 100
const mostFailures = 100

const faultOf = (cause: Cause.Cause<unknown>): DutyFault => {
  const error = Cause.squash(cause)
  if (isSalesDeptError(error)) return { tag: error._tag, messages: error.messages, retryable: error.retryable }
  // The text of an unknown error may say anything of anybody: its name must do.
  const name = error instanceof Error ? error.name : typeof error
  return {
    tag: "UnexpectedFault",
    messages: { en: `An unexpected error: ${name}`, ru: `Непредвиденная ошибка: ${name}` },
    retryable: false,
  }
}

/** One tenant's duty in the course of a tick. */
interface Round {
  readonly tenant: TenantId
  readonly duty: Duty
  readonly filters: ReadonlyArray<RecordFilter>
  readonly order: RecordOrder
  readonly failures: Array<DutyFailure>
  /** The instant at which each record was come to: where it stands there still, it is not tried again in this tick. */
  readonly seen: Map<string, OrderKey[number] | undefined>
  after: RecordPosition | null
  /** Whether something was done in this walk, and may have been moved on to an instant that lies before its place. */
  isMoving: boolean
  isWalked: boolean
  fault: DutyFault | null
  done: number
  skipped: number
  failed: number
}

const progressOf = ({ tenant, duty, done, skipped, failed }: Round): DutyProgress => ({
  tenant,
  duty: duty.name,
  done,
  skipped,
  failed,
})

/** Leaves what is open of a tenant to the next tick; the fault is told once, and of duties that were done in part. */
const giveUp = (rounds: ReadonlyArray<Round>, tenant: TenantId, fault: DutyFault): void => {
  for (const round of rounds) {
    if (round.tenant !== tenant || round.isWalked) continue
    round.isWalked = true
    if (round.seen.size > 0) round.fault = fault
  }
}

/** Whether a duty that sums up what others do waits for one of them. */
const waits = ({ tenant, duty }: Round, open: ReadonlyArray<Round>): boolean =>
  duty.sumsUp && open.some((other) => other.tenant === tenant && !other.duty.sumsUp && !other.isWalked)

const roundOf = (tenant: TenantId, duty: Duty, now: Instant): Result.Result<Round, InputInvalid> => {
  const order: RecordOrder = { field: duty.dueAt, kind: "instant", direction: "asc" }
  // Due at this very millisecond is due.
  const due: RecordFilter = {
    field: duty.dueAt,
    kind: "instant",
    test: { _tag: "Range", from: null, to: instantOf(epochMsOf(now) + 1) },
  }
  return Result.map(recordQuestions(duty.of).where(duty.where), (conditions) => ({
    tenant,
    duty,
    order,
    filters: [...conditions, due],
    failures: [],
    seen: new Map(),
    after: null,
    isMoving: false,
    isWalked: false,
    fault: null,
    done: 0,
    skipped: 0,
    failed: 0,
  }))
}

/**
 * Does what is due: walks the records of each duty in the order of their instants, up to now, and runs the duty's command for each,
 * tenants and duties in turn, a batch at a time. It may be called at any time, twice, and from several processes at once: every
 * command judges its record again, so each is done once. Called again after a budget ended it, it goes on with what is left; a record
 * whose command fails is passed over and tried again by the next tick, and so is a tenant whose records the store does not give. It fails
 * where the store gave nothing of anybody.
 *
 * @param duties - what there is to do
 * @param options - time, budget, tenants, progress, signal
 * @returns what was done, skipped, failed, left and not to be had, by tenant and duty
 * @example
 * ```ts
 * import { clientDuties, leadCommands } from "@salesdept/core/client/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { tick } from "@salesdept/core/ports"
 * import { Effect } from "effect"
 *
 * const caller = { tenant: "shop-17", actor: "user:42" }
 * const program = Effect.gen(function* () {
 *   const { lead } = yield* leadCommands.receive(caller, { name: "Анна", channelId: "site" })
 *   yield* leadCommands.nurture(caller, { leadId: lead.id, until: "2099-01-11" })
 *   return yield* tick(clientDuties, { tenants: ["shop-17"], now: "2099-01-12T09:00:00.000Z" })
 * })
 * const { duties } = await Effect.runPromise(Effect.provide(program, layerMemory))
 * duties.map(({ duty, done }) => ({ duty, done })) // [{ duty: "lead.resumeDue", done: 1 }]
 * ```
 */
export const tick = (
  duties: ReadonlyArray<Duty>,
  options: TickOptions = {},
): Effect.Effect<TickReport, InputInvalid | StoreError | NoTenantList, Store> => ticking(duties, options)

const dayMs = 86_400_000
/** Keys forgotten by one statement. */
const keysAtOnce = 1000
/** Of all tenants, those looked at together. */
const tenantsAtOnce = 50

/** The tenants of a tick, part by part; each part ends with whether others are behind it. */
const nextTenants = Effect.fnUntraced(function* (asked: ReadonlyArray<TenantId> | "all", after: TenantId) {
  if (asked !== "all") return { tenants: [...new Set(asked)], isLast: true }
  const { care, name } = yield* Store
  if (care === null) return yield* Effect.fail(new NoTenantList(name))
  const tenants = yield* care.tenants(after, tenantsAtOnce + 1)
  return { tenants: tenants.slice(0, tenantsAtOnce), isLast: tenants.length <= tenantsAtOnce }
})

const ticking = Effect.fnUntraced(function* (duties: ReadonlyArray<Duty>, options: TickOptions) {
  const decoded = decodeOptions(options)
  if (Result.isFailure(decoded)) return yield* Effect.fail(decoded.failure)
  const { onProgress, signal } = options
  const { after: behind, budget = {}, keepKeysDays = 30, tenants: asked = "all" } = decoded.success
  const clock = yield* Clock.Clock
  const store = yield* Store
  const now = decoded.success.now ?? instantOf(clock.currentTimeMillisUnsafe())
  // The host's clock may stand still; this one does not.
  const endsAt = clock.monotonicTimeNanosUnsafe() + BigInt(budget.ms ?? 30_000) * 1_000_000n
  let recordsLeft = budget.records ?? 10_000

  const stopped = (): TickReport["stoppedBy"] => {
    if (signal?.aborted === true) return "signal"
    if (recordsLeft === 0) return "records"
    return clock.monotonicTimeNanosUnsafe() >= endsAt ? "time" : null
  }

  // However little time there is, something is done, or the first tenant's duties are all looked at: no tick is in vain for ever.
  let isUnderWay = false
  const ended = (): TickReport["stoppedBy"] => {
    const reason = stopped()
    return reason === "time" && !isUnderWay ? null : reason
  }

  let isAnswering = false
  const silences: Array<Cause.Cause<StoreError>> = []

  /** Asks the store; what it fails with is of this tenant, unless it has answered nobody. */
  const asking = <A>(question: Effect.Effect<A, StoreError>, orElse: (fault: DutyFault) => A) =>
    Effect.matchCauseEffect(question, {
      onSuccess: (answer) => {
        isAnswering = true
        return Effect.succeed(answer)
      },
      onFailure: (cause) => {
        if (Cause.hasInterrupts(cause)) return Effect.interrupt
        silences.push(cause)
        return Effect.succeed(orElse(faultOf(cause)))
      },
    })

  /** Handles the next batch of a duty. */
  const advance = Effect.fnUntraced(function* (round: Round): Effect.fn.Return<void, never, Store> {
    const { duty, filters, order, tenant } = round
    // What sums up comes strictly in the order of its instants, also where a record is moved on between two others.
    const limit = duty.sumsUp ? 1 : Math.min(batchSize, recordsLeft)
    const page = store.page(tenant, duty.of, { filters, order, after: round.after, limit })
    const records = yield* asking(page, (fault) => {
      round.fault = fault
      return []
    })
    const [head] = records
    for (const record of records) {
      if ((record === head ? ended() : stopped()) !== null) return
      round.after = positionOf(record, order)
      const at = round.after.key?.[0]
      if (round.seen.get(record.id) === at) continue
      round.seen.set(record.id, at)
      recordsLeft -= 1
      const exit = yield* Effect.exit(duty.perform({ tenant, actor: systemActor }, record, { occurredAt: now }))
      if (Exit.isSuccess(exit)) {
        const isDone = exit.value.events.length > 0
        if (isDone) round.done += 1
        else round.skipped += 1
        round.isMoving ||= isDone
        isUnderWay ||= isDone
      } else if (Cause.hasInterrupts(exit.cause)) {
        return yield* Effect.interrupt
      } else {
        round.failed += 1
        if (round.failures.length < mostFailures) round.failures.push({ id: record.id, ...faultOf(exit.cause) })
      }
    }
    // What was moved on to an instant that has come too stands anywhere among those that were walked past: they are walked again.
    if (records.length === 0) {
      round.isWalked = round.fault !== null || !round.isMoving
      round.isMoving = false
      round.after = null
    }
    if (records.length > 0) onProgress?.(progressOf(round))
  })

  /** Forgets what is old of a tenant's idempotency keys. */
  const forgetKeys = Effect.fnUntraced(function* (tenant: TenantId) {
    if (store.care === null) return null
    const before = instantOf(epochMsOf(now) - keepKeysDays * dayMs)
    const request = { tenant, now, before, limit: keysAtOnce, againAt: instantOf(epochMsOf(now) + dayMs) }
    let done = 0
    const faults: Array<DutyFault> = []
    for (let count = keysAtOnce; count === keysAtOnce && stopped() === null;) {
      count = yield* asking(store.care.forgetKeys(request), (met) => {
        faults.push(met)
        return 0
      })
      done += count
    }
    const [fault = null] = faults
    const report: DutyReport = {
      tenant,
      duty: "command.forgetKeys",
      done,
      skipped: 0,
      failed: 0,
      failures: [],
      left: fault === null ? 0 : null,
      fault,
    }
    return done === 0 && fault === null ? null : report
  })

  const reports: Array<DutyReport> = []
  let first: TenantId | null = null
  let reason = ended()
  let isUnreached = false
  let after: TenantId = behind ?? ""
  let isLast = false
  while (!isLast) {
    const part: { readonly tenants: ReadonlyArray<TenantId>; readonly isLast: boolean } = yield* nextTenants(
      asked,
      after,
    )
    isLast = part.isLast
    const rounds: Array<Round> = []
    for (const tenant of part.tenants) {
      for (const duty of duties) {
        const round = roundOf(tenant, duty, now)
        if (Result.isFailure(round)) return yield* Effect.fail(round.failure)
        rounds.push(round.success)
      }
    }
    const reached = new Set(asked === "all" && duties.length > 0 ? [] : part.tenants)
    // What sums up waits for its tenant's other duties, so it comes behind them.
    const inTurn = [...Map.groupBy(rounds, ({ tenant }) => tenant).values()].flatMap((own) =>
      own.toSorted((left, right) => Number(left.duty.sumsUp) - Number(right.duty.sumsUp)),
    )
    for (let open = inTurn; open.length > 0 && reason === null; open = open.filter(({ isWalked }) => !isWalked)) {
      for (const round of open) {
        first ??= round.tenant
        isUnderWay ||= round.tenant !== first
        reason = ended()
        if (reason !== null) break
        reached.add(round.tenant)
        if (!round.isWalked && !waits(round, open)) yield* advance(round)
        // Where the store did not answer in time, it is not asked for the tenant's other duties at the cost of other tenants.
        if (round.fault?.retryable === true) giveUp(rounds, round.tenant, round.fault)
      }
      isUnderWay = true
      reason ??= ended()
    }
    // The next tick goes on with those that this one has not come to.
    if (reached.size < part.tenants.length) isLast = false
    after = [...reached].at(-1) ?? after
    for (const round of rounds.filter(({ tenant }) => reached.has(tenant))) {
      const progress = progressOf(round)
      const { failed, isWalked } = round
      const isDone = isWalked && failed === 0
      const counting = store.count(round.tenant, round.duty.of, round.filters)
      const left =
        isDone || round.fault !== null
          ? 0
          : yield* asking(counting, (fault) => {
              round.fault = fault
              return 0
            })
      const { failures, fault } = round
      if (!isWalked && left > failed) isUnreached = true
      if (progress.done + progress.skipped + failed + left === 0 && fault === null) continue
      reports.push({ ...progress, failures, left: fault === null ? left : null, fault })
    }
    const givenUp = new Set(rounds.flatMap(({ fault, tenant }) => (fault?.retryable === true ? [tenant] : [])))
    for (const tenant of [...reached].filter((one) => !givenUp.has(one))) {
      const report = reason === null ? yield* forgetKeys(tenant) : null
      if (report !== null) reports.push(report)
    }
    reason ??= stopped()
    if (reason !== null) break
  }
  const [silence] = silences
  if (silence !== undefined && !isAnswering && reason === null) return yield* Effect.failCause(silence)
  const report: TickReport = {
    now,
    stoppedBy: isUnreached || !isLast ? reason : null,
    after: isLast || after === "" ? null : after,
    duties: reports,
  }
  return report
})
