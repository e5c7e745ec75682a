import { describe, expect, it } from "vitest"
import { planImport } from "../../src/exchange/ImportPlan.ts"
import type { Session } from "../../src/promise/index.ts"
import { along, attack, invoiced, paid, refusal, rub, toPayment } from "../attack.ts"
import { fileOf } from "./encodeAs.ts"

const dealId = "deal_1"

const bulkMove = async (shop: Session, to: string, reason?: string): Promise<`run_${string}`> => {
  const action = { type: "move", kind: "deal", to, ...(reason === undefined ? {} : { reason }) } as const
  const { runId, done } = await shop.runs.bulk({ action, ids: [dealId] })
  expect(done).toBe(1)
  return runId ?? expect.fail("a bulk command has a run")
}

const opened = async (shop: Session): Promise<void> => {
  await shop.clients.register({ id: "client_1", name: "A" })
  await shop.deals.open({ id: dealId, title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
}

describe("taking a bulk command back", () => {
  it("leaves a deal that has moved on where it is, won as its stage says", async () => {
    const { shop } = await attack()
    await opened(shop)
    await along(shop, dealId, toPayment.slice(0, -1))
    const runId = await bulkMove(shop, "paymentControl")
    await invoiced(shop)
    await paid(shop)
    await along(shop, dealId, ["fulfilment"])
    const { lines } = await shop.runs.revert({ runId })
    expect(lines).toMatchObject([{ outcome: "partly", kept: ["stageId", "outcome", "closedOn"] }])
    expect(await shop.deals.get(dealId)).toMatchObject({
      stageId: "fulfilment",
      outcome: "won",
      closedOn: "2026-02-02",
    })
  })

  it("leaves a deal that came to the same stage anew, with what it was closed for then", async () => {
    const { shop, at } = await attack()
    await opened(shop)
    const action = { type: "close", kind: "deal", to: "lost", lostReasonId: "price" } as const
    const { runId } = await shop.runs.bulk({ action, ids: [dealId] })
    await shop.deals.move({ dealId, to: "newLead", reason: "They called" })
    await shop.deals.move({ dealId, to: "lost", lostReasonId: "terms" })
    at("2026-02-03")
    await shop.runs.revert({ runId: runId ?? "run_" })
    expect(await shop.deals.get(dealId)).toMatchObject({
      stageId: "lost",
      outcome: "lost",
      closedOn: "2026-02-02",
      lostReasonId: "terms",
    })
  })

  it("freezes no rate on a deal that is open again", async () => {
    const { shop } = await attack()
    await shop.clients.register({ id: "client_1", name: "A" })
    const amount = { amountMinor: 100, currency: "EUR" }
    await shop.deals.open({ id: dealId, title: "Audit", clientId: "client_1", amount })
    await along(shop, dealId, toPayment.slice(0, -1))
    const runId = await bulkMove(shop, "paymentControl")
    const rate = { from: "EUR", to: "RUB", rate: "90", on: "2026-02-02" }
    await shop.deals.freezeRate({ dealId, rate })
    await shop.runs.revert({ runId })
    expect(await shop.deals.get(dealId)).toMatchObject({ outcome: "won", closeRate: rate })
  })

  it("takes no deal past a gate whose conditions were taken away behind it", async () => {
    const { shop, at } = await attack()
    await opened(shop)
    await along(shop, dealId, toPayment.slice(0, -1))
    const runId = await bulkMove(shop, "negotiation", "They want another offer")
    at("2026-02-03")
    await shop.deals.amend({ dealId, amount: null, clientId: null })
    const { lines } = await shop.runs.revert({ runId }, { dryRun: true })
    expect((await shop.runs.revert({ runId })).lines).toEqual(lines)
    expect(lines).toMatchObject([{ outcome: "partly" }])
    expect(await shop.deals.get(dealId)).toMatchObject({ stageId: "negotiation", outcome: "open" })
  })

  it("takes a deal back past a gate that still holds, whatever else was changed of it", async () => {
    const { shop } = await attack()
    await opened(shop)
    await along(shop, dealId, toPayment.slice(0, -1))
    const runId = await bulkMove(shop, "negotiation", "They want another offer")
    await shop.deals.amend({ dealId, expectedCloseOn: "2026-03-01" })
    expect((await shop.runs.revert({ runId })).counts).toMatchObject({ restored: 1 })
    expect(await shop.deals.get(dealId)).toMatchObject({
      stageId: "contract",
      earlierStays: [],
      expectedCloseOn: "2026-03-01",
    })
  })

  it("gives nothing back to an owner who has left since", async () => {
    const { shop, at } = await attack()
    await shop.teams.state({
      rows: [{ id: "team_1", code: "one", name: "One", headId: null, mentorIds: [], parentCode: null }],
    })
    const ann = { id: "rep_ann", personId: "ann", name: "Анна", teamId: "one", joinedOn: "2025-01-01" } as const
    await shop.reps.state({ rows: [ann] })
    await opened(shop)
    const action = { type: "assign", kind: "deal", ownerId: "bob" } as const
    const { runId } = await shop.runs.bulk({ action, ids: [dealId] })
    await shop.reps.state({ rows: [{ ...ann, leftOn: "2026-02-03" }] })
    at("2026-02-05")
    const { lines } = await shop.runs.revert({ runId: runId ?? "run_" })
    expect(lines).toMatchObject([{ outcome: "partly", kept: ["ownerId"] }])
    expect(await shop.deals.get(dealId)).toMatchObject({ ownerId: "bob", unownedSince: null })
  })
})

describe("a run that is gone on with", () => {
  const action = { type: "move", kind: "deal", to: "contact" } as const
  const runId = "run_today"

  it("answers the same command as it did, and is refused another one and other records", async () => {
    const { shop } = await attack()
    await opened(shop)
    await shop.deals.open({ id: "deal_2", title: "Audit" })
    const did = await shop.runs.bulk({ runId, action, ids: [dealId] })
    expect(
      await shop.runs.bulk({ runId, action: { to: "contact", kind: "deal", type: "move" }, ids: [dealId] }),
    ).toEqual(did)
    const others = [
      { runId, action, ids: ["deal_2"] },
      { runId, action, ids: [dealId, "deal_2"] },
      { runId, action: { ...action, to: "needs" }, ids: [dealId] },
    ]
    for (const other of others) expect((await refusal(shop.runs.bulk(other)))._tag).toBe("RunMismatch")
  })

  it("is refused a corrected file under its name: nobody takes what was recorded before for what is", async () => {
    const { shop } = await attack()
    const planOf = (amount: string) =>
      planImport([fileOf("deals.csv", `deal id,deal name,stage,amount\n1,Audit,Won,${amount}\n`)], {
        source: "crm",
        currency: "RUB",
        timeZone: "Europe/Moscow",
      })
    const did = await shop.imports.record(planOf("100"), { runId })
    expect(await shop.imports.record(planOf("100"), { runId })).toEqual(did)
    expect((await refusal(shop.imports.record(planOf("200"), { runId })))._tag).toBe("RunMismatch")
    await shop.imports.record(planOf("200"))
    expect((await shop.deals.page()).items.map(({ amount }) => amount)).toEqual([rub(200_00)])
  })
})
