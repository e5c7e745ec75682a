import { dealIdAt } from "../BenchBase.ts"

/** A deal as a source states it. */
export interface DealRow {
  readonly id: `deal_${string}`
  readonly title: string
  readonly stageId: string
  readonly clientId: `client_${string}`
  readonly ownerId: string
  readonly productId: string
  readonly amount: { readonly amountMinor: number; readonly currency: string }
  readonly listAmount: { readonly amountMinor: number; readonly currency: string }
  readonly openedOn: string
  readonly closedOn: string | null
}

/** Rows that one command takes, as the library's own imports send them. */
export const groupSize = 500

const places = [
  { stageId: "proposal", closedOn: null },
  { stageId: "lost", closedOn: "2026-03-20" },
  { stageId: "fulfilment", closedOn: "2026-04-15" },
  { stageId: "contact", closedOn: null },
] as const

// A new deal is a fact that gates of its client's other deals may read, so it costs by their number: the same at every size.
const dealsPerClient = 8

/** The row at a position, of so many in all. */
const dealRowAt = (position: number, total: number): DealRow => ({
  id: dealIdAt(position),
  title: `Process audit ${position}`,
  ...(places[position % places.length] ?? places[0]),
  clientId: `client_${position % Math.ceil(total / dealsPerClient)}`,
  ownerId: `user:${position % 40}`,
  productId: `product_${position % 12}`,
  amount: { amountMinor: 90_000_00 + (position % 5000) * 100, currency: "RUB" },
  listAmount: { amountMinor: 100_000_00 + (position % 5000) * 100, currency: "RUB" },
  openedOn: `2026-0${1 + (position % 9)}-1${position % 10}`,
})

/** The rows from a position on, of so many in all. */
export const groupAt = (start: number, total: number): ReadonlyArray<DealRow> =>
  Array.from({ length: Math.min(groupSize, total - start) }, (_, offset) => dealRowAt(start + offset, total))
