import { isSalesDeptError, presets, salesDept } from "@salesdept/core/promise"
import {
  checkPostgres,
  erasePostgresTenant,
  exportPostgresTenant,
  generatePostgres,
  layerPostgres,
  makePostgresStore,
  migratePostgres,
  openPool,
  planPostgres,
  postgres,
  postgresDirectory,
  purgePostgresKeys,
  uninstallPostgres,
} from "@salesdept/postgres"
import { Store } from "@salesdept/core/ports/adapter"
import type { Naming } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import { Client, Pool } from "pg"
import { describe, expect, it } from "vitest"

type AnyCall = (...args: ReadonlyArray<unknown>) => unknown
const any = (call: unknown): AnyCall => call as AnyCall

/** What is nobody's options, address, pool or mapping. */
const garbage: ReadonlyArray<unknown> = [
  undefined,
  null,
  0,
  "postgres://localhost/sales",
  true,
  5n,
  Symbol("x"),
  () => 1,
  [],
  new Date(0),
  { pool: undefined },
  { pool: {} },
  { connectionString: 5 },
  { url: "postgres://localhost/sales" },
  { people: 5 },
]

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const now = new Date(0)

const opening = (options: unknown) =>
  salesDept({ store: any(postgres)(options) as ReturnType<typeof postgres>, department })

const openers: { readonly [name: string]: AnyCall } = {
  postgres: opening,
  openPool: any(openPool),
  makePostgresStore: any(makePostgresStore),
  migratePostgres: (pool) => any(migratePostgres)(pool, now),
  checkPostgres: any(checkPostgres),
  planPostgres: any(planPostgres),
  uninstallPostgres: any(uninstallPostgres),
  postgresDirectory: (pool) => any(postgresDirectory)(pool, {}),
  erasePostgresTenant: (pool) => any(erasePostgresTenant)(pool, "shop"),
  exportPostgresTenant: (pool) => any(exportPostgresTenant)(pool, "shop", () => {}),
  purgePostgresKeys: (pool) => any(purgePostgresKeys)(pool, "shop", now),
}

/** What takes names of the tables beside a pool. */
const named: { readonly [name: string]: (pool: Pool, naming: Naming) => unknown } = {
  postgres: (pool, naming) => opening({ pool, naming }),
  makePostgresStore: (pool, naming) => makePostgresStore(pool, { naming }),
  layerPostgres: (pool, naming) =>
    Effect.runPromise(
      Effect.provide(
        Effect.map(Store, ({ name }) => name),
        layerPostgres(pool, { naming }),
      ),
    ),
  migratePostgres: (pool, naming) => migratePostgres(pool, now, naming),
  checkPostgres,
  planPostgres,
  generatePostgres: (_, naming) => generatePostgres(now, naming),
  uninstallPostgres,
  erasePostgresTenant: (pool, naming) => erasePostgresTenant(pool, "shop", naming),
  exportPostgresTenant: (pool, naming) => exportPostgresTenant(pool, "shop", () => {}, naming),
  purgePostgresKeys: (pool, naming) => purgePostgresKeys(pool, "shop", now, naming),
}

const refusal = async (call: () => unknown): Promise<unknown> => {
  try {
    await call()
    return null
  } catch (error) {
    return error
  }
}

describe("what opens a database of Postgres", () => {
  it.each(Object.keys(openers))("%s refuses whatever is not its own with the library's error", async (name) => {
    for (const [at, value] of garbage.entries()) {
      const error = await refusal(() => openers[name]?.(value))
      const isOwn = isSalesDeptError(error) && error._tag === "InputInvalid"
      expect(isOwn, `${name} of garbage ${at}: ${String(error)}`).toBe(true)
    }
  })

  it("tells what it takes where a pool is given in its place, or a client in place of a pool", async () => {
    const inPlace = await refusal(() => opening(new Pool()))
    expect(inPlace).toMatchObject({
      message: "postgres: the input is not accepted: must be an object of options, { pool, … }",
    })
    const one = await refusal(() => opening({ pool: new Client() }))
    expect(one).toMatchObject({
      message: "postgres: the input is not accepted: pool: must be a pool of pg, and no client",
    })
  })

  it("tells everything that is wrong at once, wrong names among it", async () => {
    const wrong = {
      connectionstring: "postgres://…",
      maxConnections: 0,
      prepare: "no",
      timeouts: { statementMs: "5s" },
    }
    const error = await refusal(() => opening(wrong))
    if (!isSalesDeptError(error) || error._tag !== "InputInvalid") throw error
    expect(error.data.problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "connectionstring field.unknown",
      "maxConnections field.type",
      "prepare field.type",
      "timeouts field.type",
      "connectionString field.missing",
    ])
  })

  it.each(Object.keys(named))("%s refuses names that cannot be written into statements", async (name) => {
    // Nothing is asked of the server before.
    const pool = openPool({ connectionString: "postgres://nobody@localhost:1/nothing" })
    const error = await refusal(() => named[name]?.(pool, { schema: 'sales"; drop', prefix: "" }))
    await pool.end()
    if (!isSalesDeptError(error) || error._tag !== "InputInvalid") throw error
    expect(error.data.problems.map(({ path }) => path)).toEqual(["naming.schema"])
  })

  it("says that a limit of a pool has no effect beside the host's own", async () => {
    const pool = { connect: async () => null, query: async () => null, on: () => null }
    const error = await refusal(() => opening({ pool, maxConnections: 5 }))
    if (!isSalesDeptError(error) || error._tag !== "InputInvalid") throw error
    expect(error.data.problems.map(({ path, code }) => `${path} ${code}`)).toEqual(["maxConnections field.unknown"])
  })
})
