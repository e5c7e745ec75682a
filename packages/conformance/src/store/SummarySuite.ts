import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, suiteTenant } from "./Scene.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { mentor, north, peer, stateTeam } from "./TwoReps.ts"

/** Periods that are closed, by hand and by tick, and what they hold. */
export const summarySuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: summaries`, () => {
    it(
      "closes a period for everybody, whoever works or not, and never changes what is frozen",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        await stateTeam(head)
        const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
        await head.deals.open({ id: "deal_1", title: "Audit", ownerId: north, amount: rub(120_000_00) })
        await head.commitments.make({ id: "commitment_1", repId: north, dueOn: "2026-02-27", what: "Call" })
        const period = { span: "month", on: "2026-02-01" } as const
        const early = await rejectionOf("ReviewRefused", head.summaries.close(period))
        expect(early.data).toMatchObject({ rule: "periodNotOver", id: "2026-02" })
        clock.advance(40 * 86_400_000)
        const before = await head.summaries.uncovered(period)
        expect(before.notSummed.map(({ scope, scopeId }) => [scope, scopeId])).toEqual([
          ["rep", north],
          ["rep", peer],
          ["team", "first"],
          ["department", null],
        ])
        const { closed, known, missed } = await head.summaries.close(period)
        expect([closed.length, known.length, missed]).toEqual([4, 0, 1])
        await head.findings.review(period)
        const open = await head.findings.page({ where: { ownerId: north, status: "open" } })
        const covered = await head.summaries.uncovered(period)
        expect([covered.notSummed, covered.notReviewed]).toEqual([
          [],
          open.items.length === 0 ? [] : [{ repId: north, findings: open.items.length }],
        ])
        for (const { id } of open.items) await head.findings.accept({ findingId: id })
        expect((await head.summaries.uncovered(period)).notReviewed).toEqual([])
        expect((await head.commitments.get("commitment_1"))?.status).toBe("missed")
        const stored = (await head.summaries.page({ where: { scope: "rep" } })).items
        const mine = stored.find(({ scopeId }) => scopeId === north)
        expect(mine?.figures.dealsOpened).toEqual({
          count: 1,
          ids: ["deal_1"],
          amountMinor: 120_000_00,
          withheld: null,
          unseen: null,
          rules: null,
        })
        // Nobody had looked the period through when it was closed: that nothing was found says nothing.
        expect(mine?.figures.mistakes).toMatchObject({ count: 0, unseen: { what: "findings", isAll: true } })
        expect(mine?.versions["deal_1"]).toBe(1)
        expect(stored.find(({ scopeId }) => scopeId === peer)?.figures.dealsOpened.count).toBe(0)

        expect(mine?.figures.pipelineStart.count).toBe(0)
        expect(mine?.figures.pipelineEnd).toMatchObject({ ids: ["deal_1"], amountMinor: 120_000_00 })

        // What changed later is of later periods; what was entered by mistake shows beside the frozen figures, which stay.
        await head.deals.amend({ dealId: "deal_1", amount: rub(90_000_00) })
        const correct = () => head.summaries.corrections({ summaryId: mine!.id })
        expect((await correct()).map(({ figure }) => figure)).toEqual(["mistakes"])
        await head.deals.remove({ dealId: "deal_1", reason: "Entered twice" })
        const again = await head.summaries.close(period)
        expect([again.closed.length, again.known.length]).toEqual([0, 4])
        expect(await head.summaries.get(mine!.id)).toEqual(mine)
        const corrections = await correct()
        const shown = corrections.map(({ figure, now }) => [figure, "amountMinor" in now ? now.amountMinor : null])
        expect(shown).toEqual([
          ["dealsOpened", 0],
          ["dealsMoved", 0],
          ["pipelineEnd", 0],
          ["mistakes", null],
        ])
        const removed = (await head.deals.get("deal_1"))?.changedAt
        expect(corrections[0]).toMatchObject({ recordIds: ["deal_1"], changedAt: removed })
      }),
    )

    it(
      "says what it could not see: what sources do not carry, and what is counted by which rules",
      inScene(factory, async ({ session, clock, dept }) => {
        const head = session(undefined, mentor)
        await stateTeam(head)
        const row = { title: "Audit", clientId: null, ownerId: north, productId: null, amount: null, listAmount: null }
        const open = { ...row, stageId: "proposal", openedOn: "2026-01-12", closedOn: null }
        await head.deals.import({
          sourceId: "bareExport",
          pipelineId: "servicesWithActs",
          rows: [
            { ...open, id: "deal_1" },
            { ...open, id: "deal_2" },
          ],
        })
        await head.dialogs.record({ dealId: "deal_1", kind: "call", direction: "outbound", outcomeId: "agreed" })
        await head.reviewSchedules.set({ span: "day", hoursAfter: 12 })
        clock.advance(2 * 86_400_000)
        await dept.tick({ tenants: [suiteTenant] })
        const { items } = await head.summaries.page({ where: { scope: "rep", scopeId: north } })
        const figures = items[0]?.figures
        expect(figures?.stepsOverdue).toMatchObject({ count: 0, unseen: { what: "nextSteps", isAll: true } })
        expect(figures?.dialogsOutbound).toMatchObject({
          unseen: { what: "dialogs", recordCount: 1, of: 2, isAll: false },
        })
        expect(figures?.commitmentsKept.unseen).toBeNull()
        // A tick looks a day through before it closes it.
        expect(figures?.wins).toMatchObject({ count: 0, unseen: null })
        expect(figures?.mistakes.rules).toMatch(/^[0-9a-f]{16}$/)
        const settings = [{ ruleId: "deal.untouched", isOff: true }]
        await head.department.publish({ ...suiteDepartment, review: { ...suiteDepartment.review, rules: settings } })
        const later = await head.summaries.preview({ span: "day", on: "2026-02-02", repId: north })
        expect(later.mistakes.rules).not.toBe(figures?.mistakes.rules)
        expect(later.controlZeroDays.rules).toBe(figures?.controlZeroDays.rules)
      }),
    )

    it(
      "sums up a month that nobody ticked in as if somebody had: days are counted first, and every span is closed in its order",
      inScene(factory, async ({ session, clock, dept }) => {
        const head = session(undefined, mentor)
        await head.reps.state({ rows: [{ id: "rep_1", personId: north, name: north }] })
        await head.control.watch({ everyMinutes: 15 })
        for (const span of ["day", "week", "month"] as const) await head.reviewSchedules.set({ span, hoursAfter: 12 })
        clock.advance(29 * 86_400_000) // from 2 February to 3 March
        const tick = () => dept.tick({ tenants: [suiteTenant] })
        const [, , closing] = (await tick()).duties
        expect(closing).toMatchObject({ duty: "review.closePeriod", done: 28 + 4 + 1, left: 0 })
        expect((await tick()).duties).toEqual([])
        const closed = (await head.summaries.page({ where: { scope: "rep" }, limit: 100 })).items
        const daysOf = (wanted: string) =>
          closed.flatMap(({ span, figures }) => (span === wanted ? [figures.controlDays.count] : []))
        expect(daysOf("day")).toEqual(Array.from({ length: 28 }, () => 1))
        expect(daysOf("week")).toEqual([7, 7, 7, 7])
        // The watch began on the second.
        expect(daysOf("month")).toEqual([27])
      }),
    )

    it(
      "closes days by itself when ticked, each once, also those that passed while nobody ticked",
      inScene(factory, async ({ session, clock, dept }) => {
        const head = session(undefined, mentor)
        const row = { id: "rep_1", personId: north, name: north, teamId: null, joinedOn: null, leftOn: null } as const
        await head.reps.state({ rows: [row] })
        await head.leads.receive({ id: "lead_1", name: "ООО «Ромашка»", channelId: "site", ownerId: north })
        const { schedule } = await head.reviewSchedules.set({ span: "day", hoursAfter: 12 })
        expect(schedule).toMatchObject({ nextOn: "2026-02-02", nextCloseAt: "2026-02-03T09:00:00.000Z" })
        const tick = () => dept.tick({ tenants: [suiteTenant] })
        await tick()
        expect((await head.summaries.page({})).items).toEqual([])
        clock.advance(3 * 86_400_000 + 6 * 3_600_000)
        await Promise.all([tick(), tick()])
        expect((await tick()).duties).toEqual([])
        const closed = (await head.summaries.page({ where: { scope: "rep" } })).items
        expect(closed.map(({ label, version }) => [label, version])).toEqual([
          ["2026-02-02", 1],
          ["2026-02-03", 1],
          ["2026-02-04", 1],
        ])
        expect(closed[0]?.figures.leadsReceived.ids).toEqual(["lead_1"])
        expect((await head.findings.page({ where: { ruleId: "lead.untaken" } })).items.length).toBeGreaterThan(0)
        await head.reviewSchedules.set({ span: "day", hoursAfter: null })
        clock.advance(5 * 86_400_000)
        await tick()
        expect(await head.summaries.count({ scope: "rep" })).toBe(3)
      }),
    )

    it(
      "names targets that were exceeded in the period they end in, with the deals that did it",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        const target = { ownerId: north, quarter: "2026-Q1", amountMinor: 100_000_00 }
        await head.plans.publish({ id: "plan_main", currency: "RUB", targets: [target] })
        await head.clients.register({ id: "client_1", name: "ООО «Ромашка»", ownerId: north })
        await head.deals.open({
          id: "deal_1",
          title: "Audit",
          clientId: "client_1",
          ownerId: north,
          amount: { amountMinor: 130_000_00, currency: "RUB" },
        })
        for (const to of ["contact", "needs", "proposal", "negotiation", "contract", "paymentControl"]) {
          await head.deals.move({ dealId: "deal_1", to })
        }
        clock.advance(80 * 86_400_000)
        const march = await head.findings.find({ span: "month", on: "2026-03-15" })
        const over = march.findings.filter(({ ruleId }) => ruleId === "rep.overTarget")
        expect(over.map(({ ownerId, evidence, atStake }) => [ownerId, evidence.ids, atStake?.amountMinor])).toEqual([
          [north, ["deal_1"], 30_000_00],
        ])
        const february = await head.findings.find({ span: "month", on: "2026-02-15" })
        expect(february.findings.filter(({ ruleId }) => ruleId === "rep.overTarget")).toEqual([])
      }),
    )

    it(
      "sums up targets with their pace, days at zero and overdue debts, and tells signals from noise over the periods closed",
      inScene(factory, async ({ session, clock, dept }) => {
        const head = session(undefined, mentor)
        await stateTeam(head)
        const targets = [north, peer].map((ownerId) => ({ ownerId, quarter: "2026-Q1", amountMinor: 90_000_00 }))
        await head.plans.publish({ id: "plan_main", currency: "RUB", targets })
        await head.control.watch({})
        await head.clients.register({ id: "client_1", name: "ООО «Ромашка»", ownerId: north })
        const amount = { amountMinor: 30_000_00, currency: "RUB" }
        await head.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: north, amount })
        for (const to of ["contact", "needs", "proposal", "negotiation", "contract", "paymentControl"]) {
          await head.deals.move({ dealId: "deal_1", to })
        }
        await head.invoices.issue({
          id: "invoice_1",
          dealId: "deal_1",
          issuedOn: "2026-02-02",
          currency: "RUB",
          instalments: [{ dueOn: "2026-02-03", amountMinor: 30_000_00 }],
        })
        for (let day = 0; day < 9; day++) {
          clock.advance(86_400_000)
          await dept.tick({ tenants: [suiteTenant] })
          await head.summaries.close({ span: "day", on: `2026-02-${String(2 + day).padStart(2, "0")}` })
        }
        const days = (await head.summaries.page({ where: { span: "day" }, limit: 100 })).items
        const last = (scope: string, scopeId: string | null) =>
          days.find((one) => one.label === "2026-02-10" && one.scope === scope && one.scopeId === scopeId)
        expect(last("rep", north)?.plan).toMatchObject([
          { planId: "plan_main", period: "2026-Q1", target: 90_000_00, fact: 30_000_00, isSummed: false },
        ])
        const [mine] = last("rep", north)!.plan
        expect(mine!.ahead).toBe(mine!.fact - mine!.expected)
        expect(last("team", "first")?.plan).toMatchObject([{ target: 180_000_00, fact: 30_000_00, isSummed: true }])
        expect(last("department", null)?.plan).toMatchObject([{ target: 180_000_00, fact: 30_000_00, isSummed: true }])
        expect(last("rep", north)?.figures.debtsOverdue).toMatchObject({ ids: ["invoice_1"], amountMinor: 30_000_00 })
        expect(last("department", null)?.figures.controlDays.count).toBeGreaterThan(0)
        const found = await head.summaries.signals({ span: "day", on: "2026-02-10" })
        expect(found?.label).toBe("2026-02-10")
        expect(found?.scopes.map(({ scope, scopeId }) => [scope, scopeId])).toEqual([
          ["department", null],
          ["rep", north],
          ["rep", peer],
          ["team", "first"],
        ])
        expect(found?.judged).toBeGreaterThan(0)
        expect(found?.scopes[1]?.plan).toEqual(last("rep", north)?.plan)
        expect(await session("elsewhere", mentor).summaries.signals({ span: "day", on: "2026-02-10" })).toBeNull()
      }),
    )

    it(
      "plans debriefs when a period is closed by tick, each once, and verifies their actions when the next one is",
      inScene(factory, async ({ session, clock, dept }) => {
        const head = session(undefined, mentor)
        const row = { id: "rep_1", personId: north, name: north, teamId: null, joinedOn: null, leftOn: null } as const
        await head.reps.state({ rows: [row] })
        await head.reviewSchedules.set({ span: "week", hoursAfter: 12 })
        const debriefs = { leaderId: mentor, afterDays: 2, consentedRepIds: [] }
        const { schedule } = await head.reviewSchedules.planDebriefs({ span: "week", debriefs })
        expect(schedule?.debriefs).toEqual(debriefs)
        const tick = () => dept.tick({ tenants: [suiteTenant] })
        for (let at = 0; at < 12; at++) {
          await head.leads.receive({ id: `lead_${at}`, name: `ООО «${at}»`, channelId: "site", ownerId: north })
        }
        clock.advance(7.75 * 86_400_000)
        await Promise.all([tick(), tick()])
        await tick()
        const { items: planned } = await head.debriefs.page()
        const personal = planned.filter(({ route }) => route === "personal")
        expect(personal).toMatchObject([
          { repId: north, leaderId: mentor, plannedOn: "2026-02-11", status: "planned", version: 1 },
        ])
        const { items: shown } = await session(undefined, peer).debriefs.page()
        expect(shown).toEqual(planned.filter(({ route }) => route !== "personal"))
        const taken = await head.findings.page({ where: { ruleId: "lead.untaken", ownerId: north } })
        expect(personal[0]?.findingIds).toContain(taken.items[0]?.id)

        const action = { id: "take", what: "Take leads at once", ownerId: north, dueOn: "2026-02-15" } as const
        const debriefId = personal[0]!.id
        await head.debriefs.hold({
          debriefId,
          decisions: "Leads first",
          actions: [
            { ...action, ruleId: "lead.untaken", expected: "fewer" },
            { ...action, id: "gates", ruleId: "deal.gateOverridden", expected: "fewer" },
          ],
        })
        for (let at = 0; at < 12; at++) await head.leads.take({ leadId: `lead_${at}`, ownerId: north })
        for (let week = 0; week < 2; week++) {
          clock.advance(7 * 86_400_000)
          await tick()
        }
        const held = await head.debriefs.get(debriefId)
        expect(held?.actions.map(({ verdict }) => [verdict?.outcome, verdict?.before, verdict?.after])).toEqual([
          ["effect", 12, 0],
          ["notEnoughData", 0, 0],
        ])
        await head.reviewSchedules.planDebriefs({ span: "week", debriefs: null })
        const missing = head.reviewSchedules.planDebriefs({ span: "month", debriefs: null })
        expect((await rejectionOf("RecordNotFound", missing)).data).toMatchObject({ kind: "reviewSchedule" })
      }),
    )

    it(
      "talks in the week over what its days found and nobody has talked about, once",
      inScene(factory, async ({ session, clock, dept }) => {
        const head = session(undefined, mentor)
        const row = { id: "rep_1", personId: north, name: north, teamId: null, joinedOn: null, leftOn: null } as const
        await head.reps.state({ rows: [row] })
        await head.reviewSchedules.set({ span: "day", hoursAfter: 1 })
        await head.reviewSchedules.set({ span: "week", hoursAfter: 12 })
        const debriefs = { leaderId: mentor, afterDays: 2, consentedRepIds: [] }
        await head.reviewSchedules.planDebriefs({ span: "week", debriefs })
        await head.leads.receive({ id: "lead_1", name: "ООО «Ромашка»", channelId: "site", ownerId: north })
        const tick = () => dept.tick({ tenants: [suiteTenant] })
        for (let day = 0; day < 8; day++) {
          clock.advance(86_400_000)
          await tick()
        }
        // The week's review finds the same lead, and knows the finding of the day already.
        const [found] = (await head.findings.page({ where: { ruleId: "lead.untaken", ownerId: north } })).items
        expect(found?.periodFrom).toBe("2026-02-02")
        const personal = async () => (await head.debriefs.page({ where: { route: "personal" } })).items
        expect((await personal()).flatMap(({ findingIds }) => findingIds)).toContain(found?.id)
        for (let day = 0; day < 7; day++) {
          clock.advance(86_400_000)
          await tick()
        }
        const taken = (await personal()).flatMap(({ findingIds }) => findingIds)
        expect(taken.filter((id) => id === found?.id)).toHaveLength(1)
      }),
    )
  })
}
