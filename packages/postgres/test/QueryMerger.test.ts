import { defaultPostgresNaming, makeCatalog, postgresReads } from "@salesdept/sql"
import type { Query } from "@salesdept/sql"
import { describe, expect, it } from "vitest"
import { makeQueryMerger } from "../src/QueryMerger.ts"

const catalog = makeCatalog("postgres", defaultPostgresNaming)
const reads = postgresReads(defaultPostgresNaming)
const runTogether = makeQueryMerger(catalog, reads)
const deals = catalog.of("deal").statements
const byClient = deals.where["clientId"] ?? ""

const askedOf = (rowsOf: (values: ReadonlyArray<unknown>) => ReadonlyArray<{ readonly [column: string]: unknown }>) => {
  const asked: Array<readonly [text: string, values: ReadonlyArray<unknown>]> = []
  const query: Query = (text, values) => {
    asked.push([text, values])
    return Promise.resolve(rowsOf(values))
  }
  return { asked, query }
}

describe("questions of several commands", () => {
  it("for records by id become one, and each gets its own", async () => {
    const { asked, query } = askedOf(([, ids]) => (ids as ReadonlyArray<string>).map((id) => ({ id })))
    const wanted = [["deal_1"], ["deal_2", "deal_1"], []]
    const answers = await runTogether(
      query,
      wanted.map((ids) => (ask: Query) => ask(deals.byIds, ["t", ids])),
    )
    expect(asked).toEqual([[deals.byIds, ["t", ["deal_1", "deal_2"]]]])
    expect(answers.map((one) => (one.status === "fulfilled" ? one.value.map(({ id }) => id) : one))).toEqual([
      ["deal_1"],
      ["deal_1", "deal_2"],
      [],
    ])
  })

  it("for one record each, or for a list, become one too; one that asks alone asks as it would", async () => {
    const { asked, query } = askedOf(([, ids]) => [ids].flat().map((id) => ({ id })))
    const answers = await runTogether(query, [
      (ask: Query) => ask(deals.one, ["t", "deal_1"]),
      (ask: Query) => ask(deals.one, ["t", "deal_2"]),
      (ask: Query) => ask(deals.byIds, ["t", ["deal_3", "deal_1"]]),
      async (ask: Query) => {
        await ask(deals.one, ["t", "deal_2"])
        return await ask(deals.one, ["t", "deal_4"])
      },
    ])
    expect(asked).toEqual([
      [deals.byIds, ["t", ["deal_1", "deal_2", "deal_3"]]],
      [deals.one, ["t", "deal_4"]],
    ])
    expect(answers.map((one) => (one.status === "fulfilled" ? one.value.map(({ id }) => id) : one))).toEqual([
      ["deal_1"],
      ["deal_2"],
      ["deal_1", "deal_3"],
      ["deal_4"],
    ])
  })

  it("for records by an indexed field become one, keyed by its column", async () => {
    const { asked, query } = askedOf(() => [
      { id: "deal_1", client_id: "client_1" },
      { id: "deal_2", client_id: "client_2" },
      { id: "deal_3", client_id: "client_1" },
    ])
    const answers = await runTogether(
      query,
      ["client_1", "client_2"].map((id) => (ask: Query) => ask(byClient, ["t", [id]])),
    )
    expect(asked).toHaveLength(1)
    expect(answers.map((one) => (one.status === "fulfilled" ? one.value.length : one))).toEqual([2, 1])
  })

  it("for texts become one, unless they want two versions of one record", async () => {
    const { asked, query } = askedOf(([, ids]) => (ids as ReadonlyArray<string>).map((id) => ({ record_id: id })))
    const wanted = [
      ["deal_1", 1],
      ["deal_2", 4],
      ["deal_1", 2],
    ] as const
    await runTogether(
      query,
      wanted.map(
        ([id, version]) =>
          (ask: Query) =>
            ask(reads.texts, ["t", [id], [version]]),
      ),
    )
    expect(asked).toEqual([
      [reads.texts, ["t", ["deal_1", "deal_2"], [1, 4]]],
      [reads.texts, ["t", ["deal_1"], [2]]],
    ])
  })

  it("go in waves: who has ended is not waited for, and a failure is told to those that asked", async () => {
    let waves = 0
    const query: Query = (text) => {
      waves += 1
      return text === "bad" ? Promise.reject(new Error("refused")) : Promise.resolve([])
    }
    const answers = await runTogether(query, [
      () => Promise.resolve("none"),
      async (ask) => {
        await ask("one", ["t"])
        await ask("two", ["t"])
        return "two"
      },
      async (ask) => {
        await ask("one", ["t"])
        await ask("bad", ["t"])
        return "bad"
      },
    ])
    expect(waves).toBe(3)
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"])
  })
})
