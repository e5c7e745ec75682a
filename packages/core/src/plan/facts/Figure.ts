import { addMinor } from "../../shared/Money.ts"

const decimals = 1_000_000

/**
 * Adds two figures of a measure: whole numbers exactly, units to their 6 decimals, so that tenths do not grow tails.
 *
 * @throws AmountUnsafe past 2^53−1 (of fractions, 2^53−1 millionths)
 */
export const addFigure = (left: number, right: number): number =>
  Number.isInteger(left) && Number.isInteger(right)
    ? addMinor(left, right)
    : addMinor(Math.round(left * decimals), Math.round(right * decimals)) / decimals
