import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClosingDocument } from "./DocumentSchema.ts"
import type { StepRule } from "./StepRefused.ts"

/** What can be done about a closing document once it is drawn up. */
export type DocumentStep =
  | "send"
  | "deliver"
  | "signByUs"
  | "sign"
  | "refuse"
  | "askCorrection"
  | "correct"
  | "askRevocation"
  | "declineRevocation"
  | "revoke"
  | "sendOriginal"
  | "returnOriginal"
  | "loseOriginal"

/** All of {@link DocumentStep}. */
export const documentSteps: ReadonlyArray<DocumentStep> = [
  "send",
  "deliver",
  "signByUs",
  "sign",
  "refuse",
  "askCorrection",
  "correct",
  "askRevocation",
  "declineRevocation",
  "revoke",
  "sendOriginal",
  "returnOriginal",
  "loseOriginal",
]

/** Something that keeps a document from a step, and whether it does. */
type Bar = readonly [StepRule, (document: ClosingDocument) => boolean]

const signedAlready: Bar = ["signedAlready", ({ signedOn }) => signedOn !== null]
const refused: Bar = ["refused", ({ refusedOn }) => refusedOn !== null]
const correctionAsked: Bar = ["correctionAsked", ({ correctionAskedOn }) => correctionAskedOn !== null]
const revocationAsked: Bar = ["revocationAsked", ({ revocationAskedOn }) => revocationAskedOn !== null]
const notSent: Bar = ["notSent", ({ sentOn }) => sentOn === null]
const electronic: Bar = ["electronic", ({ form }) => form === "electronic"]
const originalReturned: Bar = ["originalReturned", ({ originalReturnedOn }) => originalReturnedOn !== null]
const originalNotSent: Bar = ["originalNotSent", ({ originalSentOn }) => originalSentOn === null]

/** What keeps a document from each step, the first that applies named. A revoked document is kept from all of them. */
const bars: { readonly [Step in DocumentStep]: ReadonlyArray<Bar> } = {
  send: [signedAlready, refused, correctionAsked, revocationAsked, ["sentAlready", ({ sentOn }) => sentOn !== null]],
  deliver: [notSent, signedAlready, refused, ["deliveredAlready", ({ deliveredOn }) => deliveredOn !== null]],
  signByUs: [
    ["signedByUsAlready", ({ signedByUsOn }) => signedByUsOn !== null],
    refused,
    correctionAsked,
    revocationAsked,
  ],
  sign: [
    signedAlready,
    refused,
    correctionAsked,
    revocationAsked,
    // On paper the client may sign what it is handed; an operator signs nothing that was not sent through it.
    ["notSent", ({ form, sentOn }) => form === "electronic" && sentOn === null],
  ],
  refuse: [notSent, signedAlready, refused, revocationAsked],
  askCorrection: [notSent, signedAlready, refused, correctionAsked, revocationAsked],
  correct: [
    revocationAsked,
    ["nothingToCorrect", ({ refusedOn, correctionAskedOn }) => refusedOn === null && correctionAskedOn === null],
  ],
  askRevocation: [
    revocationAsked,
    ["notSent", ({ sentOn, signedOn, signedByUsOn }) => sentOn === null && signedOn === null && signedByUsOn === null],
  ],
  declineRevocation: [["revocationNotAsked", ({ revocationAskedOn }) => revocationAskedOn === null]],
  // What both have signed is undone by both: one asks, the other agrees.
  revoke: [
    ["revocationNotAsked", ({ signedOn, revocationAskedOn }) => signedOn !== null && revocationAskedOn === null],
  ],
  sendOriginal: [
    electronic,
    originalReturned,
    ["originalUnderWay", ({ originalSentOn, originalLostOn }) => originalSentOn !== null && originalLostOn === null],
  ],
  returnOriginal: [
    electronic,
    originalNotSent,
    originalReturned,
    ["originalLost", ({ originalLostOn }) => originalLostOn !== null],
  ],
  loseOriginal: [
    electronic,
    originalNotSent,
    originalReturned,
    ["originalLost", ({ originalLostOn }) => originalLostOn !== null],
  ],
}

const revoked: Bar = ["revoked", ({ revokedOn }) => revokedOn !== null]

