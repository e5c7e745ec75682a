import type { Comparison } from "./Measurement.ts"

/** One of two rivals. */
export interface Runner {
  /** Does the work of a round; rounds count from 0, warm-up rounds first. */
  readonly run: (round: number) => void | Promise<void>
}

/** What is compared and how often. */
export interface PairedRounds {
  /** Ours. */
  readonly ours: Runner
  /** The rival's. */
  readonly theirs: Runner
  /** How many things a round does. */
  readonly perRound: number
  /** Rounds that count, 1 or more. */
  readonly rounds: number
  /** Rounds before them that do not. */
  readonly warmUps: number
  /** Of what a round does so many, such as `moves`. */
  readonly unit: string
  /** Time as it passes, the default; or the process's own processor time, all its threads together, which other work disturbs less. */
  readonly clock?: "wall" | "processor"
}

/** The middle value; of an even number the mean of the two in the middle. */
export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Seconds so far by a clock. */
const clocks = {
  wall: (): number => performance.now() / 1000,
  processor: (): number => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  },
}

/**
 * Runs both rivals in turn, round by round, so that whatever else the machine does hits both. The ratio is the median of
 * the rounds' own ratios; who goes first changes with each round.
 */
export const pairedRounds = async ({
  ours,
  theirs,
  perRound,
  rounds,
  warmUps,
  unit,
  clock = "wall",
}: PairedRounds): Promise<Pick<Comparison, "ratio" | "ours" | "theirs">> => {
  const secondsOf = async (runner: Runner, round: number): Promise<number> => {
    const startedAt = clocks[clock]()
    await runner.run(round)
    return clocks[clock]() - startedAt
  }
  const oursSeconds: Array<number> = []
  const theirSeconds: Array<number> = []
  const ratios: Array<number> = []
  for (let round = 0; round < warmUps + rounds; round++) {
    let our = 0
    if (round % 2 === 0) our = await secondsOf(ours, round)
    const their = await secondsOf(theirs, round)
    if (round % 2 === 1) our = await secondsOf(ours, round)
    if (round < warmUps) continue
    oursSeconds.push(our)
    theirSeconds.push(their)
    ratios.push(their / our)
  }
  return {
    ratio: median(ratios),
    ours: { perSecond: perRound / median(oursSeconds), unit },
    theirs: { perSecond: perRound / median(theirSeconds), unit },
  }
}

/**
 * Rivals that do not find the same have not done the same work.
 *
 * @throws RangeError where they differ
 */
export const expectSame = (name: string, ours: number, theirs: number): void => {
  if (ours !== theirs) throw new RangeError(`${name}: ${ours} against the rival's ${theirs}`)
}
