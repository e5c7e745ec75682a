import { describe, expect, it } from "vitest"
import { crmMapping } from "../../src/exchange/CrmMapping.ts"
import type { ImportOptions } from "../../src/exchange/ImportOptions.ts"
import { planImport } from "../../src/exchange/ImportPlan.ts"
import type { ColumnMapping } from "../../src/exchange/ColumnMapping.ts"
import { rejectedRows } from "../../src/exchange/RejectedRows.ts"
import type { CustomField } from "../../src/shared/CustomField.ts"

const same = (text: string) => ({ en: text, ru: text })
const customFields: ReadonlyArray<CustomField> = [
  {
    of: "client",
    key: "tier",
    label: { en: "Tier", ru: "Категория" },
    kind: "choice",
    choices: [
      { id: "gold", name: { en: "Gold", ru: "Золото" } },
      { id: "none", name: { en: "Nothing", ru: "Нет" } },
    ],
  },
  { of: "client", key: "vip", label: { en: "Important", ru: "Важный клиент" }, kind: "boolean" },
  { of: "client", key: "note", label: { en: "Note", ru: "Заметка" }, kind: "text", maxLength: 10 },
  {
    of: "deal",
    key: "score",
    label: { en: "Score", ru: "Балл" },
    kind: "number",
    minimum: 0,
    maximum: 5000,
    whole: true,
  },
  { of: "deal", key: "budgetUsd", label: same("Budget, $"), kind: "money", currency: "USD" },
  { of: "deal", key: "validTo", label: { en: "Valid to", ru: "Действует до" }, kind: "date", latest: "2030-12-31" },
  {
    of: "deal",
    key: "needs",
    label: same("Needs"),
    kind: "multiChoice",
    choices: [
      { id: "crm", name: same("CRM, sales") },
      { id: "erp", name: same("ERP") },
    ],
  },
  { of: "lead", key: "weight", label: { en: "Weight", ru: "Вес" }, kind: "number" },
  { of: "contact", key: "decides", label: { en: "Decides", ru: "Принимает решение" }, kind: "boolean" },
]
const options: ImportOptions = { source: "crm", currency: "RUB", timeZone: "Europe/Moscow", customFields }
const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) })
const plan = (name: string, text: string, more: Partial<ImportOptions> = {}) =>
  planImport([file(name, text)], { ...options, ...more })
const told = ({ outcomes }: ReturnType<typeof planImport>) =>
  outcomes.flatMap(({ line, severity, code, field, detail }) =>
    severity === "ok" ? [] : [[line, severity, code, field, detail]],
  )

const refusal = (work: () => unknown): ReadonlyArray<{ readonly path: string; readonly code: string }> => {
  try {
    work()
  } catch (error) {
    const { problems } = (error as { data: { problems: ReadonlyArray<{ data: { problems: [] } }> } }).data
    return problems.flatMap(({ data }) => data.problems)
  }
  return []
}