/**
 * Why a step cannot be taken with a document as it stands; null where it can.
 *
 * @param document - the document
 * @param step - the step
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { documentStepRule } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, documents } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const amount = { amountMinor: 60_000_00, currency: "RUB" }
 * const { document } = await documents.draft({ dealId: deal.id, kind: "serviceAct", amount, draftedOn: "2026-03-09" })
 * documentStepRule(document, "sign") // null
 * documentStepRule(document, "deliver") // "notSent"
 * ```
 */
export const documentStepRule = (document: ClosingDocument, step: DocumentStep): StepRule | null =>
  [revoked, ...bars[step]].find(([, applies]) => applies(document))?.[0] ?? null

const latest = (...days: ReadonlyArray<CalendarDate | null>): CalendarDate =>
  days.reduce<CalendarDate>((last, day) => (day !== null && day > last ? day : last), "")

/**
 * The first day on which a step may have happened: not before what led to it. Paper originals travel on their own, and our
 * signature needs the document only.
 *
 * @param document - the document
 * @param step - the step
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { earliestStepOn } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, documents } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const amount = { amountMinor: 60_000_00, currency: "RUB" }
 * const act = await documents.draft({ dealId: deal.id, kind: "serviceAct", amount, draftedOn: "2026-03-09" })
 * const { document } = await documents.send({ documentId: act.document.id, sentOn: "2026-03-12" })
 * earliestStepOn(document, "sign") // "2026-03-12"
 * earliestStepOn(document, "signByUs") // "2026-03-09"
 * ```
 */
export const earliestStepOn = (document: ClosingDocument, step: DocumentStep): CalendarDate => {
  const { draftedOn, correctedOn, originalSentOn, originalLostOn } = document
  const drawnUpOn = latest(draftedOn, correctedOn)
  switch (step) {
    case "signByUs":
      return drawnUpOn
    case "sendOriginal":
    case "returnOriginal":
    case "loseOriginal":
      return latest(draftedOn, originalSentOn, originalLostOn)
    default: {
      const { sentOn, deliveredOn, signedOn, refusedOn, correctionAskedOn, revocationAskedOn } = document
      return latest(drawnUpOn, sentOn, deliveredOn, signedOn, refusedOn, correctionAskedOn, revocationAskedOn)
    }
  }
}

/** How a document stands. Each flag is a fact of its own; several hold at once. */
export interface DocumentFlags {
  /** It was not revoked: it counts. */
  readonly isLive: boolean
  /** The client has signed, and it was not revoked: it proves that work or goods were accepted. */
  readonly isSigned: boolean
  /** Both have signed, and it was not revoked. */
  readonly isSignedByBoth: boolean
  /** It was sent and waits for the client: neither signed nor refused, and no correction is asked. */
  readonly isWaitingForClient: boolean
  /** It waits for us: refused or to be corrected, or the client asks for its revocation. */
  readonly isWaitingForUs: boolean
  /** A paper original is under way or was lost: sent and not returned. */
  readonly isOriginalOwed: boolean
}

/**
 * The flags of a document.
 *
 * @param document - the document
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { documentFlags } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, documents } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const amount = { amountMinor: 60_000_00, currency: "RUB" }
 * const act = await documents.draft({ dealId: deal.id, kind: "serviceAct", amount, draftedOn: "2026-03-09" })
 * const { document } = await documents.sign({ documentId: act.document.id, signedOn: "2026-03-12" })
 * documentFlags(document) // { isLive: true, isSigned: true, isSignedByBoth: false, …
 * ```
 */
export const documentFlags = (document: ClosingDocument): DocumentFlags => {
  const isLive = document.revokedOn === null
  const isSigned = isLive && document.signedOn !== null
  const isToCorrect = document.refusedOn !== null || document.correctionAskedOn !== null
  const isAskedByClient = document.revocationAskedOn !== null && document.revocationAskedBy === "client"
  return {
    isLive,
    isSigned,
    isSignedByBoth: isSigned && document.signedByUsOn !== null,
    isWaitingForClient: isLive && !isSigned && document.sentOn !== null && !isToCorrect,
    isWaitingForUs: isLive && (isToCorrect || isAskedByClient),
    isOriginalOwed: isLive && document.originalSentOn !== null && document.originalReturnedOn === null,
  }
}
