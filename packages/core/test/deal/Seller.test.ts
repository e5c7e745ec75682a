import { describe, expect, it } from "vitest"
import { along, attack, attacked, rub, toPayment } from "../attack.ts"

const won = {
  title: null,
  stageId: "paymentControl",
  clientId: null,
  productId: null,
  amount: rub(70),
  openedOn: "2026-01-02",
  closedOn: "2026-01-15",
} as const

const inShop = async () => {
  const { shop } = await attack(attacked)
  const sellerOf = async (dealId: string) => (await shop.deals.get(dealId))?.sellerId
  const open = async () => {
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    await shop.deals.open({ id: "deal_2", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(5) })
  }
  const importing = (row: object) =>
    shop.deals.import({ sourceId: "old", pipelineId: "servicesWithActs", rows: [{ ...won, id: "deal_i", ...row }] })
  return { shop, sellerOf, open, importing }
}

describe("whose result a deal is", () => {
  it("is its owner's while it is open, and stays with who owned it when it was closed", async () => {
    const { shop, sellerOf, open } = await inShop()
    await open()
    expect(await sellerOf("deal_2")).toBe("ann")
    await shop.deals.amend({ dealId: "deal_2", ownerId: "bob" })
    expect(await sellerOf("deal_2")).toBe("bob")
    await along(shop, "deal_2", toPayment)
    await shop.deals.amend({ dealId: "deal_2", ownerId: "ann" })
    expect(await sellerOf("deal_2")).toBe("bob")
    await shop.deals.move({ dealId: "deal_2", to: "fulfilment" }).catch(() => null)
    expect(await sellerOf("deal_2")).toBe("bob")
  })

  it("goes with credit that is one person's alone, with a reason, and back to who closed it with it", async () => {
    const { shop, sellerOf, open } = await inShop()
    await open()
    await along(shop, "deal_2", toPayment)
    // Somebody else looks after it from now on.
    await shop.deals.amend({ dealId: "deal_2", ownerId: "eve" })
    const shares = [
      { repId: "bob", weight: 1 },
      { repId: "cid", weight: 1 },
    ]
    await shop.deals.splitCredit({ dealId: "deal_2", reason: "Both helped", shares })
    // Money is split; the deal is counted once.
    expect(await sellerOf("deal_2")).toBe("ann")
    await shop.deals.splitCredit({ dealId: "deal_2", reason: "It was bob's", shares: shares.slice(0, 1) })
    expect(await sellerOf("deal_2")).toBe("bob")
    await shop.deals.splitCredit({ dealId: "deal_2", reason: "It was not", shares: [] })
    expect(await sellerOf("deal_2")).toBe("ann")
    await shop.deals.splitCredit({ dealId: "deal_2", reason: "It was bob's", shares: shares.slice(0, 1) })
    await shop.deals.splitCredit({ dealId: "deal_2", reason: "Both helped", shares })
    expect(await sellerOf("deal_2")).toBe("bob")
    await shop.deals.splitCredit({ dealId: "deal_2", reason: "Neither did", shares: [] })
    expect(await sellerOf("deal_2")).toBe("ann")
  })

  it("is that of who owned it at the close where credit that one person had before it is taken back", async () => {
    const { shop, sellerOf, open } = await inShop()
    await open()
    await shop.deals.splitCredit({ dealId: "deal_2", shares: [{ repId: "cid", weight: 1 }] })
    await along(shop, "deal_2", toPayment)
    await shop.deals.amend({ dealId: "deal_2", ownerId: "bob" })
    expect(await shop.deals.get("deal_2")).toMatchObject({ sellerId: "cid", closedById: "ann", ownerId: "bob" })
    await shop.deals.splitCredit({ dealId: "deal_2", reason: "It was not", shares: [] })
    expect(await sellerOf("deal_2")).toBe("ann")
    await shop.deals.move({ dealId: "deal_2", to: "contract", reason: "They want another one" })
    expect(await shop.deals.get("deal_2")).toMatchObject({ sellerId: "bob", closedById: null })
  })

  it("is the first owner's where a deal was nobody's when it was closed", async () => {
    const { shop, sellerOf, importing } = await inShop()
    await importing({ ownerId: null })
    expect(await sellerOf("deal_i")).toBeNull()
    await shop.deals.amend({ dealId: "deal_i", ownerId: "ann" })
    await shop.deals.amend({ dealId: "deal_i", ownerId: "bob" })
    expect(await sellerOf("deal_i")).toBe("ann")
  })

  it("of a source is its first owner's, whoever the source names later, or whose it says", async () => {
    const { sellerOf, importing, shop } = await inShop()
    await importing({ ownerId: "ann" })
    await importing({ ownerId: "bob" })
    expect(await sellerOf("deal_i")).toBe("ann")
    await importing({ ownerId: "bob", sellerId: "cid" })
    expect(await sellerOf("deal_i")).toBe("cid")
    await shop.deals.splitCredit({ dealId: "deal_i", reason: "Agreed", shares: [{ repId: "bob", weight: 1 }] })
    // What it said before is no news.
    expect((await importing({ ownerId: "bob", sellerId: "cid" })).unchanged).toBe(1)
    expect(await sellerOf("deal_i")).toBe("bob")
  })

  it("is what its source says also where the deal closes by its history", async () => {
    const { sellerOf, importing } = await inShop()
    const history = [
      { at: "2026-01-10T09:00:00.000Z", stageId: "contact" },
      { at: "2026-01-15T09:00:00.000Z", stageId: "paymentControl" },
    ]
    await importing({ ownerId: "bob", sellerId: "ann", history })
    expect(await sellerOf("deal_i")).toBe("ann")
  })

  it("stays through a cover over the close that is handed back, and where a bulk that gave the deal is taken back", async () => {
    const { shop, sellerOf, open } = await inShop()
    await open()
    const rows = ["ann", "bob"].map((id) => ({ id: `rep_${id}` as const, personId: id, name: id }))
    await shop.reps.state({ rows })
    await shop.control.handOver({ ids: ["deal_2"], toId: "bob", id: "handover_1" })
    await along(shop, "deal_2", toPayment)
    await shop.control.handBack({ handOverId: "handover_1" })
    expect(await sellerOf("deal_2")).toBe("bob")
    await shop.deals.open({ id: "deal_3", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(5) })
    const action = { type: "assign", kind: "deal", ownerId: "bob" } as const
    const { runId } = await shop.runs.bulk({ action, ids: ["deal_3"] })
    await along(shop, "deal_3", toPayment)
    await shop.runs.revert({ runId: runId ?? expect.fail("there is no run") })
    expect((await shop.deals.get("deal_3"))?.ownerId).toBe("ann")
    expect(await sellerOf("deal_3")).toBe("bob")
  })

  it("is nobody's where the source says so, whatever else changes", async () => {
    const { shop, sellerOf, importing } = await inShop()
    await importing({ ownerId: "ann", sellerId: null })
    await shop.deals.amend({ dealId: "deal_i", amount: rub(80) })
    await importing({ ownerId: "bob", sellerId: null, title: "Audit", productId: "audit" })
    expect(await sellerOf("deal_i")).toBeNull()
  })

  it("stays nobody's where the source says so and somebody gets the deal", async () => {
    const { shop, sellerOf, importing } = await inShop()
    await importing({ ownerId: null, sellerId: null })
    await shop.deals.amend({ dealId: "deal_i", ownerId: "ann" })
    expect(await sellerOf("deal_i")).toBeNull()
  })

  it("is that of who owns it where it is closed anew here, whoever the source named for the close before", async () => {
    const { shop, sellerOf, open, importing } = await inShop()
    await open()
    await importing({ ownerId: "ann", sellerId: "bob", clientId: "client_1" })
    await shop.deals.move({ dealId: "deal_i", to: "contract", reason: "They want another one" })
    await shop.deals.move({ dealId: "deal_i", to: "paymentControl" })
    expect(await sellerOf("deal_i")).toBe("ann")
  })

  it("of a close that is ours stays ours, and the source's word on it is shown as a conflict", async () => {
    const { shop, sellerOf, open, importing } = await inShop()
    await open()
    await importing({ ownerId: "ann", clientId: "client_1", stageId: "contract", closedOn: null })
    await shop.deals.move({ dealId: "deal_i", to: "paymentControl" })
    const { conflicts } = await importing({ ownerId: "ann", clientId: "client_1", sellerId: "bob" })
    expect(conflicts).toContainEqual({ dealId: "deal_i", field: "sellerId" })
    expect(await sellerOf("deal_i")).toBe("ann")
  })

  it("stays with who was alone credited where their credit is shared, and goes back to whom the source says", async () => {
    const { shop, sellerOf, importing } = await inShop()
    await importing({ ownerId: "ann", sellerId: "bob" })
    const [cid, dan] = ["cid", "dan"].map((repId) => ({ repId, weight: 1 }))
    if (cid === undefined || dan === undefined) return expect.fail()
    const split = (...shares: ReadonlyArray<typeof cid>) =>
      shop.deals.splitCredit({ dealId: "deal_i", reason: "Agreed", shares })
    await split(cid)
    await split(cid, dan)
    expect(await sellerOf("deal_i")).toBe("cid")
    // What was agreed here holds against what the source says of the close by now, as credit that is one person's alone does.
    await importing({ ownerId: "ann", sellerId: "eve" })
    expect(await shop.deals.get("deal_i")).toMatchObject({ sellerId: "cid", closedById: "eve" })
    await split(dan)
    await split()
    expect(await sellerOf("deal_i")).toBe("eve")
  })

  it("is what it was where a run that changed it is taken back", async () => {
    const { shop, sellerOf, open, importing } = await inShop()
    await open()
    const revert = ({ runId }: { readonly runId?: `run_${string}` | null }) =>
      shop.runs.revert({ runId: runId ?? expect.fail("there is no run") })
    const bulk = (action: Parameters<typeof shop.runs.bulk>[0]["action"]) => shop.runs.bulk({ action, ids: ["deal_i"] })
    await importing({ ownerId: null, clientId: "client_1" })
    await revert(await bulk({ type: "assign", kind: "deal", ownerId: "bob" }))
    expect(await sellerOf("deal_i")).toBeNull()
    await importing({ ownerId: "ann", clientId: "client_1" })
    await shop.deals.amend({ dealId: "deal_i", ownerId: "bob" })
    expect(await sellerOf("deal_i")).toBe("ann")
    await revert(await bulk({ type: "move", kind: "deal", to: "contract", reason: "By mistake" }))
    expect(await shop.deals.get("deal_i")).toMatchObject({ outcome: "won", ownerId: "bob", sellerId: "ann" })
  })

  it("of a closed deal that was nobody's is whose the same deal is that is merged into it, whoever looks after that by now", async () => {
    const { shop, sellerOf, open, importing } = await inShop()
    await open()
    await importing({ ownerId: null, clientId: "client_1" })
    await along(shop, "deal_2", toPayment)
    await shop.deals.amend({ dealId: "deal_2", ownerId: "cid" })
    const { conflicts } = await shop.deals.merge({ intoId: "deal_i", fromId: "deal_2" })
    expect(conflicts).not.toContain("sellerId")
    expect(await shop.deals.get("deal_i")).toMatchObject({ ownerId: "cid", sellerId: "ann", closedById: "ann" })
    expect(await sellerOf("deal_2")).toBe("ann")
  })

  it("stays nobody's in a merge where the source says so", async () => {
    const { shop, sellerOf, open, importing } = await inShop()
    await open()
    await importing({ ownerId: null, sellerId: null, clientId: "client_1" })
    await along(shop, "deal_2", toPayment)
    await shop.deals.merge({ intoId: "deal_i", fromId: "deal_2" })
    expect(await sellerOf("deal_i")).toBeNull()
  })

  it("of a deal that was closed here by nobody is whose the source says, and no conflict", async () => {
    const { shop, sellerOf, importing } = await inShop()
    await shop.deals.open({ id: "deal_i", title: "Audit", amount: rub(70) })
    await shop.deals.move({ dealId: "deal_i", to: "lost", lostReasonId: "price" })
    expect(await sellerOf("deal_i")).toBeNull()
    const { conflicts } = await importing({ stageId: "lost", ownerId: "ann", sellerId: "bob" })
    expect(conflicts).not.toContainEqual({ dealId: "deal_i", field: "sellerId" })
    expect(await shop.deals.get("deal_i")).toMatchObject({ ownerId: "ann", sellerId: "bob" })
  })

  it("is shown as what two deals differ in that are merged, also where one person looks after both by now", async () => {
    const { shop, sellerOf, open } = await inShop()
    await open()
    await shop.deals.open({ id: "deal_3", title: "Audit", clientId: "client_1", ownerId: "bob", amount: rub(5) })
    for (const dealId of ["deal_2", "deal_3"] as const) {
      await along(shop, dealId, toPayment)
      await shop.deals.amend({ dealId, ownerId: "cid" })
    }
    const { conflicts } = await shop.deals.merge({ intoId: "deal_2", fromId: "deal_3" })
    expect(conflicts).toEqual(["sellerId"])
    expect(await sellerOf("deal_2")).toBe("ann")
  })
})
