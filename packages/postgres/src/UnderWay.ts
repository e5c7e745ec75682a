/** What is under way, for whoever closes to wait for. */
export interface UnderWay {
  /** Runs a body, which counts until it has ended. */
  readonly run: <A>(body: () => Promise<A>) => Promise<A>
  /** Ends when nothing is under way any more; asked once. */
  readonly ended: () => Promise<void>
}

/** Begins to count. */
export const makeUnderWay = (): UnderWay => {
  let running = 0
  let tellEnd = (): void => {}
  return {
    run: async (body) => {
      running += 1
      try {
        return await body()
      } finally {
        running -= 1
        if (running === 0) tellEnd()
      }
    },
    ended: () =>
      new Promise((resolve) => {
        tellEnd = resolve
        if (running === 0) resolve()
      }),
  }
}
