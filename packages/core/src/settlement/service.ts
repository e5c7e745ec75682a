/**
 * Commands over invoices, payments and closing documents, as Effects.
 *
 * @packageDocumentation
 */
import { happened } from "../department/DepartmentRules.ts"
import { command } from "../ports/command/Command.ts"
import type { Duty } from "../ports/tick/Duty.ts"
import { duty } from "../ports/tick/Duty.ts"
import { disputeInvoice, promisePayment, remindOfInvoice, resolveDispute } from "./ClaimCommands.ts"
import { DisputeInvoice, PromisePayment, RemindOfInvoice, ResolveDispute } from "./ClaimSchema.ts"
import {
  askCorrection,
  askRevocation,
  correctDocument,
  declineRevocation,
  deliverDocument,
  draftDocument,
  loseOriginal,
  refuseDocument,
  returnOriginal,
  revokeDocument,
  sendDocument,
  sendOriginal,
  signDocument,
  signDocumentByUs,
} from "./DocumentCommands.ts"
import {
  AskCorrection,
  AskRevocation,
  CorrectDocument,
  DeclineRevocation,
  DeliverDocument,
  DraftDocument,
  LoseOriginal,
  RefuseDocument,
  ReturnOriginal,
  RevokeDocument,
  SendDocument,
  SendOriginal,
  SignDocument,
  SignDocumentByUs,
} from "./DocumentSchema.ts"
import { noteShipment, rescheduleInstalment } from "./DueCommands.ts"
import { invoiceAggregate } from "./Invoice.ts"
import type { ClientOfDeal } from "./InvoiceCommands.ts"
import { creditInvoice, issueInvoice, writeOffInvoice } from "./InvoiceCommands.ts"
import { replanDuty } from "./ReminderPlanService.ts"
import { allocatePayment, receivePayment, refundPayment, releasePayment } from "./PaymentCommands.ts"
import { AllocatePayment, ReceivePayment, RefundPayment, ReleasePayment } from "./PaymentSchema.ts"
import { CreditInvoice, IssueInvoice, NoteShipment, RescheduleInstalment, WriteOffInvoice } from "./SettlementSchema.ts"

export type { EntryAnswer } from "./bank/BankEntryCommands.ts"
export type { ImportAnswer } from "./bank/BankImportCommand.ts"
export { AssignEntry, IgnoreEntry, ImportEntries, RefundEntry } from "./bank/BankSchema.ts"
export type { StatementImport, StatementImported } from "./bank/BankService.ts"
export { bankCommands } from "./bank/BankService.ts"
export { DisputeInvoice, PromisePayment, RemindOfInvoice, ResolveDispute } from "./ClaimSchema.ts"
export type { DocumentAnswer } from "./DocumentCommands.ts"
export {
  AskCorrection,
  AskRevocation,
  CorrectDocument,
  DeclineRevocation,
  DeliverDocument,
  DraftDocument,
  LoseOriginal,
  RefuseDocument,
  ReturnOriginal,
  RevokeDocument,
  SendDocument,
  SendOriginal,
  SignDocument,
  SignDocumentByUs,
} from "./DocumentSchema.ts"
export type { ClientOfDeal, CreditAnswer, InvoiceAnswer } from "./InvoiceCommands.ts"
export type { PromiseCount } from "./SettlementService.ts"
export { settlementQueries } from "./SettlementService.ts"
export type { PaymentAnswer } from "./PaymentCommands.ts"
export { AllocatePayment, ReceivePayment, RefundPayment, ReleasePayment } from "./PaymentSchema.ts"
export { CreditInvoice, IssueInvoice, NoteShipment, RescheduleInstalment, WriteOffInvoice } from "./SettlementSchema.ts"

const remind = command({ name: "invoice.remind", input: RemindOfInvoice, work: remindOfInvoice })

/** What `tick` does here: reminders are planned by changed rules, fall due, and promises whose day is over are judged. */
export const settlementDuties: ReadonlyArray<Duty> = [
  replanDuty,
  duty({
    name: "invoice.remind",
    of: invoiceAggregate,
    dueAt: "nextReminderAt",
    perform: (caller, invoice, options) => remind(caller, { invoiceId: invoice.id }, options),
  }),
]

