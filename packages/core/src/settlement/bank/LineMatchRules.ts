import type { Recorded } from "../../journal/Decision.ts"
import { recordEvents } from "../../journal/Decision.ts"
import { mergedClients } from "../../journal/MergedClients.ts"
import type { Read } from "../../journal/Work.ts"
import { where } from "../../journal/Work.ts"
import type { CommandContext } from "../../ports/command/CommandContext.ts"
import type { BankEntryId, ClientId } from "../../shared/Ids.ts"
import type { InvoiceEvent } from "../Invoice.ts"
import { changeInvoice } from "../InvoiceRules.ts"
import type { PaymentEvent } from "../Payment.ts"
import { paymentAggregate } from "../Payment.ts"
import { paymentIdOf, referenceKeysOf } from "../PaymentReferenceRules.ts"
import type { ReminderRules } from "../Reminders.ts"
import type { Invoice, Payment } from "../SettlementSchema.ts"
import type { EntryLine } from "./EntryLineRules.ts"
import { paymentTexts } from "./EntryLineRules.ts"
import type { Paid } from "./HandPaymentRules.ts"
import { paymentsOf, recordedByHand } from "./HandPaymentRules.ts"
import type { MatchDoubt, StatementMatch } from "./StatementMatch.ts"
import { matchTransfer } from "./StatementMatch.ts"

type Parts = Extract<StatementMatch, { readonly by: "reference" | "amount" }>["parts"]

/** What a line came to. */
export interface LineMatch {
  /** The payment that it is; null where it went out, or waits for a person. */
  readonly paymentId: Payment["id"] | null
  /** Who paid, where that is known. */
  readonly clientId: ClientId | null
  /** Why it waits for a person; null where it does not. */
  readonly waits: Extract<StatementMatch, { readonly by: null }> | null
}

/** The lines of one import, one after the other: what one of them pays is no longer open for the next. */
export interface LineMatcher {
  /**
   * Finds what a line pays, or why that is for a person to say.
   *
   * @param id - of its entry
   * @param payer - the client whose money it is, where that is known
   */
  readonly match: (id: BankEntryId, line: EntryLine, payer: ClientId | null) => Generator<Read, LineMatch, unknown>
  /** The payments that were made of lines so far. */
  readonly payments: () => ReadonlyArray<Recorded<Payment>>
  /** The invoices that they paid. */
  readonly invoices: () => ReadonlyArray<Recorded<Invoice>>
}

/** Answers the second question about the same from the first. */
const once = <Key, A>(ask: (key: Key) => Generator<Read, A, unknown>, keyOf: (key: Key) => string | null) => {
  const known = new Map<string | null, A>()
  return function* (key: Key): Generator<Read, A, unknown> {
    const held = known.get(keyOf(key)) ?? (yield* ask(key))
    known.set(keyOf(key), held)
    return held
  }
}

type InvoicePaid = Extract<InvoiceEvent, { readonly type: "InvoicePaid" }>

/** An invoice as lines of the import pay it. */
interface Paying {
  readonly before: Invoice
  readonly payments: ReadonlyArray<InvoicePaid>
  readonly after: Recorded<Invoice> | null
}

/**
 * Begins with the lines of an import.
 *
 * @param mayBeMeant - invoices that the lines may pay
 * @param toleranceMinor - by how much a transfer may exceed what is open, minor units, 0 or more
 */
