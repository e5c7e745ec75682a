import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import { TracerTimingEnabled } from "effect/References"
import * as Tracer from "effect/Tracer"
import { isSalesDeptError } from "../shared/Failure.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { awaitedThen, exitOf, waitOf } from "./Awaited.ts"

/** One call of a command or a query, as operators see it: names, outcomes and times, nothing of anybody. */
export interface CallObservation {
  /** What was called: `deal.move`, `deal.page`, `control.list`. */
  readonly call: string
  /**
   * `done`; the tag of the library's error it was refused with, such as `MoveRefused`; `interrupted`; or `defect`, where it failed
   * with anything else.
   */
  readonly outcome: string
  /** How long it took, milliseconds, fractions included. */
  readonly durationMs: number
}

/**
 * Told of every call when it has ended; nobody where the host gives none. It must not throw: what it throws changes nothing of the call, and
 * is an uncaught exception of the process.
 */
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

/** What is counted of the calls of one name. */
interface CallMetrics {
  readonly durations: Metric.Metric<number, Metric.HistogramState>
  readonly byOutcome: Map<string, Metric.Metric<number, Metric.CounterState<number>>>
}

/** Names and outcomes are a closed set: each has its metrics made once. */
const metricsByCall = new Map<string, CallMetrics>()

const metricsOf = (call: string): CallMetrics => {
  let made = metricsByCall.get(call)
  if (made === undefined) {
    made = { durations: Metric.withAttributes(durations, { call }), byOutcome: new Map() }
    metricsByCall.set(call, made)
  }
  return made
}

const count = (services: Context.Context<never>, call: string, outcome: string, durationMs: number): void => {
  const { byOutcome, durations: ofCall } = metricsOf(call)
  let counter = byOutcome.get(outcome)
  if (counter === undefined) {
    counter = Metric.withAttributes(calls, { call, outcome })
    byOutcome.set(outcome, counter)
  }
  counter.updateUnsafe(1, services)
  ofCall.updateUnsafe(durationMs, services)
}

const outcomeOf = (exit: Exit.Exit<unknown, unknown>): string => {
  if (Exit.isSuccess(exit)) return "done"
  if (Cause.hasInterrupts(exit.cause)) return "interrupted"
  const error = Cause.squash(exit.cause)
  // What an unknown error says may be of anybody.
  return isSalesDeptError(error) ? error._tag : "defect"
}

/** What a tracer is shown of a failure: exporters send name, message and stack. */
const shownError = (outcome: string): Error => Object.assign(new Error(outcome), { name: outcome, stack: outcome })

/** How a span ends: as its call did, but without the answer, and of an error only its tag. */
const shownExit = (exit: Exit.Exit<unknown, unknown>, outcome: string): Exit.Exit<void, Error> => {
  if (Exit.isSuccess(exit)) return Exit.void
  if (outcome === "interrupted") return Exit.interrupt()
  return outcome === "defect" ? Exit.die(shownError(outcome)) : Exit.fail(shownError(outcome))
}

/** A call that was written is no failure because a counter has no such label: who would try it again would do it twice. */
const tell = (services: Context.Context<never>, observation: CallObservation): void => {
  try {
    Context.get(services, CallObserver)?.(observation)
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown
    })
  }
}

const isTimed = (services: Context.Context<never>): boolean => Context.get(services, TracerTimingEnabled)

const nanosPerMs = 1_000_000

/**
 * Begins a call, told of when it has ended; one that ends as it begins is an Exit.
 *
 * @param hasFibre - whether what remains is run by a fibre; otherwise it is waited for without one where that can be
 */
