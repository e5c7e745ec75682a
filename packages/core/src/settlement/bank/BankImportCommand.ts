import * as Result from "effect/Result"
import { canonicalJson } from "../../journal/Canonical.ts"
import type { Change, Recorded, Texts } from "../../journal/Decision.ts"
import { decision, recordEvents } from "../../journal/Decision.ts"
import { mergedClients } from "../../journal/MergedClients.ts"
import { sha256 } from "../../journal/Sha256.ts"
import type { Read, Work } from "../../journal/Work.ts"
import { byIds, where } from "../../journal/Work.ts"
import type { CommandContext } from "../../ports/command/CommandContext.ts"
import type { BankEntryId, ClientId } from "../../shared/Ids.ts"
import { RecordNotFound } from "../../shared/RecordErrors.ts"
import { invoiceAggregate } from "../Invoice.ts"
import type { InvoiceEvent } from "../Invoice.ts"
import { numbersWrittenIn } from "../InvoiceReference.ts"
import { changeInvoice, rulesInForce } from "../InvoiceRules.ts"
import { paymentAggregate } from "../Payment.ts"
import { paymentIdOf, referenceKeysOf } from "../PaymentReferenceRules.ts"
import type { Invoice, Payment } from "../SettlementSchema.ts"
import { bankEntryAggregate } from "./BankEntry.ts"
import { paymentsOf, recordedByHand } from "./HandPaymentRules.ts"
import type { Paid } from "./HandPaymentRules.ts"
import type { BankEntry, ImportEntries } from "./BankSchema.ts"
import type { StatementMatch } from "./StatementMatch.ts"
import { matchTransfer } from "./StatementMatch.ts"

/** What an import came to. */
export interface ImportAnswer {
  /** Entries that are new. */
  readonly recorded: number
  /** Entries that were there already, from this file or another. */
  readonly repeated: number
  /** Of the new ones, those with a payment: made now, or recorded by hand before under the same reference. */
  readonly matched: number
  /** Of the new ones, those that went out. */
  readonly outgoing: number
  /** The new ones that wait for a person. */
  readonly openIds: ReadonlyArray<BankEntryId>
}

type Line = ImportEntries["lines"][number]

/** The id of a line: of all the bank says of it, and of which of equal lines it is. */
const entryIdOf = (account: string, line: Line): BankEntryId => {
  const { direction, bookedOn, amount, reference, party, purpose, occurrence = 1 } = line
  const said = [account, direction, bookedOn, amount, reference ?? null, party?.account ?? null, party?.taxId ?? null]
  return `bankEntry_${sha256(canonicalJson([...said, purpose ?? null, occurrence])).slice(0, 40)}`
}

/** Lines by their ids. Equal ones of which nobody says which they are, are told apart by their order: each is a transfer of its own. */
const linesById = ({ account, lines }: ImportEntries): ReadonlyMap<BankEntryId, Line> => {
  const seen = new Map<BankEntryId, number>()
  return new Map(
    lines.map((line) => {
      if (line.occurrence !== undefined) return [entryIdOf(account, line), line]
      const first = entryIdOf(account, line)
      const occurrence = (seen.get(first) ?? 0) + 1
      seen.set(first, occurrence)
      return [occurrence === 1 ? first : entryIdOf(account, { ...line, occurrence }), line]
    }),
  )
}

const keyOf = (text: string): string => sha256(text.replaceAll(/\s/g, "").toUpperCase()).slice(0, 40)

/**
 * The key by which a payer is known again: of an organisation's tax number only. A number of twelve digits is a person's, and an
 * account without a number may be; a digest of either would outlive their erasure.
 */
const payerKeyOf = ({ party }: Line): string | null => {
  const taxId = party?.taxId?.replaceAll(/\s/g, "")
  return taxId === undefined || /^\d{12}$/.test(taxId) ? null : keyOf(taxId)
}

