import { describe, expect, it } from "vitest"
import { readStatement } from "../../../src/settlement/bank/ReadStatement.ts"
import type { StatementFormat } from "../../../src/settlement/bank/ReadStatement.ts"

const csv: StatementFormat = {
  format: "csv",
  mapping: {
    account: "40702810900000012345",
    currency: "RUB",
    delimiter: ";",
    dates: "yyyy-mm-dd",
    decimalMark: ",",
    bookedOn: "Дата",
    amount: "Сумма",
    purpose: "Назначение",
  },
}
const oneC: StatementFormat = { format: "1c", currency: "RUB" }
const camt: StatementFormat = { format: "camt.053" }

const cells = (amount: string, purpose: string): string => `Дата;Сумма;Назначение\n2026-02-05;${amount};${purpose}\n`
const document = (lines: string): string =>
  [
    "1CClientBankExchange",
    "ВерсияФормата=1.03",
    "РасчСчет=40702810900000012345",
    "СекцияДокумент=Платежное поручение",
    "Номер=17",
    "Дата=04.02.2026",
    "Сумма=1.00",
    "ПлательщикСчет=40702810500000098765",
    "ПолучательСчет=40702810900000012345",
    "ДатаПоступило=05.02.2026",
    lines,
    "КонецДокумента",
    "КонецФайла",
  ].join("\n")
const camtOf = (inside: string): string =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>${inside}</BkToCstmrStmt></Document>`

const attacks: { readonly [name: string]: (size: number) => readonly [text: string, format: StatementFormat] } = {
  "an amount of one digit and blanks": (n) => [cells(`1${" ".repeat(n)}a1`, ""), csv],
  "an amount of dots": (n) => [cells(`${".".repeat(n)}1a`, ""), csv],
  "one long quoted cell": (n) => [cells("1", `"${'a""'.repeat(n)}"`), csv],
  "a quote that is never closed": (n) => [cells("1", `"${"a\n".repeat(n)}`), csv],
  "many records": (n) => [`Дата;Сумма;Назначение\n${"2026-02-05;1;x\n".repeat(n)}`, csv],
  "a field without an end": (n) => [document(`Номер=${"=".repeat(n)}`), oneC],
  "a field said again and again": (n) => [document("НазначениеПлатежа=x\n".repeat(n)), oneC],
  "sections that are never closed": (n) => [document("СекцияДокумент=x\n".repeat(n)), oneC],
  "a sum of blanks": (n) => [document(`Сумма=1${" ".repeat(n)}1`), oneC],
  "a text in many pieces": (n) => [camtOf(`<Stmt>${"a<![CDATA[b]]>".repeat(n)}</Stmt>`), camt],
  "many elements": (n) => [camtOf("<Stmt></Stmt>".repeat(n)), camt],
  "elements that are never closed": (n) => [camtOf("<a>".repeat(n)), camt],
  "an element of many attributes": (n) => [
    camtOf(`<Stmt ${Array.from({ length: n }, (_, index) => `a${index}="1"`).join(" ")}/>`),
    camt,
  ],
  "numbers of characters": (n) => [camtOf(`<Stmt>${"&#65;".repeat(n)}</Stmt>`), camt],
}

/** Processor time, milliseconds: of the clock's time others on the machine have their share. */
const costOf = (text: string, format: StatementFormat): number => {
  const before = process.cpuUsage()
  try {
    readStatement(text, format)
  } catch {
    // A file that is refused must be refused soon too.
  }
  const { system, user } = process.cpuUsage(before)
  return (system + user) / 1000
}

describe("statements made to take long", () => {
  it("would be read but for what makes them long", () => {
    const lines = [readStatement(cells("1", "x"), csv), readStatement(document("НазначениеПлатежа=x"), oneC)]
    expect(lines.map(({ statements }) => statements[0]?.lines.map(({ purpose }) => purpose))).toEqual([["x"], ["x"]])
    expect(readStatement(camtOf("<Stmt>a</Stmt>"), camt).problems.map(({ code }) => code)).not.toContain(
      "statement.xml",
    )
  })

  it.each(Object.entries(attacks))("are read in time that grows with their size: %s", (_name, attack) => {
    costOf(...attack(50))
    // Ten times the size: ten times the time, where each character against each would be a hundred.
    const few = Math.max(5, costOf(...attack(3000)))
    expect(costOf(...attack(30_000)) / few).toBeLessThan(35)
  })
})
