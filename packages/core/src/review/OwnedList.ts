import type { Message } from "../shared/Message.ts"
import type { EvidenceKind } from "./Finding.ts"
import type { FindingDraft } from "./FindingRule.ts"
import type { OwnedRecord } from "./Scopes.ts"
import { byWeight, evidenceOf, inScopes } from "./Scopes.ts"
import type { Stake } from "./Stake.ts"
import { numberText } from "./Wording.ts"

/** What a finding over a list of records says; the list's texts take the number of records in both languages. */
export interface ListWords {
  /** One line. */
  readonly title: (count: Message) => Message
  /** What was seen. */
  readonly what: (count: Message) => Message
  /** A question or a step for the review. */
  readonly next: Message
}

/**
 * Findings over a list of records, of the department and of each rep.
 *
 * @param records - what was found, in any order
 * @param weightOf - what weighs most comes first
 * @param about - what the records are, how grave it is, what is at stake, and the words
 */
export const listFindings = <Item extends OwnedRecord>(
  records: ReadonlyArray<Item>,
  weightOf: (item: Item) => number,
  about: {
    readonly evidence: EvidenceKind
    readonly severity: (items: ReadonlyArray<Item>) => FindingDraft["severity"]
    readonly stake: (items: ReadonlyArray<Item>) => Stake
    readonly words: (items: ReadonlyArray<Item>) => ListWords
  },
): ReadonlyArray<FindingDraft> =>
  inScopes(byWeight(records, weightOf), (items, ownerId) => {
    const count = numberText(new Set(items.map(({ id }) => id)).size)
    const { title, what, next } = about.words(items)
    return {
      severity: about.severity(items),
      title: title(count),
      what: what(count),
      ownerId,
      evidence: evidenceOf(about.evidence, items),
      ...about.stake(items),
      next,
    }
  })
