import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { ImportOptions } from "../../src/exchange/ImportOptions.ts"
import type { ImportPlan } from "../../src/exchange/ImportPlan.ts"
import { planImport } from "../../src/exchange/ImportPlan.ts"
import { rejectedRows } from "../../src/exchange/RejectedRows.ts"
import { fileOf, thrownBy } from "./encodeAs.ts"

const options: ImportOptions = { source: "crm", currency: "RUB", timeZone: "Europe/Moscow" }
const plan = (text: string, more: Partial<ImportOptions> = {}, name = "deals.csv"): ImportPlan =>
  planImport([fileOf(name, text)], { ...options, ...more })
const codes = (result: ImportPlan) => result.outcomes.map(({ line, severity, code }) => `${line} ${severity} ${code}`)

describe("planImport: lines above the header", () => {
  const header = "ID;Название сделки;Этап сделки;Бюджет, руб."
  const rows = "101;Поставка;Успешно реализовано;1 200,50\n102;Аудит;Переговоры\n"
  const titled = [
    ["a title", `Сделки за сентябрь\n${header}\n${rows}`, [1], 0],
    [
      "a title and the day, then a blank line",
      `Сделки за сентябрь\r\nСформирован 01.10.2026\r\n\r\n${header}\n${rows}`,
      [1, 2],
      1,
    ],
    ["a title of a spreadsheet, as wide as the table", `Сделки за сентябрь;;;\n;;;\n${header}\n${rows}`, [1], 1],
    ["a title in quotes, with a delimiter in it", `"ООО ""Ромашка""; сделки"\n${header}\n${rows}`, [1], 0],
    ["a title below the line that names the delimiter", `sep=;\nСделки за сентябрь\n${header}\n${rows}`, [2], 0],
  ] as const
  it.each(titled)("are left out and named: %s", (_, text, titleLines, blankLines) => {
    const result = plan(text)
    const headerLine = text.slice(0, text.indexOf(header)).split("\n").length
    expect(result.files[0]).toMatchObject({
      records: 2,
      imported: 1,
      rejected: 1,
      titleLines: titleLines.length,
      blankLines,
    })
    expect(codes(result)).toEqual([
      ...titleLines.map((line) => `${line} noted titleLeftOut`),
      `${headerLine + 1} ok imported`,
      `${headerLine + 2} rejected raggedRow`,
    ])
    expect(plan(text, { mapping: result.mapping })).toEqual(result)
    const [rejected] = rejectedRows([fileOf("deals.csv", text)], result, "en")
    expect(rejected?.text).toContain(`"${headerLine + 2}";"The line has another number of cells`)
  })

  it("are no titles where one has as many cells as the line that looks like a header", () => {
    expect(thrownBy(() => plan(`a;b;c;d\n1;2;3;4\n${header}\n`))).toMatchObject({
      data: { problems: [{ _tag: "NothingToImport" }] },
    })
  })

  it("are not looked for below the twentieth line", () => {
    const above = (count: number) => `${"Отчёт\n".repeat(count)}${header}\n${rows}`
    expect(plan(above(19)).files[0]).toMatchObject({ imported: 1, titleLines: 19 })
    const { message } = thrownBy(() => plan(above(20))) as Error
    expect(message).toContain("where the header stands lower, delete the lines above it")
  })
})

