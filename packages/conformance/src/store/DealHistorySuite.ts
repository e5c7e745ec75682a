import type { Waterfall, WaterfallBucketKind } from "@salesdept/core/deal"
import { countStageMoves } from "@salesdept/core/journal"
import type { HistoryRow, StageMoveCount } from "@salesdept/core/journal"
import type { Session } from "@salesdept/core/promise"
import { addDays, fiveDayCalendar, isSalesDeptError } from "@salesdept/core/shared"
import type { CalendarDate, DateRange } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyCommand, anyDealRows } from "../arbitrary/Commands.ts"
import { rejectionOf } from "./Rejection.ts"
import { inScene, run, suiteActor, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { kindNamed } from "./Kinds.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const dealId = "deal_1"
const dayMs = 86_400_000
const hourMs = 3_600_000

const bars = ({ buckets }: Waterfall): { readonly [kind: string]: readonly [number, number] } =>
  Object.fromEntries(
    buckets
      .filter(({ dealIds }) => dealIds.length > 0)
      .map(({ kind, countChange, amountChangeMinor }) => [kind, [countChange, amountChangeMinor]]),
  )

const bar = ({ buckets }: Waterfall, kind: WaterfallBucketKind) =>
  buckets.find((bucket) => bucket.kind === kind) ?? { countChange: 0, amountChangeMinor: 0, dealIds: [] }

/** A waterfall balances: its start and all its bars make its end, in count and in money, and each bar drills to its deals. */
const expectBalance = ({ start, buckets, end }: Waterfall): void => {
  expect(start.dealCount + buckets.reduce((total, { countChange }) => total + countChange, 0)).toBe(end.dealCount)
  // Bars are safe each; on the way from one to the next their sum may not be.
  const money = buckets.reduce((total, { amountChangeMinor }) => total + BigInt(amountChangeMinor), 0n)
  expect(BigInt(start.amountMinor) + money).toBe(BigInt(end.amountMinor))
  for (const { countChange, dealIds } of buckets) expect(dealIds.length).toBeGreaterThanOrEqual(Math.abs(countChange))
}

/** The waterfalls of single days make the waterfall of all of them: levels meet, bars add up. */
const expectTelescope = async (
  whole: Waterfall,
  ask: (period: DateRange) => Promise<Waterfall>,
  from: CalendarDate,
  days: number,
): Promise<void> => {
  const sums = new Map<string, { count: number; amount: bigint; ids: Array<string> }>()
  let level = whole.start
  for (let day = 0; day < days; day++) {
    const one = await ask({ from: addDays(from, day), to: addDays(from, day + 1) })
    expect(one.start).toEqual(level)
    level = one.end
    for (const { kind, countChange, amountChangeMinor, dealIds } of one.buckets) {
      const sum = sums.get(kind) ?? { count: 0, amount: 0n, ids: [] }
      sums.set(kind, {
        count: sum.count + countChange,
        amount: sum.amount + BigInt(amountChangeMinor),
        ids: [...sum.ids, ...dealIds],
      })
    }
  }
  expect(level).toEqual(whole.end)
  for (const { kind, countChange, amountChangeMinor, dealIds } of whole.buckets) {
    const sum = sums.get(kind) ?? { count: 0, amount: 0n, ids: [] }
    expect([kind, sum.count, sum.amount, sum.ids.toSorted()]).toEqual([
      kind,
      countChange,
      BigInt(amountChangeMinor),
      dealIds.toSorted(),
    ])
  }
}

const playAFewDays = async (shop: Session, next: (days: number) => void): Promise<void> => {
  await shop.deals.open({ id: "deal_1", title: "A", ownerId: "ann", amount: rub(100), expectedCloseOn: "2026-03-10" })
  await shop.deals.open({ id: "deal_2", title: "B", ownerId: "bob", amount: rub(50), expectedCloseOn: "2026-05-01" })
  next(1)
  await shop.deals.amend({ dealId: "deal_1", amount: rub(130) })
  await shop.deals.amend({ dealId: "deal_2", ownerId: "ann", expectedCloseOn: "2026-03-20" })
  next(1)
  await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price" })
  await shop.deals.amend({ dealId: "deal_2", amount: { amountMinor: 7, currency: "EUR" } })
  next(1)
  await shop.deals.move({ dealId: "deal_1", to: "newLead", reason: "they called back" })
  await shop.deals.amend({ dealId: "deal_1", expectedCloseOn: "2026-06-01" })
}

/** What the journal says of deals over time: stays, earlier states, funnels and waterfalls, the same over every store. */
export const dealHistorySuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: history of deals`, () => {
    it(
      "reads the history of a kind in order, without the journal of others",
      inScene(factory, async ({ session, store, clock }) => {
        const shop = session()
        for (const id of ["deal_b", "deal_a", "deal_a.1"])
          await shop.deals.open({ id: `deal_${id.slice(5)}`, title: id })
        await shop.clients.register({ id: "client_1", name: "Alfa" })
        clock.advance(dayMs)
        await shop.deals.move({ dealId: "deal_a", to: "contact" })
        await session("other").deals.open({ id: "deal_x", title: "x" })
        const rows: Array<readonly [string, number, string | undefined, number | null | undefined]> = []
        await run(
          store.history(suiteTenant, kindNamed("deal"), (batch) => {
            for (const { stream, version, mark } of batch) {
              rows.push([stream, version, mark?.stageId, mark?.previousStageSeconds])
            }
          }),
        )
        expect(rows).toEqual([
          ["deal_a", 1, "newLead", null],
          ["deal_a", 2, "contact", dayMs / 1000],
          ["deal_a.1", 1, "newLead", null],
          ["deal_b", 1, "newLead", null],
        ])
      }),
    )

    it(
      "tells a deal's stays by the clock and in working time, and the deal as it was at any instant",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        // Monday 2 February 2026, 9:00 in Moscow.
        const { deal: opened } = await shop.deals.open({ id: dealId, title: "Audit", amount: rub(5) })
        clock.advance(26 * hourMs)
        await shop.deals.move({ dealId, to: "contact" })
        clock.advance(hourMs)
        await shop.deals.amend({ dealId, amount: rub(6) })
        clock.advance(5 * hourMs)
        const visits = await shop.deals.visits({ dealId, calendar: fiveDayCalendar })
        expect(visits.map(({ stageId, nextStageId, seconds }) => [stageId, nextStageId, seconds])).toEqual([
          ["newLead", "contact", 26 * 3600],
          ["contact", null, 6 * 3600],
        ])
        // A day of eight hours and the two hours of the next morning; then from 11:00 to 17:00 less the break.
        expect(visits.map(({ workMinutes }) => workMinutes)).toEqual([600, 300])
        const early = await shop.deals.visits({ dealId, asOf: "2026-02-02T18:00:00.000Z" })
        expect(early.map(({ stageId, leftAt, seconds }) => [stageId, leftAt, seconds])).toEqual([
          ["newLead", null, 12 * 3600],
        ])
        const { factsVersion: _counted, ...then } = opened
        expect(await shop.deals.getAsOf(dealId, { asOf: "2026-02-02T18:00:00.000Z" })).toMatchObject(then)
        expect(await shop.deals.getAsOf(dealId, { asOf: "2026-02-01T00:00:00.000Z" })).toBeNull()
        expect(await shop.deals.getAsOf(dealId)).toMatchObject({ stageId: "contact", amount: rub(6), version: 3 })
        await rejectionOf("InputInvalid", shop.deals.visits({ dealId, asOf: "yesterday" }))
      }),
    )

    it(
      "shows every way in which the pipeline changed, by flow and by pair, per owner and per expected close",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await playAFewDays(shop, (days) => clock.advance(days * dayMs))
        const period = { from: "2026-02-02", to: "2026-02-06" }
        const flow = await shop.deals.waterfall({ kind: "flow", period })
        expect(bars(flow)).toEqual({
          new: [2, 150],
          amountUp: [0, 30],
          lost: [-1, -130],
          currency: [-1, -50],
          reopened: [1, 130],
        })
        expect(flow.notObservable).toEqual(["pulledIn", "pushedOut"])
        expect(bars(await shop.deals.waterfall({ kind: "pair", period }))).toEqual({ new: [1, 130] })
        const ann = await shop.deals.waterfall({ kind: "flow", period, ownerIds: ["ann"] })
        expect(bars(ann)).toEqual({ ...bars(flow), new: [1, 100], ownerIn: [1, 50] })
        expect(bar(ann, "ownerIn").dealIds).toEqual(["deal_2"])
        const bob = await shop.deals.waterfall({ kind: "flow", period, ownerIds: ["bob"] })
        expect(bars(bob)).toEqual({ new: [1, 50], ownerOut: [-1, -50] })
        const march = { from: "2026-03-01", to: "2026-04-01" }
        const due = await shop.deals.waterfall({ kind: "flow", period, expectedClose: march })
        expect(bars(due)).toEqual({
          new: [1, 100],
          pulledIn: [1, 50],
          amountUp: [0, 30],
          lost: [-1, -130],
          currency: [-1, -50],
          reopened: [1, 130],
          pushedOut: [-1, -130],
        })
        const euro = await shop.deals.waterfall({ kind: "flow", period, currency: "EUR" })
        expect(bars(euro)).toEqual({ currency: [1, 7] })
        for (const one of [flow, ann, bob, due, euro]) expectBalance(one)
        await rejectionOf(
          "InputInvalid",
          shop.deals.waterfall({ kind: "flow", period: { from: "2026-02-06", to: "2026-02-02" } }),
        )
      }),
    )

    it(
      "shows a deal lost for a reason that takes it out of the count as removed, and one lost for another reason as lost",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const duplicate = {
          id: "duplicate",
          name: { en: "Duplicate", ru: "Дубль" },
          textRequired: false,
          removes: true,
        }
        await shop.department.publish({ ...suiteDepartment, lostReasons: [...suiteDepartment.lostReasons, duplicate] })
        for (const id of ["deal_1", "deal_2"] as const) await shop.deals.open({ id, title: id, amount: rub(10) })
        clock.advance(dayMs)
        await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "duplicate" })
        await shop.deals.move({ dealId: "deal_2", to: "lost", lostReasonId: "price" })
        const period = { from: "2026-02-03", to: "2026-02-04" }
        const stated = async () => {
          const { causes } = await shop.plans.variance({ period: "2026-02", controlMoments: 0 })
          return causes.ranked.filter(({ source }) => source === "lostReason").map(({ name: { ru } }) => ru)
        }
        const named = ["Названная причина: Дубль", "Названная причина: Цена"]
        expect((await stated()).toSorted()).toEqual(named)
        // The list is another by now: what is past was for the reasons of its day.
        for (const lostReasons of [undefined, suiteDepartment.lostReasons.filter(({ id }) => id !== "price")]) {
          if (lostReasons !== undefined) await shop.department.publish({ ...suiteDepartment, lostReasons })
          for (const kind of ["flow", "pair"] as const) {
            const waterfall = await shop.deals.waterfall({ kind, period })
            expect(bars(waterfall)).toEqual({ removed: [-1, -10], lost: [-1, -10] })
            expect(bar(waterfall, "removed").dealIds).toEqual(["deal_1"])
          }
          expect((await stated()).toSorted()).toEqual(named)
        }
      }),
    )

    it(
      "balances in count and in money for every scope and telescopes over days, whatever happened",
      inScene(factory, async ({ dept, clock }) => {
        let tenants = 0
        const kinds = ["flow", "pair"] as const
        await fc.assert(
          fc.asyncProperty(
            fc.array(anyCommand, { maxLength: 40, size: "max" }),
            fc.option(anyDealRows, { nil: null }),
            async (history, rows) => {
              tenants += 1
              const shop = dept.tenant(`tenant-${tenants}`).as(suiteActor, { roles: ["head"] })
              const started = clock.now()
              if (rows !== null)
                await shop.deals.import({ sourceId: "fullExport", pipelineId: "servicesWithActs", rows })
              for (const command of history) {
                clock.advance(command.afterMs % (3 * dayMs))
                await command.call(shop).catch(() => null)
              }
              const from = addDays(new Date(started).toISOString().slice(0, 10), -3)
              const days = 12
              const period = { from, to: addDays(from, days) }
              const owners = ["user:1", "user:2", "Ёж 🦔"]
              const scopes = [
                {},
                ...owners.map((id) => ({ ownerIds: [id] })),
                { ownerIds: owners, pipelineId: "servicesWithActs" },
                { measure: "listAmount" } as const,
                { currency: "EUR" },
                { expectedClose: period },
              ]
              try {
                for (const scope of scopes) {
                  for (const kind of kinds) expectBalance(await shop.deals.waterfall({ kind, period, ...scope }))
                  const ask = (one: DateRange) => shop.deals.waterfall({ kind: "flow", period: one, ...scope })
                  await expectTelescope(await ask(period), ask, from, days)
                }
              } catch (error) {
                // Amounts up to the bound are among the commands: a sum past it is refused, never rounded.
                if (!isSalesDeptError(error) || error._tag !== "AmountUnsafe") throw error
              }
            },
          ),
          { numRuns: 6 },
        )
      }),
    )

    it(
      "tells what becomes of deals stage by stage, those still on their way taken into account",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const ids = ["deal_1", "deal_2", "deal_3", "deal_4"] as const
        for (const id of ids) await shop.deals.open({ id, title: id })
        clock.advance(dayMs)
        await shop.deals.move({ dealId: "deal_1", to: "contact" })
        await shop.deals.move({ dealId: "deal_2", to: "lost", lostReasonId: "price" })
        clock.advance(dayMs)
        await shop.deals.move({ dealId: "deal_3", to: "contact" })
        await shop.deals.move({ dealId: "deal_1", to: "newLead", reason: "wrong number" })
        const funnel = await shop.deals.funnel()
        const [newLead, contact] = funnel.stages
        expect([funnel.dealCount, newLead?.enteredCount, newLead?.stillCount]).toEqual([4, 4, 1])
        expect(newLead?.exits.map(({ id, dealCount, days }) => [id, dealCount, days.mean])).toEqual([
          ["advanced", 2, 1.5],
          ["lost", 1, 1],
        ])
        expect(newLead?.stillDealIds).toEqual(["deal_4"])
        expect([contact?.enteredCount, contact?.stillCount]).toEqual([2, 2])
        expect(funnel.outcome.exits.map(({ id, dealCount }) => [id, dealCount])).toEqual([
          ["done", 0],
          ["lost", 1],
        ])
        const earlier = await shop.deals.funnel({ asOf: "2026-02-02T23:00:00.000Z" })
        expect(earlier.stages[0]).toMatchObject({ enteredCount: 4, stillCount: 4 })
        await rejectionOf("PipelineUnknown", shop.deals.funnel({ pipelineId: "none" }))
      }),
    )

    it(
      "counts moves between stages and the time before them, of any period, without deals that are not in the base",
      inScene(factory, async ({ session, clock, store }) => {
        const shop = session()
        expect((await shop.deals.stageFlow()).stages).toEqual([])
        for (const id of ["deal_1", "deal_2", "deal_3", "deal_4"] as const) await shop.deals.open({ id, title: id })
        await session("another").deals.open({ id: "deal_1", title: "theirs" })
        await session("another").deals.move({ dealId: "deal_1", to: "contact" })
        clock.advance(dayMs)
        const second = new Date(clock.now()).toISOString()
        await shop.deals.move({ dealId: "deal_1", to: "contact" })
        await shop.deals.move({ dealId: "deal_2", to: "lost", lostReasonId: "price" })
        clock.advance(2 * dayMs)
        const fourth = new Date(clock.now()).toISOString()
        await shop.deals.move({ dealId: "deal_3", to: "contact" })
        await shop.deals.amend({ dealId: "deal_3", amount: rub(5) })
        await shop.deals.move({ dealId: "deal_1", to: "newLead", reason: "wrong number" })
        await shop.deals.move({ dealId: "deal_4", to: "contact" })
        await shop.deals.remove({ dealId: "deal_4", reason: "entered twice" })
        const told = async (asked: Parameters<typeof shop.deals.stageFlow>[0]) =>
          (await shop.deals.stageFlow(asked)).stages.map(({ stageId, leftCount, meanDays, exits }) => [
            stageId,
            leftCount,
            meanDays,
            exits.map(({ toStageId, moveCount, meanDays: days }) => [toStageId, moveCount, days]),
          ])
        expect(await told({})).toEqual([
          ["contact", 1, 2, [["newLead", 1, 2]]],
          [
            "newLead",
            3,
            5 / 3,
            [
              ["contact", 2, 2],
              ["lost", 1, 1],
            ],
          ],
        ])
        expect(await told({ moved: { from: second, to: fourth } })).toEqual([
          [
            "newLead",
            2,
            1,
            [
              ["contact", 1, 1],
              ["lost", 1, 1],
            ],
          ],
        ])
        await rejectionOf("PipelineUnknown", shop.deals.stageFlow({ pipelineId: "none" }))
        await rejectionOf("InputInvalid", shop.deals.stageFlow({ moved: { from: fourth, to: second } }))
        const { facts } = store
        if (facts === null) return
        const rows: Array<HistoryRow> = []
        await run(store.history(suiteTenant, kindNamed("deal"), (batch) => rows.push(...batch)))
        const query = { from: null, to: fourth }
        const pairs = (counts: ReadonlyArray<StageMoveCount>) =>
          counts
            .map(({ fromStageId, toStageId, moveCount, timedCount, seconds }) =>
              [fromStageId, toStageId, moveCount, timedCount, seconds].join(),
            )
            .toSorted()
        const { pipelineId } = await shop.deals.stageFlow()
        const model = countStageMoves(
          { ...query, pipelineId },
          rows.filter(({ stream }) => stream !== "deal_4"),
        )
        expect(pairs(await run(facts.stageMoves(suiteTenant, { ...query, pipelineId })))).toEqual(pairs(model))
      }),
    )
  })
}
