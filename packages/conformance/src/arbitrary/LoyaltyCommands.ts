import * as fc from "fast-check"
import { suiteCampaign } from "../store/SuiteCampaign.ts"
import type { AnyCommand } from "./AnyCommand.ts"
import { clientId, commands, day, dealId, optional, pooled } from "./AnyCommand.ts"
import { anyText } from "./Values.ts"

const lotId = pooled("rewardLot", 4)
const points = fc.constantFrom(1, 40, 100, 1_000_000_000_000)

/** Commands over points. */
const rewardCommands: ReadonlyArray<fc.Arbitrary<AnyCommand>> = [
  commands(
    "rewards.earn",
    fc
      .tuple(
        fc.record({ id: lotId, clientId, points, reasonId: fc.constantFrom("purchase", "referral") }),
        optional({
          dealId,
          isPending: fc.boolean(),
          validity: fc.oneof(fc.record({ lastOn: day }), fc.record({ days: fc.constantFrom(1, 30) })),
        }),
      )
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.rewards.earn(input, options),
  ),
  commands("rewards.confirm", fc.record({ lotId }), (session, input, options) =>
    session.rewards.confirm(input, options),
  ),
  commands("rewards.spend", fc.record({ id: pooled("rewardSpend", 3), clientId, points }), (session, input, options) =>
    session.rewards.spend(input, options),
  ),
  commands("rewards.returnSpend", fc.record({ spendId: pooled("rewardSpend", 3) }), (session, input, options) =>
    session.rewards.returnSpend(input, options),
  ),
  commands(
    "rewards.reverse",
    fc
      .tuple(fc.record({ lotId, refundId: fc.constantFrom("r1", "r2") }), optional({ points }))
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.rewards.reverse(input, options),
  ),
  commands("rewards.expire", fc.record({ clientId }), (session, input, options) =>
    session.rewards.expire(input, options),
  ),
  commands("rewards.balance", fc.record({ clientId, asOf: day.map((on) => `${on}T12:00:00.000Z`) }), (session, input) =>
    session.rewards.balance(input),
  ),
]

const campaignId = pooled("campaign", 2)
const plan = fc.record({
  trigger: fc.constantFrom(
    { on: "satisfaction", metric: "nps", from: 9, to: 10, afterDays: 0 } as const,
    { on: "dealFinished", afterDays: 1 } as const,
    { on: "milestone", kindId: "launch", afterDays: -1 } as const,
  ),
  condition: fc.constantFrom(null, { fact: "deal.amountMinor", op: "isSet" } as const),
  maxActions: fc.constantFrom(null, 1),
  priority: fc.nat({ max: 2 }),
})

const campaignCommands: ReadonlyArray<fc.Arbitrary<AnyCommand>> = [
  commands("campaigns.plan", fc.record({ id: campaignId, plan }), (session, { id, plan: own }, options) =>
    session.campaigns.plan({ id, plan: { ...suiteCampaign, ...own } }, options),
  ),
  ...(["start", "start", "pause", "end"] as const).map((verb) =>
    commands(`campaigns.${verb}`, fc.record({ campaignId }), (session, input, options) =>
      session.campaigns[verb](input, options),
    ),
  ),
  commands("loyalty.decide", fc.record({ clientId }), (session, input, options) =>
    session.loyalty.decide(input, options),
  ),
  commands(
    "satisfaction.record",
    fc
      .tuple(
        fc.record({ id: pooled("satisfactionAnswer", 4), clientId, score: fc.constantFrom(3, 9, 10) }),
        optional({ dealId, comment: anyText(20) }),
      )
      .map(([own, rest]) => ({ ...own, ...rest, metric: "nps" as const })),
    (session, input, options) => session.satisfaction.record(input, options),
  ),
  commands(
    "milestones.set",
    fc.record({ id: pooled("milestone", 2), clientId, kindId: fc.constant("launch"), fallsOn: day }),
    (session, input, options) => session.milestones.set(input, options),
  ),
  commands(
    "complaints.open",
    fc.record({ id: pooled("complaint", 2), clientId, text: anyText(20) }),
    (session, input, options) => session.complaints.open(input, options),
  ),
  commands("complaints.resolve", fc.record({ complaintId: pooled("complaint", 2) }), (session, input, options) =>
    session.complaints.resolve(input, options),
  ),
]

const offerId = pooled("offer", 2)

const offerCommands: ReadonlyArray<fc.Arbitrary<AnyCommand>> = [
  commands("offers.propose", fc.record({ id: offerId, clientId }), (session, input, options) =>
    session.offers.propose(
      { ...input, offerTypeId: "audit", cost: { amountMinor: 1, currency: "RUB" }, validDays: 2 },
      options,
    ),
  ),
  ...(["make", "cancel", "expire"] as const).map((verb) =>
    commands(`offers.${verb}`, fc.record({ offerId }), (session, input, options) =>
      session.offers[verb](input, options),
    ),
  ),
  commands("offers.accept", fc.record({ offerId, dealId }), (session, input, options) =>
    session.offers.accept(input, options),
  ),
  commands(
    "offers.refuse",
    fc.record({ offerId, reasonId: fc.constantFrom("price", "weather"), reason: anyText(20) }),
    (session, input, options) => session.offers.refuse(input, options),
  ),
]

const referralId = pooled("referral", 2)

const referralCommands: ReadonlyArray<fc.Arbitrary<AnyCommand>> = [
  commands("referrals.record", fc.record({ clientId, advocateId: clientId }), (session, input, options) =>
    session.referrals.record({ clientId: input.clientId, by: { advocateId: input.advocateId } }, options),
  ),
  commands("referrals.attribute", fc.record({ referralId, dealId }), (session, input, options) =>
    session.referrals.attribute(input, options),
  ),
  ...(["reward", "cancel"] as const).map((verb) =>
    commands(`referrals.${verb}`, fc.record({ referralId }), (session, input, options) =>
      session.referrals[verb](input, options),
    ),
  ),
]

/** Commands over points, campaigns, offers and recommendations. */
export const loyaltyCommands: ReadonlyArray<fc.Arbitrary<AnyCommand>> = [
  ...rewardCommands,
  ...campaignCommands,
  ...offerCommands,
  ...referralCommands,
]
