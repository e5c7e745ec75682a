import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays, daysBetween } from "../shared/CalendarDate.ts"
import type { CampaignId, ConsentId } from "../shared/Ids.ts"
import type { Message } from "../shared/Message.ts"
import type { ClientTouch } from "./ActionSchema.ts"
import { budgetLeftMinor } from "./Campaign.ts"
import type { Campaign, LoyaltyAction } from "./CampaignSchema.ts"
import type { ContactCap, LoyaltyPolicy } from "./LoyaltyPolicy.ts"
import type { Occurrence } from "./Trigger.ts"

/** Something a campaign has made due for a client, before limits are looked at. */
export interface Candidate {
  /** The campaign as it stands. */
  readonly campaign: Pick<Campaign, "id" | "plan" | "actionCount" | "reservedMinor" | "usedMinor">
  /** The time of its trigger. */
  readonly occurrence: Occurrence
  /** Whether the campaign's condition is met; null where there is no deal to ask it of. */
  readonly isMet: boolean | null
  /** Whether the client belongs to the holdout. */
  readonly isHeldOut: boolean
  /** Whether the client has come back since, so that it says nothing any more, as `hasComeBack` tells; false where left out. */
  readonly hasComeBack?: boolean
}

/** What of a client holds offers back, whichever campaign wants them. */
export interface ClientBlocks {
  /** Whether something that was due is not paid. */
  readonly hasOverdue: boolean
  /** Whether a complaint is open. */
  readonly hasComplaint: boolean
  /** Consents in force, each recorded with its proof, by purpose. */
  readonly consents: ReadonlyMap<string, ConsentId>
}

/** Why something due is held back. All but `condition`, `noDeal` and `campaignFull` may pass with time. */
export type WithheldReason =
  | "condition"
  | "noDeal"
  | "cameBack"
  | "paymentOverdue"
  | "complaintOpen"
  | "noConsent"
  | "contactCap"
  | "coolDown"
  | "clientCap"
  | "campaignFull"
  | "budget"

/** The reasons in words. */
export const withheldReasons: { readonly [Reason in WithheldReason]: Message } = {
  condition: { en: "The campaign's condition is not met", ru: "Условие кампании не выполнено" },
  noDeal: { en: "There is no deal to ask the condition of", ru: "Нет сделки, по которой проверить условие" },
  cameBack: { en: "The client has come back by another deal since", ru: "Клиент уже вернулся: есть новая сделка" },
  paymentOverdue: { en: "A payment is overdue", ru: "Есть просроченная оплата" },
  complaintOpen: { en: "A complaint is open", ru: "Есть открытая жалоба" },
  noConsent: { en: "No consent with proof is in force", ru: "Нет действующего согласия с подтверждением" },
  contactCap: { en: "The client was turned to often enough", ru: "Достигнут предел обращений к клиенту" },
  coolDown: {
    en: "Too little time since the last turn to the client",
    ru: "С прошлого обращения прошло слишком мало времени",
  },
  clientCap: {
    en: "The campaign's limit for one client is reached",
    ru: "Достигнут предел кампании на одного клиента",
  },
  campaignFull: { en: "The campaign's limit of actions is reached", ru: "Достигнут предел действий кампании" },
  budget: { en: "The budget does not suffice", ru: "Не хватает бюджета" },
}

/** What was chosen of the candidates. */
export interface ActionChoices {
  /** To be done, in order of priority. */
  readonly chosen: ReadonlyArray<Candidate>
  /** Held back, each with every reason. */
  readonly withheld: ReadonlyArray<{ readonly candidate: Candidate; readonly reasons: ReadonlyArray<WithheldReason> }>
}

/**
 * Whether an action asks something of the client that an overdue payment or an open complaint forbids: an offer, a request for a
 * recommendation, a repeat deal. Tasks and questions about satisfaction do not.
 *
 * @param action - the action, of which the kind is read
 * @example
 * ```ts
 * import { isAsking } from "@salesdept/core/loyalty/campaigns"
 *
 * isAsking({ kind: "recommendation" }) // true
 * isAsking({ kind: "satisfaction", metric: "nps" }) // false
 * ```
 */
export const isAsking = ({ kind }: LoyaltyAction): boolean =>
  kind === "offer" || kind === "recommendation" || kind === "repeatDeal"

const reaches = (touches: ReadonlyArray<ClientTouch>, cap: ContactCap, on: CalendarDate): boolean => {
  const from = addDays(on, 1 - cap.days)
  let count = 0
  for (const touch of touches) {
    // A turn that waits for the morning may be dated after this one: it counts as well.
    if (touch.on >= from && (cap.channelId === undefined || touch.channelId === cap.channelId)) count += 1
  }
  return count >= cap.count
}

interface Taken {
  readonly touches: Array<ClientTouch>
  readonly used: Map<CampaignId, { actions: number; costMinor: number }>
}

const touchReasons = (
  { plan, id }: Candidate["campaign"],
  policy: LoyaltyPolicy,
  touches: ReadonlyArray<ClientTouch>,
  on: CalendarDate,
): ReadonlyArray<WithheldReason> => {
  const { channelId, perClient } = plan
  const reasons: Array<WithheldReason> = []
  if (channelId !== null) {
    const turns = touches.filter((touch) => touch.channelId !== null)
    const caps = policy.caps.filter((cap) => cap.channelId === undefined || cap.channelId === channelId)
    if (caps.some((cap) => reaches(turns, cap, on))) reasons.push("contactCap")
    const last = turns.reduce((latest, touch) => (touch.on > latest ? touch.on : latest), "")
    if (last !== "" && policy.coolDownDays > 0 && daysBetween(last, on) < policy.coolDownDays) reasons.push("coolDown")
  }
  if (perClient !== null) {
    const own = touches.filter(({ campaignId }) => campaignId === id)
    if (reaches(own, perClient, on)) reasons.push("clientCap")
  }
  return reasons
}

