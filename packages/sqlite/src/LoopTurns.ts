import { performance } from "node:perf_hooks"
import { setImmediate, setTimeout } from "node:timers"

/** How long calls may follow one another before whatever else waits for the event loop has its turn, milliseconds. */
const longestMs = 50

// As they are now: a host's test that stops its clock must not stop what waits here.
const nowMs = performance.now.bind(performance)
const afterTurn: (run: () => void) => void = setImmediate
const soon: (run: () => void) => { readonly unref: () => void } = setTimeout

/** Keeps calls that the driver answers at once from following one another without the event loop ever turning. */
export interface LoopTurns {
  /** Whether it has not turned for so long that a call should wait for {@link LoopTurns.after}. */
  readonly isOverdue: () => boolean
  /** Runs something when timers and sockets have had their turn. */
  readonly after: (run: () => void) => void
}

/** Makes the watch over the event loop's turns. A turn is only watched while there are calls. */
export const makeLoopTurns = (): LoopTurns => {
  let beganMs: number | null = null
  const begin = (): void => {
    const mineMs = nowMs()
    beganMs = mineMs
    const end = (): void => {
      if (beganMs === mineMs) beganMs = null
    }
    // What a socket brings comes after timers and before this: it has waited, and need not wait for the turn to end.
    soon(end).unref()
    afterTurn(end)
  }
  return {
    isOverdue: () => {
      if (beganMs !== null) return nowMs() - beganMs > longestMs
      begin()
      return false
    },
    // What runs then belongs to the turn that has just begun.
    after: (run) =>
      afterTurn(() => {
        if (beganMs === null) begin()
        run()
      }),
  }
}