export const lineMatcher = (
  mayBeMeant: ReadonlyArray<Invoice>,
  toleranceMinor: number,
  rules: ReminderRules,
  context: CommandContext,
): LineMatcher => {
  const invoices = new Map(
    mayBeMeant.map((before): [string, Paying] => [before.id, { before, payments: [], after: null }]),
  )
  const standing = (): ReadonlyArray<Invoice> =>
    [...invoices.values()].map(({ before, after }) => after?.after ?? before)
  const payments = new Map<string, Recorded<Payment>>()
  /** Payments that a line is already: of two equal transfers each is one of its own. */
  const tied = new Set<string>()
  const receivedFrom = once(paymentsOf, ({ clientId, dealId }: Paid) => clientId ?? dealId)
  const mergedOnce = once(mergedClients, (clientId: ClientId) => clientId)

  const pay = (paymentId: Payment["id"], parts: Parts, paidOn: EntryLine["bookedOn"]): void => {
    for (const { invoiceId, amountMinor } of parts) {
      const one = invoices.get(invoiceId)
      if (one === undefined) continue
      const paid: InvoicePaid = { type: "InvoicePaid", payload: { paymentId, amountMinor, paidOn } }
      const events = [...one.payments, paid]
      const [first = paid, ...more] = events
      invoices.set(invoiceId, {
        ...one,
        payments: events,
        after: changeInvoice(one.before, [first, ...more], rules, context),
      })
    }
  }

  /** Records the payment that a line certainly is, or finds the one that it is already. */
  function* paymentOf(id: BankEntryId, line: EntryLine, payer: ClientId | null, parts: Parts) {
    const { amount, bookedOn, reference } = line
    const [first, ...more] = parts.flatMap(({ invoiceId }) => invoices.get(invoiceId)?.before ?? [])
    const paid: Paid = { clientId: payer ?? first?.clientId ?? null, dealId: first?.dealId ?? null }
    const doubtful = (doubt: MatchDoubt): LineMatch => ({
      paymentId: null,
      clientId: paid.clientId,
      waits: { by: null, doubt, candidates: parts.map(({ invoiceId }) => invoiceId) },
    })
    const certain = (paymentId: Payment["id"]): LineMatch => ({ paymentId, clientId: paid.clientId, waits: null })
    const keys = reference === undefined ? [] : yield* referenceKeysOf(paid, reference, mergedOnce)
    const referenceKey = keys[0] ?? null
    const here = referenceKey === null ? undefined : payments.get(referenceKey)?.after
    const earlier = here ?? (yield* where(paymentAggregate, "referenceKey", keys))[0]
    if (earlier !== undefined) {
      const isSame = earlier.amount.amountMinor === amount.amountMinor && earlier.amount.currency === amount.currency
      if (!isSame) return doubtful("repeatedReference")
      tied.add(earlier.id)
      return certain(earlier.id)
    }
    const byHand = yield* recordedByHand(yield* receivedFrom(paid), line, tied)
    if (byHand !== null) {
      tied.add(byHand.id)
      return doubtful("recordedByHand")
    }
    const paymentId = paymentIdOf(referenceKey, context)
    const isOfOneDeal = more.every(({ dealId }) => dealId === first?.dealId)
    const received: PaymentEvent = {
      type: "PaymentReceived",
      payload: {
        id: paymentId,
        invoiceId: parts.length === 1 ? (first?.id ?? null) : null,
        // Of several deals, it is the client's; of nobody known, the first deal says whose.
        dealId: isOfOneDeal || paid.clientId === null ? paid.dealId : null,
        clientId: paid.clientId,
        amount,
        receivedOn: bookedOn,
        referenceKey,
        allocations: parts.map((part) => ({ ...part, invoiceMinor: part.amountMinor, rate: null })),
      },
    }
    const texts = paymentTexts(line)
    payments.set(
      referenceKey ?? id,
      recordEvents(paymentAggregate, null, [received], { occurredAt: context.occurredAt, texts }),
    )
    pay(paymentId, parts, bookedOn)
    return certain(paymentId)
  }

  return {
    *match(id, line, payer) {
      const { amount, direction, purpose = "", reference = "" } = line
      if (direction === "out") return { paymentId: null, clientId: payer, waits: null }
      const transfer = { amount, purpose: `${reference} ${purpose}`, clientId: payer }
      const match = matchTransfer(transfer, standing(), toleranceMinor)
      if (match.by === null) return { paymentId: null, clientId: payer, waits: match }
      return yield* paymentOf(id, line, payer, match.parts)
    },
    payments: () => [...payments.values()],
    invoices: () => [...invoices.values()].flatMap(({ after }) => after ?? []),
  }
}
