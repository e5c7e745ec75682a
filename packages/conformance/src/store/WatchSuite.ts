import type { DepartmentConfig } from "@salesdept/core/department"
import { planImport } from "@salesdept/core/exchange"
import { fiveDayCalendar } from "@salesdept/core/shared"
import { defaultTeamPolicy } from "@salesdept/core/team"
import { describe, expect, it } from "vitest"
import type { Scene } from "./Scene.ts"
import { inScene, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const rep = (id: string, teamId: string | null = null) =>
  ({ id: `rep_${id}`, personId: id, name: id, teamId, joinedOn: null, leftOn: null }) as const

/** Ann of the north, taught by Max, under Hanna. The suite begins on a Monday at nine in Moscow, when the office opens. */
const office = async (scene: Scene, config: DepartmentConfig = suiteDepartment) => {
  const shop = scene.session()
  await shop.department.publish(config)
  await shop.reps.state({ rows: [rep("ann", "north"), rep("max"), rep("hanna")] })
  await shop.reps.profile({ repId: "rep_ann", mentorId: "max" })
  await shop.reps.profile({ repId: "rep_max", role: "mentor" })
  await shop.reps.profile({ repId: "rep_hanna", role: "head" })
  const north = { id: "team_1", code: "north", name: "N", headId: "hanna", mentorIds: [], parentCode: null } as const
  await shop.teams.state({ rows: [north] })
  await shop.control.watch({ everyMinutes: 5 })
  return shop
}

const tick = (scene: Scene) => scene.dept.tick({ tenants: [suiteTenant] })

/** What `tick` does about control: each thing once, however many ticks there are. */
export const watchSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: watch`, () => {
    it(
      "reminds before the agreed time runs out, records the breach once, and climbs the ladder with proof, in working time",
      inScene(factory, async (scene) => {
        const shop = await office(scene)
        const { clock } = scene
        // Friday evening: half an hour of the agreed hour is left before the weekend.
        clock.advance(4 * dayMs + 8 * hourMs + 30 * minuteMs)
        await shop.leads.receive({ id: "lead_1", name: "L", channelId: "site", ownerId: "ann" })
        await tick(scene)
        const clockOf = async () => (await shop.slaClocks.page({ where: { subjectId: "lead_1" } })).items[0]
        expect(await clockOf()).toMatchObject({
          kind: "firstResponse",
          startedAt: "2026-02-06T14:30:00.000Z",
          remindAt: "2026-02-09T06:15:00.000Z",
          dueAt: "2026-02-09T06:30:00.000Z",
          status: "running",
          remindedAt: null,
          breachedAt: null,
        })
        clock.advance(dayMs)
        await tick(scene)
        expect(await clockOf()).toMatchObject({ version: 1 })
        // Monday, quarter past nine.
        clock.advance(dayMs + 15 * hourMs + 45 * minuteMs)
        await Promise.all([tick(scene), tick(scene), tick(scene)])
        expect(await clockOf()).toMatchObject({ remindedAt: "2026-02-09T06:15:00.000Z", breachedAt: null, version: 2 })
        clock.advance(15 * minuteMs)
        await Promise.all([tick(scene), tick(scene), tick(scene)])
        const mentored = { rungId: "mentor", toId: "max", dueAt: "2026-02-09T06:30:00.000Z" }
        expect(await clockOf()).toMatchObject({ breachedAt: "2026-02-09T06:30:00.000Z", fired: [mentored] })
        clock.advance(2 * hourMs)
        await Promise.all([tick(scene), tick(scene)])
        await tick(scene)
        const headed = { rungId: "head", toId: "hanna", dueAt: "2026-02-09T08:30:00.000Z" }
        expect((await clockOf())?.fired).toMatchObject([mentored, { ...headed, firedAt: "2026-02-09T08:30:00.000Z" }])
        const events = await shop.slaClocks.history((await clockOf())?.id ?? "")
        const types = events.map(({ type }) => type)
        expect(types.filter((type) => type === "ClockBreached")).toHaveLength(1)
        expect(types.filter((type) => type === "RungFired")).toHaveLength(2)
        expect(types.filter((type) => type === "ClockReminded")).toHaveLength(1)
        clock.advance(minuteMs)
        await shop.dialogs.record({
          leadId: "lead_1",
          kind: "call",
          direction: "outbound",
          repId: "ann",
          outcomeId: "agreed",
        })
        clock.advance(dayMs)
        await tick(scene)
        const stopped = await clockOf()
        expect(stopped).toMatchObject({ status: "stopped", stoppedAt: "2026-02-09T08:31:00.000Z", nextAt: null })
        expect(stopped?.fired).toHaveLength(2)
      }),
    )

    it(
      "tells of what nobody owns those who get what nobody could take, or else a head who is there",
      inScene(factory, async (scene) => {
        const assignment = { ...defaultTeamPolicy.assignment, fallbackOwnerIds: ["max"] }
        const config = { ...suiteDepartment, team: { ...defaultTeamPolicy, assignment } }
        const shop = await office(scene, config)
        const { clock } = scene
        await shop.reps.state({ rows: [{ ...rep("bob"), leftOn: "2026-02-02" }, rep("carl")] })
        await shop.leads.receive({ id: "lead_1", name: "Nobody's", channelId: "site" })
        await shop.leads.receive({ id: "lead_2", name: "Left behind", channelId: "site", ownerId: "bob" })
        await shop.leads.receive({ id: "lead_3", name: "In no team", channelId: "site", ownerId: "carl" })
        await tick(scene)
        const toldOf = async (subjectId: string) =>
          (await shop.slaClocks.page({ where: { subjectId } })).items[0]?.fired.map(({ rungId, toId }) => [
            rungId,
            toId,
          ])
        clock.advance(hourMs)
        await tick(scene)
        expect(await toldOf("lead_1")).toEqual([["mentor", "max"]])
        // Today bob still works here, and has no mentor.
        expect(await toldOf("lead_2")).toEqual([["mentor", null]])
        await shop.reps.planAbsence({
          repId: "rep_max",
          id: "a",
          from: "2026-02-03",
          to: "2026-02-03",
          kind: "vacation",
        })
        clock.advance(dayMs)
        await Promise.all([tick(scene), tick(scene)])
        for (const id of ["lead_1", "lead_2", "lead_3"]) {
          expect((await toldOf(id))?.slice(1)).toEqual([
            ["head", "hanna"],
            ["director", "dora"],
          ])
        }
      }),
    )

    it(
      "reminds nobody of a word that is answered, and runs a clock for each later word",
      inScene(factory, async (scene) => {
        const shop = await office(scene)
        const { clock } = scene
        await shop.deals.open({ id: "deal_1", title: "D", ownerId: "ann" })
        const mail = { dealId: "deal_1", kind: "mail", outcomeId: "undecided" } as const
        await shop.dialogs.record({ ...mail, direction: "inbound" })
        await tick(scene)
        clock.advance(hourMs)
        await shop.dialogs.record({ ...mail, direction: "outbound", repId: "ann" })
        clock.advance(hourMs)
        await shop.dialogs.record({ ...mail, direction: "inbound" })
        await tick(scene)
        clock.advance(dayMs)
        await tick(scene)
        const { items } = await shop.slaClocks.page({ where: { subjectId: "deal_1" } })
        expect(items.map(({ kind }) => kind)).toEqual(["rollingResponse", "rollingResponse"])
        const [first, second] = items.toSorted((left, right) => (left.startedAt < right.startedAt ? -1 : 1))
        expect(first).toMatchObject({ status: "stopped", stoppedAt: "2026-02-02T07:00:00.000Z", breachedAt: null })
        // Two in the afternoon and the rest of four hours, by way of the lunch break.
        expect(second).toMatchObject({ status: "running", dueAt: "2026-02-02T13:00:00.000Z" })
        expect(second?.breachedAt).toBe("2026-02-02T13:00:00.000Z")
      }),
    )

    it(
      "starts a clock for a word that is reported long after, unless it is answered or over by then",
      inScene(factory, async (scene) => {
        const shop = await office(scene)
        const { clock } = scene
        const said = new Date(clock.now() + hourMs).toISOString()
        for (const id of ["deal_1", "deal_2", "deal_3"] as const) {
          await shop.deals.open({ id, title: "D", ownerId: "ann" })
        }
        const mail = { kind: "mail", outcomeId: "undecided" } as const
        clock.advance(3 * dayMs)
        await tick(scene)
        // Thursday: only now somebody says what came in on Monday. The second was answered, the third is lost since.
        for (const dealId of ["deal_1", "deal_2", "deal_3"] as const) {
          await shop.dialogs.record({ ...mail, dealId, direction: "inbound" }, { occurredAt: said })
        }
        const answered = new Date(clock.now() - dayMs).toISOString()
        await shop.dialogs.record(
          { ...mail, dealId: "deal_2", direction: "outbound", repId: "ann" },
          { occurredAt: answered },
        )
        await shop.deals.move({ dealId: "deal_3", to: "lost", lostReasonId: "price" })
        clock.advance(5 * minuteMs)
        await Promise.all([tick(scene), tick(scene)])
        await tick(scene)
        const { items } = await shop.slaClocks.page({})
        expect(items.map(({ subjectId, startedAt, status }) => [subjectId, startedAt, status])).toEqual([
          ["deal_1", said, "running"],
        ])
        // Late to be told is late to be answered: the breach is dated by the agreed time, and the ladder fires.
        expect(items[0]).toMatchObject({ breachedAt: "2026-02-02T12:00:00.000Z", remindedAt: null })
        expect(items[0]?.fired.length).toBeGreaterThan(0)
      }),
    )

    it(
      "runs a clock past the end of the calendar by the wall clock, and none for what has left the base",
      inScene(factory, async (scene) => {
        const { control } = suiteDepartment
        const calendar = { ...fiveDayCalendar, validTo: "2026-02-03" }
        const sla = {
          ...control.sla,
          calendar,
          escalation: [{ id: "head", afterMinutes: 120, to: "teamHead" }],
        } as const
        const shop = await office(scene, { ...suiteDepartment, control: { ...control, sla, answerWithinHours: 4 } })
        const { clock } = scene
        const clockOf = async (subjectId: string) => (await shop.slaClocks.page({ where: { subjectId } })).items[0]
        // Monday, half past five: the calendar ends with the day, half an hour of the agreed hour short.
        clock.advance(8 * hourMs + 30 * minuteMs)
        await shop.leads.receive({ id: "lead_1", name: "L", channelId: "site", ownerId: "ann" })
        await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "ann" })
        await shop.dialogs.record({ dealId: "deal_1", kind: "mail", direction: "inbound", outcomeId: "undecided" })
        const text = "lead id,name,source,status,created\n1,Пётр,site,New,2026-02-02 17:30\n"
        const { runId } = await shop.imports.record(
          planImport([{ name: "leads.csv", bytes: new TextEncoder().encode(text) }], {
            source: "fullExport",
            currency: "RUB",
            timeZone: "Europe/Moscow",
            asOf: "2026-02-02",
          }),
        )
        if (runId === null) throw new Error("an import has a run")
        const imported = (await shop.leads.page()).items.find(({ id }) => id !== "lead_1")?.id ?? ""
        await tick(scene)
        expect(await clockOf("lead_1")).toMatchObject({
          remindAt: null,
          dueAt: "2026-02-02T18:30:00.000Z",
          rungs: [{ rungId: "head", at: "2026-02-02T20:30:00.000Z" }],
        })
        for (const id of ["deal_1", imported]) expect(await clockOf(id)).toMatchObject({ status: "running" })
        clock.advance(minuteMs)
        await shop.imports.revert({ runId })
        await shop.deals.remove({ dealId: "deal_1", reason: "entered twice by the form" })
        clock.advance(7 * hourMs)
        await tick(scene)
        const fired = [{ rungId: "head", toId: "hanna" }]
        expect(await clockOf("lead_1")).toMatchObject({ breachedAt: "2026-02-02T18:30:00.000Z", fired })
        expect(await clockOf("deal_1")).toMatchObject({ status: "stopped", breachedAt: null, fired: [] })
        // Its time was over before: it is looked at once a day.
        clock.advance(dayMs)
        await tick(scene)
        expect(await clockOf(imported)).toMatchObject({ status: "stopped" })
      }),
    )

    it(
      "counts each person's zero at the end of each day, once, with what needed somebody",
      inScene(factory, async (scene) => {
        const shop = await office(scene)
        const { clock } = scene
        await shop.deals.open({ id: "deal_1", title: "D", ownerId: "ann" })
        clock.advance(dayMs)
        await Promise.all([tick(scene), tick(scene), tick(scene)])
        await shop.nextSteps.set({ dealId: "deal_1", typeId: "call", dueOn: "2026-02-04", ownerId: "ann" })
        await shop.deals.move({ dealId: "deal_1", to: "contact" })
        clock.advance(dayMs)
        await tick(scene)
        const { items } = await shop.controlDays.page({ where: { personId: "ann" }, orderBy: { field: "day" } })
        expect(items.map(({ day, needing, byState }) => [day, needing, byState])).toEqual([
          ["2026-02-02", 1, { noNextStep: 1 }],
          ["2026-02-03", 0, {}],
        ])
        const zeros = await shop.controlDays.page({ where: { personId: "ann", needing: 0 } })
        expect(zeros.items.map(({ day }) => day)).toEqual(["2026-02-03"])
        const zero = { personId: "ann", needing: 0, byState: {}, ruledOut: 0, isZero: true }
        expect(await shop.control.counters()).toEqual([zero])
        await shop.control.rest({})
        clock.advance(dayMs)
        await tick(scene)
        expect((await shop.controlDays.page({ where: { personId: "ann" } })).items).toHaveLength(2)
        expect((await shop.control.counters())[0]).toMatchObject({ needing: 1, ruledOut: 0, isZero: false })
        await shop.control.ruleOut({ id: "deal_1", state: "stepOverdue", reason: "The client is known to be slow" })
        // A zero that was stated says so.
        expect(await shop.control.counters()).toEqual([{ ...zero, ruledOut: 1 }])
      }),
    )

    it(
      "counts no zero for who has left, though what is over stays that person's",
      inScene(factory, async (scene) => {
        const shop = await office(scene)
        const { clock } = scene
        await shop.deals.open({ id: "deal_1", title: "D", ownerId: "ann" })
        await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price", reason: "x" })
        await shop.control.offboard({ personId: "ann", leftOn: "2026-02-02" })
        clock.advance(dayMs)
        await tick(scene)
        expect((await shop.control.counters()).map(({ personId }) => personId)).not.toContain("ann")
        clock.advance(dayMs)
        await tick(scene)
        const { items } = await shop.controlDays.page({ where: { personId: "ann" } })
        expect(items.map(({ day, needing }) => [day, needing])).toEqual([["2026-02-02", 0]])
      }),
    )

    it(
      "leaves no lead without an owner for longer than the policy's limit",
      inScene(factory, async (scene) => {
        const assignment = {
          ...defaultTeamPolicy.assignment,
          fallbackOwnerIds: ["hanna"],
          maxUnassignedMinutes: 60,
        }
        const team = { ...defaultTeamPolicy, defaultCapacityEffort: 2, assignment }
        const shop = await office(scene, { ...suiteDepartment, team })
        const { clock } = scene
        await shop.control.watch({ everyMinutes: 5, assignsLeads: true })
        for (let i = 0; i < 4; i++) await shop.leads.receive({ id: `lead_${i}`, name: "L", channelId: "site" })
        for (let minute = 0; minute < 60; minute += 5) {
          await tick(scene)
          clock.advance(5 * minuteMs)
        }
        await tick(scene)
        const owned = async (ownerId: string | null) => (await shop.leads.page({ where: { ownerId } })).items.length
        expect([await owned("ann"), await owned("hanna"), await owned(null)]).toEqual([2, 2, 0])
        const { items } = await shop.handOvers.page({ where: { cause: "assignment" } })
        const last =
          items
            .map(({ handedAt }) => handedAt)
            .toSorted()
            .at(-1) ?? ""
        expect(last <= "2026-02-02T07:00:00.000Z").toBe(true)
      }),
    )

    it(
      "gives back what was covered on the day of the return, once",
      inScene(factory, async (scene) => {
        const shop = await office(scene)
        await shop.reps.state({ rows: [rep("bob")] })
        await shop.clients.register({ id: "client_1", name: "C", ownerId: "ann" })
        const { handOver } = await shop.control.coverAbsence({
          personId: "ann",
          restToId: "bob",
          returnOn: "2026-02-04",
        })
        const owner = async () => (await shop.clients.get("client_1"))?.ownerId
        scene.clock.advance(dayMs)
        await tick(scene)
        expect(await owner()).toBe("bob")
        scene.clock.advance(dayMs)
        await Promise.all([tick(scene), tick(scene), tick(scene)])
        expect(await owner()).toBe("ann")
        expect(await shop.handOvers.get(handOver.id)).toMatchObject({ status: "undone", version: 2 })
      }),
    )
  })
}
