import { groupCube } from "@salesdept/core/ports"
import type { CubeQuery, CubeRow } from "@salesdept/core/ports"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyRecords } from "../arbitrary/Records.ts"
import { kindNamed } from "./Kinds.ts"
import { storeStates } from "./RawCommand.ts"
import { inScene, run, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const inOrder = (rows: ReadonlyArray<CubeRow>): ReadonlyArray<string> => rows.map((row) => canonical(row)).toSorted()

/** Text with sorted keys: stores may give structured fields back with their keys in another order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : member,
  )

const bounds = ["0001-01-01", "1500-06-01", "2026-01-01", "2026-02-03", "2026-04-01", "9999-12-31"]

const common = { where: [], atKind: "date", bounds, join: null, except: [], exceptJoined: [], withIds: true } as const

const dealCube: CubeQuery = {
  ...common,
  of: kindNamed("deal"),
  at: "closedOn",
  by: [{ field: "ownerId" }, { field: "productId" }],
  money: { field: "amount" },
  apart: { currency: "RUB", lists: [{ field: "creditShares" }], told: [{ field: "closeRate" }] },
}

const paymentCube: CubeQuery = {
  ...common,
  of: kindNamed("payment"),
  join: { of: kindNamed("deal"), by: "dealId" },
  at: "receivedOn",
  by: [
    { field: "ownerId", joined: true },
    { field: "clientId", joined: true },
  ],
  money: { field: "amount" },
  apart: {
    currency: "RUB",
    lists: [{ field: "creditShares", joined: true }],
    told: [{ field: "closeRate", joined: true }, { field: "rates" }],
  },
}

/** Months and quarters, the first and the last of them not whole: what reports ask for on a day within a month. */
const monthBounds = ["1200-03-17", "1700-01-01", "2026-01-01", "2026-02-01", "2026-04-01", "2026-07-01", "9000-05-12"]

const monthCube: CubeQuery = {
  ...dealCube,
  bounds: monthBounds,
  where: [
    { field: "outcome", is: "won" },
    { field: "standing", is: "active" },
  ],
}

const cubes: ReadonlyArray<CubeQuery> = [
  dealCube,
  { ...dealCube, bounds: monthBounds },
  monthCube,
  { ...monthCube, where: [], by: [{ field: "pipelineId" }, { field: "clientId" }], money: { field: "listAmount" } },
  { ...monthCube, apart: null },
  { ...monthCube, by: [], withIds: false },
  // Grouped by what the question fixes.
  { ...monthCube, by: [{ field: "outcome" }, { field: "ownerId" }] },
  {
    ...dealCube,
    where: [{ field: "outcome", is: "won" }],
    by: [{ field: "outcome" }],
    money: null,
    apart: null,
    bounds: ["0001-01-01", "9999-12-31"],
  },
  { ...monthCube, by: [{ field: "ownerId" }], bounds: ["0001-01-01", "9999-12-31"] },
  { ...monthCube, where: [{ field: "standing", is: "active" }], by: [{ field: "ownerId" }], money: null, apart: null },
  { ...monthCube, where: [], by: [], money: null, apart: null, bounds: ["0001-01-01", "9999-12-31"] },
  { ...dealCube, where: [{ field: "outcome", is: "won" }], money: null, apart: null },
  { ...dealCube, by: [], withIds: false, at: "openedOn" },
  {
    ...common,
    of: kindNamed("dialog"),
    at: "heldAt",
    atKind: "instant",
    by: [{ field: "repId" }],
    money: null,
    apart: null,
    bounds: bounds.map((day) => `${day}T00:00:00.000Z`),
  },
  {
    ...dealCube,
    each: { list: "lines", quantity: "quantity" },
    by: [{ field: "ownerId" }, { field: "productId", entry: true }],
    money: null,
    apart: null,
  },
  paymentCube,
  {
    ...paymentCube,
    of: kindNamed("invoice"),
    at: "issuedOn",
    money: { minor: "totalMinor", currency: "currency", less: [] },
    apart: null,
  },
]

/** One grouped statement counts and sums any records as they are grouped in memory. */
export const cubeSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: grouped reads`, () => {
    it(
      "groups any records as they are grouped in memory",
      inScene(factory, async ({ store }, context) => {
        const { facts } = store
        if (facts === null) return context.skip("the store declares no grouped reads")
        let tenants = 0
        const links = fc.record({
          deals: fc.array(anyRecords["deal"] ?? fc.constant(null as never), { maxLength: 12 }),
          payments: fc.array(anyRecords["payment"] ?? fc.constant(null as never), { maxLength: 8 }),
          invoices: fc.array(anyRecords["invoice"] ?? fc.constant(null as never), { maxLength: 4 }),
          dialogs: fc.array(anyRecords["dialog"] ?? fc.constant(null as never), { maxLength: 8 }),
        })
        await fc.assert(
          fc.asyncProperty(links, async (given) => {
            tenants += 1
            const tenant = `cube-${tenants}`
            const unique = <Row extends { readonly id: string }>(rows: ReadonlyArray<Row>): ReadonlyArray<Row> => [
              ...new Map(rows.map((row) => [row.id, row])).values(),
            ]
            const deals = unique(given.deals)
            // Half of what belongs to a deal belongs to one that is there.
            const linked = <Row extends object>(rows: ReadonlyArray<Row>) =>
              rows.map((row, at) => {
                const deal = deals[at]
                return at % 2 === 0 && deal !== undefined ? { ...row, dealId: deal.id } : row
              })
            const stored = {
              deal: deals,
              payment: linked(unique(given.payments)),
              invoice: linked(unique(given.invoices)),
              dialog: unique(given.dialogs),
            }
            for (const [kind, states] of Object.entries(stored)) {
              if (states.length > 0) await run(storeStates(store, kindNamed(kind), states, tenant))
            }
            for (const asked of cubes) {
              const own = stored[asked.of.kind as keyof typeof stored]
              const except = own.slice(0, 1).map(({ id }) => id)
              const exceptJoined = asked.join === null ? [] : deals.slice(0, 1).map(({ id }) => id)
              for (const query of [asked, { ...asked, except, exceptJoined }]) {
                const byId = new Map(deals.map((deal) => [deal.id, deal]))
                const model = groupCube(query, own, (id) => byId.get(id))
                expect(inOrder(await run(facts.cube(tenant, query)))).toEqual(inOrder(model))
                expect(await run(facts.cube("nobody", query))).toEqual([])
              }
            }
          }),
          { numRuns: 25 },
        )
      }),
    )

    it(
      "says which streams got a row after a moment, and when they began",
      inScene(factory, async ({ store, session, clock }, context) => {
        const { facts } = store
        if (facts === null) return context.skip("the store declares no grouped reads")
        const shop = session()
        await shop.deals.open({ id: "deal_1", title: "Audit" })
        await shop.deals.open({ id: "deal_2", title: "Audit" })
        await shop.clients.register({ id: "client_1", name: "Alfa" })
        const moment = new Date(clock.now()).toISOString()
        clock.advance(1)
        await shop.deals.amend({ dealId: "deal_2", clientId: "client_1" })
        await session("another").deals.open({ id: "deal_3", title: "Audit" })
        expect(await run(facts.changedAfter(suiteTenant, "deal", moment))).toEqual(["deal_2"])
        expect(await run(facts.changedAfter(suiteTenant, "client", moment))).toEqual([])
        const begun = await run(facts.begun(suiteTenant, ["deal_2", "client_1", "deal_3", "deal_none"]))
        const beginning = { occurredAt: moment, recordedAt: moment }
        expect(begun).toEqual(new Map(["client_1", "deal_2"].map((id) => [id, beginning])))
        expect(await run(facts.begun(suiteTenant, []))).toEqual(new Map())
      }),
    )
  })
}
