import { expect, it } from "vitest"
import { memory, presets, salesDept } from "../../src/promise/index.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const amount = { amountMinor: 100_00, currency: "RUB" }

it("a document that the client signed, refused or has on paper, or that was revoked, is none to be sent", async () => {
  await using dept = await salesDept({ store: memory(), department, now: () => Date.parse("2026-04-01T09:00:00.000Z") })
  const shop = dept.tenant("shop-17").as("user:42")
  const { deal } = await shop.deals.open({ title: "Audit", ownerId: "user:42" })
  const drafted = async (id: string) => {
    const draft = { id, dealId: deal.id, kind: "serviceAct", amount, draftedOn: "2026-03-02" } as const
    return (await shop.documents.draft(draft)).document.id
  }
  await drafted("document_kept")
  await shop.documents.sign({ documentId: await drafted("document_signed"), signedOn: "2026-03-03" })
  await shop.documents.sendOriginal({ documentId: await drafted("document_paper"), originalSentOn: "2026-03-03" })
  await shop.documents.revoke({ documentId: await drafted("document_revoked"), revokedOn: "2026-03-03" })
  const signedLate = await drafted("document_signedInApril")
  await shop.documents.sign({ documentId: signedLate, signedOn: "2026-04-01" })

  const { findings } = await shop.findings.find({ span: "month", on: "2026-03-15" })
  const unsent = findings.filter(({ ruleId, ownerId }) => ruleId === "document.notSent" && ownerId === "user:42")
  expect(unsent.map(({ evidence }) => evidence.ids.toSorted())).toEqual([["document_kept", "document_signedInApril"]])
})
