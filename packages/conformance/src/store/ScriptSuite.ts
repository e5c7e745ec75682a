import type { Session } from "@salesdept/core/promise"
import { scriptAggregate, scriptProposalAggregate } from "@salesdept/core/script"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, inTheBase, run } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const scriptId = "script_1"
const steps = [
  {
    id: "hello",
    kind: "opening",
    purpose: "Say who is calling",
    wording: "Good morning",
    branches: [{ when: null, to: "price" }],
  },
  {
    id: "price",
    kind: "offer",
    purpose: "Value before price",
    wording: "What it saves you is …",
    branches: [{ when: null, to: null }],
    objections: [{ id: "dear", says: "Too dear", answers: [{ id: "value", wording: "Against what it saves?" }] }],
  },
] as const

/** A script whose first version is in force. */
const approved = async (author: Session, head: Session, id: `scriptversion_${string}`, putInForce = true) => {
  await author.scripts.draft({ id, scriptId, steps })
  await author.scripts.submit({ versionId: id })
  return head.scripts.approve({ versionId: id, putInForce })
}

const scene = async (session: (tenant?: string, actor?: string) => Session) => {
  const author = session(undefined, "user:author")
  const head = session(undefined, "user:head")
  await author.scripts.create({ id: scriptId, name: "First call", language: "en", ownerId: "user:owner" })
  await approved(author, head, "scriptversion_1")
  return { author, head }
}

