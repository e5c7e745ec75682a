import * as Effect from "effect/Effect"
import type { StoreShape } from "../../ports/Store.ts"
import type { TenantId } from "../../shared/Ids.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { DealDimension, DealScope } from "../facts/ClosedDeals.ts"
import type { CreditMoment, FactDimension } from "../facts/CreditRule.ts"
import { factDimensions } from "../facts/CreditRule.ts"
import { addFigure } from "../facts/Figure.ts"
import { targetsOfPeriod } from "../record/PeriodTargets.ts"
import { planVersionAggregate } from "../record/Plan.ts"
import type { Plan, Target } from "../record/PlanSchema.ts"
import { targetsInForce } from "../record/TargetsInForce.ts"
import type { TreeFact, TreeFacts } from "./TreeVariance.ts"

const dimensionOf: { readonly [Dimension in DealDimension]: FactDimension } = {
  owner: "rep",
  product: "product",
  pipeline: "pipeline",
  client: "client",
}

/** What a question is narrowed to, as facts name it. */
export const scopedFacts = (scope: DealScope): ReadonlyArray<readonly [FactDimension, string | null]> =>
  (["product", "owner", "pipeline", "client"] as const).flatMap((dimension) => {
    const id = scope[dimension]
    return id === undefined ? [] : [[dimensionOf[dimension], id] as const]
  })

const scopeFields = { rep: "repId", product: "productId", pipeline: "pipelineId", client: "clientId" } as const

/** What a plan asks for in a period, by kind of fact. */
export interface PlannedFacts {
  /** The targets of just the scope, else the sum of what its reps are asked for. */
  readonly facts: TreeFacts
  /** Kinds of fact that it has no target for. */
  readonly missing: ReadonlyArray<CreditMoment>
}

const plannedFacts = (
  plan: Pick<Plan, "measures">,
  /** Those of the period. */
  targets: ReadonlyArray<Target>,
  scope: DealScope,
  needed: ReadonlyArray<CreditMoment>,
): PlannedFacts => {
  const facts = new Map<CreditMoment, TreeFact>()
  const wanted = new Map(scopedFacts(scope))
  // A target of no one person, or of no one product, is everybody's, and is asked of nobody's deals.
  if ([...wanted.values()].includes(null)) return { facts, missing: needed }
  for (const credit of needed) {
    const measure = plan.measures.find((one) => one.credit === credit)?.id
    const own = targets.filter(
      (target) =>
        target.measure === measure &&
        target.teamId === null &&
        target.segmentId === null &&
        factDimensions.every(
          (dimension) =>
            target[scopeFields[dimension]] === (wanted.get(dimension) ?? null) ||
            (dimension === "rep" && !wanted.has("rep")),
        ),
    )
    const exact = own.filter(({ repId }) => repId === (wanted.get("rep") ?? null))
    const held = exact.length > 0 ? exact : own
    if (held.length === 0) continue
    facts.set(credit, {
      value: held.reduce((sum, target) => addFigure(sum, target.value), 0),
      ids: null,
      unvaluedCount: 0,
    })
  }
  return { facts, missing: needed.filter((credit) => !facts.has(credit)) }
}

/** Reads what a plan asks for in a period, stated or summed of its parts. */
export const readPlannedFacts = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  plan: Plan,
  question: {
    readonly label: string
    readonly scope: DealScope
    readonly needed: ReadonlyArray<CreditMoment>
    readonly knownAt: Instant | undefined
  },
) {
  const { label, scope, needed, knownAt } = question
  const versions = yield* store.byIds(
    tenant,
    planVersionAggregate,
    plan.versions.flatMap(({ versionId, inForceSince }) => (inForceSince === null ? [] : [versionId])),
  )
  const held = targetsInForce(plan, versions, knownAt === undefined ? {} : { knownAt })
  const { targets } = targetsOfPeriod(held, label, plan.fiscalCalendar)
  return plannedFacts(plan, targets, scope, needed)
})
