import { isSalesDeptError } from "@salesdept/core/shared"
import type { Session } from "@salesdept/core/promise"
import { streamOf } from "@salesdept/core/ports"
import type { SqlExecutor } from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import type { TestContext } from "vitest"
import { kindNamed } from "./Kinds.ts"
import { deciding, rawChange, rawCommand, storeStates } from "./RawCommand.ts"
import { rejection, rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { ability, inScene, run, suiteTenant } from "./Scene.ts"
import { comparable, storedBy } from "./Stored.ts"
import type { HarnessFactory, HostTransaction } from "./StoreHarness.ts"
import { notSupported } from "./StoreHarness.ts"
import { suiteStart } from "./SuiteClock.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const products = kindNamed("product")
const product = (id: string, version = 1) => ({
  id: `product_${id}`,
  version,
  textsVersion: 0,
  changedAt: suiteStart,
  name: `name of version ${version}`,
  listPrice: null,
})

let tables = 0

/** The host's own table in the same database, made and written by its own statements. */
const hostTable = (): string => {
  tables += 1
  return `host_orders_${process.pid}_${Date.now()}_${tables}`
}
const makeTable = ({ execute }: SqlExecutor, table: string) => execute(`create table ${table} (id text)`, [])
const insertOrder = ({ execute }: SqlExecutor, table: string, id: string) =>
  execute(`insert into ${table} (id) values ('${id}')`, [])
const ordersIn = async ({ execute }: SqlExecutor, table: string): Promise<ReadonlyArray<unknown>> =>
  (await execute(`select id from ${table} order by id`, [])).rows.map(({ id }) => id)

const everything = async ({ store }: Scene) => comparable(await storedBy(store, suiteTenant))

/** A sale as one actor does it: many kinds of records, gates that read facts, texts, keys, the configuration. */
const sell = async (shop: Session, tx?: SqlExecutor): Promise<void> => {
  const options = tx === undefined ? {} : { tx }
  await shop.department.publish(suiteDepartment, options)
  await shop.clients.register({ id: "client_1", name: "Альфа", ownerId: "user:42" }, options)
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" }, { ...options, idempotencyKey: "open" })
  await shop.deals.amend({ dealId: "deal_1", expectedCloseOn: "2026-05-01" }, options)
  const issue = { id: "invoice_1", dealId: "deal_1", issuedOn: "2026-02-02", currency: "RUB" }
  await shop.invoices.issue({ ...issue, instalments: [{ dueOn: "2026-02-10", amountMinor: 500 }] }, options)
  const amount = { amountMinor: 200, currency: "RUB" }
  await shop.payments.receive({ id: "payment_1", invoiceId: "invoice_1", amount, receivedOn: "2026-02-02" }, options)
  await shop.deals.evaluate({ dealId: "deal_1", to: "contact" }, options)
  await shop.products.state({ rows: [{ id: "product_1", name: "Audit", listPrice: amount }] }, options)
}

/** A test of a host's transactions; skipped where the store declares that it has none. */
const withHost =
  (
    factory: HarnessFactory,
    test: (scene: Scene, begin: () => Promise<HostTransaction>, context: TestContext) => Promise<void>,
  ) =>
  (context: TestContext): Promise<void> =>
    inScene(factory, async (scene) => {
      const { begin } = ability(scene.harness.joined, "transactions of a host", context)
      let last: HostTransaction | null = null
      const begun = async () => (last = await begin())
      try {
        await test(scene, begun, context)
      } catch (cause) {
        // Left open, it would have the end of the test wait for its connection, and nobody be told of the cause.
        await (last as HostTransaction | null)?.rollback().catch(() => {})
        throw cause
      }
    })(context)

/**
 * A command given the host's open transaction is part of it: kept by its commit, gone with its rollback, unseen by others
 * until then; and a command that fails takes back its own writes alone.
 */
export const joinedSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: inside a host's transaction`, () => {
    it(
      "is kept, together with the host's writes, when the host commits",
      withHost(factory, async ({ session }, begin) => {
        const table = hostTable()
        const { executor, commit } = await begin()
        await makeTable(executor, table)
        await insertOrder(executor, table, "1")
        const { events, replayed } = await session().clients.register(
          { id: "client_1", name: "Alfa" },
          { tx: executor },
        )
        await commit()
        expect({ count: events.length, replayed }).toEqual({ count: 1, replayed: false })
        expect((await session().clients.get("client_1"))?.texts).toEqual({ name: "Alfa" })
        expect(await session().clients.history("client_1")).toEqual(events)
        const next = await begin()
        expect(await ordersIn(next.executor, table)).toEqual(["1"])
        await next.rollback()
      }),
    )

    it(
      "is seen by reads inside the transaction, and by none once it was rolled back",
      withHost(factory, async ({ session }, begin) => {
        const shop = session()
        await shop.deals.open({ id: "deal_1", title: "Before", ownerId: "user:1" })
        const { executor: tx, rollback } = await begin()
        const amount = { amountMinor: 2 ** 53 - 1, currency: "RUB" }
        await shop.deals.open(
          { id: "deal_2", title: "Within", ownerId: "user:1", amount, expectedCloseOn: "2026-02-02" },
          { tx },
        )
        await shop.leads.receive({ id: "lead_1", name: "Within", channelId: "site" }, { tx })
        const deal = await shop.deals.get("deal_2", { tx })
        expect(deal).toMatchObject({ texts: { title: "Within" }, amount, expectedCloseOn: "2026-02-02" })
        const page = await shop.deals.page({ where: { ownerId: "user:1" }, orderBy: { field: "amount" } }, { tx })
        expect(page.items.map(({ id }) => id)).toEqual(["deal_2", "deal_1"])
        expect(page.items[0]).toEqual(deal)
        expect(await shop.deals.count({ ownerId: "user:1" }, { tx })).toBe(2)
        expect(await shop.deals.countBy("ownerId", {}, { tx })).toEqual([{ value: "user:1", count: 2 }])
        const lead = await shop.leads.get("lead_1", { tx })
        expect(await shop.leads.countBy("receivedAt", {}, { tx })).toEqual([{ value: lead?.receivedAt, count: 1 }])
        expect((await shop.deals.history("deal_2", { tx })).map(({ type }) => type)).toEqual(["DealOpened"])
        expect((await shop.deals.getAsOf("deal_2", {}, { tx }))?.texts).toEqual({ title: "Within" })
        expect((await shop.deals.pageAsOf({}, { tx })).items).toHaveLength(2)
        expect((await shop.control.list({}, { tx })).rows.map(({ id }) => id)).toContain("lead_1")
        expect((await shop.control.partition({}, { tx })).deal.total).toBe(2)
        expect((await shop.clients.similar({ name: "Within" }, { tx })).map(({ id }) => id)).toEqual(["lead_1"])
        await rollback()
        expect(await shop.deals.get("deal_2")).toBeNull()
        expect(await shop.deals.count()).toBe(1)
        expect((await shop.control.partition()).deal.total).toBe(1)
        expect(await shop.clients.similar({ name: "Within" })).toEqual([])
      }),
    )

    it(
      "has ended when whoever interrupted it goes on: nothing is sent over the host's connection after that",
      withHost(factory, async ({ store }, begin) => {
        const { executor, rollback } = await begin()
        let sent = 0
        const slow: SqlExecutor = {
          ...executor,
          execute: async (sql, parameters) => {
            sent += 1
            await sleep(20)
            return await executor.execute(sql, parameters)
          },
        }
        const decided = deciding({ changes: [rawChange(products, product("1"))], touches: [], guards: [] })
        const calls: ReadonlyArray<Effect.Effect<unknown, unknown>> = [
          store.transact({ ...rawCommand(decided), joined: slow }),
          store.within(slow).byIds(suiteTenant, products, ["product_1"]),
        ]
        for (const call of calls) {
          const [before, fiber] = [sent, Effect.runFork(call)]
          await expect.poll(() => sent).toBeGreaterThan(before)
          await run(Fiber.interrupt(fiber))
          const after = sent
          await sleep(100)
          expect(sent).toBe(after)
        }
        await rollback()
        expect(await run(store.byIds(suiteTenant, products, ["product_1"]))).toEqual([])
      }),
    )

    it(
      "leaves no record, journal, text or key when the host rolls back",
      withHost(factory, async (scene, begin) => {
        const shop = scene.session()
        const before = await everything(scene)
        const { executor, rollback } = await begin()
        await sell(shop, executor)
        await rollback()
        expect(await everything(scene)).toEqual(before)
        expect(await shop.clients.history("client_1")).toEqual([])
        const other = await shop.deals.open({ id: "deal_2", title: "Other" }, { idempotencyKey: "open" })
        expect(other.replayed).toBe(false)
        await sell(scene.session("north"))
      }),
    )

    it(
      "writes what it writes by itself",
      withHost(factory, async (scene, begin) => {
        const { executor, commit } = await begin()
        await sell(scene.session(), executor)
        await commit()
        const joined = await everything(scene)
        await inScene(factory, async (alone) => {
          await sell(alone.session())
          expect(joined).toEqual(await everything(alone))
        })({} as TestContext)
        expect((await scene.session().deals.verify()).faults).toEqual([])
        expect((await scene.session().payments.verify()).faults).toEqual([])
      }),
    )

    it(
      "leaves the host's transaction of use when it fails, and takes back its own writes alone",
      withHost(factory, async (scene, begin) => {
        const { store, session } = scene
        await run(storeStates(store, products, [product("z")]))
        const table = hostTable()
        const { executor, commit } = await begin()
        await makeTable(executor, table)
        await insertOrder(executor, table, "before")
        await rejectionOf("RecordNotFound", session().leads.take({ leadId: "lead_0", ownerId: "u" }, { tx: executor }))
        const changes = [
          rawChange(products, product("a"), 0, { name: "half" }),
          rawChange(products, product("z", 8), 7),
        ]
        const half = deciding({ changes, touches: [], guards: [] })
        const twice = deciding({
          changes: [rawChange(products, product("b")), rawChange(products, product("z"))],
          touches: [],
          guards: [],
        })
        for (const work of [half, twice]) {
          const conflicting = { ...rawCommand(work, { key: "once" }), joined: executor }
          await rejectionOf("VersionConflict", run(store.transact(conflicting)))
        }
        await insertOrder(executor, table, "after")
        await session().clients.register({ id: "client_1", name: "Alfa" }, { tx: executor })
        await commit()
        expect(await run(streamOf(store, suiteTenant, "product_a"))).toEqual([])
        expect(await session().products.get("product_b")).toBeNull()
        expect((await session().clients.get("client_1"))?.version).toBe(1)
        const next = await begin()
        expect(await ordersIn(next.executor, table)).toEqual(["after", "before"])
        await next.rollback()
      }),
    )

    it(
      "cannot be seen over a second connection until the host commits",
      withHost(factory, async ({ harness, session }, begin, context) => {
        const second = await ability(harness.secondConnection, "second connection", context)()
        try {
          const { executor, commit } = await begin()
          await session().products.state(
            { rows: [{ id: "product_1", name: "Audit", listPrice: null }] },
            { tx: executor },
          )
          const seen = () => run(streamOf(second.store, suiteTenant, "product_1"))
          expect(await seen()).toEqual([])
          await commit()
          expect(await seen()).toHaveLength(1)
        } finally {
          await second.close()
        }
      }),
    )

    it(
      "takes turns with others in the same transaction",
      withHost(factory, async ({ session }, begin) => {
        const shop = session()
        const { executor, commit } = await begin()
        const register = (index: number) =>
          shop.clients.register({ id: `client_${index}`, name: "A" }, { tx: executor })
        const outcomes = await Promise.allSettled([
          register(1),
          register(1),
          shop.leads.take({ leadId: "lead_0", ownerId: "u" }, { tx: executor }),
          ...[2, 3, 4, 5].map(register),
        ])
        await commit()
        expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual([
          true,
          false,
          false,
          true,
          true,
          true,
          true,
        ])
        expect((await shop.clients.page({})).items.map(({ id }) => id)).toEqual(
          [1, 2, 3, 4, 5].map((n) => `client_${n}`),
        )
        expect(await shop.clients.verify()).toEqual({ streams: 5, events: 5, faults: [] })
      }),
    )

    it(
      "lives and dies with the host's savepoints",
      withHost(factory, async ({ session }, begin) => {
        const shop = session()
        const { executor, commit } = await begin()
        await shop.clients.register({ id: "client_1", name: "A" }, { tx: executor })
        await executor.execute("savepoint host_step", [])
        await shop.clients.register({ id: "client_2", name: "B" }, { tx: executor, idempotencyKey: "k" })
        await executor.execute("rollback to savepoint host_step", [])
        const again = await shop.clients.register({ id: "client_3", name: "C" }, { tx: executor, idempotencyKey: "k" })
        await executor.execute("release savepoint host_step", [])
        await commit()
        expect(again.replayed).toBe(false)
        expect((await shop.clients.page({})).items.map(({ id }) => id)).toEqual(["client_1", "client_3"])
      }),
    )

    it(
      "knows idempotency keys within the transaction and after it",
      withHost(factory, async ({ session }, begin) => {
        const shop = session()
        const { executor, commit } = await begin()
        const options = { tx: executor, idempotencyKey: "k" }
        const input = { id: "client_1", name: "Alfa" } as const
        const first = await shop.clients.register(input, options)
        expect(await shop.clients.register(input, options)).toEqual({ ...first, replayed: true })
        await rejectionOf("IdempotencyMismatch", shop.clients.register({ ...input, name: "Beta" }, options))
        await commit()
        expect(await shop.clients.register(input, { idempotencyKey: "k" })).toEqual({ ...first, replayed: true })
      }),
    )

    it(
      "writes nothing on a dry run",
      withHost(factory, async (scene, begin) => {
        const before = await everything(scene)
        const { executor, commit } = await begin()
        const dry = { tx: executor, dryRun: true, idempotencyKey: "k" }
        expect((await scene.session().clients.register({ id: "client_1", name: "Alfa" }, dry)).events).toEqual([])
        await commit()
        expect(await everything(scene)).toEqual(before)
      }),
    )

    it(
      "does not remember a configuration that the host has rolled back",
      withHost(factory, async ({ session }, begin) => {
        const shop = session()
        const [pipeline] = suiteDepartment.pipelines
        const withPipeline = (id: string) =>
          pipeline === undefined
            ? suiteDepartment
            : { ...suiteDepartment, pipelines: [...suiteDepartment.pipelines, { ...pipeline, id }] }
        const { executor, rollback } = await begin()
        await shop.department.publish(withPipeline("gone"), { tx: executor })
        await shop.deals.open({ id: "deal_1", title: "Audit", pipelineId: "gone" }, { tx: executor })
        await shop.department.get("department_main")
        await rollback()
        await shop.department.publish(withPipeline("kept"))
        await rejection(shop.deals.open({ id: "deal_2", title: "Audit", pipelineId: "gone" }))
        await shop.deals.open({ id: "deal_3", title: "Audit", pipelineId: "kept" })
      }),
    )

    it(
      "refuses a transaction that has ended, and writes nothing",
      withHost(factory, async (scene, begin) => {
        const before = await everything(scene)
        const { executor, commit } = await begin()
        await commit()
        const late = scene.session().clients.register({ id: "client_1", name: "Alfa" }, { tx: executor })
        expect(isSalesDeptError(await late.catch((error: unknown) => error))).toBe(true)
        expect(await everything(scene)).toEqual(before)
      }),
    )

    it(
      "refuses what is no transaction of its database",
      inScene(factory, async ({ harness, session, store }) => {
        const register = (tx: SqlExecutor) => session().clients.register({ id: "client_1", name: "Alfa" }, { tx })
        const foreign = store.name === "postgres" ? "sqlite" : "postgres"
        const asked: Array<string> = []
        const execute: SqlExecutor["execute"] = (sql) => {
          asked.push(sql)
          return Promise.resolve({ rows: [] })
        }
        const error = await rejectionOf("CannotJoin", register({ dialect: foreign, connection: {}, execute }))
        // A store may join in general, and its harness have no host to show it: one connection is no two.
        const reasons = harness.joined === notSupported ? ["notSupported", "otherDialect"] : ["otherDialect"]
        expect(reasons).toContain((error.data as { readonly reason: string }).reason)
        expect(asked).toEqual([])
        const shapeless: object = { dialect: "sqlite" }
        const invalid = await rejectionOf("InputInvalid", register(shapeless as SqlExecutor))
        expect(JSON.stringify(invalid.data)).toContain("options.tx")
      }),
    )
  })
}
