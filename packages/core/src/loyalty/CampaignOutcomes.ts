import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { Proportion } from "../stats/Proportion.ts"
import { proportion } from "../stats/Proportion.ts"
import type { DueAction } from "./ActionSchema.ts"
import type { CampaignOutcomesDesign } from "./CampaignDesign.ts"
import type { Holdout } from "./CampaignSchema.ts"
import type { Offer, OfferStatus } from "./OfferSchema.ts"
import type { Uplift } from "./Uplift.ts"
import { conversionUplift } from "./Uplift.ts"

/** Clients of one arm. */
export interface ArmOutcome {
  /** Clients for whom something fell due, each once. */
  readonly clientCount: number
  /** Those of them who came back. */
  readonly cameBackCount: number
}

/** Offers by where they stand. */
export type OfferCounts = { readonly [Status in OfferStatus]: number }

/** What became of a campaign's offers. */
export interface OfferOutcomes {
  /** Offers by where they stand. */
  readonly byStatus: OfferCounts
  /** Accepted of those that were made, and that the client took, refused or let pass, with Wilson's interval. */
  readonly accepted: Proportion
  /** Refused offers by reason, the most frequent first. */
  readonly refusals: ReadonlyArray<{ readonly reasonId: string; readonly count: number }>
  /** The deals that accepted offers led to, each once. */
  readonly dealIds: ReadonlyArray<string>
}

/** What a campaign came to. */
export interface CampaignOutcomes {
  /** Clients who were turned to. */
  readonly treated: ArmOutcome
  /** Clients who were let alone; null where the campaign has no holdout. */
  readonly holdout: ArmOutcome | null
  /** Clients of either arm whose days are not over: they are left out of both until they are. */
  readonly undecidedCount: number
  /**
   * Clients who are in both arms: two records were merged, of which one was turned to and the other let alone. They tell nothing of either,
   * and are left out.
   */
  readonly inBothCount: number
  /**
   * The difference between the arms with its interval, which holds however often one looks, or why it is withheld. Null where there is no
   * holdout: then nothing tells what would have happened anyway.
   */
  readonly uplift: Uplift | null
  /** Its offers; null where it offers nothing. */
  readonly offers: OfferOutcomes | null
}

/** A deal that was won. */
export interface WonDeal {
  /** Which; none that made an action due where left out. */
  readonly dealId?: string
  /** Whose. */
  readonly clientId: string | null
  /** On which day. */
  readonly closedOn: CalendarDate
}

const offerOutcomes = (offers: ReadonlyArray<Offer>): OfferOutcomes => {
  const byStatus = { proposed: 0, made: 0, accepted: 0, refused: 0, expired: 0, cancelled: 0 }
  const refusals = new Map<string, number>()
  for (const { status, refusalReasonId } of offers) {
    byStatus[status] += 1
    if (refusalReasonId !== null) refusals.set(refusalReasonId, (refusals.get(refusalReasonId) ?? 0) + 1)
  }
  // Nobody let pass what was never made to him.
  const letPass = offers.filter(({ status, madeAt }) => status === "expired" && madeAt !== null).length
  const answered = byStatus.accepted + byStatus.refused + letPass
  return {
    byStatus,
    accepted: proportion(byStatus.accepted, answered, 0.95),
    refusals: [...refusals]
      .map(([reasonId, count]) => ({ reasonId, count }))
      .toSorted((left, right) => right.count - left.count || (left.reasonId < right.reasonId ? -1 : 1)),
    dealIds: [...new Set(offers.flatMap(({ dealId }) => dealId ?? []))],
  }
}

/** What is read of an action. */
type CountedAction = Pick<DueAction, "clientId" | "dueOn" | "status"> & Partial<Pick<DueAction, "dealId">>

const isHeldOut = ({ status }: Pick<DueAction, "status">): boolean => status === "heldOut"

