import { dealColumns, dealFact } from "@salesdept/core/deal"
import type { Deal, DealColumns, StageVisitFact } from "@salesdept/core/deal"
import type { DepartmentConfig } from "@salesdept/core/department"
import { creditsOf, dealInCurrency } from "@salesdept/core/plan"
import type { DealCredits, Plan, PlanVersion } from "@salesdept/core/plan"
import type { CalendarDate } from "@salesdept/core/shared"
import { heldTargets, plansByOwnPeriods, quarterTargets } from "./PlannedTargets.ts"
import type { OwnPeriods, PlannedTarget } from "./PlannedTargets.ts"

/** From when until when somebody is in the department: first and last day; null where it is not known, or still lasts. */
export interface Employment {
  /** The first day. */
  readonly joinedOn: CalendarDate | null
  /** The last day. */
  readonly leftOn: CalendarDate | null
}

/** Everything the figures of a report are made from, as read from a base. */
export interface Base {
  /** The department's rules. */
  readonly config: DepartmentConfig
  /** All deals. */
  readonly deals: ReadonlyArray<Deal>
  /** The same as columns, row for row. */
  readonly columns: DealColumns
  /** Who is credited with deals that are split. */
  readonly credits: DealCredits
  /** Titles by deal id, of deals that have one. */
  readonly dealTitles: ReadonlyMap<string, string>
  /** Names by the id of the person, the value that stands as owner. */
  readonly repNames: ReadonlyMap<string, string>
  /** From when until when, by the same id. */
  readonly employments: ReadonlyMap<string, Employment>
  /** Names by client id. */
  readonly clientNames: ReadonlyMap<string, string>
  /** Owners by client id, of clients that have one. */
  readonly clientOwners: ReadonlyMap<string, string>
  /** Names by product id. */
  readonly productNames: ReadonlyMap<string, string>
  /** Targets in `currency`, each rep and quarter at most once. */
  readonly targets: ReadonlyArray<PlannedTarget>
  /** The department's own targets in `currency`, each quarter at most once: not the sum of its reps'. */
  readonly departmentTargets: ReadonlyArray<PlannedTarget>
  /** Targets of teams in `currency`, each team (as its owner) and quarter at most once. */
  readonly teamTargets: ReadonlyArray<PlannedTarget>
  /** Targets that stand in other currencies, for which there is no rate. */
  readonly foreignTargetCount: number
  /** A plan by periods of its own, such as weeks, which make up no calendar quarter; null where there is none. */
  readonly ownPeriods: OwnPeriods | null
  /** Plans by such periods. */
  readonly ownPeriodPlanCount: number
  /** Stays of deals in stages; none for deals whose source carries no history. */
  readonly visits: ReadonlyArray<StageVisitFact>
  /** The day as of which everything is told, in `timeZone`. */
  readonly asOf: CalendarDate
  /** ISO 4217 code of the totals. */
  readonly currency: string
  /** IANA zone in which days are counted. */
  readonly timeZone: string
}

/** What {@link baseOf} is made from; currency and zone are the configuration's. */
export type BaseInput = Pick<
  Base,
  | "config"
  | "deals"
  | "dealTitles"
  | "repNames"
  | "employments"
  | "clientNames"
  | "clientOwners"
  | "productNames"
  | "visits"
  | "asOf"
> & {
  /** All plans. Where two set a target for one rep and quarter, the one published later holds. */
  readonly plans: ReadonlyArray<Plan>
  /** The versions of all plans. */
  readonly planVersions: ReadonlyArray<PlanVersion>
}

/** Puts together what figures are made from. */
export const baseOf = ({ plans, planVersions, ...input }: BaseInput): Base => {
  const { currency, timeZone } = input.config
  const own = plans.filter((plan) => plan.currency === currency)
  const foreign = plans.filter((plan) => plan.currency !== currency)
  const into = { currency, rates: [], on: input.asOf }
  const held = heldTargets(own, planVersions)
  const byOwnPeriods = plansByOwnPeriods(held, input.asOf)
  return {
    ...input,
    credits: creditsOf(input.deals),
    columns: dealColumns(input.deals.map((deal) => dealFact(dealInCurrency(deal, into), currency))),
    targets: quarterTargets(held, "rep"),
    departmentTargets: quarterTargets(held, "department"),
    teamTargets: quarterTargets(held, "team"),
    foreignTargetCount: (["rep", "department"] as const)
      .map((holder) => quarterTargets(heldTargets(foreign, planVersions), holder).length)
      .reduce((sum, count) => sum + count, 0),
    ownPeriods: byOwnPeriods.at(-1) ?? null,
    ownPeriodPlanCount: byOwnPeriods.length,
    currency,
    timeZone,
  }
}

/** The rep's name; the id where the base has no name for it, null where nobody owns. */
export const repNameOf = ({ repNames }: Pick<Base, "repNames">, ownerId: string | null): string | null =>
  ownerId === null ? null : (repNames.get(ownerId) ?? ownerId)

/** The rep's name, as long as the rep is there to turn to; null where nobody owns, or the owner has left. */
export const presentRepOf = (
  base: Pick<Base, "repNames" | "employments" | "asOf">,
  ownerId: string | null,
): string | null => {
  const leftOn = ownerId === null ? null : (base.employments.get(ownerId)?.leftOn ?? null)
  return leftOn !== null && leftOn < base.asOf ? null : repNameOf(base, ownerId)
}

/** Whom and what a deal is about, as far as its title does not say so: its client and product; null where there is nothing to say. */
export const dealSubjectOf = (base: Base, deal: Deal): string | null => {
  const client = deal.clientId === null ? undefined : base.clientNames.get(deal.clientId)
  const product = deal.productId === null ? undefined : base.productNames.get(deal.productId)
  const title = base.dealTitles.get(deal.id) ?? ""
  const parts = [client, product].filter((part) => part !== undefined && !title.includes(part))
  return parts.length === 0 ? null : parts.join(" · ")
}

/** What people call a deal: its title, else client and product; null where it has none of them. */
export const dealNameOf = (base: Base, deal: Deal): string | null =>
  base.dealTitles.get(deal.id) ?? dealSubjectOf(base, deal)
