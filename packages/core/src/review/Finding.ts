import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import type { Period } from "../shared/Period.ts"

/** What a finding is: something done wrong, something that could have been had, or a success worth repeating. */
export type FindingKind = "mistake" | "missedOpportunity" | "win"

/** How grave a finding is, or how large a win. `minor` is normal: correcting such mistakes is how people grow. */
export type FindingSeverity = "critical" | "major" | "minor"

/** What the records behind a finding are; `record` where they are of several kinds. */
export type EvidenceKind = "deal" | "lead" | "client" | "nextStep" | "record"

/** Names of the kinds of evidence for people. */
export const evidenceNames: { readonly [Kind in EvidenceKind]: Message } = {
  deal: { en: "deals", ru: "сделки" },
  lead: { en: "leads", ru: "лиды" },
  client: { en: "clients", ru: "клиенты" },
  nextStep: { en: "next steps", ru: "следующие шаги" },
  record: { en: "records", ru: "записи" },
}

/** How many ids a finding lists at most; `count` always counts all of them. */
export const maxEvidenceIds = 50

/** How many cases a finding keeps at most: more than a rep has of one mistake, and few enough to be kept every day. */
export const maxEvidenceCases = 1000

/** The records behind a finding. */
export interface FindingEvidence {
  /** What they are. */
  readonly kind: EvidenceKind
  /** Ids of the first {@link maxEvidenceIds} of them, those that weigh most first. */
  readonly ids: ReadonlyArray<string>
  /** How many there are in all; 1 or more. */
  readonly count: number
  /**
   * What happened with them, where the same may come again: each record with the day or moment of it, such as `client_1 2026-03-02`; the
   * records themselves where each is a case of its own and there are more than `ids` lists. At most {@link maxEvidenceCases}. Left out where
   * `ids` says it all. By its cases a finding is told from an earlier one.
   */
  readonly cases?: ReadonlyArray<string>
}

/** By what findings over the same records are told apart: their cases, or the records where each is one. */
export const casesOf = ({ ids, cases }: Pick<FindingEvidence, "ids" | "cases">): ReadonlyArray<string> => cases ?? ids

/** Money that a finding concerns, in whole minor units. Of a win it is what was gained. */
export interface AtStake extends Money {
  /** How it was arrived at, with the figures that went in. */
  readonly estimate: Message
}

/**
 * One evidenced fact worth a review. A plain record: it names people and clients by their ids only, so that it can be
 * stored and sent without personal data.
 */
export interface Finding {
  /** Stable: the same rule, scope and cases give the same id, whenever and in whatever order they are read. */
  readonly id: string
  /** The rule that found it. */
  readonly ruleId: string
  /** The rule's version. */
  readonly ruleVersion: number
  /** Mistake, missed opportunity or win. */
  readonly kind: FindingKind
  /** How grave or large it is. */
  readonly severity: FindingSeverity
  /** One line. */
  readonly title: Message
  /** What was seen, with its figures, in a sentence or two. */
  readonly what: Message
  /** The rep it concerns; null for the department as a whole. */
  readonly ownerId: string | null
  /** The records behind it. */
  readonly evidence: FindingEvidence
  /** The money it concerns; null where it is withheld. */
  readonly atStake: AtStake | null
  /** Why the money is withheld; null where it is stated. */
  readonly withheldReason: Message | null
  /** A question or a step for the review. */
  readonly next: Message
  /** The period that was reviewed. */
  readonly period: Period
}
