import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

/** Bulk commands as wholes: the dry run is the run, and it can be taken back. */
export const bulkRunSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: bulk commands`, () => {
    it(
      "trap: bulk preview equals result for existing rows: the same lines, the same refusals, nothing written",
      inScene(factory, async ({ session }) => {
        const shop = session()
        for (const index of [1, 2, 3]) {
          await shop.leads.receive({ id: `lead_${index}`, name: "A", channelId: "site", ownerId: "ann" })
        }
        await shop.leads.disqualify({ leadId: "lead_2", reasonId: "spam" })
        await shop.leads.assign({ leadId: "lead_3", ownerId: "bob" })
        const input = {
          action: { type: "assign", kind: "lead", ownerId: "bob" },
          ids: ["lead_1", "lead_2", "lead_3", "lead_9", "client_1"],
        } as const
        const preview = await shop.runs.bulk(input, { dryRun: true })
        expect((await shop.leads.get("lead_1"))?.ownerId).toBe("ann")
        const result = await shop.runs.bulk(input)
        expect({ ...preview, runId: null }).toEqual({ ...result, runId: null })
        expect(result.lines.map(({ line, outcome, error }) => [line, outcome, error?._tag ?? null])).toEqual([
          [1, "done", null],
          [2, "rejected", "LeadClosed"],
          [3, "unchanged", null],
          [4, "rejected", "RecordNotFound"],
          [5, "rejected", "WrongKind"],
        ])
        expect((await shop.leads.get("lead_1"))?.ownerId).toBe("bob")
      }),
    )

    it(
      "trap: reassigns in bulk only to active people, and says who gets more than it can carry",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const rep = { teamId: null, joinedOn: null, leftOn: null } as const
        await shop.reps.state({
          rows: [
            { ...rep, id: "rep_ann", personId: "ann", name: "Ann" },
            { ...rep, id: "rep_bob", personId: "bob", name: "Bob", leftOn: "2026-01-31" },
            { ...rep, id: "rep_cid", personId: "cid", name: "Cid" },
          ],
        })
        await shop.reps.planAbsence({
          repId: "rep_cid",
          id: "spring",
          from: "2026-02-01",
          to: "2026-02-08",
          kind: "vacation",
        })
        await shop.reps.profile({ repId: "rep_ann", capacityEffort: 3 })
        const ids = ["lead_1", "lead_2", "lead_3", "lead_4"] as const
        for (const id of ids) await shop.leads.receive({ id, name: id, channelId: "site" })
        const give = (ownerId: string, some: ReadonlyArray<string>, dryRun = false) =>
          shop.runs.bulk({ action: { type: "assign", kind: "lead", ownerId }, ids: some }, { dryRun })
        for (const person of ["bob", "cid"]) {
          const { lines, done, overloaded } = await give(person, ids)
          expect([done, overloaded, lines.map(({ error }) => error?._tag)]).toEqual([
            0,
            [],
            ids.map(() => "RecipientNotActive"),
          ])
        }
        expect((await give("ann", ids.slice(0, 3))).overloaded).toEqual([])
        const would = await give("ann", ids, true)
        expect(would.overloaded).toEqual([{ personId: "ann", loadEffort: 4, roomEffort: 3 }])
        expect({ ...(await give("ann", ids)), runId: null }).toEqual({ ...would, runId: null })
      }),
    )

    it(
      "takes back who owns a record together with since when nobody did, and neither where it changed hands since",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const ids = ["client_1", "client_2"] as const
        for (const id of ids) await shop.clients.register({ id, name: "A" })
        const unowned = await shop.clients.get("client_1")
        clock.advance(3_600_000)
        const { runId } = await shop.runs.bulk({
          action: { type: "assign", kind: "client", ownerId: "ann" },
          ids: [...ids],
        })
        await shop.clients.amend({ clientId: "client_2", ownerId: "bob" })
        const { lines } = await shop.runs.revert({ runId: runId ?? expect.fail("there is no run") })
        expect(lines).toEqual([
          { kind: "client", id: "client_2", outcome: "partly", kept: ["ownerId"] },
          { kind: "client", id: "client_1", outcome: "restored", kept: [] },
        ])
        expect(await shop.clients.get("client_1")).toMatchObject({ ownerId: null, unownedSince: unowned?.unownedSince })
        expect(await shop.clients.get("client_2")).toMatchObject({ ownerId: "bob", unownedSince: null })
      }),
    )

    it(
      "tags, moves, closes and hands over in bulk, and takes each back, keeping what was changed since",
      inScene(factory, async ({ session }) => {
        const shop = session()
        for (const index of [1, 2]) {
          await shop.clients.register({ id: `client_${index}`, name: "A" })
          await shop.leads.receive({ id: `lead_${index}`, name: "A", channelId: "site" })
          await shop.deals.open({ id: `deal_${index}`, title: "Audit" })
        }
        const bulk = async (action: Parameters<typeof shop.runs.bulk>[0]["action"], ids: ReadonlyArray<string>) => {
          const { runId, done } = await shop.runs.bulk({ action, ids })
          expect(done).toBe(ids.length)
          return runId ?? expect.fail("there is no run")
        }
        const clients = ["client_1", "client_2"]
        const tagged = await bulk({ type: "tag", kind: "client", add: ["vip"] }, clients)
        const moved = await bulk({ type: "move", kind: "deal", to: "contact" }, ["deal_1", "deal_2"])
        const closed = await bulk({ type: "close", kind: "lead", reasonId: "spam" }, ["lead_1", "lead_2"])
        const lost = await bulk({ type: "close", kind: "deal", to: "lost", lostReasonId: "price" }, ["deal_2"])
        await shop.clients.tag({ clientId: "client_2", add: ["later"] })
        expect((await shop.runs.revert({ runId: lost })).counts.restored).toBe(1)
        expect(await shop.deals.get("deal_2")).toMatchObject({
          stageId: "contact",
          outcome: "open",
          lostReasonId: null,
        })
        expect((await shop.runs.revert({ runId: moved })).counts.restored).toBe(2)
        expect((await shop.deals.get("deal_1"))?.stageId).toBe("newLead")
        await shop.runs.revert({ runId: closed })
        expect(await shop.leads.get("lead_1")).toMatchObject({
          status: "new",
          closedAt: null,
          disqualifyReasonId: null,
        })
        const { lines } = await shop.runs.revert({ runId: tagged })
        expect(lines).toEqual([
          { kind: "client", id: "client_2", outcome: "partly", kept: ["tags"] },
          { kind: "client", id: "client_1", outcome: "restored", kept: [] },
        ])
        expect((await shop.clients.get("client_2"))?.tags).toEqual(["later", "vip"])
        await rejectionOf("RecordNotFound", shop.runs.revert({ runId: "run_9" }))
      }),
    )
  })
}
