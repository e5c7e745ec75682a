import { describe, expect, it } from "vitest"
import { readCsvTable } from "../../src/exchange/CsvTable.ts"
import { headerNames, normalizedHeader } from "../../src/exchange/HeaderName.ts"
import { importEntities, importOrder } from "../../src/exchange/ImportField.ts"
import { guessFileMapping, missingColumns } from "../../src/exchange/Mapping.ts"

const guess = (file: string, header: string) => {
  const columns = header.split(";")
  return guessFileMapping(readCsvTable(`${header}\n${columns.map(() => "x").join(";")}\n`, file))
}
const fieldsOf = (file: string, header: string) =>
  Object.fromEntries(
    guess(file, header).columns.flatMap(({ column, field }) => (field === null ? [] : [[field, column]])),
  )

describe("guessFileMapping", () => {
  it("reads the days of a plain table, `closed` too unless it says yes or no", () => {
    const fieldsOf = (closed: string) =>
      guessFileMapping(readCsvTable(`id,stage,opened,closed\n1,Won,2026-01-05,${closed}\n`, "deals.csv")).columns.map(
        ({ field }) => field,
      )
    expect(fieldsOf("2026-02-01")).toEqual(["key", "stage", "openedOn", "closedOn"])
    expect(fieldsOf("1")).toEqual(["key", "stage", "openedOn", null])
  })

  it("looks up names of columns in the form that they are brought to: each usual name is its own", () => {
    for (const entity of importOrder) {
      for (const field of importEntities[entity].fields) {
        const names = headerNames(entity, field)
        expect(names.map(normalizedHeader)).toEqual(names)
      }
    }
    expect(fieldsOf("сделки.csv", "№;Этап;Сумма")).toEqual({ key: "№", stage: "Этап", amount: "Сумма" })
  })

  it("takes a column of yes and no for no day, and says so", () => {
    const header = "Номер;Этап;Создана;Закрыта"
    const { columns } = guessFileMapping(
      readCsvTable(
        `${header}\n1;Контакт;01.02.2026;нет\n2;Успешно;02.02.2026;Да\n3;Контакт;03.02.2026;\n`,
        "сделки.csv",
      ),
    )
    expect(columns.map(({ field }) => field)).toEqual(["key", "stage", "openedOn", null])
    expect(columns[3]?.why.ru).toBe("здесь «да» и «нет», а не дата; не читается")
    // Another column has the day then.
    const both = readCsvTable("id,stage,closed,close date\n1,Won,1,2026-02-03\n2,New,0,\n", "deals.csv")
    expect(guessFileMapping(both).columns.map(({ field }) => field)).toEqual(["key", "stage", null, "closedOn"])
    const days = readCsvTable("id,stage,закрыта\n1,Won,03.02.2026\n2,New,нет\n", "deals.csv")
    expect(guessFileMapping(days).columns[2]?.field).toBe("closedOn")
  })

  it("knows a deal export of HubSpot", () => {
    const header =
      "Record ID;Deal Name;Deal Stage;Close Date;Deal owner;Amount;Pipeline;Create Date;Associated Company;Associated Contact"
    expect(fieldsOf("hubspot-crm-exports-all-deals.csv", header)).toEqual({
      key: "Record ID",
      title: "Deal Name",
      stage: "Deal Stage",
      closedOn: "Close Date",
      owner: "Deal owner",
      amount: "Amount",
      openedOn: "Create Date",
      client: "Associated Company",
    })
  })

  it("knows a deal export of Pipedrive", () => {
    const header =
      "Deal - ID;Deal - Title;Deal - Value;Deal - Currency of Value;Deal - Organization;Deal - Contact person;Deal - Owner;Deal - Stage;Deal - Status;Deal - Deal created;Deal - Won time;Deal - Lost time;Deal - Expected close date"
    expect(fieldsOf("export.csv", header)).toEqual({
      key: "Deal - ID",
      title: "Deal - Title",
      amount: "Deal - Value",
      currency: "Deal - Currency of Value",
      client: "Deal - Organization",
      owner: "Deal - Owner",
      stage: "Deal - Stage",
      status: "Deal - Status",
      openedOn: "Deal - Deal created",
      wonOn: "Deal - Won time",
      lostOn: "Deal - Lost time",
    })
  })

  it("knows a deal export of amoCRM", () => {
    const header =
      "ID;Название сделки;Компания;Основной контакт;Ответственный;Этап сделки;Воронка;Бюджет, руб.;Дата создания;Дата закрытия;Теги"
    expect(fieldsOf("amocrm_export_leads.csv", header)).toEqual({
      key: "ID",
      title: "Название сделки",
      client: "Компания",
      owner: "Ответственный",
      stage: "Этап сделки",
      amount: "Бюджет, руб.",
      openedOn: "Дата создания",
      closedOn: "Дата закрытия",
    })
  })

  it("knows a deal export of Bitrix24 and leaves the expected date out, saying why", () => {
    const header =
      "ID;Название;Стадия сделки;Вероятность, %;Валюта;Сумма;Компания;Контакт;Предполагаемая дата закрытия;Ответственный;Дата создания;Дата завершения"
    expect(fieldsOf("deal.csv", header)).toEqual({
      key: "ID",
      title: "Название",
      stage: "Стадия сделки",
      currency: "Валюта",
      amount: "Сумма",
      client: "Компания",
      owner: "Ответственный",
      openedOn: "Дата создания",
      closedOn: "Дата завершения",
    })
    const expected = guess("deal.csv", header).columns.find(({ column }) => column.startsWith("Предполагаемая"))
    expect(expected?.why.en).toMatch(/forecast/)
  })

  it.each([
    ["accounts.csv", "account;sector;year_established;revenue;employees;office_location", "client"],
    ["products.csv", "product;series;sales_price", "product"],
    ["sales_teams.csv", "sales_agent;manager;regional_office", "rep"],
    ["Targets.csv", "EmployeeID;TargetAmount;TargetMonth", "target"],
    ["leads.csv", "mql_id;first_contact_date;landing_page_id;origin", "lead"],
    ["olist_closed_deals.csv", "mql_id;seller_id;sdr_id;sr_id;won_date;business_segment", "deal"],
    ["teams.csv", "team;manager;region", "team"],
    ["Клиенты.csv", "Код;Наименование;Отрасль;Город;Ответственный", "client"],
    ["data_dictionary.csv", "Table;Field;Description", null],
    ["weather.csv", "day;temperature;wind", null],
  ])("takes %s for what it is", (file, header, entity) => {
    expect(guess(file, header).entity).toBe(entity)
  })

  it("takes a sum for the plan where the file is called one, not where it may be what was sold", () => {
    const header = "Менеджер;Квартал;Сумма"
    expect(missingColumns(guess("План 2026.csv", header))).toBeNull()
    expect(guess("Продажи.csv", header).entity).toBeNull()
  })

  it("does not choose between two kinds that fit equally well", () => {
    const mapping = guess("export.csv", "ID;Название;Статус;Ответственный;Дата создания")
    expect(mapping.entity).toBeNull()
    expect(mapping.why.ru).toMatch(/«сделки» и «лиды»/)
  })

  it("does not take deals without a key for clients, but says what is missing", () => {
    const mapping = guess("export.csv", "name;stage;owner;amount;client")
    expect(mapping.entity).toBe("deal")
    expect(missingColumns(mapping)).toMatchObject({ entity: "deal", fields: [["key"]] })
  })

  it("gives a reason for every column", () => {
    for (const { why } of guess("a.csv", "deal_id;stage;colour").columns) expect(why.en + why.ru).not.toBe("")
  })
})