describe("custom fields of an export", () => {
  it("are filled by columns called by their key or label, in either language, and the plan says so", () => {
    const result = plan(
      "компании.csv",
      "название;категория;Важный клиент;NOTE;tier\nРомашка;золото;нет;тихо;gold\nЛютик;Нет;да;—;gold\nАстра;;;;\n",
    )
    expect(result.clients.map(({ custom }) => custom)).toEqual([
      { tier: "gold", vip: false, note: "тихо" },
      { tier: "none", vip: true, note: null },
      { tier: null, vip: null, note: null },
    ])
    expect(result.mapping.files[0]?.columns.map(({ field, custom, why }) => [field, custom, why.ru])).toEqual([
      ["name", undefined, "«название» — обычное имя поля name (клиенты)"],
      [null, "tier", "«категория» — название пользовательского поля tier"],
      [null, "vip", "«Важный клиент» — название пользовательского поля vip"],
      [null, "note", "«NOTE» — название пользовательского поля note"],
      [null, undefined, "пользовательское поле tier заполняет другой столбец; не читается"],
    ])
    expect(result.files[0]).toMatchObject({ unmappedColumns: ["tier"] })
    expect(told(result)).toEqual([
      [2, "noted", "nearMatch", "custom.tier", "золото → gold"],
      [3, "noted", "blankWord", "custom.note", "—"],
    ])
  })

  it("are left alone where none are declared, and never take a column that a field of the kind takes", () => {
    const text = "название,категория\nРомашка,золото\n"
    const without = plan("компании.csv", text, { customFields: [] })
    expect(without.clients[0]).not.toHaveProperty("custom")
    expect(without.files[0]?.unmappedColumns).toEqual(["категория"])
    const own: CustomField = { of: "client", key: "name", label: same("Name"), kind: "text" }
    expect(plan("clients.csv", "name,tier\nA,gold\n", { customFields: [own] }).clients[0]).not.toHaveProperty("custom")
    const twice = [own, { ...own, key: "other" }].map((field) => ({ ...field, label: same("Цвет") }))
    const unclear = plan("clients.csv", "name,цвет\nA,b\n", { customFields: twice })
    expect(unclear.mapping.files[0]?.columns[1]).toMatchObject({
      field: null,
      why: { en: expect.stringContaining("name, other") },
    })
  })

  it("are read by their kind: whole numbers, money in its own currency, dates by the column's order, several choices", () => {
    const result = plan(
      "deals.csv",
      "deal id;stage;currency;score;Budget, $;Действует до;needs\n" +
        '1;New;RUB;1,234;1 000,50;25/04/2026;"CRM, sales; erp"\n2;New;RUB;7;$5;03/04/2026;erp,crm\n3;New;;;;;\n',
    )
    expect(result.deals.map(({ custom }) => custom)).toEqual([
      {
        score: 1234,
        budgetUsd: { amountMinor: 100_050, currency: "USD" },
        validTo: "2026-04-25",
        needs: ["crm", "erp"],
      },
      { score: 7, budgetUsd: { amountMinor: 500, currency: "USD" }, validTo: "2026-04-03", needs: ["crm", "erp"] },
      { score: null, budgetUsd: null, validTo: null, needs: null },
    ])
  })

  it("reject the lines whose values cannot be read or are not allowed, and give the rows back to be mended", () => {
    const files = [
      file(
        "deals.csv",
        "deal id;stage;score;budgetUsd;validTo;needs\n1;New;many;;;\n2;New;9000;;;\n3;New;1.5;;;\n4;New;;5 €;;\n" +
          "5;New;;;soon;\n6;New;;;2031-01-01;\n7;New;;;;crm;\n8;New;;;;crm, hr\n9;New;5;5;2026-01-01;erp\n",
      ),
      file("clients.csv", "company id;company name;vip;note\n1;A;maybe;\n2;B;yes;очень длинная заметка\n"),
    ]
    const result = planImport(files, options)
    expect(result.deals.map(({ sourceKey }) => sourceKey)).toEqual(["9"])
    expect(told(result)).toEqual([
      [2, "rejected", "numberUnreadable", "custom.score", "many"],
      [3, "rejected", "customNotAllowed", "custom.score", "9000 (0…5000)"],
      [4, "rejected", "customNotAllowed", "custom.score", "1.5 (0…5000)"],
      [5, "rejected", "customNotAllowed", "custom.budgetUsd", "5 € (USD)"],
      [6, "rejected", "dateUnreadable", "custom.validTo", "soon"],
      [7, "rejected", "customNotAllowed", "custom.validTo", "2031-01-01 (…2030-12-31)"],
      [8, "rejected", "raggedRow", null, "7 ≠ 6"],
      [9, "rejected", "choiceUnknown", "custom.needs", "hr"],
      [2, "rejected", "yesNoUnreadable", "custom.vip", "maybe"],
      // Free text may be about a person: only its length is told.
      [3, "rejected", "customNotAllowed", "custom.note", "21 > 10"],
    ])
    const [deals, clients] = rejectedRows(files, result, "ru")
    expect(deals?.text).toContain(
      '"Строка";"Почему не импортировано";"deal id";"stage";"score";"budgetUsd";"validTo";"needs"',
    )
    expect(clients?.text).toContain('"2";"Это не «да» и не «нет»: maybe";"1";"A";"maybe";""')
    const mended = plan(
      "clients.rejected.csv",
      (clients?.text ?? "").replace('"maybe"', '"yes"').replace("длинная ", ""),
      {
        customFields: customFields.map((field) =>
          field.key === "note" ? { ...field, maxLength: 20 } : field,
        ) as typeof customFields,
      },
    )
    expect(mended.clients.map(({ custom }) => custom)).toEqual([
      { vip: true, note: null },
      { vip: true, note: "очень заметка" },
    ])
  })

  it("ask what only a person can say, and take the answer from the mapping", () => {
    const text = 'lead id,name,вес\n1,A,"1,234"\n'
    const open = plan("leads.csv", text)
    expect(open.questions).toMatchObject([{ column: "вес", asks: "decimalMark", examples: ["1,234"] }])
    expect(told(open)).toEqual([[2, "rejected", "decimalMarkUnknown", "custom.weight", "1,234"]])
    const answered = open.mapping.files.map((one) => ({
      ...one,
      columns: one.columns.map((column) => ({ ...column, decimalMark: "," as const })),
    }))
    const result = plan("leads.csv", text, { mapping: { files: answered, stages: {} } })
    expect(result.leads.map(({ custom }) => custom)).toEqual([{ weight: 1.234 }])
  })

  it("tell repeats of a line apart by their values", () => {
    const text = "contact id,full name,company,decides\n1,A,B,yes\n1,A,B,yes\n1,A,B,no\n"
    const result = plan("contacts.csv", text)
    expect(result.contacts.map(({ custom }) => custom)).toEqual([{ decides: true }])
    expect(told(result)).toEqual([
      [3, "noted", "repeatMerged", null, "contacts.csv:2"],
      [4, "rejected", "repeatConflict", null, "contacts.csv:2"],
    ])
  })

  it("are mapped by hand, every fault of the mapping told at once", () => {
    const text = "company name,kind,level\nA,gold,x\n"
    const guessed = plan("clients.csv", text).mapping
    const withColumns = (change: (column: ColumnMapping) => Partial<ColumnMapping>) => ({
      ...guessed,
      files: guessed.files.map((one) => ({
        ...one,
        columns: one.columns.map((column) => ({ ...column, ...change(column) })),
      })),
    })
    const mapping = withColumns(({ column }) => (column === "kind" ? { custom: "tier" } : {}))
    expect(plan("clients.csv", text, { mapping }).clients.map(({ custom }) => custom)).toEqual([{ tier: "gold" }])
    const columns = [
      { column: "company name", field: "name", custom: "tier" },
      { column: "kind", field: null, custom: "tier" },
      { column: "level", field: null, custom: "score" },
      { column: "level", field: null, custom: "colour" },
    ].map((column) => ({ ...column, why: same(""), dateOrder: null, decimalMark: null }))
    const wrong = { ...guessed, files: guessed.files.map((one) => ({ ...one, columns })) }
    expect(refusal(() => plan("clients.csv", text, { mapping: wrong })).map(({ path, code }) => [path, code])).toEqual([
      ["mapping.files[0].columns[0].custom", "mapping.fieldAndCustom"],
      ["mapping.files[0].columns[1].custom", "mapping.repeatedField"],
      ["mapping.files[0].columns[2].custom", "mapping.customFieldOfOther"],
      ["mapping.files[0].columns[3].custom", "mapping.unknownCustomField"],
    ])
    expect(() => plan("clients.csv", text, { customFields: [...customFields, ...customFields] })).toThrow(
      /client\.tier/u,
    )
  })

  it("fill from exports of known systems too", () => {
    const files = [file("deals.csv", "ID,Название сделки,Этап сделки,Бюджет,Балл\n1,Аудит,Переговоры,100,5\n")]
    const mapping = crmMapping("amocrm", files, customFields)
    const result = planImport(files, { ...options, mapping })
    expect(result.deals.map(({ amountMinor, custom }) => [amountMinor, custom])).toEqual([[10_000, { score: 5 }]])
  })
})
