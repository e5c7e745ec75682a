import * as Result from "effect/Result"
import { clientAggregate } from "../client/Client.ts"
import type { Client } from "../client/ClientSchema.ts"
import { contactAggregate } from "../client/Contact.ts"
import { textLines } from "../client/DetailTexts.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { amountInCurrency } from "../deal/DealRate.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, textsOf, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import type { Invoice } from "../settlement/SettlementSchema.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { ClientId, ReferralId, RewardLotId } from "../shared/Ids.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { loyaltyPolicyOf } from "./DecideCommands.ts"
import type { ReferralProgramme } from "./LoyaltyPolicy.ts"
import { loyaltyRunAggregate, loyaltyRunId } from "./LoyaltyRun.ts"
import { stayed, withMerged } from "./MergedClientRules.ts"
import { stayedDeal } from "./MergedDealRules.ts"
import {
  referralAggregate,
  referralBookAggregate,
  referralBookId,
  referralCodeAggregate,
  referralIdOf,
} from "./Referral.ts"
import type { ReferralEvent } from "./Referral.ts"
import { ReferralRefused } from "./ReferralErrors.ts"
import type { PartyTexts } from "./ReferralGuard.ts"
import { sameParty } from "./ReferralGuard.ts"
import type {
  AttributeReferral,
  IssueReferralCode,
  NamedReferral,
  RecordReferral,
  Referral,
  ReferralBook,
  ReferralCode,
  ReverseReferral,
} from "./ReferralSchema.ts"
import { grantPoints, takePointsBack } from "./RewardCommands.ts"
import type { RewardRefused } from "./RewardErrors.ts"
import { holdReasons } from "./RewardHold.ts"

/** A code as commands answer it. */
export interface ReferralCodeAnswer {
  /** The code. */
  readonly code: ReferralCode
}

/** A recommendation as commands answer it. */
export interface ReferralAnswer {
  /** The recommendation after the command. */
  readonly referral: Referral
}

/** Gives an advocate a code; the same code to the same advocate again changes nothing. */
export function* issueReferralCode(
  { id, advocateId }: IssueReferralCode,
  context: CommandContext,
): Work<ReferralCodeAnswer, RecordExists | RecordNotFound> {
  const code = yield* byId(referralCodeAggregate, id)
  if (code !== null) {
    return code.advocateId === advocateId
      ? Result.succeed(decision([], { code }))
      : Result.fail(new RecordExists("referralCode", id))
  }
  const change = recordEvents(
    referralCodeAggregate,
    null,
    [{ type: "ReferralCodeIssued", payload: { id, advocateId } }],
    { occurredAt: context.occurredAt },
  )
  return Result.succeed(decision([change], { code: change.after }))
}

/** Numbers and addresses of a client and its contact persons. */
function* partyTexts(client: Client): Generator<Read, PartyTexts, unknown> {
  const contacts = yield* where(contactAggregate, "clientId", [client.id])
  const texts = [...(yield* textsOf([client, ...contacts])).values()]
  return {
    taxIds: texts.flatMap(({ taxId }) => (taxId === undefined ? [] : [taxId])),
    phones: texts.flatMap((one) => textLines(one, "phones")),
    emails: texts.flatMap((one) => textLines(one, "emails")),
  }
}

/** Who recommended a client, or one that was merged into it; what was called off is left out. */
function* referralsOf(clientId: ClientId): Generator<Read, ReadonlyArray<Referral>, unknown> {
  const referrals = yield* byIds(referralAggregate, (yield* withMerged(clientId)).map(referralIdOf))
  return [...referrals.values()].filter(({ status }) => status !== "cancelled")
}

const isRewarded = ({ status }: Referral): boolean => status === "rewarded"

/**
 * Whether a client stands above another in the recommendations: by whom it was recommended, by whom that one, and so on.
 *
 * @param counts - which recommendations are followed
 */