/** Which client a payer is: as the host says, else as people said of earlier entries, where they all said the same. */
function* payersOf(input: ImportEntries): Generator<Read, (line: Line) => ClientId | null, unknown> {
  const given = new Map<string, ClientId>()
  for (const { clientId, taxId, account } of input.payers ?? []) {
    if (taxId !== undefined) given.set(keyOf(taxId), clientId)
    if (account !== undefined) given.set(keyOf(account), clientId)
  }
  const keys = new Set(input.lines.flatMap((line) => payerKeyOf(line) ?? []))
  const learned = new Map<string, ClientId | null>()
  for (const { payerKey, clientId, status } of yield* where(bankEntryAggregate, "payerKey", [...keys])) {
    if (payerKey === null || clientId === null || status !== "matched") continue
    const before = learned.get(payerKey)
    learned.set(payerKey, before === undefined || before === clientId ? clientId : null)
  }
  return (line) => {
    const { taxId, account } = line.party ?? {}
    const stated = [taxId, account].flatMap((text) => (text === undefined ? [] : (given.get(keyOf(text)) ?? [])))
    const key = payerKeyOf(line)
    return stated[0] ?? (key === null ? null : (learned.get(key) ?? null))
  }
}

/** Invoices as an import changes them, line by line. */
interface Working {
  readonly before: Invoice
  readonly events: ReadonlyArray<InvoiceEvent>
  readonly now: Invoice
}

/** The invoices that may be meant: those with a number that is written somewhere, and those of the known payers. */
function* workingInvoices(
  lines: ReadonlyArray<Line>,
  clientOf: (line: Line) => ClientId | null,
): Generator<Read, Map<string, Working>, unknown> {
  const written = lines.flatMap(({ purpose = "", reference = "" }) => numbersWrittenIn(`${reference} ${purpose}`))
  const numbers = new Set(written.flatMap((number) => [number, number.toUpperCase(), number.toLowerCase()]))
  const clients = new Set(lines.flatMap((line) => clientOf(line) ?? []))
  const found = [
    ...(yield* where(invoiceAggregate, "number", [...numbers])),
    ...(yield* where(invoiceAggregate, "clientId", [...clients])),
  ]
  return new Map(found.map((invoice) => [invoice.id, { before: invoice, events: [], now: invoice }]))
}

const lineTexts = ({ reference, party, purpose }: Line): Texts =>
  Object.fromEntries(
    Object.entries({
      reference,
      purpose,
      partyName: party?.name,
      partyAccount: party?.account,
      partyTaxId: party?.taxId,
    }).flatMap(([field, text]) => (text === undefined ? [] : [[field, text]])),
  )

/** What the payment keeps of it; the other side stands with the entry. */
const paymentTexts = ({ reference, purpose }: Line): Texts => ({
  ...(reference === undefined ? {} : { reference }),
  ...(purpose === undefined ? {} : { purpose }),
})

const textsOrNone = (texts: Texts): Texts | undefined => (Object.keys(texts).length === 0 ? undefined : texts)