describe("planImport: exports of known systems", () => {
  it("reads an amoCRM export in Windows-1251 with semicolons", () => {
    const text =
      "ID;Название сделки;Компания;Ответственный;Этап сделки;Бюджет, руб.;Дата создания;Дата закрытия\r\n" +
      "101;Поставка;ООО «Ромашка»;Иванова А.;Успешно реализовано;1 200 000,50;01.02.2026 10:00;15.03.2026 12:30\r\n" +
      "102;Монтаж;ООО «Заря»;Петров Б.;Закрыто и не реализовано;0;02.02.2026 11:00;16.03.2026 09:00\r\n" +
      "103;Аудит;не указано;Петров Б.;Переговоры;;03.02.2026 11:00;не указано\r\n"
    const result = planImport([fileOf("amocrm.csv", text, "windows-1251")], options)
    expect(result.files[0]).toMatchObject({ encoding: "windows-1251", delimiter: ";", imported: 3, rejected: 0 })
    expect(result.deals[0]).toEqual({
      file: "amocrm.csv",
      line: 2,
      sourceKey: "101",
      title: "Поставка",
      clientKey: "ООО «Ромашка»",
      ownerKey: "Иванова А.",
      productKey: null,
      stageName: "Успешно реализовано",
      outcome: "won",
      openedOn: "2026-02-01",
      closedOn: "2026-03-15",
      amountMinor: 120_000_050,
      listAmountMinor: null,
      currency: "RUB",
    })
    expect(result.deals.map(({ outcome, amountMinor }) => [outcome, amountMinor])).toEqual([
      ["won", 120_000_050],
      ["lost", null],
      ["open", null],
    ])
    expect(result.reps.map(({ name, origin }) => [name, origin])).toEqual([
      ["Иванова А.", "mention"],
      ["Петров Б.", "mention"],
    ])
    expect(codes(result)).toEqual([
      "2 ok imported",
      "3 noted zeroMeansNoPrice",
      "4 noted blankWord",
      "4 noted blankWord",
      "4 noted clientMissing",
      "4 noted amountMissing",
    ])
  })

  it("reads a Bitrix24 export in UTF-16 with tabs and currencies per row", () => {
    const text =
      "ID\tНазвание\tСтадия сделки\tВалюта\tСумма\tКомпания\tОтветственный\tДата создания\n" +
      "7\tПоставка\tСделка успешна\tRUB\t1500.00\tЗаря\tИванова\t01.02.2026\n" +
      "8\tЭкспорт\tНовая\tEUR\t70.5\tAcme\tИванова\t02.02.2026\n"
    const result = planImport([fileOf("deal.csv", text, "utf-16le")], options)
    expect(result.deals.map(({ amountMinor, currency }) => [amountMinor, currency])).toEqual([
      [150_000, "RUB"],
      [7050, "EUR"],
    ])
  })

  it("lets Pipedrive's status decide, whatever the stage, with the date of the win", () => {
    const header =
      "Deal - ID,Deal - Stage,Deal - Status,Deal - Value,Deal - Deal created,Deal - Won time,Deal - Lost time\n"
    const rows =
      "1,Negotiation,Won,100,2026-01-01,2026-02-01,\n2,Negotiation,Open,50,2026-01-01,,2025-12-31\n3,Proposal,Lost,70,2026-01-02,,2026-01-09\n"
    const result = plan(header + rows)
    expect(result.deals.map(({ stageName, outcome, closedOn }) => [stageName, outcome, closedOn])).toEqual([
      ["Negotiation", "won", "2026-02-01"],
      ["Negotiation", "open", null],
      ["Proposal", "lost", "2026-01-09"],
    ])
  })

  it("puts HubSpot's UTC times on the tenant's days", () => {
    const text = "Record ID,Deal Stage,Create Date,Close Date\n1,Closed Won,2026-01-01T22:00:00Z,2026-02-01T20:59:00Z\n"
    expect(plan(text).deals[0]).toMatchObject({ openedOn: "2026-01-02", closedOn: "2026-02-01", outcome: "won" })
  })

  it("reads targets by month, quarter and year, of people and teams", () => {
    const text =
      "Менеджер;Отдел;Период;План\nИванова;;2026-03;100\n;Север;Q2 2026;200\nПетров;;I квартал 2026;300\n;;2026;1\nПетров;;скоро;1\n"
    const result = planImport([fileOf("план.csv", text)], options)
    expect(result.targets.map(({ sourceKey, amountMinor }) => [sourceKey, amountMinor])).toEqual([
      ["rep:Иванова:2026-03", 10_000],
      ["team:Север:2026-Q2", 20_000],
      ["rep:Петров:2026-Q1", 30_000],
    ])
    expect(result.teams.map(({ name }) => name)).toEqual(["Север"])
    expect(codes(result).slice(3)).toEqual(["5 rejected targetForNobody", "6 rejected periodUnreadable"])
    expect(result.notCarried).not.toContain("targets")
  })
})

