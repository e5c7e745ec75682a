/**
 * ln Γ(base + k) − ln Γ(base) for k = 0…most: a running sum of logarithms, quicker than the gamma function and without
 * its cancellation for a large base.
 *
 * @internal
 */
export const risingLogs = (base: number, most: number): Float64Array => {
  const table = new Float64Array(most + 1)
  for (let k = 0; k < most; k++) table[k + 1] = table[k]! + Math.log(base + k)
  return table
}

/**
 * ψ(base + k) − ψ(base) for k = 0…most: the derivatives of {@link risingLogs} by the base.
 *
 * @internal
 */
export const risingReciprocals = (base: number, most: number): Float64Array => {
  const table = new Float64Array(most + 1)
  for (let k = 0; k < most; k++) table[k + 1] = table[k]! + 1 / (base + k)
  return table
}

/** The largest of whole numbers, 0 where there are none. @internal */
export const largestOf = (values: Int32Array): number => {
  let most = 0
  for (const value of values) if (value > most) most = value
  return most
}

/** ln(1 + e^u) without overflow. @internal */
export const logOnePlusExp = (u: number): number => (u > 0 ? u + Math.log1p(Math.exp(-u)) : Math.log1p(Math.exp(u)))
