/** The last step at or before a time, by bisection; undefined before the first. */
export const lastStepAt = <Step extends { readonly time: number }>(
  steps: ReadonlyArray<Step>,
  time: number,
): Step | undefined => {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (steps[middle]!.time <= time) low = middle + 1
    else high = middle
  }
  return steps[low - 1]
}
