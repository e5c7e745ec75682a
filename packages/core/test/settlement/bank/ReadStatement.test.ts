import { describe, expect, it } from "vitest"
import { readStatement } from "../../../src/settlement/bank/ReadStatement.ts"
import { camtFile, ibm866, oneCFile, windows1251 } from "./statements.ts"

const codes = (content: string | Uint8Array, format: Parameters<typeof readStatement>[1]) =>
  readStatement(content, format).problems.map(({ position, field, code }) => [position, field, code])

describe("a statement of 1C's exchange format", () => {
  const expected = {
    statements: [
      {
        account: "40702810900000012345",
        currency: "RUB",
        from: "2026-02-05",
        to: "2026-02-05",
        openingMinor: 100_000,
        closingMinor: 12_184_951,
        lines: [
          {
            position: 1,
            direction: "in",
            bookedOn: "2026-02-05",
            amount: { amountMinor: 12_000_000, currency: "RUB" },
            reference: "№ 17 от 04.02.2026",
            party: { name: 'ООО "Ромашка"', account: "40702810500000098765", taxId: "7707083893" },
            purpose: "Оплата по счету № 17 от 01.02.2026, в т.ч. НДС 20% - 20000.00",
          },
          {
            position: 2,
            direction: "in",
            bookedOn: "2026-02-05",
            amount: { amountMinor: 100_001, currency: "RUB" },
            reference: "№ 3 от 05.02.2026",
            party: { name: "ИП Ёлкина Анна", account: "40802810000000011111", taxId: "771234567890" },
            purpose: "Предоплата по договору 5",
          },
          {
            position: 3,
            direction: "out",
            bookedOn: "2026-02-05",
            amount: { amountMinor: 15_050, currency: "RUB" },
            reference: "№ 900 от 05.02.2026",
            party: { name: "ПАО Банк", account: "47423810000000000001", taxId: null },
            purpose: "Комиссия",
          },
        ],
      },
    ],
    problems: [],
  }

  it.each([
    ["Windows-1251", windows1251(oneCFile())],
    ["UTF-8", new TextEncoder().encode(oneCFile("UTF-8"))],
    ["UTF-8 with a mark", new TextEncoder().encode(`\ufeff${oneCFile("UTF-8")}`)],
    ["the DOS encoding", ibm866(oneCFile("DOS"))],
    ["decoded text", oneCFile()],
  ])("given %s, then every field is read", (_, content) => {
    expect(readStatement(content, { format: "1c" })).toEqual(expected)
  })

  it("given documents that cannot be read, then each is a problem and the rest is read", () => {
    const broken = oneCFile()
      .replace("Сумма=120000.00", "Сумма=120000.005")
      .replace("ДатаПоступило=05.02.2026\r\nНазначениеПлатежа1", "НазначениеПлатежа1")
    expect(codes(broken, { format: "1c" })).toEqual([
      [1, "Сумма", "statement.amount"],
      [2, "ДатаПоступило", "statement.notBooked"],
    ])
    expect(readStatement(broken, { format: "1c" }).statements[0]?.lines).toHaveLength(1)
    const foreign = oneCFile().replace("ПолучательСчет=40702810900000012345", "ПолучательСчет=40702810900000099999")
    expect(codes(foreign, { format: "1c" })).toEqual([[1, "ПолучательСчет", "statement.account"]])
    expect(codes(oneCFile().replace("ДатаПоступило=05.02.2026", "ДатаПоступило=31.02.2026"), { format: "1c" })).toEqual(
      [[1, "ДатаПоступило", "statement.date"]],
    )
  })

  it("given balances that do not tie, a file cut off, or another file, then that is said", () => {
    expect(codes(oneCFile().replace("121849.51", "121849.50"), { format: "1c" })).toEqual([
      [null, "40702810900000012345", "statement.balance"],
    ])
    expect(codes(oneCFile().replace("КонецФайла", ""), { format: "1c" })).toContainEqual([
      null,
      null,
      "statement.unfinished",
    ])
    expect(codes("a;b\n1;2", { format: "1c" })).toEqual([[null, null, "statement.header"]])
  })

  it("given an account that is no Russian one, then the currency must be stated", () => {
    const other = oneCFile().replaceAll("40702810900000012345", "KZ86125KZT5004100100")
    expect(codes(other, { format: "1c" }).map(([, , code]) => code)).toEqual(
      Array.from({ length: 3 }, () => "statement.currency"),
    )
    expect(readStatement(other, { format: "1c", currency: "KZT" }).statements[0]?.lines).toHaveLength(3)
  })
})

