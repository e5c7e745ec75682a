import * as Result from "effect/Result"
import type { Decision } from "../../journal/Decision.ts"
import { decision, recordEvents } from "../../journal/Decision.ts"
import type { Read, Work } from "../../journal/Work.ts"
import { byId, textsOf, where } from "../../journal/Work.ts"
import type { CommandContext } from "../../ports/command/CommandContext.ts"
import type { BankEntryId, PaymentId } from "../../shared/Ids.ts"
import { RecordNotFound } from "../../shared/RecordErrors.ts"
import type { ClientOfDeal } from "../InvoiceCommands.ts"
import { paymentAggregate } from "../Payment.ts"
import type { PaymentAnswer, ReceiveRejection, RefundRejection } from "../PaymentCommands.ts"
import { receivePayment, refundPayment } from "../PaymentCommands.ts"
import type { Payment } from "../SettlementSchema.ts"
import { StepRefused } from "../StepRefused.ts"
import { bankEntryAggregate } from "./BankEntry.ts"
import type { AssignEntry, BankEntry, IgnoreEntry, RefundEntry } from "./BankSchema.ts"

/** An entry and its payment as commands answer them. */
export interface EntryAnswer extends PaymentAnswer {
  /** The entry after the command. */
  readonly entry: BankEntry
}

/** An entry that waits for a person, or was put aside by one, where the step may take that back. */
function* openEntry(
  entryId: BankEntryId,
  step: string,
  statuses: ReadonlyArray<BankEntry["status"]>,
): Generator<Read, Result.Result<BankEntry, RecordNotFound | StepRefused>, unknown> {
  const entry = yield* byId(bankEntryAggregate, entryId)
  if (entry === null) return Result.fail(new RecordNotFound("bankEntry", entryId))
  return statuses.includes(entry.status)
    ? Result.succeed(entry)
    : Result.fail(new StepRefused(entryId, step, "entryId", "entryClosed"))
}

/** A payment that does not change: nothing but its lock holds another entry apart that is tied to it at the same moment. */
const aloneWith = ({ id }: Payment) => [{ kind: "payment", id }]

/** Ties an entry to the payment that it is, which was recorded by hand: nothing is recorded twice. */
function* tieEntry(
  entry: BankEntry,
  paymentId: PaymentId,
  context: CommandContext,
): Work<EntryAnswer, RecordNotFound | StepRefused> {
  const payment = yield* byId(paymentAggregate, paymentId)
  if (payment === null) return Result.fail(new RecordNotFound("payment", paymentId))
  const { amountMinor, currency } = entry.amount
  if (payment.amount.amountMinor !== amountMinor || payment.amount.currency !== currency) {
    return Result.fail(new StepRefused(entry.id, "assign", "paymentId", "paymentDiffers"))
  }
  const others = yield* where(bankEntryAggregate, "paymentId", [paymentId])
  if (others.some(({ direction }) => direction === "in")) {
    return Result.fail(new StepRefused(entry.id, "assign", "paymentId", "paymentTied"))
  }
  const { clientId } = payment
  const assigned = { type: "BankEntryAssigned", payload: { paymentId, clientId } } as const
  const change = recordEvents(bankEntryAggregate, entry, [assigned], { occurredAt: context.occurredAt })
  const retires = aloneWith(payment)
  return Result.succeed(decision([change], { payment, invoices: [], entry: change.after }, { retires }))
}

/**
 * Records the payment of an entry that waits or was put aside as a person says it, or ties it to one that was recorded by hand. From then on the payer is known,
 * where a client was named or follows from the invoice or the payment.
 *
 * @param clientOf - reads the client of a deal
 */
