import { describe, expect, it } from "vitest"
import type { DepartmentConfig } from "../../src/department/DepartmentSchema.ts"
import { along, attack, attacked, done, invoiced, paid, refusal, rub, signed, sold, stateOf, toEnd } from "../attack.ts"

/** The attacked department, where a deal may leave the stage `contact` only after two weeks. */
const coolingOff: DepartmentConfig = {
  ...attacked,
  pipelines: attacked.pipelines.map((pipeline) => ({
    ...pipeline,
    stages: pipeline.stages.map((stage) =>
      stage.id === "contact" ? { ...stage, exit: { fact: "deal.daysInStage", op: "atLeast", value: 14 } } : stage,
    ),
  })),
}

describe("a gate is not got round", () => {
  it("by a move that is dated before the money fell due", async () => {
    const { shop, at } = await attack()
    await sold(shop)
    await invoiced(shop)
    at("2026-03-01")
    const move = { dealId: "deal_1", to: "fulfilment" } as const
    for (const occurredAt of ["2020-01-01T00:00:00.000Z", "2026-02-03T00:00:00.000Z", "2026-03-01T06:00:00.000Z"]) {
      expect((await refusal(shop.deals.move(move, { occurredAt })))._tag).toBe("MoveRefused")
      expect((await shop.deals.evaluate(move, { occurredAt })).allowed).toBe(false)
      const { lines } = await shop.deals.moveMany({ moves: [move] }, { occurredAt })
      expect(lines.map(({ moved }) => moved)).toEqual([false])
    }
    await paid(shop)
    expect((await shop.deals.move(move, { occurredAt: "2026-02-03T00:00:00.000Z" })).deal.stageId).toBe("fulfilment")
  })

  it("by a move that is dated ahead, when the days that it asks for will be over", async () => {
    const { shop, at } = await attack(coolingOff)
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    await along(shop, "deal_1", ["contact"])
    const move = { dealId: "deal_1", to: "needs" } as const
    expect((await refusal(shop.deals.move(move, { occurredAt: "2026-03-01T00:00:00.000Z" })))._tag).toBe("InputInvalid")
    at("2026-02-16T05:59:00.000Z")
    expect((await refusal(shop.deals.move(move, { occurredAt: "2026-02-16T06:00:00.000Z" })))._tag).toBe("MoveRefused")
    at("2026-02-16")
    await shop.deals.move(move)
  })

  it("by an approval that is over, in a move dated back to when it held", async () => {
    const { as, at, shop } = await attack()
    await sold(shop)
    await invoiced(shop)
    await shop.approvals.ask({
      id: "approval_1",
      dealId: "deal_1",
      kindId: "override",
      reason: "trusted",
      expiresAt: "2026-02-11T00:00:00.000Z",
    })
    await as("head", ["head"]).approvals.grant({ approvalId: "approval_1" })
    at("2026-03-01")
    const override = { reason: "trusted", approvalId: "approval_1" } as const
    const late = shop.deals.move(
      { dealId: "deal_1", to: "fulfilment", override },
      { occurredAt: "2026-02-10T23:00:00.000Z" },
    )
    expect((await refusal(late)).data).toMatchObject({ rule: "approval" })
  })

  it("by one act that is knowingly less: it speaks for its own invoice only, and control sees it so", async () => {
    const { shop } = await attack()
    await sold(shop)
    for (const id of ["1", "2"]) {
      await invoiced(shop, { id, amountMinor: 50 })
      await paid(shop, { id, amountMinor: 50 })
    }
    const [delivery, ...finish] = [toEnd.slice(0, 2), ...toEnd.slice(2)]
    await along(shop, "deal_1", delivery)
    await signed(shop, { amountMinor: 40, of: { invoiceId: "invoice_1", difference: { reasonId: "less" } } })
    expect((await refusal(shop.deals.move({ dealId: "deal_1", to: "aftercare" })))._tag).toBe("MoveRefused")
    await signed(shop, { id: "2", amountMinor: 50, of: { invoiceId: "invoice_2" } })
    await along(shop, "deal_1", finish)
    expect(await stateOf(shop, "deal_1")).toBe("closed")
  })

  it("by another source that names a deal of one that was cut over, said once or again", async () => {
    const cutOverAt = "2026-02-03T00:00:00.000Z"
    const [old, other] = attacked.sources
    if (old === undefined || other === undefined) return expect.fail("there are two sources")
    const { shop, at } = await attack({ ...attacked, sources: [{ ...old, cutOverAt }, other] })
    const row = {
      id: "deal_1",
      title: "Audit",
      stageId: "contact",
      clientId: null,
      ownerId: "ann",
      productId: null,
      amount: rub(100),
      listAmount: null,
      openedOn: "2026-01-01",
      closedOn: null,
    } as const
    const stated = (sourceId: string, stageId: string) =>
      shop.deals.import({ sourceId, pipelineId: "servicesWithActs", rows: [{ ...row, stageId }] })
    await stated("old", "contact")
    at("2026-02-05")
    for (const stageId of ["contact", "done", "aftercare"]) await stated("new", stageId)
    expect(await shop.deals.get("deal_1")).toMatchObject({ stageId: "contact", sourceId: "old" })
  })

  it("unseen by merging a finished deal away and back: what went with the other is owed", async () => {
    const { shop } = await attack()
    await done(shop)
    await sold(shop, "deal_2")
    await shop.deals.merge({ intoId: "deal_2", fromId: "deal_1" })
    await along(shop, "deal_2", toEnd)
    await shop.deals.restore({ dealId: "deal_1" })
    expect([await stateOf(shop, "deal_1"), await stateOf(shop, "deal_2")]).toEqual(["owingDocuments", "closed"])
  })
})
