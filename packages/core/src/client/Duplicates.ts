import { consonantSkeleton } from "./CompanyName.ts"
import type { Likeness } from "./Likeness.ts"
import { likeness } from "./Likeness.ts"
import type { MatchKeys } from "./MatchKeys.ts"

/** A record that is compared. */
export interface MatchRecord<Id extends string = string> {
  /** Its id, each once. */
  readonly id: Id
  /** Its details as they are compared. */
  readonly keys: MatchKeys
}

/** Two records that may be the same. */
export interface DuplicatePair<Id extends string = string> extends Likeness {
  /** The record whose id is first in code-point order. */
  readonly leftId: Id
  /** The other. */
  readonly rightId: Id
}

/** By which values records were brought together. */
export type BlockKind = "taxId" | "phone" | "mailbox" | "domain" | "name" | "nameSound"

/** Pairs that may be the same, and what was not looked at. */
export interface DuplicateSearch<Id extends string = string> {
  /** Records compared with others. */
  readonly recordCount: number
  /** Pairs compared: what the search cost. */
  readonly comparedCount: number
  /** Pairs from the least score on, the likeliest first. */
  readonly pairs: ReadonlyArray<DuplicatePair<Id>>
  /**
   * Values that too many records share to say anything (a switchboard's number, a word everybody has in the name), by kind;
   * records were not compared on their account.
   */
  readonly tooCommon: ReadonlyArray<{
    readonly kind: BlockKind
    readonly valueCount: number
    readonly recordCount: number
  }>
}

/** How duplicates are looked for. */
export interface DuplicateOptions {
  /** Pairs from this score on are given, 1 to 100 (inclusive). Default 35. */
  readonly minScore?: number
  /** A value that more records share (exclusive) brings none of them together, 2 to 1000. Default 30. */
  readonly maxShared?: number
}

/** Letters of the name's sound that must agree for two names to be compared. */
const soundLength = 5

/** The values that bring a record together with others: pairs that share none of them are never compared. */
const blocksOf = ({
  taxId,
  phones,
  mailboxes,
  domains,
  name,
}: MatchKeys): ReadonlyArray<readonly [BlockKind, string]> => {
  const blocks: Array<readonly [BlockKind, string]> = []
  if (taxId !== null) blocks.push(["taxId", `${taxId.schemeId} ${taxId.value}`])
  for (const phone of phones) blocks.push(["phone", phone])
  for (const mailbox of mailboxes) blocks.push(["mailbox", mailbox])
  for (const domain of domains) blocks.push(["domain", domain])
  if (name !== null && name.text !== "") {
    blocks.push(["name", name.text])
    const sound = consonantSkeleton(name.text)
    if (sound.length >= 3) blocks.push(["nameSound", `${name.text.charAt(0)}${sound.slice(0, soundLength)}`])
  }
  return blocks
}

/**
 * Finds records that may be the same. Only records that share a value are compared (a number, an address, a name or its
 * sound), and a value that too many share brings none together: at most `maxShared / 2` comparisons a record and value, so
 * the work grows with the number of records and not with its square.
 *
 * @param records - each id once
 * @param options - from which score on, and what is too common
 *
 * @example
 * ```ts
 * import { findDuplicates, matchKeys } from "@salesdept/core/client/matching"
 *
 * const details = { phones: ["+7 495 123-45-67"], emails: [], taxId: null }
 * const { pairs } = findDuplicates([
 *   { id: "client_1", keys: matchKeys({ ...details, name: "ООО «Ромашка»" }) },
 *   { id: "client_2", keys: matchKeys({ ...details, name: "Romashka LLC" }) },
 * ])
 * pairs.map(({ leftId, rightId, score }) => [leftId, rightId, score]) // [["client_1", "client_2", 75]]
 * ```
 */
