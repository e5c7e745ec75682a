import type { DealColumns } from "@salesdept/core/deal"
import type { CubeTargets, PlanPeriod } from "@salesdept/core/plan"
import { planPeriod } from "@salesdept/core/plan"

const sizes = { reps: 100, products: 20, stages: 8 } as const

/** The months compared, in order. */
export const months: ReadonlyArray<PlanPeriod> = ["2024", "2025", "2026"].flatMap((year) =>
  Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, "0")}`).flatMap(
    (label) => planPeriod(label, null) ?? [],
  ),
)

const named = (name: string, count: number): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, index) => `${name}${index}`)

/** Deals as columns, made by arithmetic alone: the same every time. */
export const benchColumns = (length: number): DealColumns => {
  const firstDay = months[0]?.fromDay ?? 0
  const span = (months.at(-1)?.toDay ?? 0) - firstDay
  const codes = (of: (row: number) => number): Int32Array => Int32Array.from({ length }, (_, row) => of(row))
  // A multiplicative hash spreads rows over everything without a pattern that a cache could use.
  const hash = (row: number, salt: number): number =>
    (Math.imul(row + 1, 2_654_435_761) ^ Math.imul(salt, 40_503)) >>> 0
  return {
    length,
    id: Array.from({ length }, (_, row) => `deal_${row}`),
    client: { codes: codes(() => -1), values: [] },
    owner: { codes: codes((row) => hash(row, 1) % sizes.reps), values: named("user:", sizes.reps) },
    pipeline: { codes: codes(() => 0), values: ["sales"] },
    stage: { codes: codes((row) => hash(row, 2) % sizes.stages), values: named("stage", sizes.stages) },
    product: { codes: codes((row) => hash(row, 3) % sizes.products), values: named("product_", sizes.products) },
    outcome: Uint8Array.from({ length }, (_, row) => hash(row, 4) % 3),
    currency: { codes: codes(() => 0), values: ["RUB"] },
    amountMinor: Float64Array.from({ length }, (_, row) => 1000 + (hash(row, 5) % 10_000_000)),
    listAmountMinor: new Float64Array(length).fill(Number.NaN),
    openedDay: Float64Array.from({ length }, (_, row) => firstDay + (hash(row, 6) % span) - 30),
    closedDay: Float64Array.from({ length }, (_, row) => firstDay + (hash(row, 6) % span)),
  }
}

/** A target for every rep, month and product. */
export const benchTargets = (): CubeTargets => {
  const count = sizes.reps * months.length * sizes.products
  const at = (of: (index: number) => number): Int32Array => Int32Array.from({ length: count }, (_, index) => of(index))
  return {
    owner: at((index) => index % sizes.reps),
    period: at((index) => Math.floor(index / sizes.reps) % months.length),
    product: at((index) => Math.floor(index / sizes.reps / months.length)),
    amountMinor: new Float64Array(count).fill(1_000_000),
  }
}
