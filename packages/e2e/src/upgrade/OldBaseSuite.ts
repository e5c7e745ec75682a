import { suiteDepartment, storedBy } from "@salesdept/conformance"
import { replay } from "@salesdept/core/journal"
import type { Aggregate, DomainEvent, JournalEvent, RecordState } from "@salesdept/core/journal"
import { indexKindOf } from "@salesdept/core/ports"
import type { StoreShape } from "@salesdept/core/ports"
import { salesDept } from "@salesdept/core/promise"
import type { OpenStore, SalesDept } from "@salesdept/core/promise"
import { recordKinds } from "@salesdept/core/records"
import * as Effect from "effect/Effect"
import { expect } from "vitest"
import { frozenCommand, frozenTenant } from "./FrozenBase.ts"
import type { FrozenBase } from "./FrozenBase.ts"

// Records are folded and compared without looking into them.
const kinds = recordKinds as unknown as ReadonlyArray<Aggregate<RecordState, DomainEvent>>
const run = Effect.runPromise

/** The ids of all records in the order of a field. */
const walk = async (store: StoreShape, of: Aggregate<RecordState, DomainEvent>, field: string, down: boolean) => {
  const order = {
    field,
    kind: field === "id" ? "text" : indexKindOf(of, field),
    direction: down ? "desc" : "asc",
  } as const
  const records = await run(store.page(frozenTenant, of, { order, limit: 1000 }))
  return records.map(({ id }) => id)
}

/** What was written is there, rebuilds from its journal, and verifies. */
const expectWhole = async (store: StoreShape, records: FrozenBase["records"]): Promise<void> => {
  for (const [index, { kind, records: found, streams, texts }] of (await storedBy(store, frozenTenant)).entries()) {
    expect(
      found.map(({ id, textsVersion, version }) => [id, version, textsVersion]),
      kind,
    ).toEqual(records[kind])
    const named = found.filter(({ textsVersion }) => textsVersion > 0)
    expect(texts.length, kind).toBe(named.length)
    const of = kinds.find((one) => one.kind === kind)
    if (of === undefined) throw new Error(`${index}: there is no kind ${kind}`)
    const uncounted = found.map((record) =>
      record.factsVersion === undefined ? record : { ...record, factsVersion: 0 },
    )
    expect(
      streams.map(([, events]) => replay(of, events)),
      kind,
    ).toEqual(uncounted)
    const events = streams.reduce((sum, [, rows]) => sum + rows.length, 0)
    expect(await run(store.verify(frozenTenant, of)), kind).toEqual({ streams: found.length, events, faults: [] })
  }
}

/** Every index finds every record once, either way round, and counts agree. */
const expectFound = async (store: StoreShape, records: FrozenBase["records"]): Promise<void> => {
  for (const of of kinds) {
    const ids = (records[of.kind] ?? []).map(([id]) => id)
    for (const field of ["id", ...of.indexes]) {
      for (const down of [false, true]) {
        expect((await walk(store, of, field, down)).toSorted(), `${of.kind} by ${field}`).toEqual(ids)
      }
      if (field === "id" || indexKindOf(of, field) === "money") continue
      const counts = await run(store.countBy(frozenTenant, of, field as never, []))
      expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(ids.length)
    }
    expect(await run(store.count(frozenTenant, of, []))).toBe(ids.length)
  }
}

/** The past is told as it was. */
const expectPast = async (dept: SalesDept): Promise<void> => {
  const shop = dept.tenant(frozenTenant).as("user:42")
  expect(await shop.clients.get("client_1")).toMatchObject({ texts: { name: "ООО «Ромашка»" }, ownerId: "user:42" })
  const history = await shop.deals.history("deal_1")
  for (const { mark, occurredAt, version } of history) {
    const next = history.find((event) => event.version === version + 1)
    if (next?.occurredAt === occurredAt) continue
    expect(await shop.deals.getAsOf("deal_1", { asOf: occurredAt })).toMatchObject({ stageId: mark?.stageId, version })
  }
  expect((await shop.deals.get("deal_1"))?.outcome).toBe("won")
  expect((await shop.invoices.get("invoice_1"))?.paidMinor).toBe(120_000_00)
}

/** Consumers go on: a new one gets everything that is kept, in order; the old one what it had not taken. */
const expectDelivered = async (dept: SalesDept, records: FrozenBase["records"]): Promise<void> => {
  for (const consumer of ["search", "another"]) {
    const versions = new Map<string, number>()
    for await (const batch of dept.tenant(frozenTenant).events({ consumer, once: true })) {
      for (const { stream, version } of batch.events) {
        expect(version, stream).toBe((versions.get(stream) ?? 0) + 1)
        versions.set(stream, version)
      }
      expect(await batch.ack()).toBe(true)
    }
    const all = Object.values(records).flatMap((found) => found.map(([id, version]) => [id, version] as const))
    expect(versions).toEqual(new Map(all))
  }
}

/** Work goes on over what is old: a key remembers, records change, what is due is done. */
const expectWork = async (dept: SalesDept, store: StoreShape): Promise<void> => {
  const shop = dept.tenant(frozenTenant).as("user:42", { roles: ["head"] })
  const repeated = await shop.clients.register(frozenCommand.input, frozenCommand.options)
  expect(repeated).toMatchObject({ replayed: true, client: { id: "client_keyed", version: 1 } })
  const other = shop.clients.register({ ...frozenCommand.input, name: "Другая" }, frozenCommand.options)
  await expect(other).rejects.toMatchObject({ _tag: "IdempotencyMismatch" })
  const before = await shop.clients.get("client_1")
  await shop.clients.tag({ clientId: "client_1", add: ["обновлён"] })
  expect(await shop.clients.get("client_1")).toMatchObject({ version: (before?.version ?? 0) + 1 })
  await shop.deals.open({ id: "deal_after", title: "После обновления", clientId: "client_1" })
  await shop.deals.move({ dealId: "deal_after", to: "contact" })
  await dept.tick({ tenants: [frozenTenant] })
  for (const of of kinds) expect((await run(store.verify(frozenTenant, of))).faults, of.kind).toEqual([])
  const rows: ReadonlyArray<JournalEvent> = await shop.clients.history("client_1")
  expect(rows.at(-1)?.type).toBe("ClientTagged")
}

/**
 * Holds a base that an older version left, and that was upgraded, against what this version reads and writes; closes the store.
 *
 * @param base - what is frozen
 * @param opened - the store over the upgraded tables
 */
export const expectOldBase = async (base: FrozenBase, opened: OpenStore): Promise<void> => {
  const { store } = opened
  await using dept = await salesDept({
    store: { open: () => Promise.resolve(opened) },
    department: suiteDepartment,
    now: () => Date.parse("2026-03-02T06:00:00.000Z"),
  })
  await expectWhole(store, base.records)
  await expectFound(store, base.records)
  await expectPast(dept)
  await expectDelivered(dept, base.records)
  await expectWork(dept, store)
}