function* isAbove(
  clientId: ClientId,
  below: ClientId,
  counts: (referral: Referral) => boolean,
): Generator<Read, boolean, unknown> {
  const seen = new Set<ClientId>()
  const asked = [below]
  for (let at = asked.pop(); at !== undefined; at = asked.pop()) {
    if (at === clientId) return true
    if (seen.has(at)) continue
    seen.add(at)
    for (const { advocateId } of (yield* referralsOf(at)).filter(counts)) asked.push(yield* stayed(advocateId))
  }
  return false
}

/**
 * The change of the one record that all recommendations share. The book is read before anything that the decision rests on: whatever
 * is recorded or rewarded after that makes the write fail, and the command runs again.
 */
const bookChange = (
  book: ReferralBook | null,
  counted: { readonly recorded: number; readonly rewarded: number },
  context: CommandContext,
): Change =>
  recordEvents(referralBookAggregate, book, [{ type: "ReferralCounted", payload: counted }], {
    occurredAt: context.occurredAt,
  })

/**
 * Records who recommended whom. Refused: oneself, a ring, the same tax number or contact, a client who has bought before, a second
 * recommendation of the same client.
 */
export function* recordReferral(
  { clientId, by }: RecordReferral,
  context: CommandContext,
): Work<ReferralAnswer, RecordNotFound | ReferralRefused> {
  const refuse = (rule: ReferralRefused["data"]["rule"]) => Result.fail(new ReferralRefused(clientId, rule))
  const book = yield* byId(referralBookAggregate, referralBookId)
  const codeId = "codeId" in by ? by.codeId : null
  const code = codeId === null ? null : yield* byId(referralCodeAggregate, codeId)
  if (codeId !== null && code === null) return Result.fail(new RecordNotFound("referralCode", codeId))
  const advocateId = yield* stayed("advocateId" in by ? by.advocateId : (code?.advocateId ?? clientId))
  if (advocateId === clientId) return refuse("self")
  const parties = yield* byIds(clientAggregate, [advocateId, clientId])
  const advocate = parties.get(advocateId)
  const client = parties.get(clientId)
  if (advocate === undefined) return Result.fail(new RecordNotFound("client", advocateId))
  if (client === undefined) return Result.fail(new RecordNotFound("client", clientId))
  const id = referralIdOf(clientId)
  if ((yield* referralsOf(clientId)).length > 0) return refuse("recordedAlready")
  const before = yield* byId(referralAggregate, id)
  if (yield* isAbove(clientId, advocateId, () => true)) return refuse("cycle")
  const same = sameParty(yield* partyTexts(advocate), yield* partyTexts(client))
  if (same !== null) return refuse(same)
  const deals = yield* where(dealAggregate, "clientId", [clientId])
  if (deals.some((deal) => isInBase(deal) && deal.outcome === "won")) return refuse("existingClient")
  const change = recordEvents(
    referralAggregate,
    before,
    [{ type: "ReferralRecorded", payload: { id, advocateId, clientId, codeId } }],
    { occurredAt: context.occurredAt },
  )
  const counted = bookChange(book, { recorded: 1, rewarded: 0 }, context)
  return Result.succeed(decision([change, counted], { referral: change.after }))
}

interface InProgramme {
  readonly referral: Referral
  readonly programme: ReferralProgramme
  readonly config: DepartmentConfig
}

type StepRejection = RecordNotFound | ReferralRefused | DepartmentMissing

function* referralIn(
  id: ReferralId,
  from: ReadonlyArray<Referral["status"]>,
  context: CommandContext,
): Generator<Read, Result.Result<InProgramme, StepRejection>, unknown> {
  const referral = yield* byId(referralAggregate, id)
  if (referral === null) return Result.fail(new RecordNotFound("referral", id))
  if (!from.includes(referral.status)) return Result.fail(new ReferralRefused(referral.clientId, "wrongStatus"))
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const programme = loyaltyPolicyOf(config).referral
  if (programme === undefined) return Result.fail(new ReferralRefused(referral.clientId, "noProgramme"))
  return Result.succeed({ referral, programme, config })
}

