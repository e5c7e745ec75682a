import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { ControlList, ControlListRow } from "../../src/control/ControlList.ts"
import { controlList } from "../../src/control/ControlList.ts"
import { calmStates, controlKinds } from "../../src/control/ControlPolicy.ts"
import type { ControlStateName } from "../../src/control/ControlPolicy.ts"
import { judge } from "../../src/control/Judgement.ts"
import type { LadderPlace } from "../../src/control/Ladder.ts"
import { decidingRung, ladderOrder } from "../../src/control/Ladder.ts"
import { addDays } from "../../src/shared/CalendarDate.ts"
import { anyBase, anyContext, anyDeal, anyPolicy, client, context, deal, lead, nothing, policy } from "./facts.ts"

const late = { stepDueOn: "2026-05-01" }
const eur = (amountMinor: number) => ({ amountMinor, currency: "EUR" })
const base = {
  lead: [lead({ id: "lead_a", stepDueOn: "2026-05-01" }), lead({ id: "lead_b", ownerId: null })],
  client: [client({ id: "client_a", stepDueOn: "2026-05-01", deals: [deal()] })],
  deal: [
    deal({ id: "deal_a", ...late }),
    deal({ id: "deal_b", ...late, amount: { amountMinor: 200_00, currency: "RUB" } }),
    deal({ id: "deal_c", ...late, amount: eur(900_00) }),
    deal({ id: "deal_d", stepDueOn: "2026-04-01", amount: null }),
    deal({ id: "deal_e", observed: nothing, stepDueOn: null }),
    deal({ id: "deal_f" }),
  ],
}

