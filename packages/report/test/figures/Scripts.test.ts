import type { Deal } from "@salesdept/core/deal"
import type { Script, ScriptExperiment, ScriptProposal, ScriptRun, ScriptVersion } from "@salesdept/core/script"
import { assignedVersion } from "@salesdept/core/script"
import { addDays } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import { scriptsSection } from "../../src/figures/ScriptFigures.ts"
import type { ScriptRecords } from "../../src/figures/ScriptRecords.ts"
import { base, deal } from "./records.ts"

const record = { version: 1, textsVersion: 1, changedAt: "2026-01-01T00:00:00.000Z" } as const
const steps = (...ids: ReadonlyArray<string>) =>
  ids.map((id) => ({ id, kind: "question" as const, branches: [], objections: [] }))

const script: Script = {
  ...record,
  id: "script_needs",
  pipelineId: null,
  stageId: "needs",
  segmentId: null,
  language: "en",
  ownerId: "user:head",
  versionCount: 2,
  currentVersionId: "scriptversion_1",
}

const version = (id: ScriptVersion["id"], number: number): ScriptVersion => ({
  ...record,
  id,
  scriptId: script.id,
  number,
  status: "approved",
  steps: steps("ask", "tell"),
  basedOnId: null,
  proposalIds: [],
  authorId: "user:1",
  approvedBy: "user:head",
  approvedAt: "2026-01-01T00:00:00.000Z",
  retiredAt: null,
})

/** A talk of a deal, with the steps it used. */
const run = (at: number, used: ReadonlyArray<string>, given: Partial<ScriptRun> = {}): ScriptRun => ({
  ...record,
  id: `scriptrun_${at}`,
  scriptId: script.id,
  versionId: "scriptversion_1",
  dialogId: null,
  leadId: null,
  dealId: `deal_${at}`,
  clientId: null,
  repId: "user:1",
  startedAt: "2026-02-02T09:00:00.000Z",
  steps: used.map((stepId) => ({ stepId, usedAt: "2026-02-02T09:00:00.000Z" })),
  unansweredStepIds: [],
  outcomeId: "undecided",
  ...given,
})

const closed = (at: number, isWon: boolean, given: Partial<Deal> = {}): Deal =>
  deal({
    id: `deal_${at}`,
    outcome: isWon ? "won" : "lost",
    closedOn: addDays("2026-02-10", at % 40),
    ...given,
  })

const known: ScriptRecords = {
  scripts: [script],
  versions: new Map([version("scriptversion_1", 1), version("scriptversion_2", 2)].map((one) => [one.id, one])),
  runs: [],
  proposals: [],
  experiments: [],
  texts: new Map([
    ["script_needs", { name: "Needs" }],
    ["scriptversion_1", { "ask/purpose": "Ask why now", "tell/purpose": "Tell of a client" }],
  ]),
  segments: new Map(),
  inForceSince: new Map([["script_needs", "2026-01-05T09:00:00.000Z"]]),
}

const experiment: ScriptExperiment = {
  ...record,
  id: "experiment_1",
  scriptId: script.id,
  baselineVersionId: "scriptversion_1",
  trialVersionId: "scriptversion_2",
  trialSharePercent: 50,
  plannedClosed: 400,
  followDays: 60,
  seed: "experiment_1",
  proposalIds: [],
  startedAt: "2026-02-01T09:00:00.000Z",
  status: "running",
  settledBy: null,
  settledAt: null,
  reading: null,
}

const people = { repNames: new Map([...["Anna", "Boris"].entries()].map(([at, name]) => [`user:${at + 1}`, name])) }

