import { describe, expect, it } from "vitest"
import { fiveDayCalendar } from "../../src/shared/index.ts"
import { defaultTeamPolicy } from "../../src/team/index.ts"
import { attack, attacked } from "../attack.ts"
import type { Attack } from "../attack.ts"

const hourMs = 3_600_000

const watched = {
  ...attacked,
  control: {
    ...attacked.control,
    sla: {
      calendar: fiveDayCalendar,
      firstResponse: { minutes: 60, remindBeforeMinutes: 0 },
      rollingResponse: { minutes: 240, remindBeforeMinutes: 0 },
      escalation: [
        { id: "owner", afterMinutes: 0, to: "owner" },
        { id: "mentor", afterMinutes: 10, to: "mentor" },
        { id: "head", afterMinutes: 20, to: "teamHead" },
        { id: "director", afterMinutes: 30, to: { personId: "dora" } },
      ],
    },
  },
  team: { ...defaultTeamPolicy, assignment: { ...defaultTeamPolicy.assignment, fallbackOwnerIds: ["fay"] } },
} as const

const rep = (id: string, leftOn: string | null = null) =>
  ({ id: `rep_${id}`, personId: id, name: id, teamId: id === "ann" ? "north" : null, leftOn }) as const

const team = { mentorIds: [], parentCode: null } as const

/** Ann of the north, a part of the company, taught by Max, under Hanna, who is under Tom. Monday, nine in the morning. */
const office = async (): Promise<Attack & { readonly run: (from: string, to: string) => Promise<void> }> => {
  const scene = await attack(watched)
  const { shop, at, dept } = scene
  const people = ["ann", "bob", "dora", "fay", "hanna", "max", "tom"]
  await shop.reps.state({ rows: people.map((id) => rep(id)) })
  await shop.reps.profile({ repId: "rep_ann", mentorId: "max" })
  await shop.teams.state({
    rows: [
      { ...team, id: "team_1", code: "north", name: "North", headId: "hanna", parentCode: "all" },
      { ...team, id: "team_2", code: "all", name: "All", headId: "tom" },
    ],
  })
  await shop.control.watch({ everyMinutes: 60 })
  const run = async (from: string, to: string) => {
    for (let ms = Date.parse(from); ms <= Date.parse(to); ms += hourMs) {
      at(new Date(ms).toISOString())
      await dept.tick({ tenants: ["shop-17"] })
    }
  }
  return { ...scene, run }
}

describe("the ladder tells who is there", () => {
  const away = (id: string, coverId?: string) => ({
    repId: `rep_${id}` as const,
    id: "spring",
    from: "2026-02-01",
    to: "2026-02-08",
    kind: "vacation" as const,
    ...(coverId === undefined ? {} : { coverId }),
  })
  const usual = { owner: "ann", mentor: "max", head: "hanna", director: "dora" }
  const left = (id: string) => (scene: Attack) => scene.shop.reps.state({ rows: [rep(id, "2026-01-30")] })
  const isAway =
    (...args: Parameters<typeof away>) =>
    (scene: Attack) =>
      scene.shop.reps.planAbsence(away(...args))

  it.each([
    { given: "everybody there", told: usual, when: [] },
    { given: "a head who left", told: { ...usual, head: "tom" }, when: [left("hanna")] },
    { given: "a head on leave", told: { ...usual, head: "tom" }, when: [isAway("hanna")] },
    { given: "a head's stand-in", told: { ...usual, head: "bob" }, when: [isAway("hanna", "bob")] },
    {
      given: "a stand-in who is away too",
      told: { ...usual, head: "tom" },
      when: [isAway("hanna", "bob"), isAway("bob")],
    },
    { given: "no head there", told: { ...usual, head: "fay" }, when: [isAway("hanna"), left("tom")] },
    { given: "a mentor who left", told: { ...usual, mentor: "hanna" }, when: [left("max")] },
    { given: "an owner on leave", told: { ...usual, owner: "bob" }, when: [isAway("ann", "bob")] },
    { given: "an owner on leave, nobody for her", told: { ...usual, owner: "hanna" }, when: [isAway("ann")] },
    {
      given: "an owner on leave and ill meanwhile",
      told: { ...usual, owner: "bob" },
      when: [
        isAway("ann", "bob"),
        (scene: Attack) => scene.shop.reps.planAbsence({ ...away("ann"), id: "ill", from: "2026-01-31", kind: "away" }),
      ],
    },
    {
      given: "an owner whose leave stands in the entry before this one",
      told: { ...usual, owner: "bob" },
      when: [
        isAway("ann", "bob"),
        (scene: Attack) =>
          scene.shop.reps.state({
            rows: [rep("ann", "2026-02-01"), { ...rep("ann"), id: "rep_ann2", joinedOn: "2026-02-02" }],
          }),
        (scene: Attack) => scene.shop.reps.profile({ repId: "rep_ann2", mentorId: "max" }),
      ],
    },
    { given: "somebody named who left", told: { ...usual, director: "hanna" }, when: [left("dora")] },
  ])("with $given", async ({ when, told }) => {
    const scene = await office()
    for (const happen of when) await happen(scene)
    await scene.shop.leads.receive({ id: "lead_1", name: "L", channelId: "site", ownerId: "ann" })
    await scene.run("2026-02-02T06:00:00.000Z", "2026-02-02T08:00:00.000Z")
    const { items } = await scene.shop.slaClocks.page({})
    expect(Object.fromEntries(items[0]?.fired.map(({ rungId, toId }) => [rungId, toId]) ?? [])).toEqual(told)
  })
})

