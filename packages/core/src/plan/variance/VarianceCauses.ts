import { splitByShares } from "../../shared/Allocation.ts"
import type { Message } from "../../shared/Message.ts"
import type { Ratio } from "../../shared/Ratio.ts"

/** Where evidence comes from. `finding` and `script` are handed in by the review and script areas in the same form. */
export type EvidenceSource = "controlState" | "lostReason" | "stageTime" | "finding" | "script"

/** Something that was so with some deals, and may have been a cause of what became of them. */
export interface CauseEvidence {
  /** Stable name of the cause, such as `noNextStep` or `price`; unique within its source. */
  readonly cause: string
  /** The same for people. */
  readonly name: Message
  /** Where it was seen. */
  readonly source: EvidenceSource
  /** The driver it bears on. */
  readonly driver: string
  /** The deals it was seen with. */
  readonly dealIds: ReadonlyArray<string>
  /**
   * When it was seen: `beforeOutcome`, or `atClose` where the source fills the field only when a deal closes. The latter follows
   * from the outcome and is never a cause of it. A lost reason is the loss's own stated reason: give it as `statedReason`.
   */
  readonly seen: "beforeOutcome" | "atClose" | "statedReason"
  /**
   * Which way it can bear on the driver: `against`, such as a mistake, is never seen as the cause of a gain; `for`, such as what helped to
   * win, never as that of a loss. Either way where absent.
   */
  readonly bears?: "for" | "against"
}

/** The deals behind a driver's contribution. */
export interface DriverDeals {
  /** The driver. */
  readonly driver: string
  /** What it contributed, minor units; may be negative. */
  readonly amountMinor: number
  /** Its deals, each with its weight in the contribution, such as its amount: finite, 0 or more. */
  readonly deals: ReadonlyArray<{ readonly id: string; readonly weight: number }>
}

/** A cause with what goes with it. */
export interface RankedCause {
  /** Stable name. */
  readonly cause: string
  /** The same for people. */
  readonly name: Message
  /** Where it was seen. */
  readonly source: EvidenceSource
  /** The driver it bears on. */
  readonly driver: string
  /** Part of the driver's contribution that goes with it, minor units, of the contribution's sign. */
  readonly amountMinor: number
  /** Deals of the driver it was seen with. */
  readonly dealIds: ReadonlyArray<string>
  /** Those of all deals of the driver. */
  readonly dealShare: Ratio
}

/** Evidence that was not taken, and why. */
export interface RefusedCause {
  /** Stable name. */
  readonly cause: string
  /** Where it was seen. */
  readonly source: EvidenceSource
  /** Why it cannot be a cause. */
  readonly reason: Message
}

/** The causes of one driver's contribution. */
export interface DriverCauses {
  /** The driver. */
  readonly driver: string
  /** What it contributed. */
  readonly amountMinor: number
  /** Sum of the parts that go with causes. */
  readonly explainedMinor: number
  /** The rest: `amountMinor − explainedMinor`. */
  readonly unexplainedMinor: number
  /** Causes, the largest part first. */
  readonly causes: ReadonlyArray<RankedCause>
}

/** Drivers linked with evidence. */
export interface VarianceCauses {
  /** By driver, in the order given. */
  readonly drivers: ReadonlyArray<DriverCauses>
  /** All causes, the largest part first. */
  readonly ranked: ReadonlyArray<RankedCause>
  /** Sizes of the explained parts over the sizes of the contributions; null where nothing was contributed. */
  readonly explained: Ratio | null
  /** Evidence that was not taken. */
  readonly refused: ReadonlyArray<RefusedCause>
  /** How to read it. */
  readonly limits: ReadonlyArray<Message>
}

const goesWith: Message = {
  en: "Causes go with the deviation; nobody was assigned to them at random. A deal with several causes counts for each of them in equal parts",
  ru: "Причины сопутствуют отклонению: случайного назначения не было. Сделка с несколькими причинами делится между ними поровну",
}

const followsFromOutcome: Message = {
  en: "The field is filled only when a deal closes, so it follows from the outcome and cannot be its cause",
  ru: "Поле заполняется только при закрытии сделки: оно следует из исхода и не может быть его причиной",
}

const bySize = (left: RankedCause, right: RankedCause): number =>
  Math.abs(right.amountMinor) - Math.abs(left.amountMinor) || (left.cause < right.cause ? -1 : 1)

/** Whether evidence may go with a contribution of this sign. */
const fitsSign = ({ bears }: CauseEvidence, amountMinor: number): boolean =>
  bears === undefined || amountMinor === 0 || amountMinor > 0 === (bears === "for")

