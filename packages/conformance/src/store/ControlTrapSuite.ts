import { describe, expect, it } from "vitest"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const dayMs = 86_400_000

/**
 * Traps that other systems are known for, in control and assignment. Three more are held where their subject is: a bulk preview
 * equals its result, reassignment reaches only active people (imports and bulk commands, hand over), a merge keeps the audit.
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
  })
}