describe("one wait has one clock", () => {
  const mail = { dealId: "deal_1", kind: "mail", outcomeId: "undecided" } as const

  it("however often the client asks again before the answer", async () => {
    const { shop, run } = await office()
    await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "ann" })
    await shop.dialogs.record({ ...mail, direction: "inbound" })
    await run("2026-02-02T06:00:00.000Z", "2026-02-02T09:00:00.000Z")
    await shop.dialogs.record({ ...mail, direction: "inbound" })
    await run("2026-02-02T10:00:00.000Z", "2026-02-04T10:00:00.000Z")
    await shop.dialogs.record({ ...mail, direction: "inbound" })
    await run("2026-02-04T11:00:00.000Z", "2026-02-06T10:00:00.000Z")
    const { items } = await shop.slaClocks.page({})
    expect(items.map(({ startedAt, status }) => [startedAt, status])).toEqual([["2026-02-02T06:00:00.000Z", "running"]])
    await shop.dialogs.record({ ...mail, direction: "outbound", repId: "ann" })
    await run("2026-02-06T11:00:00.000Z", "2026-02-06T11:00:00.000Z")
    await shop.dialogs.record({ ...mail, direction: "inbound" })
    await run("2026-02-06T12:00:00.000Z", "2026-02-07T12:00:00.000Z")
    const after = (await shop.slaClocks.page({})).items
    expect(Object.fromEntries(after.map(({ startedAt, status }) => [startedAt, status]))).toEqual({
      "2026-02-02T06:00:00.000Z": "stopped",
      "2026-02-06T11:00:00.000Z": "running",
    })
  })
})

describe("the days are counted on", () => {
  it.each(["America/New_York", "Asia/Tokyo", "Pacific/Auckland"])(
    "once the department moves to %s",
    async (timeZone) => {
      const { shop, run } = await office()
      await run("2026-02-02T06:00:00.000Z", "2026-02-05T06:00:00.000Z")
      await shop.department.publish({ ...watched, timeZone })
      await run("2026-02-05T07:00:00.000Z", "2026-02-08T10:00:00.000Z")
      const { items } = await shop.controlDays.page({ where: { personId: "ann" }, orderBy: { field: "day" } })
      const days = ["2026-02-02", "2026-02-03", "2026-02-04", "2026-02-05", "2026-02-06", "2026-02-07"]
      expect(items.map(({ day }) => day)).toEqual(days)
    },
  )
})

describe("a day that becomes a holiday", () => {
  it("does not run a clock that was started before", async () => {
    const { shop, at, run } = await office()
    // Monday, half past five: half an hour of the agreed hour is left for Tuesday, ten minutes more until each rung.
    at("2026-02-02T14:30:00.000Z")
    await shop.leads.receive({ id: "lead_1", name: "L", channelId: "site", ownerId: "ann" })
    await run("2026-02-02T14:31:00.000Z", "2026-02-02T15:31:00.000Z")
    const clock = async () => (await shop.slaClocks.page({})).items[0]
    expect(await clock()).toMatchObject({ dueAt: "2026-02-03T06:30:00.000Z" })
    const calendar = { ...fiveDayCalendar, version: 2, exceptions: [{ on: "2026-02-03", kind: "off" }] } as const
    const { control } = watched
    await shop.department.publish({ ...watched, control: { ...control, sla: { ...control.sla, calendar } } })
    await run("2026-02-02T16:31:00.000Z", "2026-02-04T06:00:00.000Z")
    expect(await clock()).toMatchObject({ breachedAt: null, fired: [], nextAt: "2026-02-04T06:30:00.000Z" })
    expect((await shop.control.list()).rows).toEqual([])
    await run("2026-02-04T06:30:00.000Z", "2026-02-04T07:30:00.000Z")
    expect(await clock()).toMatchObject({ breachedAt: "2026-02-04T06:30:00.000Z" })
    expect((await clock())?.fired.map(({ rungId, dueAt }) => [rungId, dueAt])).toEqual([
      ["owner", "2026-02-04T06:30:00.000Z"],
      ["mentor", "2026-02-04T06:40:00.000Z"],
      ["head", "2026-02-04T06:50:00.000Z"],
      ["director", "2026-02-04T07:00:00.000Z"],
    ])
    expect((await shop.control.list()).rows).toMatchObject([{ id: "lead_1", state: "newUnanswered" }])
  })
})

