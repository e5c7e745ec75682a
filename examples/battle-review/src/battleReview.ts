import { planImport } from "@salesdept/core/exchange"
import { memory, presets, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"

const currency = "USD"
const planId = "plan_2017"

/** Everything that is talked about at the review. */
export interface BattleReview {
  /** Attainment of the quarter by rep. */
  readonly attainment: Awaited<ReturnType<Session["plans"]["attainment"]>>
  /** Why it differs from the quarter before. */
  readonly variance: Awaited<ReturnType<Session["plans"]["variance"]>>
  /** Which way to forecast did best on this history. */
  readonly backTest: Awaited<ReturnType<Session["plans"]["backTest"]>>
  /** Where the next quarter will land, seen from its middle. */
  readonly forecast: Awaited<ReturnType<Session["plans"]["forecast"]>>
  /** The correction, and what it would take to keep to the old plan. */
  readonly correction: Awaited<ReturnType<Session["plans"]["replan"]>>
  /** What the correction changes. */
  readonly diff: Awaited<ReturnType<Session["plans"]["diff"]>>
  /** What the next quarter brought in the end. */
  readonly landedMinor: number
  /** Names by the id of the person. */
  readonly names: ReadonlyMap<string, string>
}

// The source records closings from here on, though deals were opened earlier.
const closingsRecordedFrom = "2017-03-01"

const months = ["2017-03", "2017-04", "2017-05", "2017-06", "2017-07", "2017-08", "2017-09"]

/** Five per cent more than the quarter before, in whole dollars: a plan as many departments make it. */
const fivePerCentMore = (minor: number): number => Math.round((minor * 1.05) / 100) * 100

/**
 * Holds the review of 2017-Q3 on the public set of opportunities: plan by rep, attainment, drivers, forecast of Q4 from its middle,
 * and a corrected plan that somebody else approves.
 */
export const battleReview = async (
  files: ReadonlyArray<{ readonly name: string; readonly bytes: Uint8Array }>,
): Promise<BattleReview> => {
  await using dept = await salesDept({
    store: memory(),
    department: presets.b2bSaas({ timeZone: "UTC", currency }),
    now: () => Date.parse("2017-12-31T12:00:00.000Z"),
  })
  const shop = dept.tenant("reseller")
  const head = shop.as("user:head")
  const owner = shop.as("user:owner")
  await head.imports.record(planImport(files, { source: "crm", currency, timeZone: "UTC" }))
  const reps = await head.reps.page({ limit: 100 })
  const everybody = new Map(reps.items.map(({ personId, texts }) => [personId, texts["name"] ?? personId]))

  // What each rep won in a quarter is a question to the plan too: with a target of 0 it is plain fact.
  await head.plans.publish({
    id: "plan_facts",
    currency,
    targets: [...everybody.keys()].flatMap((ownerId) =>
      ["2017-Q2", "2017-Q3", "2017-Q4"].map((quarter) => ({ ownerId, quarter, amountMinor: 0 })),
    ),
  })
  const facts = await head.plans.attainment({ planId: "plan_facts", on: "2017-12-31" })
  const wonIn = (quarter: string, ownerId: string): number =>
    facts.rows.find(({ period, repId }) => period === quarter && repId === ownerId)?.fact ?? 0

  // Five people of the team table lead no deal; there is nothing to plan from.
  const names = new Map([...everybody].filter(([id]) => wonIn("2017-Q2", id) > 0))
  await head.plans.open({
    id: planId,
    name: "2017",
    currency,
    measures: [{ id: "wonMinor", kind: "money", credit: "wonMoney" }],
  })
  const targets = [...names.keys()].flatMap((repId) =>
    [
      { period: "2017-Q3", value: fivePerCentMore(wonIn("2017-Q2", repId)) },
      { period: "2017-Q4", value: fivePerCentMore(wonIn("2017-Q2", repId)) },
    ].map((target) => ({ ...target, measure: "wonMinor", repId })),
  )
  const first = await head.plans.draft({ planId, baseline: "original", effectiveFrom: "2017-07-01", targets })
  await head.plans.submit({ versionId: first.planVersion.id })
  await owner.plans.approve({ versionId: first.planVersion.id })

  const attainment = await head.plans.attainment({ planId, periods: ["2017-Q3"], on: "2017-09-30", withIds: true })
  const variance = await head.plans.variance({ period: "2017-Q3" })
  const backTest = await head.plans.backTest({
    planId,
    periods: months,
    season: 3,
    at: [0.5],
    on: "2017-09-30",
    closingsRecordedFrom,
    draws: 400,
  })
  const forecast = await head.plans.forecast({
    planId,
    period: "2017-Q4",
    on: "2017-11-15",
    closingsRecordedFrom,
    seed: 17,
  })

  const correction = await head.plans.replan({
    planId,
    past: ["2017-Q3"],
    remaining: ["2017-Q4"],
    on: "2017-09-30",
    carryStructural: 0.5,
    constraints: { mostGrowth: 0.25, fairness: 3 },
    reasons: [{ code: "averageDealFell", reviewId: "review-2017-Q3" }],
  })
  if (correction.draft !== null) {
    const draft = await head.plans.draft(correction.draft)
    await head.plans.submit({ versionId: draft.planVersion.id })
    await owner.plans.approve({ versionId: draft.planVersion.id })
  }
  const { versions } = (await head.plans.get(planId)) ?? { versions: [] }
  const diff = await head.plans.diff({ planId, from: 1, to: versions.length })
  const landedMinor = facts.rows.reduce((sum, { period, fact }) => sum + (period === "2017-Q4" ? fact : 0), 0)
  return { attainment, variance, backTest, forecast, correction, diff, landedMinor, names }
}
