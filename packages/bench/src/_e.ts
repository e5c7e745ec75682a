import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
const whileBusy = Schedule.spaced(`20 millis`).pipe(Schedule.jittered)
const tries = { schedule: whileBusy, times: 200, while: (e: unknown) => e === 1 }
const cb = () => Effect.callback<number, unknown>((resume) => { queueMicrotask(() => resume(Effect.succeed(1))) })
const cb2 = () => Effect.callback<number, unknown>((resume) => { void Promise.resolve().then(() => resume(Effect.succeed(1))) })
const bench = async (name: string, f: () => Effect.Effect<unknown, unknown>) => {
  for (let i = 0; i < 30000; i++) await Effect.runPromise(f())
  const c = process.cpuUsage()
  for (let i = 0; i < 60000; i++) await Effect.runPromise(f())
  const d = process.cpuUsage(c); console.log(name, ((d.user + d.system) / 60000).toFixed(2), "cpu µs")
}
for (let r = 0; r < 2; r++) {
await bench("succeed", () => Effect.succeed(1))
await bench("callback", cb)
await bench("callback promise", cb2)
await bench("callback+retry", () => cb().pipe(Effect.retry(tries)))
await bench("callback+catchIf", () => cb().pipe(Effect.catchIf((e) => e === 1, () => Effect.succeed(3))))
await bench("gen+callback", () => Effect.gen(function* () { return yield* cb() }))
await bench("promise only", () => Effect.promise(() => Promise.resolve(1)))
}