const referralChange = (referral: Referral, event: ReferralEvent, context: CommandContext) =>
  recordEvents(referralAggregate, referral, [event], { occurredAt: context.occurredAt })

/**
 * Attributes a recommendation to a deal of the recommended client; it stays there until the deal is paid, however long that takes. To
 * another deal it may be moved until it is rewarded.
 */
export function* attributeReferral(
  { referralId, dealId }: AttributeReferral,
  context: CommandContext,
): Work<ReferralAnswer, StepRejection> {
  const found = yield* referralIn(referralId, ["recorded", "attributed"], context)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const { referral, programme, config } = found.success
  const clientId = yield* stayed(referral.clientId)
  const recordedOn = localDateOf(referral.recordedAt, config.timeZone)
  if (localDateOf(context.occurredAt, config.timeZone) > addDays(recordedOn, programme.attributionDays)) {
    return Result.fail(new ReferralRefused(clientId, "attributionLate"))
  }
  const deal = yield* stayedDeal(dealId)
  if (deal === null || deal.clientId !== clientId || deal.outcome === "lost") {
    return Result.fail(new ReferralRefused(clientId, "otherClientsDeal"))
  }
  if (referral.dealId === deal.id) return Result.succeed(decision([], { referral }))
  const change = referralChange(referral, { type: "ReferralAttributed", payload: { dealId: deal.id } }, context)
  // The daily pass rewards it once the deal is paid and documented.
  const run = yield* byId(loyaltyRunAggregate, loyaltyRunId)
  if (run !== null && run.nextRunAt !== null) return Result.succeed(decision([change], { referral: change.after }))
  const payload = { nextRunAt: context.occurredAt, afterClientId: null }
  const asked = recordEvents(loyaltyRunAggregate, run, [{ type: "LoyaltyRunMoved", payload }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change, asked], { referral: change.after }))
}

/** What was paid on a deal in a currency, minor units: of other currencies by the rate frozen on it, and nothing where there is none. */
const paidMinor = ({ closeRate }: Deal, invoices: ReadonlyArray<Invoice>, currency: string): number =>
  invoices.reduce((sum, invoice) => {
    const paid = { amountMinor: invoice.paidMinor, currency: invoice.currency }
    return sum + (amountInCurrency({ amount: paid, closeRate }, currency)?.amountMinor ?? 0)
  }, 0)

