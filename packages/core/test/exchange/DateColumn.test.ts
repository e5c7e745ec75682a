import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { readDateColumn } from "../../src/exchange/DateColumn.ts"
import { localDayIn } from "../../src/exchange/DateText.ts"
import { TimeZoneUnknown } from "../../src/shared/TimeZoneErrors.ts"
import { dateOfDayNumber } from "../../src/shared/CalendarDate.ts"

const utc = localDayIn("UTC")
const cells = (...texts: ReadonlyArray<string | null>) => readDateColumn(texts, utc).cells

describe("readDateColumn", () => {
  it.each([
    ["2026-03-01", "2026-03-01"],
    ["2026/3/1", "2026-03-01"],
    ["2026-03-01 23:59:59", "2026-03-01"],
    ["2018-02-26T19:58:54.123", "2018-02-26"],
    ["01.03.2026", "2026-03-01"],
    ["1.3.2026 9:30", "2026-03-01"],
    ["1 марта 2026 г.", "2026-03-01"],
    ["01.03.2026 г.", "2026-03-01"],
    ["15 мая 2026", "2026-05-15"],
    ["Mar 1, 2026", "2026-03-01"],
    ["1-Dec-2026", "2026-12-01"],
    ["5/5/2026", "2026-05-05"],
  ])("reads %s without help", (text, date) => {
    expect(cells(text)).toEqual([date])
  })

  it.each([
    "2026-02-30",
    "31.02.2026",
    "13/13/2026",
    "01.03.26",
    "45678",
    "tomorrow",
    "2026-03-01 25:00",
    "1 foo 2026",
  ])("does not read %s", (text) => {
    expect(cells(text)).toEqual([{ fault: "dateUnreadable" }])
  })

  it("lets one value decide for the column, whichever row it stands in", () => {
    expect(cells("03/04/2026", null, "25/04/2026")).toEqual(["2026-04-03", null, "2026-04-25"])
    expect(cells("03/04/2026", "04/25/2026 1:15 PM")).toEqual(["2026-03-04", "2026-04-25"])
    expect(cells("03-04-2026", "25-04-2026")).toEqual(["2026-04-03", "2026-04-25"])
  })

  it("asks where nothing decides, and where values contradict each other", () => {
    expect(readDateColumn(["03/04/2026", "05/05/2026"], utc)).toEqual({
      cells: [{ fault: "dateOrderUnknown" }, "2026-05-05"],
      order: null,
      undecided: ["03/04/2026"],
    })
    const contradiction = readDateColumn(["25/04/2026", "04/25/2026", "03/04/2026"], utc)
    expect(contradiction.cells).toEqual(["2026-04-25", "2026-04-25", { fault: "dateOrderUnknown" }])
  })

  it("obeys a stated order", () => {
    expect(readDateColumn(["03/04/2026"], utc, "mdy").cells).toEqual(["2026-03-04"])
    expect(readDateColumn(["25/04/2026"], utc, "mdy").cells).toEqual([{ fault: "dateUnreadable" }])
  })

  it("puts a time with an offset on the tenant's day", () => {
    const moscow = localDayIn("Europe/Moscow")
    const texts = ["2026-03-01T22:30:00Z", "2026-03-01T22:30:00-05:00", "2026-03-02 01:00:00 +0300", "2026-03-01 22:30"]
    expect(readDateColumn(texts, moscow).cells).toEqual(["2026-03-02", "2026-03-02", "2026-03-02", "2026-03-01"])
    // As databases write it: an offset of whole hours, with or without a part of a second.
    const written = ["2026-03-01 22:30:00+00", "2026-03-01 22:30:00.123456+03", "2026-03-01 21:30:00.5-09:30"]
    expect(readDateColumn(written, moscow).cells).toEqual(["2026-03-02", "2026-03-01", "2026-03-02"])
    expect(readDateColumn(["2026-03-01T18:20:00Z"], localDayIn("Asia/Kathmandu")).cells).toEqual(["2026-03-02"])
    expect(() => localDayIn("Mars/Base")).toThrow(TimeZoneUnknown)
  })

  it("reads every day back in each convention once the column shows it", () => {
    const days = fc.array(fc.integer({ min: 0, max: 40_000 }).map(dateOfDayNumber), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(days, fc.constantFrom("dmy", "mdy"), (dates, order) => {
        const all = [...dates, "2026-12-31"]
        const texts = all.map((date) => {
          const [year, month, day] = date.split("-")
          return order === "dmy" ? `${day}/${month}/${year}` : `${month}/${day}/${year}`
        })
        expect(readDateColumn(texts, utc).cells).toEqual(all)
      }),
    )
  })
})