describe("controlList", () => {
  it("ranks by state, stated amount, currency, amount, age and id, and says for each why it stands above the next", () => {
    const { rows, total, judged, notRead } = controlList(base, policy, context)
    expect(rows.map(({ place, id, above }) => [place, id, above?.en ?? null])).toEqual([
      [1, "lead_b", "“Unassigned” comes before “Step overdue” in the department's priority"],
      [2, "deal_b", "More at stake: ₽200 against ₽100"],
      [3, "deal_a", "Currencies are not compared: the department's own comes first, then the others by code"],
      [4, "deal_c", "Its amount is known, the next one's is not"],
      [5, "deal_d", "Older: 61\u00A0days against 31"],
      [6, "lead_a", "Equal in state, amount and age; the order is by kind and id"],
      [7, "client_a", null],
    ])
    expect(rows[0]).toMatchObject({
      clears: { en: "Give it an owner who works here." },
      ifLeft: { en: "Nobody will ever work on it." },
      worstDeal: null,
    })
    expect(rows[6]?.worstDeal).toEqual({ dealId: "deal_1", state: "onTrack" })
    expect([total, judged]).toEqual([7, 9])
    expect(notRead.map(({ kind, what, recordCount }) => [kind, what, recordCount])).toEqual([
      ["deal", "nextSteps", 1],
      ["deal", "dialogs", 1],
    ])
  })

  it("takes one owner's records, some kinds, and the first few rows; a cut row still says why it stands above", () => {
    expect(controlList(base, policy, context, { ownerId: null })).toMatchObject({ total: 1, judged: 1 })
    const deals = controlList(base, policy, context, { kinds: ["deal"], limit: 1 })
    expect([deals.total, deals.judged, deals.rows.map(({ id }) => id)]).toEqual([4, 6, ["deal_b"]])
    expect(deals.rows[0]?.above?.en).toMatch(/^More at stake/)
    expect(() => controlList(base, policy, context, { limit: 1.5 })).toThrow(/limit/)
  })

  it("goes on from a place, also where the record that stood there has left the list and a day has passed", () => {
    const ids = (found: ReturnType<typeof controlList>) => found.rows.map(({ place, id }) => [place, id])
    const first = controlList(base, policy, context, { limit: 3 })
    expect(first.next).toEqual({
      kind: "deal",
      id: "deal_a",
      state: "stepOverdue",
      amount: { amountMinor: 100_00, currency: "RUB" },
      since: "2026-05-01",
    })
    const rest = controlList(base, policy, context, { limit: 9, after: first.next })
    expect([rest.total, rest.next, ids(rest)]).toEqual([
      7,
      null,
      [
        [4, "deal_c"],
        [5, "deal_d"],
        [6, "lead_a"],
        [7, "client_a"],
      ],
    ])
    const without = { ...base, deal: base.deal.filter(({ id }) => id !== "deal_a") }
    const later = controlList(without, policy, { ...context, today: addDays(context.today, 1) }, { after: first.next })
    expect(ids(later)).toEqual([
      [3, "deal_c"],
      [4, "deal_d"],
      [5, "lead_a"],
      [6, "client_a"],
    ])
    expect(controlList(base, policy, context, { limit: 0 })).toMatchObject({ total: 7, rows: [], next: null })
  })

  it("gives every row once and in the same place, however large the pages", () => {
    fc.assert(
      fc.property(anyBase, anyPolicy, anyContext, fc.integer({ min: 1, max: 4 }), (any, anyOrder, moment, limit) => {
        const whole = controlList(any, anyOrder, moment).rows
        const paged: Array<ControlListRow> = []
        let after: LadderPlace | null = null
        do {
          const page: ControlList = controlList(any, anyOrder, moment, { limit, after })
          paged.push(...page.rows)
          after = page.next
        } while (after !== null)
        expect(paged).toEqual(whole)
      }),
    )
  })

  it("takes some states, those that need nobody too, and still says how many were judged", () => {
    const idsIn = (...states: ReadonlyArray<ControlStateName>) => {
      const { rows, total, judged } = controlList(base, policy, context, { states, kinds: ["lead", "deal"] })
      expect([total, judged]).toEqual([rows.length, 8])
      return rows.map(({ id }) => id)
    }
    expect(idsIn("stepOverdue")).toEqual(["deal_b", "deal_a", "deal_c", "deal_d", "lead_a"])
    expect(idsIn("notObservable", "unassigned")).toEqual(["lead_b", "deal_e"])
    expect(idsIn()).toEqual([])
  })

  it("lists exactly the records that are not calm, in the order of the ladder, as plain JSON", () => {
    fc.assert(
      fc.property(anyBase, anyPolicy, anyContext, (any, anyOrder, moment) => {
        const { rows, total, judged, ...rest } = controlList(any, anyOrder, moment)
        const all = controlKinds.flatMap((kind) => [...any[kind]])
        const needing = all.filter((facts) => !calmStates.includes(judge(facts, anyOrder, moment).first.state))
        expect([total, judged]).toEqual([needing.length, all.length])
        expect(rows.map(({ id }) => id).toSorted()).toEqual(needing.map(({ id }) => id).toSorted())
        const places = rows.map(({ state }) => anyOrder.priority.indexOf(state))
        expect(places).toEqual(places.toSorted((left, right) => left - right))
        expect(rows.every(({ above }, i) => (above === null) === (i === rows.length - 1))).toBe(true)
        const answer = { rows, total, judged, ...rest }
        expect(JSON.parse(JSON.stringify(answer))).toEqual(answer)
      }),
    )
  })
})

describe("ladderOrder", () => {
  it("is a total order: antisymmetric, transitive, and equal only for the same record", () => {
    const three = fc
      .tuple(anyDeal, anyDeal, anyDeal)
      .map((deals) => deals.map((each, i) => judge({ ...each, id: `deal_${i}` }, policy, context)))
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        const order = ladderOrder("RUB")
        expect(Math.sign(order(a!, b!)) + Math.sign(order(b!, a!))).toBe(0)
        expect(order(a!, b!)).not.toBe(0)
        expect(order(a!, a!)).toBe(0)
        if (order(a!, b!) < 0 && order(b!, c!) < 0) expect(order(a!, c!)).toBeLessThan(0)
        expect(decidingRung(a!, b!, "RUB")).toBe(decidingRung(b!, a!, "RUB"))
      }),
    )
  })
})
