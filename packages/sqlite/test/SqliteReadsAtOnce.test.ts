import { stat } from "node:fs"
import type { CallObservation } from "@salesdept/core/promise"
import { salesDept } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { makeSqliteStore } from "../src/index.ts"
import type { SqliteDatabase } from "../src/index.ts"
import { faultOf, migrated, newFile } from "./database.ts"

/** Over a store whose reads that return effects are counted. */
const opened = async (database: SqliteDatabase, observe: (seen: CallObservation) => void = () => {}) => {
  const store = makeSqliteStore(database)
  const { shown } = store
  let waited = 0
  const counted: typeof store = {
    ...store,
    shown:
      shown === null
        ? null
        : {
            ...shown,
            byIds: (...asked) => {
              waited += 1
              return shown.byIds(...asked)
            },
          },
  }
  const open = () => Promise.resolve({ store: counted, close: () => Promise.resolve() })
  const dept = await salesDept({ store: { open }, observe })
  return { tenant: dept.tenant("shop"), waited: () => waited }
}

describe("a read that need not wait", () => {
  it("is answered without a fibre, and observed as any other call", async () => {
    const seen: Array<CallObservation> = []
    const { tenant, waited } = await opened(migrated(newFile()), (one) => seen.push(one))
    const shop = tenant.as("user")
    await shop.clients.register({ id: "client_1", name: "Anna" })
    // Calls that had followed one another for long would let others have their turn.
    await new Promise((resume) => setImmediate(resume))
    expect((await shop.clients.get("client_1"))?.texts).toEqual({ name: "Anna" })
    expect(await shop.clients.get("client_2")).toBeNull()
    expect((await shop.clients.page({ limit: 1 })).items.map(({ id }) => id)).toEqual(["client_1"])
    expect(waited()).toBe(0)
    expect(await faultOf(() => shop.clients.page({ limit: 0 }))).toMatchObject({ tag: "InputInvalid" })
    expect(seen.map(({ call, outcome }) => `${call} ${outcome}`)).toEqual([
      "client.register done",
      "client.get done",
      "client.get done",
      "client.page done",
      "client.page InputInvalid",
    ])
  })

  it("is answered at once where it is asked as a socket brings it, while commands follow one another", async () => {
    const { tenant, waited } = await opened(migrated(newFile()))
    const shop = tenant.as("user")
    await shop.clients.register({ id: "client_1", name: "Anna" })
    const asked: Array<Promise<unknown>> = []
    // An answer of the file system comes in the same part of a turn as what a socket brings.
    const ask = (): void => {
      stat(".", () => {
        asked.push(shop.clients.get("client_1"))
        if (asked.length < 3) ask()
      })
    }
    ask()
    for (const until = Date.now() + 5000; asked.length < 3 && Date.now() < until;) {
      await shop.clients.register({ name: "Bella" })
    }
    expect((await Promise.all(asked)).length).toBe(3)
    expect(waited()).toBe(0)
  })

  it("does nothing once the session's signal has ended it", async () => {
    const { tenant } = await opened(migrated(newFile()))
    const stop = new AbortController()
    const shop = tenant.as("user", { signal: stop.signal })
    expect(await shop.clients.get("client_1")).toBeNull()
    stop.abort(new RangeError("gone"))
    await expect(shop.clients.get("client_1")).rejects.toThrow("gone")
  })

  it("is asked for again as one that may wait where it fails, which tells of the fault", async () => {
    const seen: Array<string> = []
    const database = migrated(newFile())
    const { tenant, waited } = await opened(database, ({ outcome }) => seen.push(outcome))
    const shop = tenant.as("user")
    await shop.clients.get("client_1")
    database.close()
    expect(await faultOf(() => shop.clients.get("client_1"))).toMatchObject({ tag: "StoreFault" })
    expect(waited()).toBe(1)
    expect(seen).toEqual(["done", "StoreFault"])
  })
})