/** Records transfers and the payments they certainly are; what is not certain waits for a person. Repeating it changes nothing. */
export function* importEntries(input: ImportEntries, context: CommandContext): Work<ImportAnswer, RecordNotFound> {
  const { account, toleranceMinor = 0 } = input
  const { occurredAt } = context
  const lines = linesById(input)
  const there = yield* byIds(bankEntryAggregate, [...lines.keys()])
  const fresh = [...lines].filter(([id]) => !there.has(id))
  const clientOf = yield* payersOf(input)
  const working = yield* workingInvoices(
    fresh.flatMap(([, line]) => (line.direction === "in" ? [line] : [])),
    clientOf,
  )
  const rules = yield* rulesInForce(context)
  const entries: Array<Recorded<BankEntry>> = []
  const payments = new Map<string, Recorded<Payment>>()
  const tied = new Set<string>()
  const received = new Map<string | null, ReadonlyArray<Payment>>()
  function* receivedOf(paid: Paid): ReturnType<typeof paymentsOf> {
    const payer = paid.clientId ?? paid.dealId
    const known = received.get(payer) ?? (yield* paymentsOf(paid))
    received.set(payer, known)
    return known
  }
  const merged = new Map<ClientId, ReadonlyArray<ClientId>>()
  function* mergedOnce(clientId: ClientId): ReturnType<typeof mergedClients> {
    const known = merged.get(clientId) ?? (yield* mergedClients(clientId))
    merged.set(clientId, known)
    return known
  }
  for (const [id, line] of fresh) {
    const known = clientOf(line)
    const { amount, bookedOn, reference, purpose = "", direction } = line
    let match: StatementMatch | null =
      direction === "out"
        ? null
        : matchTransfer(
            { amount, purpose: `${reference ?? ""} ${purpose}`, clientId: known },
            [...working.values()].map(({ now }) => now),
            toleranceMinor,
          )
    let paymentId: Payment["id"] | null = null
    let clientId = known
    if (match !== null && match.by !== null) {
      const { parts } = match
      const [first, ...more] = parts.flatMap(({ invoiceId }) => working.get(invoiceId)?.now ?? [])
      const isOfOneDeal = more.every(({ dealId }) => dealId === first?.dealId)
      const paid: Paid = { clientId: known ?? first?.clientId ?? null, dealId: first?.dealId ?? null }
      const keys = reference === undefined ? [] : yield* referenceKeysOf(paid, reference, mergedOnce)
      const referenceKey = keys[0] ?? null
      const earlier =
        referenceKey === null
          ? undefined
          : (payments.get(referenceKey)?.after ?? (yield* where(paymentAggregate, "referenceKey", keys))[0])
      clientId = paid.clientId
      const byHand = earlier === undefined ? yield* recordedByHand(yield* receivedOf(paid), line, tied) : null
      if (byHand !== null) {
        tied.add(byHand.id)
        match = { by: null, doubt: "recordedByHand", candidates: parts.map(({ invoiceId }) => invoiceId) }
      } else if (earlier === undefined) {
        paymentId = paymentIdOf(referenceKey, context)
        const payment = recordEvents(
          paymentAggregate,
          null,
          [
            {
              type: "PaymentReceived",
              payload: {
                id: paymentId,
                invoiceId: parts.length === 1 ? (first?.id ?? null) : null,
                // Of several deals, it is the client's; of nobody known, the first deal says whose.
                dealId: isOfOneDeal || clientId === null ? paid.dealId : null,
                clientId,
                amount,
                receivedOn: bookedOn,
                referenceKey,
                allocations: parts.map((part) => ({ ...part, invoiceMinor: part.amountMinor, rate: null })),
              },
            },
          ],
          { occurredAt, texts: textsOrNone(paymentTexts(line)) },
        )
        payments.set(referenceKey ?? id, payment)
        for (const { invoiceId, amountMinor } of parts) {
          const one = working.get(invoiceId)
          if (one === undefined) continue
          const [event, ...rest]: ReadonlyArray<InvoiceEvent> = [
            ...one.events,
            { type: "InvoicePaid", payload: { paymentId, amountMinor, paidOn: bookedOn } },
          ]
          if (event === undefined) continue
          const { after } = changeInvoice(one.before, [event, ...rest], rules, context)
          working.set(invoiceId, { before: one.before, events: [event, ...rest], now: after })
        }
      } else if (earlier.amount.amountMinor === amount.amountMinor && earlier.amount.currency === amount.currency) {
        paymentId = earlier.id
        tied.add(earlier.id)
      } else match = { by: null, doubt: "repeatedReference", candidates: parts.map(({ invoiceId }) => invoiceId) }
    }
    const isOpen = match !== null && match.by === null
    const recorded = recordEvents(
      bankEntryAggregate,
      null,
      [
        {
          type: "BankEntryRecorded",
          payload: {
            id,
            account,
            direction,
            bookedOn,
            amount,
            payerKey: payerKeyOf(line),
            status: direction === "out" ? "outgoing" : isOpen ? "open" : "matched",
            doubt: match !== null && match.by === null ? match.doubt : null,
            candidates: match !== null && match.by === null ? match.candidates.slice(0, 50) : [],
            clientId,
            paymentId,
          },
        },
      ],
      { occurredAt, texts: textsOrNone(lineTexts(line)) },
    )
    entries.push(recorded)
  }
  const paidInvoices = [...working.values()].flatMap(({ before, events: [event, ...rest] }) =>
    event === undefined ? [] : [changeInvoice(before, [event, ...rest], rules, context)],
  )
  const changes: ReadonlyArray<Change> = [...entries, ...payments.values(), ...paidInvoices]
  const states = entries.map(({ after }) => after)
  const answer: ImportAnswer = {
    recorded: states.length,
    repeated: input.lines.length - states.length,
    matched: states.filter(({ status }) => status === "matched").length,
    outgoing: states.filter(({ status }) => status === "outgoing").length,
    openIds: states.filter(({ status }) => status === "open").map(({ id }) => id),
  }
  const touches = [...new Set(paidInvoices.map(({ after }) => after.dealId))]
  return Result.succeed(decision(changes, answer, { touches }))
}
