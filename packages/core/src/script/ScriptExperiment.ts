import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { murmur3 } from "../stats/Murmur3.ts"
import type { ExperimentReading, ScriptExperiment } from "./ExperimentSchema.ts"
import type { ExperimentArm } from "./ExperimentVerdict.ts"
import type { ScriptRun, ScriptVersionId } from "./ScriptSchema.ts"

/** An experiment began. */
export type ExperimentStarted = DomainEvent<
  "ExperimentStarted",
  Pick<
    ScriptExperiment,
    | "id"
    | "scriptId"
    | "baselineVersionId"
    | "trialVersionId"
    | "trialSharePercent"
    | "plannedClosed"
    | "followDays"
    | "seed"
    | "proposalIds"
  >
>

/** The trial version was kept, or rolled back. */
export type ExperimentSettled = DomainEvent<
  "ExperimentSettled",
  { readonly status: "kept" | "rolledBack"; readonly by: string; readonly reading: ExperimentReading }
>

/** Everything that can happen to an experiment. */
export type ExperimentEvent = ExperimentStarted | ExperimentSettled

/** Experiments as a kind of record. */
export const scriptExperimentAggregate: Aggregate<ScriptExperiment, ExperimentEvent, "scriptId" | "status"> = {
  kind: "scriptExperiment",
  indexes: ["scriptId", "status"],
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "ExperimentStarted") {
      return {
        ...event.payload,
        version,
        textsVersion: 0,
        changedAt: occurredAt,
        startedAt: occurredAt,
        status: "running",
        settledBy: null,
        settledAt: null,
        reading: null,
      }
    }
    // Streams begin with ExperimentStarted: the write path numbers events, and rebuilds are verified.
    const { status, by, reading } = event.payload
    const running = { ...(before as ScriptExperiment), version, changedAt: occurredAt }
    return { ...running, status, settledBy: by, settledAt: occurredAt, reading }
  },
}

/** What versions are drawn by. */
type DrawnExperiment = Pick<ScriptExperiment, "seed" | "trialSharePercent" | "baselineVersionId" | "trialVersionId">

/**
 * The version that a deal is to get, drawn by a hash of the experiment's seed and the deal: every call on every machine agrees, and
 * nothing need be stored.
 *
 * @param experiment - the experiment
 * @param dealId - the deal
 * @example
 * ```ts
 * import { assignedVersion } from "@salesdept/core/script"
 *
 * const versions = { baselineVersionId: "scriptversion_1", trialVersionId: "scriptversion_2" } as const
 * const experiment = { ...versions, seed: "autumn", trialSharePercent: 50 }
 * assignedVersion(experiment, "deal_17") // "scriptversion_2"
 * ```
 */
export const assignedVersion = (experiment: DrawnExperiment, dealId: string): ScriptVersionId => {
  // Quoted, so that no seed and deal run together into one text.
  const draw = murmur3(JSON.stringify([experiment.seed, dealId])) / 2 ** 32
  return draw < experiment.trialSharePercent / 100 ? experiment.trialVersionId : experiment.baselineVersionId
}

/** A deal as an experiment counts it. */
export interface ExperimentDeal {
  /** The deal. */
  readonly id: string
  /** Open, won or lost. */
  readonly outcome: "open" | "won" | "lost"
  /** The day it was won or lost, in the tenant's zone; null while open. */
  readonly closedOn: CalendarDate | null
}

/** Runs of a deal, as far as they count in an experiment. */
interface DealUse {
  firstAt: Instant
  readonly versions: Set<string>
}

/** The deals in which the script was used since the start, before their close was a day past. */
const usesOf = (
  { startedAt: from, settledAt: to }: Pick<ScriptExperiment, "startedAt" | "settledAt">,
  runs: Iterable<Pick<ScriptRun, "dealId" | "versionId" | "startedAt">>,
  deals: ReadonlyMap<string, ExperimentDeal>,
  timeZone: string,
): ReadonlyMap<string, DealUse> => {
  const uses = new Map<string, DealUse>()
  for (const { dealId, versionId, startedAt } of runs) {
    const deal = dealId === null ? undefined : deals.get(dealId)
    if (deal === undefined || startedAt < from || (to !== null && startedAt > to)) continue
    if (deal.closedOn !== null && deal.closedOn < localDateOf(startedAt, timeZone)) continue
    const use = uses.get(deal.id)
    if (use === undefined) uses.set(deal.id, { firstAt: startedAt, versions: new Set([versionId]) })
    else {
      use.versions.add(versionId)
      if (startedAt < use.firstAt) use.firstAt = startedAt
    }
  }
  return uses
}

