import type { SimulatedDepartment } from "@salesdept/conformance/simulator"
import type { TenantSales } from "@salesdept/core/promise"
import type { Round } from "./loop.ts"
import { replanTerms, reviewed } from "./loop.ts"

/**
 * A quarter later the round is closed. The rule was stated before the experiment began: the new version is kept only where the verdict
 * says so; where the planned deals are closed and nothing is shown, the one in force stays. Then the plan is corrected again, from the
 * quarter that the last correction was for: where one round ends, the next begins.
 */
export const closeRound = async (department: SimulatedDepartment, tenant: TenantSales, round: Round) => {
  const head = tenant.as(department.head.id)
  const deputy = tenant.as("user:deputy")
  const { script } = round

  const trial =
    script === null
      ? null
      : await (async () => {
          const experimentId = script.experiment.id
          const verdict = await head.scriptExperiments.verdict({ experimentId })
          const decision = verdict.advice === "keep" ? "keep" : "rollBack"
          const { experiment } = await head.scriptExperiments.settle({ experimentId, decision, reason: verdict.why.en })
          const current = await head.scripts.get(experiment.scriptId)
          return { verdict, experiment, versionId: current?.currentVersionId ?? null }
        })()

  const attainment = await head.plans.attainment({ planId: "plan_main", periods: [reviewed.next] })
  const replan = await head.plans.replan({
    planId: "plan_main",
    past: [reviewed.next],
    remaining: [reviewed.after],
    ...replanTerms,
    reasons: [{ code: "winRate", reviewId: round.month.id }],
  })
  if (replan.draft !== null) {
    const { planVersion } = await head.plans.draft(replan.draft)
    await head.plans.submit({ versionId: planVersion.id })
    await deputy.plans.approve({ versionId: planVersion.id })
  }
  const inForce = await head.plans.inForce({ planId: "plan_main", on: "2026-10-15" })
  return { trial, attainment, replan, inForce }
}

/** What the round came to. */
export type Ending = Awaited<ReturnType<typeof closeRound>>
