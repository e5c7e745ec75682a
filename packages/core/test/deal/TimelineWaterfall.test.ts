import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { dealColumns } from "../../src/deal/DealFact.ts"
import { selectDeals } from "../../src/deal/DealRows.ts"
import type { DealState, DealTimeline, TimelineDeal } from "../../src/deal/DealTimeline.ts"
import { dealTimeline, stateOn } from "../../src/deal/DealTimeline.ts"
import { timelineWaterfall } from "../../src/deal/TimelineWaterfall.ts"
import { waterfallByFlow } from "../../src/deal/WaterfallByFlow.ts"
import type { HistoryRow } from "../../src/journal/Event.ts"
import { memory, presets, salesDept } from "../../src/promise/index.ts"
import { dateOfDayNumber } from "../../src/shared/CalendarDate.ts"
import { hasTestData } from "../testData.ts"
import { deals } from "./deals.ts"
import { mavenDeals } from "./maven.ts"

const frame = { timeZone: "Europe/Moscow", currency: "RUB" }

const record = (fields: Partial<TimelineDeal> = {}): TimelineDeal => ({
  id: "deal_1",
  version: 9,
  openedOn: "2026-01-01",
  closedOn: null,
  lostReasonId: null,
  cycles: [],
  enteredStageAt: null,
  ...fields,
})

const row = (version: number, type: string, occurredAt: string, outcome: string, amountMinor = 100): HistoryRow => ({
  stream: "deal_1",
  version,
  type,
  occurredAt,
  mark: {
    pipelineId: "sales",
    stageId: outcome,
    previousStageId: null,
    previousStageSeconds: null,
    outcome,
    amountMinor,
    listAmountMinor: amountMinor * 2,
    currency: "RUB",
    ownerId: "ann",
    expectedCloseOn: null,
  },
})

const daysOf = (timeline: ReturnType<typeof dealTimeline>): ReadonlyArray<string> =>
  "states" in timeline
    ? timeline.states.map(({ day, outcome }) => `${dateOfDayNumber(day)} ${outcome}`)
    : [timeline.reason]

