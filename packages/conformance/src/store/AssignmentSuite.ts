import type { DepartmentConfig } from "@salesdept/core/department"
import type { Session } from "@salesdept/core/promise"
import { assignAll, defaultTeamPolicy } from "@salesdept/core/team"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const rep = (id: string, leftOn: string | null = null) =>
  ({ id: `rep_${id}`, personId: id, name: id, teamId: null, joinedOn: null, leftOn }) as const

const department = (
  fields: Partial<(typeof defaultTeamPolicy)["assignment"]> = {},
  capacity = 100,
): DepartmentConfig => ({
  ...suiteDepartment,
  team: {
    ...defaultTeamPolicy,
    defaultCapacityEffort: capacity,
    assignment: { ...defaultTeamPolicy.assignment, ...fields },
  },
})

const receive = async (shop: Session, count: number, from = 0) => {
  const leads = Array.from({ length: count }, (_, i) => ({ leadId: `lead_${from + i}` }) as const)
  for (const { leadId } of leads) await shop.leads.receive({ id: leadId, name: "L", channelId: "site" })
  return leads
}

/** Leads find owners: within capacity also where several are served at once, explained, to be played again and taken back. */
export const assignmentSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: assignment`, () => {
    it(
      "gives leads to those who can take them, says why not to others, and keeps what it read",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await shop.department.publish(department())
        await shop.reps.state({ rows: [rep("ann"), rep("away"), rep("gone", "2026-01-31"), rep("hanna")] })
        await shop.reps.profile({ repId: "rep_hanna", role: "head" })
        await shop.reps.profile({ repId: "rep_ann", languages: ["ru"], capacityEffort: 10 })
        const off = { id: "a", from: "2026-02-01", to: "2026-02-08", kind: "vacation" } as const
        await shop.reps.planAbsence({ repId: "rep_away", ...off })
        const [lead] = await receive(shop, 1)
        if (lead === undefined) return
        clock.advance(7 * 86_400_000)
        await shop.reps.planAbsence({ repId: "rep_away", ...off, to: "2026-02-28" })
        // A week old, and served like any other.
        const answer = await shop.control.assign({ leads: [{ ...lead, language: "ru" }], seed: "s" })
        expect(answer.outcomes).toMatchObject([
          {
            id: "lead_0",
            toId: "ann",
            decidedBy: "weights",
            weighed: [{ personId: "ann", parts: { language: 1 } }],
            rejected: [
              { personId: "away", reason: "absent" },
              { personId: "gone", reason: "left" },
              { personId: "hanna", reason: "otherRole" },
            ],
          },
        ])
        expect(await shop.leads.get("lead_0")).toMatchObject({ ownerId: "ann", status: "new", takenAt: null })
        const run = await shop.assignmentRuns.get(answer.runId)
        if (run === null) return expect.fail("the run is not kept")
        expect(assignAll(run.items, run.candidates, run.policy, run.moment)).toEqual(answer.outcomes)
        expect(await shop.repIntakes.page({ where: { personId: "ann" } })).toMatchObject({
          items: [{ days: [{ on: "2026-02-09", count: 1 }] }],
        })
        await rejectionOf("LeadNotWaiting", shop.control.assign({ leads: [lead] }))
        await rejectionOf("RecordNotFound", shop.control.assign({ leads: [{ leadId: "lead_9" }] }))
        expect(answer.handOver).toMatchObject({
          cause: "assignment",
          moves: [{ id: "lead_0", fromId: null, toId: "ann" }],
        })
        await shop.control.handBack({ handOverId: answer.handOver?.id ?? "handover_none" })
        expect((await shop.leads.get("lead_0"))?.ownerId).toBeNull()
      }),
    )

    it(
      "gives who comes back no more than a share by the days of presence",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await shop.department.publish(department({ floorShare: 1 }))
        await shop.reps.state({ rows: [rep("ann"), rep("bob"), rep("away")] })
        await shop.reps.planAbsence({
          repId: "rep_away",
          id: "a",
          from: "2026-01-28",
          to: "2026-02-02",
          kind: "vacation",
        })
        await shop.control.assign({ leads: await receive(shop, 20), seed: "s" })
        clock.advance(86_400_000)
        const { outcomes, runId } = await shop.control.assign({ leads: await receive(shop, 5, 20), seed: "s" })
        const ofFloor = outcomes.filter(({ toId, decidedBy }) => toId === "away" && decidedBy === "floor")
        expect(ofFloor.length).toBeLessThanOrEqual(1)
        const run = await shop.assignmentRuns.get(runId)
        expect(run?.candidates.map(({ personId, presentDays }) => [personId, presentDays])).toEqual([
          ["ann", 7],
          ["away", 1],
          ["bob", 7],
        ])
      }),
    )

    it(
      "gives nothing to people on a day of the week on which they do not work, by their own hours and in their own zone",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await shop.department.publish(department())
        await shop.reps.state({ rows: [rep("ann"), rep("bob")] })
        // Monday to Friday in Vladivostok, seven hours ahead of the department.
        const day = [{ fromMinute: 540, toMinute: 1080 }]
        const week = [day, day, day, day, day, [], []]
        await shop.reps.profile({ repId: "rep_ann", week, timeZone: "Asia/Vladivostok" })
        const leads = await receive(shop, 3)
        const give = async (index: number) => {
          const lead = leads[index]
          if (lead === undefined) return expect.fail("there is no lead")
          return (await shop.control.assign({ leads: [lead] })).outcomes[0]
        }
        expect((await give(0))?.rejected).toEqual([])
        // Friday evening in Moscow is Saturday morning there.
        clock.advance(4 * 86_400_000 + 10 * 3_600_000)
        expect(await give(1)).toMatchObject({ toId: "bob", rejected: [{ personId: "ann", reason: "offDay" }] })
        clock.advance(2 * 86_400_000)
        expect((await give(2))?.rejected).toEqual([])
      }),
    )

    it(
      "writes nothing on a dry run, and answers what the run would do",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(department())
        await shop.reps.state({ rows: [rep("ann"), rep("bob")] })
        const leads = await receive(shop, 5)
        const dry = await shop.control.assign({ leads, seed: "s" }, { dryRun: true })
        expect((await shop.assignmentRuns.page({})).items).toEqual([])
        const real = await shop.control.assign({ leads, seed: "s" })
        expect(real.outcomes).toEqual(dry.outcomes)
      }),
    )

    it(
      "gives the first result again under the same key, though everything has changed since",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(department())
        await shop.reps.state({ rows: [rep("ann")] })
        const leads = await receive(shop, 2)
        const first = await shop.control.assign({ leads }, { idempotencyKey: "k" })
        await shop.reps.state({ rows: [rep("bob"), rep("ann", "2026-01-01")] })
        const again = await shop.control.assign({ leads }, { idempotencyKey: "k" })
        expect(again).toEqual({ ...first, replayed: true })
      }),
    )

    it(
      "obeys capacity where several runs come together, and gives the fallback owner what has waited too long",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await shop.department.publish(department({ fallbackOwnerIds: ["hanna"], maxUnassignedMinutes: 60 }, 5))
        await shop.reps.state({ rows: [rep("ann"), rep("bob"), rep("hanna")] })
        await shop.reps.profile({ repId: "rep_hanna", role: "head" })
        await shop.deals.open({ id: "deal_1", title: "D", ownerId: "ann" })
        const leads = await receive(shop, 12)
        const runs = await Promise.allSettled(leads.map((lead) => shop.control.assign({ leads: [lead] })))
        const owned = async (ownerId: string) => (await shop.leads.page({ where: { ownerId } })).items.length
        // Ann's deal takes three of five points.
        expect(await owned("ann")).toBeLessThanOrEqual(2)
        expect(await owned("bob")).toBeLessThanOrEqual(5)
        for (const run of runs) {
          if (run.status === "rejected") expect(run.reason).toMatchObject({ retryable: true })
        }
        const waiting = async () =>
          (await shop.leads.page({ where: { ownerId: null } })).items.map(({ id }) => ({ leadId: id }))
        await shop.control.assign({ leads: await waiting() })
        expect([await owned("ann"), await owned("bob"), (await waiting()).length]).toEqual([2, 5, 5])
        clock.advance(3_600_000)
        const { outcomes } = await shop.control.assign({ leads: await waiting() })
        expect(outcomes.map(({ toId, decidedBy }) => [toId, decidedBy])).toEqual(
          Array.from({ length: 5 }, () => ["hanna", "fallback"]),
        )
        expect(await waiting()).toEqual([])
      }),
    )

    it(
      "reports how leads and outcomes were spread, and says nothing of few",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await shop.department.publish(department())
        await shop.reps.state({ rows: [rep("ann"), rep("bob")] })
        await shop.reps.profile({ repId: "rep_bob", capacityEffort: 300 })
        const leads = await receive(shop, 20)
        await shop.control.assign({ leads, seed: "s" })
        const [lead] = leads
        if (lead === undefined) return
        await shop.leads.disqualify({ leadId: lead.leadId, reasonId: "spam" })
        clock.advance(86_400_000)
        await receive(shop, 1, 100)
        const { rows, totalReceived, spread } = await shop.control.fairness({ from: "2026-02-02", to: "2026-02-03" })
        expect(totalReceived).toBe(20)
        expect(rows.map(({ personId, expectedCount }) => [personId, expectedCount])).toEqual([
          ["ann", 5],
          ["bob", 15],
        ])
        expect(rows.reduce((sum, { disqualifiedCount }) => sum + disqualifiedCount, 0)).toBe(1)
        expect(rows.map(({ qualifiedShare }) => qualifiedShare)).toEqual([null, null])
        expect(spread?.degrees).toBe(1)
        await rejectionOf("InputInvalid", shop.control.fairness({ from: "2026-02-03", to: "2026-02-03" }))
        // Who is away for a part of the days is expected to have that much less, and who came or left in between has a line too.
        const away = { id: "a", from: "2026-02-02", to: "2026-02-04", kind: "vacation" } as const
        await shop.reps.planAbsence({ repId: "rep_bob", ...away })
        await shop.reps.state({ rows: [{ ...rep("cid"), joinedOn: "2026-02-03", leftOn: "2026-02-03" }] })
        const week = await shop.control.fairness({ from: "2026-02-02", to: "2026-02-08" })
        expect(week.rows.map(({ personId, capacityEffort }) => [personId, Math.round(capacityEffort)])).toEqual([
          ["ann", 100],
          ["bob", 150],
          ["cid", 17],
        ])
      }),
    )

    it(
      "draws a person's results in a segment towards the mean",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const only = { skills: 0, product: 0, industry: 0, language: 0, preference: 0, conversion: 1 }
        await shop.department.publish(department({ weights: only, shrinkByDeals: 2 }))
        await shop.reps.state({ rows: [rep("ann"), rep("bob")] })
        await shop.clients.register({ id: "client_1", name: "C", segmentId: "retail" })
        const lose = async (id: `deal_${string}`, ownerId: string) => {
          await shop.deals.open({ id, title: "D", ownerId, clientId: "client_1" })
          await shop.deals.move({ dealId: id, to: "lost", lostReasonId: "price" })
        }
        await lose("deal_1", "bob")
        await lose("deal_2", "bob")
        const won = { stageId: "done", clientId: "client_1", productId: null, amount: null, listAmount: null } as const
        const row = {
          ...won,
          id: "deal_3",
          title: "W",
          ownerId: "ann",
          openedOn: "2026-01-01",
          closedOn: "2026-01-09",
        } as const
        await shop.deals.import({
          sourceId: "fullExport",
          pipelineId: "servicesWithActs",
          rows: [row, { ...row, id: "deal_4" }],
        })
        const [lead] = await receive(shop, 1)
        if (lead === undefined) return
        const { outcomes } = await shop.control.assign({ leads: [{ ...lead, segment: "retail" }] })
        // Mean 2/4; Ann (2 + 2 × 0.5) / 4 = 0.75 of twice 0.5, Bob (0 + 1) / 4 = 0.25.
        expect(outcomes[0]?.weighed.map(({ personId, parts }) => [personId, parts.conversion])).toEqual([
          ["ann", 0.75],
          ["bob", 0.25],
        ])
      }),
    )
  })
}