describe("a camt.053 statement", () => {
  it("given one, then entries, batches, parties and references are read", () => {
    const { statements, problems } = readStatement(camtFile(), { format: "camt.053" })
    expect(problems).toEqual([])
    expect(statements).toMatchObject([
      {
        account: "DE89370400440532013000",
        currency: "EUR",
        from: "2026-02-05",
        to: "2026-02-05",
        openingMinor: -1000,
        closingMinor: 33_550,
      },
    ])
    expect(statements[0]?.lines).toEqual([
      {
        position: 1,
        direction: "in",
        bookedOn: "2026-02-05",
        amount: { amountMinor: 25_000, currency: "EUR" },
        reference: "TX-1",
        party: { name: "Müller & Söhne", account: "DE02120300000000202051", taxId: null },
        purpose: "Rechnung RE-2026-1",
      },
      {
        position: 2,
        direction: "in",
        bookedOn: "2026-02-05",
        amount: { amountMinor: 4000, currency: "EUR" },
        reference: "E-1",
        party: { name: "A", account: null, taxId: null },
        purpose: "",
      },
      {
        position: 2,
        direction: "in",
        bookedOn: "2026-02-05",
        amount: { amountMinor: 6000, currency: "EUR" },
        reference: "E-2",
        party: { name: null, account: null, taxId: null },
        purpose: "RF18539007547034 invoice 77",
      },
      {
        position: 3,
        direction: "out",
        bookedOn: "2026-02-05",
        amount: { amountMinor: 450, currency: "EUR" },
        reference: "FEE-9",
        party: { name: null, account: null, taxId: null },
        purpose: "Account fee",
      },
    ])
  })

  it("given entries that are pending, without a way, or whose parts do not sum, then they are problems", () => {
    const entry = (inside: string) => `<ns2:Ntry><ns2:Amt Ccy="EUR">1.00</ns2:Amt>${inside}</ns2:Ntry>`
    const credit = "<ns2:CdtDbtInd>CRDT</ns2:CdtDbtInd>"
    const booked = "<ns2:BookgDt><ns2:Dt>2026-02-05</ns2:Dt></ns2:BookgDt>"
    const part = '<ns2:TxDtls><ns2:Amt Ccy="EUR">0.40</ns2:Amt></ns2:TxDtls>'
    const body = [
      entry(`${credit}<ns2:Sts>PDNG</ns2:Sts>${booked}`),
      entry(booked),
      entry(`${credit}${booked}<ns2:NtryDtls>${part}${part}</ns2:NtryDtls>`),
      entry(credit),
    ].join("")
    expect(codes(camtFile(body), { format: "camt.053" })).toEqual([
      [4, "Sts", "statement.notBooked"],
      [5, "CdtDbtInd", "statement.direction"],
      [6, "TxDtls", "statement.batch"],
      [7, "BookgDt", "statement.date"],
    ])
  })

  it("given entities, a document type, broken or deep XML, then it is refused, and nothing is expanded", () => {
    const bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'
    expect(codes(bomb, { format: "camt.053" })).toEqual([[null, null, "statement.doctype"]])
    const file = '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>'
    expect(codes(file, { format: "camt.053" })).toEqual([[null, null, "statement.doctype"]])
    expect(codes("<a>&undeclared;</a>", { format: "camt.053" })).toEqual([[null, null, "statement.xml"]])
    expect(codes("<a><b></a>", { format: "camt.053" })).toEqual([[null, null, "statement.xml"]])
    expect(codes("", { format: "camt.053" })).toEqual([[null, null, "statement.xml"]])
    expect(codes("<a>".repeat(100_000), { format: "camt.053" })).toEqual([[null, null, "statement.tooDeep"]])
    expect(codes("<Document><Other/></Document>", { format: "camt.053" })).toEqual([[null, null, "statement.header"]])
  })

  it("given balances that do not tie, then that is said", () => {
    expect(codes(camtFile().replace("335.50", "335.51"), { format: "camt.053" })).toEqual([
      [null, "DE89370400440532013000", "statement.balance"],
    ])
  })
})

