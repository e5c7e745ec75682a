/** Sources, by how their paths begin, whose public functions have examples that are run, and say of every parameter what it is. */
export const exampledSources: ReadonlyArray<string> = [
  "packages/conformance/src/simulator/",
  "packages/core/src/",
  "packages/postgres/src/",
  "packages/report/src/",
  "packages/sqlite/src/",
]
