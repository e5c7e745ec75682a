import type { ScriptProposal } from "@salesdept/core/script"
import type { ScriptCandidate } from "../model/ScriptsSection.ts"
import type { Base } from "./Base.ts"
import { repNameOf } from "./Base.ts"
import type { ScriptRecords } from "./ScriptRecords.ts"
import { dealsThen, isOnTrial, scriptNameOf } from "./ScriptRecords.ts"
import type { JudgedStep } from "./StepFigures.ts"

/** Reps named of those who won although the script had no answer. */
const named = 3

const ofSteps = (records: ScriptRecords, steps: ReadonlyArray<JudgedStep>): ReadonlyArray<ScriptCandidate> =>
  steps.flatMap(({ scriptId, versionId, stepId, figures }): ReadonlyArray<ScriptCandidate> => {
    const { script, step, answer } = figures
    if (answer !== "goesWithWinning" && answer !== "goesWithLosing") return []
    const talks = records.runs.filter((run) => run.versionId === versionId)
    const usedCount = talks.filter((run) => run.steps.some((use) => use.stepId === stepId)).length
    const isWinning = answer === "goesWithWinning"
    if (isWinning ? usedCount === talks.length : usedCount === 0) return []
    const kind = isWinning ? "must" : "without"
    return [{ kind, script, step, usedCount, talkCount: talks.length, isOnTrial: isOnTrial(records, scriptId) }]
  })

const unanswered = (
  base: Base,
  records: ScriptRecords,
  proposals: ReadonlyArray<ScriptProposal>,
): ReadonlyArray<ScriptCandidate> => {
  const deals = dealsThen(base, records)
  const runs = new Map<string, (typeof records.runs)[number]>(records.runs.map((run) => [run.id, run]))
  const said = Map.groupBy(proposals, ({ id, scriptId }) =>
    JSON.stringify([scriptId, records.texts.get(id)?.["proposal"] ?? ""]),
  )
  return [...said]
    .map(([key, same]) => {
      const [scriptId, text] = JSON.parse(key) as [string, string]
      const heard = new Set(same.flatMap(({ evidenceIds }) => evidenceIds))
      const dealIds = new Set([...heard].flatMap((id) => runs.get(id)?.dealId ?? []))
      const won = base.deals.filter(({ id }) => dealIds.has(id) && deals.get(id)?.outcome === "won")
      const sellers = Map.groupBy(won, ({ sellerId }) => sellerId)
      const wonBy = [...sellers]
        .toSorted(([one, left], [other, right]) => right.length - left.length || ((one ?? "") < (other ?? "") ? -1 : 1))
        .flatMap(([sellerId]) => repNameOf(base, sellerId) ?? [])
      const script = scriptNameOf(records, scriptId)
      const [count, wonCount] = [same.length, won.length]
      return { kind: "unanswered" as const, script, said: text, count, wonCount, wonBy: wonBy.slice(0, named) }
    })
    .filter(({ said: text }) => text !== "")
    .toSorted((left, right) => right.count - left.count || (left.said < right.said ? -1 : 1))
}

/**
 * What to write into the scripts next: steps that go with winning and are not used always, steps that go with losing, what clients say that has no
 * answer, the most frequent first, and what else was proposed and not decided on.
 */
export const scriptCandidates = (
  base: Base,
  records: ScriptRecords,
  steps: ReadonlyArray<JudgedStep>,
): ReadonlyArray<ScriptCandidate> => {
  const open = records.proposals.filter(({ status }) => status === "proposed")
  const judged = new Set(
    steps.flatMap(({ scriptId, stepId, figures }) =>
      figures.answer === "goesWithWinning" ? [JSON.stringify([scriptId, stepId])] : [],
    ),
  )
  const proposed = open.flatMap(({ id, scriptId, stepId, origin }): ReadonlyArray<ScriptCandidate> => {
    const proposal = records.texts.get(id)?.["proposal"]
    if (origin === "unanswered" || proposal === undefined) return []
    // What the wins of today say stands there with today's figures.
    if (origin === "winAnalysis" && judged.has(JSON.stringify([scriptId, stepId]))) return []
    return [{ kind: "proposed", script: scriptNameOf(records, scriptId), proposal, origin }]
  })
  const heard = open.filter(({ origin }) => origin === "unanswered")
  return [...ofSteps(records, steps), ...unanswered(base, records, heard), ...proposed]
}
