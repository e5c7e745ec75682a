/**
 * What is left of values when the means of two crossing groupings are taken out of them: residuals of least squares on both, by
 * conjugate gradients (Hestenes and Stiefel 1952) over the second. Taking means out by turns comes to the same, but where the
 * groups hang together by few rows it takes thousands of turns.
 *
 * @param values - one per row, finite
 * @param first - group of each row in the one grouping: whole numbers from 0
 * @param second - group of each row in the other: whole numbers from 0; better the one with fewer groups
 * @internal
 */
export const twoWayResiduals = (
  values: ReadonlyArray<number>,
  first: ReadonlyArray<number>,
  second: ReadonlyArray<number>,
): ReadonlyArray<number> => {
  const counts = sumsBy(
    values.map(() => 1),
    first,
  )
  const withinFirst = (rows: ReadonlyArray<number>): ReadonlyArray<number> => {
    const sums = sumsBy(rows, first)
    return rows.map((value, row) => value - sums[first[row]!]! / counts[first[row]!]!)
  }
  let rest = sumsBy(withinFirst(values), second)
  const effects = rest.map(() => 0)
  let direction = [...rest]
  let size = dot(rest, rest)
  const least = 1e-26 * size
  // In exact arithmetic as many steps as there are groups would do.
  for (let step = 0; step < 4 * effects.length && size > least; step++) {
    const moved = sumsBy(withinFirst(second.map((group) => direction[group]!)), second)
    const along = dot(direction, moved)
    if (!(along > 0)) break
    const length = size / along
    direction.forEach((each, group) => (effects[group]! += length * each))
    rest = rest.map((each, group) => each - length * moved[group]!)
    const next = dot(rest, rest)
    direction = rest.map((each, group) => each + (next / size) * direction[group]!)
    size = next
  }
  return withinFirst(values.map((value, row) => value - effects[second[row]!]!))
}

const dot = (left: ReadonlyArray<number>, right: ReadonlyArray<number>): number =>
  left.reduce((sum, each, at) => sum + each * right[at]!, 0)

const sumsBy = (values: ReadonlyArray<number>, groups: ReadonlyArray<number>): Array<number> => {
  const sums: Array<number> = []
  values.forEach((value, row) => (sums[groups[row]!] = (sums[groups[row]!] ?? 0) + value))
  return sums
}
