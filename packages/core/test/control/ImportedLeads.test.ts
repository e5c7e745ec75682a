import { expect, it } from "vitest"
import { memory, presets, salesDept } from "../../src/promise/index.ts"

const names = { en: "Bare", ru: "Пусто" }

it("leads of a source that carries neither dialogs nor steps are not observable until something is recorded here", async () => {
  const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
  const sources = [
    { id: "bare", name: names, carries: [] },
    { id: "site", name: names, carries: ["dialogs", "nextSteps"] as const },
  ]
  await using dept = await salesDept({
    store: memory(),
    department: { ...department, sources },
    now: () => Date.parse("2026-03-10T09:00:00.000Z"),
  })
  const shop = dept.tenant("shop").as("ann")
  await shop.reps.state({
    rows: [{ id: "rep_a", personId: "ann", name: "Ann", teamId: null, joinedOn: null, leftOn: null }],
  })
  for (const sourceId of ["bare", "site"] as const) {
    await shop.leads.import({
      sourceId,
      rows: [
        {
          id: `lead_${sourceId}`,
          name: sourceId,
          channelId: "site",
          originId: null,
          status: "new",
          closedAt: null,
          clientId: null,
          dealId: null,
          ownerId: "ann",
          receivedAt: "2026-03-02T09:00:00.000Z",
        },
      ],
    })
  }
  const stateOf = async (id: string): Promise<ReadonlyArray<string>> => {
    const { lead } = await shop.control.partition()
    return lead.states.filter(({ worstIds }) => worstIds.includes(id)).map(({ state }) => state)
  }
  expect([await stateOf("lead_bare"), await stateOf("lead_site")]).toEqual([["notObservable"], ["newUnanswered"]])
  await shop.dialogs.record({ leadId: "lead_bare", kind: "call", direction: "outbound", outcomeId: "agreed" })
  await shop.nextSteps.set({ leadId: "lead_bare", typeId: "call", dueOn: "2026-03-12", ownerId: "ann" })
  expect(await stateOf("lead_bare")).toEqual(["onTrack"])
})
