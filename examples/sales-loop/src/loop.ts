import type { SimulatedDepartment } from "@salesdept/conformance/simulator"
import type { TenantSales } from "@salesdept/core/promise"
import type { ScriptProposal } from "@salesdept/core/script"
import { addDays, fiveDayCalendar } from "@salesdept/core/shared"
import { namesOf, scriptedStages, stepsInOrder } from "./department.ts"

/** The month that is reviewed, the quarter it ends, the quarter that is corrected, and the one after it. */
export const reviewed = {
  month: "2026-06-15",
  label: "2026-06",
  quarter: "2026-Q2",
  next: "2026-Q3",
  after: "2026-Q4",
  /** With whom a talk is held. */
  repId: "user:2",
} as const

/** Half of what was missed is carried over, and nothing of a surplus, within a quarter of everybody's target; whoever has left has no days to be planned. */
export const replanTerms = {
  carryStructural: 0.5,
  stepMinor: 10_000_00,
  constraints: { mostGrowth: 0.25, mostCut: 0.25 },
  calendar: fiveDayCalendar,
}

/**
 * The loop, once round: close the month → find what happened → see why the quarter missed its plan → talk about it → turn what works
 * into the script → correct the plan. Each step reads what the one before it wrote.
 */
export const goRound = async (department: SimulatedDepartment, tenant: TenantSales) => {
  const head = tenant.as(department.head.id)
  const deputy = tenant.as("user:deputy")

  // 1. The month is closed for everybody, whoever worked or not, and what moved beyond chance is told from noise.
  const [month] = (await head.summaries.page({ where: { scope: "department", span: "month", label: reviewed.label } }))
    .items
  if (month === undefined) throw new Error("the month is not closed")
  const closed = await head.summaries.count({ span: "month", label: reviewed.label })
  const uncovered = await head.summaries.uncovered({ span: "month", on: reviewed.month })
  const signals = await head.summaries.signals({ span: "month", on: reviewed.month })

  // 2. What happened in it, with evidence, and what came again.
  // The weeks of the month were looked through too: what they raised is not raised again by the month.
  const reviewsOfJune = { from: addDays(month.periodFrom, 1), to: addDays(month.periodTo, 1) }
  const { items } = await head.findings.page({ where: { periodTo: reviewsOfJune }, limit: 10_000 })
  const findings = items.filter(({ periodFrom }) => periodFrom >= month.periodFrom)

  // 3. The quarter against its plan, and why: drivers that add up to the difference, with the findings that go with it.
  const attainment = await head.plans.attainment({ planId: "plan_main", periods: [reviewed.quarter] })
  // Targets say how much, not from what: the plan counted on the win rate and the average deal of the quarter before it.
  const variance = await head.plans.variance({ period: reviewed.quarter, planId: "plan_main", plan: "targets" })

  // 4. Who talked about what: in person, or together without names; and what came of what was decided.
  const { items: debriefs } = await head.debriefs.page({ orderBy: { field: "plannedOn" } })
  const held = debriefs.find(({ status }) => status === "held") ?? null
  const growth = await head.findings.growth({ repId: reviewed.repId })

  // 5. What goes with winning and with results above target becomes a proposal, the proposal a version, the version an experiment.
  const scripts = await Promise.all(
    scriptedStages.map(async (stageId) => {
      const scriptId = `script_${stageId}` as const
      const wins = await head.scriptProposals.fromWins({
        scriptId,
        reviewId: month.id,
        variancePeriod: reviewed.quarter,
      })
      const over = await head.scripts.overPerformance({ scriptId, planId: "plan_main" })
      return { stageId, ...wins, over }
    }),
  )
  const steps = scripts.flatMap(({ analysis }) => analysis.steps)
  const over = scripts.flatMap((one) => one.over)
  const best = scripts.find(({ proposals }) => proposals.length > 0)
  const script = best === undefined ? null : await improve(tenant, department, best.stageId, best.proposals[0]!)

  // 6. The plan of the rest, corrected within what people can do; approved by somebody else than its author.
  const replan = await head.plans.replan({
    planId: "plan_main",
    past: [reviewed.quarter],
    remaining: [reviewed.next],
    ...replanTerms,
    reasons: [{ code: "winRate", reviewId: month.id }],
  })
  if (replan.draft !== null) {
    const { planVersion } = await head.plans.draft(replan.draft)
    await head.plans.submit({ versionId: planVersion.id })
    await deputy.plans.approve({ versionId: planVersion.id })
  }
  const saved = await head.plans.get("plan_main")
  const inForce = await head.plans.inForce({ planId: "plan_main", on: "2026-07-15" })
  return {
    names: namesOf(department),
    closed,
    uncovered: uncovered.notSummed.length,
    month,
    signals,
    findings,
    attainment,
    variance,
    debriefs,
    held,
    growth,
    steps,
    over,
    script,
    replan,
    plan: saved,
    inForce,
  }
}

/** What one round came to. */
export type Round = Awaited<ReturnType<typeof goRound>>

/** Writes a proposed step into a version of the script, tries that version on half of the deals, and shows where it came from. */
const improve = async (
  tenant: TenantSales,
  department: SimulatedDepartment,
  stageId: (typeof scriptedStages)[number],
  proposal: ScriptProposal,
) => {
  const [author, head] = [tenant.as("user:author"), tenant.as(department.head.id)]
  const scriptId = `script_${stageId}` as const
  const stepId = proposal.stepId ?? ""
  const current = await head.scriptVersions.get(`scriptversion_${stageId}-1`)
  const others = (current?.steps ?? []).map(({ id }) => id).filter((id) => id !== stepId)
  const { version } = await author.scripts.draft({
    scriptId,
    basedOnId: `scriptversion_${stageId}-1`,
    proposalIds: [proposal.id],
    steps: stepsInOrder([stepId, ...others], department.options.language),
  })
  await author.scripts.submit({ versionId: version.id })
  await head.scripts.approve({ versionId: version.id, putInForce: false })
  const { experiment } = await head.scriptExperiments.start({
    // The draws are made from the id: with one of our own, every run of this example draws the same.
    id: `experiment_${stageId}-1`,
    trialVersionId: version.id,
    plannedClosed: 120,
    // The experiment has a quarter; with more days the last of these deals would be waited for beyond it.
    followDays: 30,
  })
  const lineage = await head.scripts.lineage({ versionId: version.id })
  return { stageId, stepId, version, experiment, lineage }
}
