import * as Result from "effect/Result"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { Change, Decision } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, DealId, RewardLotId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import { stayedDeal } from "./MergedDealRules.ts"
import { NotEnoughPoints, RewardHeld, RewardRefused } from "./RewardErrors.ts"
import { holdReasons } from "./RewardHold.ts"
import {
  confirmRewards,
  earnRewards,
  expireRewards,
  returnRewards,
  reverseRewards,
  reversiblePoints,
  spendRewards,
} from "./RewardLedger.ts"
import { rewardLotAggregate, rewardSpendAggregate } from "./RewardLot.ts"
import type { WrittenRewards } from "./RewardBookRules.ts"
import { openBook, writeRewards } from "./RewardBookRules.ts"
import type {
  ConfirmRewards,
  EarnRewards,
  ExpireRewards,
  ReturnRewardSpend,
  ReverseRewards,
  RewardAccount,
  RewardLot,
  RewardSpend,
  SpendRewards,
} from "./RewardSchema.ts"

/** A client's account as commands answer it. */
export interface RewardAnswer {
  /** The account after the command; null where the client has none. */
  readonly account: RewardAccount | null
}

/** A lot as commands answer it. */
export interface RewardLotAnswer extends RewardAnswer {
  /** The lot after the command. */
  readonly lot: RewardLot
}

/** A spending as commands answer it. */
export interface RewardSpendAnswer extends RewardAnswer {
  /** The spending after the command. */
  readonly spend: RewardSpend
}

interface Expiry {
  readonly expiresOn: CalendarDate | null
  readonly expiresAt: Instant | null
}

const never: Expiry = { expiresOn: null, expiresAt: null }

const endOf = (expiresOn: CalendarDate, timeZone: string): Expiry => ({
  expiresOn,
  expiresAt: startOfDay(addDays(expiresOn, 1), timeZone),
})

const endAfter = (days: number, from: Instant, timeZone: string): Expiry =>
  endOf(addDays(localDateOf(from, timeZone), days), timeZone)

type EarnRejection = RecordExists | RecordNotFound | RewardRefused | DepartmentMissing

/** Gives a client points. */
export function* earn(input: EarnRewards, context: CommandContext): Work<RewardLotAnswer, EarnRejection> {
  const { clientId, points, reasonId, dealId = null, isPending = false, validity } = input
  const id = input.id ?? context.newId("rewardLot")
  if ((yield* byId(rewardLotAggregate, id)) !== null) return Result.fail(new RecordExists("rewardLot", id))
  const opened = yield* openBook(clientId, context)
  const { at } = opened
  const validDays = validity !== undefined && "days" in validity ? validity.days : null
  let expiry = never
  if (validity !== undefined && !(isPending && validDays !== null)) {
    const config = yield* departmentRules(context)
    if (config === null) return Result.fail(new DepartmentMissing())
    expiry =
      "lastOn" in validity ? endOf(validity.lastOn, config.timeZone) : endAfter(validity.days, at, config.timeZone)
  }
  const change = earnRewards(
    opened.book,
    {
      id,
      clientId,
      openClientId: clientId,
      dealId,
      reasonId,
      earnedPoints: points,
      earnedAt: at,
      confirmedAt: null,
      validDays,
      ...expiry,
    },
    isPending,
    at,
  )
  if (change instanceof RewardRefused) return Result.fail(change)
  return answerLot(writeRewards(clientId, opened, change), id)
}

const answerLot = (
  { account, lots, changes }: WrittenRewards,
  id: RewardLotId,
  guards: Decision<never>["guards"] = [],
): Result.Result<Decision<RewardLotAnswer>, RecordNotFound> => {
  const lot = lots.get(id)
  if (lot === undefined) return Result.fail(new RecordNotFound("rewardLot", id))
  return Result.succeed(decision(changes, { account, lot }, { guards }))
}

/** What a deal lacks before its rewards may become active; the deal with it, whose facts the decision then rests on. */
function* dealHold(
  dealId: DealId,
): Generator<Read, { readonly deal: Deal | null; readonly held: RewardHeld | null }, unknown> {
  const deal = yield* stayedDeal(dealId)
  const dealIds = [deal?.id ?? dealId]
  const invoices = yield* where(invoiceAggregate, "dealId", dealIds)
  const documents = yield* where(closingDocumentAggregate, "dealId", dealIds)
  const reasons = holdReasons(deal ?? { amount: null, closeRate: null }, invoices, documents)
  return { deal, held: reasons.isPaid && reasons.isDocumented ? null : new RewardHeld(dealId, reasons) }
}

/** Makes pending points active; those of a deal only once it is paid and documented. */
export function* confirm(
  input: ConfirmRewards,
  context: CommandContext,
): Work<RewardLotAnswer, RecordNotFound | RewardRefused | RewardHeld | DepartmentMissing> {
  const lot = yield* byId(rewardLotAggregate, input.lotId)
  if (lot === null) return Result.fail(new RecordNotFound("rewardLot", input.lotId))
  let guards: Decision<never>["guards"] = []
  if (lot.dealId !== null) {
    const { deal, held } = yield* dealHold(lot.dealId)
    if (held !== null) return Result.fail(held)
    if (deal !== null) guards = [{ dealId: deal.id, factsVersion: deal.factsVersion }]
  }
  const opened = yield* openBook(lot.clientId, context, [lot])
  let expiry: Expiry = { expiresOn: lot.expiresOn, expiresAt: lot.expiresAt }
  if (lot.validDays !== null) {
    const config = yield* departmentRules(context)
    if (config === null) return Result.fail(new DepartmentMissing())
    expiry = endAfter(lot.validDays, opened.at, config.timeZone)
  }
  const change = confirmRewards(opened.book, lot.id, expiry, opened.at)
  if (change instanceof RewardRefused) return Result.fail(change)
  return answerLot(writeRewards(lot.clientId, opened, change), lot.id, guards)
}

