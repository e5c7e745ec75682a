import { describe, expect, it } from "vitest"
import { crmMapping } from "../../src/exchange/CrmMapping.ts"
import { personName } from "../../src/exchange/PersonName.ts"
import { planImport } from "../../src/exchange/ImportPlan.ts"

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) })
const options = { source: "crm", currency: "RUB", timeZone: "Europe/Moscow" } as const

describe("contact persons of an export", () => {
  it("belong to listed and to mentioned clients, and say what is missing line by line", () => {
    const plan = planImport(
      [
        file("companies.csv", "company id,company name,phone\n5,ООО Ромашка,1\n"),
        file(
          "contacts.csv",
          "contact id;фио;компания;должность;телефон;email\n" +
            "1;Анна Ёж;ООО Ромашка;Директор;8 495 1,8 495 2;a@x.example\n" +
            "2;Пётр;Лютик;;;\n3;;ООО Ромашка;;;\n4;Яна;;;;\n1;Анна Ёж;ООО Ромашка;Директор;8 495 1,8 495 2;a@x.example\n" +
            ";Без ключа;ООО Ромашка;;;\n",
        ),
      ],
      options,
    )
    expect(plan.files.map(({ entity }) => entity)).toEqual(["client", "contact"])
    expect(plan.contacts).toMatchObject([
      { sourceKey: "1", name: "Анна Ёж", clientKey: "5", position: "Директор", phones: ["8 495 1", "8 495 2"] },
      { sourceKey: "2", name: "Пётр", clientKey: "Лютик", position: null },
    ])
    expect(plan.clients.map(({ name, origin }) => [name, origin])).toEqual([
      ["ООО Ромашка", "table"],
      ["Лютик", "mention"],
    ])
    const told = plan.outcomes.filter(({ file: name }) => name === "contacts.csv")
    expect(told.map(({ line, severity, code, field }) => [line, severity, code, field])).toEqual([
      [2, "ok", "imported", null],
      [3, "noted", "unknownReference", "client"],
      [4, "rejected", "nameMissing", null],
      [5, "rejected", "clientMissing", "client"],
      [6, "noted", "repeatMerged", null],
      [7, "rejected", "keyMissing", null],
    ])
  })

  it("without keys are told apart by their name at a client", () => {
    const text = "имя,фамилия,компания,должность\nПётр,Ёж,Лютик,Снабжение\nПётр,Ёж,Ромашка,Снабжение\nПётр,Уж,Лютик,\n"
    const { contacts } = planImport([file("people.csv", text)], options)
    expect(contacts.map(({ name, clientKey }) => [name, clientKey])).toEqual([
      ["Пётр Ёж", "Лютик"],
      ["Пётр Ёж", "Ромашка"],
      ["Пётр Уж", "Лютик"],
    ])
    expect(new Set(contacts.map(({ sourceKey }) => sourceKey)).size).toBe(3)
    const nameless = planImport([file("people.csv", `${text},,Лютик,Снабжение\n`)], options)
    expect(nameless.outcomes.filter(({ severity }) => severity === "rejected")).toMatchObject([
      { line: 5, code: "nameMissing" },
    ])
  })

  it("are not confused with leads and clients that have the same columns", () => {
    const entityOf = (name: string, text: string) => planImport([file(name, text)], options).files[0]?.entity
    expect(entityOf("leads.csv", "id,name,company,phone,email\n1,A,B,1,x\n")).toBe("lead")
    expect(entityOf("contacts.csv", "id,name,company,phone,email\n1,A,B,1,x\n")).toBe("contact")
    expect(entityOf("clients.csv", "id,name,phone,email\n1,A,1,x\n")).toBe("client")
  })

  it("are known by the columns of HubSpot, Pipedrive, amoCRM and Bitrix24", () => {
    const tables = {
      hubspot:
        "Record ID,First Name,Last Name,Associated Company,Job Title,Email,Phone Number\n7,Bo,Berg,Acme,CFO,b@x.example,1\n",
      pipedrive:
        "Person - ID,Person - Name,Person - Organization,Person - Email,Person - Phone\n7,Bo Berg,Acme,b@x.example,1\n",
      amocrm: "ID;Полное имя контакта;Компания контакта;Должность;Рабочий email\n7;Bo Berg;Acme;CFO;b@x.example\n",
      bitrix24: "ID;Имя;Фамилия;Должность;Компания;Рабочий e-mail\n7;Bo;Berg;CFO;Acme;b@x.example\n",
    } as const
    for (const crm of ["hubspot", "pipedrive", "amocrm", "bitrix24"] as const) {
      const files = [file("export.csv", tables[crm])]
      const { contacts } = planImport(files, { ...options, mapping: crmMapping(crm, files) })
      const expected = { sourceKey: "7", name: "Bo Berg", clientKey: "Acme", emails: ["b@x.example"] }
      expect([crm, contacts]).toMatchObject([crm, [expected]])
    }
  })
})

describe("personName", () => {
  it.each([
    ["Пётр Ёж", null, "Ёж", "Пётр Ёж"],
    ["Пётр", null, "Ёж", "Пётр Ёж"],
    [null, "Пётр", "Ёж", "Пётр Ёж"],
    [null, null, "Ёж", "Ёж"],
    ["Пётр", null, null, "Пётр"],
    [null, "Пётр", null, "Пётр"],
    [null, null, null, null],
  ] as const)("given %s, %s, %s: %s", (whole, first, last, name) => {
    expect(personName(whole, first, last)).toBe(name)
  })
})
