import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict"
import { playLoop } from "./base.ts"
import { htmlLoop, terminalLoop } from "./report.ts"

const round = await playLoop("ru")

// Nothing was refused, everybody has a summary, and what was planted was found.
strictEqual(round.refused, 0)
ok(round.closed.closed.length >= 12)
const unsent = round.findings.filter(({ ruleId, ownerId }) => ruleId === "document.paidWithoutAct" && ownerId !== null)
strictEqual(unsent.toSorted((left, right) => right.evidence.count - left.evidence.count)[0]?.ownerId, "user:2")
deepStrictEqual([round.script?.stageId, round.script?.stepId], ["needs", "needsQuestions"])
strictEqual(round.script?.experiment.status, "running")
deepStrictEqual(
  round.steps.filter(({ verdict }) => verdict === "goesWithWinning").map(({ stepId }) => stepId),
  ["needsQuestions"],
)

// The variance splits without a rest, to the minor unit.
const { variance } = round.variance
const parts = variance.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
strictEqual(parts, variance.actualMinor - variance.baseMinor)

// The corrected plan is in force beside the original, and says which talk asked for it.
strictEqual(round.replan.replan.isFeasible, true)
strictEqual(round.plan?.versions.length, 3)
strictEqual(round.inForce?.number, 3)
deepStrictEqual(round.inForce.reasons, [{ code: "winRate", reviewId: round.held?.debrief.id }])
const newTotal = round.replan.replan.reps.reduce((sum, { newMinor }) => sum + newMinor, 0)
strictEqual(newTotal, round.replan.replan.totalMinor)

for (const language of ["en", "ru"] as const) {
  const lines = terminalLoop(round, language, { width: 100, colour: false })
  ok(lines.every((line) => line.length <= 100))
  match(htmlLoop(round, language), /<svg[^>]+/)
}
console.log("sales-loop: as expected")