/**
 * The commands over invoices. The Promise facade has them as `invoices`, with the clients of its deals.
 *
 * @param clientOf - reads the client of a deal, for invoices that name none; null where it has none
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { presets } from "@salesdept/core/department"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { DefaultDepartment, KeptByHost } from "@salesdept/core/ports"
 * import { invoiceCommands } from "@salesdept/core/settlement/service"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const invoices = invoiceCommands(function* () {
 *   return "client_ltd"
 * })
 * const instalments = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }]
 * const input = { dealId: "deal_1", issuedOn: "2026-03-01", currency: "RUB", instalments }
 * const issuing = invoices.issue({ tenant: "shop-17", actor: "user:42" }, input)
 * // A host that keeps clients and deals itself; without it, both have to be there.
 * const kept = Effect.provideService(issuing, KeptByHost, new Set(["client", "deal"]))
 * const asked = Effect.provideService(kept, DefaultDepartment, department)
 * const { invoice } = await Effect.runPromise(Effect.provide(asked, layerMemory))
 * invoice.clientId // "client_ltd"
 * ```
 */
export const invoiceCommands = (clientOf: ClientOfDeal) => ({
  /** Issues an invoice. */
  issue: command({
    name: "invoice.issue",
    input: IssueInvoice,
    references: { dealId: "deal", clientId: "client" },
    work: issueInvoice(clientOf),
  }),
  /** Gives up a part of it for a reason. */
  writeOff: command({
    name: "invoice.writeOff",
    input: WriteOffInvoice,
    happened: happened("writtenOffOn"),
    work: writeOffInvoice,
  }),
  /** Takes a part of it back by a credit note; paid money that it frees becomes unallocated. */
  credit: command({
    name: "invoice.credit",
    input: CreditInvoice,
    happened: happened("creditedOn"),
    work: creditInvoice,
  }),
  /** Notes that its goods were shipped: instalments that wait for it get their day. */
  noteShipment: command({
    name: "invoice.noteShipment",
    input: NoteShipment,
    happened: happened("shippedOn"),
    work: noteShipment,
  }),
  /** Gives an open instalment another day. */
  reschedule: command({ name: "invoice.reschedule", input: RescheduleInstalment, work: rescheduleInstalment }),
  /** Notes on which day the client said the money would come. */
  promise: command({
    name: "invoice.promise",
    input: PromisePayment,
    happened: happened("madeOn"),
    work: promisePayment,
  }),
  /** Notes that the client disputes it. */
  dispute: command({
    name: "invoice.dispute",
    input: DisputeInvoice,
    happened: happened("disputedOn"),
    work: disputeInvoice,
  }),
  /** Notes that the dispute is over. */
  resolveDispute: command({
    name: "invoice.resolveDispute",
    input: ResolveDispute,
    happened: happened("resolvedOn"),
    work: resolveDispute,
  }),
  /** Does what it asks for by now: due reminders and the judgement of a promise. `tick` calls it. */
  remind,
})

/**
 * The commands over payments. The Promise facade has them as `payments`, with the clients of its deals.
 *
 * @param clientOf - reads the client of a deal, for payments that name none; null where it has none
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { presets } from "@salesdept/core/department"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { DefaultDepartment, KeptByHost } from "@salesdept/core/ports"
 * import { paymentCommands } from "@salesdept/core/settlement/service"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const payments = paymentCommands(function* () {
 *   return "client_ltd"
 * })
 * const amount = { amountMinor: 60_000_00, currency: "RUB" }
 * const input = { dealId: "deal_1", amount, receivedOn: "2026-03-10", excess: "keep" as const }
 * const receiving = payments.receive({ tenant: "shop-17", actor: "user:42" }, input)
 * // A host that keeps clients and deals itself; without it, both have to be there.
 * const kept = Effect.provideService(receiving, KeptByHost, new Set(["client", "deal"]))
 * const asked = Effect.provideService(kept, DefaultDepartment, department)
 * const { payment } = await Effect.runPromise(Effect.provide(asked, layerMemory))
 * payment.unallocatedMinor // 6000000
 * ```
 */
