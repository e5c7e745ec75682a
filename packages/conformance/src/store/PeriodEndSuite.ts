import { describe, expect, it } from "vitest"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import { mentor, north, peer, stateTeam } from "./TwoReps.ts"

/** What came after a period was over: of its team, of its deals, of what was known of it. */
export const periodEndSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: periods as they ended`, () => {
    it(
      "corrects nothing of what a team did because somebody has moved since, and says what else came to light",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        await stateTeam(head)
        const amount = { amountMinor: 500_00, currency: "RUB" }
        await head.deals.open({ id: "deal_1", title: "Audit", ownerId: peer, amount })
        clock.advance(40 * 86_400_000)
        const { closed } = await head.summaries.close({ span: "month", on: "2026-02-01" })
        expect(closed).toHaveLength(4)
        clock.advance(86_400_000)
        const row = { id: "rep_1", personId: peer, name: peer, joinedOn: null, leftOn: null } as const
        await head.reps.state({ rows: [{ ...row, teamId: "second" }] })
        const [team] = (await head.summaries.page({ where: { scope: "team" } })).items
        if (team === undefined) throw new Error("no summary of the team")
        expect(team.figures.dealsOpened.ids).toEqual(["deal_1"])
        expect(await head.summaries.corrections({ summaryId: team.id })).toEqual([])
        await head.deals.amend({ dealId: "deal_1", amount: { ...amount, amountMinor: 400_00 } })
        expect(await head.summaries.corrections({ summaryId: team.id })).toEqual([])
        await head.deals.remove({ dealId: "deal_1", reason: "Entered twice" })
        const corrections = await head.summaries.corrections({ summaryId: team.id })
        expect(corrections.map(({ figure }) => figure)).toEqual(["dealsOpened", "dealsMoved", "pipelineEnd"])
      }),
    )

    it(
      "corrects nothing of what went to somebody else or has another amount since, and tells results that went apart from what came to light",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        await stateTeam(head)
        const amount = { amountMinor: 500_00, currency: "RUB" }
        for (const id of ["deal_1", "deal_2", "deal_3", "deal_4"] as const)
          await head.deals.open({ id, title: "Audit", ownerId: north, amount })
        for (const dealId of ["deal_3", "deal_4"] as const)
          await head.deals.move({ dealId, to: "lost", lostReasonId: "price" })
        await head.leads.receive({ id: "lead_1", name: "ООО «Ромашка»", channelId: "site", ownerId: north })
        await head.leads.receive({ id: "lead_2", name: "ООО «Лютик»", channelId: "site" })
        await head.nextSteps.set({
          id: "step_1",
          dealId: "deal_1",
          typeId: "call",
          ownerId: north,
          dueOn: "2026-02-05",
        })
        const instalments = [{ dueOn: "2026-02-10", amountMinor: 500_00 }]
        const invoice = {
          id: "invoice_1",
          dealId: "deal_1",
          issuedOn: "2026-02-02",
          currency: "RUB",
          instalments,
        } as const
        await head.invoices.issue(invoice)
        clock.advance(40 * 86_400_000)
        await head.summaries.close({ span: "month", on: "2026-02-01" })
        clock.advance(86_400_000)
        await head.control.handOver({ ids: ["deal_1", "lead_1"], toId: peer })
        await head.leads.take({ leadId: "lead_2", ownerId: peer })
        await head.deals.amend({ dealId: "deal_2", amount: { ...amount, amountMinor: 400_00 } })
        const monthly = (await head.summaries.page({ where: { scope: "rep", span: "month" } })).items
        const told = async (repId: string) => {
          const id = monthly.find(({ scopeId }) => scopeId === repId)?.id ?? "summary_none"
          const corrections = await head.summaries.corrections({ summaryId: id })
          return corrections.map(({ figure, recordIds, handedIds }) => [figure, recordIds, handedIds])
        }
        expect(await told(north)).toEqual([])
        expect(await told(peer)).toEqual([])
        await head.summaries.close({ span: "week", on: "2026-02-23" })
        const weekly = (await head.summaries.page({ where: { scope: "rep", span: "week" } })).items
        for (const repId of [north, peer]) {
          const [{ figures: late }, { figures: inTime }] = [weekly, monthly].map((all) =>
            all.find(({ scopeId }) => scopeId === repId)!,
          ) as [(typeof weekly)[0], (typeof weekly)[0]]
          expect([late.debtsOverdue, late.stepsOverdue, late.pipelineEnd]).toEqual([
            inTime.debtsOverdue,
            inTime.stepsOverdue,
            inTime.pipelineEnd,
          ])
        }
        const { leadsReceived } = await head.summaries.preview({ span: "month", on: "2026-02-01", repId: north })
        expect(leadsReceived.ids).toEqual(["lead_1"])
        await head.deals.splitCredit({ dealId: "deal_3", reason: "Peer led it", shares: [{ repId: peer, weight: 1 }] })
        await head.deals.remove({ dealId: "deal_4", reason: "Entered twice" })
        const both = ["deal_3", "deal_4"]
        expect(await told(north)).toEqual([
          ["dealsOpened", both, ["deal_3"]],
          ["dealsLost", both, ["deal_3"]],
          ["dealsMoved", both, ["deal_3"]],
        ])
        expect(await told(peer)).toEqual([
          ["dealsOpened", ["deal_3"], ["deal_3"]],
          ["dealsLost", ["deal_3"], ["deal_3"]],
          ["dealsMoved", ["deal_3"], ["deal_3"]],
        ])
      }),
    )

    it(
      "sums up teams as they were when the period ended, as plan against fact does, whoever moved or left before it was closed",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        await stateTeam(head)
        const amount = { amountMinor: 500_00, currency: "RUB" }
        await head.deals.open({ id: "deal_1", title: "Audit", ownerId: peer, amount })
        await head.deals.open({ id: "deal_2", title: "Audit", ownerId: north, amount })
        clock.advance(10 * 86_400_000)
        const [first, second] = [north, peer].map((personId, at) => ({
          id: `rep_${at}` as const,
          personId,
          name: personId,
          joinedOn: null,
        }))
        if (first === undefined || second === undefined) throw new Error("two reps are stated")
        // One leaves within the month, and is in no team from then on.
        await head.reps.state({ rows: [{ ...first, teamId: null, leftOn: "2026-02-12" }] })
        clock.advance(16.9 * 86_400_000)
        // The other goes to another team on the day after its end, before it is closed.
        await head.reps.state({ rows: [{ ...second, teamId: "second", leftOn: null }] })
        await head.summaries.close({ span: "month", on: "2026-02-01" })
        const teams = (await head.summaries.page({ where: { scope: "team" } })).items
        expect(teams.map(({ scopeId, figures }) => [scopeId, figures.dealsOpened.ids])).toEqual([
          ["first", ["deal_1", "deal_2"]],
        ])
        const id = teams[0]?.id ?? "summary_none"
        expect(await head.summaries.corrections({ summaryId: id })).toEqual([])
        const covered = await head.summaries.uncovered({ span: "month", on: "2026-02-01" })
        expect(covered.notSummed).toEqual([])

        const planned = { planId: "plan_teams", versionId: "planversion_teams" } as const
        const measures = [{ id: "opened", kind: "counts", credit: "openedDeals" }] as const
        await head.plans.open({ id: planned.planId, name: "Teams", currency: "RUB", measures })
        const targets = [{ measure: "opened", period: "2026-02", teamId: "first", value: 2 }]
        await head.plans.draft({ ...planned, baseline: "original", effectiveFrom: "2026-02-01", targets })
        await head.plans.submit({ versionId: planned.versionId })
        await session(undefined, "user:owner").plans.approve({ versionId: planned.versionId })
        const { rows } = await head.plans.attainment({ planId: planned.planId, periods: ["2026-02"], on: "2026-02-28" })
        expect(rows.map(({ teamId, fact }) => [teamId, fact])).toEqual([["first", 2]])
      }),
    )

    it(
      "counts next steps as they stood when the period ended, whatever was moved or set since",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        await stateTeam(head)
        await head.deals.open({ id: "deal_1", title: "Audit", ownerId: north })
        const step = { dealId: "deal_1", typeId: "call", ownerId: north } as const
        for (const [id, dueOn] of [
          ["step_moved", "2026-02-20"],
          ["step_done", "2026-02-20"],
          ["step_later", "2026-03-20"],
        ] as const) {
          await head.nextSteps.set({ ...step, id, dueOn })
        }
        clock.advance(30 * 86_400_000)
        await head.nextSteps.move({ nextStepId: "step_moved", dueOn: "2026-03-10" })
        await head.nextSteps.move({ nextStepId: "step_later", dueOn: "2026-02-03" })
        await head.nextSteps.complete({ nextStepId: "step_done" })
        await head.nextSteps.set({ ...step, id: "step_new", dueOn: "2026-02-10" })
        await head.summaries.close({ span: "month", on: "2026-02-01" })
        const [one] = (await head.summaries.page({ where: { scope: "rep", scopeId: north } })).items
        expect(one?.figures.stepsOverdue.ids).toEqual(["step_done", "step_moved"])
        await head.nextSteps.move({ nextStepId: "step_moved", dueOn: "2026-03-12" })
        await head.nextSteps.cancel({ nextStepId: "step_new", reason: "Set by mistake" })
        expect(await head.summaries.corrections({ summaryId: one?.id ?? "summary_none" })).toEqual([])
      }),
    )

    it(
      "counts who left and came back to another team in the new one alone, in summaries, plan and control",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        const rep = { personId: north, name: north } as const
        const first = { ...rep, id: "rep_9", teamId: "first", joinedOn: null, leftOn: "2026-02-10" } as const
        await head.reps.state({
          rows: [first, { id: "rep_5", personId: peer, name: peer, teamId: "first", joinedOn: null, leftOn: null }],
        })
        clock.advance(20 * 86_400_000)
        const again = { ...rep, id: "rep_1", teamId: "second", joinedOn: "2026-02-20", leftOn: null } as const
        await head.reps.state({ rows: [again] })
        const amount = { amountMinor: 500_00, currency: "RUB" }
        await head.deals.open({ id: "deal_1", title: "Audit", ownerId: north, amount })
        await head.deals.open({ id: "deal_2", title: "Audit", ownerId: peer, amount })
        const { deal } = await head.control.partition()
        expect(deal.byTeam.map(({ teamId, total }) => [teamId, total])).toEqual([
          ["first", 1],
          ["second", 1],
        ])
        const planned = { planId: "plan_teams", versionId: "planversion_teams" } as const
        const measures = [{ id: "opened", kind: "counts", credit: "openedDeals" }] as const
        await head.plans.open({ id: planned.planId, name: "Teams", currency: "RUB", measures })
        const targets = ["first", "second"].map((teamId) => ({
          measure: "opened",
          period: "2026-02",
          teamId,
          value: 2,
        }))
        await head.plans.draft({ ...planned, baseline: "original", effectiveFrom: "2026-02-01", targets })
        await head.plans.submit({ versionId: planned.versionId })
        await session(undefined, "user:owner").plans.approve({ versionId: planned.versionId })
        clock.advance(10 * 86_400_000)
        const { rows } = await head.plans.attainment({ planId: planned.planId, periods: ["2026-02"], on: "2026-02-28" })
        expect(rows.map(({ teamId, fact }) => [teamId, fact])).toEqual([
          ["first", 1],
          ["second", 1],
        ])
        const { closed, known } = await head.summaries.close({ span: "month", on: "2026-02-01" })
        expect([closed.length, known]).toEqual([5, []])
        const teams = (await head.summaries.page({ where: { scope: "team" } })).items
        expect(Object.fromEntries(teams.map(({ scopeId, figures }) => [scopeId, figures.dealsOpened.ids]))).toEqual({
          first: ["deal_2"],
          second: ["deal_1"],
        })
      }),
    )

    it(
      "counts a deal that came to a stage in the period, whether or not it has gone on before the closing or after it",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        await stateTeam(head)
        for (const at of [1, 2] as const) await head.deals.open({ id: `deal_${at}`, title: "Audit", ownerId: north })
        const firstStages = suiteDepartment.pipelines[0]?.stages.slice(1, 4).map(({ id }) => id) ?? []
        const [one = "", two = "", three = ""] = firstStages
        await head.deals.move({ dealId: "deal_1", to: one })
        clock.advance(27 * 86_400_000)
        await head.deals.move({ dealId: "deal_1", to: two })
        await head.summaries.close({ span: "month", on: "2026-02-01" })
        const [summary] = (await head.summaries.page({ where: { scope: "department" } })).items
        if (summary === undefined) throw new Error("the department is summed up")
        expect(summary.figures.dealsMoved.ids).toEqual(["deal_1", "deal_2"])
        clock.advance(86_400_000)
        await head.deals.move({ dealId: "deal_1", to: three })
        await head.deals.move({ dealId: "deal_2", to: one })
        expect(await head.summaries.corrections({ summaryId: summary.id })).toEqual([])
        const march = await head.summaries.preview({ span: "month", on: "2026-03-01" })
        expect(march.dealsMoved.ids).toEqual(["deal_1", "deal_2"])
      }),
    )
  })
}
