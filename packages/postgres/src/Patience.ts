import { setTimeout as sleep } from "node:timers/promises"

/** Counts the tries of one call and waits between them. */
export interface Patience {
  /**
   * Waits before another try: about 10 ms at first, twice as long each time, with jitter. False, at once, where there have been
   * enough tries or a server that does not answer has taken too long already.
   */
  readonly again: () => Promise<boolean>
}

const mostTries = 8
const longestMs = 5000

/** Begins to count. */
export const makePatience = (): Patience => {
  const startedMs = performance.now()
  let tries = 1
  return {
    again: async () => {
      if (tries === mostTries || performance.now() - startedMs > longestMs) return false
      await sleep(5 * 2 ** tries * (0.5 + Math.random() / 2))
      tries += 1
      return true
    },
  }
}
