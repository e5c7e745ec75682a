import { describe, expect, it } from "vitest"
import { crmMapping } from "../../src/exchange/CrmMapping.ts"
import type { CrmName } from "../../src/exchange/CrmMapping.ts"
import { planImport } from "../../src/exchange/ImportPlan.ts"
import { rejectedRows } from "../../src/exchange/RejectedRows.ts"

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) })
const options = { source: "crm", currency: "RUB", timeZone: "Europe/Moscow" } as const

const planned = (crm: CrmName, files: ReadonlyArray<ReturnType<typeof file>>) =>
  planImport(files, { ...options, mapping: crmMapping(crm, files) })

describe("mappings of systems", () => {
  it("reads HubSpot's deals, companies and contacts", () => {
    const plan = planned("hubspot", [
      file(
        "hubspot-1.csv",
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Create Date,Associated Company\n" +
          "91,Audit,closedwon,2026-01-20 10:00,Ann Lee,1200.50,2026-01-02 09:00,Acme\n",
      ),
      file("hubspot-2.csv", "Record ID,Company name,Company owner,Industry,City\n5,Acme,Ann Lee,Retail,Berlin\n"),
      file(
        "hubspot-3.csv",
        "Record ID,First Name,Last Name,Email,Lead Status,Contact owner,Create Date,Original Source\n" +
          "7,Bo,Berg,b@x.example,Unqualified,Ann Lee,2026-01-03 09:00,Organic Search\n",
      ),
    ])
    expect(plan.files.map(({ entity }) => entity)).toEqual(["deal", "client", "lead"])
    expect(plan.deals[0]).toMatchObject({
      sourceKey: "91",
      outcome: "won",
      closedOn: "2026-01-20",
      amountMinor: 1200_50,
    })
    expect(plan.clients[0]).toMatchObject({ sourceKey: "5", sector: "Retail", location: "Berlin" })
    expect(plan.leads[0]).toMatchObject({
      sourceKey: "7",
      name: "Bo Berg",
      status: "Unqualified",
      source: "Organic Search",
      emails: ["b@x.example"],
    })
  })

  it("reads Pipedrive's deals with status and both closing times", () => {
    const plan = planned("pipedrive", [
      file(
        "deals.csv",
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Status,Deal - Owner," +
          "Deal - Organization,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Expected close date\n" +
          "1,Audit,100,EUR,Proposal Made,Won,Ann,Acme,2026-01-02 09:00:00,2026-01-20 10:00:00,,2026-02-01\n" +
          "2,Stock,50,EUR,Qualified,Lost,Ann,Acme,2026-01-03 09:00:00,,2026-01-21 10:00:00,\n",
      ),
    ])
    expect(plan.deals.map(({ outcome, closedOn }) => [outcome, closedOn])).toEqual([
      ["won", "2026-01-20"],
      ["lost", "2026-01-21"],
    ])
  })

  it("reads amoCRM's deals in Russian", () => {
    const plan = planned("amocrm", [
      file(
        "amocrm_export_leads.csv",
        '"ID";"Название сделки";"Компания";"Ответственный";"Этап сделки";"Воронка";"Бюджет, руб.";"Дата создания";"Дата закрытия"\r\n' +
          '"11";"Аудит";"ООО «Ромашка»";"Анна";"Успешно реализовано";"Продажи";"120000";"15.01.2026 10:00:00";"30.01.2026 11:00:00"\r\n' +
          '"12";"Склад";"ООО «Ромашка»";"Анна";"Закрыто и не реализовано";"Продажи";"0";"16.01.2026 10:00:00";"31.01.2026 11:00:00"\r\n',
      ),
    ])
    expect(plan.deals.map(({ outcome, amountMinor, openedOn }) => [outcome, amountMinor, openedOn])).toEqual([
      ["won", 120_000_00, "2026-01-15"],
      ["lost", null, "2026-01-16"],
    ])
    expect(plan.clients.map(({ name }) => name)).toEqual(["ООО «Ромашка»"])
  })

  it("reads Bitrix24's deals, leads and companies, which all call their key ID", () => {
    const plan = planned("bitrix24", [
      file(
        "DEAL_20260201.csv",
        '"ID";"Название";"Стадия сделки";"Сумма";"Валюта";"Компания";"Ответственный";"Дата создания";"Дата завершения"\n' +
          '"3";"Аудит";"Сделка успешна";"5000.00";"RUB";"Лютик";"Борис";"10.01.2026";"20.01.2026"\n',
      ),
      file(
        "LEAD_20260201.csv",
        '"ID";"Название лида";"Статус";"Источник";"Ответственный";"Дата создания"\n"4";"Запрос";"Некачественный лид";"Звонок";"Борис";"11.01.2026"\n',
      ),
      file(
        "COMPANY_20260201.csv",
        '"ID";"Название компании";"Сфера деятельности";"Ответственный"\n"5";"Лютик";"Торговля";"Борис"\n',
      ),
    ])
    expect(plan.files.map(({ entity }) => entity)).toEqual(["deal", "lead", "client"])
    expect(plan.deals[0]).toMatchObject({ outcome: "won", clientKey: "5", amountMinor: 5000_00 })
    expect(plan.leads[0]).toMatchObject({ name: "Запрос", source: "Звонок", createdOn: "2026-01-11" })
  })
})

describe("rejectedRows", () => {
  it("writes the rows that were not read, with line and reasons, to be mended and imported again", () => {
    const files = [file("deals.csv", "deal id,stage,amount\n1,Won,5\n,Won,=cmd()\n3,,7\n4,Won\n")]
    const plan = planImport(files, options)
    const [rejected] = rejectedRows(files, plan, "en")
    expect(rejected).toMatchObject({ name: "deals.rejected.csv", rows: 3 })
    const lines = rejected?.text.split("\r\n") ?? []
    expect(lines[0]).toBe('\uFEFF"Line";"Why not imported";"deal id";"stage";"amount"')
    expect(lines[1]).toMatch(/^"3";"[^"]+";"";"Won";"'=cmd\(\)"$/)
    expect(lines[2]).toMatch(/^"4";"[^"]+";"3";"";"7"$/)
    expect(lines[3]).toMatch(/^"5";"[^"]+";"4";"Won"$/)
    expect(rejectedRows([files[0]!], { ...plan, outcomes: [] }, "ru")).toEqual([])
  })

  it("reads the mended file again by the same fields", () => {
    const files = [file("deals.csv", "deal id,stage,amount\n3,,7\n")]
    const [rejected] = rejectedRows(files, planImport(files, options), "ru")
    const mended = (rejected?.text ?? "").replace('"3";"";"7"', '"3";"Won";"7"')
    const plan = planImport([file("deals.rejected.csv", mended)], options)
    expect(plan.deals).toMatchObject([{ sourceKey: "3", outcome: "won", amountMinor: 7_00 }])
  })
})
