/** The host's name for one of its customers; first in every key. Single-tenant hosts use `"default"`. */
export type TenantId = string

/** Prefixes of entity ids, by kind of record. */
export const idPrefixes = {
  /** What people decided about a record's place under control. */
  controlMark: "mark",
  /** Records that changed hands in one operation. */
  handOver: "handover",
  /** A run of assignment. */
  assignmentRun: "assignment",
  /** What a rep received by assignment. */
  repIntake: "intake",
  /** A clock that runs from a client's word to our answer. */
  slaClock: "clock",
  /** The department's standing watch. */
  controlWatch: "watch",
  /** A rep's counter at the end of a day. */
  controlDay: "day",
  /** A version of a department's configuration. */
  department: "department",
  /** A product. */
  product: "product",
  /** A client. */
  client: "client",
  /** A contact person. */
  contact: "contact",
  /** A consent. */
  consent: "consent",
  /** A lead. */
  lead: "lead",
  /** A dialog. */
  dialog: "dialog",
  /** A next step. */
  nextStep: "step",
  /** A deal. */
  deal: "deal",
  /** An approval. */
  approval: "approval",
  /** A person's overrides of gates within a period. */
  overrideBudget: "override",
  /** An invoice. */
  invoice: "invoice",
  /** A payment. */
  payment: "payment",
  /** A closing document. */
  closingDocument: "document",
  /** An entry of a bank statement. */
  bankEntry: "bankEntry",
  /** A salesperson. */
  rep: "rep",
  /** A team. */
  team: "team",
  /** A plan. */
  plan: "plan",
  /** A version of a plan. */
  planVersion: "planversion",
  /** A client's reward account. */
  rewardAccount: "rewards",
  /** Points earned at once. */
  rewardLot: "lot",
  /** Points spent at once. */
  rewardSpend: "spend",
  /** A finding of a review. */
  finding: "finding",
  /** What a rep means to do by a day. */
  commitment: "commitment",
  /** When periods are closed by themselves. */
  reviewSchedule: "reviewschedule",
  /** A closed period. */
  summary: "summary",
  /** A talk about findings. */
  debrief: "debrief",
  /** A script of sales. */
  script: "script",
  /** A version of a script. */
  scriptVersion: "scriptversion",
  /** A dialog held by a script. */
  scriptRun: "scriptrun",
  /** A proposal to change a script. */
  scriptProposal: "proposal",
  /** How somebody saw a dialog. */
  scorecard: "scorecard",
  /** An experiment with a script. */
  scriptExperiment: "experiment",
  /** A campaign of repeat sale. */
  campaign: "campaign",
  /** An action that a campaign made due. */
  dueAction: "action",
  /** An offer to a client. */
  offer: "offer",
  /** What loyalty keeps of a client. */
  loyaltyProfile: "loyalty",
  /** The passes over all clients that decide what is due. */
  loyaltyRun: "pass",
  /** A code by which clients are recommended. */
  referralCode: "refcode",
  /** A recommendation of one client by another. */
  referral: "referral",
  /** What all recommendations of a tenant share. */
  referralBook: "refbook",
  /** A day that matters to a client, such as the end of a contract. */
  milestone: "milestone",
  /** A client's answer about its satisfaction. */
  satisfactionAnswer: "answer",
  /** A client's complaint. */
  complaint: "complaint",
  /** An import or a bulk command. */
  run: "run",
  /** A part of one. */
  chunk: "chunk",
  /** A command. */
  command: "command",
} as const

/** A kind of record that has ids. */
export type IdKind = keyof typeof idPrefixes

/**
 * A prefixed, sortable id such as `deal_01JD…`. The prefix is part of the type, so that a client's id cannot stand where
 * a deal's is asked for. Hosts may supply ids of their own behind the right prefix.
 */
export type Id<Kind extends IdKind> = `${(typeof idPrefixes)[Kind]}_${string}`