/** Rewards both sides once the deal is paid and documented, within the cap of the advocate. */
export function* rewardReferral(
  input: NamedReferral,
  context: CommandContext,
): Work<ReferralAnswer, StepRejection | RewardRefused> {
  const book = yield* byId(referralBookAggregate, referralBookId)
  const found = yield* referralIn(input.referralId, ["attributed"], context)
  if (Result.isFailure(found)) return Result.fail(found.failure)
  const { referral, programme, config } = found.success
  // Who was merged into another since has its deals, and its points, there.
  const clientId = yield* stayed(referral.clientId)
  const advocateId = yield* stayed(referral.advocateId)
  const refuse = (rule: ReferralRefused["data"]["rule"]) => Result.fail(new ReferralRefused(clientId, rule))
  if (clientId === advocateId) return refuse("self")
  // Merges show that two who were recommended are one, that a ring was closed, or that the client had bought before: what was rewarded
  // first stands.
  if ((yield* referralsOf(clientId)).some(isRewarded)) return refuse("recordedAlready")
  if (yield* isAbove(clientId, advocateId, isRewarded)) return refuse("cycle")
  const deal = referral.dealId === null ? null : yield* stayedDeal(referral.dealId)
  if (deal === null || deal.clientId !== clientId || deal.outcome === "lost") return refuse("otherClientsDeal")
  const recommendedOn = localDateOf(referral.recordedAt, config.timeZone)
  const others = (yield* where(dealAggregate, "clientId", [clientId])).filter(
    (one) => one.id !== deal.id && isInBase(one) && one.outcome === "won",
  )
  if (others.some(({ closedOn }) => closedOn !== null && closedOn < recommendedOn)) return refuse("existingClient")
  const invoices = yield* where(invoiceAggregate, "dealId", [deal.id])
  const documents = yield* where(closingDocumentAggregate, "dealId", [deal.id])
  const { isPaid, isDocumented } = holdReasons(deal, invoices, documents)
  if (!isPaid) return refuse("notPaid")
  if (!isDocumented) return refuse("notDocumented")
  const { minPaid, capPerAdvocate, advocatePoints, clientPoints, validDays } = programme
  if (minPaid !== null && paidMinor(deal, invoices, minPaid.currency) < minPaid.amountMinor)
    return refuse("paidTooLittle")
  if (capPerAdvocate !== null) {
    const { count, days } = capPerAdvocate
    const from = addDays(localDateOf(context.occurredAt, config.timeZone), 1 - days)
    const rewardedFor = yield* where(referralAggregate, "advocateId", yield* withMerged(advocateId))
    const recent = rewardedFor.filter(
      ({ rewardedAt, status }) =>
        status === "rewarded" && rewardedAt !== null && localDateOf(rewardedAt, config.timeZone) >= from,
    )
    if (recent.length >= count) return refuse("advocateCap")
  }
  const changes: Array<Change> = []
  const lots: { advocateLotId: RewardLotId | null; clientLotId: RewardLotId | null } = {
    advocateLotId: null,
    clientLotId: null,
  }
  for (const [side, owner, points] of [
    ["advocateLotId", advocateId, advocatePoints],
    ["clientLotId", clientId, clientPoints],
  ] as const) {
    if (points === 0) continue
    const granted = yield* grantPoints(
      { clientId: owner, points, reasonId: "referral", dealId: deal.id, validDays },
      config.timeZone,
      context,
    )
    if (Result.isFailure(granted)) return Result.fail(granted.failure)
    lots[side] = granted.success.lotId
    changes.push(...granted.success.changes)
  }
  const change = referralChange(referral, { type: "ReferralRewarded", payload: lots }, context)
  const counted = bookChange(book, { recorded: 0, rewarded: 1 }, context)
  const guards = [{ dealId: deal.id, factsVersion: deal.factsVersion }]
  return Result.succeed(decision([change, counted, ...changes], { referral: change.after }, { guards }))
}

/** Takes the rewards of both sides back, once: the deal's money was refunded. What was spent already becomes a debt. */
export function* reverseReferral(
  { referralId, refundId }: ReverseReferral,
  context: CommandContext,
): Work<ReferralAnswer, RecordNotFound | ReferralRefused | RewardRefused> {
  const referral = yield* byId(referralAggregate, referralId)
  if (referral === null) return Result.fail(new RecordNotFound("referral", referralId))
  if (referral.status !== "rewarded") return Result.fail(new ReferralRefused(referral.clientId, "wrongStatus"))
  const changes: Array<Change> = []
  for (const lotId of [referral.advocateLotId, referral.clientLotId]) {
    const taken = lotId === null ? null : yield* takePointsBack(lotId, refundId, context)
    if (taken === null) continue
    if (Result.isFailure(taken)) return Result.fail(taken.failure)
    changes.push(...taken.success)
  }
  const change = referralChange(referral, { type: "ReferralReversed", payload: { refundId } }, context)
  return Result.succeed(decision([change, ...changes], { referral: change.after }))
}

/** Calls a recommendation off before it is rewarded; the client may be recommended anew. */
export function* cancelReferral(
  { referralId }: NamedReferral,
  context: CommandContext,
): Work<ReferralAnswer, RecordNotFound | ReferralRefused> {
  const referral = yield* byId(referralAggregate, referralId)
  if (referral === null) return Result.fail(new RecordNotFound("referral", referralId))
  if (referral.status !== "recorded" && referral.status !== "attributed") {
    return Result.fail(new ReferralRefused(referral.clientId, "wrongStatus"))
  }
  const change = referralChange(referral, { type: "ReferralCancelled", payload: {} }, context)
  return Result.succeed(decision([change], { referral: change.after }))
}