describe("taking a lead is no answer", () => {
  const call = { leadId: "lead_1", kind: "call", direction: "outbound", repId: "ann", outcomeId: "agreed" } as const

  it.each([
    { given: "before the watch has seen it", takenAt: "2026-02-02T06:02:00.000Z" },
    { given: "after the watch has seen it", takenAt: "2026-02-02T06:40:00.000Z" },
  ])("where it is taken $given", async ({ takenAt }) => {
    const { shop, at, run } = await office()
    at("2026-02-02T06:01:00.000Z")
    await shop.leads.receive({ id: "lead_1", name: "L", channelId: "site", ownerId: "ann" })
    if (takenAt > "2026-02-02T06:30:00.000Z") await run("2026-02-02T06:05:00.000Z", "2026-02-02T06:05:00.000Z")
    at(takenAt)
    await shop.leads.take({ leadId: "lead_1", ownerId: "ann" })
    await shop.nextSteps.set({ leadId: "lead_1", typeId: "call", dueOn: "2026-02-06", ownerId: "ann" })
    await run("2026-02-02T07:00:00.000Z", "2026-02-02T08:00:00.000Z")
    const clock = async () => (await shop.slaClocks.page({})).items[0]
    expect(await clock()).toMatchObject({ kind: "firstResponse", breachedAt: "2026-02-02T07:01:00.000Z" })
    expect((await clock())?.fired).toHaveLength(4)
    // Whom the ladder calls finds the lead in the list.
    expect((await shop.control.list()).rows).toMatchObject([{ id: "lead_1", state: "newUnanswered" }])
    await shop.dialogs.record(call)
    expect((await shop.control.list()).rows).toEqual([])
    await run("2026-02-03T08:00:00.000Z", "2026-02-03T08:00:00.000Z")
    expect(await clock()).toMatchObject({ status: "stopped", stoppedAt: "2026-02-02T08:00:00.000Z" })
    expect((await shop.slaClocks.page({})).items).toHaveLength(1)
  })

  it("while the agreed time runs, the lead says so", async () => {
    const { shop, at } = await office()
    await shop.leads.receive({ id: "lead_1", name: "L", channelId: "site", ownerId: "ann" })
    at("2026-02-02T06:20:00.000Z")
    await shop.leads.take({ leadId: "lead_1", ownerId: "ann" })
    const { lead } = await shop.control.partition()
    expect(lead.states.filter(({ count }) => count > 0)).toMatchObject([{ state: "onTrack", count: 1 }])
    at("2026-02-02T07:00:00.001Z")
    const [row] = (await shop.control.list()).rows
    expect(row?.reason).toEqual({
      en: "Came on 2\u00A0February\u00A02026 and was not answered; 60 working minutes are allowed",
      ru: "Лид поступил 2\u00A0февраля\u00A02026\u00A0г., ответа не было; на ответ отведено 60\u00A0мин рабочего времени",
    })
  })
})

