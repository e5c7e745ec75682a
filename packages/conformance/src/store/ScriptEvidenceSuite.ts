import type { Session } from "@salesdept/core/promise"
import { addDays } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { suiteFinding } from "./ReviewSuite.ts"
import { inScene } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const scriptId = "script_1"
const rep = "user:rep"
const steps = ["needs", "price"].map((id, at) => ({
  id,
  kind: "question" as const,
  purpose: id,
  wording: id,
  branches: [{ when: null, to: at === 0 ? "price" : null }],
}))

const approved = async (
  author: Session,
  head: Session,
  id: `scriptversion_${string}`,
  proposalIds?: ReadonlyArray<`proposal_${string}`>,
) => {
  await author.scripts.draft({ id, scriptId, steps, ...(proposalIds === undefined ? {} : { proposalIds }) })
  await author.scripts.submit({ versionId: id })
  await head.scripts.approve({ versionId: id })
}

/** Deals, sixty unless said: those in which the needs were asked are mostly won, the others mostly lost; price was named in every second one. */
const play = async ({ session, clock }: Scene, dealCount = 60) => {
  const [author, head, seller] = [
    session(undefined, "user:author"),
    session(undefined, "user:head"),
    session(undefined, rep),
  ]
  await author.scripts.create({ id: scriptId, name: "Needs", language: "en", ownerId: "user:owner" })
  await approved(author, head, "scriptversion_1")
  for (let at = 0; at < dealCount; at++) {
    const dealId = `deal_${at}` as const
    const isAsked = at % 2 === 0
    const isWon = at % 10 < 8 ? isAsked : !isAsked
    await seller.clients.register({ id: `client_${at}`, name: `Client ${at}`, ownerId: rep })
    const amount = { amountMinor: 100_00, currency: "RUB" }
    await seller.deals.open({ id: dealId, title: "Audit", clientId: `client_${at}`, ownerId: rep, amount })
    const { dialog } = await seller.dialogs.record({
      dealId,
      kind: "call",
      direction: "outbound",
      repId: rep,
      outcomeId: "undecided",
    })
    await seller.scriptRuns.record({
      versionId: "scriptversion_1",
      dialogId: dialog.id,
      dealId,
      repId: rep,
      steps: [...(isAsked ? [{ stepId: "needs" }] : []), ...(at % 4 < 2 ? [{ stepId: "price" }] : [])],
      outcomeId: "undecided",
    })
    if (at < 40) {
      const mark = isAsked ? ("met" as const) : ("notMet" as const)
      const marks = [
        { stepId: "needs", mark },
        { stepId: "price", mark: "notApplicable" as const },
      ]
      await head.scorecards.record({
        dialogId: dialog.id,
        versionId: "scriptversion_1",
        repId: rep,
        raterKind: "mentor",
        marks,
      })
    }
    const stages = isWon ? ["contact", "needs", "proposal", "negotiation", "contract", "paymentControl"] : []
    for (const to of stages) await seller.deals.move({ dealId, to })
    if (!isWon) await seller.deals.move({ dealId, to: "lost", lostReasonId: "price" })
    clock.advance(6 * 3_600_000)
  }
  return { author, head }
}

