import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ageing } from "../../src/settlement/Ageing.ts"
import { overdueMinor } from "../../src/settlement/Invoice.ts"
import { addDays } from "../../src/shared/CalendarDate.ts"
import { InputInvalid } from "../../src/shared/InputErrors.ts"

const on = "2026-06-30"
const late = (days: number, amountMinor: number) => ({ dueOn: addDays(on, -days), amountMinor })
const unpaid = { groupId: "client_1", currency: "RUB", paidMinor: 0, writtenOffMinor: 0, creditedMinor: 0 }

describe("ageing of open money", () => {
  it("given instalments on both sides of each bound, then each is in its own bucket", () => {
    const instalments = [late(91, 64), late(90, 32), late(61, 16), late(60, 8), late(30, 4), late(1, 2), late(0, 1)]
    expect(ageing([{ ...unpaid, instalments }], on)).toEqual([
      { groupId: "client_1", currency: "RUB", notDueMinor: 1, overdueMinor: [6, 8, 48, 64], openMinor: 127 },
    ])
  })

  it("given what is due on no known day, then it is open and not late", () => {
    const instalments = [{ dueOn: null, amountMinor: 10 }]
    expect(ageing([{ ...unpaid, instalments }], on)).toMatchObject([{ notDueMinor: 10, openMinor: 10 }])
  })

  it("given several groups and currencies, then they never mix, and what is settled gives no row", () => {
    const instalments = [late(5, 100)]
    const rows = ageing(
      [
        { ...unpaid, instalments, groupId: null },
        { ...unpaid, instalments, groupId: "client_2" },
        { ...unpaid, instalments },
        { ...unpaid, instalments, currency: "EUR" },
        { ...unpaid, instalments, paidMinor: 40 },
        { ...unpaid, instalments, groupId: "client_0", paidMinor: 60, writtenOffMinor: 40 },
      ],
      on,
      [],
    )
    expect(rows.map(({ groupId, currency, overdueMinor: buckets }) => [groupId, currency, buckets])).toEqual([
      ["client_1", "EUR", [100]],
      ["client_1", "RUB", [160]],
      ["client_2", "RUB", [100]],
      [null, "RUB", [100]],
    ])
  })

  it.each([
    [[0], 0],
    [[30, 30], 1],
    [[30.5], 0],
    [[30, 60, 45], 2],
  ])("given bounds %j, then they are refused, and the one at %i is named", (bounds, at) => {
    expect(() => ageing([], on, bounds)).toThrow(InputInvalid)
    const problems = [expect.objectContaining({ path: `bounds[${at}]`, code: "ageing.bounds" })]
    expect(() => ageing([], on, bounds)).toThrow(expect.objectContaining({ data: { problems } }))
  })

  it("sums to what is open and to what is overdue, whatever the invoices, the day and the bounds", () => {
    const instalment = fc.record({
      days: fc.integer({ min: -50, max: 200 }),
      amountMinor: fc.integer({ min: 1, max: 999 }),
    })
    const invoices = fc.array(
      fc.record({
        groupId: fc.constantFrom("client_1", "client_2", null),
        currency: fc.constantFrom("RUB", "EUR"),
        parts: fc.array(instalment, { minLength: 1, maxLength: 4 }),
        paid: fc.nat(1500),
        writtenOff: fc.nat(500),
      }),
      { maxLength: 8 },
    )
    const anyBounds = fc
      .uniqueArray(fc.integer({ min: 1, max: 150 }), { maxLength: 4 })
      .map((bounds) => bounds.toSorted((left, right) => left - right))
    fc.assert(
      fc.property(invoices, anyBounds, (drawn, bounds) => {
        const [open, overdue] = [new Map<string, number>(), new Map<string, number>()]
        const grow = (sums: Map<string, number>, key: string, minor: number) =>
          sums.set(key, (sums.get(key) ?? 0) + minor)
        const given = drawn.map(({ groupId, currency, parts, paid, writtenOff }) => {
          const total = parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
          const paidMinor = Math.min(paid, total)
          const writtenOffMinor = Math.min(writtenOff, total - paidMinor)
          const sorted = parts.toSorted((left, right) => right.days - left.days)
          const instalments = sorted.map(({ days, amountMinor }) => late(days, amountMinor))
          const invoice = { groupId, currency, paidMinor, writtenOffMinor, creditedMinor: 0, instalments }
          grow(open, `${groupId} ${currency}`, total - paidMinor - writtenOffMinor)
          grow(overdue, `${groupId} ${currency}`, overdueMinor(invoice, on))
          return invoice
        })
        const rows = ageing(given, on, bounds)
        const sum = (amounts: ReadonlyArray<number>) => amounts.reduce((total, amount) => total + amount, 0)
        expect(rows.length).toBe([...open.values()].filter((minor) => minor > 0).length)
        for (const row of rows) {
          const key = `${row.groupId} ${row.currency}`
          expect([row.openMinor, sum(row.overdueMinor)]).toEqual([open.get(key), overdue.get(key)])
          expect(row.notDueMinor + sum(row.overdueMinor)).toBe(row.openMinor)
        }
      }),
    )
  })
})