/** Spends points. */
export function* spend(
  input: SpendRewards,
  context: CommandContext,
): Work<RewardSpendAnswer, RecordExists | RecordNotFound | NotEnoughPoints> {
  const { clientId, points, dealId = null } = input
  const id = input.id ?? context.newId("rewardSpend")
  if ((yield* byId(rewardSpendAggregate, id)) !== null) return Result.fail(new RecordExists("rewardSpend", id))
  const opened = yield* openBook(clientId, context)
  const change = spendRewards(opened.book, { id, clientId, points }, opened.at)
  if (change instanceof NotEnoughPoints) return Result.fail(change)
  const { account, changes } = writeRewards(clientId, opened, change)
  const { takenFrom } = change
  const spent = recordEvents(
    rewardSpendAggregate,
    null,
    [{ type: "RewardsSpent", payload: { id, clientId, dealId, points, takenFrom, spentAt: opened.at } }],
    { occurredAt: opened.at },
  )
  return Result.succeed(decision([...changes, spent], { account, spend: spent.after }))
}

/** Calls a spending off. */
export function* returnSpend(
  input: ReturnRewardSpend,
  context: CommandContext,
): Work<RewardSpendAnswer, RecordNotFound | RewardRefused> {
  const before = yield* byId(rewardSpendAggregate, input.spendId)
  if (before === null) return Result.fail(new RecordNotFound("rewardSpend", input.spendId))
  if (before.returnedAt !== null) return Result.fail(new RewardRefused(before.id, "returnedAlready"))
  const { clientId } = before
  const opened = yield* openBook(clientId, context, [], "clientId")
  const { account, changes } = writeRewards(clientId, opened, returnRewards(opened.book, before, opened.at))
  const returned = recordEvents(
    rewardSpendAggregate,
    before,
    [{ type: "RewardSpendReturned", payload: { returnedAt: opened.at } }],
    { occurredAt: opened.at },
  )
  return Result.succeed(decision([...changes, returned], { account, spend: returned.after }))
}

/** Takes points back for a refund, each refund once. */
export function* reverse(
  input: ReverseRewards,
  context: CommandContext,
): Work<RewardLotAnswer, RecordNotFound | RewardRefused> {
  const lot = yield* byId(rewardLotAggregate, input.lotId)
  if (lot === null) return Result.fail(new RecordNotFound("rewardLot", input.lotId))
  const opened = yield* openBook(lot.clientId, context, [lot])
  const change = reverseRewards(opened.book, input, opened.at)
  if (change instanceof RewardRefused) return Result.fail(change)
  return answerLot(writeRewards(lot.clientId, opened, change), lot.id)
}

/** Writes off a client's points that have run out; repeated, it changes nothing. */
export function* expire({ clientId }: ExpireRewards, context: CommandContext): Work<RewardAnswer, never> {
  const opened = yield* openBook(clientId, context)
  const change = expireRewards(opened.book, opened.at)
  if (change.entries.length === 0) return Result.succeed(decision([], { account: opened.account }))
  const { account, changes } = writeRewards(clientId, opened, change)
  return Result.succeed(decision(changes, { account }))
}

/** Points that another part of loyalty gives. */
export interface PointsGrant {
  /** To whom. */
  readonly clientId: ClientId
  /** How many, 1 or more. */
  readonly points: number
  /** Why. */
  readonly reasonId: string
  /** By which deal. */
  readonly dealId: DealId
  /** For how many days they are valid; without end where null. */
  readonly validDays: number | null
}

/** Gives points within a larger decision: they are active at once. */
export function* grantPoints(
  { clientId, points, reasonId, dealId, validDays }: PointsGrant,
  timeZone: string,
  context: CommandContext,
): Generator<
  Read,
  Result.Result<{ readonly lotId: RewardLotId; readonly changes: ReadonlyArray<Change> }, RewardRefused>,
  unknown
> {
  const id = context.newId("rewardLot")
  const opened = yield* openBook(clientId, context)
  const { at, book } = opened
  const expiry = validDays === null ? never : endAfter(validDays, at, timeZone)
  const lot = {
    id,
    clientId,
    openClientId: clientId,
    dealId,
    reasonId,
    earnedPoints: points,
    earnedAt: at,
    confirmedAt: null,
    validDays,
    ...expiry,
  }
  const change = earnRewards(book, lot, false, at)
  if (change instanceof RewardRefused) return Result.fail(change)
  return Result.succeed({ lotId: id, changes: writeRewards(clientId, opened, change).changes })
}

/** Takes all points of a lot that are left back within a larger decision, for a refund; none where all were taken back before. */
export function* takePointsBack(
  lotId: RewardLotId,
  refundId: string,
  context: CommandContext,
): Generator<Read, Result.Result<ReadonlyArray<Change>, RewardRefused>, unknown> {
  const lot = yield* byId(rewardLotAggregate, lotId)
  if (lot === null || reversiblePoints(lot) === 0) return Result.succeed([])
  const opened = yield* openBook(lot.clientId, context, [lot])
  const change = reverseRewards(opened.book, { lotId, refundId }, opened.at)
  if (change instanceof RewardRefused) return Result.fail(change)
  return Result.succeed(writeRewards(lot.clientId, opened, change).changes)
}
