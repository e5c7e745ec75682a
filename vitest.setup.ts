import fc from "fast-check"

// Properties explore new cases on every run at a desk; where a result must be repeatable, CI, they run from one seed.
const seed = process.env["PROPERTY_SEED"] ?? (process.env["CI"] === undefined ? null : "20261123")

fc.configureGlobal({
  // A test that has timed out is not stopped by its runner: a search for the smallest counterexample would go on beside
  // the tests that follow. It ends by itself before that, and names what it has found.
  interruptAfterTimeLimit: 50_000,
  markInterruptAsFailure: true,
  ...(seed === null ? {} : { seed: Number(seed) }),
})
