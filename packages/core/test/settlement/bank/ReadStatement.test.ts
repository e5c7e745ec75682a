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
    for (const sum of ["0", "0.00", "-5.00", "", "1 00,5", "99999999999999999.00"]) {
      expect(codes(oneCFile().replace("Сумма=120000.00", `Сумма=${sum}`), { format: "1c" }), sum).toEqual([
        [1, "Сумма", "statement.amount"],
      ])
    }
  })

  it("given a transfer between two of our accounts, then each statement has its side of it and its own balance", () => {
    const second = "40702810100000000002"
    const between = [
      "СекцияДокумент=Платежное поручение",
      "Номер=5",
      "Дата=05.02.2026",
      "Сумма=10.00",
      "ПлательщикСчет=40702810900000012345",
      `ПолучательСчет=${second}`,
    ]
    const file = oneCFile()
      .replace(
        "СекцияДокумент=",
        `СекцияРасчСчет\r\nНачальныйОстаток=\r\nРасчСчет=${second}\r\nКонецРасчСчет\r\nСекцияДокумент=`,
      )
      .replace("121849.51", "121839.51")
      .replace(
        "КонецФайла",
        [
          ...between,
          "ДатаСписано=05.02.2026",
          "КонецДокумента",
          ...between,
          "ДатаПоступило=06.02.2026",
          "КонецДокумента",
          "КонецФайла",
        ].join("\r\n"),
      )
    const { statements, problems } = readStatement(file, { format: "1c" })
    expect(problems).toEqual([])
    expect(
      statements.map(({ account, openingMinor, closingMinor, lines }) => [
        account,
        openingMinor,
        closingMinor,
        lines.map(({ position, direction, bookedOn, party }) => [position, direction, bookedOn, party.account]),
      ]),
    ).toEqual([
      [
        "40702810900000012345",
        100_000,
        12_183_951,
        [
          [1, "in", "2026-02-05", "40702810500000098765"],
          [2, "in", "2026-02-05", "40802810000000011111"],
          [3, "out", "2026-02-05", "47423810000000000001"],
          [4, "out", "2026-02-05", second],
        ],
      ],
      [second, null, null, [[5, "in", "2026-02-06", "40702810900000012345"]]],
    ])
    expect(codes(file.replaceAll("40702810900000012345", "KZ86125KZT5004100100"), { format: "1c" })).toContainEqual([
      4,
      "ПлательщикСчет",
      "statement.currency",
    ])
  })

  it("given a purpose in numbered lines, then they are read in their order, and empty fields are none", () => {
    const numbered = [6, 5, 4, 3, 2, 1].map((at) => `НазначениеПлатежа${at}=${at}`).join("\r\n")
    const file = oneCFile()
      .replace("НазначениеПлатежа=Комиссия", `НазначениеПлатежа=\r\n${numbered}`)
      .replace("Получатель=ПАО Банк", "Получатель1=\r\nПолучатель=ПАО Банк\r\nПолучательИНН=")
    expect(readStatement(file, { format: "1c" }).statements[0]?.lines[2]).toMatchObject({
      purpose: "1 2 3 4 5 6",
      party: { name: "ПАО Банк", taxId: null },
    })
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

  it("given an entry that the bank reverses, then its purpose says so", () => {
    const entry = (reversed: string) =>
      `<ns2:Ntry><ns2:Amt Ccy="EUR">1.00</ns2:Amt><ns2:CdtDbtInd>DBIT</ns2:CdtDbtInd>${reversed}<ns2:BookgDt><ns2:Dt>2026-02-05</ns2:Dt></ns2:BookgDt><ns2:AddtlNtryInf>SEPA</ns2:AddtlNtryInf></ns2:Ntry>`
    const body = [entry("<ns2:RvslInd>true</ns2:RvslInd>"), entry("<ns2:RvslInd>false</ns2:RvslInd>")].join("")
    const { statements } = readStatement(camtFile(body), { format: "camt.053" })
    const read = statements.flatMap(({ lines }) => lines.slice(-2).map(({ purpose }) => purpose))
    expect(read).toEqual(["reversal SEPA", "SEPA"])
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

  it("given amounts without a currency, of 0 or below it, or parts in another, then nothing of them is guessed", () => {
    const entry = (amount: string, inside = "") =>
      `<ns2:Ntry>${amount}<ns2:CdtDbtInd>CRDT</ns2:CdtDbtInd><ns2:BookgDt><ns2:DtTm>2026-02-05T10:00:00</ns2:DtTm></ns2:BookgDt>${inside}</ns2:Ntry>`
    const part = '<ns2:TxDtls><ns2:Amt Ccy="USD">0.50</ns2:Amt></ns2:TxDtls>'
    const body = [
      entry("<ns2:Amt>1.00</ns2:Amt>"),
      entry('<ns2:Amt Ccy="EUR">-1.00</ns2:Amt>'),
      entry('<ns2:Amt Ccy="EUR">0.00</ns2:Amt>'),
      entry(""),
      entry('<ns2:Amt Ccy="EUR">1.00</ns2:Amt>', `<ns2:NtryDtls>${part}${part}</ns2:NtryDtls>`),
    ].join("")
    expect(codes(camtFile(body), { format: "camt.053" })).toEqual([
      [4, "Amt", "statement.amount"],
      [5, "Amt", "statement.amount"],
      [6, "Amt", "statement.amount"],
      [7, "Amt", "statement.amount"],
      [8, "TxDtls", "statement.batch"],
    ])
  })

  it("given no currency of the account, then its balance's is taken, and a statement without an account is a problem", () => {
    const bare = camtFile().replace("<ns2:Ccy>EUR</ns2:Ccy>", "")
    expect(readStatement(bare, { format: "camt.053" }).statements[0]?.currency).toBe("EUR")
    const noBalance = bare.replaceAll(/<ns2:Bal>.*<\/ns2:Bal>/g, "")
    expect(readStatement(noBalance, { format: "camt.053" }).statements).toMatchObject([
      { currency: "EUR", openingMinor: null, closingMinor: null },
    ])
    expect(codes(camtFile().replace(/<ns2:IBAN>.*<\/ns2:IBAN>/, ""), { format: "camt.053" })).toEqual([
      [null, "Acct", "statement.account"],
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

  it("given a quote inside a cell without quotes, then it is a character; behind a closing one nothing is read", () => {
    const { reference: _r, partyName: _n, ...own } = mapping
    const format = {
      format: "csv",
      mapping: {
        ...own,
        delimiter: ",",
        dates: "yyyy-mm-dd",
        decimalMark: ".",
        bookedOn: "day",
        amount: "sum",
        purpose: "for",
      },
    } as const
    const read = (purpose: string) => readStatement(`day,sum,for\r\n2026-02-05,10,${purpose}\r\n`, format)
    expect(read('24" screen').statements[0]?.lines[0]?.purpose).toBe('24" screen')
    expect(read('"24"" screen"').statements[0]?.lines[0]?.purpose).toBe('24" screen')
    expect(read('"24" screen').problems.map(({ code }) => code)).toEqual(["statement.header"])
    expect(read('"24 screen').problems.map(({ code }) => code)).toEqual(["statement.header"])
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
    expect(codes("", { format: "csv", mapping })).toEqual([[null, null, "statement.header"]])
    expect(codes('Дата;"Приход', { format: "csv", mapping })).toEqual([[null, null, "statement.header"]])
  })

  it("given amounts below nothing in columns of a way each, or 0 in both, then they are problems", () => {
    const rows = ["-5;", ";-5", "-5;-5", "0;0", "x;5", "5;x"].map((cells) => `05.02.2026;1;${cells};x;y`)
    const { statements, problems } = readStatement([text, ...rows].join("\r\n"), { format: "csv", mapping })
    expect(problems.map(({ position, field }) => [position, field])).toEqual(
      [3, 4, 5, 6, 7, 8].map((at) => [at, "Приход"]),
    )
    expect(statements[0]?.lines.map(({ position }) => position)).toEqual([1, 2])
  })

  it("given columns that are mapped and not there, then each is named, and nothing is read", () => {
    const all = { bookedOn: "a", reference: "d", partyName: "e", partyAccount: "f", partyTaxId: "g", purpose: "h" }
    const two = { ...mapping, ...all, amount: { in: "b", out: "c" } }
    expect(codes(text, { format: "csv", mapping: two })).toEqual(
      ["a", "b", "c", "d", "e", "f", "g", "h"].map((name) => [null, name, "statement.column"]),
    )
    expect(codes(text, { format: "csv", mapping: { ...mapping, amount: "Сумма" } })).toEqual([
      [null, "Сумма", "statement.column"],
    ])
  })

  it("given blanks around cells and empty lines, then they do not count", () => {
    const spaced = "Дата ; Номер;Приход;Расход;Контрагент;Назначение\r\n\r\n05.02.2026 ; 17 ; 5 ; ; А ; за всё \r\n"
    expect(readStatement(spaced, { format: "csv", mapping })).toMatchObject({
      statements: [
        {
          lines: [
            { position: 1, amount: { amountMinor: 500 }, reference: "17", party: { name: "А" }, purpose: "за всё" },
          ],
        },
      ],
      problems: [],
    })
  })
})
