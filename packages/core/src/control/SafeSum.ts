/** A sum of whole minor units; null where it passes 2^53−1: withheld, never rounded, and never a reason to fail. */
export const safeSum = (amountsMinor: ReadonlyArray<number>): number | null => {
  let sum = 0
  for (const amountMinor of amountsMinor) sum += amountMinor
  return Number.isSafeInteger(sum) ? sum : null
}