const head = "id,stage,client,amount,open_date,close_date\n"

describe("planImport: odd values", () => {
  it.each([
    ["1,Won,A,0,2026-01-01,2026-01-02", "wonForZero"],
    ["1,Won,A,-5,2026-01-01,2026-01-02", "amountNegative"],
    ["1,Won,A,,2026-01-01,2026-01-02", "amountMissing"],
    ["1,Lost,A,0,2026-01-01,2026-01-02", "zeroMeansNoPrice"],
    ["1,Won,,5,2026-01-01,2026-01-02", "clientMissing"],
    ["1,Won,A,5,,2026-01-02", "openedOnMissing"],
    ["1,Won,A,5,2026-01-01,", "closedOnMissing"],
    ["1,Proposal,A,5,2026-01-01,2026-01-02", "closeDateOnOpen"],
    ["1,Won,A,5,2026-01-03,2026-01-02", "closedBeforeOpened"],
    ["1,Won,A,5,2026-01-01,2026-12-02", "afterAsOf"],
    ["1,Ждём Марса,A,5,2026-01-01,", "unknownStage"],
    ["1,Won,A,5 шт,2026-01-01,2026-01-02", "currencyUnclear"],
    ["1,Won,A,five,2026-01-01,2026-01-02", "amountUnreadable"],
    ["1,Won,A,5,2026-02-30,2026-01-02", "dateUnreadable"],
    [",Won,A,5,2026-01-01,2026-01-02", "keyMissing"],
    ["1,N/A,A,5,2026-01-01,2026-01-02", "stageMissing"],
    ["1,Won,A,5,2026-01-01", "raggedRow"],
  ])("%s is told as %s", (row, code) => {
    const result = plan(`${head}${row}\n2,Won,B,5,2026-01-01,2026-01-02\n`, { asOf: "2026-06-30" })
    expect(result.outcomes.filter(({ line }) => line === 2).map((outcome) => outcome.code)).toContain(code)
    expect(result.outcomes.filter(({ line }) => line === 3).map((outcome) => outcome.code)).toEqual(["imported"])
  })

  it("says nothing of cells that the file has no column for", () => {
    const result = plan("id,stage\n1,Won\n")
    expect(codes(result)).toEqual(["2 ok imported"])
    expect(result.files[0]?.unfilledFields).toContain("amount")
  })

  it("rejects a status and a stage that contradict each other", () => {
    const result = plan("id,stage,status\n1,Lost,Won\n2,Won,Won\n")
    expect(codes(result)).toEqual(["2 rejected statusDisagrees", "3 ok imported"])
  })

  it("keeps the first of equal keys, merges a repeat and rejects a conflict", () => {
    const result = plan("id,stage,title\n1,Won,A\n1,Won,A\n1,Lost,A\n2,Won,B\n")
    expect(codes(result)).toEqual([
      "2 ok imported",
      "3 noted repeatMerged",
      "4 rejected repeatConflict",
      "5 ok imported",
    ])
    expect(result.files[0]).toMatchObject({ records: 4, imported: 2, merged: 1, rejected: 1 })
    expect(result.outcomes[1]?.message.en).toMatch(/: deals\.csv:2$/)
  })

  it("asks what it cannot decide, rejects those lines, and reads them once answered", () => {
    const text = 'id,stage,open_date,amount\n1,Proposal,03/04/2026,"1,500"\n2,Proposal,,\n'
    const asked = plan(text)
    expect(asked.questions.map(({ column, asks }) => [column, asks])).toEqual([
      ["open_date", "dateOrder"],
      ["amount", "decimalMark"],
    ])
    expect(asked.files[0]).toMatchObject({ imported: 1, rejected: 1 })
    const mapping = {
      ...asked.mapping,
      files: asked.mapping.files.map((file) => ({
        ...file,
        columns: file.columns.map((column) => ({ ...column, dateOrder: "dmy" as const, decimalMark: "." as const })),
      })),
    }
    const answered = plan(text, { mapping })
    expect(answered.questions).toEqual([])
    expect(answered.deals[0]).toMatchObject({ openedOn: "2026-04-03", amountMinor: 150_000 })
  })
})

