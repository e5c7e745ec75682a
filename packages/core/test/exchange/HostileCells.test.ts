import { describe, expect, it } from "vitest"
import { planImport } from "../../src/exchange/ImportPlan.ts"
import { attack } from "../attack.ts"
import { fileOf } from "./encodeAs.ts"

const options = { source: "crm", currency: "RUB", timeZone: "Europe/Moscow", asOf: "2026-02-02" } as const

/** By file: its header and a line that is read. */
const files: { readonly [file: string]: readonly [header: string, line: string] } = {
  "deals.csv": [
    "deal id,deal name,company,owner,product,quantity,stage,status,created,closed,amount",
    "7,Аудит,Ромашка,Анна,P1,2,Negotiation,open,2026-01-05,,100",
  ],
  "companies.csv": [
    "company id,company name,sector,owner,phone,email,tax number",
    "1,Ромашка,retail,Анна,+7 495 123-45-67,a@b.example,7707083893",
  ],
  "contacts.csv": [
    "contact id,full name,company,position,phone,email",
    "7,Анна П,Ромашка,Директор,+7 495 123-45-67,a@b.example",
  ],
  "leads.csv": [
    "lead id,name,source,owner,created,company,phone",
    "1,Пётр,site,Анна,2026-01-05,Ромашка,+7 495 123-45-67",
  ],
  "people.csv": ["contact id,first name,last name,company", "8,Анна,П,Ромашка"],
  "products.csv": ["product id,product,list price", "P1,P1,50"],
  "salespeople.csv": ["sales agent,manager,team,regional office", "Анна,Босс,Север,Москва"],
  "agents.csv": ["sales agent,manager", "Борис,Босс"],
  "targets.csv": ["salesperson,period,target amount", "Анна,2026-Q1,1000"],
}

const cells = Object.entries(files).flatMap(([file, [header]]) => header.split(",").map((column) => ({ file, column })))

const planWith = (file: string, column: string, cell: string) => {
  const [header = "", line = ""] = files[file] ?? []
  const at = header.split(",").indexOf(column)
  const hostile = line.split(",").map((written, i) => (i === at ? cell : i === 0 ? `${written}a` : written))
  const others = Object.entries(files).flatMap(([name, lines]) =>
    name === file ? [] : [fileOf(name, lines.join("\n"))],
  )
  return planImport([fileOf(file, [header, line, hostile.join(",")].join("\n")), ...others], options)
}

describe("a plan is recorded, whatever a cell holds", () => {
  it.each([
    "x".repeat(5000),
    "😀".repeat(151),
    "-5",
    "01.01.0001",
    "constructor",
    "\ud800",
    `+7 495 ${"1".repeat(60)}`,
  ])("such as %.20s", async (cell) => {
    const { shop } = await attack()
    for (const { file, column } of cells) {
      const plan = planWith(file, column, cell)
      await expect(shop.imports.record(plan, { dryRun: true }), `${file}: ${column}`).resolves.toBeDefined()
    }
  })

  it("a text that is too long rejects its line, and says by how much", () => {
    const plan = planWith("deals.csv", "company", "x".repeat(301))
    expect(plan.outcomes).toContainEqual(
      expect.objectContaining({
        line: 3,
        severity: "rejected",
        code: "textTooLong",
        field: "client",
        detail: "301 > 300",
      }),
    )
    expect(plan.deals).toHaveLength(1)
    expect(plan.clients.every(({ name }) => name.length <= 300)).toBe(true)
  })

  it.each([
    ["deals.csv", "amount"],
    ["products.csv", "list price"],
    ["targets.csv", "target amount"],
  ])("an amount below zero rejects its line: %s", (file, column) => {
    const { outcomes } = planWith(file, column, "-5")
    expect(outcomes.filter(({ severity }) => severity === "rejected")).toMatchObject([
      { line: 3, code: "amountNegative" },
    ])
  })

  it.each(["01.01.0001 0:00:00", "0000-00-00", "0000-00-00 00:00:00", "30.12.1899", "00.01.1900", "1/0/1900"])(
    "a day that a system writes for none is read as none: %s",
    (cell) => {
      const { outcomes, deals } = planWith("deals.csv", "created", cell)
      expect(outcomes).toContainEqual(
        expect.objectContaining({ line: 3, severity: "noted", code: "blankWord", field: "openedOn", detail: cell }),
      )
      expect(deals.map(({ openedOn }) => openedOn)).toEqual(["2026-01-05", null])
    },
  )

  it("a number that a spreadsheet has cut names no record", () => {
    const { outcomes, deals } = planWith("deals.csv", "deal id", "1.23457E+11")
    const known = { line: 3, severity: "rejected", code: "keyShortened", field: "key", detail: "1.23457E+11" }
    expect(outcomes).toContainEqual(expect.objectContaining(known))
    expect(deals.map(({ sourceKey }) => sourceKey)).toEqual(["7"])
  })

  it("a number that is kept as a text is that text", () => {
    const read = (cell: string) =>
      planImport([fileOf("deals.csv", `deal id;stage\n${cell};Won\n`)], options).deals[0]?.sourceKey
    expect(['="001"', '"=""001"""', "'=1+1"].map(read)).toEqual(["001", "001", "=1+1"])
  })

  it("what is too long for a number, or comes after twenty, is noted and left out", () => {
    const many = Array.from({ length: 21 }, (_, i) => `+7 495 123-45-${10 + i}`).join(";")
    for (const cell of [many, `+7 495 123-45-67;${"1".repeat(61)}`]) {
      const { outcomes, contacts } = planWith("contacts.csv", "phone", cell)
      expect(outcomes).toContainEqual(expect.objectContaining({ line: 3, severity: "noted", code: "detailLeftOut" }))
      expect(contacts.find(({ sourceKey }) => sourceKey === "7a")?.phones).toHaveLength(cell === many ? 20 : 1)
    }
  })
})
