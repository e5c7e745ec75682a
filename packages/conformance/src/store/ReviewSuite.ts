import type { Finding } from "@salesdept/core/review"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const [north, mentor, peer] = ["user:north", "user:mentor", "user:peer"]
const words = (en: string) => ({ en, ru: en })

/** A finding of a rep, over one month of 2026. */
export const suiteFinding = (
  name: string,
  month: number,
  evidenceIds: ReadonlyArray<string> = [`deal_${name}`],
  ownerId: string | null = north,
): Finding => ({
  id: `finding_${name}`,
  ruleId: "deal.noNextStep",
  ruleVersion: 1,
  kind: "mistake",
  severity: "minor",
  title: words("Deals without a next step"),
  what: words(`${evidenceIds.length} deals`),
  next: words("When will you call?"),
  ownerId,
  evidence: { kind: "deal", ids: evidenceIds, count: evidenceIds.length },
  atStake: { amountMinor: 100_00, currency: "RUB", estimate: words("their amounts") },
  withheldReason: null,
  period: {
    kind: "month",
    label: `2026-0${month}`,
    from: `2026-0${month}-01`,
    to: `2026-0${month + 1}-01`,
  },
})

/** Findings with their life, commitments, debriefs and their privacy. */
export const reviewSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: reviews`, () => {
    it(
      "raises a finding once, in whatever parts, order and number of readings it comes",
      inScene(factory, async ({ session }) => {
        const all = ["a", "b", "c", "d"].map((one, at) => suiteFinding(one, at + 1))
        let tenants = 0
        const readings = fc.array(fc.shuffledSubarray(all, { minLength: 1 }), { minLength: 1, maxLength: 5 })
        await fc.assert(
          fc.asyncProperty(readings, async (parts) => {
            tenants += 1
            const shop = session(`tenant-${tenants}`)
            for (const findings of parts) await shop.findings.raise({ findings })
            const expected = new Set(parts.flat().map(({ id }) => id))
            const { items } = await shop.findings.page({})
            expect(items.map(({ id, version }) => [id, version])).toEqual([...expected].toSorted().map((id) => [id, 1]))
          }),
          { numRuns: 10 },
        )
      }),
    )

    it(
      "links a finding with the same rule's last one of the same rep, and not with another's",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.findings.raise({ findings: [suiteFinding("a", 1), suiteFinding("b", 2)] })
        await shop.findings.raise({ findings: [suiteFinding("c", 4), suiteFinding("d", 4, ["deal_d"], peer)] })
        const links = (await shop.findings.page({})).items.map(({ id, recurrenceOf }) => [id, recurrenceOf])
        expect(links).toEqual([
          ["finding_a", null],
          ["finding_b", null],
          ["finding_c", "finding_b"],
          ["finding_d", null],
        ])
      }),
    )

    it(
      "leads a finding through its life and refuses turns that it does not have",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.findings.raise({ findings: [suiteFinding("a", 1), suiteFinding("b", 1), suiteFinding("c", 1)] })
        await shop.findings.explain({ findingId: "finding_a", text: "The client was away" })
        await shop.findings.accept({ findingId: "finding_a" })
        await shop.findings.correct({ findingId: "finding_a", text: "Steps are set before the call ends" })
        const corrected = await shop.findings.get("finding_a")
        expect(corrected).toMatchObject({ status: "corrected", version: 4 })
        expect(corrected?.texts).toEqual({
          explanation: "The client was away",
          correction: "Steps are set before the call ends",
        })
        await shop.findings.dispute({ findingId: "finding_b", text: "It is not my deal" })
        await shop.findings.settleDispute({ findingId: "finding_b", isUpheld: false, text: "Right" })
        expect((await shop.findings.get("finding_b"))?.status).toBe("withdrawn")
        const early = await rejectionOf("ReviewRefused", shop.findings.correct({ findingId: "finding_c", text: "No" }))
        expect(early.data).toMatchObject({ rule: "moveNotAllowed" })
        expect((await shop.findings.growth({ repId: north, asOf: "2026-12-01" })).corrected).toMatchObject({
          numerator: 1,
          denominator: 2,
        })
      }),
    )

    it(
      "lets the mentor who was asked answer, once, and nobody else",
      inScene(factory, async ({ session }) => {
        const [mine, theirs] = [session(undefined, north), session(undefined, mentor)]
        const { commitment } = await mine.commitments.make({
          repId: north,
          dueOn: "2026-02-05",
          what: "Call all quiet clients",
          obstacle: "No time before noon",
          help: { mentorId: mentor, question: "Whom first?" },
        })
        const commitmentId = commitment.id
        const answer = { commitmentId, answer: "The largest" }
        const stranger = await rejectionOf("ReviewRefused", session(undefined, peer).commitments.answer(answer))
        expect(stranger.data).toMatchObject({ rule: "notTheirs" })
        await theirs.commitments.answer(answer)
        const twice = await rejectionOf("ReviewRefused", theirs.commitments.answer(answer))
        expect(twice.data).toMatchObject({ rule: "noHelpAsked" })
        await mine.commitments.complete({ commitmentId })
        const again = await rejectionOf("ReviewRefused", mine.commitments.drop({ commitmentId, reason: "Late" }))
        expect(again.data).toMatchObject({ rule: "settled" })
        const kept = await mine.findings.growth({ repId: north, asOf: "2026-02-06" })
        expect([kept.kept.ratio, kept.answered.ratio]).toEqual([1, 1])
      }),
    )

    it(
      "keeps a personal debrief from a peer, whoever asks and how",
      inScene(factory, async ({ session }) => {
        const [mine, theirs, other] = [session(undefined, north), session(undefined, mentor), session(undefined, peer)]
        await theirs.findings.raise({ findings: [suiteFinding("a", 1)] })
        const debriefId = "debrief_1"
        const planned = { id: debriefId, leaderId: mentor, findingIds: ["finding_a"], plannedOn: "2026-02-02" } as const
        await theirs.debriefs.plan({ ...planned, route: "personal", repId: north })
        await theirs.debriefs.hold({ debriefId, decisions: "A step at the end of each call", actions: [] })
        for (const who of [mine, theirs]) {
          expect((await who.debriefs.get(debriefId))?.texts["decisions"]).toBe("A step at the end of each call")
          expect(await who.debriefs.list()).toHaveLength(1)
          expect(await who.debriefs.agenda({ debriefId })).toMatchObject([{ id: "finding_a", ownerId: north }])
          expect(await who.debriefs.history(debriefId)).toHaveLength(2)
        }
        expect(await other.debriefs.get(debriefId)).toBeNull()
        expect(await other.debriefs.list()).toEqual([])
        expect(await other.debriefs.history(debriefId)).toEqual([])
        await rejectionOf("RecordNotFound", other.debriefs.agenda({ debriefId }))
        await rejectionOf("RecordNotFound", other.debriefs.cancel({ debriefId, reason: "Curious" }))
        const days = {
          before: { from: "2026-01-01", to: "2026-02-01" },
          after: { from: "2026-02-01", to: "2026-03-01" },
        }
        await rejectionOf("RecordNotFound", other.debriefs.verify({ debriefId, ...days }))
      }),
    )

    it(
      "names nobody on the agenda of a collective debrief without names",
      inScene(factory, async ({ session }) => {
        const lead = session(undefined, mentor)
        const findings = [north, peer, "user:third"].map((owner, at) =>
          suiteFinding(`f${at}`, 1, [`deal_${at}`, `deal_${at}x`], owner),
        )
        await lead.findings.raise({ findings })
        await lead.debriefs.plan({
          id: "debrief_1",
          route: "collectiveUnnamed",
          leaderId: mentor,
          findingIds: findings.map(({ id }) => id as `finding_${string}`),
          plannedOn: "2026-02-02",
        })
        const agenda = await session(undefined, peer).debriefs.agenda({ debriefId: "debrief_1" })
        expect(agenda).toEqual([
          {
            id: "finding_deal.noNextStep",
            ruleId: "deal.noNextStep",
            kind: "mistake",
            severity: "minor",
            status: "open",
            words: null,
            ownerId: null,
            evidenceIds: [],
            evidenceCount: 6,
          },
        ])
      }),
    )

    it(
      "holds what was decided against the findings of the days after",
      inScene(factory, async ({ session }) => {
        const lead = session(undefined, mentor)
        const ids = (month: number, count: number) => Array.from({ length: count }, (_, at) => `deal_${month}_${at}`)
        await lead.findings.raise({
          findings: [suiteFinding("before", 1, ids(1, 20)), suiteFinding("after", 2, ids(2, 3))],
        })
        const debriefId = "debrief_1"
        const planned = { route: "personal", repId: north, leaderId: mentor, plannedOn: "2026-02-01" } as const
        await lead.debriefs.plan({ id: debriefId, findingIds: ["finding_before"], ...planned })
        const days = {
          before: { from: "2026-01-01", to: "2026-02-01" },
          after: { from: "2026-02-01", to: "2026-03-01" },
        }
        const early = await rejectionOf("ReviewRefused", lead.debriefs.verify({ debriefId, ...days }))
        expect(early.data).toMatchObject({ rule: "notHeld" })
        const action = { id: "steps", what: "Set the step in the call", ownerId: north, dueOn: "2026-02-10" } as const
        await lead.debriefs.hold({
          debriefId,
          decisions: "Steps first",
          actions: [
            { ...action, ruleId: "deal.noNextStep", expected: "fewer" },
            { ...action, id: "calls", ruleId: "lead.unanswered", expected: "fewer" },
          ],
        })
        const { debrief } = await lead.debriefs.verify({ debriefId, ...days })
        expect(debrief.actions.map(({ verdict }) => [verdict?.outcome, verdict?.before, verdict?.after])).toEqual([
          ["effect", 20, 3],
          ["notEnoughData", 0, 0],
        ])
      }),
    )

    it(
      "finds in stored facts what the rules look for, and records it once",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        await head.leads.receive({ id: "lead_1", name: "ООО «Ромашка»", channelId: "site", ownerId: north })
        for (let at = 0; at < 4; at++) await head.deals.open({ id: `deal_${at}`, title: "Audit", ownerId: north })
        clock.advance(10 * 86_400_000)
        const period = { span: "week", on: "2026-02-04" } as const
        const found = await head.findings.find(period)
        expect(found.period.label).toBe("2026-W06")
        const ids = found.findings.map(({ id }) => id)
        expect(found.findings.map(({ ruleId }) => ruleId)).toContain("lead.untaken")
        expect(found.findings.find(({ ruleId }) => ruleId === "lead.untaken")?.evidence.ids).toEqual(["lead_1"])
        const first = await head.findings.review(period)
        expect(first.raised.toSorted()).toEqual(ids.toSorted())
        const again = await head.findings.review(period)
        expect([again.raised, again.known]).toEqual([[], ids.length])
        const off = await head.findings.find({ ...period, rules: [{ ruleId: "lead.untaken", isOff: true }] })
        expect(off.findings.map(({ ruleId }) => ruleId)).not.toContain("lead.untaken")
        await rejectionOf("InputInvalid", head.findings.find({ ...period, rules: [{ ruleId: "none" }] }))
      }),
    )

    it(
      "closes a period for everybody, whoever works or not, and never changes what is frozen",
      inScene(factory, async ({ session, clock }) => {
        const head = session(undefined, mentor)
        const rows = [north, peer].map((personId, at) => ({
          id: `rep_${at}` as const,
          personId,
          name: personId,
          teamId: "first",
          joinedOn: null,
          leftOn: null,
        }))
        await head.reps.state({ rows })
        const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
        await head.deals.open({ id: "deal_1", title: "Audit", ownerId: north, amount: rub(120_000_00) })
        await head.commitments.make({ id: "commitment_1", repId: north, dueOn: "2026-02-01", what: "Call" })
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
        expect((await head.summaries.uncovered(period)).notSummed).toEqual([])
        expect((await head.commitments.get("commitment_1"))?.status).toBe("missed")
        const stored = (await head.summaries.page({ where: { scope: "rep" } })).items
        const mine = stored.find(({ scopeId }) => scopeId === north)
        expect(mine?.figures.dealsOpened).toEqual({
          count: 1,
          ids: ["deal_1"],
          amountMinor: 120_000_00,
          withheld: null,
        })
        expect(mine?.versions["deal_1"]).toBe(1)
        expect(stored.find(({ scopeId }) => scopeId === peer)?.figures.dealsOpened.count).toBe(0)

        // A late fact: it shows as a correction beside the frozen figures, which stay.
        await head.deals.amend({ dealId: "deal_1", amount: rub(90_000_00) })
        const again = await head.summaries.close(period)
        expect([again.closed.length, again.known.length]).toEqual([0, 4])
        expect(await head.summaries.get(mine!.id)).toEqual(mine)
        const corrections = await head.summaries.corrections({ summaryId: mine!.id })
        const shown = corrections.map(({ figure, now }) => [figure, "amountMinor" in now ? now.amountMinor : null])
        expect(shown).toEqual([["dealsOpened", 90_000_00]])
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
        // A tick takes each schedule one period on; the host ticks again and again.
        for (let round = 0; round < 3; round++) await tick()
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
      "refuses a debrief with oneself, foreign findings, and being held by somebody else",
      inScene(factory, async ({ session }) => {
        const lead = session(undefined, mentor)
        await lead.findings.raise({ findings: [suiteFinding("a", 1)] })
        const planned = { leaderId: mentor, findingIds: ["finding_a"], plannedOn: "2026-02-02" } as const
        const rules = [
          [{ ...planned, route: "personal", repId: mentor }, "personalNeedsTwo"],
          [{ ...planned, route: "personal" }, "personalNeedsTwo"],
          [{ ...planned, route: "collectiveNamed", repId: north }, "personalNeedsTwo"],
          [{ ...planned, route: "personal", repId: peer }, "foreignFinding"],
        ] as const
        for (const [input, rule] of rules) {
          expect((await rejectionOf("ReviewRefused", lead.debriefs.plan(input))).data).toMatchObject({ rule })
        }
        await lead.debriefs.plan({ ...planned, id: "debrief_1", route: "personal", repId: north })
        const held = session(undefined, north).debriefs.hold({
          debriefId: "debrief_1",
          decisions: "All fine",
          actions: [],
        })
        expect((await rejectionOf("ReviewRefused", held)).data).toMatchObject({ rule: "notTheirs" })
        expect(await lead.debriefs.history("debrief_1")).toHaveLength(1)
      }),
    )
  })
}
