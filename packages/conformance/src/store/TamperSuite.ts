import { dealAggregate } from "@salesdept/core/deal"
import type { JournalEvent } from "@salesdept/core/journal"
import { sha256 } from "@salesdept/core/journal"
import { describe, expect, it } from "vitest"
import { ability, inScene, run, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

type Rows = ReadonlyArray<JournalEvent>

const renumbered = (rows: Rows): Rows => rows.map((row, index) => ({ ...row, version: index + 1 }))

const changed = (rows: Rows, index: number, change: Partial<JournalEvent>): Rows =>
  rows.map((row, at) => (at === index ? { ...row, ...change } : row))

const swapped = (rows: Rows): Rows => [rows[0], rows[2], rows[1], ...rows.slice(3)].filter((row) => row !== undefined)

/** What somebody with access to the database could do to a stream of five rows, each to be found. */
const falsifications: ReadonlyArray<readonly [name: string, rewrite: (rows: Rows) => Rows]> = [
  ["an edited payload", (rows) => changed(rows, 1, { payload: { from: "newLead", to: "done", outcome: "won" } })],
  ["an edited time", (rows) => changed(rows, 2, { occurredAt: "2026-02-02T06:00:00.001Z" })],
  ["an edited actor", (rows) => changed(rows, 0, { actor: "user:7" })],
  ["an edited command", (rows) => changed(rows, 0, { commandId: "command_other" })],
  ["an edited type", (rows) => changed(rows, 3, { type: "DealAmended" })],
  [
    "an edited column of history",
    (rows) =>
      rows.map((row, at) =>
        at === 1 && row.mark !== null ? { ...row, mark: { ...row.mark, ownerId: "user:7" } } : row,
      ),
  ],
  ["an edited digest of texts", (rows) => changed(rows, 0, { texts: { version: 1, digest: sha256("other") } })],
  ["an edited hash", (rows) => changed(rows, 4, { hash: sha256("other") })],
  ["a row removed from the middle", (rows) => rows.filter((_, index) => index !== 2)],
  ["a row removed and the rest renumbered", (rows) => renumbered(rows.filter((_, index) => index !== 2))],
  ["the first row removed", (rows) => rows.slice(1)],
  ["the last row removed", (rows) => rows.slice(0, -1)],
  ["every row removed", () => []],
  ["two rows in each other's place", (rows) => renumbered(swapped(rows))],
  ["a row inserted", (rows) => renumbered([...rows.slice(0, 3), ...rows.slice(2)])],
  [
    "a row added at the end",
    (rows) => [...rows, ...rows.slice(-1).map((row) => ({ ...row, version: 6, hash: sha256(row.hash) }))],
  ],
]

/** A journal that somebody has falsified behind the library's back does not verify. */
export const tamperSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: tampering`, () => {
    for (const [what, rewrite] of falsifications) {
      it(
        `finds ${what}`,
        inScene(factory, async ({ harness, session, store }, context) => {
          const tamper = ability(harness.tamper, "way to falsify its journal", context)
          const shop = session()
          for (const id of ["deal_1", "deal_2"] as const) {
            await shop.deals.open({ id, title: "Audit", ownerId: "user:1" })
            for (const to of ["contact", "needs", "proposal", "negotiation"]) await shop.deals.move({ dealId: id, to })
          }
          expect(await shop.deals.verify()).toEqual({ streams: 2, events: 10, faults: [] })
          await tamper({ tenant: suiteTenant, stream: "deal_2", rewrite })
          const { streams, faults } = await run(store.verify(suiteTenant, dealAggregate))
          expect(streams).toBe(2)
          expect(faults.length).toBeGreaterThan(0)
          expect(new Set(faults.map(({ stream }) => stream))).toEqual(new Set(["deal_2"]))
        }),
      )
    }
  })
}