const causesOf = (
  { driver, amountMinor, deals }: DriverDeals,
  evidence: ReadonlyArray<CauseEvidence>,
): DriverCauses => {
  const own = evidence.filter((one) => one.driver === driver && fitsSign(one, amountMinor))
  const causesOfDeal = new Map<string, Array<number>>()
  for (const [index, { dealIds }] of own.entries()) {
    for (const id of new Set(dealIds)) {
      const causes = causesOfDeal.get(id)
      if (causes === undefined) causesOfDeal.set(id, [index])
      else causes.push(index)
    }
  }
  const weights = own.map(() => 0)
  const ids: ReadonlyArray<Array<string>> = own.map(() => [])
  let unexplained = 0
  for (const { id, weight } of deals) {
    const causes = causesOfDeal.get(id) ?? []
    if (causes.length === 0) unexplained += weight
    for (const index of causes) {
      weights[index] = (weights[index] ?? 0) + weight / causes.length
      ids[index]?.push(id)
    }
  }
  const shares = [
    ...own.map(({ source, cause }, index) => ({ id: `${index} ${source} ${cause}`, weight: weights[index] ?? 0 })),
    { id: "unexplained", weight: unexplained },
  ]
  const parts = shares.some(({ weight }) => weight > 0) ? splitByShares(amountMinor, shares) : null
  const causes = own
    .map(({ cause, name, source }, index): RankedCause => {
      const dealIds = ids[index] ?? []
      const dealShare = { numerator: dealIds.length, denominator: deals.length }
      return { cause, name, source, driver, amountMinor: parts?.[index]?.amount ?? 0, dealIds, dealShare }
    })
    .filter(({ dealIds }) => dealIds.length > 0)
    .sort(bySize)
  const explainedMinor = causes.reduce((sum, cause) => sum + cause.amountMinor, 0)
  return { driver, amountMinor, explainedMinor, unexplainedMinor: amountMinor - explainedMinor, causes }
}

/**
 * Links what drivers contributed with evidence: each contribution is split over the causes seen with its deals, by the deals'
 * weights, and what no cause was seen with stays unexplained. The parts and the rest sum to the contribution to the last unit.
 *
 * @param drivers - contributions with the deals behind them
 * @param evidence - what was seen, with which deals; of two entries for one cause, source and driver both count
 *
 * @example
 * ```ts
 * import { varianceCauses } from "@salesdept/core/plan"
 *
 * const deals = [{ id: "17", weight: 600_00 }, { id: "18", weight: 400_00 }]
 * const price = {
 *   cause: "price", name: { en: "Price", ru: "Цена" }, source: "lostReason", driver: "winRate", dealIds: ["17"], seen: "statedReason",
 * } as const
 * const causes = varianceCauses([{ driver: "winRate", amountMinor: -1_000_00, deals }], [price])
 * causes.ranked.map(({ cause, amountMinor }) => [cause, amountMinor]) // [["price", -60000]]
 * causes.drivers[0]?.unexplainedMinor // -40000
 * ```
 */
export const varianceCauses = (
  drivers: ReadonlyArray<DriverDeals>,
  evidence: ReadonlyArray<CauseEvidence>,
): VarianceCauses => {
  const taken = evidence.filter(({ seen }) => seen !== "atClose")
  const linked = drivers.map((driver) => causesOf(driver, taken))
  const size = (of: (driver: DriverCauses) => number): number =>
    linked.reduce((sum, driver) => sum + Math.abs(of(driver)), 0)
  const denominator = size(({ amountMinor }) => amountMinor)
  return {
    drivers: linked,
    ranked: linked.flatMap(({ causes }) => causes).sort(bySize),
    explained: denominator === 0 ? null : { numerator: size(({ explainedMinor }) => explainedMinor), denominator },
    refused: evidence
      .filter(({ seen }) => seen === "atClose")
      .map(({ cause, source }) => ({ cause, source, reason: followsFromOutcome })),
    limits: [goesWith],
  }
}

/**
 * Whether a field is filled only when a deal closes: some open deals lack it and no closed one does. Evidence from such a field
 * is `atClose`.
 *
 * @param deals - whether each deal is open, and whether it has the field; some of both kinds, or there is nothing to tell by
 * @returns false also where there is no closed deal, or no open deal without the field
 *
 * @example
 * ```ts
 * import { isFilledOnlyAtClose } from "@salesdept/core/plan"
 *
 * const deals = [
 *   { isOpen: true, hasField: false },
 *   { isOpen: false, hasField: true },
 * ]
 * isFilledOnlyAtClose(deals) // true
 * ```
 */
export const isFilledOnlyAtClose = (
  deals: Iterable<{ readonly isOpen: boolean; readonly hasField: boolean }>,
): boolean => {
  let blankOpen = 0
  let closed = 0
  for (const { isOpen, hasField } of deals) {
    if (isOpen) {
      if (!hasField) blankOpen += 1
    } else {
      if (!hasField) return false
      closed += 1
    }
  }
  return blankOpen > 0 && closed > 0
}
