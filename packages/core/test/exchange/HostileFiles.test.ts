import { describe, expect, it } from "vitest"
import { planImport } from "../../src/exchange/ImportPlan.ts"
import { fileOf } from "./encodeAs.ts"

const header = "ID;Название сделки;Компания;Ответственный;Этап сделки;Бюджет;Дата создания;Дата закрытия\n"
const deal = (cells: { readonly title?: string; readonly stage?: string; readonly amount?: string }, id = 1): string =>
  `${id};${cells.title ?? "d"};c;o;${cells.stage ?? "Новая"};${cells.amount ?? "1"};01.02.2026;\n`

/** A word for each number, without digits. */
const wordOf = (number: number): string =>
  String(number * 7919).replaceAll(/\d/g, (digit) => String.fromCodePoint(97 + Number(digit)))

const many = (count: number, row: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => row(index)).join("")

const attacks: { readonly [name: string]: (size: number) => readonly [file: string, text: string] } = {
  "a cell of one digit and blanks": (n) => ["deals.csv", header + deal({ amount: `1${" ".repeat(n)}a1` })],
  "a cell of dots behind a unit": (n) => ["deals.csv", header + deal({ amount: `р${".".repeat(n)}1a1` })],
  "a cell of signs of currencies": (n) => [
    "deals.csv",
    header + deal({ amount: `${"$".repeat(n)}1${"$".repeat(n)}1` }),
  ],
  "a stage of brackets": (n) => ["deals.csv", header + deal({ stage: `Новая${"(".repeat(n)}` })],
  "a stage of blanks": (n) => ["deals.csv", header + deal({ stage: `Новая${" ".repeat(n)}x` })],
  "a stage for each deal": (n) => ["deals.csv", header + many(n, (i) => deal({ stage: `stage ${wordOf(i)}` }, i))],
  "a sector for each client": (n) => [
    "clients.csv",
    `account,sector\n${many(n, (i) => `c${i},sector ${wordOf(i)}\n`)}`,
  ],
  "one long quoted line": (n) => ["deals.csv", header + deal({ title: `"${'a""'.repeat(n)}"` })],
  "a quote that is never closed": (n) => ["deals.csv", `${header}1;"${"a\n".repeat(n)}`],
  "columns of one name": (n) => ["deals.csv", `${"stage;".repeat(n)}id\n${"1;".repeat(n)}1`],
  "rows of one key": (n) => ["deals.csv", header + many(n, (i) => deal({ title: `d${i}` }))],
}

/** Processor time, milliseconds: of the clock's time others on the machine have their share. */
const costOf = (work: () => void): number => {
  const before = process.cpuUsage()
  work()
  const { system, user } = process.cpuUsage(before)
  return (system + user) / 1000
}

describe("files made to take long", () => {
  it.each(Object.entries(attacks))("are read in time that grows with their size: %s", (_name, attack) => {
    const read = (size: number): number => {
      const file = fileOf(...attack(size))
      return costOf(() => {
        try {
          planImport([file], { source: "crm", currency: "RUB", timeZone: "Europe/Moscow" })
        } catch {
          // A file that is refused must be refused soon too.
        }
      })
    }
    read(50)
    // Ten times the size: ten times the time, where each character against each would be a hundred.
    const few = Math.max(5, read(1500))
    expect(read(15_000) / few).toBeLessThan(35)
  })
})