describe("planImport: references", () => {
  const deals = fileOf(
    "deals.csv",
    "id,stage,client,product,qty\n1,Won,acme  ltd.,GTXPro,2\n2,Won,Acme Ltd,GTX Pro,1,5\n3,Won,Beta,Other,x\n4,Won,Twin,GTX Pro,1\n",
  )
  const clients = fileOf(
    "clients.csv",
    "client id,client name,industry\nc1,Acme Ltd,technolgy\nc2,Twin,retail\nc3,Twin,retail\n",
  )
  const products = fileOf("products.csv", "product,list price\nGTX Pro,100\n")
  const result = planImport([deals, clients, products], options)

  it("matches names that differ in case, spaces and punctuation, says so, and multiplies list prices", () => {
    expect(result.deals[0]).toMatchObject({ clientKey: "c1", productKey: "GTX Pro", listAmountMinor: 20_000 })
    expect(
      result.summary.filter(({ code }) => code === "nearMatch").map(({ detail, count }) => [detail, count]),
    ).toEqual([
      ["GTXPro → GTX Pro", 1],
      ["acme  ltd. → Acme Ltd", 1],
    ])
  })

  it("lists unknown references and keeps them as mentions; leaves ambiguous ones empty", () => {
    expect(result.deals.map(({ clientKey }) => clientKey)).toEqual(["c1", "Beta", null])
    expect(result.clients.find(({ sourceKey }) => sourceKey === "Beta")).toMatchObject({ origin: "mention", line: 4 })
    const of = (line: number) =>
      result.outcomes.filter((outcome) => outcome.file === "deals.csv" && outcome.line === line)
    expect(of(4).map(({ code }) => code)).toEqual(["unknownReference", "unknownReference"])
    expect(of(5).map(({ code }) => code)).toEqual(["ambiguousReference"])
    expect(of(3).map(({ code }) => code)).toEqual(["raggedRow"])
  })

  it("reports a suspected typo and does not change it", () => {
    expect(result.clients[0]?.sector).toBe("technolgy")
    expect(result.summary.find(({ code }) => code === "suspectedTypo")?.detail).toBe("technolgy ~ technology")
  })

  it("keeps two spellings apart where no list says which is right", () => {
    const alone = plan("id,stage,client\n1,Won,ACME\n2,Won,Acme\n")
    expect(alone.clients.map(({ name }) => name)).toEqual(["ACME", "Acme"])
    expect(codes(alone)).toEqual(["2 ok imported", "3 noted similarSpelling"])
  })

  it("makes teams of salespeople's teams, or of those with one manager", () => {
    const reps = planImport(
      [fileOf("reps.csv", "name,team,manager,region\nA,North,M,R1\nB,North,M,R2\nC,,M,R1\n")],
      options,
    )
    expect(reps.teams).toMatchObject([{ sourceKey: "North", managerName: "M", region: null }])
    expect(reps.reps.map(({ teamKey }) => teamKey)).toEqual(["North", "North", null])
  })
})