describe("a CSV statement", () => {
  const mapping = {
    account: "40702810900000012345",
    currency: "RUB",
    delimiter: ";",
    dates: "dd.mm.yyyy",
    decimalMark: ",",
    bookedOn: "Дата",
    amount: { in: "Приход", out: "Расход" },
    reference: "Номер",
    partyName: "Контрагент",
    purpose: "Назначение",
  } as const
  const text = [
    "Дата;Номер;Приход;Расход;Контрагент;Назначение",
    '05.02.2026;17;"1 200,50";;"ООО ""Ромашка""";"Оплата; счёт 17"',
    "06.02.2026;18;0,00;99,99;ПАО Банк;",
  ].join("\r\n")

  it("given a mapping, then amounts, days and quoted cells are read by it", () => {
    const { statements, problems } = readStatement(windows1251(text), { format: "csv", mapping })
    expect(problems).toEqual([])
    expect(statements[0]?.lines).toEqual([
      {
        position: 1,
        direction: "in",
        bookedOn: "2026-02-05",
        amount: { amountMinor: 120_050, currency: "RUB" },
        reference: "17",
        party: { name: 'ООО "Ромашка"', account: null, taxId: null },
        purpose: "Оплата; счёт 17",
      },
      {
        position: 2,
        direction: "out",
        bookedOn: "2026-02-06",
        amount: { amountMinor: 9999, currency: "RUB" },
        reference: "18",
        party: { name: "ПАО Банк", account: null, taxId: null },
        purpose: "",
      },
    ])
  })

  it("given one column with a sign and days the ISO way, then they are read so", () => {
    const plain = "day,sum\n2026-02-05,-10.5\n2026-02-06,10\n"
    const { amount, ...rest } = {
      ...mapping,
      delimiter: ",",
      dates: "yyyy-mm-dd",
      decimalMark: ".",
      bookedOn: "day",
    } as const
    expect(amount).toBeDefined()
    const { reference: _r, partyName: _n, purpose: _p, ...bare } = rest
    const { statements } = readStatement(plain, { format: "csv", mapping: { ...bare, amount: "sum" } })
    expect(statements[0]?.lines.map(({ direction, amount: { amountMinor } }) => [direction, amountMinor])).toEqual([
      ["out", 1050],
      ["in", 1000],
    ])
  })

  it("given records that cannot be read, then each field is a problem by its position", () => {
    const bad = `${text}\r\n2026-02-05;19;1,005;;x;y\r\n05.02.2026;20;5\r\n05.02.2026;21;5;5;x;y\r\n05.02.2026;22;;;x;y`
    expect(codes(bad, { format: "csv", mapping })).toEqual([
      [3, "Дата", "statement.date"],
      [3, "Приход", "statement.amount"],
      [4, null, "statement.cells"],
      [5, "Приход", "statement.amount"],
      [6, "Приход", "statement.amount"],
    ])
    expect(codes(text, { format: "csv", mapping: { ...mapping, purpose: "Цель" } })).toEqual([
      [null, "Цель", "statement.column"],
    ])
    expect(codes("", { format: "csv", mapping })).toEqual([[null, null, "statement.header"]])
  })
})
