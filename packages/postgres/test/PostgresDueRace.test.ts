import type { SqlExecutor } from "@salesdept/core/ports"
import type { Session } from "@salesdept/core/promise"
import type { Naming } from "@salesdept/sql"
import { expect, it } from "vitest"
import { useDatabase } from "./server/TestDatabase.ts"
import { withTwoProcesses } from "./server/TwoProcesses.ts"

const database = useDatabase()
let migrated: Promise<Naming> | null = null
const schema = () => (migrated ??= database.migrated())

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
type Act = (shop: Session, options?: { readonly tx?: SqlExecutor }) => Promise<unknown>

const issue: Act = (shop, options) =>
  shop.invoices.issue(
    {
      id: "invoice_1",
      dealId: "deal_1",
      issuedOn: "2026-02-01",
      currency: "RUB",
      instalments: [{ offset: { from: "document", days: 5, counted: "calendar" }, amountMinor: 100 }],
    },
    options,
  )
const sign: Act = (shop, options) => shop.documents.sign({ documentId: "document_1", signedOn: "2026-02-03" }, options)
const revoke: Act = (shop, options) =>
  shop.documents.revoke({ documentId: "document_1", revokedOn: "2026-02-04" }, options)

const asked = async (shop: Session) => {
  await sign(shop)
  await shop.documents.askRevocation({ documentId: "document_1", revocationAskedOn: "2026-02-03", by: "client" })
}

const cases: ReadonlyArray<readonly [name: string, first: Act, second: Act, before: Act, dueOn: string | null]> = [
  ["an invoice that is issued while its act is signed", sign, issue, async () => {}, "2026-02-08"],
  ["an act that is signed while its invoice is issued", issue, sign, async () => {}, "2026-02-08"],
  ["an invoice that is issued while its act is revoked", revoke, issue, asked, null],
  ["an act that is revoked while its invoice is issued", issue, revoke, asked, null],
]

it.each(cases)("%s falls due by the act, or by none", async (name, first, second, before, dueOn) => {
  await withTwoProcesses(database, await schema(), name, async ({ inTransaction, other, shop }) => {
    await shop.clients.register({ id: "client_1", name: "Alfa" })
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
    const amount = { amountMinor: 100, currency: "RUB" }
    const draft = { id: "document_1", dealId: "deal_1", kind: "serviceAct", amount, draftedOn: "2026-02-02" } as const
    await shop.documents.draft(draft)
    await before(shop)
    let acting: Promise<unknown> = Promise.resolve()
    await inTransaction(async (tx) => {
      await first(shop, { tx })
      acting = second(other)
      await wait(150)
    })
    await acting
    const invoice = await shop.invoices.get("invoice_1")
    expect(invoice?.instalments.map((instalment) => instalment.dueOn)).toEqual([dueOn])
  })
})
