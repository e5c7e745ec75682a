import * as Effect from "effect/Effect"
import type { StoreShape } from "../../ports/Store.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { TenantId } from "../../shared/Ids.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { Message } from "../../shared/Message.ts"
import type { DealScope } from "../facts/ClosedDeals.ts"
import type { Plan } from "../record/PlanSchema.ts"
import { readPlannedFacts } from "./PlannedFactsService.ts"

const refused = (code: string, message: Message): InputInvalid => new InputInvalid([{ path: "plan", code, message }])

/** Of a target no drivers can be told where the period whose rates it is taken at won nothing. */
export const noRates = (base: string): InputInvalid =>
  refused("variance.noRates", {
    en: `nothing was won in ${base}, so it has no rates to take the targets at; name another basePeriod, or state closedDeals, winRate and averageDealMinor`,
    ru: `за ${base} ничего не выиграно, и показателей, из которых исходил бы план, нет; назовите другой basePeriod или задайте closedDeals, winRate и averageDealMinor`,
  })

/** What a plan that states targets alone is taken to have counted on. */
export const takenAtRates = (base: string): Message => ({
  en: `Targets say how much, not from what: the plan is taken to have counted on the win rate and the average deal of ${base}, and on as many closed deals as the target takes at those`,
  ru: `План называет сумму, а не её состав: принято, что он исходил из доли выигранных и среднего чека за ${base} и из того числа закрытых сделок, которое при них нужно`,
})

/**
 * Reads the target of won money of just a scope in a period, else the sum of what its reps are asked for, in minor units.
 *
 * @param plan - the plan; null where none was named
 */
export const readPlannedTarget = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  plan: Plan | null,
  question: {
    readonly label: string
    readonly scope: DealScope
    readonly currency: string
    readonly knownAt: Instant | undefined
  },
) {
  const { label, scope, currency, knownAt } = question
  if (plan === null)
    return yield* Effect.fail(
      refused("variance.planId", {
        en: '"targets" are those of a plan: name it by planId',
        ru: "«targets» — цели плана: укажите его в planId",
      }),
    )
  if (plan.currency !== currency)
    return yield* Effect.fail(
      refused("variance.planCurrency", {
        en: `the plan is in ${plan.currency}, the department counts in ${currency}: money of the one is no target of the other`,
        ru: `план в ${plan.currency}, а отдел считает в ${currency}: деньги одного не могут быть целью другого`,
      }),
    )
  const { facts } = yield* readPlannedFacts(store, tenant, plan, { label, scope, needed: ["wonMoney"], knownAt })
  const target = facts.get("wonMoney")
  if (target === undefined)
    return yield* Effect.fail(
      refused("variance.noTarget", {
        en: `no target of won money is in force for ${label}, neither of just this scope nor of all its reps; plans.attainment tells why`,
        ru: `на ${label} не действует ни одной цели по выигранным деньгам: ни самой этой выборки, ни её менеджеров; почему, скажет plans.attainment`,
      }),
    )
  return target.value
})
