import fc from "fast-check"

// Properties explore new cases on every run at a desk; where a result must be repeatable, CI, they run from one seed.
const seed = process.env["PROPERTY_SEED"] ?? (process.env["CI"] === undefined ? null : "20261123")
if (seed !== null) fc.configureGlobal({ seed: Number(seed) })
