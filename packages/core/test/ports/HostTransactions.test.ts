import { describe, expect, it } from "vitest"
import { fromBetterSqlite3, fromKysely, fromPg } from "../../src/ports/HostTransactions.ts"

describe("what is given as a host's transaction", () => {
  it.each([
    ["fromPg", fromPg],
    ["fromKysely", fromKysely],
    ["fromBetterSqlite3", fromBetterSqlite3],
  ] as const)("is refused by %s at once where it is nothing, or an ORM's own", (_, from) => {
    for (const given of [undefined, null, {}, "trx", { transaction: () => {} }]) {
      expect(() => from(given as never)).toThrow(
        expect.objectContaining({ _tag: "CannotJoin", data: { reason: "notAConnection" } }),
      )
    }
  })

  it("is told apart from a pool and from what has no transaction open", () => {
    const query = () => Promise.resolve({ rows: [] })
    expect(() => fromPg({ query, totalCount: 0, idleCount: 0 } as never)).toThrow("a pool is not a transaction")
    expect(() => fromPg({ query, getTransactionStatus: () => "I" } as never)).toThrow("no transaction is open")
  })
})
