import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays, daysBetween } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { Deal } from "./DealSchema.ts"
import { earlierStageDays } from "./StageStay.ts"

/**
 * What may count as moving a deal on within its stage: a change of its record (`amended`), a dialog, a next step that was done, a
 * payment, a closing document that changed. Entering the stage always counts. Which of them do, is the tenant's setting.
 */
export const touchKinds = ["amended", "dialog", "nextStep", "payment", "document"] as const

/** One of {@link touchKinds}. */
export type TouchKind = (typeof touchKinds)[number]

/** Something that moved a deal on. */
export interface Touch {
  /** What it was; `stage` for entering the stage. */
  readonly kind: TouchKind | "stage"
  /** When. */
  readonly at: Instant
}

/** A deal that stands longer than its stage allows. */
export interface StageStall {
  /** The deal. */
  readonly dealId: string
  /** Its owner. */
  readonly ownerId: string | null
  /** Its pipeline. */
  readonly pipelineId: string
  /** Its stage. */
  readonly stageId: string
  /** The last thing that moved it on. */
  readonly lastTouch: Touch
  /**
   * Days since then, by the tenant's calendar; where that is when it came to its stage, with those that it stood there before, if it was
   * moved back since, and nothing else has moved it on.
   */
  readonly days: number
  /** Days that the stage allows; it is stalled after more. */
  readonly limitDays: number
  /** The first day on which it stood longer than that. */
  readonly since: CalendarDate
}

/**
 * The last touch of a deal; null where neither its entry into the stage nor any other is known.
 *
 * @param deal - the deal; only when it entered its stage is read
 * @param touches - what else counts, in any order
 *
 * @example
 * ```ts
 * import { lastTouch } from "@salesdept/core/deal/funnel"
 *
 * const touches = [{ kind: "dialog", at: "2026-11-12T10:00:00.000Z" }] as const
 * lastTouch({ enteredStageAt: "2026-11-01T09:00:00.000Z" }, touches)?.kind // "dialog"
 * ```
 */
export const lastTouch = (
  { enteredStageAt }: Pick<Deal, "enteredStageAt">,
  touches: ReadonlyArray<Touch>,
): Touch | null => {
  let last: Touch | null = enteredStageAt === null ? null : { kind: "stage", at: enteredStageAt }
  for (const touch of touches) if (last === null || touch.at > last.at) last = touch
  return last
}

/**
 * Whether a deal stands longer than its stage allows since the last thing that counts as moving it on.
 *
 * @param deal - an unfinished deal
 * @param touches - what counts and happened by now, in any order
 * @param limit - days that the stage allows (stalled after more), today, and the tenant's IANA zone
 * @returns null where it does not, or where nothing is known of when it was moved on
 * @throws TimeZoneUnknown
 *
 * @example
 * ```ts
 * import { stageStall } from "@salesdept/core/deal/funnel"
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const dept = await salesDept({ store: memory(), department, now: () => Date.parse("2026-11-01T09:00:00.000Z") })
 * const { deal } = await dept.tenant("default").as("user:42").deals.open({ title: "Audit" })
 * const touches = [{ kind: "dialog", at: "2026-11-12T10:00:00.000Z" }] as const
 * stageStall(deal, touches, { limitDays: 7, today: "2026-11-23", timeZone: "Europe/Moscow" })?.days // 11
 * ```
 */
export const stageStall = (
  deal: Deal,
  touches: ReadonlyArray<Touch>,
  limit: { readonly limitDays: number; readonly today: CalendarDate; readonly timeZone: string },
): StageStall | null => {
  const last = lastTouch(deal, touches)
  if (last === null) return null
  const { limitDays, timeZone, today } = limit
  const daysSince = (at: Instant): number => daysBetween(localDateOf(at, timeZone), today)
  const lastWithin = touches.reduce<Instant | null>((at, touch) => (at === null || touch.at > at ? touch.at : at), null)
  const stoodDays = daysSince(last.at) + (last.kind === "stage" ? earlierStageDays(deal) : 0)
  const days = lastWithin === null ? stoodDays : Math.min(stoodDays, daysSince(lastWithin))
  if (days <= limitDays) return null
  const { id: dealId, ownerId, pipelineId, stageId } = deal
  const since = addDays(today, limitDays + 1 - days)
  return { dealId, ownerId, pipelineId, stageId, lastTouch: last, days, limitDays, since }
}