export const assignEntry = (clientOf: ClientOfDeal) => {
  const receive = receivePayment(clientOf)
  return function* (
    input: AssignEntry,
    context: CommandContext,
  ): Work<EntryAnswer, RecordNotFound | StepRefused | ReceiveRejection> {
    const { entryId, paymentId: recordedId, ...spread } = input
    const read = yield* openEntry(entryId, "assign", ["open", "ignored"])
    if (Result.isFailure(read)) return Result.fail(read.failure)
    const entry = read.success
    if (recordedId !== undefined) return yield* tieEntry(entry, recordedId, context)
    const texts = (yield* textsOf([entry])).get(entryId)
    const [reference, purpose] = [texts?.["reference"], texts?.["purpose"]]
    const received: Result.Result<Decision<PaymentAnswer>, ReceiveRejection> = yield* receive(
      {
        ...spread,
        amount: entry.amount,
        receivedOn: entry.bookedOn,
        ...(reference === undefined ? {} : { reference }),
        ...(purpose === undefined ? {} : { purpose: purpose.slice(0, 500) }),
      },
      context,
    )
    if (Result.isFailure(received)) return Result.fail(received.failure)
    const { changes, answer, touches } = received.success
    const { id: paymentId, clientId } = answer.payment
    const change = recordEvents(
      bankEntryAggregate,
      entry,
      [{ type: "BankEntryAssigned", payload: { paymentId, clientId } }],
      { occurredAt: context.occurredAt },
    )
    return Result.succeed(decision([change, ...changes], { ...answer, entry: change.after }, { touches }))
  }
}

/**
 * Ties money that went out to the payment of which it went back. The refund is recorded with it, unless one of that amount was recorded by
 * hand and has no transfer yet.
 */
export function* refundEntry(
  { entryId, ...refund }: RefundEntry,
  context: CommandContext,
): Work<EntryAnswer, RecordNotFound | StepRefused | RefundRejection> {
  const entry = yield* byId(bankEntryAggregate, entryId)
  if (entry === null) return Result.fail(new RecordNotFound("bankEntry", entryId))
  const { amount, bookedOn, direction, status } = entry
  if (status !== "outgoing") {
    return Result.fail(
      new StepRefused(entryId, "refund", "entryId", direction === "in" ? "entryIncoming" : "entryClosed"),
    )
  }
  const payment = yield* byId(paymentAggregate, refund.paymentId)
  if (payment === null) return Result.fail(new RecordNotFound("payment", refund.paymentId))
  const tied = (yield* where(bankEntryAggregate, "paymentId", [payment.id])).filter(
    (other) => other.direction === "out" && other.amount.amountMinor === amount.amountMinor,
  )
  const noted = payment.refunds.filter(({ amountMinor }) => amountMinor === amount.amountMinor)
  const isNoted = amount.currency === payment.amount.currency && noted.length > tied.length
  const refunded: Result.Result<Decision<PaymentAnswer>, RefundRejection> = isNoted
    ? Result.succeed(decision([], { payment, invoices: [] }, { retires: aloneWith(payment) }))
    : yield* refundPayment({ ...refund, amount, refundedOn: bookedOn }, context)
  if (Result.isFailure(refunded)) return Result.fail(refunded.failure)
  const { changes, answer, touches, retires = [] } = refunded.success
  const { clientId } = payment
  const change = recordEvents(
    bankEntryAggregate,
    entry,
    [{ type: "BankEntryAssigned", payload: { paymentId: payment.id, clientId } }],
    { occurredAt: context.occurredAt },
  )
  return Result.succeed(decision([change, ...changes], { ...answer, entry: change.after }, { touches, retires }))
}

/** Notes that an open entry is no payment of a client: a loan, a refund of a supplier, money of our own. */
export function* ignoreEntry(
  { entryId, reasonId }: IgnoreEntry,
  context: CommandContext,
): Work<{ readonly entry: BankEntry }, RecordNotFound | StepRefused> {
  const read = yield* openEntry(entryId, "ignore", ["open"])
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const change = recordEvents(bankEntryAggregate, read.success, [{ type: "BankEntryIgnored", payload: { reasonId } }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { entry: change.after }))
}
