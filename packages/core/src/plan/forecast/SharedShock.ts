// Trapezoid nodes over ±8 deviations: for a normal weight the rule is exact to the last digits.
const step = 0.25
const nodes = Array.from({ length: 65 }, (_, at) => (at - 32) * step)
const weights = nodes.map((z) => (Math.exp(-0.5 * z * z) * step) / Math.sqrt(2 * Math.PI))

const chanceAt = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))

const meanChance = (logOdds: number, shock: number): number =>
  nodes.reduce((sum, z, at) => sum + weights[at]! * chanceAt(logOdds + shock * z), 0)

/**
 * The log-odds at which a chance is as stated on the mean over a normal shock to them. At the log-odds of the chance itself a shock
 * would draw it towards one half: what is unlikely would be won more often than it was said to be.
 *
 * @param probability - stated chance, 0 to 1
 * @param shock - standard deviation of the shock, 0 or more
 * @returns infinite for a chance of 0 or 1
 */
export const shockedLogOdds = (probability: number, shock: number): number => {
  const calm = Math.log(probability / (1 - probability))
  if (shock === 0 || !Number.isFinite(calm)) return calm
  // The shock flattens the curve, so the answer is further from even odds, on the same side; beyond 40 a chance is 0 or 1.
  let near = calm
  let far = Math.sign(calm) * (Math.abs(calm) + 40 * (1 + shock))
  for (let round = 0; round < 60; round++) {
    const middle = (near + far) / 2
    if (Math.abs(meanChance(middle, shock) - 0.5) < Math.abs(probability - 0.5)) near = middle
    else far = middle
  }
  return (near + far) / 2
}

/**
 * What the same shock to the log-odds of winning makes of a number of wins to come: a factor of 1 on the mean.
 *
 * @param shift - the shock drawn, its standard deviation times a standard normal value
 * @param shock - that standard deviation
 */
export const shockedWins = (shift: number, shock: number): number => Math.exp(shift - (shock * shock) / 2)
