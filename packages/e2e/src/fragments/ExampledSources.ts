/** Sources, by how their paths begin, whose public functions have examples that are run, and say of every parameter what it is. */
export const exampledSources: ReadonlyArray<string> = `
packages/conformance/src/simulator/
packages/core/src/journal/
packages/core/src/script/
packages/core/src/shared/
packages/core/src/stats/
packages/core/src/plan/
packages/core/src/deal/
packages/core/src/department/
packages/core/src/client/
packages/core/src/control/
packages/core/src/team/
packages/core/src/exchange/
packages/core/src/loyalty/
packages/core/src/review/
packages/core/src/settlement/
packages/core/src/ports/
packages/core/src/promise/
packages/core/src/memory/
packages/postgres/src/
packages/report/src/
packages/sqlite/src/
`
  .trim()
  .split("\n")
