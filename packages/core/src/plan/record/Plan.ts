import type { Aggregate, RecordState } from "../../journal/Aggregate.ts"
import type { DomainEvent } from "../../journal/Event.ts"
import type { ActorId } from "../../shared/Actor.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { CreditMoment } from "../facts/CreditRule.ts"
import { wonMinorMeasure } from "../facts/PlanMeasures.ts"
import type {
  Plan,
  PlanBaseline,
  PlanVersion,
  PlanVersionMark,
  Target,
  TargetInput,
  TargetScope,
} from "./PlanSchema.ts"

/** A plan was opened: it has measures, and no version yet. */
export type PlanOpened = DomainEvent<"PlanOpened", Pick<Plan, "id" | "currency" | "fiscalCalendar" | "measures">>

/** A version of the plan came into being, or its standing changed. */
export type PlanVersionMarked = DomainEvent<"PlanVersionMarked", PlanVersionMark>

/** Everything that can happen to a plan. */
export type PlanEvent = PlanOpened | PlanVersionMarked

/** Plans as a kind of record. */
export const planAggregate: Aggregate<Plan, PlanEvent, never> = {
  kind: "plan",
  indexes: [],
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "PlanOpened") {
      return { ...event.payload, versions: [], version, textsVersion: 0, changedAt: occurredAt }
    }
    // Streams begin with PlanOpened: the write path numbers events, and rebuilds are verified.
    const plan = before as Plan
    const mark = event.payload
    const isNew = plan.versions.every(({ versionId }) => versionId !== mark.versionId)
    const versions = isNew
      ? [...plan.versions, mark]
      : plan.versions.map((one) => (one.versionId === mark.versionId ? mark : one))
    return { ...plan, versions, version, changedAt: occurredAt }
  },
}

/** A version was drawn up. */
export type PlanVersionDrafted = DomainEvent<
  "PlanVersionDrafted",
  Omit<PlanVersion, keyof RecordState | "status" | "submittedBy" | "decidedBy" | "inForceSince"> &
    Pick<PlanVersion, "id">
>

/** It was handed in for approval. */
export type PlanVersionSubmitted = DomainEvent<"PlanVersionSubmitted", { readonly by: ActorId }>

/** Somebody else approved it, or (`adopted`) the host states that it was agreed on elsewhere. */
export type PlanVersionApproved = DomainEvent<
  "PlanVersionApproved",
  { readonly by: ActorId; readonly status: "approved" | "adopted"; readonly inForceSince: Instant }
>

/** It was sent back, or taken back. */
export type PlanVersionClosed = DomainEvent<
  "PlanVersionClosed",
  { readonly by: ActorId; readonly status: "returned" | "withdrawn"; readonly reasonCode: string }
>

/** Everything that can happen to a version. */
export type PlanVersionEvent = PlanVersionDrafted | PlanVersionSubmitted | PlanVersionApproved | PlanVersionClosed

/** Versions of plans as a kind of record. */
export const planVersionAggregate: Aggregate<PlanVersion, PlanVersionEvent, "planId" | "status"> = {
  kind: "planVersion",
  indexes: ["planId", "status"],
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "PlanVersionDrafted") {
      const undecided = { status: "draft", submittedBy: null, decidedBy: null, inForceSince: null } as const
      return { ...event.payload, ...undecided, version, textsVersion: 0, changedAt: occurredAt }
    }
    const drafted = { ...(before as PlanVersion), version, changedAt: occurredAt }
    if (event.type === "PlanVersionSubmitted") {
      return { ...drafted, status: "submitted", submittedBy: event.payload.by }
    }
    const { by, status } = event.payload
    if (event.type === "PlanVersionClosed") return { ...drafted, status, decidedBy: by }
    return { ...drafted, status, decidedBy: by, inForceSince: event.payload.inForceSince }
  },
}

/**
 * A target with its whole scope spelt out: what is left out of it is null, padding is 0.
 *
 * @param target - as commands take it
 *
 * @example
 * ```ts
 * import { wholeTarget } from "@salesdept/core/plan"
 *
 * wholeTarget({ measure: "wonMinor", period: "2026-Q4", value: 900_000_00, repId: "user:42" }).teamId // null
 * ```
 */
export const wholeTarget = (target: TargetInput): Target => ({
  measure: target.measure,
  period: target.period,
  value: target.value,
  padding: target.padding ?? 0,
  repId: target.repId ?? null,
  teamId: target.teamId ?? null,
  productId: target.productId ?? null,
  segmentId: target.segmentId ?? null,
  pipelineId: target.pipelineId ?? null,
  clientId: target.clientId ?? null,
})

