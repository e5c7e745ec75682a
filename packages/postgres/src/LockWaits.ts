/**
 * Places of commands that may wait for somebody's lock, each with a connection in its hand: fewer than connections, so that there is
 * always one for what waits for nobody, and for who holds the lock and has something to ask before letting it go.
 */
export interface LockWaits {
  /** Takes a place where one is free; gives what leaves it, once. Null where none is. */
  readonly enter: () => (() => void) | null
  /**
   * Runs a body in a place, the first that becomes free; who asks first has the first. Null where that takes longer than a connection of
   * the pool is waited for.
   */
  readonly within: <A>(body: () => Promise<A>) => Promise<A | null>
  /** Lets everybody in who waits or asks: no connection is lent any more, which each of them is to be told. */
  readonly open: () => void
}

/** Connections that are left to others at least, where the pool has so many; of a large pool a quarter. */
const spareConnections = 2
const spareShare = 1 / 4

/**
 * Makes the places over a pool.
 *
 * @param connections - how many the pool has at most
 * @param longestMs - how long a connection of it is waited for, milliseconds; 0 for as long as it takes
 */
export const makeLockWaits = (connections: number, longestMs: number): LockWaits => {
  let free = Math.max(1, connections - Math.max(spareConnections, Math.ceil(connections * spareShare)))
  const waiting = new Set<() => void>()

  const leave = (): void => {
    const [first] = waiting
    if (first === undefined) free += 1
    else first()
  }

  /** Waits for a place; false where none came. A place that is left goes over to who waits without being free in between. */
  const admitted = (): Promise<boolean> =>
    new Promise((resolve) => {
      const end = (isAdmitted: boolean): void => {
        waiting.delete(admit)
        clearTimeout(timer)
        resolve(isAdmitted)
      }
      const admit = (): void => end(true)
      const timer = longestMs === 0 ? undefined : setTimeout(end, longestMs, false)
      waiting.add(admit)
    })

  return {
    enter: () => {
      if (free === 0) return null
      free -= 1
      let isIn = true
      return () => {
        if (isIn) leave()
        isIn = false
      }
    },
    within: async (body) => {
      if (free > 0) free -= 1
      else if (!(await admitted())) return null
      try {
        return await body()
      } finally {
        leave()
      }
    },
    open: () => {
      free = Infinity
      for (const admit of waiting) admit()
    },
  }
}
