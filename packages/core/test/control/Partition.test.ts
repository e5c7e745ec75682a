import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { ControlFacts } from "../../src/control/ControlFacts.ts"
import { calmStates, controlKinds, controlStates } from "../../src/control/ControlPolicy.ts"
import { controlStateOf } from "../../src/control/ControlState.ts"
import { judge } from "../../src/control/Judgement.ts"
import { partition } from "../../src/control/Partition.ts"
import { selectDeals } from "../../src/deal/DealRows.ts"
import { stalledDeals } from "../../src/deal/Stalled.ts"
import { mavenColumns, mavenDeals } from "../deal/maven.ts"
import { hasTestData } from "../testData.ts"
import { controlContext } from "../../src/control/ControlContext.ts"
import { anyBase, anyClient, anyContext, anyDeal, anyLead, anyPolicy, context, deal, nothing, policy } from "./facts.ts"

const anyFacts: fc.Arbitrary<ControlFacts> = fc.oneof(anyLead, anyClient, anyDeal)

const countIn = (states: ReadonlyArray<{ readonly state: string; readonly count: number }>, state: string) =>
  states.find((each) => each.state === state)?.count

describe("partition", () => {
  it("holds for any base, policy and moment: the states are disjoint and sum to the base, as do the owners", () => {
    fc.assert(
      fc.property(anyBase, anyPolicy, anyContext, (base, anyOrder, moment) => {
        for (const kind of controlKinds) {
          const { total, states, byOwner } = partition(kind, base[kind], anyOrder, moment, { idsPerState: 1000 })
          expect(total).toBe(base[kind].length)
          expect(states.map(({ state }) => state)).toEqual(anyOrder.priority)
          expect(states.reduce((sum, { count }) => sum + count, 0)).toBe(total)
          const ids = states.flatMap(({ worstIds }) => worstIds)
          expect(ids.toSorted()).toEqual(base[kind].map(({ id }) => id).toSorted())
          for (const { count, worstIds } of states) expect(worstIds).toHaveLength(count)
          expect(byOwner.reduce((sum, owner) => sum + owner.total, 0)).toBe(total)
          for (const state of controlStates) {
            expect(byOwner.reduce((sum, { counts }) => sum + counts[state], 0)).toBe(countIn(states, state))
          }
        }
      }),
    )
  })

  it("does not depend on the order of the rows", () => {
    const shuffled = anyBase.chain((base) =>
      fc.tuple(
        fc.constant(base.deal),
        fc.shuffledSubarray([...base.deal], { minLength: base.deal.length, maxLength: base.deal.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, anyContext, ([rows, others], moment) => {
        expect(partition("deal", others, policy, moment, { idsPerState: 3 })).toEqual(
          partition("deal", rows, policy, moment, { idsPerState: 3 }),
        )
      }),
    )
  })

  it("puts a record into the first of its problems in any priority, and the problems do not depend on it", () => {
    fc.assert(
      fc.property(anyFacts, anyPolicy, anyContext, (facts, anyOrder, moment) => {
        const usual = judge(facts, policy, moment)
        const other = judge(facts, anyOrder, moment)
        const problems = (judgement: typeof usual) => [judgement.first, ...judgement.also].map(({ state }) => state)
        expect(problems(other).toSorted()).toEqual(problems(usual).toSorted())
        const places = problems(other).map((state) => anyOrder.priority.indexOf(state))
        expect(places).toEqual(places.toSorted((left, right) => left - right))
        expect(new Set(problems(other)).size).toBe(places.length)
      }),
    )
  })

  it("says that all is well only where no problem holds and everything needed can be seen", () => {
    fc.assert(
      fc.property(anyFacts, anyContext, (facts, moment) => {
        const { first, also, unseen } = judge(facts, policy, moment)
        if (!calmStates.includes(first.state)) return
        expect(also).toEqual([])
        expect(first.state === "notObservable").toBe(unseen.length > 0)
      }),
    )
  })

  it("never takes what the source does not carry for on track or closed", () => {
    fc.assert(
      fc.property(anyDeal, anyContext, (facts, moment) => {
        const blind = {
          ...facts,
          observed: nothing,
          stepDueOn: null,
          lastStepDoneAt: null,
          lastAnswerAt: null,
          awaitingSince: null,
          unpaid: [],
          invoiceCount: 0,
          documentCount: 0,
          isDocumented: false,
          unsignedSince: null,
        }
        const { state } = controlStateOf(blind, policy, moment)
        if (facts.outcome === "lost") expect(state).toBe("closed")
        else expect(["unassigned", "stalled", "notObservable"]).toContain(state)
      }),
    )
  })

  it("gives plain JSON", () => {
    fc.assert(
      fc.property(anyBase, anyContext, (base, moment) => {
        const result = partition("client", base.client, policy, moment)
        expect(JSON.parse(JSON.stringify(result))).toEqual(result)
        for (const facts of base.client) {
          const state = controlStateOf(facts, policy, moment)
          expect(JSON.parse(JSON.stringify(state))).toEqual(state)
        }
      }),
    )
  })

  it("sums the money of a state, says what has none, and refuses a sum over currencies", () => {
    const late = { stepDueOn: "2026-05-01" }
    const rows = [
      deal({ ...late, id: "deal_a" }),
      deal({ ...late, id: "deal_b", amount: { amountMinor: 300_00, currency: "RUB" }, stepDueOn: "2026-05-20" }),
      deal({ ...late, id: "deal_c", amount: null }),
      deal({ id: "deal_d", ownerId: null }),
      deal({ id: "deal_e", ownerId: null, amount: { amountMinor: 5, currency: "EUR" } }),
    ]
    const { states, byOwner } = partition("deal", rows, policy, context)
    expect(states[0]).toMatchObject({
      state: "unassigned",
      count: 2,
      amount: null,
      unstatedCount: 0,
      amounts: [
        { amountMinor: 5, currency: "EUR" },
        { amountMinor: 100_00, currency: "RUB" },
      ],
      withheld: { en: "Amounts are in several currencies, which have no sum without a rate: €0.05, ₽100" },
      worstIds: ["deal_d", "deal_e"],
    })
    expect(states[2]).toEqual({
      state: "stepOverdue",
      count: 3,
      amount: { amountMinor: 400_00, currency: "RUB" },
      amounts: [{ amountMinor: 400_00, currency: "RUB" }],
      unstatedCount: 1,
      withheld: null,
      oldestDays: 31,
      worstIds: ["deal_b", "deal_a", "deal_c"],
    })
    expect(states[3]).toMatchObject({ state: "waitingOnUs", count: 0, amount: null, withheld: null, worstIds: [] })
    expect(byOwner.map(({ ownerId, total }) => [ownerId, total])).toEqual([
      [null, 2],
      ["ann", 3],
    ])
  })

  it("lists the first ids of each state only", () => {
    const rows = Array.from({ length: 500 }, (_, i) => deal({ id: `deal_${String(i).padStart(3, "0")}` }))
    const idsOf = (idsPerState?: number) =>
      partition(
        "deal",
        rows.toReversed(),
        policy,
        context,
        idsPerState === undefined ? {} : { idsPerState },
      ).states.find(({ state }) => state === "onTrack")?.worstIds
    expect(idsOf()).toEqual(rows.slice(0, 20).map(({ id }) => id))
    expect(idsOf(0)).toEqual([])
    expect(() => idsOf(-1)).toThrow(/idsPerState/)
  })

  it("counts what it did not read", () => {
    const rows = [deal({ observed: nothing, stepDueOn: null }), deal({ id: "deal_2", openedOn: "2026-07-01" })]
    expect(partition("deal", rows, policy, context).notRead).toMatchObject([
      { kind: "deal", what: "nextSteps", recordCount: 1 },
      { what: "dialogs", recordCount: 1 },
      { what: "laterFacts", recordCount: 1 },
    ])
  })

  it("refuses an id that is there twice, and a priority that does not name every state", () => {
    expect(() => partition("deal", [deal(), deal()], policy, context)).toThrow(/1 different ids/)
    const [first, second] = [deal({ id: "deal_1" }), deal({ id: "deal_2" })]
    expect(() => partition("deal", [first, second, first], policy, context)).toThrow(/2 different ids/)
    expect(partition("deal", [second, first], policy, context).total).toBe(2)
    const short = { ...policy, priority: policy.priority.slice(1) }
    expect(() => partition("deal", [], short, context)).toThrow(/priority/)
    const twice = { ...policy, priority: [...policy.priority.slice(1), policy.priority[1]!] }
    expect(() => partition("deal", [], twice, context)).toThrow(/priority/)
  })
})

describe.skipIf(!hasTestData)("partition of 8,800 opportunities (skipped: no test data)", () => {
  it("finds 1,291 deals older than any won, and takes the absence of facts for nothing", () => {
    const columns = mavenColumns()
    const { olderThanLongest } = stalledDeals(columns, selectDeals(columns).rows, { on: "2017-12-31" })
    const moment = controlContext({
      asOf: "2017-12-31",
      timeZone: "America/New_York",
      currency: "USD",
      longestWonDays: { sales: olderThanLongest!.thresholdDays },
    })
    const rows = mavenDeals().map((fact) =>
      deal({
        id: fact.id,
        ownerId: fact.ownerId,
        pipelineId: fact.pipelineId,
        outcome: fact.outcome,
        stageMeaning: fact.outcome === "won" ? "done" : fact.outcome,
        enteredStageAt: null,
        openedOn: fact.openedOn,
        closedOn: fact.closedOn,
        amount: fact.amountMinor === null ? null : { amountMinor: fact.amountMinor, currency: fact.currency },
        stepDueOn: null,
        observed: nothing,
      }),
    )
    const { states, total, notRead } = partition("deal", rows, policy, moment)
    expect(states.filter(({ count }) => count > 0).map(({ state, count }) => [state, count])).toEqual([
      ["stalled", 1291],
      ["notObservable", 5036],
      ["closed", 2473],
    ])
    expect(total).toBe(8800)
    expect(notRead.map(({ what, recordCount }) => [what, recordCount])).toEqual([
      ["nextSteps", 2089],
      ["dialogs", 2089],
      ["payments", 4238],
      ["documents", 4238],
      ["stageEntry", 500],
    ])
  })
})
