import type { Message } from "../../shared/Message.ts"
import { addMinor } from "../../shared/Money.ts"

/** A deal seen twice: at the start of a period and at its end. */
export interface TimedDeal {
  /** The deal's id. */
  readonly id: string
  /**
   * As known at the start: null where it was not there yet or was closed, `elsewhere` where it was open and not of what is asked about,
   * such as another person's.
   */
  readonly atStart:
    | {
        /** Amount in minor units; null where none was stated. */
        readonly amountMinor: number | null
        /** When it was expected to be won, against the period; null where no day was expected. */
        readonly expected: "before" | "within" | "after" | null
      }
    | "elsewhere"
    | null
  /** As it stands at the end. */
  readonly atEnd: {
    /**
     * Won within the period, lost by its end, open, won and then taken back (cancelled, opened again), or no more of what is asked about:
     * what became of it there is another's.
     */
    readonly standing: "won" | "lost" | "open" | "cancelled" | "elsewhere"
    /** Amount in minor units; null where none is stated. */
    readonly amountMinor: number | null
  }
}

/**
 * What became of what was expected: `slipped` is still open and was not lost; `pulledIn` was won earlier than expected and is
 * missing from a later period; `madeUp` had slipped into the period, and `undated` was open at its start with no day expected;
 * `cancelled` was won and taken back. Of a part of the department, `passedOn` was expected there and has gone to another part, and `takenOver`
 * was open in another part and was won in this one.
 */
export type TimingBucket =
  | "lost"
  | "slipped"
  | "cancelled"
  | "passedOn"
  | "pulledIn"
  | "madeUp"
  | "undated"
  | "takenOver"
  | "newWon"
  | "amountChanged"

/** One line of the bridge from the expected amount to the fact. */
export interface TimingLine {
  /** What became of the deals. */
  readonly bucket: TimingBucket
  /** The same for people. */
  readonly name: Message
  /** Its part in minor units; negative where it takes away. */
  readonly amountMinor: number
  /** The deals behind it. */
  readonly ids: ReadonlyArray<string>
}

/** The bridge from what was expected at the start of a period to what was won in it. */
export interface TimingVariance {
  /** Amounts of deals expected within the period, as known at its start. */
  readonly expectedMinor: number
  /** Amounts of deals won in the period. */
  readonly wonMinor: number
  /** `wonMinor − expectedMinor`; the lines sum to it exactly. */
  readonly deltaMinor: number
  /** The lines, always all of them. */
  readonly lines: ReadonlyArray<TimingLine>
  /** Deals that belong to a line and state no amount at one end or the other: there they count for nothing, in the sums and in the line. */
  readonly withoutAmount: ReadonlyArray<string>
}

const names: { readonly [Bucket in TimingBucket]: Message } = {
  lost: { en: "Expected and lost", ru: "Ожидались и проиграны" },
  slipped: { en: "Slipped to a later period, not lost", ru: "Сдвинулись на следующий период, не проиграны" },
  cancelled: { en: "Won and cancelled", ru: "Выиграны и отменены" },
  passedOn: { en: "Expected and passed on to others", ru: "Ожидались и переданы другим" },
  pulledIn: { en: "Pulled in from a later period", ru: "Закрыты раньше ожидавшегося срока" },
  madeUp: { en: "Expected before the period and won only now", ru: "Ожидались раньше, выиграны только сейчас" },
  undated: { en: "Open before with no expected day, won now", ru: "Были открыты без ожидаемой даты, выиграны" },
  takenOver: { en: "Taken over from others and won", ru: "Переданы от других и выиграны" },
  newWon: { en: "Came and were won within the period", ru: "Появились и выиграны в этом же периоде" },
  amountChanged: {
    en: "Amounts that changed or came to be stated on the way",
    ru: "Суммы, которые изменились или стали известны по пути",
  },
}

const order = [
  "lost",
  "slipped",
  "cancelled",
  "passedOn",
  "pulledIn",
  "madeUp",
  "undated",
  "takenOver",
  "newWon",
  "amountChanged",
] as const

