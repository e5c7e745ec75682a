import { expect } from "vitest"
import type { DepartmentConfig } from "../src/department/DepartmentSchema.ts"
import { isSalesDeptError, memory, presets, salesDept } from "../src/promise/index.ts"
import type { SalesDept, Session } from "../src/promise/index.ts"

/** The department that is attacked where a test names none. */
export const attacked: DepartmentConfig = {
  ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
  overrides: { perPerson: 2, period: "month", roles: ["head"] },
  sources: [
    { id: "old", name: { en: "Old", ru: "Старая" }, carries: ["nextSteps", "dialogs", "payments", "documents"] },
    { id: "new", name: { en: "New", ru: "Новая" }, carries: ["nextSteps", "dialogs", "payments", "documents"] },
  ],
}

/** A department in memory with a clock that a test sets. */
export interface Attack {
  readonly dept: SalesDept
  readonly shop: Session
  readonly as: (actor: string, roles?: ReadonlyArray<string>) => Session
  /** Sets the clock to nine in the morning in Moscow of a day, or to an instant. */
  readonly at: (moment: string) => void
}

/** A new empty department; the clock stands at 2026-02-02, nine in the morning in Moscow. */
export const attack = async (department: DepartmentConfig = attacked): Promise<Attack> => {
  let ms = Date.parse("2026-02-02T06:00:00.000Z")
  const dept = await salesDept({ store: memory(), department, now: () => ms })
  const as = (actor: string, roles: ReadonlyArray<string> = []) => dept.tenant("shop-17").as(actor, { roles })
  const at = (moment: string) => {
    ms = Date.parse(moment.length === 10 ? `${moment}T06:00:00.000Z` : moment)
  }
  return { dept, shop: as("user:42"), as, at }
}

/** The error that a call is refused with. */
export const refusal = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => expect.fail("this call is refused"),
    (reason: unknown) => reason,
  )
  if (!isSalesDeptError(error)) throw error
  return error
}

/** Roubles. */
export const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

/** Takes a deal along stages, one after the other. */
export const along = async (shop: Session, dealId: `deal_${string}`, stages: ReadonlyArray<string>): Promise<void> => {
  for (const to of stages) await shop.deals.move({ dealId, to })
}

/** The stages from the first talk to payment control. */
export const toPayment = ["contact", "needs", "proposal", "negotiation", "contract", "paymentControl"]

/** Opens a deal of a client and takes it into payment control. */
export const sold = async (shop: Session, dealId: `deal_${string}` = "deal_1"): Promise<void> => {
  const clientId = "client_1"
  if ((await shop.clients.get(clientId)) === null)
    await shop.clients.register({ id: clientId, name: "A", ownerId: "ann" })
  await shop.deals.open({ id: dealId, title: "Audit", clientId, ownerId: "ann", amount: rub(100) })
  await along(shop, dealId, toPayment)
}

/** Issues an invoice of one instalment, 100 roubles by 2026-02-10 where a test says nothing else. */
export const invoiced = (shop: Session, { id = "1", dueOn = "2026-02-10", amountMinor = 100 } = {}) =>
  shop.invoices.issue({
    id: `invoice_${id}`,
    dealId: "deal_1",
    issuedOn: "2026-02-02",
    currency: "RUB",
    instalments: [{ dueOn, amountMinor }],
  })

/** Pays an invoice. */
export const paid = (shop: Session, { id = "1", amountMinor = 100 } = {}) =>
  shop.payments.receive({
    id: `payment_${id}`,
    invoiceId: `invoice_${id}`,
    amount: rub(amountMinor),
    receivedOn: "2026-02-02",
  })

/** Draws up an act and has it signed. */
export const signed = async (
  shop: Session,
  {
    id = "1",
    amountMinor = 100,
    of,
  }: {
    readonly id?: string
    readonly amountMinor?: number
    readonly of?: { readonly invoiceId: `invoice_${string}`; readonly difference?: { readonly reasonId: string } }
  } = {},
): Promise<void> => {
  const documentId = `document_${id}` as const
  await shop.documents.draft({
    id: documentId,
    dealId: "deal_1",
    kind: "serviceAct",
    amount: rub(amountMinor),
    draftedOn: "2026-02-02",
    ...of,
  })
  await shop.documents.sign({ documentId, signedOn: "2026-02-02" })
}

/** The stages from payment control to the end. */
export const toEnd = ["fulfilment", "closingDocuments", "aftercare", "done"]

/** A deal that was sold, paid and documented, and is done. */
export const done = async (shop: Session): Promise<void> => {
  await sold(shop)
  await invoiced(shop)
  await paid(shop)
  await signed(shop)
  await along(shop, "deal_1", toEnd)
}

/** The one control state of a record. */
export const stateOf = async (shop: Session, id: string): Promise<string> => {
  const { lead, client, deal } = await shop.control.partition({ idsPerState: 1000 })
  const states = [lead, client, deal].flatMap((one) => one.states)
  const found = states.flatMap(({ state, worstIds }) => (worstIds.includes(id) ? [state] : []))
  expect(found).toHaveLength(1)
  return found[0] ?? ""
}
