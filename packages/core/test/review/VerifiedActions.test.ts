import { expect, it } from "vitest"
import { attack } from "../attack.ts"
import { found } from "./found.ts"

const monday = { from: "2026-02-02", to: "2026-02-03" }
const ann = { id: "rep_ann", personId: "user:ann", name: "Ann", joinedOn: "2025-01-01" } as const
const leads = (name: string, count: number) => Array.from({ length: count }, (_, at) => `lead_${name}${at}`)

/** A day that is closed by a schedule, so many leads that nobody took in it, and a talk about them on the next morning. */
const talked = async (count: number) => {
  const scene = await attack()
  const { as, at, dept } = scene
  const head = as("user:head")
  await head.reps.state({ rows: [ann] })
  await head.reviewSchedules.set({ span: "day", hoursAfter: 1 })
  at("2026-02-03")
  await dept.tick()
  await head.findings.raise({ findings: [found("finding_before", { ids: leads("before", count), ...monday })] })
  const planned = { route: "personal", repId: "user:ann", leaderId: "user:head", plannedOn: "2026-02-03" } as const
  const { debrief } = await head.debriefs.plan({ ...planned, findingIds: ["finding_before"] })
  const action = { id: "leads", what: "Take them", ownerId: "user:ann", dueOn: "2026-02-03", ruleId: "lead.untaken" }
  await head.debriefs.hold({ debriefId: debrief.id, decisions: "Leads", actions: [{ ...action, expected: "fewer" }] })
  const verdict = async () => (await head.debriefs.get(debrief.id))?.actions[0]?.verdict
  return { ...scene, head, verdict }
}

it("takes no mistakes of somebody who has left for the effect of an action", async () => {
  const { head, at, dept, verdict } = await talked(20)
  await head.reps.state({ rows: [{ ...ann, leftOn: "2026-02-03" }] })
  for (const morning of ["2026-02-05", "2026-02-06"]) {
    at(morning)
    await dept.tick()
  }
  const found = await verdict()
  expect([found?.outcome, found?.before, found?.after]).toEqual(["notEnoughData", 20, 0])
  expect(found?.why.ru).toMatch(/уже не работает/u)
})

it("takes no days away for the effect of an action", async () => {
  const { head, at, dept, verdict } = await talked(20)
  const away = { repId: "rep_ann", id: "skiing", from: "2026-02-04", to: "2026-02-04", kind: "vacation" } as const
  await head.reps.planAbsence(away)
  at("2026-02-05")
  await dept.tick()
  const found = await verdict()
  expect([found?.outcome, found?.before, found?.after]).toEqual(["notEnoughData", 20, 0])
  expect(found?.why.ru).toMatch(/исполнителя не было/u)
  await head.reps.cancelAbsence({ repId: away.repId, id: away.id })
  at("2026-02-06")
  await dept.tick()
  expect(await verdict()).toMatchObject({ outcome: "effect", before: 20, after: 0 })
})

it("takes no days before somebody's first one for those before an action", async () => {
  const { head, at, dept, verdict } = await talked(20)
  await head.reps.state({ rows: [{ ...ann, joinedOn: "2026-02-03" }] })
  at("2026-02-05")
  await dept.tick()
  const found = await verdict()
  expect([found?.outcome, found?.before, found?.after]).toEqual(["notEnoughData", 20, 0])
  expect(found?.why.en).toMatch(/not there/u)
})

it("compares an action with the days that were looked through, where there are fewer of them before than after", async () => {
  const { head, at, dept, verdict } = await talked(5)
  for (const [day, morning, count] of [
    ["2026-02-04", "2026-02-05", 1],
    ["2026-02-05", "2026-02-06", 2],
  ] as const) {
    const range = { from: day, to: morning }
    await head.findings.raise({ findings: [found(`finding_${day}`, { ids: leads(day, count), ...range })] })
    at(morning)
    await dept.tick()
  }
  // The schedule began on the day before the talk: of earlier days nobody knows, and no later day will tell.
  expect(await verdict()).toMatchObject({ outcome: "none", before: 5, daysBefore: 1, after: 3, daysAfter: 2 })
})

it("compares days week by week, so that a weekend is not taken for what an action came to", async () => {
  const { as, at, dept } = await attack()
  const head = as("user:head")
  await head.reps.state({ rows: [ann] })
  await head.reviewSchedules.set({ span: "day", hoursAfter: 1 })
  let debriefId: `debrief_${string}` | undefined
  const verdicts: Array<string | undefined> = []
  for (let day = 2; day <= 28; day++) {
    const [from, to] = [day, day + 1].map((one) => new Date(Date.UTC(2026, 1, one)).toISOString().slice(0, 10))
    const range = { from: from ?? "", to: to ?? "" }
    at(range.to)
    // Five leads are not taken on every working day, before the talk of Wednesday the 11th and after it; nobody writes on weekends.
    const isOff = [0, 6].includes(new Date(range.from).getUTCDay())
    if (!isOff)
      await head.findings.raise({ findings: [found(`finding_${day}`, { ids: leads(`${day}_`, 5), ...range })] })
    await dept.tick()
    if (range.to === "2026-02-11") {
      const planned = { route: "personal", repId: "user:ann", leaderId: "user:head", plannedOn: range.to } as const
      debriefId = (await head.debriefs.plan({ ...planned, findingIds: ["finding_10"] })).debrief.id
      const action = {
        id: "leads",
        what: "Take them",
        ownerId: "user:ann",
        dueOn: "2026-02-13",
        ruleId: "lead.untaken",
      }
      await head.debriefs.hold({ debriefId, decisions: "Leads", actions: [{ ...action, expected: "fewer" }] })
    }
    if (debriefId !== undefined) verdicts.push((await head.debriefs.get(debriefId))?.actions[0]?.verdict?.outcome)
  }
  const verdict = debriefId && (await head.debriefs.get(debriefId))?.actions[0]?.verdict
  expect(verdict).toMatchObject({ outcome: "none", before: 25, daysBefore: 7, after: 25, daysAfter: 7 })
  expect(new Set(verdicts)).toEqual(new Set([undefined, "none"]))
})
