import { describe, expect, it } from "vitest"
import { isSalesDeptError, memory, presets, salesDept } from "../../src/promise/index.ts"
import type { DirectoryQuestion, HostDirectoryShape } from "../../src/promise/index.ts"

const people = new Map([
  ["user:7", "Ada"],
  ["user:9", "Boris"],
])

const directoryOf = (asked: Array<DirectoryQuestion>): HostDirectoryShape => ({
  kinds: ["people"],
  names: (question) => {
    asked.push(question)
    return Promise.resolve(new Map([...people].filter(([id]) => question.ids.includes(id))))
  },
  check: () => Promise.resolve([]),
})

const opened = async () => {
  const asked: Array<DirectoryQuestion> = []
  const dept = await salesDept({
    store: memory(),
    department: presets.servicesWithActs({ timeZone: "UTC", currency: "USD" }),
    directory: directoryOf(asked),
  })
  return { asked, dept, shop: dept.tenant("shop-17").as("user:7") }
}

const problemsOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (!isSalesDeptError(error) || !("problems" in error)) throw new Error("expected problems")
  return (error.problems as ReadonlyArray<{ readonly path: string; readonly code: string }>).map(
    ({ code, path }) => `${path} ${code}`,
  )
}

describe("a host's directory", () => {
  it("refuses people whom the host does not have, each with its path, beside other problems", async () => {
    const { shop } = await opened()
    expect(await problemsOf(shop.deals.open({ title: "Audit", ownerId: "user:8" }))).toEqual(["ownerId person.unknown"])
    const both = shop.deals.open({ title: "Audit", ownerId: "user:8" }, { idempotencyKey: "" })
    expect(await problemsOf(both)).toEqual(["ownerId person.unknown", "options.idempotencyKey text.length"])
    const batch = shop.batch((commands) => [
      commands.clients.register({ id: "client_1", name: "Ромашка", ownerId: "user:9" }),
      commands.deals.open({ title: "Audit", ownerId: "nobody" }),
    ])
    expect(await problemsOf(batch)).toEqual(["[1].ownerId person.unknown"])
    expect(await shop.clients.count()).toBe(0)
    const { deal } = await shop.deals.open({ title: "Audit", ownerId: "user:9" })
    expect(deal.ownerId).toBe("user:9")
  })

  it("is not asked of imports, nor where nobody is named", async () => {
    const { asked, shop } = await opened()
    await shop.deals.open({ title: "Audit" })
    await shop.clients.import({
      sourceId: "crm",
      rows: [{ id: "client_1", name: "Ромашка", ownerId: "J. Doe", segmentId: null }],
    })
    expect(asked).toEqual([])
  })

  it("gives names, and nothing of kinds that it does not know", async () => {
    const { dept, shop } = await opened()
    expect(await shop.directory.names({ kind: "people", ids: ["user:7", "user:8"] })).toEqual({
      names: { "user:7": "Ada" },
    })
    expect(await shop.directory.names({ kind: "products", ids: ["p1"] })).toEqual({ names: {} })
    expect(await dept.checkDirectory()).toEqual([])
    await dept.close()
  })
})