export const findDuplicates = <Id extends string>(
  records: ReadonlyArray<MatchRecord<Id>>,
  options: DuplicateOptions = {},
): DuplicateSearch<Id> => {
  const search = duplicateSearch(records, options)
  let step = search.next()
  while (step.done !== true) step = search.next()
  return step.value
}

/** Pairs and records that are looked at between two pauses. */
const lookedAtOnce = 2000

/** The same, with pauses. */
export function* duplicateSearch<Id extends string>(
  records: ReadonlyArray<MatchRecord<Id>>,
  { minScore = 35, maxShared = 30 }: DuplicateOptions,
): Generator<void, DuplicateSearch<Id>> {
  const blocks = new Map<string, { readonly kind: BlockKind; readonly members: Array<number> }>()
  for (const [index, { keys }] of records.entries()) {
    for (const [kind, value] of blocksOf(keys)) {
      const key = `${kind} ${value}`
      const block = blocks.get(key)
      if (block === undefined) blocks.set(key, { kind, members: [index] })
      else block.members.push(index)
    }
    if (index % lookedAtOnce === lookedAtOnce - 1) yield
  }
  const compared = new Set<number>()
  const pairs: Array<DuplicatePair<Id>> = []
  const common = new Map<BlockKind, { valueCount: number; recordCount: number }>()
  for (const { kind, members } of blocks.values()) {
    if (members.length > maxShared) {
      const count = common.get(kind) ?? { valueCount: 0, recordCount: 0 }
      common.set(kind, count)
      count.valueCount += 1
      count.recordCount += members.length
      continue
    }
    for (const [at, one] of members.entries()) {
      for (const other of members.slice(at + 1)) {
        // Members stand in the order of the records, so that the pair has one number only.
        const pair = one * records.length + other
        if (compared.has(pair)) continue
        compared.add(pair)
        if (compared.size % lookedAtOnce === 0) yield
        const [left, right] = [records[one], records[other]]
        if (left === undefined || right === undefined) continue
        const { score, evidence } = likeness(left.keys, right.keys)
        if (score < minScore) continue
        const [leftId, rightId] = left.id < right.id ? [left.id, right.id] : [right.id, left.id]
        pairs.push({ leftId, rightId, score, evidence })
      }
    }
  }
  pairs.sort(
    (one, other) =>
      other.score - one.score ||
      (one.leftId < other.leftId ? -1 : one.leftId > other.leftId ? 1 : one.rightId < other.rightId ? -1 : 1),
  )
  return {
    recordCount: records.length,
    comparedCount: compared.size,
    pairs,
    tooCommon: [...common].map(([kind, count]) => ({ kind, ...count })),
  }
}

/**
 * The records that may be the same as one that is not among them yet, the likeliest first: what to show before a client is
 * registered.
 *
 * @param sought - details of the one that is sought
 * @param records - those it is compared with, each of them: the work grows with their number
 * @param options - from which score on records are given, 1 to 100 (inclusive); 35 where left out
 *
 * @example
 * ```ts
 * import { matchKeys, similarRecords } from "@salesdept/core/client/matching"
 *
 * const keys = matchKeys({ name: "ООО «Ромашка»", phones: [], emails: ["info@romashka.example"], taxId: null })
 * const sought = matchKeys({ name: "Ромашка", phones: [], emails: ["sales@romashka.example"], taxId: null })
 * similarRecords(sought, [{ id: "client_1", keys }]).map(({ id, score }) => [id, score]) // [["client_1", 50]]
 * ```
 */
export const similarRecords = <Id extends string>(
  sought: MatchKeys,
  records: ReadonlyArray<MatchRecord<Id>>,
  { minScore = 35 }: Pick<DuplicateOptions, "minScore"> = {},
): ReadonlyArray<Likeness & { readonly id: Id }> =>
  records
    .map(({ id, keys }) => ({ id, ...likeness(sought, keys) }))
    .filter(({ score }) => score >= minScore)
    .toSorted((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1))
