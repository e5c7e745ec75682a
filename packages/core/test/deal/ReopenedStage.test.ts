import { describe, expect, it } from "vitest"
import { pipelinePresets } from "../../src/department/PipelinePresets.ts"
import type { Session } from "../../src/promise/index.ts"
import { along, attack, attacked, refusal, rub, toPayment } from "../attack.ts"

const lose = { dealId: "deal_1", to: "lost", lostReasonId: "price", reason: "Too dear" } as const
const reopen = { dealId: "deal_1", reason: "They called again" } as const

const lostFrom = async (stages: ReadonlyArray<string>) => {
  const scene = await attack()
  const { shop } = scene
  await shop.clients.register({ id: "client_1", name: "A", ownerId: "ann" })
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
  await along(shop, "deal_1", stages)
  await shop.deals.move(lose)
  return scene
}

const stageIds = async (shop: Session, to: string) => {
  const { data } = await refusal(shop.deals.move({ ...reopen, to }))
  return (data as { readonly unmet: ReadonlyArray<{ readonly expected: unknown }> }).unmet[0]?.expected
}

describe("a lost deal that is opened again", () => {
  it("goes to the stage from which it was lost, with a reason, or to the first one", async () => {
    const { shop } = await lostFrom(["contact", "needs", "proposal"])
    expect(await stageIds(shop, "negotiation")).toEqual(["newLead", "proposal"])
    const { unmet } = await shop.deals.evaluate({ dealId: "deal_1", to: "proposal" })
    expect(unmet.map(({ code }) => code)).toEqual(["reasonRequired"])
    const { deal } = await shop.deals.move({ ...reopen, to: "proposal" })
    expect(deal).toMatchObject({ stageId: "proposal", outcome: "open", earlierStays: [], reopenedOn: "2026-02-02" })
    expect(deal.cycles).toMatchObject([{ outcome: "lost", lostReasonId: "price" }])
    await along(shop, "deal_1", ["negotiation"])
  })

  it("goes to the last of several losses", async () => {
    const { shop } = await lostFrom(["contact", "needs"])
    await shop.deals.move({ ...reopen, to: "needs" })
    await shop.deals.move({ dealId: "deal_1", to: "contact", reason: "Another buyer" })
    await shop.deals.move(lose)
    expect(await stageIds(shop, "needs")).toEqual(["newLead", "contact"])
  })

  it("comes back behind no gate that it would not meet by now", async () => {
    const { shop } = await lostFrom(toPayment.slice(0, -1))
    await shop.deals.amend({ dealId: "deal_1", clientId: null })
    const { unmet } = await shop.deals.evaluate({ ...reopen, to: "contract" })
    expect(unmet.map(({ code, gate, stageId }) => [code, gate, stageId])).toEqual([
      ["client.isKnown.is", "entry", "contract"],
    ])
  })

  it("goes where its stage went, under a version that has taken that away", async () => {
    const { shop } = await lostFrom(["contact", "needs"])
    const first = pipelinePresets.servicesWithActs
    const second = {
      ...first,
      version: 2,
      stages: first.stages.filter(({ id }) => id !== "needs"),
      transitions: [
        ...first.transitions.filter(({ from, to }) => from !== "needs" && to !== "needs"),
        { from: "contact", to: "proposal", kind: "forward" as const },
      ],
      retiredStages: [{ stageId: "needs", to: "contact" }],
    }
    await shop.department.publish({ ...attacked, pipelines: [second] })
    await shop.deals.adopt({ pipelineId: "servicesWithActs", dealIds: ["deal_1"] })
    expect((await shop.deals.move({ ...reopen, to: "contact" })).deal.stageId).toBe("contact")
  })

  it("begins anew where it was lost after it had been won, or by whom nobody knows from which stage", async () => {
    const { shop } = await lostFrom(toPayment)
    expect(await stageIds(shop, "contract")).toEqual(["newLead"])
    await shop.deals.import({
      sourceId: "old",
      pipelineId: "servicesWithActs",
      rows: [{ id: "deal_2", title: "B", stageId: "lost" }],
    })
    const refused = shop.deals.move({ dealId: "deal_2", to: "needs", reason: "They called again" })
    expect((await refusal(refused)).data).toMatchObject({ unmet: [{ expected: ["newLead"] }] })
  })

  it("of a source that loses it is opened again where it stood here", async () => {
    const { shop } = await attack()
    const row = { id: "deal_1", title: "B", stageId: "needs" } as const
    const place = { sourceId: "old", pipelineId: "servicesWithActs" }
    await shop.deals.import({ ...place, rows: [row] })
    await shop.deals.import({ ...place, rows: [{ ...row, stageId: "lost" }] })
    expect((await shop.deals.move({ ...reopen, to: "needs" })).deal.outcome).toBe("open")
  })
})
