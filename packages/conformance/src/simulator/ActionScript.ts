import type { ActorId } from "@salesdept/core/shared"
import { instantOf } from "@salesdept/core/shared"
import type { ActionBody, SimulatedAction } from "./SimulatedAction.ts"

/** Collects actions in the order in which they are thought of and gives them back in the order of time. */
export interface ActionScript {
  /**
   * Adds an action. What happens outside the period is left out; the answer says whether it was kept. Of two actions at
   * the same second the one added first comes first, so a cause must be added before its effect.
   */
  readonly add: (second: number, actor: ActorId, body: ActionBody) => boolean
  /** All actions by time. */
  readonly finished: () => ReadonlyArray<SimulatedAction>
}

/** 2^25 actions: with seconds of up to 5 years (below 2^28) a sort key stays below 2^53. */
const positions = 2 ** 25

/** Starts a script for a period from one moment to another (exclusive), in seconds since 1970. */
export const actionScript = (startsAt: number, endsAt: number): ActionScript => {
  const actions: Array<SimulatedAction> = []
  const keys: Array<number> = []
  return {
    add: (second, actor, body) => {
      if (second < startsAt || second >= endsAt) return false
      keys.push((second - startsAt) * positions + actions.length)
      actions.push({ at: instantOf(second * 1000), actor, ...body })
      return true
    },
    // Numbers in a typed array sort natively; a comparator over objects takes several times as long on millions of
    // actions.
    finished: () => Array.from(Float64Array.from(keys).sort(), (key) => actions[key % positions] as SimulatedAction),
  }
}