/** Id of a client. */
export type ClientId = Id<"client">
/** Id of a contact person. */
export type ContactId = Id<"contact">
/** Id of a consent. */
export type ConsentId = Id<"consent">
/** Id of an import or a bulk command. */
export type RunId = Id<"run">
/** Id of a part of one. */
export type ChunkId = Id<"chunk">
/** Id of a lead. */
export type LeadId = Id<"lead">
/** Id of a dialog. */
export type DialogId = Id<"dialog">
/** Id of a next step. */
export type NextStepId = Id<"nextStep">
/** Id of a deal. */
export type DealId = Id<"deal">
/** Id of an approval. */
export type ApprovalId = Id<"approval">
/** Id of a person's overrides within a period. */
export type OverrideBudgetId = Id<"overrideBudget">
/** Id of an invoice. */
export type InvoiceId = Id<"invoice">
/** Id of a payment. */
export type PaymentId = Id<"payment">
/** Id of a closing document. */
export type ClosingDocumentId = Id<"closingDocument">
/** Id of an entry of a bank statement. */
export type BankEntryId = Id<"bankEntry">
/** Id of a plan. */
export type PlanId = Id<"plan">
/** Id of a version of a plan. */
export type PlanVersionId = Id<"planVersion">
/** Id of a client's reward account: the client's own, behind another prefix. */
export type RewardAccountId = Id<"rewardAccount">
/** Id of points earned at once. */
export type RewardLotId = Id<"rewardLot">
/** Id of points spent at once. */
export type RewardSpendId = Id<"rewardSpend">
/** Id of a campaign. */
export type CampaignId = Id<"campaign">
/** Id of a due action. */
export type DueActionId = Id<"dueAction">
/** Id of an offer. */
export type OfferId = Id<"offer">
/** Id of what loyalty keeps of a client: the client's own, behind another prefix. */
export type LoyaltyProfileId = Id<"loyaltyProfile">
/** Id of a code by which clients are recommended. */
export type ReferralCodeId = Id<"referralCode">
/** Id of a recommendation: the recommended client's own, behind another prefix. */
export type ReferralId = Id<"referral">
/** Id of what all recommendations share. */
export type ReferralBookId = Id<"referralBook">
/** Id of a milestone. */
export type MilestoneId = Id<"milestone">
/** Id of an answer about satisfaction. */
export type SatisfactionAnswerId = Id<"satisfactionAnswer">
/** Id of a complaint. */
export type ComplaintId = Id<"complaint">
/** Id of a product. */
export type ProductId = Id<"product">

/** Who owns records and makes sales: the host's own id of that person, the same kind of value as an actor. */
export type RepId = string

const tail = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$/

/**
 * Whether a text is an id of this kind: its prefix, `_`, then 1–100 of `A–Z a–z 0–9 _ . : -`, the first a letter or a digit.
 *
 * @param kind - the kind of record
 * @param text - any text
 * @example
 * ```ts
 * import { isId } from "@salesdept/core/shared"
 *
 * isId("deal", "deal_17") // true
 * isId("deal", "client_17") // false
 * ```
 */
export const isId = <Kind extends IdKind>(kind: Kind, text: string): text is Id<Kind> => {
  const prefix = `${idPrefixes[kind]}_`
  return text.startsWith(prefix) && tail.test(text.slice(prefix.length))
}

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/**
 * Makes a sortable id: 48 bits of time and 80 random bits in Crockford's base 32 (the ULID layout).
 *
 * @param kind - the kind of record
 * @param epochMs - whole milliseconds since 1970-01-01T00:00:00Z, 0 to 2^48−1 (inclusive)
 * @param random - 10 random bytes
 * @example
 * ```ts
 * import { makeId } from "@salesdept/core/shared"
 *
 * const random = crypto.getRandomValues(new Uint8Array(10))
 * makeId("deal", Date.parse("2026-11-23T09:30:00Z"), random) // "deal_01M83VVAE0…"
 * ```
 */
export const makeId = <Kind extends IdKind>(kind: Kind, epochMs: number, random: Uint8Array): Id<Kind> => {
  let text = ""
  let time = epochMs
  for (let i = 0; i < 10; i++) {
    text = alphabet.charAt(time % 32) + text
    time = Math.floor(time / 32)
  }
  let buffer = 0
  let bits = 0
  for (const byte of random) {
    buffer = (buffer << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((buffer >> bits) & 31)
    }
    buffer &= (1 << bits) - 1
  }
  return `${idPrefixes[kind]}_${text}` as Id<Kind>
}
