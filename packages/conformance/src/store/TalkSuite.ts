import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { suiteFinding } from "./ReviewSuite.ts"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const [north, mentor, peer] = ["user:north", "user:mentor", "user:peer"]

/** What a talk may rest on, and whom it may name. */
export const talkSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: reviews as talks`, () => {
    it(
      "takes nothing found for a change only of days that were looked through",
      inScene(factory, async ({ session, clock }) => {
        const lead = session(undefined, mentor)
        const ids = Array.from({ length: 20 }, (_, at) => `deal_${at}`)
        await lead.findings.raise({ findings: [suiteFinding("before", 1, ids)] })
        const planned = { route: "personal", repId: north, leaderId: mentor, plannedOn: "2026-02-01" } as const
        const debriefId = "debrief_1"
        await lead.debriefs.plan({ id: debriefId, findingIds: ["finding_before"], ...planned })
        const of = { ruleId: "deal.noNextStep", expected: "fewer" } as const
        const action = { id: "steps", what: "Set the step", ownerId: north, dueOn: "2026-02-10", ...of } as const
        await lead.debriefs.hold({ debriefId, decisions: "Steps first", actions: [action] })
        clock.advance(60 * 86_400_000)
        const days = {
          before: { from: "2026-01-01", to: "2026-02-01" },
          after: { from: "2026-03-01", to: "2026-04-01" },
        }
        const outcome = async () =>
          (await lead.debriefs.verifyActions({ debriefId, ...days })).debrief.actions[0]?.verdict
        expect(await outcome()).toMatchObject({ outcome: "notEnoughData", before: 20, after: 0 })
        expect(await lead.summaries.uncovered({ span: "month", on: "2026-03-01" })).toMatchObject({
          daysNotLookedThrough: 31,
        })
        await lead.findings.review({ span: "week", on: "2026-03-02" })
        expect((await outcome())?.outcome).toBe("notEnoughData")
        expect(await lead.summaries.uncovered({ span: "month", on: "2026-03-01" })).toMatchObject({
          daysNotLookedThrough: 24,
        })
        // Looked through twice is noted once.
        for (const _ of [1, 2]) await lead.findings.review({ span: "month", on: "2026-03-01" })
        expect(await lead.reviewSchedules.history("reviewschedule_month")).toHaveLength(1)
        expect(await lead.summaries.uncovered({ span: "month", on: "2026-03-01" })).toMatchObject({
          daysNotLookedThrough: 0,
        })
        await lead.summaries.close({ span: "month", on: "2026-03-01" })
        const [whole] = (await lead.summaries.page({ where: { scope: "department" } })).items
        expect(whole?.figures.mistakes).toMatchObject({ count: 0, unseen: null })
        expect(await outcome()).toMatchObject({ outcome: "effect", before: 20, after: 0 })
      }),
    )

    it(
      "has its agenda in the order in which it was planned",
      inScene(factory, async ({ session }) => {
        const lead = session(undefined, mentor)
        const findingIds = ["finding_c", "finding_a", "finding_b"] as const
        await lead.findings.raise({
          findings: ["b", "c", "a"].map((id) => suiteFinding(id, 1, [`deal_${id}`])),
        })
        const planned = { route: "personal", repId: north, leaderId: mentor, plannedOn: "2026-02-02" } as const
        const { debrief } = await lead.debriefs.plan({ ...planned, findingIds })
        const agenda = await lead.debriefs.agenda({ debriefId: debrief.id })
        expect(agenda.map(({ id }) => id)).toEqual(findingIds)
      }),
    )

    it(
      "names nobody before others who did not agree to it",
      inScene(factory, async ({ session }) => {
        const lead = session(undefined, mentor)
        await lead.findings.raise({ findings: [suiteFinding("a", 1), suiteFinding("b", 1, ["deal_b"], peer)] })
        const findingIds = ["finding_a", "finding_b"] as const
        const planned = { route: "collectiveNamed", leaderId: mentor, findingIds, plannedOn: "2026-02-02" } as const
        for (const consentedRepIds of [[], [north]]) {
          const refused = await rejectionOf("ReviewRefused", lead.debriefs.plan({ ...planned, consentedRepIds }))
          expect(refused.data).toMatchObject({ rule: "consentNeeded", field: "consentedRepIds" })
        }
        const { debrief } = await lead.debriefs.plan({ ...planned, consentedRepIds: [peer, north] })
        expect(debrief.consentedRepIds).toEqual([north, peer].toSorted())
      }),
    )
  })
}
