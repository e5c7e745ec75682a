import { expect, it } from "vitest"
import { importTargets } from "../../src/exchange/ImportTargets.ts"
import type { TargetRow } from "../../src/exchange/ImportRow.ts"

const target = (period: string, amountMinor: number, ownerKey: string | null = "Анна"): TargetRow => ({
  file: "targets.csv",
  line: 2,
  sourceKey: `rep:${ownerKey}:${period}`,
  ownerKey,
  teamKey: null,
  period,
  amountMinor,
  currency: "RUB",
})

it("months of a quarter are summed, but beside the quarter's own target they are parts of it and left out", () => {
  const rows = [
    target("2026-01", 100),
    target("2026-02", 100),
    target("2026-04", 70),
    target("2026-Q1", 300),
    target("2026", 900),
  ]
  const { targets, leftOut } = importTargets(rows, "RUB", (key) => key)
  expect(targets).toEqual([
    { ownerId: "Анна", quarter: "2026-Q2", amountMinor: 70 },
    { ownerId: "Анна", quarter: "2026-Q1", amountMinor: 300 },
  ])
  expect(leftOut.map(({ period }) => period)).toEqual(["2026", "2026-01", "2026-02"])
  const months = importTargets(
    [target("2026-01", 100), target("2026-02", 100), target("2026-Q1", 5, "Борис")],
    "RUB",
    (key) => key,
  )
  expect(months.targets.map(({ amountMinor }) => amountMinor)).toEqual([200, 5])
})