const reasonsAgainst = (
  candidate: Candidate,
  rules: ChoiceRules,
  { touches, used }: Taken,
): ReadonlyArray<WithheldReason> => {
  const { campaign, isMet } = candidate
  const { plan } = campaign
  const { policy, blocks, on } = rules
  const reasons: Array<WithheldReason> = []
  if (isMet !== true) reasons.push(isMet === null ? "noDeal" : "condition")
  if (candidate.hasComeBack === true) reasons.push("cameBack")
  if (isAsking(plan.action)) {
    if (blocks.hasOverdue) reasons.push("paymentOverdue")
    if (blocks.hasComplaint) reasons.push("complaintOpen")
  }
  if (plan.consentPurposeId !== null && !blocks.consents.has(plan.consentPurposeId)) {
    reasons.push("noConsent")
  }
  reasons.push(...touchReasons(campaign, policy, touches, on))
  const already = used.get(campaign.id) ?? { actions: 0, costMinor: 0 }
  if (plan.maxActions !== null && campaign.actionCount + already.actions >= plan.maxActions)
    reasons.push("campaignFull")
  if (plan.action.kind === "offer") {
    const left = budgetLeftMinor(campaign) - already.costMinor
    if (plan.action.cost.amountMinor > left) reasons.push("budget")
  }
  return reasons
}

/** What a choice goes by. */
export interface ChoiceRules {
  /** The department's rules. */
  readonly policy: LoyaltyPolicy
  /** What holds offers back. */
  readonly blocks: ClientBlocks
  /** Turns to the client so far. */
  readonly touches: ReadonlyArray<ClientTouch>
  /** The client's calendar day on which it would be turned to. */
  readonly on: CalendarDate
}

const byPriority = (left: Candidate, right: Candidate): number => {
  const [first, second] = [left.campaign.plan.priority, right.campaign.plan.priority]
  if (first !== second) return first - second
  const [due, dueOther] = [left.occurrence.dueOn, right.occurrence.dueOn]
  if (due !== dueOther) return due < dueOther ? -1 : 1
  if (left.campaign.id !== right.campaign.id) return left.campaign.id < right.campaign.id ? -1 : 1
  return left.occurrence.key < right.occurrence.key ? -1 : 1
}

/**
 * Chooses what is done for a client now: campaigns of less priority number first, each within what those before it have left of
 * caps and budgets. What is held back names every reason, and may be tried again.
 *
 * @param candidates - what is due, in any order
 * @param rules - policy, blocks, turns so far, the day
 * @example
 * ```ts
 * import type { Candidate, CampaignPlan } from "@salesdept/core/loyalty/campaigns"
 * import { chooseActions, defaultLoyaltyPolicy } from "@salesdept/core/loyalty/campaigns"
 *
 * const name = { en: "Recommend us", ru: "Порекомендуйте нас" }
 * const free = { condition: null, consentPurposeId: null, perClient: null, maxActions: null, budget: null, holdout: null }
 * const trigger = { on: "dealFinished", afterDays: 30 } as const
 * const plan: CampaignPlan = { name, trigger, action: { kind: "recommendation" }, channelId: "call", priority: 10, ...free }
 * const candidate: Candidate = {
 *   campaign: { id: "campaign_ask", plan, actionCount: 0, reservedMinor: 0, usedMinor: 0 },
 *   occurrence: { key: "deal_1", dueOn: "2026-03-01", dealId: "deal_1" },
 *   isMet: true,
 *   isHeldOut: false,
 * }
 * const blocks = { hasOverdue: true, hasComplaint: false, consents: new Map() }
 * const { withheld } = chooseActions([candidate], { policy: defaultLoyaltyPolicy, blocks, touches: [], on: "2026-03-02" })
 * withheld.map(({ reasons }) => reasons) // [["paymentOverdue"]]
 * ```
 */
export const chooseActions = (candidates: ReadonlyArray<Candidate>, rules: ChoiceRules): ActionChoices => {
  const taken: Taken = { touches: [...rules.touches], used: new Map() }
  const chosen: Array<Candidate> = []
  const withheld: Array<ActionChoices["withheld"][number]> = []
  for (const candidate of candidates.toSorted(byPriority)) {
    const reasons = reasonsAgainst(candidate, rules, taken)
    if (reasons.length > 0) {
      withheld.push({ candidate, reasons })
      continue
    }
    chosen.push(candidate)
    // Nobody turns to the holdout and nothing is spent on it. It is held to the same limits, so that the arms are alike.
    if (candidate.isHeldOut) continue
    const { id: campaignId, plan } = candidate.campaign
    const used = taken.used.get(campaignId) ?? { actions: 0, costMinor: 0 }
    used.actions += 1
    used.costMinor += plan.action.kind === "offer" ? plan.action.cost.amountMinor : 0
    taken.used.set(campaignId, used)
    taken.touches.push({ actionId: "action_new", campaignId, channelId: plan.channelId, on: rules.on })
  }
  return { chosen, withheld }
}
