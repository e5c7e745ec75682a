import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene } from "./Scene.ts"
import { statedDeal } from "./StatedDeal.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const at = (day: number, hour = 9): string =>
  `2026-01-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00.000Z`

const row = { ...statedDeal, stageId: "contact", ownerId: "ann" } as const

const from = (source: string) => ({ sourceId: source, pipelineId: "servicesWithActs" })

/** History is recorded as its source asserts it; what the rules would have refused is listed, and they bind from then on. */
export const importHistorySuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: imported history`, () => {
    it(
      "keeps the stages and times that the source asserts, so that durations are those of the source",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const history = [
          { at: at(5), stageId: "newLead" },
          { at: at(7), stageId: "contact" },
          { at: at(9), stageId: "lost" },
          { at: at(12), stageId: "newLead" },
          { at: at(12, 21), stageId: "contact" },
        ]
        const answer = await shop.deals.import({ ...from("fullExport"), rows: [{ ...row, history }] })
        expect(answer).toMatchObject({ created: 1, violations: [] })
        const events = await shop.deals.history("deal_1")
        expect(
          events.map(({ type, occurredAt, mark }) => [type, occurredAt, mark?.stageId, mark?.previousStageSeconds]),
        ).toEqual([
          ["DealImported", at(5), "newLead", null],
          ["DealMoveAsserted", at(7), "contact", 2 * 86_400],
          ["DealMoveAsserted", at(9), "lost", 2 * 86_400],
          ["DealMoveAsserted", at(12), "newLead", 3 * 86_400],
          ["DealMoveAsserted", at(12, 21), "contact", 12 * 3600],
        ])
        const deal = await shop.deals.get("deal_1")
        expect(deal).toMatchObject({
          stageId: "contact",
          outcome: "open",
          enteredStageAt: at(12, 21),
          reopenedOn: "2026-01-12",
        })
        expect(deal?.cycles.map(({ outcome, closedOn }) => [outcome, closedOn])).toEqual([["lost", "2026-01-09"]])
        const again = await shop.deals.import({ ...from("fullExport"), rows: [{ ...row, history }] })
        expect(again).toMatchObject({ created: 0, changed: 0, unchanged: 1, events: [] })
      }),
    )

    it(
      "adds what a later run of the source knows, each move at its own time",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const history = [{ at: at(5), stageId: "newLead" }]
        await shop.deals.import({ ...from("fullExport"), rows: [{ ...row, stageId: "newLead", history }] })
        const later = [...history, { at: at(6), stageId: "contact" }, { at: at(8), stageId: "lost" }]
        const lost = { ...row, stageId: "lost", closedOn: "2026-01-08", history: later } as const
        expect(await shop.deals.import({ ...from("fullExport"), rows: [lost] })).toMatchObject({ changed: 1 })
        expect((await shop.deals.history("deal_1")).map(({ type, occurredAt }) => [type, occurredAt])).toEqual([
          ["DealImported", at(5)],
          ["DealMoveAsserted", at(6)],
          ["DealMoveAsserted", at(8)],
          ["DealImported", "2026-02-02T06:00:00.000Z"],
        ])
        expect(await shop.deals.get("deal_1")).toMatchObject({
          outcome: "lost",
          closedOn: "2026-01-08",
          enteredStageAt: at(8),
        })
        expect((await shop.deals.import({ ...from("fullExport"), rows: [lost] })).events).toEqual([])
      }),
    )

    it(
      "leaves a deal where it was moved here since, and reports the field",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const history = [{ at: at(5), stageId: "newLead" }]
        await shop.deals.import({ ...from("fullExport"), rows: [{ ...row, stageId: "newLead", history }] })
        await shop.deals.move({ dealId: "deal_1", to: "contact" })
        await shop.deals.move({ dealId: "deal_1", to: "needs" })
        const later = [...history, { at: at(6), stageId: "contact" }]
        const { conflicts } = await shop.deals.import({ ...from("fullExport"), rows: [{ ...row, history: later }] })
        expect(conflicts).toEqual([{ dealId: "deal_1", field: "stageId" }])
        expect((await shop.deals.get("deal_1"))?.stageId).toBe("needs")
      }),
    )

    it(
      "lists everything that the rules would not have allowed, and lets them bind from then on",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const history = [
          { at: at(5), stageId: "newLead" },
          { at: at(6), stageId: "contract" },
          { at: at(9), stageId: "done" },
        ]
        const rows = [
          { ...row, stageId: "done", closedOn: "2026-01-04", history },
          { ...row, id: "deal_2", closedOn: "2026-01-20" },
        ] as const
        const { violations, created } = await shop.deals.import({ ...from("fullExport"), rows })
        expect(created).toBe(2)
        expect(
          violations.map(({ dealId, rule, from: left, to, unmet }) => [dealId, rule, left, to, unmet.length]),
        ).toEqual([
          ["deal_1", "move", "newLead", "contract", 0],
          ["deal_1", "move", "contract", "done", 0],
          ["deal_1", "closedBeforeOpened", null, "done", 0],
          ["deal_2", "closedOnOpen", null, "contact", 0],
          ["deal_1", "entry", null, "done", 2],
        ])
        expect((await shop.deals.get("deal_1"))?.outcome).toBe("won")
        for (const to of ["needs", "proposal", "negotiation"]) await shop.deals.move({ dealId: "deal_2", to })
        expect((await shop.deals.evaluate({ dealId: "deal_2", to: "contract" })).allowed).toBe(false)
      }),
    )

    it(
      "keeps why a source says that deals were lost, by the department's list, and what was said here since",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const lost = { ...row, stageId: "lost", closedOn: "2026-01-09" } as const
        const history = [
          { at: at(5), stageId: "newLead" },
          { at: at(9), stageId: "lost" },
        ]
        const imported = (...rows: Parameters<typeof shop.deals.import>[0]["rows"]) =>
          shop.deals.import({ ...from("fullExport"), rows })
        const reasonOf = async (id: string) => (await shop.deals.get(id))?.lostReasonId
        const first = await imported(
          { ...lost, lostReasonId: "price" },
          { ...lost, id: "deal_2", lostReasonId: "price", history },
          { ...lost, id: "deal_3" },
          { ...row, id: "deal_4", lostReasonId: "price" },
        )
        expect(first.violations.map(({ dealId, rule }) => [dealId, rule])).toEqual([["deal_4", "reasonNotLost"]])
        expect(await Promise.all(["deal_1", "deal_2", "deal_3", "deal_4"].map(reasonOf))).toEqual([
          "price",
          "price",
          null,
          null,
        ])
        const again = await imported(
          { ...lost, lostReasonId: "price" },
          { ...lost, id: "deal_2", lostReasonId: "price", history },
        )
        expect(again).toMatchObject({ unchanged: 2, events: [] })
        // A source that says nothing of reasons takes none back; one that names another has changed its mind.
        expect(await imported({ ...lost, ownerId: "bob" })).toMatchObject({ changed: 1 })
        expect(await reasonOf("deal_1")).toBe("price")
        expect(await imported({ ...lost, ownerId: "bob", lostReasonId: "other" })).toMatchObject({
          changed: 1,
          conflicts: [],
        })
        expect(await reasonOf("deal_1")).toBe("other")
        await shop.deals.move({ dealId: "deal_4", to: "lost", lostReasonId: "other", reason: "no budget" })
        const conflicting = await imported({ ...lost, id: "deal_4", lostReasonId: "price" })
        expect(conflicting.conflicts).toContainEqual({ dealId: "deal_4", field: "lostReasonId" })
        expect(await reasonOf("deal_4")).toBe("other")
        const refused = await rejectionOf(
          "LostReasonRefused",
          imported(lost, { ...lost, id: "deal_5", lostReasonId: "weather" }),
        )
        expect(refused.data).toMatchObject({
          field: "rows[1].lostReasonId",
          known: suiteDepartment.lostReasons.map(({ id }) => id),
        })
        expect(await shop.deals.get("deal_5")).toBeNull()
      }),
    )

    it(
      "lists days that have not come, and takes no history that lies ahead: moves here keep their own days",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const ahead = "2062-01-09T08:00:00.000Z"
        const rows = [
          {
            ...row,
            history: [
              { at: at(5), stageId: "newLead" },
              { at: ahead, stageId: "contact" },
            ],
          },
          { ...row, id: "deal_2", openedOn: "2062-01-09" },
          { ...row, id: "deal_3", stageId: "lost", closedOn: "2062-01-09" },
        ] as const
        const { violations, created } = await shop.deals.import({ ...from("fullExport"), rows })
        expect(created).toBe(3)
        expect(violations.map(({ dealId, rule, at: when, to }) => [dealId, rule, when, to])).toEqual([
          ["deal_1", "enteredAhead", ahead, "contact"],
          ["deal_2", "openedAhead", null, "contact"],
          ["deal_3", "closedAhead", null, "lost"],
        ])
        expect(await shop.deals.get("deal_1")).toMatchObject({ stageId: "contact", enteredStageAt: null })
        const { deal } = await shop.deals.move({ dealId: "deal_1", to: "needs" })
        expect(deal.enteredStageAt?.slice(0, 4)).toBe("2026")
      }),
    )

    it(
      "takes a lead that is said to come in years for one that is here: it waits for an answer like any other",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const ahead = "2062-01-09T08:00:00.000Z"
        const lead = { channelId: "site", originId: null, ownerId: "ann", clientId: null, dealId: null } as const
        const rows = [
          { ...lead, id: "lead_1", name: "A", status: "new", receivedAt: ahead, closedAt: null },
          { ...lead, id: "lead_2", name: "B", status: "disqualified", receivedAt: at(5), closedAt: ahead },
        ] as const
        const answer = await shop.leads.import({ sourceId: "fullExport", rows })
        expect(answer.ahead).toEqual([
          { leadId: "lead_1", field: "receivedAt" },
          { leadId: "lead_2", field: "closedAt" },
        ])
        expect((await shop.leads.import({ sourceId: "fullExport", rows })).unchanged).toBe(2)
        clock.advance(2 * 86_400_000)
        const { rows: list } = await shop.control.list({ kinds: ["lead"] })
        expect(list.map(({ id, state }) => [id, state])).toEqual([["lead_1", "newUnanswered"]])
      }),
    )

    it(
      "brings what a source says of a client that was merged here to the one into which it went",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const sourceId = "fullExport"
        const ids = ["client_1", "client_2", "client_3"] as const
        const clients = ids.map((id) => ({ id, name: id, ownerId: null, segmentId: null }))
        await shop.clients.import({ sourceId, rows: clients })
        await shop.clients.merge({ intoId: "client_2", fromId: "client_1" })
        await shop.clients.merge({ intoId: "client_3", fromId: "client_2" })
        const clientId = "client_1"
        await shop.deals.import({ ...from(sourceId), rows: [{ ...row, clientId }] })
        await shop.contacts.import({ sourceId, rows: [{ id: "contact_1", clientId, name: "Vera" }] })
        expect((await shop.deals.get("deal_1"))?.clientId).toBe("client_3")
        expect((await shop.contacts.get("contact_1"))?.clientId).toBe("client_3")
        const again = await shop.deals.import({ ...from(sourceId), rows: [{ ...row, clientId }] })
        expect(again).toMatchObject({ unchanged: 1, conflicts: [] })
      }),
    )

    it(
      "takes no gate for broken of which the source carries nothing, and no row of an unknown stage",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const rows = [
          { ...row, stageId: "done", closedOn: "2026-01-09" },
          {
            ...row,
            id: "deal_2",
            history: [
              { at: at(5), stageId: "nowhere" },
              { at: at(6), stageId: "contact" },
            ],
          },
        ] as const
        const answer = await shop.deals.import({ ...from("bareExport"), rows })
        expect(answer).toMatchObject({
          created: 1,
          violations: [],
          unknownStages: [{ id: "deal_2", stageId: "nowhere", field: "rows[1].history[0].stageId" }],
        })
      }),
    )
  })
}
