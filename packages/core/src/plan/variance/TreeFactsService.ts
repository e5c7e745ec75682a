import * as Effect from "effect/Effect"
import type { StoreShape } from "../../ports/Store.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import type { CodedColumn } from "../../shared/Columns.ts"
import { textAt } from "../../shared/Columns.ts"
import type { TenantId } from "../../shared/Ids.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { Message } from "../../shared/Message.ts"
import type { ExchangeRate } from "../../shared/Money.ts"
import { RecordNotFound } from "../../shared/RecordErrors.ts"
import type { DealScope } from "../facts/ClosedDeals.ts"
import type { CreditMoment, FactDimension } from "../facts/CreditRule.ts"
import { creditSources } from "../facts/CreditRule.ts"
import type { PlanPeriod } from "../facts/FactCell.ts"
import { addFigure } from "../facts/Figure.ts"
import { LmdiUndefined, RatioUndefined } from "../PlanErrors.ts"
import { planAggregate, stepTypeOf } from "../record/Plan.ts"
import { readPlanFacts } from "../facts/PlanFactsService.ts"
import type { DriverTreePolicy } from "../record/PlanPolicy.ts"
import { factsOfTree } from "../record/PlanPolicy.ts"
import type { Plan } from "../record/PlanSchema.ts"
import { readPlannedFacts, scopedFacts } from "./PlannedFactsService.ts"
import type { TenantTreeVariance, TreeFact, TreeFacts } from "./TreeVariance.ts"
import { tenantTreeVariance } from "./TreeVariance.ts"

/** A variance by the tenant's own tree, or why there is none. */
export interface TreeAnswer {
  /** What it is compared with: a period's label, or the plan's id. */
  readonly against: string
  /** The variance; null where it cannot be told. */
  readonly variance: TenantTreeVariance | null
  /** Why; null where it can. */
  readonly withheld: Message | null
}

/** What is asked of a tree. */
export interface TreeQuestion {
  /** The tenant's tree. */
  readonly policy: DriverTreePolicy
  /** The period explained. */
  readonly period: PlanPeriod
  /** The one compared with. */
  readonly base: PlanPeriod
  /** The plan to compare with instead of a period; none where absent. */
  readonly planId?: string
  /** Which facts. */
  readonly scope: DealScope
  /** Currency of money. */
  readonly currency: string
  /** Zone in which days are counted. */
  readonly timeZone: string
  /** Last day whose facts count. */
  readonly on: CalendarDate
  /** As known at this moment; now where absent. */
  readonly knownAt?: Instant
  /** Dated rates of the host. */
  readonly rates: ReadonlyArray<ExchangeRate>
}

const readStates = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  question: TreeQuestion,
  plan: Plan | null,
) {
  const { policy, period, base, scope, currency, timeZone, on, knownAt, rates } = question
  const wanted = scopedFacts(scope)
  const states = [new Map<CreditMoment, TreeFact>(), new Map<CreditMoment, TreeFact>()] as const
  for (const credit of factsOfTree(policy)) {
    const { facts, segments } = yield* readPlanFacts(store, tenant, {
      credit,
      // Of a plan the facts are those that its own targets are of.
      ...(plan === null ? {} : stepTypeOf(plan, credit)),
      periods: [base, period],
      by: wanted.map(([dimension]) => dimension),
      currency,
      timeZone,
      on,
      ...(knownAt === undefined ? {} : { knownAt }),
      rates,
      withIds: true,
    })
    const columns: { readonly [Dimension in FactDimension]: CodedColumn } = facts
    for (const [index, { id }] of [base, period].entries()) {
      const { from, to } = segments.get(id) ?? { from: 0, to: 0 }
      let [value, unvaluedCount] = [0, 0]
      const ids = new Set<string>()
      for (let row = 0; row < facts.length; row++) {
        const segment = facts.segment[row] ?? -1
        if (segment < from || segment >= to) continue
        if (wanted.some(([dimension, key]) => textAt(columns[dimension], row) !== key)) continue
        value = addFigure(value, facts.value[row] ?? 0)
        unvaluedCount += facts.unvalued[row] ?? 0
        for (const fact of facts.ids?.[row] ?? []) ids.add(fact)
      }
      states[index]?.set(credit, { value, unvaluedCount, ids: [...ids].sort() })
    }
  }
  return { base: states[0], actual: states[1] }
})

/** Reads a variance by the tenant's tree: each kind of fact by one grouped statement, for both periods at once. */
export const readTreeVariance = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  question: TreeQuestion,
) {
  const { policy, period, base, planId, scope, currency, knownAt } = question
  const against = planId ?? base.id
  const withheld = (en: string, ru: string): TreeAnswer => ({ against, variance: null, withheld: { en, ru } })
  const needed = factsOfTree(policy)
  const blind = needed.filter((credit) =>
    scopedFacts(scope).some(([dimension]) => creditSources[credit].fields[dimension] === undefined),
  )
  if (blind.length > 0)
    return withheld(
      `These facts are not told apart by what the question is narrowed to: ${blind.join(", ")}`,
      `Эти факты не различаются по тому, чем ограничен вопрос: ${blind.join(", ")}`,
    )
  const [plan = null] = planId === undefined ? [] : yield* store.byIds(tenant, planAggregate, [planId])
  if (planId !== undefined && plan === null) return yield* Effect.fail(new RecordNotFound("plan", planId))
  const states = yield* readStates(store, tenant, question, plan)
  const answer = (from: TreeFacts, baseIsPlan: boolean): TreeAnswer => {
    try {
      const variance = tenantTreeVariance(policy, from, states.actual, { currency, baseIsPlan })
      return { against, variance, withheld: null }
    } catch (error) {
      // What the method cannot say of these figures is part of the answer; anything else is a defect.
      if (error instanceof LmdiUndefined || error instanceof RatioUndefined || error instanceof InputInvalid) {
        return withheld(error.messages.en, error.messages.ru)
      }
      throw error
    }
  }
  if (plan === null) return answer(states.base, false)
  if (plan.currency !== currency && needed.some((credit) => creditSources[credit].money !== null))
    return withheld(
      `The plan is in ${plan.currency}, the department counts in ${currency}: money of the one is no target of the other`,
      `План в ${plan.currency}, а отдел считает в ${currency}: деньги одного не могут быть целью другого`,
    )
  const { facts, missing } = yield* readPlannedFacts(store, tenant, plan, { label: period.id, scope, needed, knownAt })
  return missing.length === 0
    ? answer(facts, true)
    : withheld(
        `The plan has no targets of this period for: ${missing.join(", ")}`,
        `В плане нет целей этого периода по фактам: ${missing.join(", ")}`,
      )
})
