import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addDays, dateOfDayNumber, dayNumberOf, isoWeekdayOf } from "../../src/shared/CalendarDate.ts"
import {
  fiscalMonths,
  fiscalPeriodOf,
  fiscalQuarters,
  fiscalYear,
  nrfRetailCalendar,
} from "../../src/shared/FiscalCalendar.ts"
import type { FiscalCalendar, WeekFiscalCalendar } from "../../src/shared/FiscalCalendar.ts"
import { InputInvalid } from "../../src/shared/InputErrors.ts"
import { daysIn } from "../../src/shared/Period.ts"

const weeks = (calendar: FiscalCalendar, year: number) => daysIn(fiscalYear(calendar, year)) / 7

describe("the NRF 4-5-4 retail calendar (nrf.com/resources/4-5-4-calendar)", () => {
  it("has 53 weeks in 2000, 2006, 2012, 2017 and 2023 and 52 in the other years to 2027", () => {
    const long = Array.from({ length: 28 }, (_, i) => 2000 + i).filter((year) => weeks(nrfRetailCalendar, year) === 53)
    expect(long).toEqual([2000, 2006, 2012, 2017, 2023])
  })

  it.each([
    [2012, "2012-01-29", "2013-02-02"],
    [2017, "2017-01-29", "2018-02-03"],
    [2023, "2023-01-29", "2024-02-03"],
    [2024, "2024-02-04", "2025-02-01"],
    [2025, "2025-02-02", "2026-01-31"],
  ])("fiscal %i runs from %s to %s (inclusive)", (year, first, last) => {
    expect(fiscalYear(nrfRetailCalendar, year)).toMatchObject({ from: first, to: addDays(last, 1) })
  })

  it("puts the 53rd week of 2023 into its last month", () => {
    const months = fiscalMonths(nrfRetailCalendar, 2023)
    expect(months.map((month) => daysIn(month) / 7)).toEqual([4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5])
    expect(months[0]).toMatchObject({ from: "2023-01-29", to: "2023-02-26", label: "FY2023-M01" })
    expect(months[11]).toMatchObject({ from: "2023-12-31", to: "2024-02-04" })
    expect(fiscalPeriodOf(nrfRetailCalendar, "2024-02-03", "fiscalYear").label).toBe("FY2023")
    expect(fiscalPeriodOf(nrfRetailCalendar, "2024-02-04", "fiscalQuarter").label).toBe("FY2024-Q1")
  })
})

describe("a year that ends on the last Saturday of September (Apple's annual reports, form 10-K)", () => {
  const apple: WeekFiscalCalendar = {
    form: "weeks",
    pattern: "4-4-5",
    endMonth: 9,
    endWeekday: 6,
    endRule: "last",
    extraWeekMonth: 3,
    namedBy: "end",
  }

  it.each([
    [2022, "2022-09-24", 52],
    [2023, "2023-09-30", 53],
    [2024, "2024-09-28", 52],
  ])("fiscal %i ended on %s after %i weeks", (year, last, count) => {
    expect(fiscalYear(apple, year).to).toBe(addDays(last, 1))
    expect(weeks(apple, year)).toBe(count)
  })

  it("adds the 53rd week to the first quarter of 2023", () => {
    expect(fiscalQuarters(apple, 2023).map((quarter) => daysIn(quarter) / 7)).toEqual([14, 13, 13, 13])
    expect(fiscalQuarters(apple, 2023)[0]?.to).toBe("2023-01-01")
  })
})

describe("fiscal years of calendar months", () => {
  it("are named by where they start or end", () => {
    const april = { form: "months", startMonth: 4, namedBy: "start" } as const
    expect(fiscalPeriodOf(april, "2027-02-10", "fiscalQuarter")).toMatchObject({
      label: "FY2026-Q4",
      from: "2027-01-01",
      to: "2027-04-01",
    })
    const july = { form: "months", startMonth: 7, namedBy: "end" } as const
    expect(fiscalYear(july, 2027)).toMatchObject({ from: "2026-07-01", to: "2027-07-01", label: "FY2027" })
    expect(fiscalPeriodOf(july, "2026-07-01", "fiscalMonth").label).toBe("FY2027-M01")
  })

  it("are calendar years when they start in January, whichever way they are named", () => {
    for (const namedBy of ["start", "end"] as const) {
      expect(fiscalYear({ form: "months", startMonth: 1, namedBy }, 2026)).toMatchObject({
        from: "2026-01-01",
        to: "2027-01-01",
      })
    }
  })
})

describe("any fiscal calendar", () => {
  const month = fc.integer({ min: 1, max: 12 })
  const namedBy = fc.constantFrom("start" as const, "end" as const)
  const weekCalendar: fc.Arbitrary<WeekFiscalCalendar> = fc.record({
    form: fc.constant("weeks" as const),
    pattern: fc.constantFrom("4-4-5" as const, "4-5-4" as const, "5-4-4" as const),
    endMonth: month,
    endWeekday: fc.integer({ min: 1, max: 7 }),
    endRule: fc.constantFrom("last" as const, "nearest" as const),
    extraWeekMonth: month,
    namedBy,
  })
  const calendar: fc.Arbitrary<FiscalCalendar> = fc.oneof(
    fc.record({ form: fc.constant("months" as const), startMonth: month, namedBy }),
    weekCalendar,
  )
  const date = fc.integer({ min: dayNumberOf("0010-01-01"), max: dayNumberOf("9990-01-01") }).map(dateOfDayNumber)

  it("tiles time with years, years with quarters, quarters with months", () => {
    fc.assert(
      fc.property(calendar, fc.integer({ min: 10, max: 9990 }), (calendar, number) => {
        const year = fiscalYear(calendar, number)
        expect(fiscalYear(calendar, number + 1).from).toBe(year.to)
        const quarters = fiscalQuarters(calendar, number)
        const months = fiscalMonths(calendar, number)
        for (const parts of [quarters, months]) {
          expect(parts[0]?.from).toBe(year.from)
          expect(parts.at(-1)?.to).toBe(year.to)
          expect(parts.slice(1).map((part) => part.from)).toEqual(parts.slice(0, -1).map((part) => part.to))
        }
        expect(quarters.map((quarter) => quarter.to)).toEqual([2, 5, 8, 11].map((i) => months[i]?.to))
      }),
    )
  })

  it("has years of 52 or 53 weeks that end on their weekday, where it is one of weeks", () => {
    fc.assert(
      fc.property(weekCalendar, fc.integer({ min: 10, max: 9990 }), (calendar, number) => {
        const year = fiscalYear(calendar, number)
        expect([364, 371]).toContain(daysIn(year))
        expect(isoWeekdayOf(addDays(year.to, -1))).toBe(calendar.endWeekday)
      }),
    )
  })

  it("finds the period of a day", () => {
    const kind = fc.constantFrom("fiscalYear" as const, "fiscalQuarter" as const, "fiscalMonth" as const)
    fc.assert(
      fc.property(calendar, date, kind, (calendar, day, kind) => {
        const period = fiscalPeriodOf(calendar, day, kind)
        expect(period.kind).toBe(kind)
        expect(period.from <= day && day < period.to).toBe(true)
      }),
    )
  })

  it("refuses numbers out of bounds, all at once", () => {
    const bad = { ...nrfRetailCalendar, endMonth: 0, endWeekday: 8 }
    expect(() => fiscalYear(bad, 2026)).toThrow(/endMonth: 0 is not .*; endWeekday: 8 is not/)
    expect(() => fiscalYear(nrfRetailCalendar, 2026.5)).toThrow(InputInvalid)
  })
})