describe("planImport: refusals", () => {
  const problems = (call: () => unknown) =>
    (thrownBy(call) as { readonly data: { readonly problems: ReadonlyArray<{ readonly _tag: string }> } }).data.problems

  it("names every unreadable file at once", () => {
    const png = { name: "logo.csv", bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) }
    const files = [
      png,
      fileOf("empty.csv", ""),
      fileOf("head.csv", "id,stage\n"),
      fileOf("broken.csv", 'id,stage\n1,"x\n'),
    ]
    expect(problems(() => planImport(files, options)).map(({ _tag }) => _tag)).toEqual([
      "FileNotText",
      "CsvEmpty",
      "CsvHeaderOnly",
      "QuotesBroken",
    ])
  })

  it("names every missing column of every file at once", () => {
    const files = [fileOf("deals.csv", "title,owner,amount\na,b,1\n"), fileOf("leads.csv", "lead name,source\na,b\n")]
    const [error] = problems(() => planImport(files, options))
    expect(error).toMatchObject({
      _tag: "ColumnsMissing",
      messages: {
        en: "Columns are missing: deals.csv (deals): key (“deal id”), stage (“deal stage”) or status (“deal status”) or wonOn (“won date”); leads.csv (leads): key (“lead id”). Name a column so, or map it",
        ru: "Не хватает столбцов: deals.csv (сделки): key («номер сделки»), stage («этап сделки») или status («статус») или wonOn («дата выигрыша»); leads.csv (лиды): key («id лида»). Назовите столбец так или укажите его в сопоставлении",
      },
      data: {
        missing: [
          { file: "deals.csv", entity: "deal", fields: [["key"], ["stage", "status", "wonOn"]] },
          { file: "leads.csv", entity: "lead", fields: [["key"]] },
        ],
      },
    })
  })

  it("refuses files of which none is known, and no files", () => {
    expect(problems(() => plan("a,b\n1,2\n", {}, "x.csv"))).toMatchObject([
      { _tag: "NothingToImport", data: { files: [{ file: "x.csv" }] } },
    ])
    expect(problems(() => planImport([], options))).toMatchObject([{ _tag: "NothingToImport" }])
  })

  it("checks options and mapping whole", () => {
    const wrong = { source: " ", currency: "XXX", timeZone: "Mars/Base", asOf: "2026-02-30" }
    const error = thrownBy(() => plan("id,stage\n1,Won\n", wrong)) as {
      readonly data: { readonly problems: ReadonlyArray<{ readonly path: string }> }
    }
    expect(error.data.problems.map(({ path }) => path)).toEqual(["source", "currency", "asOf", "timeZone"])
    const { mapping } = plan("id,stage\n1,Won\n")
    const [file] = mapping.files
    const columns = file?.columns.map((column) => ({ ...column, column: "nowhere", field: "colour" })) ?? []
    const [invalid] = problems(() =>
      plan("id,stage\n1,Won\n", { mapping: { stages: {}, files: file === undefined ? [] : [{ ...file, columns }] } }),
    )
    expect(invalid).toMatchObject({ _tag: "InputInvalid" })
    expect(invalid).toHaveProperty("data.problems.length", 4)
  })
})

