import { copyFileSync, readFileSync, writeFileSync } from "node:fs"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { migrated, newFile, opened, shopOver } from "./database.ts"

/** What a crash, a bad block or a stray write may do to the log. */
type Damage =
  | { readonly kind: "torn"; readonly at: number }
  | { readonly kind: "flipped"; readonly at: number; readonly bit: number }
  | { readonly kind: "zeroed"; readonly at: number; readonly length: number }

/** A part of the log, 0 to 1, each as likely. */
const anyPlace = fc.noBias(fc.integer({ min: 0, max: 1_000_000 })).map((place) => place / 1_000_000)

const anyDamage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant("torn" as const), at: anyPlace }),
  fc.record({
    kind: fc.constant("flipped" as const),
    at: anyPlace,
    bit: fc.integer({ min: 0, max: 7 }),
  }),
  fc.record({
    kind: fc.constant("zeroed" as const),
    at: anyPlace,
    length: fc.integer({ min: 1, max: 20_000 }),
  }),
)

const damaged = (log: Buffer, damage: Damage): Buffer => {
  const at = Math.floor(damage.at * (log.length - 1))
  const bytes = Buffer.from(log)
  switch (damage.kind) {
    case "torn":
      return bytes.subarray(0, at)
    case "flipped":
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << damage.bit), at)
      return bytes
    case "zeroed":
      return bytes.fill(0, at, Math.min(at + damage.length, bytes.length))
  }
}

it("a file whose log is torn, flipped or zeroed anywhere opens at a whole command: what was written before, nothing half", async () => {
  const filename = newFile()
  const database = migrated(filename)
  database.handle.pragma("wal_checkpoint(truncate)")
  database.handle.pragma("wal_autocheckpoint = 0")
  const shop = await shopOver(database)
  const ids: Array<string> = []
  for (let index = 0; index < 12; index++) {
    const { client } = await shop.clients.register({ id: `client_${String(index).padStart(2, "0")}`, name: "Alfa" })
    await shop.deals.open({ id: `deal_${String(index).padStart(2, "0")}`, title: "Audit", clientId: client.id })
    ids.push(client.id)
  }
  const log = readFileSync(`${filename}-wal`)
  const lengths = new Set<number>()
  await fc.assert(
    fc.asyncProperty(anyDamage, async (damage) => {
      const copy = newFile()
      copyFileSync(filename, copy)
      writeFileSync(`${copy}-wal`, damaged(log, damage))
      const again = opened(copy)
      const after = await shopOver(again)
      const clients = (await after.clients.page({ limit: 100 })).items
      const deals = (await after.deals.page({ limit: 100 })).items
      lengths.add(clients.length)
      expect(clients.map(({ id }) => id)).toEqual(ids.slice(0, clients.length))
      expect([0, 1]).toContain(clients.length - deals.length)
      for (const { texts } of [...clients, ...deals]) expect(Object.keys(texts)).toHaveLength(1)
      const both = await Promise.all([after.clients.verify(), after.deals.verify()])
      expect(both).toEqual([clients, deals].map((of) => ({ streams: of.length, events: of.length, faults: [] })))
      expect(again.handle.pragma("integrity_check", { simple: true })).toBe("ok")
      await after.clients.register({ id: "client_after", name: "Beta" })
      again.close()
    }),
    { numRuns: 60 },
  )
  // The control of this test: the damage was felt, early and late.
  expect(lengths.size).toBeGreaterThan(4)
}, 120_000)
