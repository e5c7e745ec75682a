import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Tracer from "effect/Tracer"
import { isSalesDeptError } from "../shared/Failure.ts"

/** One call of a command or a query, as operators see it: names, outcomes and times, nothing of anybody. */
export interface CallObservation {
  /** What was called: `deal.move`, `deal.page`, `control.list`. */
  readonly call: string
  /**
   * `done`; the tag of the library's error it was refused with, such as `GateUnmet`; `interrupted`; or `defect`, where it failed
   * with anything else.
   */
  readonly outcome: string
  /** How long it took, milliseconds, fractions included. */
  readonly durationMs: number
}

/** Told of every call when it has ended; nobody where the host gives none. It must not throw. */
export const CallObserver = Context.Reference<((observation: CallObservation) => void) | null>(
  "@salesdept/core/CallObserver",
  { defaultValue: () => null },
)

const calls = Metric.counter("salesdept_calls", {
  description: "Calls of commands and queries, by call and outcome",
  incremental: true,
})

const durations = Metric.histogram("salesdept_call_duration_ms", {
  description: "How long calls took, milliseconds, by call",
  boundaries: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000],
})

/** Calls and outcomes are a closed set: each has its metric made once. */
const remembered = <M>(make: (key: string) => M): ((key: string) => M) => {
  const made = new Map<string, M>()
  return (key) => {
    let metric = made.get(key)
    if (metric === undefined) {
      metric = make(key)
      made.set(key, metric)
    }
    return metric
  }
}

const callsOf = remembered((key) => {
  const [call = "", outcome = ""] = key.split(" ")
  return Metric.withAttributes(calls, { call, outcome })
})
const durationsOf = remembered((call) => Metric.withAttributes(durations, { call }))

const outcomeOf = (exit: Exit.Exit<unknown, unknown>): string => {
  if (Exit.isSuccess(exit)) return "done"
  if (Cause.hasInterrupts(exit.cause)) return "interrupted"
  const error = Cause.squash(exit.cause)
  // What an unknown error says may be of anybody.
  return isSalesDeptError(error) ? error._tag : "defect"
}

/**
 * Puts a call under a span and into the metrics `salesdept_calls` and `salesdept_call_duration_ms`: its name, its outcome, its time.
 * Inputs, ids, answers and texts of errors are in none of them.
 *
 * @param call - kind of record or area, and verb
 */
export const observed = <A, E, R>(call: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.contextWith((services: Context.Context<R>) => {
    const clock = Context.get(services, Clock.Clock)
    const observer = Context.get(services, CallObserver)
    // Spans of Effect's own tracer go nowhere: where the host has no other, none is made.
    const isTraced = Context.get(services, Tracer.Tracer) !== Tracer.nativeTracer
    const start = clock.monotonicTimeNanosUnsafe()
    const ended = Effect.onExit(effect, (exit) => {
      const outcome = outcomeOf(exit)
      const durationMs = Number(clock.monotonicTimeNanosUnsafe() - start) / 1_000_000
      observer?.({ call, outcome, durationMs })
      callsOf(`${call} ${outcome}`).updateUnsafe(1, services)
      durationsOf(call).updateUnsafe(durationMs, services)
      return isTraced ? Effect.annotateCurrentSpan("salesdept.outcome", outcome) : Effect.void
    })
    return isTraced
      ? Effect.withSpan(ended, `salesdept.${call}`, {
          attributes: { "salesdept.call": call },
          captureStackTrace: false,
        })
      : ended
  })

const known = new WeakSet<object>()

/** Says that a function observes its own calls. */
export const observesItself = <Call extends object>(call: Call): Call => {
  known.add(call)
  return call
}

/** Whether a function observes its own calls. */
export const isObserved = (call: object): boolean => known.has(call)
