/** A square symmetric matrix by rows. */
export type SymmetricMatrix = ReadonlyArray<ReadonlyArray<number>>

// Pivots of the matrix scaled to a unit diagonal; below this the matrix is singular for all that double arithmetic and
// second differences can tell.
const smallestPivot = 1e-9

/**
 * Inverse of a positive definite matrix, by Cholesky's decomposition of the matrix scaled to a unit diagonal.
 *
 * @param matrix - symmetric; only the lower triangle is read
 * @returns null where the matrix is not (numerically) positive definite
 *
 * @example
 * ```ts
 * import { positiveDefiniteInverse } from "@salesdept/core/stats"
 *
 * positiveDefiniteInverse([[4, 2], [2, 3]]) // [[0.375, -0.25…], [-0.25, 0.5]]
 * positiveDefiniteInverse([[1, 2], [2, 1]]) // null
 * ```
 */
export const positiveDefiniteInverse = (matrix: SymmetricMatrix): SymmetricMatrix | null => {
  const n = matrix.length
  const scale = matrix.map((row, i) => 1 / Math.sqrt(row[i]!))
  if (!scale.every((each) => each > 0 && Number.isFinite(each))) return null
  const lower = matrix.map(() => new Float64Array(n))
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]! * scale[i]! * scale[j]!
      for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!
      if (i > j) lower[i]![j] = sum / lower[j]![j]!
      else if (sum > smallestPivot) lower[i]![i] = Math.sqrt(sum)
      else return null
    }
  }
  const columns = matrix.map((_, column) => solve(lower, column))
  return columns.map((values, j) => values.map((value, i) => value * scale[i]! * scale[j]!))
}

// Solves L Lᵀ x = e for a unit vector e.
const solve = (lower: ReadonlyArray<Float64Array>, column: number): Array<number> => {
  const n = lower.length
  const forward = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let sum = i === column ? 1 : 0
    for (let k = 0; k < i; k++) sum -= lower[i]![k]! * forward[k]!
    forward[i] = sum / lower[i]![i]!
  }
  const solution = Array.from(forward)
  for (let i = n - 1; i >= 0; i--) {
    let sum = solution[i]!
    for (let k = i + 1; k < n; k++) sum -= lower[k]![i]! * solution[k]!
    solution[i] = sum / lower[i]![i]!
  }
  return solution
}
