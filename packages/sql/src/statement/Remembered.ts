/** Gives what is remembered of a key; what is not remembered is made of it. */
export type Remembered<A> = (key: string, make: (key: string) => A) => A

/**
 * Remembers what was made of keys, so many of them at most: beyond that, what was made first is forgotten, and made anew when it is asked
 * for. Statements are few where a program asks; a person who composes questions must not fill the memory.
 */
export const makeRemembered = <A>(most: number): Remembered<A> => {
  const known = new Map<string, A>()
  return (key, make) => {
    let value = known.get(key)
    if (value === undefined) {
      value = make(key)
      known.set(key, value)
      const oldest = known.keys().next()
      if (known.size > most && oldest.done !== true) known.delete(oldest.value)
    }
    return value
  }
}
