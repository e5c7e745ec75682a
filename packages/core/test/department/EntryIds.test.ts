import { describe, expect, it } from "vitest"
import { memory, presets, salesDept } from "../../src/promise/index.ts"
import type { Session } from "../../src/promise/index.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

const withTeam = async (does: (shop: Session) => Promise<void>): Promise<void> => {
  await using dept = await salesDept({ store: memory(), department })
  const shop = dept.tenant("shop").as("user:1")
  await shop.reps.state({
    rows: [
      { id: "rep_1", personId: "user:1", name: "Anna" },
      { id: "rep_2", personId: "rep_2", name: "Boris, whose product calls him so" },
    ],
  })
  await shop.deals.open({ id: "deal_1", title: "Audit" })
  await shop.clients.register({ id: "client_1", name: "Bakery" })
  await shop.leads.receive({ id: "lead_1", name: "Café", channelId: "web" })
  await does(shop)
}

// Whatever takes a person by the host's id.
const calls = (shop: Session, id: string): { readonly [call: string]: () => Promise<unknown> } => ({
  "deals.open": () => shop.deals.open({ title: "Training", ownerId: id }),
  "deals.amend": () => shop.deals.amend({ dealId: "deal_1", ownerId: id }),
  "clients.register": () => shop.clients.register({ name: "Hotel", ownerId: id }),
  "clients.amend": () => shop.clients.amend({ clientId: "client_1", ownerId: id }),
  "leads.receive": () => shop.leads.receive({ name: "Bar", channelId: "web", ownerId: id }),
  "leads.take": () => shop.leads.take({ leadId: "lead_1", ownerId: id }),
  "nextSteps.set": () => shop.nextSteps.set({ dealId: "deal_1", typeId: "call", dueOn: "2030-01-01", ownerId: id }),
  "plans.publish": () =>
    shop.plans.publish({
      id: "plan_1",
      currency: "RUB",
      targets: [{ ownerId: id, quarter: "2026-Q4", amountMinor: 1_000_00 }],
    }),
  "debriefs.plan": () =>
    shop.debriefs.plan({
      route: "personal",
      repId: id,
      leaderId: "user:9",
      plannedOn: "2030-01-01",
      findingIds: [],
    }),
  "commitments.make": () => shop.commitments.make({ repId: id, what: "Call everybody", dueOn: "2030-01-01" }),
})

describe("an entry of the team in place of its person", () => {
  it("is refused wherever somebody is to get work, a target or a talk", async () => {
    await withTeam(async (shop) => {
      for (const [call, made] of Object.entries(calls(shop, "rep_1"))) {
        await expect(made(), call).rejects.toMatchObject({
          _tag: expect.stringMatching(/^(?:RecipientNotActive|ReviewRefused|TargetsRefused)$/),
          message: expect.stringContaining("personId"),
        })
      }
    })
  })

  it("is taken where the host calls its people so, and so is anybody who is not in the team", async () => {
    await withTeam(async (shop) => {
      for (const id of ["rep_2", "rep_7", "user:7"])
        for (const [call, made] of Object.entries(calls(shop, id)))
          await expect(made(), `${call} ${id}`).resolves.toBeDefined()
    })
  })
})
