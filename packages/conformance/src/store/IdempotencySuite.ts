import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { ability, inScene, inTheBase, makeScene, suiteTenant } from "./Scene.ts"
import { comparable, storedBy } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

/** The same call made again is the same call: its first result comes back, and nothing is done twice. */
export const idempotencySuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: idempotency`, () => {
    it(
      "gives the first result again, with its events in their order, and writes nothing more",
      inScene(factory, async ({ store, session, clock }) => {
        const shop = session()
        await shop.deals.open({ id: "deal_1", title: "Audit" })
        await shop.invoices.issue({
          id: "invoice_1",
          dealId: "deal_1",
          issuedOn: "2026-02-02",
          currency: "RUB",
          instalments: [{ dueOn: "2026-02-10", amountMinor: 500 }],
        })
        // Two streams in one command, the newer one first.
        const input = {
          id: "payment_1",
          invoiceId: "invoice_1",
          amount: { amountMinor: 200, currency: "RUB" },
          receivedOn: "2026-02-02",
          reference: "п/п 17",
        } as const
        const first = await shop.payments.receive(input, { idempotencyKey: "bank-77" })
        const before = await storedBy(store, suiteTenant)
        clock.advance(86_400_000)
        await shop.deals.amend({ dealId: "deal_1", expectedCloseOn: "2026-05-01" })
        const again = await shop.payments.receive(input, { idempotencyKey: "bank-77" })
        expect(again).toEqual({ ...first, replayed: true })
        expect(first.events.map(({ stream }) => stream)).toEqual(["payment_1", "invoice_1"])
        const settled = (kinds: typeof before) => kinds.filter(({ kind }) => kind === "invoice" || kind === "payment")
        expect(comparable(settled(await storedBy(store, suiteTenant)))).toEqual(comparable(settled(before)))
      }),
    )

    it(
      "takes the order of an input's fields for the same input",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const options = { idempotencyKey: "k" }
        await shop.clients.register({ id: "client_1", name: "Alfa", ownerId: "user:1" }, options)
        const again = await shop.clients.register({ ownerId: "user:1", name: "Alfa", id: "client_1" }, options)
        expect(again.replayed).toBe(true)
      }),
    )

    it(
      "refuses the key for another input, another command and another actor",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const options = { idempotencyKey: "k" }
        await shop.clients.register({ id: "client_1", name: "Alfa" }, options)
        const others = [
          () => shop.clients.register({ id: "client_1", name: "Beta" }, options),
          () => shop.leads.receive({ id: "lead_1", name: "Alfa", channelId: "site" }, options),
          () => session(suiteTenant, "user:7").clients.register({ id: "client_1", name: "Alfa" }, options),
        ]
        for (const other of others) {
          const error = await rejectionOf("IdempotencyMismatch", other())
          expect(error.data).toEqual({ idempotencyKey: "k" })
          expect(error.retryable).toBe(false)
        }
        expect((await shop.clients.get("client_1"))?.texts).toEqual({ name: "Alfa" })
      }),
    )

    it(
      "judges a rejected call again under its key",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const options = { idempotencyKey: "k" }
        const take = () => shop.leads.take({ leadId: "lead_1", ownerId: "user:1" }, options)
        await rejectionOf("RecordNotFound", take())
        await shop.leads.receive({ id: "lead_1", name: "Gamma", channelId: "site" })
        expect((await take()).replayed).toBe(false)
        expect((await take()).replayed).toBe(true)
        expect((await shop.leads.get("lead_1"))?.version).toBe(2)
      }),
    )

    it(
      "keeps keys apart by tenant",
      inScene(factory, async ({ session }) => {
        const options = { idempotencyKey: "k" }
        await session("north").clients.register({ id: "client_1", name: "Alfa" }, options)
        const south = await session("south").clients.register({ id: "client_1", name: "Beta" }, options)
        expect(south.replayed).toBe(false)
        expect((await session("south").clients.get("client_1"))?.texts).toEqual({ name: "Beta" })
      }),
    )

    it(
      "does not spend the key on a dry run",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.clients.register({ id: "client_1", name: "Alfa" }, { idempotencyKey: "k", dryRun: true })
        const other = await shop.clients.register({ id: "client_2", name: "Beta" }, { idempotencyKey: "k" })
        expect(other.replayed).toBe(false)
      }),
    )

    it(
      "replays a command that changed nothing",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const rows = [{ id: "product_1", name: "Audit", listPrice: null }] as const
        await shop.products.state({ rows })
        const first = await shop.products.state({ rows }, { idempotencyKey: "k" })
        expect(first).toEqual({ created: 0, changed: 0, unchanged: 1, events: [], replayed: false })
        expect(await shop.products.state({ rows }, { idempotencyKey: "k" })).toEqual({ ...first, replayed: true })
      }),
    )

    it(
      "does once what is sent many times at once",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { clients: ["1"] })
        await shop.nextSteps.set({
          id: "step_1",
          clientId: "client_1",
          typeId: "call",
          dueOn: "2026-02-03",
          ownerId: "user:1",
        })
        const move = () =>
          shop.nextSteps.move({ nextStepId: "step_1", dueOn: "2026-02-04" }, { idempotencyKey: "webhook-1" })
        const outcomes = await Promise.all(Array.from({ length: 10 }, move))
        expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1)
        expect((await shop.nextSteps.get("step_1"))?.moves).toBe(1)
      }),
    )

    it(
      "remembers keys when the data is opened again",
      inScene(factory, async ({ harness, session, dept, clock }, context) => {
        const reopen = ability(harness.reopen, "data that outlives it", context)
        const input = { id: "client_1", name: "Alfa" } as const
        const first = await session().clients.register(input, { idempotencyKey: "k" })
        await dept.close()
        const again = await makeScene(harness, await reopen(), clock)
        try {
          const second = await again.session().clients.register(input, { idempotencyKey: "k" })
          expect(second).toEqual({ ...first, replayed: true })
        } finally {
          await again.dept.close()
        }
      }),
    )
  })
}
