import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addDays } from "../../src/shared/CalendarDate.ts"
import { daysIn, periodOf } from "../../src/shared/Period.ts"
import { attack, rub } from "../attack.ts"

/*
 * A ledger of its own over seven weeks: what is open at each midnight in Moscow, whose it is and for how much. Periods are closed in time, some
 * days late, or only at the end; previews are asked for at the end, when all of it has gone on.
 */
type Doing =
  | { readonly kind: "open"; readonly who: string; readonly sum: number }
  | { readonly kind: "amend"; readonly which: number; readonly sum: number }
  | { readonly kind: "give"; readonly which: number; readonly who: string }
  | { readonly kind: "lose"; readonly which: number }
  | { readonly kind: "reopen"; readonly which: number }

const people = ["ann", "bob"]
const firstDay = "2026-02-02"
const days = 50
const which = fc.nat({ max: 5 })
const who = fc.constantFrom(...people)
const sum = fc.integer({ min: 1, max: 900 })
const doing: fc.Arbitrary<Doing> = fc.oneof(
  fc.record({ kind: fc.constant("open" as const), who, sum }),
  fc.record({ kind: fc.constant("amend" as const), which, sum }),
  fc.record({ kind: fc.constant("give" as const), which, who }),
  fc.record({ kind: fc.constant("lose" as const), which }),
  fc.record({ kind: fc.constant("reopen" as const), which }),
)
/** Doings by day and hour; an hour before midnight in Moscow is still that day there. */
const script = fc.array(fc.record({ day: fc.nat({ max: days - 1 }), hour: fc.constantFrom("06", "20", "21"), doing }), {
  minLength: 5,
  maxLength: 30,
})

interface Held {
  readonly who: string
  readonly sum: number
  readonly isOpen: boolean
}

describe("the open deals of a period's ends", () => {
  it(
    "are those of the moment, whenever the period is closed or asked for",
    () =>
      fc.assert(
        fc.asyncProperty(script, fc.nat({ max: 20 }), async (doings, lateDays) => {
          const { shop, at } = await attack()
          await shop.reps.state({ rows: people.map((id) => ({ id: `rep_${id}` as const, personId: id, name: id })) })
          const deals = new Map<string, Held>()
          const ledger = new Map<string, ReadonlyMap<string, Held>>()
          const closings = ["day", "week", "month"] as const
          const close = async (on: string): Promise<void> => {
            for (const span of closings) {
              if (periodOf(on, span).to === addDays(on, 1)) await shop.summaries.close({ span, on })
            }
          }
          for (let day = 0; day <= days; day++) {
            const today = addDays(firstDay, day)
            // Nine in the evening by Greenwich is midnight in Moscow: what is done then is of the next day.
            const yesterdays = doings.filter((one) => one.day === day - 1 && one.hour === "21")
            const todays = doings.filter((one) => one.day === day && one.hour !== "21")
            ledger.set(today, new Map(deals))
            for (const { hour, doing: one } of [
              ...yesterdays,
              ...todays.toSorted((a, b) => (a.hour < b.hour ? -1 : 1)),
            ]) {
              at(`${hour === "21" ? addDays(today, -1) : today}T${hour}:10:00.000Z`)
              if (one.kind === "open") {
                const id = `deal_${deals.size}` as const
                await shop.deals.open({ id, title: "Audit", ownerId: one.who, amount: rub(one.sum) })
                deals.set(id, { who: one.who, sum: one.sum, isOpen: true })
                continue
              }
              const id = `deal_${one.which}` as const
              const held = deals.get(id)
              if (held === undefined || held.isOpen === (one.kind === "reopen")) continue
              if (one.kind === "amend") {
                await shop.deals.amend({ dealId: id, amount: rub(one.sum) })
                deals.set(id, { ...held, sum: one.sum })
              } else if (one.kind === "give") {
                await shop.deals.amend({ dealId: id, ownerId: one.who })
                deals.set(id, { ...held, who: one.who })
              } else if (one.kind === "lose") {
                await shop.deals.move({ dealId: id, to: "lost", lostReasonId: "price" })
                deals.set(id, { ...held, isOpen: false })
              } else {
                await shop.deals.move({ dealId: id, to: "newLead", reason: "the client called back" })
                deals.set(id, { ...held, isOpen: true })
              }
            }
            at(`${today}T20:50:00.000Z`)
            if (day > lateDays) await close(addDays(today, -1 - lateDays))
          }
          ledger.set(addDays(firstDay, days + 1), new Map(deals))
          at("2026-05-01")
          const openOf = (day: string, repId: string | null) => {
            const there = [...(ledger.get(day) ?? [])].filter(
              ([, { who: whose, isOpen }]) => isOpen && (repId === null || whose === repId),
            )
            return [there.map(([id]) => id).toSorted(), there.reduce((total, [, one]) => total + one.sum, 0)]
          }
          const stored = (await shop.summaries.page({ limit: 1000 })).items.filter(({ scope }) => scope !== "team")
          const shown = stored.map(({ span, periodFrom, scopeId, figures: { pipelineStart, pipelineEnd } }) => ({
            of: [span, periodFrom, scopeId],
            start: [pipelineStart.ids, pipelineStart.amountMinor],
            end: [pipelineEnd.ids, pipelineEnd.amountMinor],
          }))
          const wanted = stored.map(({ span, periodFrom, periodTo, scopeId }) => ({
            of: [span, periodFrom, scopeId],
            start: openOf(periodFrom, scopeId),
            end: openOf(periodTo, scopeId),
          }))
          expect(shown).toEqual(wanted)
          for (const repId of [...people, null]) {
            for (const [span, on] of [
              ["day", "2026-02-20"],
              ["week", "2026-02-10"],
              ["month", "2026-02-10"],
            ] as const) {
              const { from, to } = periodOf(on, span)
              const late = await shop.summaries.preview({ span, on, ...(repId === null ? {} : { repId }) })
              const told = [late.pipelineStart, late.pipelineEnd].map(({ ids, amountMinor }) => [ids, amountMinor])
              expect(told).toEqual([from < firstDay ? [[], 0] : openOf(from, repId), openOf(to, repId)])
              expect(daysIn({ from, to })).toBeGreaterThan(0)
            }
          }
          for (const { id } of stored.filter(({ span }) => span !== "day"))
            expect(await shop.summaries.corrections({ summaryId: id })).toEqual([])
        }),
        { numRuns: 12 },
      ),
    60_000,
  )
})
