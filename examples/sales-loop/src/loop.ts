import type { SimulatedDepartment } from "@salesdept/conformance/simulator"
import type { TenantSales } from "@salesdept/core/promise"
import { routeFindings, usualRouting } from "@salesdept/core/review"
import { scriptedStages } from "./department.ts"

/** The month that is reviewed, the quarter it ends, and the quarter that is left. */
export const reviewed = { month: "2026-06-15", quarter: "2026-Q2", next: "2026-Q3" } as const

/**
 * The loop, once round: close the month → find what happened → see why the quarter missed its plan → talk about it → turn what works
 * into the script → correct the plan. Each step reads what the one before it wrote.
 */
export const goRound = async (department: SimulatedDepartment, tenant: TenantSales) => {
  const head = tenant.as(department.head.id)
  const deputy = tenant.as("user:deputy")
  const system = tenant.as("system")

  // 1. The month is closed for everybody, whoever worked or not.
  const closed = await head.summaries.close({ span: "month", on: reviewed.month })
  const [month] = (await head.summaries.page({ where: { scope: "department", span: "month" } })).items
  if (month === undefined) throw new Error("the month is not closed")

  // 2. What happened in it, with evidence: the month before too, so that what came again is seen.
  await system.findings.review({ span: "month", on: "2026-05-15" })
  const review = await system.findings.review({ span: "month", on: reviewed.month })
  const { items } = await head.findings.page({ where: { periodTo: "2026-07-01" }, limit: 1000 })

  // 3. The quarter against its plan, and why: drivers that add up to the difference.
  const attainment = await head.plans.attainment({ planId: "plan_main", periods: [reviewed.quarter] })
  const variance = await head.plans.variance({ period: reviewed.quarter })

  // 4. Who talks about what: in person, or together without names.
  const agendas = routeFindings(items, usualRouting, new Set())
  const debriefs: Array<{ readonly id: string; readonly findings: number }> = []
  for (const { route, repId, findingIds } of agendas) {
    const { debrief } = await head.debriefs.plan({
      route,
      ...(repId === null ? {} : { repId }),
      leaderId: department.head.id,
      findingIds,
      plannedOn: "2026-07-02",
    })
    debriefs.push({ id: debrief.id, findings: findingIds.length })
  }
  const personal = (await head.debriefs.list()).find(({ repId }) => repId === "user:2")
  const held =
    personal === undefined
      ? null
      : await head.debriefs.hold({
          debriefId: personal.id,
          decisions: "The act is sent on the day the work is done",
          actions: [
            {
              id: "actOnTheDay",
              what: "Send the act on the day the work is done",
              ownerId: "user:2",
              dueOn: "2026-07-31",
              ruleId: "document.paidWithoutAct",
              expected: "fewer",
            },
          ],
        })

  // 5. What goes with winning becomes a proposal, the proposal a version, the version an experiment.
  const analyses = await Promise.all(
    scriptedStages.map((stageId) => head.scripts.winAnalysis({ scriptId: `script_${stageId}` })),
  )
  const steps = analyses.flatMap((analysis) => analysis.steps)
  const at = analyses.findIndex((analysis) => analysis.steps.some(({ verdict }) => verdict === "goesWithWinning"))
  const best = analyses[at]?.steps[0]
  const stageId = scriptedStages[at]
  const script = best === undefined || stageId === undefined ? null : await improve(tenant, department, stageId, best)

  // 6. The plan of the rest, corrected within what people can do; approved by somebody else than its author.
  const replan = await head.plans.replan({
    planId: "plan_main",
    past: [reviewed.quarter],
    remaining: [reviewed.next],
    carryStructural: 0.5,
    constraints: { mostGrowth: 0.25 },
    reasons: [{ code: "winRate", reviewId: held?.debrief.id ?? null }],
  })
  if (replan.draft !== null) {
    const { planVersion } = await head.plans.draft(replan.draft)
    await head.plans.submit({ versionId: planVersion.id })
    await deputy.plans.approve({ versionId: planVersion.id })
  }
  const plan = await head.plans.get("plan_main")
  const inForce = await head.plans.inForce({ planId: "plan_main", on: "2026-07-15" })
  return {
    closed,
    month,
    review,
    findings: items,
    attainment,
    variance,
    agendas,
    debriefs,
    held,
    steps,
    script,
    replan,
    plan,
    inForce,
  }
}

/** What one round came to. */
export type Round = Awaited<ReturnType<typeof goRound>>

/** Proposes that a step be used always, writes it into a version of the script, and tries that version on half of the deals. */
const improve = async (
  tenant: TenantSales,
  department: SimulatedDepartment,
  stageId: (typeof scriptedStages)[number],
  best: { readonly stepId: string; readonly usedDealIds: ReadonlyArray<string> },
) => {
  const [author, head] = [tenant.as("user:author"), tenant.as(department.head.id)]
  const scriptId = `script_${stageId}` as const
  const { proposal } = await author.scriptProposals.propose({
    scriptId,
    stepId: best.stepId,
    origin: "winAnalysis",
    proposal: `Always use the step ${best.stepId}, and first`,
    evidenceIds: best.usedDealIds.slice(0, 1000),
  })
  const current = await head.scriptVersions.get(`scriptversion_${stageId}-1`)
  const others = (current?.steps ?? []).map(({ id }) => id).filter((id) => id !== best.stepId)
  const order = [best.stepId, ...others]
  const { version } = await author.scripts.draft({
    scriptId,
    basedOnId: `scriptversion_${stageId}-1`,
    proposalIds: [proposal.id],
    steps: order.map((id, at) => ({
      id,
      kind: "question",
      purpose: id,
      wording: id,
      branches: [{ when: null, to: order[at + 1] ?? null }],
    })),
  })
  await author.scripts.submit({ versionId: version.id })
  await head.scripts.approve({ versionId: version.id, putInForce: false })
  const { experiment } = await head.scriptExperiments.start({ trialVersionId: version.id, plannedClosed: 400 })
  return { stageId, stepId: best.stepId, version, experiment }
}
