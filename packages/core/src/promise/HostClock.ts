import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** The host's time; pauses between tries stay the platform's, so that they end where the host's time stands still. */
export const clockAt = (base: Clock.Clock, now: () => number): Clock.Clock => {
  const nanos = (): bigint => BigInt(Math.trunc(now())) * 1_000_000n
  return {
    currentTimeMillisUnsafe: now,
    currentTimeMillis: Effect.sync(now),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: () => base.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: base.monotonicTimeNanos,
    sleep: (duration) => base.sleep(duration),
  }
}
