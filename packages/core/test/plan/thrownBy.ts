/** The error of this kind that a call throws; anything else, or nothing, fails the test. */
export const thrownBy = <Kind extends Error>(kind: new (...args: never) => Kind, call: () => unknown): Kind => {
  try {
    call()
  } catch (error) {
    if (error instanceof kind) return error
    throw error
  }
  throw new Error(`nothing was thrown where ${kind.name} was expected`)
}
