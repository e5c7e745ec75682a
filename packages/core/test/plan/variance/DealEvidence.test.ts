import { expect, it } from "vitest"
import type { Deal } from "../../../src/deal/DealSchema.ts"
import { dealEvidence, timedDeals } from "../../../src/plan/variance/DealEvidence.ts"
import { addDays, dayNumberOf } from "../../../src/shared/CalendarDate.ts"
import { dealRecord } from "../../deal/dealRecord.ts"

const deal = (outcome: "won" | "lost", days: number): Deal =>
  dealRecord({
    id: `deal_${outcome}_${days}`,
    stageId: outcome,
    outcome,
    closedOn: addDays("2026-01-01", days),
  })

it("names the usual time of won deals as reports show it", () => {
  // In binary fractions, nine of ten of these took 38.800000000000026 days.
  const won = [...Array.from({ length: 19 }, (_, i) => 10 + i), 40, 68, 80].map((days) => deal("won", days))
  const quarter = { fromDay: dayNumberOf("2026-04-01"), toDay: dayNumberOf("2026-07-01") }
  expect(dealEvidence([...won, deal("lost", 100)], quarter).map(({ name }) => name)).toEqual([
    {
      en: "Open longer than nine of ten won deals (38.8\u00A0days)",
      ru: "Велись дольше, чем девять из десяти выигранных (38,8\u00A0дня)",
    },
  ])
})

it("calls reasons of losses as the department does", () => {
  const quarter = { fromDay: dayNumberOf("2026-01-01"), toDay: dayNumberOf("2026-07-01") }
  const lost = [
    { ...deal("lost", 30), lostReasonId: "noBudget" },
    { ...deal("lost", 40), lostReasonId: "old" },
  ]
  const reasons = [{ id: "noBudget", name: { en: "No budget", ru: "Нет бюджета" } }]
  expect(dealEvidence(lost, quarter, reasons).map(({ cause, name }) => [cause, name.en, name.ru])).toEqual([
    ["noBudget", "Stated reason: No budget", "Названная причина: Нет бюджета"],
    ["old", "Stated reason: old", "Названная причина: old"],
  ])
})

it("tells what was taken over from others from what came within the period", () => {
  const quarter = { fromDay: dayNumberOf("2026-04-01"), toDay: dayNumberOf("2026-07-01") }
  const won = { ...deal("won", 100), amount: { amountMinor: 700, currency: "RUB" } }
  const timed = (atStart: ReadonlyArray<string>) =>
    timedDeals(new Map(), [won], quarter, "RUB", { atStart: new Set(atStart), atEnd: new Set() }).map(
      (one) => one.atStart,
    )
  expect([timed([won.id]), timed([])]).toEqual([["elsewhere"], [null]])
})
