import { alikeTail } from "../stats/AlikeTail.ts"
import { betaPrior } from "../stats/BetaBinomial.ts"
import { falseDiscovery } from "../stats/FalseDiscovery.ts"
import type { Message } from "../shared/Message.ts"
import type { Proportion } from "../stats/Proportion.ts"
import { proportion } from "../stats/Proportion.ts"

/** How often something was so with one rep, of how many occasions. */
export interface PeerCount {
  /** What is counted: comparisons of several measures share one rate of false discoveries. */
  readonly measure: string
  /** The rep. */
  readonly repId: string
  /** Those of one group are compared with each other: the same role, the same ramp. */
  readonly group: string
  /** Occasions on which it was so; whole, 0 or more, at most `size`. */
  readonly count: number
  /** Occasions; whole, 0 or more. */
  readonly size: number
}

/** What is said of a rep beside the peers. */
export type PeerVerdict = "above" | "below" | "notShown" | "withheld"

/** A rep beside the peers, in one measure. JSON-safe. */
export interface PeerComparison extends Pick<PeerCount, "measure" | "repId" | "group"> {
  /** What is said. */
  readonly verdict: PeerVerdict
  /** Why nothing is said; null where something is. */
  readonly withheld: Message | null
  /** The rep's own share, with its Wilson interval. */
  readonly own: Proportion
  /** The peers' share, the rep left out; null without occasions of theirs. */
  readonly peers: number | null
  /**
   * The rep's share drawn towards the peers', the more so the fewer occasions there are (posterior mean of a beta-binomial model whose
   * prior is the peers'); null where withheld.
   */
  readonly shrunk: number | null
  /** How many occasions the prior weighs as much as; null where withheld. */
  readonly priorSize: number | null
  /** Chance of a share at least as far from the peers' if the rep were one of them, adjusted for all comparisons made; null where withheld. */
  readonly qValue: number | null
}

/** Settings of {@link comparePeers}. */
export interface PeerSettings {
  /** Expected share of false ones among the reps that are said to differ, between 0 and 1, both excluded. Default 0.1. */
  readonly falseDiscoveryRate?: number
  /** Occasions that a rep must have: whole, 1 or more. Default 10. */
  readonly leastSize?: number
  /** Peers with occasions that a rep must have: whole, 1 or more. Default 2. */
  readonly leastPeers?: number
}

const tooFew = (leastSize: number): Message => ({
  en: `fewer than ${leastSize} occasions`,
  ru: `меньше ${leastSize} случаев`,
})

const alone = (leastPeers: number): Message => ({
  en: `fewer than ${leastPeers} peers of the same role and ramp`,
  ru: `меньше ${leastPeers} коллег с той же ролью и стажем`,
})

/**
 * Compares reps with their peers so that noise makes nobody a sinner or a hero: each against the others of the same group, small
 * samples drawn towards them, and one rate of false discoveries over all comparisons of all measures (Benjamini and Hochberg 1995).
 * That a few peers are alike by luck makes nobody differ: how much reps differ is not taken for known (see `alikeTail` of the statistics).
 *
 * @param counts - one per measure and rep
 * @param settings - rate, least sizes
 *
 * @example
 * ```ts
 * import { comparePeers } from "@salesdept/core/review"
 *
 * const of = (repId: string, count: number) => ({ measure: "overdue", repId, group: "rep settled", count, size: 100 })
 * comparePeers([of("ann", 10), of("bob", 12), of("cid", 9), of("dan", 48)]).find(({ repId }) => repId === "dan")?.verdict // "above"
 * ```
 */
export const comparePeers = (
  counts: ReadonlyArray<PeerCount>,
  settings: PeerSettings = {},
): ReadonlyArray<PeerComparison> => {
  const { falseDiscoveryRate = 0.1, leastSize = 10, leastPeers = 2 } = settings
  const groups = Map.groupBy(counts, ({ measure, group }) => JSON.stringify([measure, group]))
  const read = [...groups.values()].flatMap((members) =>
    members.map((own) => {
      const peers = members.filter((other) => other.repId !== own.repId && other.size > 0)
      const withheld = own.size < leastSize ? tooFew(leastSize) : peers.length < leastPeers ? alone(leastPeers) : null
      const prior = withheld === null ? betaPrior(peers) : null
      const size = peers.reduce((sum, peer) => sum + peer.size, 0)
      const count = peers.reduce((sum, peer) => sum + peer.count, 0)
      return {
        own,
        withheld,
        prior,
        peers: size === 0 ? null : count / size,
        pValue: prior === null ? null : alikeTail(own, peers),
      }
    }),
  )
  const tested = read.filter(({ pValue }) => pValue !== null)
  const qValues = falseDiscovery(tested.map(({ pValue }) => pValue ?? 1))
  const qOf = new Map(tested.map((one, at) => [one, qValues[at] ?? 1]))
  return read
    .map((one): PeerComparison => {
      const { own, withheld, prior, peers } = one
      const qValue = qOf.get(one) ?? null
      const shrunk = prior === null ? null : (own.count + prior.a) / (own.size + prior.a + prior.b)
      const verdict =
        qValue === null || peers === null
          ? "withheld"
          : qValue > falseDiscoveryRate
            ? "notShown"
            : own.count / own.size > peers
              ? "above"
              : "below"
      return {
        measure: own.measure,
        repId: own.repId,
        group: own.group,
        verdict,
        withheld,
        own: proportion(own.count, own.size),
        peers,
        shrunk,
        priorSize: prior === null ? null : prior.a + prior.b,
        qValue,
      }
    })
    .toSorted((left, right) =>
      left.measure === right.measure ? (left.repId < right.repId ? -1 : 1) : left.measure < right.measure ? -1 : 1,
    )
}