describe("an answer that came too late is recorded as late", () => {
  const mail = { kind: "mail", outcomeId: "undecided" } as const

  it("however seldom the department looks", async () => {
    const { shop, at, run } = await office()
    for (const dealId of ["deal_1", "deal_2"] as const) {
      await shop.deals.open({ id: dealId, title: "Audit", ownerId: "ann" })
      await shop.dialogs.record({ ...mail, dealId, direction: "inbound" })
    }
    for (const id of ["lead_1", "lead_2"] as const) {
      await shop.leads.receive({ id, name: "L", channelId: "site", ownerId: "ann" })
      await shop.leads.take({ leadId: id, ownerId: "ann" })
    }
    const answer = async (about: { readonly dealId: `deal_${string}` } | { readonly leadId: `lead_${string}` }) =>
      shop.dialogs.record({ ...mail, ...about, direction: "outbound", repId: "ann" })
    at("2026-02-02T06:45:00.000Z")
    await answer({ leadId: "lead_1" })
    at("2026-02-02T07:15:00.000Z")
    // The first word about a lead is its first answer: what its client says meanwhile waits with it.
    await shop.dialogs.record({ ...mail, leadId: "lead_2", direction: "inbound" })
    at("2026-02-02T09:00:00.000Z")
    await answer({ dealId: "deal_1" })
    at("2026-02-02T12:00:00.000Z")
    await answer({ leadId: "lead_2" })
    await answer({ dealId: "deal_2" })
    // Only on the next morning it looks: four hours of work were over at one.
    await run("2026-02-03T05:00:00.000Z", "2026-02-03T08:00:00.000Z")
    const { items } = await shop.slaClocks.page({ orderBy: { field: "subjectId" } })
    const told = items.map(({ subjectId, breachedAt, stoppedAt, fired }) => [subjectId, breachedAt, stoppedAt, fired])
    expect(told).toEqual([
      ["deal_2", "2026-02-02T10:00:00.000Z", "2026-02-02T12:00:00.000Z", []],
      ["lead_2", "2026-02-02T07:00:00.000Z", "2026-02-02T12:00:00.000Z", []],
    ])
  })

  it("and once, though the client asked again before the answer", async () => {
    const { shop, run } = await office()
    await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "ann" })
    const about = { ...mail, dealId: "deal_1" } as const
    await shop.dialogs.record({ ...about, direction: "inbound" })
    await run("2026-02-02T07:00:00.000Z", "2026-02-03T07:00:00.000Z")
    await shop.dialogs.record({ ...about, direction: "inbound" })
    await run("2026-02-03T14:00:00.000Z", "2026-02-03T14:00:00.000Z")
    await shop.dialogs.record({ ...about, direction: "outbound", repId: "ann" })
    await run("2026-02-03T15:00:00.000Z", "2026-02-05T15:00:00.000Z")
    const { items } = await shop.slaClocks.page({})
    expect(items.map(({ startedAt, stoppedAt }) => [startedAt, stoppedAt])).toEqual([
      ["2026-02-02T06:00:00.000Z", "2026-02-03T14:00:00.000Z"],
    ])
  })
})

describe("what a client says next waits anew", () => {
  const call = { kind: "call", outcomeId: "agreed" } as const
  const waits = async ({ shop }: Attack) =>
    (await shop.slaClocks.page({ orderBy: { field: "subjectId" } })).items
      .filter(({ kind }) => kind === "rollingResponse")
      .map(({ subjectId, startedAt }) => [subjectId, startedAt])

  it("after it was answered about a deal", async () => {
    const scene = await office()
    const { shop, at, run } = scene
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann" })
    await shop.dialogs.record({ ...call, clientId: "client_1", direction: "inbound" })
    at("2026-02-02T08:00:00.000Z")
    await shop.dialogs.record({ ...call, dealId: "deal_1", direction: "outbound", repId: "ann" })
    at("2026-02-02T09:00:00.000Z")
    await shop.dialogs.record({ ...call, clientId: "client_1", direction: "inbound" })
    at("2026-02-02T09:30:00.000Z")
    await shop.dialogs.record({ ...call, clientId: "client_1", direction: "inbound" })
    await run("2026-02-02T10:00:00.000Z", "2026-02-03T10:00:00.000Z")
    expect(await waits(scene)).toContainEqual(["client_1", "2026-02-02T09:00:00.000Z"])
    expect(await waits(scene)).not.toContainEqual(["client_1", "2026-02-02T09:30:00.000Z"])
    expect((await shop.control.list()).rows).toMatchObject([{ id: "client_1", state: "waitingOnUs" }, { id: "deal_1" }])
  })

  it("about a lead that was spoken with and never taken", async () => {
    const scene = await office()
    const { shop, at, run } = scene
    await shop.leads.receive({ id: "lead_1", name: "L", channelId: "site", ownerId: "ann" })
    await shop.dialogs.record({ ...call, leadId: "lead_1", direction: "outbound", repId: "ann" })
    await run("2026-02-02T07:00:00.000Z", "2026-02-04T10:00:00.000Z")
    at("2026-02-04T10:30:00.000Z")
    await shop.dialogs.record({ ...call, leadId: "lead_1", direction: "inbound" })
    await run("2026-02-04T11:00:00.000Z", "2026-02-05T11:00:00.000Z")
    expect(await waits(scene)).toEqual([["lead_1", "2026-02-04T10:30:00.000Z"]])
  })
})
