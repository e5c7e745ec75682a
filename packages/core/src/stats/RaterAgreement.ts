import { argumentProblem, rejectWhere, wholeFrom0To } from "./ArgumentProblem.ts"

/** How far two raters agree beyond what chance would give. */
export interface RaterAgreement {
  /** How it was made. */
  readonly method: "cohen-kappa"
  /** Things that both rated. */
  readonly n: number
  /** Share of them rated alike, 0 to 1; null where there are none. */
  readonly agreement: number | null
  /** Share that would be rated alike by chance; null likewise. */
  readonly expected: number | null
  /** Cohen's kappa, 1 for full agreement, 0 for chance; null where chance alone would make all alike. */
  readonly kappa: number | null
}

/**
 * Agreement of two raters over the same things: Cohen's kappa (1960). Two scorecards that agree no better than chance say
 * nothing about the dialog.
 *
 * @param table - square: `table[i][j]` things that the first put into category i and the second into j; whole, 0 or more
 * @throws InputInvalid where the table is not square or a count is out of bounds
 *
 * @example
 * ```ts
 * import { raterAgreement } from "@salesdept/core/stats"
 *
 * raterAgreement([[20, 5], [10, 15]]).kappa?.toFixed(2) // "0.40"
 * ```
 */
export const raterAgreement = (table: ReadonlyArray<ReadonlyArray<number>>): RaterAgreement => {
  rejectWhere(
    table.flatMap((row, i) => [
      ...(row.length === table.length
        ? []
        : [
            argumentProblem(`table[${i}].length`, row.length, {
              en: `as many columns as rows (${table.length})`,
              ru: `столько же столбцов, сколько строк (${table.length})`,
            }),
          ]),
      ...row.flatMap((count, j) =>
        Number.isSafeInteger(count) && count >= 0
          ? []
          : [argumentProblem(`table[${i}][${j}]`, count, wholeFrom0To(Number.MAX_SAFE_INTEGER))],
      ),
    ]),
  )
  let [n, alike, chance] = [0, 0, 0]
  const columns = table.map(() => 0)
  const rows = table.map((row, i) => {
    let total = 0
    row.forEach((count, j) => {
      total += count
      columns[j]! += count
      if (i === j) alike += count
    })
    n += total
    return total
  })
  rows.forEach((total, i) => (chance += total * columns[i]!))
  const method = "cohen-kappa" as const
  if (n === 0) return { method, n, agreement: null, expected: null, kappa: null }
  const agreement = alike / n
  const expected = chance / (n * n)
  return { method, n, agreement, expected, kappa: expected === 1 ? null : (agreement - expected) / (1 - expected) }
}
