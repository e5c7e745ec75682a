import { describe, expect, it } from "vitest"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const dayMs = 86_400_000

/**
 * Traps that other systems are known for, in control and assignment. Three more are held where their subject is: a bulk preview
 * equals its result, reassignment reaches only active people (imports, bulk commands, hand over), a merge keeps the audit.
 */
export const controlTrapSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: traps of control`, () => {
    it(
      "trap: a week-old lead is still assigned, and so is one of a year ago: there is no window of age",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const rep = { teamId: null, joinedOn: null, leftOn: null } as const
        await shop.reps.state({ rows: [{ ...rep, id: "rep_ann", personId: "ann", name: "Ann" }] })
        const lead = { name: "L", channelId: "site" } as const
        await shop.leads.receive({ ...lead, id: "lead_1" })
        await shop.leads.receive({ ...lead, id: "lead_2" }, { occurredAt: "2025-02-02T06:00:00.000Z" })
        clock.advance(7 * dayMs)
        const unassigned = (await shop.control.partition()).lead.states.find(({ state }) => state === "unassigned")
        expect(unassigned?.count).toBe(2)
        const { outcomes } = await shop.control.assign({ leads: [{ leadId: "lead_1" }, { leadId: "lead_2" }] })
        expect(outcomes.map(({ id, toId }) => [id, toId])).toEqual([
          ["lead_1", "ann"],
          ["lead_2", "ann"],
        ])
      }),
    )

    it(
      "trap: hidden activities of won deals still count: a signature, a step, a question and a debt keep a finished deal on the list",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const bare = { title: "Old", clientId: null, ownerId: "ann", productId: null, listAmount: null } as const
        const dates = { openedOn: "2026-01-10", closedOn: "2026-01-20" } as const
        const amount = { amountMinor: 100_00, currency: "RUB" }
        const stages = ["deal_1", "deal_2", "deal_3", "deal_4"] as const
        await shop.deals.import({
          sourceId: "fullExport",
          pipelineId: "servicesWithActs",
          rows: stages.map((id) => ({ id, stageId: "done", ...bare, ...dates, amount })),
        })
        clock.advance(dayMs)
        await shop.nextSteps.set({ dealId: "deal_2", typeId: "call", dueOn: "2026-02-04", ownerId: "ann" })
        await shop.dialogs.record({ dealId: "deal_3", kind: "mail", direction: "inbound", outcomeId: "undecided" })
        const invoice = { dealId: "deal_4", issuedOn: "2026-02-03", currency: "RUB" } as const
        await shop.invoices.issue({ ...invoice, instalments: [{ dueOn: "2026-02-04", amountMinor: 100_00 }] })
        clock.advance(5 * dayMs)
        const { rows } = await shop.control.list({ kinds: ["deal"] })
        // The first was delivered and nobody has signed for it; the others have something that comes before it.
        expect(Object.fromEntries(rows.map(({ id, state }) => [id, state]))).toEqual({
          deal_1: "owingDocuments",
          deal_2: "stepOverdue",
          deal_3: "waitingOnUs",
          deal_4: "owingPayment",
        })
      }),
    )

    it(
      "trap: a deal that is moved back and forward again goes on counting its days in a stage; one that was lost and came back does not",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const dealId = "deal_1"
        const stalled = async () => {
          const { rows } = await shop.control.list({ kinds: ["deal"] })
          return rows.flatMap(({ state, ageDays, reason }) => (state === "stalled" ? [[ageDays, reason.ru]] : []))
        }
        const move = (to: string) => shop.deals.move({ dealId, to, reason: "The client asked to look again" })
        await shop.deals.open({ id: dealId, title: "Audit", ownerId: "ann" })
        for (const to of ["contact", "needs"]) await move(to)
        // The stage `needs` allows seven days, and the one before it three.
        clock.advance(7 * dayMs)
        for (const to of ["contact", "needs"]) await move(to)
        expect(await stalled()).toEqual([])
        clock.advance(dayMs)
        const reason =
          "На этапе «Выявление потребностей» (все пребывания) с 2\u00A0февраля\u00A02026\u00A0г.: 8\u00A0дней, предел — 7\u00A0дней"
        expect(await stalled()).toEqual([[8, reason]])
        expect((await shop.deals.stalled()).items).toMatchObject([{ dealId, days: 8, limitDays: 7 }])
        await move("contact")
        clock.advance(3 * dayMs)
        expect(await stalled()).toEqual([])
        for (const to of ["needs", "contact"]) await move(to)
        clock.advance(dayMs)
        expect((await shop.deals.stalled()).items).toMatchObject([{ dealId, days: 4, limitDays: 3 }])
        await shop.deals.move({ dealId, to: "lost", lostReasonId: "price" })
        const { deal } = await move("newLead")
        expect(deal.earlierStays).toEqual([])
        expect((await shop.deals.stalled()).items).toEqual([])
      }),
    )

    it(
      "trap: what nobody owns and nobody has spoken with grows older, whatever is written down about it",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const ages = async (asOf?: string) => {
          const { rows } = await shop.control.list(asOf === undefined ? {} : { asOf })
          return Object.fromEntries(rows.map(({ id, state, ageDays }) => [id, [state, ageDays]]))
        }
        await shop.clients.register({ id: "client_1", name: "Alfa", ownerId: "ann" })
        await shop.clients.register({ id: "client_2", name: "Beta" })
        await shop.deals.open({ id: "deal_1", title: "Audit" })
        await shop.leads.receive({ id: "lead_1", name: "L", channelId: "site" })
        clock.advance(2 * dayMs)
        await shop.clients.amend({ clientId: "client_1", segmentId: "retail" })
        await shop.deals.amend({ dealId: "deal_1", expectedCloseOn: "2026-03-01" })
        clock.advance(3 * dayMs)
        const today = {
          client_1: ["noNextStep", 5],
          client_2: ["unassigned", 5],
          deal_1: ["unassigned", 5],
          lead_1: ["unassigned", 5],
        }
        expect(await ages()).toEqual(today)
        const before = new Date(clock.now()).toISOString()
        clock.advance(1000)
        await shop.deals.amend({ dealId: "deal_1", ownerId: "ann" })
        clock.advance(dayMs)
        await shop.deals.amend({ dealId: "deal_1", ownerId: null })
        expect((await ages())["deal_1"]).toEqual(["unassigned", 0])
        expect(await ages(before)).toEqual(today)
      }),
    )
  })
}
