import { describe, expect, it } from "vitest"
import { planImport } from "../../src/exchange/ImportPlan.ts"
import type { Session } from "../../src/promise/index.ts"
import { attack, rub } from "../attack.ts"
import { fileOf } from "./encodeAs.ts"

const options = { source: "crm", currency: "RUB", timeZone: "Europe/Moscow", asOf: "2026-02-02" } as const

const imported = (shop: Session, files: { readonly [name: string]: string }) =>
  shop.imports.record(
    planImport(
      Object.entries(files).map(([name, text]) => fileOf(name, text)),
      options,
    ),
  )

const whole = {
  "deals.csv":
    "mql id,deal name,company,owner,product,stage,amount,created,close_date\n" +
    "1,Audit,Ромашка,Анна,P1,Won,100,2026-01-05,2026-01-20\n",
  "companies.csv": "company name,sector,owner,phone\nРомашка,retail,Анна,+7 495 123-45-67\n",
  "products.csv": "product,list price\nP1,120\n",
  "leads.csv": "lead id,name,source,status,owner,created\n1,Пётр,site,Qualified,Анна,2026-01-04\n",
  "salespeople.csv": "sales agent,team\nАнна,Север\n",
}

const first = async () => {
  const { shop, at } = await attack()
  await imported(shop, whole)
  const record = async () => ({
    deal: (await shop.deals.page()).items[0],
    client: (await shop.clients.page()).items[0],
    lead: (await shop.leads.page()).items[0],
    rep: (await shop.reps.page()).items[0],
    product: (await shop.products.page()).items[0],
  })
  return { shop, at, record }
}

describe("what an export has no column for", () => {
  it("is not taken back from deals, nor from the clients, people and products that they name", async () => {
    const { shop, record } = await first()
    const before = await record()
    expect(before.deal).toMatchObject({ amount: rub(100_00), listAmount: rub(120_00), closedOn: "2026-01-20" })
    const again = await imported(shop, { "deals.csv": "deal id,company,owner,product,stage\n1,Ромашка,Анна,P1,Won\n" })
    const nothing = { created: 0, changed: 0, unchanged: 1 }
    expect(again).toMatchObject({ deals: nothing, clients: nothing, reps: nothing, products: nothing })
    await imported(shop, { "deals.csv": "deal id,stage\n1,Won\n" })
    expect(await record()).toEqual(before)
  })

  it("is not taken back from clients and leads", async () => {
    const { shop, record } = await first()
    const before = await record()
    await imported(shop, {
      "companies.csv": "company name,location\nРомашка,Москва\n",
      "leads.csv": "lead id,source\n1,site\n",
    })
    expect(await record()).toEqual(before)
    expect(before.lead).toMatchObject({ status: "qualified", dealId: before.deal?.id, texts: { name: "Пётр" } })
  })

  it("moves a deal by what there is: the day of closing goes with the outcome", async () => {
    const { shop, record } = await first()
    await imported(shop, { "deals.csv": "deal id,stage\n1,Negotiation\n" })
    expect((await record()).deal).toMatchObject({
      outcome: "open",
      closedOn: null,
      openedOn: "2026-01-05",
      amount: rub(100_00),
      texts: { title: "Audit" },
    })
  })

  it("is told from a blank cell, which takes back what the source stated", async () => {
    const { shop, record } = await first()
    await imported(shop, {
      "deals.csv": "deal id,owner,stage,amount\n1,,Won,\n",
      "companies.csv": "company name,owner\nРомашка,\n",
    })
    const { deal, client } = await record()
    expect([deal?.amount, deal?.ownerId, client?.ownerId]).toEqual([null, null, null])
    expect([deal?.openedOn, client?.segmentId]).toEqual(["2026-01-05", "retail"])
  })

  it("leaves who has left gone, with the team", async () => {
    const { shop, at, record } = await first()
    const { rep } = await record()
    if (rep === undefined) return expect.fail("the salesperson was imported")
    const { id, personId, teamId } = rep
    expect(teamId).toBe("Север")
    await shop.reps.state({
      rows: [{ id, personId, name: "Анна", teamId, joinedOn: "2025-01-01", leftOn: "2026-02-02" }],
    })
    at("2026-02-10")
    await imported(shop, whole)
    expect((await record()).rep).toMatchObject({ teamId, joinedOn: "2025-01-01", leftOn: "2026-02-02" })
  })
})

