import type { Finding } from "@salesdept/core/review"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene } from "./Scene.ts"
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
      "says of what still stands that it was seen again, not that it came again",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const seen = (name: string, month: number, ids: ReadonlyArray<string>) =>
          shop.findings.raise({ findings: [suiteFinding(name, month, ids)] })
        await seen("a", 1, ["deal_1", "deal_2"])
        await seen("b", 2, ["deal_2"])
        await seen("c", 3, ["deal_2", "deal_3"])
        for (const findingId of ["finding_a", "finding_b", "finding_c"] as const) {
          await shop.findings.accept({ findingId })
          await shop.findings.correct({ findingId, text: "Steps are planned now" })
        }
        await seen("d", 4, ["deal_2"])
        const links = (await shop.findings.page({})).items.map(({ id, recurrenceOf }) => [id, recurrenceOf])
        expect(links).toEqual([
          ["finding_a", null],
          ["finding_b", null],
          ["finding_c", "finding_b"],
          ["finding_d", "finding_c"],
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
        const planned = { route: "personal", repId: north, leaderId: "user:lead", plannedOn: "2026-12-01" } as const
        const talk = shop.debriefs.plan({ ...planned, findingIds: ["finding_b"] })
        expect((await rejectionOf("ReviewRefused", talk)).data).toMatchObject({ rule: "settled", id: "finding_b" })
        const early = await rejectionOf("ReviewRefused", shop.findings.correct({ findingId: "finding_c", text: "No" }))
        expect(early.data).toMatchObject({ rule: "moveNotAllowed" })
        expect((await shop.findings.growth({ repId: north, on: "2026-12-01" })).corrected).toMatchObject({
          numerator: 1,
          denominator: 2,
        })
      }),
    )

    it(
      "takes no commitment for a day that was over when it was made",
      inScene(factory, async ({ session }) => {
        const mine = session(undefined, north)
        const promise = { repId: north, what: "Call all quiet clients" }
        const over = await rejectionOf("ReviewRefused", mine.commitments.make({ ...promise, dueOn: "2020-01-01" }))
        expect(over.data).toEqual({ rule: "dueOver", id: "2020-01-01", field: "dueOn" })
        const past = { occurredAt: "2020-01-01T20:00:00.000Z" }
        const kept = await mine.commitments.make({ ...promise, dueOn: "2020-01-01" }, past)
        expect(kept.commitment).toMatchObject({ dueOn: "2020-01-01", status: "open" })
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
        const kept = await mine.findings.growth({ repId: north, on: "2026-02-06" })
        expect([kept.kept.ratio, kept.answered.ratio]).toEqual([1, 1])
        await theirs.findings.raise({ findings: [suiteFinding("a", 1)] })
        const talk = { route: "personal", repId: north, leaderId: mentor, plannedOn: "2026-02-02" } as const
        await theirs.debriefs.plan({ ...talk, id: "debrief_1", findingIds: ["finding_a"] })
        await theirs.debriefs.hold({ debriefId: "debrief_1", decisions: "Largest first", actions: [] })
        const given = await theirs.debriefs.support({ mentorId: mentor })
        expect(given).toMatchObject({
          reps: 1,
          answered: { ratio: 1 },
          keptWithAnswer: { ratio: 1 },
          held: { ratio: 1 },
        })
        const seen = await session(undefined, peer).debriefs.support({ mentorId: mentor })
        expect(seen).toMatchObject({ reps: 1, answered: { ratio: 1 }, held: { denominator: 0, ratio: null } })
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
          expect((await who.debriefs.page()).items).toHaveLength(1)
          expect(await who.debriefs.agenda({ debriefId })).toMatchObject([{ id: "finding_a", ownerId: north }])
          expect(await who.debriefs.history(debriefId)).toHaveLength(2)
        }
        expect(await other.debriefs.get(debriefId)).toBeNull()
        expect(await other.debriefs.getMany([debriefId])).toEqual([])
        expect(await other.debriefs.getAsOf(debriefId)).toBeNull()
        expect((await other.debriefs.page()).items).toEqual([])
        expect((await other.debriefs.pageAsOf()).items).toEqual([])
        expect(await other.debriefs.count()).toBe(0)
        expect(await other.debriefs.countBy("status")).toEqual([])
        expect(await other.debriefs.history(debriefId)).toEqual([])
        await rejectionOf("RecordNotFound", other.debriefs.agenda({ debriefId }))
        await rejectionOf("RecordNotFound", other.debriefs.cancel({ debriefId, reason: "Curious" }))
        const days = {
          before: { from: "2026-01-01", to: "2026-02-01" },
          after: { from: "2026-02-01", to: "2026-03-01" },
        }
        await rejectionOf("RecordNotFound", other.debriefs.verifyActions({ debriefId, ...days }))
      }),
    )

    it(
      "shows each their own debriefs and the collective ones, page by page and counted",
      inScene(factory, async ({ session }) => {
        const lead = session(undefined, mentor)
        await lead.findings.raise({ findings: [suiteFinding("a", 1), suiteFinding("b", 1, ["deal_b"], peer)] })
        const days = ["2026-02-06", "2026-02-02", "2026-02-04", "2026-02-03", "2026-02-05", "2026-02-02"] as const
        for (const [at, plannedOn] of days.entries()) {
          const talk = { id: `debrief_${at}`, leaderId: mentor, plannedOn } as const
          if (at % 3 === 0) await lead.debriefs.plan({ ...talk, route: "collectiveNamed", findingIds: [] })
          else {
            const [repId, findingId] = at % 3 === 1 ? ([north, "finding_a"] as const) : ([peer, "finding_b"] as const)
            await lead.debriefs.plan({ ...talk, route: "personal", repId, findingIds: [findingId] })
          }
        }
        await lead.debriefs.cancel({ debriefId: "debrief_5", reason: "On leave" })
        for (const [who, expected] of [
          [mentor, ["debrief_0", "debrief_4", "debrief_2", "debrief_3", "debrief_5", "debrief_1"]],
          [north, ["debrief_0", "debrief_4", "debrief_3", "debrief_1"]],
          [peer, ["debrief_0", "debrief_2", "debrief_3", "debrief_5"]],
        ] as const) {
          const { debriefs } = session(undefined, who)
          const found: Array<string> = []
          let after: string | null = null
          do {
            const question = { orderBy: { field: "plannedOn", direction: "desc" }, limit: 2, after } as const
            const page: Awaited<ReturnType<typeof debriefs.page>> = await debriefs.page(question)
            found.push(...page.items.map(({ id }) => id))
            after = page.next
          } while (after !== null)
          expect([who, found]).toEqual([who, expected])
          expect(await debriefs.count()).toBe(expected.length)
          const rows = await debriefs.countBy("status")
          const isOff = expected.some((id) => id === "debrief_5")
          expect(rows.find(({ value }) => value === "planned")?.count).toBe(expected.length - (isOff ? 1 : 0))
          expect(rows.find(({ value }) => value === "cancelled")?.count).toBe(isOff ? 1 : undefined)
          expect((await debriefs.pageAsOf()).items.map(({ id }) => id)).toEqual([...expected].toSorted())
          expect((await debriefs.getMany(expected)).map(({ id }) => id)).toEqual(expected)
          expect(await debriefs.count({ route: "personal", repId: peer })).toBe(who === north ? 0 : 2)
        }
        expect(await lead.debriefs.verify()).toMatchObject({ streams: 6, faults: [] })
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
      inScene(factory, async ({ session, clock }) => {
        const lead = session(undefined, mentor)
        const ids = (month: number, count: number) => Array.from({ length: count }, (_, at) => `deal_${month}_${at}`)
        await lead.findings.raise({
          findings: [suiteFinding("before", 1, ids(1, 20)), suiteFinding("after", 3, ids(3, 3))],
        })
        const debriefId = "debrief_1"
        const planned = { route: "personal", repId: north, leaderId: mentor, plannedOn: "2026-02-01" } as const
        await lead.debriefs.plan({ id: debriefId, findingIds: ["finding_before"], ...planned })
        const days = {
          before: { from: "2026-01-01", to: "2026-02-01" },
          after: { from: "2026-03-01", to: "2026-04-01" },
        }
        const early = await rejectionOf("ReviewRefused", lead.debriefs.verifyActions({ debriefId, ...days }))
        expect(early.data).toMatchObject({ rule: "notHeld" })
        const action = { id: "steps", what: "Set the step in the call", ownerId: north, dueOn: "2026-02-10" } as const
        const of = { ruleId: "deal.noNextStep", expected: "fewer" } as const
        for (const [wrong, rule] of [
          [{ ...action, ...of, ruleId: "deal.noSuchRule" }, "ruleUnknown"],
          [{ ...action, ...of, dueOn: "2026-02-01" }, "dateOrder"],
        ] as const) {
          const held = lead.debriefs.hold({ debriefId, decisions: "Steps first", actions: [wrong] })
          expect((await rejectionOf("ReviewRefused", held)).data).toMatchObject({ rule, id: "steps" })
        }
        await lead.debriefs.hold({
          debriefId,
          decisions: "Steps first",
          actions: [
            { ...action, ...of },
            { ...action, id: "calls", ruleId: "lead.untaken", expected: "fewer" },
          ],
        })
        const refusal = async (other: Partial<typeof days>) => {
          const { data } = await rejectionOf(
            "ReviewRefused",
            lead.debriefs.verifyActions({ debriefId, ...days, ...other }),
          )
          return (data as { readonly rule: string }).rule
        }
        // The day it was held belongs to neither side, what is to be done by a day shows after it, and a month that runs has not shown all.
        expect(await refusal({ before: { from: "2026-01-01", to: "2026-02-03" } })).toBe("dateOrder")
        expect(await refusal({ after: { from: "2026-02-02", to: "2026-02-03" } })).toBe("dateOrder")
        expect(await refusal({})).toBe("periodNotOver")
        clock.advance(60 * 86_400_000)
        expect(await refusal({ after: { from: "2026-02-10", to: "2026-03-01" } })).toBe("dateOrder")
        const { debrief } = await lead.debriefs.verifyActions({ debriefId, ...days })
        expect(debrief.actions.map(({ verdict }) => [verdict?.outcome, verdict?.before, verdict?.after])).toEqual([
          ["effect", 20, 3],
          ["notEnoughData", 0, 0],
        ])
        // Other days change nothing of what came out.
        const march = { before: days.before, after: { from: "2026-02-11", to: "2026-03-12" } }
        const again = await lead.debriefs.verifyActions({ debriefId, ...march })
        expect(again.debrief.actions[0]?.verdict).toEqual(debrief.actions[0]?.verdict)
        expect(again.debrief.actions[1]?.verdict).toMatchObject({ outcome: "notEnoughData", daysAfter: 29 })
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

    it(
      "talks with nobody who has left, has nobody of them lead, and asks nothing of them",
      inScene(factory, async ({ clock, session }) => {
        const lead = session(undefined, mentor)
        const leaver = "user:leaver"
        await lead.reps.state({ rows: [{ id: "rep_leaver", personId: leaver, name: "Leaver", leftOn: "2026-02-10" }] })
        const talk = { route: "personal", findingIds: [], plannedOn: "2026-02-12" } as const
        const action = {
          id: "call",
          what: "Call",
          dueOn: "2026-12-31",
          ruleId: "deal.noNextStep",
          expected: "fewer",
        } as const
        const held = { decisions: "All fine", actions: [{ ...action, ownerId: leaver }] }
        const promise = { dueOn: "2026-12-31", what: "Call" }
        const refused = async (call: Promise<unknown>) => (await rejectionOf("ReviewRefused", call)).data
        // On the last day the person is there still.
        const { debrief } = await lead.debriefs.plan({ ...talk, leaderId: mentor, repId: leaver })
        clock.advance(90 * 86_400_000)
        const has = { rule: "hasLeft", id: leaver }
        const plan = (people: { readonly leaderId: string; readonly repId: string }) =>
          refused(lead.debriefs.plan({ ...talk, ...people }))
        expect(await plan({ leaderId: mentor, repId: leaver })).toEqual({ ...has, field: "repId" })
        expect(await plan({ leaderId: leaver, repId: north })).toEqual({ ...has, field: "leaderId" })
        expect(await refused(lead.debriefs.hold({ debriefId: debrief.id, ...held }))).toEqual({
          ...has,
          field: "actions.ownerId",
        })
        expect(await refused(lead.commitments.make({ ...promise, repId: leaver }))).toEqual({ ...has, field: "repId" })
        const help = { mentorId: leaver, question: "How?" }
        expect(await refused(session(undefined, north).commitments.make({ ...promise, repId: north, help }))).toEqual({
          ...has,
          field: "help.mentorId",
        })
        // That the talk took place may be noted all the same.
        await lead.debriefs.hold({ debriefId: debrief.id, decisions: "All fine", actions: [] })
      }),
    )
  })
}
