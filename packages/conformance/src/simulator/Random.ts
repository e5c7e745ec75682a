/**
 * A source of randomness: each call gives the next number in [0, 1). Everything random in the simulator takes one as an
 * argument, so that a seed decides the whole outcome.
 */
export type RandomSource = () => number

const range = 2 ** 32
/** Rounds thrown away after seeding, so that seeds which differ in one bit part company. */
const warmUpRounds = 15

/**
 * The generator sfc32 ("small fast counter", 128 bits of state) by Chris Doty-Humphrey, published in his test suite
 * PractRand (public domain). Chosen for its speed on 32-bit arithmetic; not for secrets.
 */
const sfc32 = (first: number, second: number, third: number): RandomSource => {
  let a = first | 0
  let b = second | 0
  let c = third | 0
  let counter = 1
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / range
  }
  for (let round = 0; round < warmUpRounds; round++) next()
  return next
}

/**
 * FNV-1a over UTF-16 units (Fowler, Noll and Vo, 1991) from a given basis, then the finaliser of MurmurHash3 (Appleby,
 * 2011).
 */
const hashed = (text: string, basis: number): number => {
  let hash = basis
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/**
 * A generator for a seed. The same seed gives the same numbers for ever: the first outputs are held by a test.
 *
 * @param seed - any number or text; `1` and `"1"` are the same seed
 */
export const randomFrom = (seed: number | string): RandomSource => {
  const text = String(seed)
  return sfc32(hashed(text, 0x811c9dc5), hashed(text, 0x9e3779b9), hashed(text, 0x6a09e667))
}

/** A generator of its own, started from another one's next numbers: what it draws later does not disturb its parent. */
export const forkRandom = (random: RandomSource): RandomSource =>
  sfc32(random() * range, random() * range, random() * range)

/** A number in [low, high). */
export const uniform = (random: RandomSource, low: number, high: number): number => low + (high - low) * random()

/** A whole number from `low` to `high`, both inclusive. */
export const wholeNumber = (random: RandomSource, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))

/** True with a probability in [0, 1]. */
export const chance = (random: RandomSource, probability: number): boolean => random() < probability

/** Normal with a mean and a standard deviation (Box and Muller, 1958). */
export const normal = (random: RandomSource, mean: number, deviation: number): number =>
  mean + deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Lognormal with a median and the standard deviation `sigma` of its logarithm. */
export const lognormal = (random: RandomSource, median: number, sigma: number): number =>
  median * Math.exp(normal(random, 0, sigma))

/** Exponential with a mean, by inversion. */
export const exponential = (random: RandomSource, mean: number): number => -mean * Math.log(1 - random())

/**
 * Poisson with a mean of 0 or more: multiplication of uniforms (Knuth, 1969); a large mean is split into halves, which
 * add up.
 */
export const poisson = (random: RandomSource, mean: number): number => {
  if (mean > 30) return poisson(random, mean / 2) + poisson(random, mean / 2)
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

/** At least one choice, so that a pick always has a result. */
export type Choices<T> = readonly [T, ...ReadonlyArray<T>]

/** One of the choices, each as likely as another. */
export const pick = <T>(random: RandomSource, choices: Choices<T>): T =>
  choices[Math.floor(random() * choices.length)] ?? choices[0]

/** One of the choices in proportion to its weight; weights are 0 or more, the first one above 0. */
export const weightedPick = <T>(random: RandomSource, choices: Choices<readonly [choice: T, weight: number]>): T => {
  let total = 0
  for (const [, weight] of choices) total += weight
  let left = random() * total
  for (const [choice, weight] of choices) {
    left -= weight
    if (left < 0) return choice
  }
  return choices[0][0]
}

/** The same items in a random order (Fisher and Yates, in Durstenfeld's form, 1964); the given array stays as it is. */
export const shuffle = <T>(random: RandomSource, items: ReadonlyArray<T>): Array<T> => {
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = wholeNumber(random, 0, last)
    const kept = shuffled[last] as T
    shuffled[last] = shuffled[other] as T
    shuffled[other] = kept
  }
  return shuffled
}