it("a lead without a name is called by its number, until somebody says its name", async () => {
  const { shop } = await attack()
  const name = async () => (await shop.leads.page()).items[0]?.texts["name"]
  await imported(shop, { "leads.csv": "lead id,source\n17,site\n" })
  expect(await name()).toBe("17")
  await imported(shop, { "leads.csv": "lead id,name,source\n17,Пётр,site\n" })
  expect(await name()).toBe("Пётр")
  await imported(shop, { "leads.csv": "lead id,name,source\n17,,site\n" })
  expect(await name()).toBe("Пётр")
})

it("a name that was given here is ours: no import takes it back, whatever its source says", async () => {
  const { shop } = await attack()
  const files = (name: string) => ({
    "deals.csv": `deal id,deal name,company,stage\n1,${name},7,Negotiation\n`,
    "companies.csv": `company id,company name\n7,${name}\n`,
    "contacts.csv": `contact id,full name,company\n5,${name},7\n`,
    "leads.csv": `lead id,name,source\n1,${name},site\n`,
  })
  const records = async () => ({
    deal: (await shop.deals.page()).items[0],
    client: (await shop.clients.page()).items[0],
    contact: (await shop.contacts.page()).items[0],
    lead: (await shop.leads.page()).items[0],
  })
  const names = async () => {
    const { deal, client, contact, lead } = await records()
    return [deal?.texts["title"], client?.texts["name"], contact?.texts["name"], lead?.texts["name"]]
  }
  await imported(shop, files("Ромашка"))
  await imported(shop, files("ООО Ромашка"))
  expect(await names()).toEqual(["ООО Ромашка", "ООО Ромашка", "ООО Ромашка", "ООО Ромашка"])
  const { deal, client, contact, lead } = await records()
  if (!deal || !client || !contact || !lead) return expect.fail("all were imported")
  await shop.deals.amend({ dealId: deal.id, title: "Аудит" })
  await shop.clients.amend({ clientId: client.id, name: "Ромашка плюс" })
  await shop.contacts.amend({ contactId: contact.id, name: "Пётр" })
  await shop.leads.amend({ leadId: lead.id, name: "Иван" })
  const ours = ["Аудит", "Ромашка плюс", "Пётр", "Иван"]
  const again = await imported(shop, files("ООО Ромашка"))
  const nothing = { created: 0, changed: 0, unchanged: 1 }
  expect(again).toMatchObject({ deals: nothing, clients: nothing, contacts: nothing, leads: nothing })
  await imported(shop, files("АО Ромашка"))
  expect(await names()).toEqual(ours)
})

it("a client that got the other's name by a merge keeps it", async () => {
  const { shop } = await attack()
  const files = { "companies.csv": "company id,company name\n7,ООО Ромашка\n" }
  await imported(shop, files)
  const [client] = (await shop.clients.page()).items
  if (client === undefined) return expect.fail("it was imported")
  await shop.clients.register({ id: "client_1", name: "Ромашка" })
  await shop.clients.merge({ intoId: client.id, fromId: "client_1", choices: { name: "from" } })
  await imported(shop, files)
  expect((await shop.clients.get(client.id))?.texts["name"]).toBe("Ромашка")
  await shop.clients.unmerge({ clientId: "client_1" })
  await imported(shop, files)
  expect((await shop.clients.get(client.id))?.texts).toEqual({ name: "ООО Ромашка" })
})
