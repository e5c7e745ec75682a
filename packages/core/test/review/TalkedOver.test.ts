import { expect, it } from "vitest"
import { attack } from "../attack.ts"
import type { Attack } from "../attack.ts"
import { found } from "./found.ts"

const week = { from: "2026-02-02", to: "2026-02-09" }
const monday = { from: "2026-02-02", to: "2026-02-03" }
const tuesday = { from: "2026-02-03", to: "2026-02-04" }

const ann = { id: "rep_ann", personId: "user:ann", name: "Ann", joinedOn: "2025-01-01" } as const

/** A week that a schedule closes on the morning after it, and plans the talks of. */
const scheduled = async (): Promise<Attack> => {
  const scene = await attack()
  const head = scene.as("user:head")
  await head.reps.state({ rows: [ann] })
  await head.reviewSchedules.set({ span: "week", hoursAfter: 1 })
  const debriefs = { leaderId: "user:head", afterDays: 1, consentedRepIds: [] }
  await head.reviewSchedules.planDebriefs({ span: "week", debriefs })
  return scene
}

it("shows everybody a rule once, with each of its records once and the widest words", async () => {
  const { as } = await attack()
  const head = as("user:head")
  const findings = [
    found("finding_all", { ownerId: null, ids: ["lead_1", "lead_2", "lead_3"], ...week }),
    found("finding_ann", { ids: ["lead_1", "lead_2"], ...week }),
    found("finding_bob", { ownerId: "user:bob", ids: ["lead_3"], ...week }),
    found("finding_day", { ownerId: null, ids: ["lead_1"], ...monday }),
  ]
  await head.findings.raise({ findings })
  const planned = { route: "collectiveUnnamed", leaderId: "user:head", plannedOn: "2026-02-10" } as const
  const { debrief } = await head.debriefs.plan({ ...planned, findingIds: findings.map(({ id }) => id) })
  const agenda = await head.debriefs.agenda({ debriefId: debrief.id })
  expect(agenda.map(({ words, evidenceCount }) => [words?.title.en, evidenceCount])).toEqual([
    ["Leads nobody took: 3", 3],
  ])
})

it("takes up once what several days of a week found of the same", async () => {
  const { as, at, dept } = await scheduled()
  const head = as("user:head")
  await head.findings.raise({
    findings: [
      found("finding_monday", { ids: ["lead_1"], ...monday }),
      found("finding_tuesday", { ids: ["lead_1", "lead_2"], ...tuesday }),
    ],
  })
  at("2026-02-09")
  await dept.tick()
  const { items } = await head.debriefs.page()
  expect(items.map(({ repId, findingIds }) => [repId, findingIds])).toEqual([["user:ann", ["finding_tuesday"]]])
})

it("does not call left over what was talked over, by itself or with what names all of its records", async () => {
  const { as, at } = await attack()
  const head = as("user:head")
  await head.reps.state({ rows: [ann] })
  await head.findings.raise({
    findings: [
      found("finding_monday", { ids: ["lead_1"], ...monday }),
      found("finding_tuesday", { ids: ["lead_1", "lead_2"], ...tuesday }),
      found("finding_week", { ids: ["lead_3"], ...week }),
    ],
  })
  at("2026-02-10")
  const left = async () => (await head.summaries.uncovered({ span: "week", on: week.from })).notReviewed
  expect(await left()).toEqual([{ repId: "user:ann", findings: 3 }])
  const planned = { route: "personal", repId: "user:ann", leaderId: "user:head", plannedOn: "2026-02-10" } as const
  const { debrief } = await head.debriefs.plan({ ...planned, findingIds: ["finding_tuesday"] })
  // It is planned, and nobody has talked yet.
  expect(await left()).toEqual([{ repId: "user:ann", findings: 3 }])
  await head.debriefs.hold({ debriefId: debrief.id, decisions: "Leads first", actions: [] })
  expect(await left()).toEqual([{ repId: "user:ann", findings: 1 }])
})

it("plans no talk with, nor by, somebody who has left before its day", async () => {
  const { as, at, dept } = await scheduled()
  const head = as("user:head")
  const eve = { id: "rep_eve", personId: "user:eve", name: "Eve", joinedOn: "2025-01-01" } as const
  await head.reps.state({ rows: [ann, { ...eve, leftOn: "2026-02-06" }] })
  await head.reps.profile({ repId: "rep_ann", mentorId: "user:eve" })
  await head.findings.raise({
    findings: [
      found("finding_ann", { ids: ["lead_1"], ...monday }),
      found("finding_eve", { ownerId: "user:eve", ids: ["lead_2"], ...monday }),
    ],
  })
  at("2026-02-09")
  await dept.tick()
  const { items } = await head.debriefs.page()
  expect(items.map(({ repId, leaderId }) => [repId, leaderId])).toEqual([["user:ann", "user:head"]])
  expect((await head.summaries.uncovered({ span: "week", on: week.from })).notReviewed).toEqual([
    { repId: "user:ann", findings: 1 },
  ])
})