describe("planImport: laws", () => {
  const cell = (...values: ReadonlyArray<string>) => fc.constantFrom(...values)
  const row = fc
    .tuple(
      cell("1", "2", "3", "4", "5", "6", "", "N/A"),
      cell("Won", "Lost", "Proposal", "Ждём", ""),
      cell("Acme", "acme", "Beta", "", "—"),
      cell("5", "0", "", "1,5", "-7", "x", "5 €"),
      cell("2026-01-01", "2026-05-05", "", "03/04/2026", "nope"),
      cell("2026-02-01", "2025-05-05", "", "30.06.2026"),
    )
    .map((cells): ReadonlyArray<string> => cells)
  const ragged = fc.constantFrom<ReadonlyArray<string>>(["1", "Won"], ["7", "Won", "", "", "", "", "more"], [""])
  const rows = fc.array(fc.oneof({ weight: 9, arbitrary: row }, { weight: 1, arbitrary: ragged }), {
    minLength: 1,
    maxLength: 30,
  })
  const fileText = (cells: ReadonlyArray<ReadonlyArray<string>>) =>
    [
      "id;stage;client;amount;open_date;close_date",
      ...cells.map((line) => line.join(";")),
      "99;Won;Acme;1;2026-01-01;2026-01-02",
    ].join("\n")

  it("counts reconcile: every line is imported, merged or rejected, and has an outcome that says which", () => {
    fc.assert(
      fc.property(rows, (cells) => {
        const result = plan(fileText(cells))
        const [file] = result.files
        const blank = cells.filter((line) => line.every((value) => value === "")).length
        expect(file?.blankLines).toBe(blank)
        expect(file?.records).toBe(cells.length + 1 - blank)
        expect((file?.imported ?? 0) + (file?.merged ?? 0) + (file?.rejected ?? 0)).toBe(file?.records)
        expect(result.deals).toHaveLength(file?.imported ?? -1)
        const lines = (severity: string) =>
          new Set(result.outcomes.filter((outcome) => outcome.severity === severity).map(({ line }) => line))
        expect(new Set(result.outcomes.map(({ line }) => line)).size).toBe(file?.records)
        expect(lines("rejected").size).toBe(file?.rejected)
        expect(lines("ok").size + lines("noted").size).toBe((file?.imported ?? 0) + (file?.merged ?? 0))
        expect(result.deals.filter(({ line }) => lines("rejected").has(line))).toEqual([])
        expect(result.summary.reduce((sum, { count }) => sum + count, 0)).toBe(result.outcomes.length)
      }),
    )
  })

  it("is JSON-safe, repeatable, and refers to nothing outside itself", () => {
    fc.assert(
      fc.property(rows, (cells) => {
        const result = plan(fileText(cells))
        expect(JSON.parse(JSON.stringify(result))).toEqual(result)
        expect(plan(fileText(cells))).toEqual(result)
        expect(plan(fileText(cells), { mapping: result.mapping })).toEqual(result)
        const clients = new Set(result.clients.map(({ sourceKey }) => sourceKey))
        expect(result.deals.filter(({ clientKey }) => clientKey !== null && !clients.has(clientKey))).toEqual([])
        expect(new Set(result.deals.map(({ sourceKey }) => sourceKey)).size).toBe(result.deals.length)
      }),
    )
  })

  it("never lets a closed deal close before it opens, nor an open one close", () => {
    fc.assert(
      fc.property(rows, (cells) => {
        const odd = plan(fileText(cells)).deals.filter(({ outcome, openedOn, closedOn }) => {
          if (outcome === "open") return closedOn !== null
          return openedOn !== null && closedOn !== null && closedOn < openedOn
        })
        expect(odd).toEqual([])
      }),
    )
  })
})

describe("planImport: tax numbers", () => {
  const clients = (header: string, more: Partial<ImportOptions> = {}) =>
    plan(`id,name,${header}\n1,A,7707083894\n2,B,7707083893\n3,C,KZ 123456789012\n`, more, "clients.csv")

  it("keeps an INN whose check digits are wrong, and says so by line", () => {
    const result = clients("инн")
    expect(codes(result)).toEqual(["2 noted innWrong", "3 ok imported", "4 ok imported"])
    expect(result.clients[0]?.taxId).toBe("7707083894")
  })

  it("takes numbers of a column that does not speak of INN for those only where the money is Russia's", () => {
    expect(codes(clients("tax id"))).toEqual(["2 noted innWrong", "3 ok imported", "4 ok imported"])
    expect(codes(clients("tax id", { currency: "PLN" }))).toEqual(["2 ok imported", "3 ok imported", "4 ok imported"])
    expect(codes(clients("ИНН", { currency: "PLN" }))[0]).toBe("2 noted innWrong")
  })
})
