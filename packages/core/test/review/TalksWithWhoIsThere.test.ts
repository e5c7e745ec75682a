import { expect, it } from "vitest"
import { fiveDayCalendar as calendar } from "../../src/shared/index.ts"
import { defaultControlPolicy } from "../../src/control/ControlPolicy.ts"
import { attack, attacked } from "../attack.ts"
import { found } from "./found.ts"

const minutes = { minutes: 60, remindBeforeMinutes: 0 }
const sla = { calendar, firstResponse: minutes, rollingResponse: minutes, escalation: [] }
const week = { from: "2026-02-02", to: "2026-02-09" }

/** The talks that are planned for Tuesday the 10th where all are there: Ann's with her mentor Max, or with the head. */
const talks = async (
  away: ReadonlyArray<{ readonly of: "ann" | "max" | "head"; readonly from: string; readonly to: string }>,
) => {
  const { as, at, dept } = await attack({ ...attacked, control: { ...defaultControlPolicy, sla } })
  const shop = as("head")
  const rows = ["ann", "max", "head"].map((id) => ({ id: `rep_${id}` as const, personId: id, name: id }))
  await shop.reps.state({ rows })
  await shop.reps.profile({ repId: "rep_ann", mentorId: "max" })
  await shop.reviewSchedules.set({ span: "week", hoursAfter: 1 })
  await shop.reviewSchedules.planDebriefs({
    span: "week",
    debriefs: { leaderId: "head", afterDays: 1, consentedRepIds: [] },
  })
  for (const { of, ...days } of away)
    await shop.reps.planAbsence({ repId: `rep_${of}`, id: "rest", kind: "vacation", ...days })
  await shop.findings.raise({ findings: [found("finding_ann", { ownerId: "ann", ids: ["lead_1"], ...week })] })
  at("2026-02-09")
  await dept.tick({ tenants: ["shop-17"] })
  const { items } = await shop.debriefs.page({ where: { repId: "ann" } })
  const { items: led } = items.length > 0 ? { items } : await as("max").debriefs.page({ where: { repId: "ann" } })
  return led.map(({ leaderId, plannedOn }) => [leaderId, plannedOn])
}

it.each([
  ["all are there", [], "max", "2026-02-10"],
  ["the rep is on leave up to Friday", [{ of: "ann", from: "2026-02-09", to: "2026-02-13" }], "max", "2026-02-16"],
  ["the mentor is away for a day", [{ of: "max", from: "2026-02-10", to: "2026-02-10" }], "max", "2026-02-11"],
  ["the mentor is away for long", [{ of: "max", from: "2026-02-01", to: "2026-03-31" }], "head", "2026-02-10"],
  ["the rep is away for long", [{ of: "ann", from: "2026-02-01", to: "2026-03-31" }], "max", "2026-02-10"],
] as const)("a talk is planned for who is there: %s", async (_, away, leaderId, plannedOn) => {
  expect(await talks(away)).toEqual([[leaderId, plannedOn]])
})
