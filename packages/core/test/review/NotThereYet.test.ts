import { describe, expect, it } from "vitest"
import { defaultControlPolicy } from "../../src/control/ControlPolicy.ts"
import type { Session } from "../../src/promise/index.ts"
import { fiveDayCalendar } from "../../src/shared/index.ts"
import { attack, attacked } from "../attack.ts"

const minutes = { minutes: 60, remindBeforeMinutes: 0 }
const sla = { calendar: fiveDayCalendar, firstResponse: minutes, rollingResponse: minutes, escalation: [] }

/** Ann's last day is 6 February, Bob's first the 12th; Cid was there until the 6th as well and comes back on the 12th by another entry. */
const comingAndGoing = async () => {
  const scene = await attack({ ...attacked, sources: [], control: { ...defaultControlPolicy, sla } })
  const rows = [
    { id: "rep_ann" as const, personId: "ann", name: "Ann", joinedOn: "2025-01-01", leftOn: "2026-02-06" },
    { id: "rep_bob" as const, personId: "bob", name: "Bob", joinedOn: "2026-02-12" },
    { id: "rep_cid" as const, personId: "cid", name: "Cid", leftOn: "2026-02-06" },
    { id: "rep_cid2" as const, personId: "cid", name: "Cid", joinedOn: "2026-02-12" },
  ]
  await scene.shop.reps.state({ rows })
  await scene.shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
  return scene
}

const stepsOf = async (shop: Session, on: string) => {
  const { findings } = await shop.findings.find({ span: "week", on })
  return findings.flatMap(({ ruleId, ownerId, evidence }) =>
    ruleId === "nextStep.overdue" ? [[ownerId, ...evidence.ids.toSorted()]] : [],
  )
}

describe("what fell due while nobody was there to do it", () => {
  it("is not of who began to work afterwards and was given it: what fell due from the first day on is", async () => {
    const { shop, at } = await comingAndGoing()
    for (const [id, dueOn] of [
      ["step_before", "2026-02-10"],
      ["step_after", "2026-02-12"],
    ] as const)
      await shop.nextSteps.set({ id, clientId: "client_1", typeId: "call", dueOn, ownerId: "ann" })
    at("2026-02-12T08:00:00.000Z")
    await shop.nextSteps.assign({ nextStepId: "step_before", ownerId: "bob" })
    await shop.nextSteps.assign({ nextStepId: "step_after", ownerId: "bob" })
    at("2026-02-16")
    expect(await stepsOf(shop, "2026-02-12")).toEqual([
      [null, "step_after", "step_before"],
      ["bob", "step_after"],
    ])
  })

  it("is nobody's where its owner had left, and is told of the department", async () => {
    const { shop, at } = await comingAndGoing()
    await shop.nextSteps.set({
      id: "step_1",
      clientId: "client_1",
      typeId: "call",
      dueOn: "2026-02-10",
      ownerId: "ann",
    })
    at("2026-02-16")
    expect(await stepsOf(shop, "2026-02-10")).toEqual([[null, "step_1"]])
  })

  it("is nobody's between two entries of one person, and theirs on the days of either", async () => {
    const { shop, at } = await comingAndGoing()
    for (const [id, dueOn] of [
      ["step_1", "2026-02-06"],
      ["step_2", "2026-02-10"],
      ["step_3", "2026-02-12"],
    ] as const)
      await shop.nextSteps.set({ id, clientId: "client_1", typeId: "call", dueOn, ownerId: "cid" })
    at("2026-02-16")
    expect(await stepsOf(shop, "2026-02-06")).toEqual([["cid", "step_1"]])
    expect(await stepsOf(shop, "2026-02-10")).toEqual([
      [null, "step_2", "step_3"],
      ["cid", "step_3"],
    ])
  })
})

describe("days away that overlap", () => {
  it("are of whoever stands in for one of them", async () => {
    const { shop, at } = await comingAndGoing()
    await shop.reps.state({
      rows: [
        { id: "rep_dan", personId: "dan", name: "Dan" },
        { id: "rep_eve", personId: "eve", name: "Eve" },
      ],
    })
    const days = { repId: "rep_dan", to: "2026-02-20" } as const
    await shop.reps.planAbsence({ ...days, id: "ill", from: "2026-02-05", kind: "away" })
    await shop.reps.planAbsence({ ...days, id: "winter", from: "2026-02-09", kind: "vacation", coverId: "eve" })
    await shop.nextSteps.set({
      id: "step_1",
      clientId: "client_1",
      typeId: "call",
      dueOn: "2026-02-10",
      ownerId: "dan",
    })
    at("2026-02-16")
    expect(await stepsOf(shop, "2026-02-10")).toEqual([["eve", "step_1"]])
  })
})
