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

/** The scans that one recomputation makes, each with the fields that it asks for, to be made again. */
const scansOf = async (store: StoreShape): Promise<ReadonlyArray<Scan>> => {
  const scans: Array<Scan> = []
  const noting: StoreShape = {
    ...store,
    scan: (ofTenant, of, onBatch) => {
      scans.push((take) => store.scan(ofTenant, of, take))
      return store.scan(ofTenant, of, onBatch)
    },
  }
  const open = () => Promise.resolve({ store: noting, close: () => Promise.resolve() })
  const dept = await salesDept({ store: { open }, department: benchDepartment })
  await dept.tenant(tenant).as(actor).control.partition()
  await dept.close()
  return scans
}

/** All of them, with nothing done with what they read. */
const scanAll = async (scans: ReadonlyArray<Scan>): Promise<number> => {
  let records = 0
  for (const scan of scans) {
    await Effect.runPromise(
      scan((batch) => {
        records += batch.length
      }),
    )
  }
  return records
}

/**
 * Recomputes control as a whole, beside the scans of the store that it makes, which read the same fields of the same records.
 *
 * @param name - of the records, and from where they are read
 */
export const besideScan = async (
  name: string,
  shop: Session,
  store: StoreShape,
  records: number,
): Promise<Comparison> => {
  const { lead, client, deal } = await shop.control.partition()
  expectSame("records under control", lead.total + client.total + deal.total, records)
  const scans = await scansOf(store)
  return {
    work: `Full recomputation of control over ${name}, by processor time`,
    rival: "the same scans of the store, and nothing else",
    // At most one and a half times as long.
    target: 1 / 1.5,
    ...(await pairedRounds({
      ours: { run: async () => void (await shop.control.partition()) },
      theirs: { run: async () => void (await scanAll(scans)) },
      perRound: records,
      rounds: 5,
      warmUps: 1,
      unit: "records",
      // Reading SQLite has a thread of its own; what the server of Postgres takes is in neither.
      clock: "processor",
    })),
  }
}

/** The same over imported deals, eight of each client. */
const besideDeals = async (where: string, dept: SalesDept, store: StoreShape, size: number): Promise<Comparison> => {
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
export const dealsBesideScan = async (folder: string, size: number): Promise<Comparison> => {
  const { database, dept } = await openBase(join(folder, `control-deals-${size}.db`), "off")
  const found = await besideDeals("SQLite", dept, makeSqliteStore(database), size)
  await dept.close()
  return found
}

/** Over deals on Postgres. */
export const dealsBesidePostgresScan = (size: number): Promise<Comparison> =>
  withPostgres(`control_${size}`, benchDepartment, ({ dept, naming, pool }) =>
    besideDeals("Postgres", dept, makePostgresStore(pool, { naming }), size),
  )
