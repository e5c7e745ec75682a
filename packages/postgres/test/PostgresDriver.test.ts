import { suiteDepartment } from "@salesdept/conformance"
import { salesDept } from "@salesdept/core/promise"
import { postgres } from "@salesdept/postgres"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"
import type { PoolClient } from "pg"
import { afterEach, expect, it } from "vitest"
import { useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()
const altered = { _tag: "StoreFault", retryable: false, data: { operation: "open", reason: "valuesAltered" } }

let pool: pg.Pool
afterEach(() => pool.end())

const opening = async () =>
  salesDept({ store: postgres({ pool, naming: await database.migrated() }), department: suiteDepartment })

type Query = (...given: ReadonlyArray<unknown>) => unknown

/** Has a client read values by its own parsers, as the native one does. */
const readByItself = (client: PoolClient): void => {
  const query = client.query.bind(client) as Query
  const asking: Query = (asked, ...rest) => {
    if (typeof asked === "object" && asked !== null && "types" in asked) return query({ ...asked, types: undefined })
    return query(asked, ...rest)
  }
  client.query = asking as typeof client.query
}

it("opens no store over a driver that does not read values as it is asked to", async () => {
  pool = new pg.Pool({ connectionString: database.url() })
  pool.on("connect", readByItself)
  await expect(opening()).rejects.toMatchObject(altered)
})

it("opens no store over sessions whose DateStyle is not ISO", async () => {
  pool = new pg.Pool({ connectionString: database.url(), options: "-c datestyle=German" })
  await expect(opening()).rejects.toMatchObject(altered)
})

it("leaves one listener on a client that a pool wraps anew each time", async () => {
  pool = new pg.Pool({ connectionString: database.url(), max: 1 })
  const connect = pool.connect.bind(pool)
  pool.connect = (async () => {
    const client = await connect()
    return new Proxy(client, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name)
        return typeof value === "function" ? (value.bind(target) as unknown) : value
      },
    })
  }) as typeof pool.connect
  const warnings: Array<Error> = []
  const note = (warning: Error): void => void warnings.push(warning)
  process.on("warning", note)
  const dept = await opening()
  const shop = dept.tenant("shop-17").as("user:42")
  for (let call = 0; call < 20; call++) await shop.deals.count()
  await dept.close()
  await sleep(0)
  process.off("warning", note)
  expect(warnings).toEqual([])
})
