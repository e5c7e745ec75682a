import { planImport } from "@salesdept/core/exchange"
import { presets } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { departmentOfFiles } from "../src/demo/FilesDepartment.ts"

const usual = presets.servicesWithActs({ timeZone: "UTC", currency: "USD" })

const planOf = (rows: ReadonlyArray<string>, department = usual) => {
  const text = ["id,stage,amount,currency,closed,lost reason", ...rows].join("\n")
  const { currency, timeZone, lostReasons } = department
  return planImport([{ name: "deals.csv", bytes: new TextEncoder().encode(text) }], {
    source: "crm",
    currency,
    timeZone,
    lostReasons,
  })
}

const rows = [
  "1,Won,100,EUR,2026-02-01,",
  "2,Lost,,,2026-02-02,price",
  "3,Lost,20,USD,2026-02-03,Bad timing",
  "4,Lost,30,EUR,2026-02-04,No fit",
  "5,Lost,40,EUR,2026-02-05,no fit",
]

describe("a department for files that come without one", () => {
  it("counts in the currency of most amounts, unless one was asked for", () => {
    expect(departmentOfFiles(usual, planOf(rows), false).currency).toBe("EUR")
    expect(departmentOfFiles(usual, planOf(rows), true).currency).toBe("USD")
  })

  it("knows the reasons for losing that the files name, so that every loss is read with its own", () => {
    const department = departmentOfFiles(usual, planOf(rows), false)
    expect(department.lostReasons.slice(usual.lostReasons.length)).toEqual([
      { id: "file-1", name: { en: "No fit", ru: "No fit" }, textRequired: false },
      { id: "file-2", name: { en: "Bad timing", ru: "Bad timing" }, textRequired: false },
    ])
    const again = planOf(rows, department)
    expect(again.deals.map(({ lostReasonId }) => lostReasonId)).toEqual([null, "price", "file-2", "file-1", "file-1"])
    expect(departmentOfFiles(department, again, false)).toBe(department)
  })

  it("is the usual one where the files add nothing", () => {
    expect(departmentOfFiles(usual, planOf(["1,Won,100,,2026-02-01,"]), false)).toBe(usual)
  })
})
