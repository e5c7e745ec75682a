import type { EvidenceKind } from "./Finding.ts"
import type { FindingDraft } from "./FindingRule.ts"

/** A record with the rep it belongs to. */
export interface OwnedRecord {
  /** The record's id. */
  readonly id: string
  /** Whose it is; null where nobody's. */
  readonly ownerId: string | null
  /** Since when, or when, where the same may come again with the record: another day or moment is another case. */
  readonly on?: string
}

/** One case: a record, and when. */
export const caseOf = ({ id, on }: Pick<OwnedRecord, "id" | "on">): string => (on === undefined ? id : `${id} ${on}`)

/** The evidence of a finding over some records, in their order. */
export const evidenceOf = (kind: EvidenceKind, records: ReadonlyArray<OwnedRecord>): FindingDraft["evidence"] => {
  const evidence = { kind, ids: records.map(({ id }) => id) }
  return records.some(({ on }) => on !== undefined) ? { ...evidence, cases: records.map(caseOf) } : evidence
}

/** Orders by weight, the largest first, then by id: the same order however the rows come. */
export const byWeight = <Item extends { readonly id: string }>(
  items: ReadonlyArray<Item>,
  weightOf: (item: Item) => number,
): ReadonlyArray<Item> =>
  items.toSorted(
    (left, right) => weightOf(right) - weightOf(left) || (left.id < right.id ? -1 : left.id > right.id ? 1 : 0),
  )

/** Groups by owner, in order of code point; records that nobody owns are left out. */
export const byOwner = <Item extends { readonly ownerId: string | null }>(
  items: ReadonlyArray<Item>,
): ReadonlyArray<readonly [ownerId: string, items: ReadonlyArray<Item>]> => {
  const groups = new Map<string, Array<Item>>()
  for (const item of items) {
    if (item.ownerId === null) continue
    const group = groups.get(item.ownerId)
    if (group === undefined) groups.set(item.ownerId, [item])
    else group.push(item)
  }
  return [...groups].toSorted(([left], [right]) => (left < right ? -1 : 1))
}

/**
 * Drafts findings in two scopes: one of the department over all records, and one of each rep over their own. Where all
 * records are one rep's, only that rep's is drafted: the department's would repeat its evidence.
 *
 * @param records - what a rule found, in the order of their weight
 * @param draft - drafts the finding of some of them; null for none
 */
export const inScopes = <Item extends OwnedRecord>(
  records: ReadonlyArray<Item>,
  draft: (records: ReadonlyArray<Item>, ownerId: string | null) => FindingDraft | null,
): ReadonlyArray<FindingDraft> => {
  if (records.length === 0) return []
  const owners = byOwner(records)
  const isOneOwner = owners.length === 1 && owners[0]?.[1].length === records.length
  const scopes = [...(isOneOwner ? [] : [draft(records, null)]), ...owners.map(([ownerId, own]) => draft(own, ownerId))]
  return scopes.filter((scope) => scope !== null)
}

/** How many records each scope has: those of a rep, and all of them for the department (null). */
export const countsByScope = (
  records: ReadonlyArray<{ readonly ownerId: string | null }>,
): ((ownerId: string | null) => number) => {
  const counts = new Map<string, number>()
  for (const { ownerId } of records) if (ownerId !== null) counts.set(ownerId, (counts.get(ownerId) ?? 0) + 1)
  return (ownerId) => (ownerId === null ? records.length : (counts.get(ownerId) ?? 0))
}

/** The greatest value over a list; 0 for an empty one. Lists may be longer than a call can have arguments. */
export const greatest = <Item>(items: ReadonlyArray<Item>, valueOf: (item: Item) => number): number => {
  let most: number | null = null
  for (const item of items) most = most === null ? valueOf(item) : Math.max(most, valueOf(item))
  return most ?? 0
}
