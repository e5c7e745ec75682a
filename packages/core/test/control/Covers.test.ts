import { describe, expect, it } from "vitest"
import { attack } from "../attack.ts"

/** Ann's client, deal and step are with Bob until 2026-02-16. */
const covered = async () => {
  const scene = await attack()
  const { shop, dept, at } = scene
  const rows = ["ann", "bob", "max"].map((id) => ({ id: `rep_${id}` as const, personId: id, name: id }))
  await shop.reps.state({ rows })
  await shop.clients.register({ id: "client_1", name: "A", ownerId: "ann" })
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann" })
  await shop.nextSteps.set({ id: "step_1", dealId: "deal_1", typeId: "call", dueOn: "2026-02-20", ownerId: "ann" })
  await shop.clients.register({ id: "client_2", name: "B", ownerId: "bob" })
  const leave = { repId: "rep_ann", from: "2026-02-03", kind: "vacation" } as const
  await shop.reps.planAbsence({ ...leave, id: "winter", to: "2026-02-15" })
  const { handOver } = await shop.control.coverAbsence({ personId: "ann", restToId: "bob", returnOn: "2026-02-16" })
  const owners = async () => [
    (await shop.clients.get("client_1"))?.ownerId,
    (await shop.deals.get("deal_1"))?.ownerId,
    (await shop.nextSteps.get("step_1"))?.ownerId,
    (await shop.clients.get("client_2"))?.ownerId,
  ]
  const tickOn = async (day: string) => {
    at(day)
    await dept.tick({ tenants: ["shop-17"] })
  }
  return { ...scene, handOver, leave, owners, tickOn }
}

describe("who comes back finds what was left", () => {
  it("also where who covered has left since", async () => {
    const { shop, at, owners, tickOn } = await covered()
    at("2026-02-05")
    await shop.control.offboard({ personId: "bob", restToId: "max", leftOn: "2026-02-05" })
    expect(await owners()).toEqual(["max", "max", "max", "max"])
    await tickOn("2026-02-16")
    expect(await owners()).toEqual(["ann", "ann", "ann", "max"])
  })

  it("but for what was given to somebody by name meanwhile", async () => {
    const { shop, at, owners, tickOn } = await covered()
    at("2026-02-05")
    await shop.control.handOver({ ids: ["client_1"], toId: "max" })
    await shop.control.offboard({ personId: "bob", restToId: "max", leftOn: "2026-02-05" })
    await tickOn("2026-02-16")
    expect(await owners()).toEqual(["max", "ann", "ann", "max"])
  })

  it("not before the absence is over, where it was made longer", async () => {
    const { shop, at, leave, owners, tickOn } = await covered()
    at("2026-02-13")
    await shop.reps.planAbsence({ ...leave, id: "winter", to: "2026-02-18" })
    await tickOn("2026-02-16")
    await tickOn("2026-02-18")
    expect(await owners()).toEqual(["bob", "bob", "bob", "bob"])
    await tickOn("2026-02-19")
    expect(await owners()).toEqual(["ann", "ann", "ann", "bob"])
  })

  it("at once, where a head takes the cover back while the person is away", async () => {
    const { shop, handOver, owners } = await covered()
    await shop.control.handBack({ handOverId: handOver.id })
    expect(await owners()).toEqual(["ann", "ann", "ann", "bob"])
  })
})

describe("who was offboarded before the last day", () => {
  it("gets no more leads by rule, until the offboarding is taken back or the last day is stated anew", async () => {
    const { shop, at, as } = await covered()
    await shop.reps.state({ rows: [{ id: "rep_max", personId: "max", name: "max", leftOn: "2026-02-02" }] })
    at("2026-02-03")
    const receivers = async (leadId: `lead_${string}`) => {
      await shop.leads.receive({ id: leadId, name: "L", channelId: "site" })
      const [outcome] = (await as("head").control.assign({ leads: [{ leadId }] }, { dryRun: true })).outcomes
      return [outcome?.toId, outcome?.rejected.filter(({ reason }) => reason === "left").map((each) => each.personId)]
    }
    expect(await receivers("lead_1")).toEqual(["bob", ["max"]])
    await shop.reps.state({ rows: [{ id: "rep_max", personId: "max", name: "max" }] })
    const { handOver } = await shop.control.offboard({ personId: "bob", restToId: "max", leftOn: "2026-02-20" })
    for (const id of ["lead_2", "lead_3", "lead_4", "lead_5"] as const) {
      expect(await receivers(id)).toEqual(["max", ["bob"]])
    }
    const stated = { id: "rep_bob", personId: "bob", name: "bob" } as const
    await shop.reps.state({ rows: [{ ...stated, leftOn: "2026-12-31" }] })
    expect((await receivers("lead_6"))[1]).toEqual([])
    await shop.reps.state({ rows: [{ ...stated, leftOn: "2026-02-20" }] })
    expect((await receivers("lead_7"))[1]).toEqual(["bob"])
    await shop.control.handBack({ handOverId: handOver.id })
    expect((await receivers("lead_8"))[1]).toEqual([])
  })
})