/**
 * What a campaign came to: who came back of those who were turned to and of those let alone, and what became of its offers. A client
 * counts once, from the first time something fell due for it; cancelled actions count as turned to, since leaving them out would
 * compare the arms unlike. Campaigns run on and are looked at again and again, so the interval of the difference holds at all looks together.
 *
 * @param actions - the campaign's actions, those of the holdout among them; the deal by which one fell due brought nobody back on that day
 * @param offers - its offers
 * @param won - won deals of these clients
 * @param holdout - the campaign's holdout
 * @param design - what counts as coming back, and what difference is looked for
 * @param today - clients whose days are not over by then are left out
 * @throws InputInvalid where the design is out of bounds
 * @example
 * ```ts
 * import { campaignOutcomes } from "@salesdept/core/loyalty/campaigns"
 *
 * const actions = [
 *   { clientId: "client_1", dueOn: "2026-03-01", status: "done" },
 *   { clientId: "client_2", dueOn: "2026-03-01", status: "done" },
 *   { clientId: "client_3", dueOn: "2026-03-01", status: "heldOut" },
 * ] as const
 * const won = [{ clientId: "client_1", closedOn: "2026-03-20" }]
 * const design = { withinDays: 30, baselineShare: 0.1, minimumDifference: 0.05 }
 * const outcomes = campaignOutcomes(actions, null, won, { share: 0.2, seed: "spring" }, design, "2026-06-01")
 * outcomes.treated // { clientCount: 2, cameBackCount: 1 }
 * outcomes.uplift?.status // "notEnoughData"
 * ```
 */
export const campaignOutcomes = (
  actions: ReadonlyArray<CountedAction>,
  offers: ReadonlyArray<Offer> | null,
  won: ReadonlyArray<WonDeal>,
  holdout: Holdout | null,
  design: CampaignOutcomesDesign,
  today: CalendarDate,
): CampaignOutcomes => {
  const { withinDays, ...needed } = design
  const wonBy = Map.groupBy(won, ({ clientId }) => clientId)
  const first = new Map<string, CountedAction>()
  const inBoth = new Set<string>()
  for (const action of actions) {
    const known = first.get(action.clientId)
    if (known === undefined || action.dueOn < known.dueOn) first.set(action.clientId, action)
    if (known !== undefined && isHeldOut(known) !== isHeldOut(action)) inBoth.add(action.clientId)
  }
  const arms = { treated: { trials: 0, successes: 0 }, holdout: { trials: 0, successes: 0 } }
  let undecidedCount = 0
  for (const [clientId, { dealId, dueOn, status }] of first) {
    if (inBoth.has(clientId)) continue
    const lastOn = addDays(dueOn, withinDays)
    if (lastOn >= today) {
      undecidedCount += 1
      continue
    }
    const arm = isHeldOut({ status }) ? arms.holdout : arms.treated
    arm.trials += 1
    // What made the action due may have been won on that very day: nobody came back by it.
    const wonBefore = (deal: WonDeal): boolean =>
      deal.dealId !== undefined && deal.dealId === dealId && deal.closedOn <= dueOn
    const deals = (wonBy.get(clientId) ?? []).filter((deal) => !wonBefore(deal))
    if (deals.some(({ closedOn }) => closedOn >= dueOn && closedOn <= lastOn)) arm.successes += 1
  }
  const outcome = ({ trials, successes }: (typeof arms)["treated"]): ArmOutcome => ({
    clientCount: trials,
    cameBackCount: successes,
  })
  return {
    treated: outcome(arms.treated),
    holdout: holdout === null ? null : outcome(arms.holdout),
    undecidedCount,
    inBothCount: inBoth.size,
    uplift:
      holdout === null
        ? null
        : conversionUplift(arms.holdout, arms.treated, { holdoutShare: holdout.share, reading: "anytime", ...needed }),
    offers: offers === null ? null : offerOutcomes(offers),
  }
}
