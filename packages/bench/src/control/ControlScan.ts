import type { StoreError, StoreShape } from "@salesdept/core/ports"
import { salesDept } from "@salesdept/core/promise"
import type { SalesDept, Session } from "@salesdept/core/promise"
import { makePostgresStore } from "@salesdept/postgres"
import { makeSqliteStore } from "@salesdept/sqlite"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { actor, benchDepartment, openBase, sourceId, tenant } from "../BenchBase.ts"
import { withPostgres } from "../BenchPostgres.ts"
import { groupAt, groupSize } from "../import/ImportRows.ts"
import type { Comparison } from "../Measurement.ts"
import { expectSame, pairedRounds } from "../PairedRounds.ts"

type Scan = (onBatch: (batch: ReadonlyArray<unknown>) => void) => Effect.Effect<void, StoreError>

/** The scans that one recomputation makes, to be made again: of whole records, and of the fields that it asks for. */
interface Scans {
  readonly whole: Array<Scan>
  readonly asked: Array<Scan>
}

const scansOf = async (store: StoreShape): Promise<Scans> => {
  const scans: Scans = { whole: [], asked: [] }
  const noting: StoreShape = {
    ...store,
    scan: (ofTenant, of, onBatch) => {
      const { only: _only, ...whole } = of
      scans.whole.push((take) => store.scan(ofTenant, whole, take))
      scans.asked.push((take) => store.scan(ofTenant, of, take))
      return store.scan(ofTenant, of, onBatch)
    },
  }
  const open = () => Promise.resolve({ store: noting, close: () => Promise.resolve() })
  const dept = await salesDept({ store: { open }, department: benchDepartment })
  await dept.tenant(tenant).as(actor).control.partition()
  await dept.close()
  return scans
}

/** One after another, with nothing done with what they read. */
const scanAll = async (scans: ReadonlyArray<Scan>): Promise<void> => {
  for (const scan of scans) await Effect.runPromise(scan(() => {}))
}

/**
 * Recomputes control as a whole, beside one scan of the same records by the store, whole and in the fields that control asks for.
 *
 * @param name - of the records, and from where they are read
 */
export const besideScan = async (
  name: string,
  shop: Session,
  store: StoreShape,
  records: number,
): Promise<ReadonlyArray<Comparison>> => {
  const { lead, client, deal } = await shop.control.partition()
  expectSame("records under control", lead.total + client.total + deal.total, records)
  const { whole, asked } = await scansOf(store)
  const beside = async (rival: string, target: number | null, scans: ReadonlyArray<Scan>): Promise<Comparison> => ({
    work: `Full recomputation of control over ${name}, by processor time`,
    rival,
    target,
    ...(await pairedRounds({
      ours: { run: async () => void (await shop.control.partition()) },
      theirs: { run: () => scanAll(scans) },
      perRound: records,
      rounds: 5,
      // Until both sides are compiled, however few records a round has.
      warmUps: Math.ceil(300_000 / records),
      unit: "records",
      // Reading SQLite has a thread of its own; what the server of Postgres takes is in neither.
      clock: "processor",
    })),
  })
  return [
    // At most one and a half times as long.
    await beside("one scan of the same records from the store", 1 / 1.5, whole),
    await beside("one scan of the fields that control asks for", null, asked),
  ]
}

/** The same over imported deals, eight of each client. */
const besideDeals = async (
  where: string,
  dept: SalesDept,
  store: StoreShape,
  size: number,
): Promise<ReadonlyArray<Comparison>> => {
  const shop = dept.tenant(tenant).as(actor)
  const clients = Math.ceil(size / 8)
  for (let start = 0; start < clients; start += groupSize) {
    const rows = Array.from({ length: Math.min(groupSize, clients - start) }, (_, offset) => ({
      id: `client_${start + offset}` as const,
      name: `Client ${start + offset}`,
      ownerId: `user:${offset % 40}`,
      segmentId: null,
    }))
    await shop.clients.import({ sourceId, rows })
  }
  for (let start = 0; start < size; start += groupSize) {
    await shop.deals.import({ sourceId, pipelineId: "servicesWithActs", rows: groupAt(start, size) })
  }
  return await besideScan(`${size} deals of ${clients} clients from ${where}`, shop, store, size + clients)
}

/** Over deals in a file of SQLite. */
export const dealsBesideScan = async (folder: string, size: number): Promise<ReadonlyArray<Comparison>> => {
  const { database, dept } = await openBase(join(folder, `control-deals-${size}.db`), "off")
  const found = await besideDeals("SQLite", dept, makeSqliteStore(database), size)
  await dept.close()
  return found
}

/** Over deals on Postgres. */
export const dealsBesidePostgresScan = (size: number): Promise<ReadonlyArray<Comparison>> =>
  withPostgres(`control_${size}`, benchDepartment, ({ dept, naming, pool }) =>
    besideDeals("Postgres", dept, makePostgresStore(pool, { naming }), size),
  )
