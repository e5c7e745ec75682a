import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

/**
 * Begins something and is told what it came to, once: an Exit, or what remains to be run. It must not throw, and the caller cannot stop
 * it.
 */
export type Wait<A, E> = (onEnd: (rest: Effect.Effect<A, E>) => void) => void

/** Under this, what was made by {@link awaited} holds how to wait for it. */
const waiting = Symbol("@salesdept/core/waiting")

type Awaited<A, E, R> = Effect.Effect<A, E, R> & { [waiting]?: Wait<A, E> }

/**
 * An Effect that waits for something which ends by itself, such as a command that stands in a queue. A fibre runs it as any other;
 * the Promise facade waits without one.
 *
 * @param wait - begins it, and is given what to call when it has ended
 * @example
 * ```ts
 * import { awaited } from "@salesdept/core/ports/adapter"
 * import { Effect, Exit } from "effect"
 *
 * const written = awaited<number, never>((onEnd) => queueMicrotask(() => onEnd(Exit.succeed(3))))
 * await Effect.runPromise(written) // 3
 * ```
 */
export const awaited = <A, E>(wait: Wait<A, E>): Effect.Effect<A, E> => {
  const effect: Awaited<A, E, never> = Effect.callback<A, E>((resume) => wait(resume))
  effect[waiting] = wait
  return effect
}

/** How to wait for an Effect without a fibre; null where it needs one. */
export const waitOf = <A, E, R>(effect: Effect.Effect<A, E, R>): Wait<A, E> | null =>
  (effect as Awaited<A, E, R>)[waiting] ?? null

/** The Exit that an Effect is; null where it is yet to be run. */
export const exitOf = <A, E, R>(effect: Effect.Effect<A, E, R>): Exit.Exit<A, E> | null =>
  Exit.isExit(effect) ? (effect as Exit.Exit<A, E>) : null

/**
 * Goes on with what an Effect made by {@link awaited} ends as: the whole is such an Effect again. What `next` throws is a defect of it.
 *
 * @param effect - what is waited for
 * @param next - is given the Exit; not asked where more than an Exit remains to be run: that goes through `otherwise` first
 * @param otherwise - the same as an operator of Effect
 * @example
 * ```ts
 * import { awaited, awaitedThen } from "@salesdept/core/ports/adapter"
 * import { Effect, Exit } from "effect"
 *
 * const written = awaited<number, never>((onEnd) => queueMicrotask(() => onEnd(Exit.succeed(3))))
 * const told = awaitedThen(
 *   written,
 *   (exit) => Exit.map(exit, (rows) => `${rows} rows`),
 *   Effect.map((rows) => `${rows} rows`),
 * )
 * await Effect.runPromise(told) // "3 rows"
 * ```
 */
export const awaitedThen = <A, E, B, F>(
  effect: Effect.Effect<A, E>,
  next: (exit: Exit.Exit<A, E>) => Effect.Effect<B, F>,
  otherwise: (effect: Effect.Effect<A, E>) => Effect.Effect<B, F>,
): Effect.Effect<B, F> => {
  const wait = waitOf(effect)
  if (wait === null) return otherwise(effect)
  return awaited<B, F>((onEnd) =>
    wait((rest) => {
      const exit = exitOf(rest)
      if (exit === null) return onEnd(otherwise(rest))
      let then: Effect.Effect<B, F>
      try {
        then = next(exit)
      } catch (defect) {
        then = Exit.die(defect)
      }
      return onEnd(then)
    }),
  )
}