it("is led by the mentor of the entry in force of who left and came back by another one", async () => {
  const { as, at, dept } = await scheduled()
  const head = as("user:head")
  const [cid, eve] = ["cid", "eve"].map((name) => ({ id: `rep_${name}` as const, personId: `user:${name}`, name }))
  if (cid === undefined || eve === undefined) return expect.fail()
  await head.reps.state({
    rows: [{ ...ann, joinedOn: "2026-01-01" }, { ...ann, id: "rep_before", leftOn: "2025-06-30" }, cid, eve],
  })
  await head.reps.profile({ repId: "rep_before", mentorId: "user:cid" })
  await head.reps.profile({ repId: ann.id, mentorId: "user:eve" })
  await head.findings.raise({ findings: [found("finding_ann", { ids: ["lead_1"], ...monday })] })
  at("2026-02-09")
  await dept.tick()
  const { items } = await as("user:eve").debriefs.page()
  expect(items.map(({ repId, leaderId }) => [repId, leaderId])).toEqual([["user:ann", "user:eve"]])
})

it("counts nowhere again what was withdrawn, where a wider finding names it with others", async () => {
  const { as, at } = await attack()
  const head = as("user:head")
  await head.reps.state({ rows: [ann] })
  const raise = (...findings: ReadonlyArray<ReturnType<typeof found>>) => head.findings.raise({ findings })
  const withdraw = async (findingId: `finding_${string}`) => {
    await as("user:ann").findings.dispute({ findingId, text: "They were taken" })
    await head.findings.settleDispute({ findingId, isUpheld: false, text: "They were" })
  }
  await raise(
    found("finding_monday", { ids: ["lead_1"], ...monday }),
    found("finding_tuesday", { ids: ["lead_2"], ...tuesday }),
  )
  await withdraw("finding_monday")
  await raise(
    found("finding_week", { ids: ["lead_1", "lead_2"], ...week }),
    found("finding_all", { ownerId: null, ids: ["lead_1", "lead_2"], ...week }),
  )
  const mistakesOf = async (repId?: string) => {
    const scope = repId === undefined ? {} : { repId }
    return (await head.summaries.preview({ span: "week", on: "2026-02-02", ...scope })).mistakes.ids
  }
  expect([await mistakesOf("user:ann"), await mistakesOf()]).toEqual([["finding_tuesday"], ["finding_tuesday"]])
  expect((await head.findings.growth({ repId: "user:ann" })).errors).toBe(1)
  // What was left of the week is talked over with Tuesday's.
  const planned = { route: "personal", repId: "user:ann", leaderId: "user:head", plannedOn: "2026-02-03" } as const
  const { debrief } = await head.debriefs.plan({ ...planned, findingIds: ["finding_tuesday"] })
  await head.debriefs.hold({ debriefId: debrief.id, decisions: "Take them at once", actions: [] })
  at("2026-02-10")
  expect((await head.summaries.uncovered({ span: "week", on: "2026-02-02" })).notReviewed).toEqual([])
  await withdraw("finding_tuesday")
  const whole = { from: "2026-02-01", to: "2026-03-01" }
  const month = found("finding_month", { ids: ["lead_2", "lead_1"], ...whole })
  expect(await raise(month)).toMatchObject({ raised: [], known: 1 })
})

it("raises and talks over nothing of the department that was withdrawn at all of its reps'", async () => {
  const { as, at, dept } = await scheduled()
  const head = as("user:head")
  const parts = ["ann", "bob", "cid"].map((name) =>
    found(`finding_${name}`, { ownerId: `user:${name}`, ids: [`lead_${name}`], ...week }),
  )
  const ids = parts.flatMap(({ evidence }) => evidence.ids)
  const all = found("finding_all", { ownerId: null, ids, ...week })
  await head.findings.raise({ findings: [...parts, all] })
  const withdraw = async (name: string) => {
    await as(`user:${name}`).findings.dispute({ findingId: `finding_${name}`, text: "The telephone was out of order" })
    await head.findings.settleDispute({ findingId: `finding_${name}`, isUpheld: false, text: "It was" })
  }
  for (const name of ["ann", "bob"]) await withdraw(name)
  const month = found("finding_month", { ownerId: null, ids, from: "2026-02-01", to: "2026-03-01" })
  const raised = async () => (await head.findings.raise({ findings: [month] })).raised
  await withdraw("cid")
  expect(await raised()).toEqual([])
  at("2026-02-09")
  await dept.tick()
  expect((await head.debriefs.page()).items).toEqual([])
})