describe("timeline of a deal", () => {
  test("given what happened here, when told, then each state has the tenant's day on which it happened", () => {
    const rows = [
      // 23:30 in Moscow, and half past midnight.
      row(1, "DealOpened", "2026-02-01T20:30:00.000Z", "open"),
      row(2, "DealMoved", "2026-02-01T21:30:00.000Z", "lost"),
      row(3, "DealMoved", "2026-02-05T09:00:00.000Z", "open"),
    ]
    const cycles = [
      {
        openedOn: null,
        closedOn: "2026-02-02",
        outcome: "lost",
        sellerId: null,
        stageId: "lost",
        lostReasonId: null,
        amount: null,
        closeRate: null,
      },
    ] as const
    expect(daysOf(dealTimeline(record({ cycles }), rows, frame))).toEqual([
      "2026-02-01 open",
      "2026-02-02 lost",
      "2026-02-05 open",
    ])
  })

  test("given a deal that a source asserts as closed, when told, then it was open in between, whenever we learnt it", () => {
    const rows = [row(1, "DealImported", "2026-05-05T09:00:00.000Z", "won")]
    expect(daysOf(dealTimeline(record({ closedOn: "2026-01-20" }), rows, frame))).toEqual([
      "2026-01-01 open",
      "2026-01-20 won",
    ])
  })

  test("given a close that we learn late, when told, then it takes the place of what came after it", () => {
    const rows = [
      row(1, "DealImported", "2026-01-02T09:00:00.000Z", "open"),
      row(2, "DealAmended", "2026-02-10T09:00:00.000Z", "open", 200),
      row(3, "DealImported", "2026-05-05T09:00:00.000Z", "won", 200),
    ]
    expect(daysOf(dealTimeline(record({ closedOn: "2026-01-20" }), rows, frame))).toEqual([
      "2026-01-01 open",
      "2026-01-20 won",
    ])
  })

  test("given a source without dates, or with dates in the wrong order, when told, then it says why it cannot be", () => {
    const won = [row(1, "DealImported", "2026-05-05T09:00:00.000Z", "won")]
    expect(daysOf(dealTimeline(record({ openedOn: null }), won, frame))).toEqual(["openedOnMissing"])
    expect(daysOf(dealTimeline(record(), won, frame))).toEqual(["closedOnMissing"])
    expect(daysOf(dealTimeline(record({ closedOn: "2025-12-31" }), won, frame))).toEqual(["closedBeforeOpened"])
  })

  test("given a loss for a reason that takes deals out of the count, when told, then it is removed and not lost", () => {
    const removing = { ...frame, removingReasonIds: new Set(["duplicate"]) }
    const rows = [
      row(1, "DealOpened", "2026-02-01T09:00:00.000Z", "open"),
      row(2, "DealMoved", "2026-02-02T09:00:00.000Z", "lost"),
    ]
    const lost = record({ openedOn: "2026-02-01", closedOn: "2026-02-02", lostReasonId: "duplicate" })
    const timeline = dealTimeline(lost, rows, removing)
    if (!("states" in timeline)) return expect.fail("it has states")
    expect(timeline.states.map(({ isRemoved }) => isRemoved)).toEqual([false, true])
    const period = { from: "2026-02-02", to: "2026-02-03" }
    const { buckets } = timelineWaterfall([timeline], { kind: "flow", period, currency: "RUB" })
    expect(buckets.filter(({ dealIds }) => dealIds.length > 0).map(({ kind }) => kind)).toEqual(["removed"])
  })

  test("given a removal and a return to the base, when told, then it is out of the count between, by its list price too", () => {
    const rows = [
      row(1, "DealOpened", "2026-02-01T09:00:00.000Z", "open"),
      row(2, "DealRemoved", "2026-02-02T09:00:00.000Z", "removed"),
      row(3, "DealRestored", "2026-02-04T09:00:00.000Z", "open", 150),
    ]
    const timeline = dealTimeline(record({ openedOn: "2026-02-01" }), rows, frame)
    if (!("states" in timeline)) return expect.fail("it has states")
    expect(timeline.states.map(({ outcome, isRemoved }) => [outcome, isRemoved])).toEqual([
      ["open", false],
      ["open", true],
      ["open", false],
    ])
    const barsOf = (from: string, to: string, measure: "amount" | "listAmount") =>
      timelineWaterfall([timeline], { kind: "flow", period: { from, to }, currency: "RUB", measure })
        .buckets.filter(({ dealIds }) => dealIds.length > 0)
        .map(({ kind, amountChangeMinor }) => [kind, amountChangeMinor])
    expect(barsOf("2026-02-02", "2026-02-03", "amount")).toEqual([["removed", -100]])
    expect(barsOf("2026-02-01", "2026-02-05", "listAmount")).toEqual([
      ["new", 200],
      ["reopened", 300],
      ["removed", -200],
    ])
  })

  test("given events that came after the record was read, when told, then they are left out", () => {
    const rows = [
      row(1, "DealOpened", "2026-02-01T09:00:00.000Z", "open"),
      row(2, "DealMoved", "2026-02-02T09:00:00.000Z", "lost"),
    ]
    expect(daysOf(dealTimeline(record({ version: 1 }), rows, frame))).toEqual(["2026-02-01 open"])
  })
})

