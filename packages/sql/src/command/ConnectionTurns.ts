const lastTurns = new WeakMap<object, Promise<void>>()

/**
 * Runs a body when every earlier one over the same connection has ended. A connection carries one command at a time:
 * savepoints of two that overlap would close each other.
 */
export const inTurn = async <A>(connection: object, body: () => Promise<A>): Promise<A> => {
  const before = lastTurns.get(connection) ?? Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  lastTurns.set(connection, promise)
  await before
  try {
    return await body()
  } finally {
    resolve()
  }
}