export const paymentCommands = (clientOf: ClientOfDeal) => ({
  /** Records money that came in, and counts it against invoices by a rule or by hand. */
  receive: command({
    name: "payment.receive",
    input: ReceivePayment,
    happened: happened("receivedOn"),
    references: { dealId: "deal", clientId: "client" },
    work: receivePayment(clientOf),
  }),
  /** Counts unallocated money against invoices. */
  allocate: command({ name: "payment.allocate", input: AllocatePayment, work: allocatePayment }),
  /** Takes back what was counted against an invoice. */
  release: command({ name: "payment.release", input: ReleasePayment, work: releasePayment }),
  /** Records that money went back to the client. */
  refund: command({
    name: "payment.refund",
    input: RefundPayment,
    happened: happened("refundedOn"),
    work: refundPayment,
  }),
})

/**
 * The commands over closing documents. The Promise facade has them as `documents`, with the clients of its deals.
 *
 * @param clientOf - reads the client of a deal; null where it has none
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { presets } from "@salesdept/core/department"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { DefaultDepartment, KeptByHost } from "@salesdept/core/ports"
 * import { documentCommands } from "@salesdept/core/settlement/service"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const documents = documentCommands(function* () {
 *   return "client_ltd"
 * })
 * const amount = { amountMinor: 60_000_00, currency: "RUB" }
 * const input = { dealId: "deal_1", kind: "serviceAct" as const, amount, draftedOn: "2026-03-09" }
 * const drafting = documents.draft({ tenant: "shop-17", actor: "user:42" }, input)
 * // A host that keeps clients and deals itself; without it, both have to be there.
 * const kept = Effect.provideService(drafting, KeptByHost, new Set(["client", "deal"]))
 * const asked = Effect.provideService(kept, DefaultDepartment, department)
 * const { document } = await Effect.runPromise(Effect.provide(asked, layerMemory))
 * document.form // "paper"
 * ```
 */
export const documentCommands = (clientOf: ClientOfDeal) => ({
  /** Draws up a document. */
  draft: command({
    name: "document.draft",
    input: DraftDocument,
    references: { dealId: "deal" },
    work: draftDocument(clientOf),
  }),
  /** Notes that it went to the client. */
  send: command({ name: "document.send", input: SendDocument, happened: happened("sentOn"), work: sendDocument }),
  /** Notes that the client has it. */
  deliver: command({
    name: "document.deliver",
    input: DeliverDocument,
    happened: happened("deliveredOn"),
    work: deliverDocument,
  }),
  /** Notes that we signed. */
  signByUs: command({
    name: "document.signByUs",
    input: SignDocumentByUs,
    happened: happened("signedByUsOn"),
    work: signDocumentByUs,
  }),
  /** Notes that the client signed. */
  sign: command({ name: "document.sign", input: SignDocument, happened: happened("signedOn"), work: signDocument }),
  /** Notes that the client will not sign. */
  refuse: command({
    name: "document.refuse",
    input: RefuseDocument,
    happened: happened("refusedOn"),
    work: refuseDocument,
  }),
  /** Notes that the client wants it changed. */
  askCorrection: command({
    name: "document.askCorrection",
    input: AskCorrection,
    happened: happened("correctionAskedOn"),
    work: askCorrection,
  }),
  /** Puts a corrected revision in its place. */
  correct: command({ name: "document.correct", input: CorrectDocument, work: correctDocument }),
  /** Notes that one side asks for the revocation. */
  askRevocation: command({
    name: "document.askRevocation",
    input: AskRevocation,
    happened: happened("revocationAskedOn"),
    work: askRevocation,
  }),
  /** Notes that the other side does not agree. */
  declineRevocation: command({
    name: "document.declineRevocation",
    input: DeclineRevocation,
    happened: happened("declinedOn"),
    work: declineRevocation,
  }),
  /** Revokes it. */
  revoke: command({
    name: "document.revoke",
    input: RevokeDocument,
    happened: happened("revokedOn"),
    work: revokeDocument,
  }),
  /** Notes that the paper original was sent. */
  sendOriginal: command({
    name: "document.sendOriginal",
    input: SendOriginal,
    happened: happened("originalSentOn"),
    work: sendOriginal,
  }),
  /** Notes that the signed original came back. */
  returnOriginal: command({
    name: "document.returnOriginal",
    input: ReturnOriginal,
    happened: happened("originalReturnedOn"),
    work: returnOriginal,
  }),
  /** Notes that the original was lost. */
  loseOriginal: command({
    name: "document.loseOriginal",
    input: LoseOriginal,
    happened: happened("originalLostOn"),
    work: loseOriginal,
  }),
})