/**
 * What makes a target the one it is: everything of it but its value and padding.
 *
 * @param target - with its whole scope; see {@link wholeTarget}
 * @returns equal for two targets of one measure, period and scope, and for no others
 *
 * @example
 * ```ts
 * import { targetKey, wholeTarget } from "@salesdept/core/plan"
 *
 * const ofAnn = wholeTarget({ measure: "wonMinor", period: "2026-Q4", value: 900_000_00, repId: "user:42" })
 * const corrected = { ...ofAnn, value: 950_000_00 }
 * targetKey(ofAnn) === targetKey(corrected) // true
 * ```
 */
export const targetKey = (target: Omit<Target, "value" | "padding">): string =>
  JSON.stringify([
    target.measure,
    target.period,
    target.repId,
    target.teamId,
    target.productId,
    target.segmentId,
    target.pipelineId,
    target.clientId,
  ])

/** Which version is asked for. */
export interface PlanQuestion {
  /** The day on which it must hold. */
  readonly on: CalendarDate
  /** As known at this moment: versions that came into force later are not seen. Everything known where absent. */
  readonly knownAt?: Instant
}

/**
 * The version of a baseline in force on a day: of those that hold by then, the one decided on last. A re-plan from July
 * leaves the first half of the year under the plan that held there.
 *
 * @param plan - the plan, or just its versions
 * @param baseline - which of its baselines
 * @param question - for which day, as known when
 * @returns null where none is in force
 *
 * @example
 * ```ts
 * import { versionInForce } from "@salesdept/core/plan"
 *
 * const mark = { versionId: "planversion_1", number: 1, baseline: "original", status: "approved" } as const
 * const versions = [{ ...mark, effectiveFrom: "2026-01-01", inForceSince: "2025-12-20T09:00:00.000Z" } as const]
 * versionInForce({ versions }, "original", { on: "2026-03-31" })?.number // 1
 * versionInForce({ versions }, "original", { on: "2025-12-31" }) // null
 * ```
 */
export const versionInForce = (
  plan: Pick<Plan, "versions">,
  baseline: PlanBaseline,
  { on, knownAt }: PlanQuestion,
): PlanVersionMark | null => {
  let held: PlanVersionMark | null = null
  for (const mark of plan.versions) {
    if (mark.baseline !== baseline || mark.inForceSince === null || mark.effectiveFrom > on) continue
    if (knownAt !== undefined && mark.inForceSince > knownAt) continue
    const isLater =
      held === null ||
      mark.inForceSince > (held.inForceSince ?? "") ||
      (mark.inForceSince === held.inForceSince && mark.number > held.number)
    if (isLater) held = mark
  }
  return held
}

/** Whether a target is a rep's own, of all the rep's facts: narrower ones and those of a team stand beside it and say the same again. */
export const isOfRepAlone = ({ repId, teamId, productId, segmentId, pipelineId, clientId }: TargetScope): boolean =>
  repId !== null && [teamId, productId, segmentId, pipelineId, clientId].every((one) => one === null)

/** Whether a target is the whole department's: of no rep, team, product, segment, pipeline or client. */
export const isOfAll = (target: TargetScope): boolean => target.repId === null && isOfRepAlone({ ...target, repId: "" })

/** The money measure that is asked for, the plan's first of won money where none is; null where the plan has none of that name. */
export const moneyMeasureOf = ({ measures }: Pick<Plan, "measures">, asked: string | undefined): string | null => {
  const measure = asked ?? measures.find(({ credit }) => credit === "wonMoney")?.id ?? wonMinorMeasure
  return measures.some(({ id }) => id === measure) ? measure : null
}

/** The type of the next steps that a plan takes for proposals, where its measure of them names one; nothing of other facts. */
export const stepTypeOf = (
  { measures }: Pick<Plan, "measures">,
  credit: CreditMoment,
): { readonly stepTypeId?: string } => {
  const stepTypeId = measures.find((measure) => measure.credit === credit)?.stepTypeId
  return stepTypeId === undefined ? {} : { stepTypeId }
}

/** Refuses a money measure that the plan does not have. */
export const measureUnknown = (): InputInvalid =>
  new InputInvalid([
    {
      path: "measure",
      code: "measureUnknown",
      message: { en: "is not a money measure of the plan", ru: "в плане нет такого денежного показателя" },
    },
  ])
