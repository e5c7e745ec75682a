import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict"
import { playLoop } from "./base.ts"
import { htmlLoop, terminalLoop } from "./report.ts"

const round = await playLoop("ru")

// Nothing was refused, everybody has a summary, and what was planted was found.
strictEqual(round.refused, 0)
ok(round.closed >= 12)
strictEqual(round.uncovered, 0)
for (const rule of ["document.paidWithoutAct", "document.notSent"]) {
  const unsent = round.findings.filter(({ ruleId, ownerId }) => ruleId === rule && ownerId !== null)
  strictEqual(unsent.toSorted((left, right) => right.evidence.count - left.evidence.count)[0]?.ownerId, "user:2")
}
ok(round.findings.some(({ ruleId }) => ruleId === "own.largeAndSilent"))
ok(round.findings.some(({ recurrenceOf }) => recurrenceOf !== null))
ok((round.signals?.judged ?? 0) > 100)

// The quarter missed its plan, and the department's summary said so with its pace.
const [target] = round.month.plan
ok(target !== undefined && target.fact < target.target && target.period === "2026-Q2" && target.ahead < 0)

// The talk was planned by the calendar, held in private, and what was decided was verified by the facts after it.
deepStrictEqual([round.held?.route, round.held?.repId], ["personal", "user:2"])
ok(round.held?.actions.every(({ verdict }) => verdict !== null))
strictEqual(round.growth.kept.denominator, 1)

// What works became a version that leads back to the review and to the missed plan.
deepStrictEqual(
  round.script?.lineage.proposals.map(({ reviewId, variancePeriod, status }) => [reviewId, variancePeriod, status]),
  [[round.month.id, "2026-Q2", "accepted"]],
)
strictEqual(round.script?.lineage.experiments.length, 1)
deepStrictEqual([round.script?.stageId, round.script?.stepId], ["needs", "needsQuestions"])
strictEqual(round.script?.experiment.status, "running")
deepStrictEqual(
  round.steps.filter(({ verdict }) => verdict === "goesWithWinning").map(({ stepId }) => stepId),
  ["needsQuestions"],
)

// The variance against the plan splits without a rest, to the minor unit.
const { variance, against } = round.variance
strictEqual(against, "plan")
strictEqual(
  variance.baseMinor,
  round.attainment.rows.reduce((sum, { target: of }) => sum + (of ?? 0), 0),
)
const parts = variance.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
strictEqual(parts, variance.actualMinor - variance.baseMinor)

// The corrected plan is in force beside the original, and says which talk asked for it and which quarter it answers.
strictEqual(round.replan.replan.isFeasible, true)
strictEqual(round.plan?.versions.length, 2)
strictEqual(round.inForce?.number, 2)
deepStrictEqual(round.inForce.reasons, [{ code: "winRate", reviewId: round.month.id, variancePeriods: ["2026-Q2"] }])
const newTotal = round.replan.replan.reps.reduce((sum, { newMinor }) => sum + newMinor, 0)
strictEqual(newTotal, round.replan.replan.totalMinor)
ok(
  round.replan.draft?.targets
    .filter(({ period }) => period === "2026-Q3")
    .every(({ value }) => value % 10_000_00 === 0),
)

// A quarter later the experiment ended by its rule, and the next plan begins where it left off.
const { trial, inForce } = round.ending
ok(trial !== null && trial.verdict.baseline.followed + trial.verdict.trial.followed === 120)
strictEqual(trial.verdict.sampleRatio.mismatch, false)
deepStrictEqual(
  [trial.verdict.advice, trial.experiment.status, trial.versionId],
  ["noDifferenceShown", "rolledBack", "scriptversion_needs-1"],
)
strictEqual(trial.verdict.baseline.strayed + trial.verdict.trial.strayed, 0)
strictEqual(inForce?.number, 3)

for (const language of ["en", "ru"] as const) {
  const lines = terminalLoop(round, language, { width: 100, colour: false })
  ok(lines.every((line) => line.length <= 100))
  match(htmlLoop(round, language), /<svg[^>]+/)
  // People, stages and steps are shown by their names.
  ok(lines.every((line) => !/user:|team:|needsQuestions|не число|NaN/.test(line)))
}
console.log("sales-loop: as expected")