const begin = <A, E, R>(
  services: Context.Context<R>,
  call: string,
  ask: (services: Context.Context<R>) => Effect.Effect<A, E, R>,
  hasFibre: boolean,
): Effect.Effect<A, E, R> => {
  const clock = Context.get(services, Clock.Clock)
  const start = clock.monotonicTimeNanosUnsafe()
  const note = (exit: Exit.Exit<A, E>): string => {
    const outcome = outcomeOf(exit)
    const durationMs = Number(clock.monotonicTimeNanosUnsafe() - start) / nanosPerMs
    tell(services, { call, outcome, durationMs })
    count(services, call, outcome, durationMs)
    return outcome
  }
  // What was wrong with an input says whose input it was; the type of the error stays.
  const ofCall = (error: E): E => (error instanceof InputInvalid ? (error.of(call) as E & InputInvalid) : error)
  // Spans of Effect's own tracer go nowhere: where the host has no other, none is made.
  if (Context.get(services, Tracer.Tracer) !== Tracer.nativeTracer) {
    const asked = Effect.mapError(
      Effect.suspend(() => ask(services)),
      ofCall,
    )
    const noted = (span: Tracer.Span): Effect.Effect<A, E, R> =>
      Effect.onExit(asked, (exit) => {
        const outcome = note(exit)
        span.attribute("salesdept.outcome", outcome)
        // Ended here, before Effect would end it with the answer or the error, of which exporters send the text.
        span.end(isTimed(services) ? clock.currentTimeNanosUnsafe() : 0n, shownExit(exit, outcome))
        return Effect.void
      })
    return Effect.useSpan(`salesdept.${call}`, { attributes: { "salesdept.call": call } }, (span) =>
      Effect.withParentSpan(noted(span), span, { captureStackTrace: false }),
    )
  }
  let asked: Effect.Effect<A, E, R>
  try {
    asked = ask(services)
  } catch (defect) {
    asked = Exit.die(defect)
  }
  const ended = exitOf(asked)
  if (ended !== null) {
    note(ended)
    return Exit.mapError(ended, ofCall)
  }
  const noted = (rest: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.onExit(Effect.mapError(rest, ofCall), (exit) => {
      note(exit)
      return Effect.void
    })
  // Only a fibre keeps the asynchronous context that the host's function may look at.
  if (hasFibre || Context.get(services, CallObserver) !== null || waitOf(asked) === null) return noted(asked)
  return awaitedThen(
    // What waits needs no service.
    asked as Effect.Effect<A, E>,
    (exit) => {
      note(exit)
      return Exit.mapError(exit, ofCall)
    },
    (rest) => noted(rest) as Effect.Effect<A, E>,
  )
}

/** Under this, calls hold what begins them. */
const beginning = Symbol("@salesdept/core/beginning")

type Call<A, E, R> = Effect.Effect<A, E, R> & {
  [beginning]?: (services: Context.Context<R>, hasFibre: boolean) => Effect.Effect<A, E, R>
}

/** What begins a call. Made here, and not where it is given to the call: see `WatchedWork`. */
const beginningOf =
  <A, E, R>(
    call: string,
    ask: (services: Context.Context<R>) => Effect.Effect<A, E, R>,
  ): NonNullable<Call<A, E, R>[typeof beginning]> =>
  (services, hasFibre) =>
    begin(services, call, ask, hasFibre)

/**
 * Puts a call under a span and into the metrics `salesdept_calls` and `salesdept_call_duration_ms`: its name, its outcome, its time.
 * Inputs, ids, answers and texts of errors are in none of them.
 *
 * @param call - kind of record or area, and verb
 * @param ask - does it; where it gives an Exit, no fibre is needed
 * @example
 * ```ts
 * import { CallObserver, observed } from "@salesdept/core/ports"
 * import { Effect } from "effect"
 *
 * const told: Array<string> = []
 * const call = observed("report.send", () => Effect.succeed("sent"))
 * await Effect.runPromise(Effect.provideService(call, CallObserver, ({ call, outcome }) => told.push(`${call} ${outcome}`)))
 * told // ["report.send done"]
 * ```
 */
export const observed = <A, E, R>(
  call: string,
  ask: (services: Context.Context<R>) => Effect.Effect<A, E, R>,
): Effect.Effect<A, E, R> => {
  const whole: Call<A, E, R> = Effect.contextWith((services: Context.Context<R>) => begin(services, call, ask, true))
  whole[beginning] = beginningOf(call, ask)
  return whole
}

/**
 * Begins a call in its context, as a fibre would: an Exit where it has ended already, else what remains to be run in the same context.
 * What is no call of the library is given back as it is.
 *
 * @param hasFibre - whether what remains will be run by a fibre; otherwise it may be waited for as `waitOf` says, and not be stopped
 */
export const begun = <A, E, R>(
  call: Effect.Effect<A, E, R>,
  services: Context.Context<R>,
  hasFibre: boolean,
): Effect.Effect<A, E, R> => (call as Call<A, E, R>)[beginning]?.(services, hasFibre) ?? call

const ownNames = new WeakMap<object, string>()

/** Says that a function observes its own calls, and under which name. */
export const observesItself = <Call extends object>(name: string, call: Call): Call => {
  ownNames.set(call, name)
  return call
}

/** The name under which a function observes its own calls; null for one that does not. */
export const ownNameOf = (call: object): string | null => ownNames.get(call) ?? null
