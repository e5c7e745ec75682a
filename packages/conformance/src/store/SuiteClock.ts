/** The first moment of every suite: a Monday morning in Moscow. */
export const suiteStart = "2026-02-02T06:00:00.000Z"

/** A clock that stands still until it is moved, so that every run of a suite writes the same times. */
export interface SuiteClock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Moves it on by so many milliseconds. */
  readonly advance: (ms: number) => void
}

/** Makes a clock that stands at {@link suiteStart}. */
export const makeSuiteClock = (): SuiteClock => {
  let ms = Date.parse(suiteStart)
  return {
    now: () => ms,
    advance: (by) => {
      ms += by
    },
  }
}