describe("what scripts tell", () => {
  it("is left out where no talk was noted", () => {
    expect(scriptsSection(base([closed(0, true)]), known)).toBeNull()
  })

  it("finds the step with which more is won, and not the one that only good reps use", () => {
    // Boris wins far more, and he tells of a client; asking doubles and more what either wins.
    let state = 11
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
    const talks = Array.from({ length: 400 }, (_, at) => {
      const isBoris = at % 2 === 1
      const isAsked = at % 4 < 2
      const isTold = random() < (isBoris ? 0.8 : 0.2)
      const isWon = random() < (isBoris ? 0.5 : 0.15) + (isAsked ? 0.3 : 0)
      const repId = isBoris ? "user:2" : "user:1"
      const used = [...(isAsked ? ["ask"] : []), ...(isTold ? ["tell"] : [])]
      return { deal: closed(at, isWon, { ownerId: repId }), run: run(at, used, { repId }) }
    })
    const section = scriptsSection(
      base(
        talks.map((talk) => talk.deal),
        people,
      ),
      { ...known, runs: talks.map((talk) => talk.run) },
    )
    expect(section?.steps.map(({ step, answer, isOnlyPlain }) => [step, answer, isOnlyPlain])).toEqual([
      ["Ask why now", "goesWithWinning", false],
      ["Tell of a client", "notShown", true],
    ])
    expect(section?.scripts).toMatchObject([
      { name: "Needs", versionNumber: 1, inForceSince: "2026-01-05", talkCount: 400, stepCount: 800 },
    ])
    expect(section?.scripts[0]?.reach).toHaveProperty("withheld")
    expect(section?.candidates).toEqual([
      { kind: "must", script: "Needs", step: "Ask why now", usedCount: 200, talkCount: 400, isOnTrial: false },
    ])
    // Anna seldom tells of a client; nobody is compared by talks of other versions.
    expect(section?.reps.map(({ repName, isBelowOthers, winning }) => [repName, isBelowOthers, winning])).toEqual([
      ["Anna", true, { usedCount: 100, stepCount: 200 }],
      ["Boris", false, { usedCount: 100, stepCount: 200 }],
    ])
  })

  it("says nothing of steps where too little was closed, and names nobody by a few talks", () => {
    const deals = [closed(0, true), closed(1, false, { ownerId: "user:2" })]
    const runs = [run(0, ["ask", "tell"]), run(1, [], { repId: "user:2" })]
    const section = scriptsSection(base(deals, people), { ...known, runs })
    expect(section?.steps.map(({ answer }) => answer)).toEqual(["withheld", "withheld"])
    expect(section?.reps.map(({ isBelowOthers }) => isBelowOthers)).toEqual([false, false])
    expect(section?.candidates).toEqual([])
  })

  it("counts what was closed after the day as open, and leaves later talks to whoever reads them", () => {
    const runs = [run(0, ["ask"])]
    const section = scriptsSection(base([closed(0, true, { closedOn: "2026-07-15" })]), { ...known, runs })
    expect(section?.steps[0]?.used).toEqual({
      withheld: { en: "no such deal is closed yet", ru: "таких закрытых сделок пока нет" },
    })
  })

  it("compares nothing of an experiment before its planned end, and tells what was known when it was settled", () => {
    const talks = Array.from({ length: 120 }, (_, at) => {
      const deal = closed(at, at % 3 === 0)
      return { deal, run: run(at, ["ask"], { versionId: assignedVersion(experiment, deal.id) }) }
    })
    const read = (given: Partial<ScriptExperiment>) =>
      scriptsSection(base(talks.map((talk) => talk.deal)), {
        ...known,
        runs: talks.map((talk) => talk.run),
        experiments: [{ ...experiment, ...given }],
      })?.experiments[0]
    const running = read({})
    expect(running).toMatchObject({ status: "running", plannedCount: 400, followedCount: 120, startedOn: "2026-02-01" })
    expect(running?.difference).toHaveProperty("withheld")
    for (const { wonCount } of running?.arms ?? []) expect(wonCount).toHaveProperty("withheld")

    const over = read({ plannedClosed: 100 })
    expect(over).toMatchObject({ followedCount: 100, difference: { points: expect.any(Number) } })

    const arm = (won: number) => ({
      deals: 220,
      closed: 200,
      won,
      strayed: 0,
      followed: 200,
      wonInTime: won,
      wonSooner: Math.floor(won / 2),
      wonLater: 0,
    })
    const reading = { advice: "keep", baseline: arm(40), trial: arm(84) } as const
    const settled = read({ status: "kept", settledAt: "2026-06-01T09:00:00.000Z", settledBy: "user:head", reading })
    expect(settled).toMatchObject({
      status: "kept",
      settledOn: "2026-06-01",
      difference: { points: expect.closeTo(0.22) },
    })
    expect(settled?.arms.map(({ wonCount }) => wonCount)).toEqual([40, 84])
  })

  it("brings what clients say without an answer, with who won all the same, and what was proposed and is open", () => {
    const proposal = (at: number, given: Partial<ScriptProposal>): ScriptProposal => ({
      ...record,
      id: `proposal_${at}`,
      scriptId: script.id,
      stepId: "ask",
      origin: "unanswered",
      evidenceIds: [`scriptrun_${at}`],
      reviewId: null,
      variancePeriod: null,
      proposedBy: "user:1",
      ownerId: "user:head",
      status: "proposed",
      versionId: null,
      ...given,
    })
    const said = (text: string) => ({ proposal: text })
    const section = scriptsSection(base([closed(0, true), closed(1, false, { ownerId: "user:2" })], people), {
      ...known,
      runs: [run(0, []), run(1, [], { repId: "user:2" })],
      proposals: [
        proposal(0, {}),
        proposal(1, {}),
        proposal(2, { status: "accepted" }),
        proposal(3, { origin: "person", evidenceIds: [] }),
      ],
      texts: new Map([
        ...known.texts,
        ...[0, 1, 2].map((at) => [`proposal_${at}`, said("Next year")] as const),
        ["proposal_3", said("Shorter, please")],
      ]),
    })
    expect(section?.candidates).toEqual([
      { kind: "unanswered", script: "Needs", said: "Next year", count: 2, wonCount: 1, wonBy: ["Anna"] },
      { kind: "proposed", script: "Needs", proposal: "Shorter, please", origin: "person" },
    ])
  })
})
