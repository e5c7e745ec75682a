import type { Session } from "@salesdept/core/promise"
import { isSalesDeptError } from "@salesdept/core/shared"
import { defaultTeamPolicy } from "@salesdept/core/team"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { inScene, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const dayMs = 86_400_000

const rep = (id: string, leftOn: string | null = null) =>
  ({ id: `rep_${id}`, personId: id, name: id, teamId: null, joinedOn: null, leftOn }) as const

/** Ann owns a lead, a client, a deal with a step of hers and one of Bob's, and has promised a step about Bob's deal. */
const annsDesk = async ({ session }: Scene): Promise<Session> => {
  const shop = session()
  await shop.reps.state({ rows: [rep("ann"), rep("bob"), rep("cid"), rep("gone", "2026-01-31")] })
  await shop.leads.receive({ id: "lead_1", name: "L", channelId: "site", ownerId: "ann" })
  await shop.clients.register({ id: "client_1", name: "C", ownerId: "ann" })
  await shop.deals.open({ id: "deal_1", title: "D", clientId: "client_1", ownerId: "ann" })
  await shop.deals.open({ id: "deal_2", title: "E", clientId: "client_1", ownerId: "bob" })
  const step = { typeId: "call", dueOn: "2026-02-10" } as const
  await shop.nextSteps.set({ ...step, id: "step_1", dealId: "deal_1", ownerId: "ann" })
  await shop.nextSteps.set({ ...step, id: "step_2", dealId: "deal_1", ownerId: "bob" })
  await shop.nextSteps.set({ ...step, id: "step_3", dealId: "deal_2", ownerId: "ann" })
  return shop
}

const owners = async (shop: Session): Promise<Record<string, string | null>> => {
  const pages = [
    (await shop.leads.page({})).items,
    (await shop.clients.page({})).items,
    (await shop.deals.page({})).items,
    (await shop.nextSteps.page({})).items,
  ]
  return Object.fromEntries(pages.flat().map((record) => [record.id, record.ownerId]))
}

/** Records change hands whole, to people who are there, and back; whoever leaves leaves no orphan. */
export const handOverSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: hand over`, () => {
    it(
      "gives records over with what their owner promised about them, and takes it back",
      inScene(factory, async (scene) => {
        const shop = await annsDesk(scene)
        const before = await owners(shop)
        const { handOver } = await shop.control.handOver({ ids: ["deal_1", "lead_1"], toId: "cid" })
        expect(await owners(shop)).toEqual({ ...before, deal_1: "cid", lead_1: "cid", step_1: "cid" })
        expect(handOver.moves).toHaveLength(3)
        expect((await shop.leads.get("lead_1"))?.status).toBe("new")
        await shop.control.handBack({ handOverId: handOver.id })
        expect(await owners(shop)).toEqual(before)
        await shop.reps.profile({ repId: "rep_cid", capacityEffort: 1 })
        const { overloaded } = await shop.control.handOver({ ids: ["deal_1", "lead_1"], toId: "cid" }, { dryRun: true })
        expect(overloaded).toEqual([{ personId: "cid", loadEffort: 4, roomEffort: 1 }])
        const gone = await shop.control.offboard({ personId: "ann", restToId: "cid" }, { dryRun: true })
        expect(gone.overloaded).toEqual(overloaded)
        await rejectionOf("NothingToUndo", shop.control.handBack({ handOverId: handOver.id }))
        await rejectionOf("RecordNotFound", shop.control.handBack({ handOverId: "handover_9" }))
      }),
    )

    it(
      "keeps later changes of hands when it is taken back, and names them",
      inScene(factory, async (scene) => {
        const shop = await annsDesk(scene)
        const { handOver } = await shop.control.handOver({ ids: ["deal_1", "client_1"], toId: "cid" })
        await shop.deals.amend({ dealId: "deal_1", ownerId: "bob" })
        const { handOver: undone } = await shop.control.handBack({ handOverId: handOver.id })
        expect(undone).toMatchObject({ status: "undone", keptIds: ["deal_1"] })
        expect(await owners(shop)).toMatchObject({ deal_1: "bob", client_1: "ann", step_1: "ann" })
      }),
    )

    it(
      "gives no step, lead or client to who has left, but takes what comes in, and what was given before the last day was over",
      inScene(factory, async (scene) => {
        const shop = await annsDesk(scene)
        await shop.leads.receive({ id: "lead_new", name: "A", channelId: "site", ownerId: "gone" })
        const step = { clientId: "client_1", typeId: "call", dueOn: "2026-02-09" }
        const gone = "gone"
        const held = { kind: "call", direction: "outbound", outcomeId: "agreed", clientId: "client_1" } as const
        const refused = [
          () => shop.nextSteps.set({ ...step, ownerId: gone }),
          () => shop.nextSteps.assign({ nextStepId: "step_1", ownerId: gone }),
          () => shop.dialogs.record({ ...held, nextStep: { typeId: "call", dueOn: "2026-02-09", ownerId: gone } }),
          () => shop.leads.take({ leadId: "lead_new", ownerId: gone }),
          () => shop.leads.assign({ leadId: "lead_1", ownerId: gone }),
          () => shop.clients.amend({ clientId: "client_1", ownerId: gone }),
          () => shop.deals.amend({ dealId: "deal_1", ownerId: gone }),
        ]
        for (const call of refused) {
          expect((await rejectionOf("RecipientNotActive", call())).data).toEqual({ personId: gone, reason: "left" })
        }
        expect(await shop.dialogs.count()).toBe(0)
        const [then] = await shop.reps.getMany(["rep_gone"])
        const occurredAt = `${then?.leftOn ?? ""}T06:00:00.000Z`
        await shop.nextSteps.set({ ...step, ownerId: gone }, { occurredAt })
        await shop.nextSteps.set({ ...step, ownerId: "partner:1" })
      }),
    )

    it(
      "trap: reassigns only to active people: nobody who left, is away, has not come yet or is not known",
      inScene(factory, async (scene) => {
        const shop = await annsDesk(scene)
        await shop.reps.state({ rows: [{ ...rep("new"), joinedOn: "2026-03-01" }] })
        const away = { id: "a", from: "2026-02-01", to: "2026-02-02", kind: "vacation" } as const
        await shop.reps.planAbsence({ repId: "rep_cid", ...away })
        const before = await owners(shop)
        const give = async (toId: string) =>
          (await rejectionOf("RecipientNotActive", shop.control.handOver({ ids: ["deal_1"], toId }))).data
        expect(await give("gone")).toEqual({ personId: "gone", reason: "left" })
        expect(await give("new")).toEqual({ personId: "new", reason: "left" })
        expect(await give("cid")).toEqual({ personId: "cid", reason: "absent" })
        expect(await give("nobody")).toEqual({ personId: "nobody", reason: "unknown" })
        await rejectionOf("RecipientNotActive", shop.control.offboard({ personId: "ann", restToId: "gone" }))
        expect(await owners(shop)).toEqual(before)
        scene.clock.advance(dayMs)
        await shop.control.handOver({ ids: ["deal_1"], toId: "cid" })
      }),
    )

    it(
      "gives back what was covered also while who covered it is covered in turn",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await shop.reps.state({ rows: [rep("ann"), rep("bob"), rep("cid"), rep("eve")] })
        await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "ann" })
        await shop.deals.open({ id: "deal_2", title: "Training", ownerId: "ann" })
        await shop.control.coverAbsence({ personId: "ann", restToId: "bob", returnOn: "2026-02-06" })
        await shop.control.coverAbsence({ personId: "bob", restToId: "cid", returnOn: "2026-02-10" })
        // What was given away apart from any cover stays where it is.
        await shop.control.handOver({ ids: ["deal_2"], toId: "eve" })
        const ownersOn = async (days: number) => {
          scene.clock.advance(days * dayMs)
          await scene.dept.tick({ tenants: [suiteTenant] })
          return (await shop.deals.getMany(["deal_1", "deal_2"])).map((deal) => deal?.ownerId)
        }
        expect(await ownersOn(5)).toEqual(["ann", "eve"])
        expect(await ownersOn(5)).toEqual(["ann", "eve"])
      }),
    )

    it(
      "lists everything a person owns, and refuses a plan that leaves any of it",
      inScene(factory, async (scene) => {
        const shop = await annsDesk(scene)
        const owned = await shop.control.owned({ personId: "ann" })
        const ids = [...owned.leads, ...owned.clients, ...owned.deals, ...owned.nextSteps].map(({ id }) => id)
        expect(ids).toEqual(["lead_1", "client_1", "deal_1", "step_1", "step_3"])
        const moves = [{ id: "deal_1", toId: "bob" }] as const
        const left = await rejectionOf("RecordsLeftOver", shop.control.offboard({ personId: "ann", moves }))
        expect(left.data).toEqual({ personId: "ann", ids: ["client_1", "lead_1"] })
        const foreign = shop.control.offboard({
          personId: "ann",
          restToId: "cid",
          moves: [{ id: "deal_2", toId: "bob" }],
        })
        expect((await rejectionOf("NotOwnedBy", foreign)).data).toEqual({ personId: "ann", ids: ["deal_2"] })
        await rejectionOf("RecordsLeftOver", shop.control.offboard({ personId: "ann", restToId: "ann" }))
        const misspelt = shop.control.offboard({ personId: "anne", restToId: "cid", leftOn: "2026-02-02" })
        expect((await rejectionOf("RecordNotFound", misspelt)).data).toEqual({ kind: "rep", id: "anne" })
      }),
    )

    it(
      "offboards in one operation with the last day, and takes the whole of it back",
      inScene(factory, async (scene) => {
        const shop = await annsDesk(scene)
        const before = await owners(shop)
        const moves = [{ id: "deal_1", toId: "bob" }] as const
        const plan = { personId: "ann", moves, restToId: "cid", leftOn: "2026-02-02" } as const
        const dry = await shop.control.offboard(plan, { dryRun: true })
        expect(await owners(shop)).toEqual(before)
        const { handOver } = await shop.control.offboard(plan)
        expect(handOver.moves).toEqual(dry.handOver.moves)
        expect(await owners(shop)).toEqual({
          lead_1: "cid",
          client_1: "cid",
          deal_1: "bob",
          deal_2: "bob",
          step_1: "bob",
          step_2: "bob",
          step_3: "cid",
        })
        expect((await shop.reps.get("rep_ann"))?.leftOn).toBe("2026-02-02")
        scene.clock.advance(2 * dayMs)
        await shop.control.assertCovered({ promised: { kinds: ["lead", "client", "deal"], states: ["unassigned"] } })
        await shop.control.handBack({ handOverId: handOver.id })
        expect(await owners(shop)).toEqual(before)
        expect((await shop.reps.get("rep_ann"))?.leftOn).toBeNull()
      }),
    )

    it(
      "names what hangs on who leaves beside records: teams, people taught, a place among the fallback owners",
      inScene(factory, async (scene) => {
        const shop = await annsDesk(scene)
        const team = { code: "north", name: "North", headId: "ann", parentCode: null } as const
        await shop.teams.state({
          rows: [
            { ...team, id: "team_1", mentorIds: [] },
            { ...team, id: "team_2", code: "south", headId: "hanna", mentorIds: ["ann", "cid"] },
          ],
        })
        await shop.reps.state({ rows: [{ ...rep("bob"), teamId: "south" }] })
        await shop.reps.profile({ repId: "rep_bob", mentorId: "ann" })
        const assignment = { ...defaultTeamPolicy.assignment, fallbackOwnerIds: ["ann"] }
        await shop.department.publish({ ...suiteDepartment, team: { ...defaultTeamPolicy, assignment } })
        const standsFor = {
          leadsTeamIds: ["team_1"],
          teachesTeamIds: ["team_2"],
          menteeRepIds: ["rep_bob"],
          isFallbackOwner: true,
        }
        expect((await shop.control.owned({ personId: "ann" })).standsFor).toEqual(standsFor)
        const left = await shop.control.offboard({ personId: "ann", restToId: "cid", leftOn: "2026-02-02" })
        expect(left.standsFor).toEqual(standsFor)
        expect((await shop.control.owned({ personId: "bob" })).standsFor).toEqual({
          leadsTeamIds: [],
          teachesTeamIds: [],
          menteeRepIds: [],
          isFallbackOwner: false,
        })
      }),
    )

    it(
      "ends the entries of a person that run on past the last day, and gives each its own day back unless it was stated anew",
      inScene(factory, async (scene) => {
        const shop = await annsDesk(scene)
        const entry = (id: string, leftOn: string | null) => ({ ...rep("ann", leftOn), id: `rep_${id}` as const })
        await shop.reps.state({ rows: [entry("past", "2026-01-15"), entry("till", "2026-05-01"), entry("on", null)] })
        const { handOver } = await shop.control.offboard({ personId: "ann", restToId: "cid", leftOn: "2026-02-02" })
        expect(handOver).toMatchObject({ cause: "offboarding", personId: "ann", returnOn: null, nextReturnAt: null })
        const lastDays = async () =>
          Promise.all(
            (["ann", "past", "till", "on"] as const).map(async (id) => (await shop.reps.get(`rep_${id}`))?.leftOn),
          )
        expect(await lastDays()).toEqual(["2026-02-02", "2026-01-15", "2026-02-02", "2026-02-02"])
        await shop.reps.state({ rows: [entry("on", "2026-02-20")] })
        const { handOver: back } = await shop.control.handBack({ handOverId: handOver.id })
        expect(back.keptIds).toEqual(["rep_on"])
        expect(await lastDays()).toEqual([null, "2026-01-15", "2026-05-01", "2026-02-20"])
      }),
    )

    it(
      "covers an absence for a time; what changed hands again stays, and nothing goes back to somebody who left",
      inScene(factory, async (scene) => {
        const shop = await annsDesk(scene)
        const cover = () => shop.control.coverAbsence({ personId: "ann", restToId: "cid", returnOn: "2026-02-05" })
        await rejectionOf(
          "PutOffDayRefused",
          shop.control.coverAbsence({ personId: "ann", restToId: "cid", returnOn: "2026-02-02" }),
        )
        const { handOver } = await cover()
        expect(handOver).toMatchObject({ cause: "absence", nextReturnAt: "2026-02-04T21:00:00.000Z" })
        await shop.control.handBack({ handOverId: handOver.id })
        expect((await owners(shop))["client_1"]).toBe("ann")
        const again = await cover()
        await shop.reps.state({ rows: [rep("ann", "2026-02-01")] })
        const { handOver: back } = await shop.control.handBack({ handOverId: again.handOver.id })
        expect(back.keptIds.toSorted()).toEqual(["client_1", "deal_1", "lead_1", "step_1", "step_3"])
        expect((await owners(shop))["client_1"]).toBe("cid")
      }),
    )

    it(
      "plans an offboarding by the rules of assignment: a client together with its deals, to people with room",
      inScene(factory, async (scene) => {
        const shop = await annsDesk(scene)
        await shop.reps.profile({ repId: "rep_bob", capacityEffort: 1 })
        const plan = await shop.control.planOffboarding({ personId: "ann", seed: "seed" })
        expect(await shop.control.planOffboarding({ personId: "ann", seed: "seed" })).toEqual(plan)
        expect(plan.unplacedIds).toEqual([])
        const to = new Map<string, string>(plan.moves.map(({ id, toId }) => [id, toId]))
        expect([...to.keys()].toSorted()).toEqual(["client_1", "deal_1", "lead_1"])
        // Bob's own deal leaves him no room, and nobody gets what is the leaver's own.
        expect(to.get("client_1")).toBe("cid")
        expect(to.get("deal_1")).toBe("cid")
        await shop.control.offboard({ personId: "ann", moves: plan.moves, restToId: "cid", leftOn: "2026-02-01" })
        expect(Object.values(await owners(shop))).not.toContain("ann")
        await shop.reps.profile({ repId: "rep_cid", capacityEffort: 1 })
        const full = await shop.control.planOffboarding({ personId: "cid" })
        expect(full.moves).toEqual([])
        expect(full.unplacedIds).toContain("client_1")
      }),
    )

    it(
      "keeps the owner of record of finished deals, so that who won them does not change afterwards",
      inScene(factory, async (scene) => {
        const shop = await annsDesk(scene)
        await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price" })
        await shop.nextSteps.complete({ nextStepId: "step_1" })
        await shop.nextSteps.complete({ nextStepId: "step_2" })
        await shop.control.offboard({ personId: "ann", restToId: "cid" })
        expect(await owners(shop)).toMatchObject({ deal_1: "ann", client_1: "cid", step_1: "ann", step_3: "cid" })
      }),
    )

    it(
      "never leaves an orphan, whatever people own and whoever leaves; taken back, everything is as it was",
      inScene(factory, async ({ session }) => {
        let tenants = 0
        const people = ["ann", "bob", "cid"] as const
        const anyone = fc.constantFrom(...people, null)
        const somebody = fc.constantFrom(...people)
        await fc.assert(
          fc.asyncProperty(
            fc.array(anyone, { maxLength: 3 }),
            fc.array(anyone, { maxLength: 3 }),
            fc.array(fc.tuple(anyone, fc.boolean()), { maxLength: 4 }),
            fc.array(fc.tuple(fc.nat({ max: 9 }), somebody, fc.boolean()), { maxLength: 5 }),
            somebody,
            somebody,
            async (leads, clients, deals, steps, leaver, heir) => {
              tenants += 1
              const shop = session(`tenant-${tenants}`)
              await shop.reps.state({ rows: people.map((id) => rep(id)) })
              const owner = (ownerId: string | null) => (ownerId === null ? {} : { ownerId })
              for (const [i, ownerId] of leads.entries()) {
                await shop.leads.receive({ id: `lead_${i}`, name: "L", channelId: "site", ...owner(ownerId) })
              }
              for (const [i, ownerId] of clients.entries()) {
                await shop.clients.register({ id: `client_${i}`, name: "C", ...owner(ownerId) })
              }
              for (const [i, [ownerId, isLost]] of deals.entries()) {
                await shop.deals.open({ id: `deal_${i}`, title: "D", ...owner(ownerId) })
                if (isLost) await shop.deals.move({ dealId: `deal_${i}`, to: "lost", lostReasonId: "price" })
              }
              const subjects = [
                ...leads.map((_, i) => ({ leadId: `lead_${i}` }) as const),
                ...clients.map((_, i) => ({ clientId: `client_${i}` }) as const),
                ...deals.map((_, i) => ({ dealId: `deal_${i}` }) as const),
              ]
              for (const [i, [at, ownerId, isDone]] of steps.entries()) {
                const subject = subjects[at % Math.max(1, subjects.length)]
                if (subject === undefined) continue
                const id = `step_${i}` as const
                await shop.nextSteps.set({ id, ...subject, typeId: "call", dueOn: "2026-02-03", ownerId })
                if (isDone) await shop.nextSteps.complete({ nextStepId: id })
              }
              const before = await owners(shop)
              const plan = { personId: leaver, restToId: heir, leftOn: "2026-02-01" }
              const answer = await shop.control.offboard(plan).catch((error: unknown) => {
                if (!isSalesDeptError(error)) throw error
                return error._tag
              })
              if (typeof answer === "string") {
                // Nobody can be their own heir, and only somebody who owns nothing needs none.
                expect([answer, leaver]).toEqual(["RecordsLeftOver", heir])
                expect(await owners(shop)).toEqual(before)
                return
              }
              const left = await shop.control.owned({ personId: leaver })
              expect([left.leads, left.clients, left.deals, left.nextSteps].flat()).toEqual([])
              const after = await owners(shop)
              for (const [id, ownerId] of Object.entries(before)) {
                expect(after[id] === null, id).toBe(ownerId === null)
                if (ownerId !== leaver && ownerId !== null) expect(after[id]).toBe(ownerId)
              }
              await shop.control.handBack({ handOverId: answer.handOver.id })
              expect(await owners(shop)).toEqual(before)
            },
          ),
          { numRuns: 15 },
        )
      }),
    )
  })
}