const firstDay = 20_454 // 2026-01-01
const states: fc.Arbitrary<ReadonlyArray<DealState>> = fc
  .array(
    fc.record({
      day: fc.integer({ min: 0, max: 20 }).map((day) => firstDay + day),
      outcome: fc.constantFrom("open", "open", "open", "won", "lost"),
      isRemoved: fc.boolean(),
      stageId: fc.constant("contact"),
      pipelineId: fc.constantFrom("sales", "sales", "other"),
      ownerId: fc.constantFrom("ann", "bob", null),
      amountMinor: fc.option(fc.nat(1e6), { nil: null, freq: 5 }),
      listAmountMinor: fc.option(fc.nat(1e6), { nil: null, freq: 5 }),
      currency: fc.constantFrom("RUB", "RUB", "EUR"),
      expectedDay: fc.option(fc.integer({ min: firstDay, max: firstDay + 60 }), { nil: null, freq: 5 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) => list.toSorted((left, right) => left.day - right.day))

const timelines: fc.Arbitrary<ReadonlyArray<DealTimeline>> = fc
  .array(states, { maxLength: 12 })
  .map((list) => list.map((each, i) => ({ dealId: `deal_${i}`, states: each })))

const scopes = [
  {},
  { ownerIds: ["ann"] },
  { pipelineId: "sales" },
  { expectedClose: { from: "2026-01-15", to: "2026-02-10" } },
  { ownerIds: ["ann", "bob"], expectedClose: { from: "2026-01-01", to: "2026-02-01" } },
  { measure: "listAmount" },
  { measure: "listAmount", ownerIds: ["bob"], pipelineId: "sales" },
] as const

describe("waterfall from timelines", () => {
  const period = { from: "2026-01-05", to: "2026-01-16" }

  test("whatever happened, start and all bars make the end, in count and in money, by flow and by pair", () => {
    fc.assert(
      fc.property(timelines, fc.constantFrom(...scopes), fc.constantFrom("flow", "pair"), (given, scope, kind) => {
        const { start, buckets, end } = timelineWaterfall(given, { kind, period, currency: "RUB", ...scope })
        expect(start.dealCount + buckets.reduce((sum, { countChange }) => sum + countChange, 0)).toBe(end.dealCount)
        const money = buckets.reduce((sum, { amountChangeMinor }) => sum + amountChangeMinor, 0)
        expect(start.amountMinor + money).toBe(end.amountMinor)
        const ids = buckets.flatMap(({ dealIds }) => dealIds)
        if (kind === "pair") expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })

  test("whatever happened, two adjoining periods add up to both together by flow", () => {
    fc.assert(
      fc.property(timelines, fc.constantFrom(...scopes), (given, scope) => {
        const ask = (from: string, to: string) =>
          timelineWaterfall(given, { kind: "flow", period: { from, to }, currency: "RUB", ...scope })
        const [whole, left, right] = [
          ask("2026-01-05", "2026-01-16"),
          ask("2026-01-05", "2026-01-09"),
          ask("2026-01-09", "2026-01-16"),
        ]
        expect([left.start, left.end, right.end]).toEqual([whole.start, right.start, whole.end])
        whole.buckets.forEach(({ kind, countChange, amountChangeMinor, dealIds }, i) => {
          const parts = [left.buckets[i], right.buckets[i]]
          expect([kind, countChange, amountChangeMinor, dealIds.toSorted()]).toEqual([
            kind,
            parts.reduce((sum, part) => sum + (part?.countChange ?? 0), 0),
            parts.reduce((sum, part) => sum + (part?.amountChangeMinor ?? 0), 0),
            parts.flatMap((part) => part?.dealIds ?? []).toSorted(),
          ])
        })
      }),
    )
  })

  test("whatever happened, hand-overs cancel in count over owners who share out all deals", () => {
    const owned = timelines.map((list) =>
      list.map((one) => ({
        ...one,
        states: one.states.map((state) => ({ ...state, ownerId: state.ownerId ?? "eve" })),
      })),
    )
    fc.assert(
      fc.property(owned, (given) => {
        const change = (kind: string) =>
          ["ann", "bob", "eve"].reduce((sum, id) => {
            const { buckets } = timelineWaterfall(given, { kind: "flow", period, currency: "RUB", ownerIds: [id] })
            return sum + (buckets.find((bucket) => bucket.kind === kind)?.countChange ?? 0)
          }, 0)
        expect(change("ownerIn") + change("ownerOut")).toBe(0)
      }),
    )
  })

  test("given deals of which only dates are known, when asked by flow, then it is the waterfall that dates alone give", () => {
    fc.assert(
      fc.property(deals, (facts) => {
        const columns = dealColumns(facts)
        const byDates = waterfallByFlow(columns, selectDeals(columns).rows, { period, currency: "RUB" })
        const skipped = new Set(byDates.notRead.flatMap(({ dealIds }) => dealIds))
        const lines = facts.flatMap((fact) => {
          if (skipped.has(fact.id)) return []
          const rows = [{ ...row(1, "DealImported", "2026-12-01T09:00:00.000Z", fact.outcome), stream: fact.id }].map(
            (one) => ({
              ...one,
              mark: one.mark && { ...one.mark, amountMinor: fact.amountMinor, currency: fact.currency },
            }),
          )
          const timeline = dealTimeline(
            record({ id: fact.id as "deal_1", openedOn: fact.openedOn, closedOn: fact.closedOn }),
            rows,
            frame,
          )
          return "states" in timeline ? [timeline] : []
        })
        const whole = timelineWaterfall(lines, { kind: "flow", period, currency: "RUB" })
        expect([whole.start, whole.end]).toEqual([byDates.start, byDates.end])
        for (const bucket of byDates.buckets) {
          const same = whole.buckets.find(({ kind }) => kind === bucket.kind)
          expect({ ...same, dealIds: same?.dealIds.toSorted() }).toEqual({
            ...bucket,
            dealIds: bucket.dealIds.toSorted(),
          })
        }
      }),
    )
  })

  test("given no state yet, when asked how it stood, then null", () => {
    const [first] = fc.sample(
      timelines.filter((list) => list.length > 0),
      1,
    )
    const [one] = first ?? []
    if (one === undefined) return expect.fail("a sample has a deal")
    expect(stateOn(one, firstDay - 1)).toBeNull()
    expect(stateOn(one, firstDay + 100)).toBe(one.states.at(-1))
  })
})

describe.skipIf(!hasTestData)("the public CRM set through the write path", () => {
  test("gives its published totals and its waterfall of May 2017, to the unit", { timeout: 60_000 }, async () => {
    const stage = (id: string, meaning: "open" | "done" | "lost") => ({ id, name: { en: id, ru: id }, meaning })
    const base = presets.servicesWithActs({ timeZone: "UTC", currency: "USD" })
    const sales = {
      id: "sales",
      version: 1,
      name: { en: "Sales", ru: "Продажи" },
      stages: [stage("Prospecting", "open"), stage("Engaging", "open"), stage("Won", "done"), stage("Lost", "lost")],
      transitions: [
        { from: "Prospecting", to: "Engaging", kind: "forward" as const },
        { from: "Engaging", to: "Won", kind: "forward" as const },
        { from: "Prospecting", to: "Lost", kind: "lose" as const },
        { from: "Engaging", to: "Lost", kind: "lose" as const },
      ],
    }
    await using dept = await salesDept({
      store: memory(),
      department: {
        ...base,
        pipelines: [sales],
        defaultPipelineId: "sales",
        sources: [{ id: "crm", name: { en: "CRM", ru: "CRM" }, carries: [] }],
      },
    })
    const shop = dept.tenant("shop").as("import")
    const facts = mavenDeals()
    const rows = facts.map((fact) => ({
      id: `deal_${fact.id}` as const,
      title: null,
      stageId: fact.stageId,
      clientId: null,
      ownerId: fact.ownerId,
      productId: fact.productId,
      amount: fact.amountMinor === null ? null : { amountMinor: fact.amountMinor, currency: "USD" },
      listAmount: null,
      openedOn: fact.openedOn,
      closedOn: fact.closedOn,
    }))
    for (let from = 0; from < rows.length; from += 5000) {
      await shop.deals.import({ sourceId: "crm", pipelineId: "sales", rows: rows.slice(from, from + 5000) })
    }
    const counts = await shop.deals.countBy("stageId")
    expect(Object.fromEntries(counts.map(({ value, count }) => [value, count]))).toEqual({
      Won: 4238,
      Lost: 2473,
      Engaging: 1589,
      Prospecting: 500,
    })
    const may = await shop.deals.waterfall({ kind: "flow", period: { from: "2017-05-01", to: "2017-06-01" } })
    const count = (kind: string) => may.buckets.find((bucket) => bucket.kind === kind)?.countChange
    expect([may.start.dealCount, count("new"), count("won"), count("lost"), may.end.dealCount]).toEqual([
      1618, 722, -438, -367, 1535,
    ])
    const all = await shop.deals.waterfall({ kind: "flow", period: { from: "2016-01-01", to: "2018-01-01" } })
    expect(all.buckets.find(({ kind }) => kind === "won")?.amountChangeMinor).toBe(-10_005_534_00)
    expect(all.notRead).toMatchObject([{ reason: "openedOnMissing", dealCount: 500 }])
  })
})
