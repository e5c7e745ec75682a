import * as Result from "effect/Result"
import type { Change, Recorded } from "../../journal/Decision.ts"
import { decision, recordEvents } from "../../journal/Decision.ts"
import type { Read, Work } from "../../journal/Work.ts"
import { byIds, where } from "../../journal/Work.ts"
import type { CommandContext } from "../../ports/command/CommandContext.ts"
import type { BankEntryId, ClientId } from "../../shared/Ids.ts"
import type { RecordNotFound } from "../../shared/RecordErrors.ts"
import { invoiceAggregate } from "../Invoice.ts"
import { numbersWrittenIn } from "../InvoiceReference.ts"
import { rulesInForce } from "../InvoiceRules.ts"
import type { Invoice } from "../SettlementSchema.ts"
import type { BankEntryEvent } from "./BankEntry.ts"
import { bankEntryAggregate } from "./BankEntry.ts"
import type { BankEntry, ImportEntries } from "./BankSchema.ts"
import type { EntryLine } from "./EntryLineRules.ts"
import { entryTexts, linesById, payerKeyOf } from "./EntryLineRules.ts"
import type { LineMatch } from "./LineMatchRules.ts"
import { lineMatcher } from "./LineMatchRules.ts"
import { payersOf } from "./PayerRules.ts"

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

/** The invoices that may be meant: those with a number that is written somewhere, and those of the known payers. */
function* invoicesMeant(
  lines: ReadonlyArray<EntryLine>,
  clientOf: (line: EntryLine) => ClientId | null,
): Generator<Read, ReadonlyArray<Invoice>, unknown> {
  const written = lines.flatMap(({ purpose = "", reference = "" }) => numbersWrittenIn(`${reference} ${purpose}`))
  const numbers = new Set(written.flatMap((number) => [number, number.toUpperCase(), number.toLowerCase()]))
  const clients = new Set(lines.flatMap((line) => clientOf(line) ?? []))
  const found = [
    ...(yield* where(invoiceAggregate, "number", [...numbers])),
    ...(yield* where(invoiceAggregate, "clientId", [...clients])),
  ]
  return [...new Map(found.map((invoice) => [invoice.id, invoice])).values()]
}

const statusOf = ({ direction }: EntryLine, { waits }: LineMatch): BankEntry["status"] =>
  direction === "out" ? "outgoing" : waits === null ? "matched" : "open"

/** Candidates that an entry keeps at most: a person who decides looks through no more. */
const mostCandidates = 50

/** Records transfers and the payments they certainly are; what is not certain waits for a person. Repeating it changes nothing. */
export function* importEntries(input: ImportEntries, context: CommandContext): Work<ImportAnswer, RecordNotFound> {
  const { account, toleranceMinor = 0 } = input
  const { occurredAt } = context
  const lines = linesById(input)
  const there = yield* byIds(bankEntryAggregate, [...lines.keys()])
  const fresh = [...lines].filter(([id]) => !there.has(id))
  const clientOf = yield* payersOf(input)
  const incoming = fresh.flatMap(([, line]) => (line.direction === "in" ? [line] : []))
  const meant = yield* invoicesMeant(incoming, clientOf)
  const matcher = lineMatcher(meant, toleranceMinor, yield* rulesInForce(context), context)
  const entries: Array<Recorded<BankEntry>> = []
  for (const [id, line] of fresh) {
    const match = yield* matcher.match(id, line, clientOf(line))
    const { amount, bookedOn, direction } = line
    const { clientId, paymentId, waits } = match
    const recorded: BankEntryEvent = {
      type: "BankEntryRecorded",
      payload: {
        id,
        account,
        direction,
        bookedOn,
        amount,
        payerKey: payerKeyOf(line),
        status: statusOf(line, match),
        doubt: waits?.doubt ?? null,
        candidates: waits?.candidates.slice(0, mostCandidates) ?? [],
        clientId,
        paymentId,
      },
    }
    entries.push(recordEvents(bankEntryAggregate, null, [recorded], { occurredAt, texts: entryTexts(line) }))
  }
  const paidInvoices = matcher.invoices()
  const changes: ReadonlyArray<Change> = [...entries, ...matcher.payments(), ...paidInvoices]
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
