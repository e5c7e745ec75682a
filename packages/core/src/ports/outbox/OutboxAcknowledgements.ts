import * as Effect from "effect/Effect"
import type { Exit } from "effect/Exit"
import * as ExitOf from "effect/Exit"
import type { Fiber } from "effect/Fiber"
import type { Instant } from "../../shared/Instant.ts"
import type { OutboxConsumer, OutboxShape, TakenRun } from "../Outbox.ts"
import type { StoreError } from "../StoreErrors.ts"

/** What acknowledging needs. */
export interface AcknowledgingTools {
  /** Whose answers. */
  readonly who: OutboxConsumer
  /** Where they go. */
  readonly outbox: Pick<OutboxShape, "acknowledge">
  /** The time. */
  readonly now: () => Instant
  /** Told of each stream that was named, before whoever named it: whether it was still its claim's, false also where storing failed. */
  readonly answered: (stream: string, isMoved: boolean) => void
  /** Runs something beside everything else. */
  readonly fork: (effect: Effect.Effect<void>) => Fiber<void>
}

/** Acknowledgements of one consumer in this process. */
export interface Acknowledgements {
  /** Says that runs were taken; gives the streams that were still their claims', when that is stored. */
  readonly add: (runs: () => ReadonlyArray<TakenRun>) => Effect.Effect<ReadonlySet<string>, StoreError>
  /** How many are on their way. */
  readonly pending: () => number
  /** Waits until those on their way have been stored, or have failed. */
  readonly settled: Effect.Effect<void>
}

interface Waiting {
  readonly runs: () => ReadonlyArray<TakenRun>
  readonly resume: (exit: Exit<ReadonlySet<string>, StoreError>) => void
}

/**
 * Stores acknowledgements at once, but one statement at a time: what is said while one is on its way goes together with the next. None
 * waits for more than that.
 */
export const acknowledgements = ({ who, outbox, now, answered, fork }: AcknowledgingTools): Acknowledgements => {
  let waiting: ReadonlyArray<Waiting> = []
  let isStoring = false
  let pending = 0
  let onSettled: Array<() => void> = []

  /** Takes as many as name each stream once. */
  const takeWave = (): { readonly runs: ReadonlyArray<TakenRun>; readonly wave: ReadonlyArray<Waiting> } => {
    const streams = new Set<string>()
    const runs: Array<TakenRun> = []
    const wave: Array<Waiting> = []
    const later: Array<Waiting> = []
    for (const one of waiting) {
      const ofOne = one.runs()
      if (ofOne.some(({ stream }) => streams.has(stream))) {
        later.push(one)
        continue
      }
      for (const run of ofOne) {
        streams.add(run.stream)
        runs.push(run)
      }
      wave.push(one)
    }
    waiting = later
    return { runs, wave }
  }

  const storeAll: Effect.Effect<void> = Effect.gen(function* () {
    while (waiting.length > 0) {
      const { runs, wave } = takeWave()
      // Whatever goes wrong is told: what is waited for here has nobody else to end it.
      const exit = yield* Effect.exit(Effect.suspend(() => outbox.acknowledge({ ...who, runs, now: now() })))
      const moved = ExitOf.map(exit, (streams): ReadonlySet<string> => new Set(streams))
      for (const { stream } of runs) answered(stream, ExitOf.isSuccess(moved) && moved.value.has(stream))
      for (const { resume } of wave) resume(moved)
    }
    isStoring = false
  })

  return {
    add: (runs) =>
      Effect.callback<ReadonlySet<string>, StoreError>((resume) => {
        pending += 1
        const settle = (exit: Exit<ReadonlySet<string>, StoreError>): void => {
          pending -= 1
          resume(exit)
          if (pending > 0) return
          const told = onSettled
          onSettled = []
          for (const tell of told) tell()
        }
        waiting = [...waiting, { runs, resume: settle }]
        if (isStoring) return
        isStoring = true
        fork(storeAll)
      }),
    pending: () => pending,
    settled: Effect.callback<void>((resume) => {
      if (pending === 0) resume(Effect.void)
      else onSettled.push(() => resume(Effect.void))
    }),
  }
}
