import type { Session } from "@salesdept/core/promise"

/** Texts that stand nowhere but in what is planted. */
export const planted = {
  client: "Кирпичёва-Заозёрная Аделаида",
  phone: "+7 495 765-43-21",
  mail: "adelaida.kirpicheva@example.com",
  contact: "Порфирий Заозёрный-Младший",
  summary: "Аделаида просила звонить на дачу",
  title: "Беседка для Кирпичёвой",
  lead: "Кирпичёва с выставки",
  note: "перезвонить Аделаиде",
  proof: "заявление Кирпичёвой",
  parking: "Кирпичёва на море",
} as const

/** Leaves the planted texts with a client, its people, its deal and everything said, in several versions. */
export const plantPerson = async (shop: Session): Promise<void> => {
  await shop.leads.receive({ id: "lead_p", name: planted.lead, channelId: "site", phones: [planted.phone] })
  await shop.leads.qualify({
    leadId: "lead_p",
    client: { id: "client_p", name: planted.client },
    deal: { id: "deal_p", title: planted.title, amount: { amountMinor: 700_00, currency: "RUB" } },
  })
  await shop.clients.amend({ clientId: "client_p", emails: [planted.mail], phones: [planted.phone] })
  await shop.clients.amend({ clientId: "client_p", comment: planted.note })
  await shop.contacts.add({ id: "contact_p", clientId: "client_p", name: planted.contact, phones: [planted.phone] })
  await shop.consents.give({
    clientId: "client_p",
    purposeId: "news",
    proofKind: "signedPaper",
    proof: planted.proof,
  })
  await shop.dialogs.record({
    id: "dialog_p",
    dealId: "deal_p",
    kind: "call",
    direction: "inbound",
    outcomeId: "agreed",
    participantIds: ["contact_p"],
    summary: planted.summary,
    nextStep: { typeId: "call", dueOn: "2026-02-05", ownerId: "user:42", note: planted.note },
  })
  await shop.control.park({
    id: "client_p",
    reasonId: "clientAsked",
    resumeOn: "2026-03-05",
    comment: planted.parking,
  })
  await shop.invoices.issue({
    id: "invoice_p",
    dealId: "deal_p",
    issuedOn: "2026-02-03",
    currency: "RUB",
    instalments: [{ dueOn: "2026-02-10", amountMinor: 700_00 }],
  })
}
