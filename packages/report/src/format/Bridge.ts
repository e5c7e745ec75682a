/** One step of a bridge from a base to a fact. */
export interface BridgeStep {
  /** Its name. */
  readonly label: string
  /** What it adds; negative takes away. */
  readonly amount: number
  /** The figure written beside it. */
  readonly text: string
}

/** A bridge: a base, steps that lead from it, and the fact at which they arrive. */
export interface BridgeContent {
  /** Where it starts. */
  readonly base: BridgeStep
  /** The steps; base and steps sum to the fact. */
  readonly steps: ReadonlyArray<BridgeStep>
  /** Where it ends. */
  readonly fact: BridgeStep
}

/** A bar of a bridge, as levels on its axis. */
interface BridgeBar extends BridgeStep {
  /** A total stands on the axis; a step hangs between two levels. */
  readonly kind: "total" | "rise" | "fall"
  /** Level at which it starts. */
  readonly start: number
  /** Level at which it ends. */
  readonly end: number
}

/** A bridge laid along its axis. */
export interface BridgeLayout {
  /** Base, steps and fact. */
  readonly bars: ReadonlyArray<BridgeBar>
  /** Where the axis starts. */
  readonly low: number
  /** Where the axis ends; above `low`. */
  readonly high: number
  /** Whether the axis starts above zero, which must be said: totals are then not to scale. */
  readonly broken: boolean
}

/**
 * Lays a bridge along an axis. Where the steps are small beside the totals, the axis is broken above zero, since on
 * a full one they could not be seen.
 */
export const bridgeLayout = ({ base, steps, fact }: BridgeContent): BridgeLayout => {
  let level = base.amount
  const middle = steps.map((step): BridgeBar => {
    const start = level
    level += step.amount
    return { ...step, kind: step.amount < 0 ? "fall" : "rise", start, end: level }
  })
  const levels = [base.amount, fact.amount, ...middle.map((step) => step.end)]
  const least = Math.min(...levels)
  const most = Math.max(...levels)
  const spread = most - least
  const broken = least > 0 && spread > 0 && spread < 0.4 * most
  const low = broken ? Math.max(0, least - 0.4 * spread) : Math.min(0, least)
  const high = Math.max(0, most)
  const total = (step: BridgeStep): BridgeBar => ({ ...step, kind: "total", start: low, end: step.amount })
  const zeroed = (drawn: BridgeBar): BridgeBar => (broken ? drawn : { ...drawn, start: 0 })
  return {
    bars: [zeroed(total(base)), ...middle, zeroed(total(fact))],
    low,
    high: high > low ? high : low + 1,
    broken,
  }
}