/** What runs and scorecards tell of steps, what becomes of it, and where a version comes from. */
export const scriptEvidenceSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: what scripts do`, () => {
    it(
      "proposes what goes with winning once, and leads from the version back to the review and the plan",
      inScene(factory, async (scene) => {
        const { author, head } = await play(scene)
        const question = { scriptId, leastWon: 5 } as const
        const from = { reviewId: "summary_2026-02.department", variancePeriod: "2026-Q1" }
        const first = await head.scriptProposals.fromWins({ ...question, ...from })
        expect(first.proposals.map(({ stepId, origin, evidenceIds }) => [stepId, origin, evidenceIds.length])).toEqual([
          ["needs", "winAnalysis", 30],
        ])
        expect(first.proposals[0]).toMatchObject({ ...from, ownerId: "user:owner", status: "proposed" })
        expect(await head.scriptProposals.askedBy({ reviewId: from.reviewId })).toEqual(first.proposals)
        expect(await head.scriptProposals.askedBy({ reviewId: "summary_2026-03.department" })).toEqual([])
        const again = await head.scriptProposals.fromWins({ ...question, ...from })
        expect([again.proposals, again.analysis]).toEqual([[], first.analysis])
        const proposalIds = first.proposals.map(({ id }) => id)
        await approved(author, head, "scriptversion_2", proposalIds)
        const lineage = await head.scripts.lineage({ versionId: "scriptversion_2" })
        expect(lineage.proposals).toMatchObject([{ ...from, status: "accepted", versionId: "scriptversion_2" }])
        expect(lineage.experiments).toEqual([])
        await rejectionOf("RecordNotFound", head.scripts.lineage({ versionId: "scriptversion_9" }))
      }),
    )

    it(
      "gives a risen win rate the steps that go with winning, and stays as it was known",
      inScene(factory, async (scene) => {
        const { head } = await play(scene, 120)
        // Of eight deals of the quarter before one was won.
        await head.deals.import({
          sourceId: "bareExport",
          pipelineId: "servicesWithActs",
          rows: Array.from({ length: 8 }, (_, at) => ({
            id: `deal_before_${at}` as const,
            title: null,
            stageId: at === 0 ? "paymentControl" : "lost",
            clientId: null,
            ownerId: rep,
            productId: null,
            amount: { amountMinor: 100_00, currency: "RUB" },
            listAmount: null,
            openedOn: "2025-11-02",
            closedOn: "2025-12-10",
          })),
        })
        const knownAt = new Date(scene.clock.now()).toISOString()
        scene.clock.advance(1000)
        const periods = { period: "2026-Q1", basePeriod: "2025-Q4", controlMoments: 0 }
        const { causes } = await head.plans.variance(periods)
        const steps = causes.ranked.filter(({ source }) => source === "script")
        expect(steps).toMatchObject([
          {
            cause: "script_1/needs",
            driver: "winRate",
            name: { en: "Step “needs”: more is won after its use", ru: "Шаг «needs»: после него выигрывают чаще" },
          },
        ])
        // Won deals alone: those in which the step was used and that were lost show no gain.
        expect(steps[0]?.dealIds).toHaveLength(48)
        expect(steps[0]?.amountMinor).toBeGreaterThan(0)
        const fallen = await head.plans.variance({ ...periods, period: "2025-Q4", basePeriod: "2026-Q1" })
        expect(fallen.causes.ranked.filter(({ source }) => source === "script")).toEqual([])
        const known = await head.plans.variance({ ...periods, knownAt })
        expect(known.causes).toEqual(causes)
        // What is told later of the steps of January changes what is said now, and nothing of what was known then.
        for (let at = 1; at < 120; at += 2) {
          await head.scriptRuns.record({
            versionId: "scriptversion_1",
            dealId: `deal_${at}`,
            repId: rep,
            startedAt: "2026-01-05T09:00:00.000Z",
            steps: [{ stepId: "needs" }],
            outcomeId: "undecided",
          })
        }
        expect((await head.plans.variance(periods)).causes).not.toEqual(causes)
        expect((await head.plans.variance({ ...periods, knownAt })).causes).toEqual(causes)
      }),
    )

    it(
      "reads wins from scorecards too, and withholds what too few periods or days say",
      inScene(factory, async (scene) => {
        const { head } = await play(scene)
        const { steps: scored } = await head.scripts.winAnalysis({ scriptId, by: "scorecards", leastWon: 4 })
        expect(
          scored.map(({ stepId, verdict, used, notUsed }) => [stepId, verdict, used.deals, notUsed.deals]),
        ).toEqual([["needs", "goesWithWinning", 20, 20]])
        const target = { ownerId: rep, quarter: "2026-Q1", amountMinor: 1_000_00 }
        await head.plans.publish({ id: "plan_main", currency: "RUB", targets: [target] })
        const over = await head.scripts.overPerformance({ scriptId, planId: "plan_main", on: "2026-04-02" })
        expect(over.map(({ stepId, verdict, usedAbove }) => [stepId, verdict, usedAbove])).toEqual([
          ["needs", "withheld", 0.5],
          ["price", "withheld", 0.5],
        ])
        const change = await head.scripts.beforeAfter({ scriptId, followDays: 7 })
        expect([change.advice, change.before.won.denominator]).toEqual(["withheld", 0])
        expect(change.after.won.denominator).toBeGreaterThan(0)
      }),
    )

    it(
      "dates a version from when it came into force, not from its approval, and takes no trial of it for the time before",
      inScene(factory, async ({ session, clock }) => {
        const [author, head] = [session(undefined, "user:author"), session(undefined, "user:head")]
        await author.scripts.create({ id: scriptId, name: "Needs", language: "en", ownerId: "user:owner" })
        await approved(author, head, "scriptversion_1")
        await author.scripts.draft({ id: "scriptversion_2", scriptId, steps })
        await author.scripts.submit({ versionId: "scriptversion_2" })
        await head.scripts.approve({ versionId: "scriptversion_2", putInForce: false })
        const { experiment } = await head.scriptExperiments.start({
          trialVersionId: "scriptversion_2",
          plannedClosed: 100,
        })
        const daysOn = (days: number) => clock.advance(days * 86_400_000)
        const today = () => new Date(clock.now()).toISOString().slice(0, 10)
        const meet = async (id: string, versionId: `scriptversion_${string}`) => {
          await head.deals.open({ id: `deal_${id}`, title: "Audit", ownerId: rep })
          await head.scriptRuns.record({
            versionId,
            dealId: `deal_${id}`,
            repId: rep,
            steps: [],
            outcomeId: "undecided",
          })
        }
        daysOn(20)
        await meet("old", "scriptversion_1")
        await meet("trial", "scriptversion_2")
        daysOn(10)
        await head.scriptExperiments.settle({ experimentId: experiment.id, decision: "keep", reason: "Kept" })
        const kept = today()
        daysOn(1)
        await meet("new", "scriptversion_2")
        daysOn(40)
        const question = { scriptId, followDays: 7 } as const
        const change = await head.scripts.beforeAfter(question)
        expect([change.before.to, change.after.from]).toEqual([addDays(kept, -7), addDays(kept, 1)])
        expect([change.before.won.denominator, change.after.won.denominator, change.mixed]).toEqual([1, 1, 1])
        // Brought back, the first version is dated from its return.
        await head.scripts.restore({ versionId: "scriptversion_1", reason: "Less is won" })
        const back = today()
        daysOn(30)
        expect((await head.scripts.beforeAfter(question)).after.from).toBe(addDays(back, 1))
      }),
    )

    it(
      "brings a version that was in force back, and none that never was",
      inScene(factory, async (scene) => {
        const { session } = scene
        const [author, head] = [session(undefined, "user:author"), session(undefined, "user:head")]
        await author.scripts.create({ id: scriptId, name: "Needs", language: "en", ownerId: "user:owner" })
        await approved(author, head, "scriptversion_1")
        await approved(author, head, "scriptversion_2")
        await head.scripts.restore({ versionId: "scriptversion_1", reason: "Less is won by the second" })
        expect((await head.scripts.get(scriptId))?.currentVersionId).toBe("scriptversion_1")
        const back = await head.scriptVersions.get("scriptversion_1")
        expect(back).toMatchObject({ status: "approved", retiredAt: null })
        expect(back?.texts["restoredReason"]).toBe("Less is won by the second")
        expect((await head.scriptVersions.get("scriptversion_2"))?.status).toBe("retired")
        await author.scripts.draft({ id: "scriptversion_3", scriptId, steps })
        await head.scripts.retire({ versionId: "scriptversion_3", reason: "Never mind" })
        const never = head.scripts.restore({ versionId: "scriptversion_3", reason: "Perhaps" })
        expect((await rejectionOf("ScriptRefused", never)).data).toMatchObject({ rule: "versionNotInUse" })
        const twice = head.scripts.restore({ versionId: "scriptversion_1", reason: "Again" })
        expect((await rejectionOf("ScriptRefused", twice)).data).toMatchObject({ rule: "moveNotAllowed" })
      }),
    )

    it(
      "keeps no link from a proposal or a commitment to a talk in private",
      inScene(factory, async ({ session }) => {
        const [author, head] = [session(undefined, "user:author"), session(undefined, "user:head")]
        await author.scripts.create({ id: scriptId, name: "Needs", language: "en", ownerId: "user:owner" })
        await head.findings.raise({ findings: [suiteFinding("a", 1, ["deal_a"], rep)] })
        const findingIds = ["finding_a"] as const
        const debrief = { leaderId: "user:head", findingIds, plannedOn: "2026-02-02" } as const
        await head.debriefs.plan({ ...debrief, id: "debrief_own", route: "personal", repId: rep })
        await head.debriefs.plan({ ...debrief, id: "debrief_all", route: "collectiveNamed", consentedRepIds: [rep] })
        const propose = async (reviewId: string) => {
          const change = { scriptId, origin: "debrief", proposal: "Ask twice", reviewId } as const
          return (await head.scriptProposals.propose(change)).proposal.reviewId
        }
        expect([await propose("debrief_own"), await propose("debrief_all")]).toEqual([null, "debrief_all"])
        const commit = async (debriefId: `debrief_${string}`) => {
          const made = { repId: rep, dueOn: "2026-02-09", what: "Call", debriefId } as const
          return (await session(undefined, rep).commitments.make(made)).commitment.debriefId
        }
        expect([await commit("debrief_own"), await commit("debrief_all")]).toEqual([null, "debrief_all"])
        const stranger = session(undefined, "user:peer").commitments.make({
          repId: "user:peer",
          dueOn: "2026-02-09",
          what: "Call",
          debriefId: "debrief_own",
        })
        await rejectionOf("RecordNotFound", stranger)
      }),
    )
  })
}