/** Where a deal goes that was expected in the period and not won in it. */
const expectedNotWon = {
  lost: "lost",
  cancelled: "cancelled",
  elsewhere: "passedOn",
  open: "slipped",
} as const

/** Where a deal goes that was won in the period and not expected in it. */
const wonUnexpected = (atStart: TimedDeal["atStart"]): TimingBucket => {
  if (atStart === null) return "newWon"
  if (atStart === "elsewhere") return "takenOver"
  if (atStart.expected === null) return "undated"
  return atStart.expected === "before" ? "madeUp" : "pulledIn"
}

/**
 * Tells a miss of timing from a miss of substance: from what was expected within a period at its start, over what was lost,
 * slipped, cancelled, passed on, pulled in, made up for, taken over, came new and changed its amount, to what was won. A deal is in one bucket, and a deal that was
 * expected and won is in none but for the change of its amount.
 *
 * @param deals - each deal that was expected within the period at its start or won in it; others may be given and add nothing
 * @throws AmountUnsafe past 2^53−1 minor units
 *
 * @example
 * ```ts
 * import { timingVariance } from "@salesdept/core/plan"
 *
 * const bridge = timingVariance([
 *   { id: "17", atStart: { amountMinor: 500_00, expected: "within" }, atEnd: { standing: "open", amountMinor: 500_00 } },
 *   { id: "18", atStart: { amountMinor: 300_00, expected: "within" }, atEnd: { standing: "won", amountMinor: 280_00 } },
 *   { id: "19", atStart: null, atEnd: { standing: "won", amountMinor: 100_00 } },
 * ])
 * bridge.deltaMinor // -42000
 * bridge.lines.filter(({ ids }) => ids.length > 0).map(({ bucket, amountMinor }) => [bucket, amountMinor]) // [["slipped", -50000], ["newWon", 10000], ["amountChanged", -2000]]
 * ```
 */
export const timingVariance = (deals: ReadonlyArray<TimedDeal>): TimingVariance => {
  const none = (): { amountMinor: number; readonly ids: Array<string> } => ({ amountMinor: 0, ids: [] })
  const sums: { readonly [Bucket in TimingBucket]: ReturnType<typeof none> } = {
    lost: none(),
    slipped: none(),
    cancelled: none(),
    passedOn: none(),
    pulledIn: none(),
    madeUp: none(),
    undated: none(),
    takenOver: none(),
    newWon: none(),
    amountChanged: none(),
  }
  const withoutAmount: Array<string> = []
  let expectedMinor = 0
  let wonMinor = 0
  const add = (bucket: TimingBucket, id: string, amountMinor: number): void => {
    const sum = sums[bucket]
    sum.amountMinor = addMinor(sum.amountMinor, amountMinor)
    sum.ids.push(id)
  }
  for (const { id, atStart, atEnd } of deals) {
    const own = atStart === "elsewhere" ? null : atStart
    const wasExpected = own?.expected === "within"
    const isWon = atEnd.standing === "won"
    const before = own?.amountMinor ?? null
    const after = atEnd.amountMinor
    if ((wasExpected && before === null) || (isWon && after === null)) withoutAmount.push(id)
    if (wasExpected) expectedMinor = addMinor(expectedMinor, before ?? 0)
    if (isWon) wonMinor = addMinor(wonMinor, after ?? 0)
    if (wasExpected && isWon) {
      const change = (after ?? 0) - (before ?? 0)
      if (change !== 0) add("amountChanged", id, change)
    } else if (wasExpected && atEnd.standing !== "won") {
      add(expectedNotWon[atEnd.standing], id, 0 - (before ?? 0))
    } else if (isWon) {
      add(wonUnexpected(atStart), id, after ?? 0)
    }
  }
  return {
    expectedMinor,
    wonMinor,
    deltaMinor: addMinor(wonMinor, -expectedMinor),
    lines: order.map((bucket) => ({ bucket, name: names[bucket], ...sums[bucket] })),
    withoutAmount,
  }
}
