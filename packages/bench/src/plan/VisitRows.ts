import type { StageVisitColumns } from "@salesdept/core/deal"

/** Stages of the visits, in the order in which deals go through them. */
export const visitStages = ["newLead", "contact", "needs", "offer", "contract", "done"] as const

const startMs = Date.parse("2024-01-01T00:00:00.000Z")

/** How long the visit of a row lasts, in whole seconds: made by arithmetic alone. */
const secondsOf = (row: number): number => 3600 + ((Math.imul(row + 1, 2_654_435_761) >>> 0) % 2_000_000)

/** Stage visits as columns: each deal goes through all stages, and one in seven visits goes back a stage. */
export const visitColumns = (length: number): StageVisitColumns => {
  const each = visitStages.length
  const deals = Math.ceil(length / each)
  const stage = new Int32Array(length)
  const enteredAtMs = new Float64Array(length)
  const leftAtMs = new Float64Array(length).fill(Number.NaN)
  for (let row = 0; row < length; row++) {
    const step = row % each
    const before = row - 1
    // A deal stays in no stage twice in a row, so that every row is a move.
    stage[row] = step > 1 && row % 7 === 0 ? (stage[row - 2] ?? 0) : step
    if (step > 0 && stage[row] === stage[before]) stage[row] = step === each - 1 ? 0 : each - 1
    enteredAtMs[row] =
      step === 0
        ? startMs + (Math.floor(row / each) % 500_000) * 60_000
        : (enteredAtMs[before] ?? 0) + secondsOf(before) * 1000
    if (step > 0) leftAtMs[before] = enteredAtMs[row] ?? Number.NaN
  }
  return {
    length,
    deal: {
      codes: Int32Array.from({ length }, (_, row) => Math.floor(row / each)),
      values: Array.from({ length: deals }, (_, deal) => `deal_${deal}`),
    },
    stage: { codes: stage, values: visitStages },
    enteredAtMs,
    leftAtMs,
  }
}
