import { InputInvalid } from "./InputErrors.ts"
import { addMinor, sumMinor } from "./Money.ts"
import { AmountUnsafe } from "./MoneyErrors.ts"

/**
 * Rounds signed fractional parts of a known whole so that the rounded parts sum to it exactly: the largest-remainder
 * method, for showing contributions (of a variance, of a change) whose exact values are fractions. Every result is within
 * one unit of its part, and no other whole numbers with that sum are closer in total. Of equal remainders
 * the part of bigger size, then the earlier one, is rounded away from zero. Negating all inputs negates the result.
 *
 * @param parts - finite, of size up to 2^52 inclusive, in the units to be shown; they sum to the total but for rounding
 * @param total - whole units, ±(2^53−1) inclusive
 * @throws {@link InputInvalid} where a part is not such a number (`roundToSum.part`) or the parts miss the total by a
 * unit or more (`roundToSum.total`), which is not a matter of rounding; {@link AmountUnsafe} where the total or a sum is
 * not a safe integer
 * @example
 * ```ts
 * import { roundToSum } from "@salesdept/core/shared"
 *
 * roundToSum([33.4, 33.4, 33.2], 100) // [34, 33, 33]
 * ```
 */
export const roundToSum = (parts: ReadonlyArray<number>, total: number): ReadonlyArray<number> => {
  if (!Number.isSafeInteger(total)) throw new AmountUnsafe(total)
  const problems = parts.flatMap((part, position) => (Math.abs(part) <= maxPart ? [] : [badPart(part, position)]))
  if (problems.length > 0) throw new InputInvalid(problems)
  const rounded = parts.map(nearest)
  // Exact in doubles: a number of this size and its neighbour differ by a representable number.
  const residues = parts.map((part, position) => part - (rounded[position] ?? 0))
  const missing = addMinor(total, 0 - sumMinor(rounded))
  const gap = Math.abs(missing - residues.reduce((left, right) => left + right, 0))
  if (gap >= 1 - parts.length * Number.EPSILON) throw new InputInvalid([farTotal(total)])
  const step = Math.sign(missing)
  // Of equal residues, bigger and earlier parts keep the larger size: first to grow, last to shrink.
  const growth = parts.map((part) => (Math.sign(part) === -step ? -1 : 1))
  const order = parts.map((_, position) => position)
  order.sort((a, b) => {
    const [growthA = 1, growthB = 1] = [growth[a], growth[b]]
    const bySize = Math.abs(parts[b] ?? 0) - Math.abs(parts[a] ?? 0) || a - b
    return step * ((residues[b] ?? 0) - (residues[a] ?? 0)) || growthB - growthA || growthA * bySize
  })
  for (const position of order.slice(0, Math.abs(missing))) rounded[position] = (rounded[position] ?? 0) + step
  return rounded
}

const maxPart = 2 ** 52

/** To the nearest whole number, halves away from zero; never −0. */
const nearest = (part: number): number => {
  const size = Math.floor(Math.abs(part))
  const away = Math.abs(part) - size >= 0.5 ? size + 1 : size
  return part < 0 ? 0 - away : away
}

const badPart = (part: number, position: number) => ({
  path: `[${position}]`,
  code: "roundToSum.part",
  message: {
    en: `${part} is not a finite number of size up to 2^52`,
    ru: `${part} — не конечное число, по модулю не больше 2^52`,
  },
})

const farTotal = (total: number) => ({
  path: "total",
  code: "roundToSum.total",
  message: {
    en: `the parts do not sum to ${total}: the difference is more than rounding`,
    ru: `части не дают в сумме ${total}: расхождение больше округления`,
  },
})