/** Scripts: versions that never change, runs, proposals, experiments. */
export const scriptSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: scripts`, () => {
    it(
      "given a draft, when it goes through review, then it is in force and the one before is retired",
      inScene(factory, async ({ session }) => {
        const { author, head } = await scene(session)
        expect((await head.scripts.get(scriptId))?.currentVersionId).toBe("scriptversion_1")
        await approved(author, head, "scriptversion_2")
        const [first, second] = [
          await head.scriptVersions.get("scriptversion_1"),
          await head.scriptVersions.get("scriptversion_2"),
        ]
        expect([first?.status, second?.status]).toEqual(["retired", "approved"])
        expect(second).toMatchObject({ number: 2, authorId: "user:author", approvedBy: "user:head" })
        expect(first?.texts["price/objection/dear/value"]).toBe("Against what it saves?")
        expect((await head.scripts.get(scriptId))?.currentVersionId).toBe("scriptversion_2")
      }),
    )

    it(
      "refuses steps that make no script, the author's own approval, moves out of order, and writes nothing",
      inScene(factory, async ({ session }) => {
        const { author, head } = await scene(session)
        const [hello] = steps
        await rejectionOf("ScriptInvalid", author.scripts.draft({ scriptId, steps: [hello] }))
        await author.scripts.draft({ id: "scriptversion_2", scriptId, steps })
        const early = await rejectionOf("ScriptRefused", head.scripts.approve({ versionId: "scriptversion_2" }))
        expect(early.data).toMatchObject({ rule: "moveNotAllowed" })
        await author.scripts.submit({ versionId: "scriptversion_2" })
        const own = await rejectionOf("ScriptRefused", author.scripts.approve({ versionId: "scriptversion_2" }))
        expect(own.data).toMatchObject({ rule: "ownVersion" })
        await head.scripts.sendBack({ versionId: "scriptversion_2", reason: "Too long" })
        const again = await head.scriptVersions.get("scriptversion_2")
        expect([again?.status, again?.texts["sentBackReason"], again?.version]).toEqual(["draft", "Too long", 3])
        await head.scripts.retire({ versionId: "scriptversion_1", reason: "Out of date" })
        expect((await head.scripts.get(scriptId))?.currentVersionId).toBeNull()
      }),
    )

    it(
      "delivers what found no answer to the script's owner, as a proposal that a version then takes up",
      inScene(factory, async ({ session }) => {
        const { author, head } = await scene(session)
        const rep = session(undefined, "user:rep")
        await inTheBase(rep, { deals: ["1"] })
        const { proposals } = await rep.scriptRuns.record({
          versionId: "scriptversion_1",
          dealId: "deal_1",
          repId: "user:rep",
          steps: [{ stepId: "hello" }, { stepId: "price" }],
          unanswered: [{ stepId: "price", said: "We pay only after the act" }],
          outcomeId: "undecided",
        })
        const mine = await head.scriptProposals.page({ where: { ownerId: "user:owner", status: "proposed" } })
        expect(mine.items.map(({ stepId, texts }) => [stepId, texts["proposal"]])).toEqual([
          ["price", "We pay only after the act"],
        ])
        const proposalId = proposals[0]!.id
        await author.scripts.draft({ id: "scriptversion_2", scriptId, steps, proposalIds: [proposalId] })
        expect(await head.scriptProposals.get(proposalId)).toMatchObject({
          status: "accepted",
          versionId: "scriptversion_2",
        })
        const settled = await rejectionOf("ScriptRefused", head.scriptProposals.decline({ proposalId, reason: "No" }))
        expect(settled.data).toMatchObject({ rule: "proposalSettled" })
        // Versions never change: one that is sent back is written anew, and takes up what that one did.
        await author.scripts.submit({ versionId: "scriptversion_2" })
        await head.scripts.sendBack({ versionId: "scriptversion_2", reason: "Too long" })
        const anew = { id: "scriptversion_3", scriptId, steps, basedOnId: "scriptversion_2" } as const
        await author.scripts.draft({ ...anew, proposalIds: [proposalId] })
        const { proposals: behind } = await head.scripts.lineage({ versionId: "scriptversion_3" })
        expect(behind).toMatchObject([{ id: proposalId, versionId: "scriptversion_3" }])
        await author.scripts.submit({ versionId: "scriptversion_3" })
        await head.scripts.approve({ versionId: "scriptversion_3" })
        const late = author.scripts.draft({ scriptId, steps, proposalIds: [proposalId] })
        expect((await rejectionOf("ScriptRefused", late)).data).toMatchObject({ rule: "proposalSettled" })
      }),
    )

    it(
      "goes to another to answer for, with its open proposals, and is put right in its name and place",
      inScene(factory, async ({ session, store }) => {
        const { author, head } = await scene(session)
        const propose = (id: `proposal_${string}`) =>
          author.scriptProposals.propose({ id, scriptId, origin: "person", proposal: "Ask about the budget" })
        await propose("proposal_1")
        await propose("proposal_2")
        await head.scriptProposals.decline({ proposalId: "proposal_2", reason: "We do" })
        const { script, events } = await head.scripts.amend({
          scriptId,
          name: "Renamed",
          stageId: "needs",
          ownerId: "user:new",
        })
        expect(script).toMatchObject({ stageId: "needs", ownerId: "user:new", currentVersionId: "scriptversion_1" })
        expect(events.map(({ type }) => type)).toEqual(["ScriptAmended", "ScriptProposalHandedOver"])
        expect((await head.scripts.get(scriptId))?.texts["name"]).toBe("Renamed")
        const mine = await head.scriptProposals.page({ where: { ownerId: "user:new" } })
        expect(mine.items.map(({ id, texts }) => [id, texts["proposal"]])).toEqual([
          ["proposal_1", "Ask about the budget"],
        ])
        expect((await propose("proposal_3")).proposal.ownerId).toBe("user:new")
        expect((await head.scripts.amend({ scriptId, name: "Renamed", ownerId: "user:new" })).events).toEqual([])
        expect((await head.scripts.amend({ scriptId, stageId: null })).script.stageId).toBeNull()
        expect((await run(store.verify("shop-17", scriptAggregate))).faults).toEqual([])
        expect((await run(store.verify("shop-17", scriptProposalAggregate))).faults).toEqual([])
      }),
    )

    it(
      "refuses a run of a version that was never approved, of steps it does not have, and about nothing",
      inScene(factory, async ({ session }) => {
        const { author } = await scene(session)
        await author.scripts.draft({ id: "scriptversion_2", scriptId, steps })
        const run = { dealId: "deal_1", repId: "user:rep", steps: [], outcomeId: "agreed" } as const
        const record = author.scriptRuns.record
        const draft = await rejectionOf("ScriptRefused", record({ ...run, versionId: "scriptversion_2" }))
        expect(draft.data).toMatchObject({ rule: "versionNotInUse" })
        const unknown = record({ ...run, versionId: "scriptversion_1", steps: [{ stepId: "bye" }] })
        expect((await rejectionOf("ScriptRefused", unknown)).data).toMatchObject({ rule: "stepUnknown", id: "bye" })
        const { dealId: _, ...aboutNothing } = run
        await rejectionOf("ScriptSubjectMissing", record({ ...aboutNothing, versionId: "scriptversion_1" }))
        expect((await author.scriptRuns.page({})).items).toEqual([])
      }),
    )

    it(
      "begins a dialog with its first step where nobody says when, and refuses steps before its beginning, each by its place",
      inScene(factory, async ({ session, clock }) => {
        const { author } = await scene(session)
        await inTheBase(author, { deals: ["1"] })
        const ago = (minutes: number) => new Date(clock.now() - minutes * 60_000).toISOString()
        const run = { versionId: "scriptversion_1", dealId: "deal_1", repId: "user:rep", outcomeId: "agreed" } as const
        const steps = [
          { stepId: "price", usedAt: ago(5) },
          { stepId: "hello", usedAt: ago(15) },
        ]
        const early = await rejectionOf("InputInvalid", author.scriptRuns.record({ ...run, startedAt: ago(10), steps }))
        expect(early.data).toMatchObject({ problems: [{ path: "steps[1].usedAt", code: "step.beforeDialog" }] })
        const answer = await author.scriptRuns.record({ ...run, steps })
        expect(answer.run.startedAt).toBe(ago(15))
        expect((await author.scriptRuns.page({})).items).toHaveLength(1)
      }),
    )

    it(
      "takes one scorecard of a dialog from each rater, and shows how far they agree",
      inScene(factory, async ({ session }) => {
        const { head } = await scene(session)
        const rep = session(undefined, "user:rep")
        const card = { versionId: "scriptversion_1", repId: "user:rep" } as const
        const marks = (hello: "met" | "notMet", price: "met" | "notMet") => [
          { stepId: "price", mark: price },
          { stepId: "hello", mark: hello },
        ]
        const seen = [
          [marks("met", "met"), marks("met", "met")],
          [marks("met", "notMet"), marks("met", "met")],
          [marks("notMet", "notMet"), marks("notMet", "notMet")],
        ]
        await inTheBase(rep, { clients: ["1"] })
        const dialog = { clientId: "client_1", kind: "call", direction: "inbound", outcomeId: "agreed" } as const
        for (const [at, [own, theirs]] of seen.entries()) {
          const dialogId = `dialog_${at}` as const
          await rep.dialogs.record({ id: dialogId, ...dialog })
          await rep.scorecards.record({ ...card, dialogId, raterKind: "self", marks: own! })
          await head.scorecards.record({ ...card, dialogId, raterKind: "mentor", marks: theirs!, comment: "Calm" })
        }
        const again = { ...card, dialogId: "dialog_0", marks: marks("met", "met") } as const
        await rejectionOf("RecordExists", head.scorecards.record({ ...again, raterKind: "mentor" }))
        await rep.dialogs.record({ id: "dialog_twice", ...dialog })
        const twice = await Promise.allSettled(
          [1, 2, 3].map(() => rep.scorecards.record({ ...again, dialogId: "dialog_twice", raterKind: "self" })),
        )
        expect(twice.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
        expect((await rep.scorecards.page({ where: { dialogId: "dialog_twice" } })).items).toHaveLength(1)
        const other = session(undefined, "user:other")
        const self = await rejectionOf("ScriptRefused", other.scorecards.record({ ...again, raterKind: "self" }))
        expect(self.data).toMatchObject({ rule: "raterKind" })
        const stored = (await head.scorecards.page({ where: { dialogId: "dialog_1", raterId: "user:rep" } })).items
        expect(stored.map(({ score, marks: kept }) => [score, kept.map(({ stepId }) => stepId)])).toEqual([
          [{ met: 1, of: 2 }, ["hello", "price"]],
        ])
        const [first] = await head.scorecards.agreement({ versionId: "scriptversion_1" })
        expect(first).toMatchObject({ first: "mentor", second: "self", agreement: { n: 6, agreement: 5 / 6 } })
      }),
    )

    it(
      "assigns deals for good, reads the experiment where they were assigned, and keeps or rolls back",
      inScene(factory, async ({ session }) => {
        const { author, head } = await scene(session)
        await approved(author, head, "scriptversion_2", false)
        const experimentId = "experiment_1"
        const started = { id: experimentId, trialVersionId: "scriptversion_2", plannedClosed: 20 } as const
        // Too few to show anything but a world of difference, and it is said at once.
        expect((await head.scriptExperiments.start(started)).reach.leastDifference).toBe(0.65)
        const second = head.scriptExperiments.start({ ...started, id: "experiment_2" })
        expect((await rejectionOf("ScriptRefused", second)).data).toMatchObject({ rule: "experimentRunning" })
        const trial = new Set<string>()
        for (let at = 1; at <= 12; at++) {
          const { deal } = await author.deals.open({ id: `deal_${at}`, title: "Audit" })
          const { versionId } = await author.scriptExperiments.assign({ experimentId, dealId: deal.id })
          expect(await head.scriptExperiments.assign({ experimentId, dealId: deal.id })).toEqual({ versionId })
          if (versionId === "scriptversion_2") trial.add(deal.id)
          await author.scriptRuns.record({
            versionId,
            dealId: deal.id,
            repId: "user:rep",
            steps: [{ stepId: "hello" }],
            outcomeId: "agreed",
          })
        }
        const lost = [...trial][0]!
        await head.deals.move({ dealId: lost, to: "lost", lostReasonId: "price" })
        const verdict = await head.scriptExperiments.verdict({ experimentId })
        expect(verdict).toMatchObject({
          advice: "continue",
          trial: { deals: trial.size, closed: 1, won: 0, strayed: 0 },
          baseline: { deals: 12 - trial.size, closed: 0, won: 0, strayed: 0 },
        })
        // A deal that was entered by mistake counts for no version.
        await author.deals.open({ id: "deal_13", title: "By mistake" })
        const { versionId: drawn } = await author.scriptExperiments.assign({ experimentId, dealId: "deal_13" })
        const mistake = { versionId: drawn, dealId: "deal_13", repId: "user:rep", outcomeId: "agreed" } as const
        await author.scriptRuns.record({ ...mistake, steps: [{ stepId: "hello" }] })
        await head.deals.remove({ dealId: "deal_13", reason: "entered twice" })
        expect(await head.scriptExperiments.verdict({ experimentId })).toEqual(verdict)
        // What is compared stays as it is until the experiment is settled.
        await author.scripts.draft({ id: "scriptversion_3", scriptId, steps })
        await author.scripts.submit({ versionId: "scriptversion_3" })
        for (const change of [
          () => head.scripts.approve({ versionId: "scriptversion_3" }),
          () => head.scripts.retire({ versionId: "scriptversion_1", reason: "Out of date" }),
          () => head.scripts.retire({ versionId: "scriptversion_2", reason: "Not liked" }),
        ]) {
          const { data } = await rejectionOf("ScriptRefused", change())
          expect(data).toMatchObject({ rule: "experimentRunning", id: experimentId })
        }
        await head.scripts.approve({ versionId: "scriptversion_3", putInForce: false })
        await head.scripts.retire({ versionId: "scriptversion_3", reason: "Another idea" })
        const back = head.scripts.restore({ versionId: "scriptversion_3", reason: "After all" })
        expect((await rejectionOf("ScriptRefused", back)).data).toMatchObject({ rule: "experimentRunning" })
        const settled = await head.scriptExperiments.settle({ experimentId, decision: "keep", reason: "Clear enough" })
        expect(settled.experiment).toMatchObject({
          status: "kept",
          reading: { advice: "continue", trial: verdict.trial },
        })
        expect((await head.scripts.get(scriptId))?.currentVersionId).toBe("scriptversion_2")
        expect((await head.scriptVersions.get("scriptversion_1"))?.status).toBe("retired")
        // Nobody goes on to talk by the version that is retired, whatever was drawn.
        for (let at = 1; at <= 12; at++) {
          const { versionId } = await author.scriptExperiments.assign({ experimentId, dealId: `deal_${at}` })
          expect(versionId).toBe("scriptversion_2")
        }
      }),
    )

    it(
      "shows how far each rep uses the steps, and withholds what too few deals say",
      inScene(factory, async ({ session }) => {
        const { author } = await scene(session)
        for (const [at, used] of [["hello", "price"], ["hello"]].entries()) {
          const { deal } = await author.deals.open({ id: `deal_${at}`, title: "Audit", ownerId: "user:rep" })
          await author.scriptRuns.record({
            versionId: "scriptversion_1",
            dealId: deal.id,
            repId: "user:rep",
            steps: used.map((stepId) => ({ stepId })),
            outcomeId: "agreed",
          })
        }
        const use = await author.scripts.adoption({ scriptId })
        expect(use.map(({ stepId, use: { numerator, denominator } }) => [stepId, numerator, denominator])).toEqual([
          ["hello", 2, 2],
          ["price", 1, 2],
        ])
        const { steps: found, tested } = await author.scripts.winAnalysis({ scriptId })
        expect([tested, found.map(({ verdict }) => verdict)]).toEqual([0, ["withheld", "withheld"]])
        expect(found.map(({ used }) => used.deals)).toEqual([2, 1])
        await author.deals.remove({ dealId: "deal_0", reason: "entered twice" })
        const { steps: kept } = await author.scripts.winAnalysis({ scriptId })
        expect(kept.map(({ used }) => used.deals)).toEqual([1, 0])
      }),
    )

    it(
      "given a script or a version that nobody has written, then no question about its use answers that nothing was found",
      inScene(factory, async ({ session }) => {
        const { author } = await scene(session)
        const noScript = { _tag: "RecordNotFound", data: { kind: "script", id: "script_none" } }
        const unknown = { scriptId: "script_none" } as const
        await expect(author.scripts.winAnalysis(unknown)).rejects.toMatchObject(noScript)
        await expect(author.scripts.adoption(unknown)).rejects.toMatchObject(noScript)
        await expect(author.scripts.overPerformance({ ...unknown, planId: "plan_1" })).rejects.toMatchObject(noScript)
        await expect(author.scripts.beforeAfter(unknown)).rejects.toMatchObject(noScript)
        await expect(author.scorecards.agreement({ versionId: "scriptversion_none" })).rejects.toMatchObject({
          _tag: "RecordNotFound",
          data: { kind: "scriptVersion", id: "scriptversion_none" },
        })
      }),
    )
  })
}
