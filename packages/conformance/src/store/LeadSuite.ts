import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

/** What becomes of a lead: a client and a deal, nobody's, or somebody to come back to. */
export const leadSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: leads`, () => {
    it(
      "makes of a lead a client, its contact person and a deal in one command, or nothing at all",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.leads.receive({
          id: "lead_1",
          name: "Пётр Ёжиков",
          company: "ООО «Ромашка»",
          channelId: "site",
          ownerId: "user:42",
          phones: ["+7 495 123-45-67"],
        })
        await shop.deals.open({ id: "deal_1", title: "Taken" })
        await rejectionOf(
          "RecordExists",
          shop.leads.qualify({ leadId: "lead_1", deal: { id: "deal_1", title: "Audit" } }),
        )
        expect((await shop.clients.page({})).items).toEqual([])
        expect((await shop.leads.get("lead_1"))?.status).toBe("new")
        const made = await shop.leads.qualify({ leadId: "lead_1", deal: { id: "deal_2", title: "Audit" } })
        expect(made.lead).toMatchObject({ status: "qualified", clientId: made.client.id, dealId: "deal_2" })
        expect(made.deal).toMatchObject({ clientId: made.client.id, ownerId: "user:42" })
        expect((await shop.clients.get(made.client.id))?.texts).toEqual({ name: "ООО «Ромашка»" })
        expect((await shop.contacts.get(made.contact?.id ?? ""))?.texts).toEqual({
          name: "Пётр Ёжиков",
          phones: "+7 495 123-45-67",
        })
        await rejectionOf("LeadClosed", shop.leads.take({ leadId: "lead_1", ownerId: "user:1" }))
      }),
    )

    it(
      "takes what is still to be done about a lead on with its deal, so that nobody has to plan it again",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const step = { leadId: "lead_1", typeId: "meeting", dueOn: "2026-02-05" } as const
        await shop.leads.receive({ id: "lead_1", name: "A", channelId: "site", ownerId: "user:42" })
        await shop.nextSteps.set({ ...step, id: "step_1", ownerId: "user:42", note: "в офисе" })
        await shop.nextSteps.set({ ...step, id: "step_2", ownerId: "user:7" })
        await shop.nextSteps.set({ ...step, id: "step_3", ownerId: "user:42" })
        await shop.nextSteps.complete({ nextStepId: "step_3" })
        await shop.leads.qualify({ leadId: "lead_1", deal: { id: "deal_1", title: "Audit" } })
        const dealOf = async (id: string) => (await shop.nextSteps.get(id))?.dealId
        expect([await dealOf("step_1"), await dealOf("step_2"), await dealOf("step_3")]).toEqual([
          "deal_1",
          "deal_1",
          null,
        ])
        expect(await shop.nextSteps.get("step_1")).toMatchObject({ ...step, texts: { note: "в офисе" } })
        const { deal, lead } = await shop.control.partition()
        const states = ({ states: all }: typeof deal) => all.filter(({ count }) => count > 0).map(({ state }) => state)
        expect([states(deal), states(lead)]).toEqual([["onTrack"], ["closed"]])
        // A deal that was there already.
        await shop.leads.receive({ id: "lead_2", name: "B", channelId: "site" })
        await shop.nextSteps.set({ ...step, id: "step_4", leadId: "lead_2", ownerId: "user:7" })
        await shop.leads.qualify({ leadId: "lead_2", dealId: "deal_1" })
        expect(await dealOf("step_4")).toBe("deal_1")
        expect((await shop.nextSteps.verify()).faults).toEqual([])
      }),
    )

    it(
      "gives the client of a lead all that the lead said of it, but what is said otherwise",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const said = {
          phones: ["+7 495 123-45-67", "+7 916 123-45-67"],
          emails: ["romashka@example.com"],
          taxId: "7707083893",
          address: "Москва, Тверская, 1",
          website: "romashka.example",
        }
        const lead = { name: "Ромашка", channelId: "site", segmentId: "retail", ownerId: "user:42", ...said } as const
        await shop.leads.receive({ ...lead, id: "lead_1" })
        const made = await shop.leads.qualify({ leadId: "lead_1", deal: { title: "Audit" } })
        expect(made).toMatchObject({
          client: { ownerId: "user:42", segmentId: "retail" },
          contact: null,
          deal: { ownerId: "user:42" },
        })
        const texts = { ...said, phones: said.phones.join("\n"), emails: said.emails.join("\n") }
        expect((await shop.clients.get(made.client.id))?.texts).toEqual({ name: "Ромашка", ...texts })
        await shop.leads.receive({ ...lead, id: "lead_2" })
        const client = { id: "client_2", name: "ООО «Ромашка»", ownerId: "user:7", segmentId: "wholesale" } as const
        const other = await shop.leads.qualify({
          leadId: "lead_2",
          client,
          deal: { title: "Audit", ownerId: "user:9" },
        })
        expect(other).toMatchObject({ client: { id: "client_2", ownerId: "user:7", segmentId: "wholesale" } })
        expect(other.deal).toMatchObject({ clientId: "client_2", ownerId: "user:9" })
        expect((await shop.clients.get("client_2"))?.texts).toEqual({ ...texts, name: "ООО «Ромашка»" })
        // Where the client is there already, it stays as it is.
        await shop.leads.receive({ ...lead, id: "lead_3", company: "ООО «Лютик»", phones: ["+7 903 000-00-00"] })
        const known = await shop.leads.qualify({ leadId: "lead_3", clientId: "client_2" })
        expect([known.contact, known.deal]).toEqual([null, null])
        expect((await shop.clients.get("client_2"))?.texts).toEqual({ ...texts, name: "ООО «Ромашка»" })
      }),
    )

    it(
      "brings a lead back that was put off: on its day, or when the client turns to us",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await shop.leads.receive({ id: "lead_1", name: "A", channelId: "site" })
        await shop.leads.take({ leadId: "lead_1", ownerId: "user:1" })
        await rejectionOf("NurtureDayPast", shop.leads.nurture({ leadId: "lead_1", until: "2026-02-02" }))
        const { lead } = await shop.leads.nurture({ leadId: "lead_1", until: "2026-02-10", reason: "ждут бюджет" })
        // The day begins in Moscow.
        expect(lead).toMatchObject({ status: "nurture", nurtures: 1, nextNurtureAt: "2026-02-09T21:00:00.000Z" })
        const said = { leadId: "lead_1", kind: "mail", outcomeId: "agreed" } as const
        expect((await shop.dialogs.record({ ...said, direction: "outbound" })).resumedLead).toBeNull()
        expect((await shop.dialogs.record({ ...said, direction: "inbound" })).resumedLead).toMatchObject({
          status: "inWork",
          nextNurtureAt: null,
        })
        await shop.leads.nurture({ leadId: "lead_1", until: "2026-02-10" })
        clock.advance(9 * 86_400_000)
        await shop.leads.resume({ leadId: "lead_1" })
        expect((await shop.leads.resume({ leadId: "lead_1" })).events).toEqual([])
        const history = await shop.leads.history("lead_1")
        expect(history.filter(({ type }) => type === "LeadResumed").map(({ payload }) => payload)).toEqual([
          { by: "inbound" },
          { by: "day" },
        ])
        await rejectionOf("ReasonTextMissing", shop.leads.disqualify({ leadId: "lead_1", reasonId: "other" }))
        await shop.leads.disqualify({ leadId: "lead_1", reasonId: "other", reason: "передумали" })
        expect((await shop.leads.get("lead_1"))?.texts).toEqual({
          name: "A",
          nurtureReason: "ждут бюджет",
          disqualifyReason: "передумали",
        })
      }),
    )

    it(
      "ticks leads back on their day and reminders at their moment, once each, and passes over what was settled before",
      inScene(factory, async ({ session, dept, clock }) => {
        const shop = session()
        for (const id of ["lead_1", "lead_2", "lead_3"] as const) {
          await shop.leads.receive({ id, name: "A", channelId: "site" })
          await shop.leads.nurture({ leadId: id, until: "2026-02-03" })
        }
        await shop.leads.nurture({ leadId: "lead_2", until: "2026-03-01" })
        await shop.leads.disqualify({ leadId: "lead_3", reasonId: "spam" })
        const step = { typeId: "call", dueOn: "2026-02-05", ownerId: "user:1" } as const
        const remindAt = "2026-02-02T09:00:00.000Z"
        await shop.nextSteps.set({ ...step, id: "step_1", leadId: "lead_1", remindAt })
        await shop.nextSteps.set({ ...step, id: "step_2", leadId: "lead_1", remindAt })
        await shop.nextSteps.complete({ nextStepId: "step_2" })
        await dept.tick({ tenants: ["shop-17"] })
        expect((await shop.leads.get("lead_1"))?.status).toBe("nurture")
        clock.advance(2 * 86_400_000)
        await dept.tick({ tenants: ["shop-17"] })
        await dept.tick({ tenants: ["shop-17"] })
        const statuses = (await shop.leads.page({})).items.map(({ status }) => status)
        expect(statuses).toEqual(["new", "nurture", "disqualified"])
        const reminders = async (id: string) =>
          (await shop.nextSteps.history(id)).filter(({ type }) => type === "NextStepReminded").length
        expect([await reminders("step_1"), await reminders("step_2")]).toEqual([1, 0])
      }),
    )
  })
}