/**
 * Counts the deals of both arms: each deal in which the script was used since the start and before its close was a day past, where it
 * was **assigned**, whichever version was used. What is said after a deal is won or lost decided nothing in it.
 *
 * Those that the arms are judged by are taken in the order in which they came to the script, up to the first of which nobody knows yet
 * what becomes of it, and no more than planned: neither how soon a deal is closed nor when one looks decides which of them count.
 *
 * @param experiment - the experiment
 * @param runs - runs of the script; those before the start, without a deal, after the end, or of a deal closed on a day before are
 * left out
 * @param deals - the deals of the runs, by id; a run whose deal is not among them is left out
 * @param today - the day, and the IANA name of the tenant's zone, in which deals are closed
 * @throws TimeZoneUnknown
 * @example
 * ```ts
 * import { experimentArms } from "@salesdept/core/script"
 *
 * const drawn = { baselineVersionId: "scriptversion_1", trialVersionId: "scriptversion_2", seed: "autumn" } as const
 * const plan = { trialSharePercent: 50, plannedClosed: 400, followDays: 60 }
 * const experiment = { ...drawn, ...plan, startedAt: "2026-11-02T09:00:00.000Z", settledAt: null }
 * // Drawn for the trial, and the other version was used:
 * const run = { dealId: "deal_17", versionId: "scriptversion_1", startedAt: "2026-11-23T09:30:00.000Z" } as const
 * const deals = new Map([["deal_17", { id: "deal_17", outcome: "won", closedOn: "2026-11-27" } as const]])
 * const today = { on: "2026-11-29", timeZone: "Europe/Moscow" }
 * const { trial } = experimentArms(experiment, [run], deals, today)
 * trial // { deals: 1, closed: 1, won: 1, strayed: 1, followed: 1, wonInTime: 1, wonSooner: 1, wonLater: 0 }
 * ```
 */
export const experimentArms = (
  experiment: DrawnExperiment & Pick<ScriptExperiment, "startedAt" | "settledAt" | "plannedClosed" | "followDays">,
  runs: Iterable<Pick<ScriptRun, "dealId" | "versionId" | "startedAt">>,
  deals: ReadonlyMap<string, ExperimentDeal>,
  today: { readonly on: CalendarDate; readonly timeZone: string },
): { readonly baseline: ExperimentArm; readonly trial: ExperimentArm } => {
  const { plannedClosed, followDays, trialVersionId } = experiment
  const { on, timeZone } = today
  const empty = { deals: 0, closed: 0, won: 0, strayed: 0, followed: 0, wonInTime: 0, wonSooner: 0, wonLater: 0 }
  const arms = { baseline: { ...empty }, trial: { ...empty } }
  const came = [...usesOf(experiment, runs, deals, timeZone)]
    .map(([dealId, use]) => ({ ...use, deal: deals.get(dealId)!, assigned: assignedVersion(experiment, dealId) }))
    .toSorted((left, right) =>
      left.firstAt === right.firstAt ? (left.deal.id < right.deal.id ? -1 : 1) : left.firstAt < right.firstAt ? -1 : 1,
    )
  const armOf = (assigned: string) => (assigned === trialVersionId ? arms.trial : arms.baseline)
  const inTime: Array<{ readonly arm: typeof arms.trial; readonly days: number }> = []
  let isFollowed = true
  for (const [at, { deal, firstAt, versions, assigned }] of came.entries()) {
    const arm = armOf(assigned)
    const isClosed = deal.outcome !== "open"
    arm.deals++
    if (isClosed) arm.closed++
    if (deal.outcome === "won") arm.won++
    if (versions.size > 1 || !versions.has(assigned)) arm.strayed++
    const reachedOn = localDateOf(firstAt, timeZone)
    isFollowed &&= at < plannedClosed && (isClosed || daysBetween(reachedOn, on) > followDays)
    if (!isFollowed) continue
    arm.followed++
    if (deal.outcome !== "won") continue
    const days = daysBetween(reachedOn, deal.closedOn ?? reachedOn)
    if (days > followDays) arm.wonLater++
    else inTime.push({ arm, days })
  }
  const middle = inTime.map(({ days }) => days).toSorted((left, right) => left - right)[(inTime.length - 1) >> 1]
  for (const { arm, days } of inTime) {
    arm.wonInTime++
    if (middle !== undefined && days <= middle) arm.wonSooner++
  }
  return arms
}
