/** A quotient together with what it was made of. */
export interface Ratio {
  /** What is counted or summed. */
  readonly numerator: number
  /** What it is divided by; never 0. */
  readonly denominator: number
  /** `numerator / denominator`, not rounded. */
  readonly value: number
}

/** The ratio of two numbers, or null where the denominator is 0 (0 ÷ 0 included). */
export const ratioOf = (numerator: number, denominator: number): Ratio | null =>
  denominator === 0 ? null : { numerator, denominator, value: numerator / denominator + 0 }
