import { describe, expect, it } from "vitest"
import { attack } from "../attack.ts"

/** A base of one client, contact person, lead and deal of a source, each of which was given another name here since. */
const renamed = async () => {
  const { shop } = await attack()
  const sourceId = "old"
  const place = { sourceId, pipelineId: "servicesWithActs" }
  const imported = async (name: string) => {
    const clients = await shop.clients.import({ sourceId, rows: [{ id: "client_1", name }] })
    const contacts = await shop.contacts.import({
      sourceId,
      rows: [{ id: "contact_1", clientId: "client_1", name }],
    })
    const lead = { id: "lead_1", name, channelId: "site", receivedAt: null, closedAt: null } as const
    const leads = await shop.leads.import({ sourceId, rows: [lead] })
    const deals = await shop.deals.import({
      ...place,
      rows: [{ id: "deal_1", title: name, stageId: "contact", clientId: "client_1" }],
    })
    return [clients, contacts, leads, deals].map(({ conflicts, changed, unchanged }) => ({
      conflicts,
      changed,
      unchanged,
    }))
  }
  await imported("Old")
  await shop.clients.amend({ clientId: "client_1", name: "Ours" })
  await shop.contacts.amend({ contactId: "contact_1", name: "Ours" })
  await shop.leads.amend({ leadId: "lead_1", name: "Ours" })
  await shop.deals.amend({ dealId: "deal_1", title: "Ours" })
  return { shop, imported }
}

const conflicts = [
  [{ clientId: "client_1", field: "name" }],
  [{ contactId: "contact_1", field: "name" }],
  [{ leadId: "lead_1", field: "name" }],
  [{ dealId: "deal_1", field: "title" }],
]
const none = [[], [], [], []]

describe("a record that was given another name here", () => {
  it("is no conflict as long as its source calls it as before", async () => {
    const { imported } = await renamed()
    const answers = await imported("Old")
    expect(answers.map((answer) => answer.conflicts)).toEqual(none)
    expect(answers.map(({ unchanged }) => unchanged)).toEqual([1, 1, 1, 1])
  })

  it("is told as a conflict where its source has changed the name too, once, and keeps ours", async () => {
    const { shop, imported } = await renamed()
    expect((await imported("New")).map((answer) => answer.conflicts)).toEqual(conflicts)
    const again = await imported("New")
    expect(again.map((answer) => answer.conflicts)).toEqual(none)
    expect(again.map(({ unchanged }) => unchanged)).toEqual([1, 1, 1, 1])
    const { records } = await shop.personalData.export({ clientId: "client_1" })
    const textsOf = (kind: string) => records.find((record) => record.kind === kind)?.texts
    expect(textsOf("client")).toMatchObject({ name: "Ours", sourceName: "New" })
    expect(textsOf("deal")).toMatchObject({ title: "Ours", sourceTitle: "New" })
  })

  it("is no conflict where its source now calls it as we do", async () => {
    const { imported } = await renamed()
    expect((await imported("Ours")).map((answer) => answer.conflicts)).toEqual(none)
    expect((await imported("Third")).map((answer) => answer.conflicts)).toEqual(conflicts)
  })
})
