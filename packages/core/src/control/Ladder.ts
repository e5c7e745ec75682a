import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysText, moneyText } from "../shared/FigureText.ts"
import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import { controlStateNames } from "./ControlNames.ts"
import type { ControlKind, ControlStateName } from "./ControlPolicy.ts"
import { controlKinds } from "./ControlPolicy.ts"
import type { Judgement } from "./Judgement.ts"

/**
 * The rungs by which control ranks records, in their order: the first on which two records differ decides.
 *
 * - `state`: the state that stands first in the policy's priority;
 * - `stated`: a stated amount before none;
 * - `currency`: amounts of different currencies are not compared; the tenant's own first, then by code;
 * - `amount`: the larger amount at stake;
 * - `age`: the older; an unknown age last;
 * - `kind`, `id`: leads, clients, deals, then by id, so that the order never depends on chance.
 */
export type LadderRung = "state" | "stated" | "currency" | "amount" | "age" | "kind" | "id"

/**
 * Where a record stands on the ladder, without the record: what the next page of a list goes on from, also where the record has left the
 * list meanwhile. JSON-safe.
 */
export interface LadderPlace {
  /** Kind of the record. */
  readonly kind: ControlKind
  /** Its id. */
  readonly id: string
  /** The state it is in. */
  readonly state: ControlStateName
  /** The amount at stake; null where none is stated. */
  readonly amount: Money | null
  /** Since which day the state has held; null where that is not known. It is no age, which another day makes another. */
  readonly since: CalendarDate | null
}

/** What the ladder looks at. */
export type Ranked = Pick<Judgement, "kind" | "id" | "rank" | "ageDays"> & {
  readonly first: Pick<Judgement["first"], "state" | "amount">
}

/** Orders two records: negative where the left stands above. */
type Compare = (left: Ranked, right: Ranked, currency: string) => number

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

const byCurrency: Compare = (left, right, home) => {
  const [mine, theirs] = [left.first.amount?.currency ?? home, right.first.amount?.currency ?? home]
  return Number(mine !== home) - Number(theirs !== home) || byText(mine, theirs)
}

const rungs: ReadonlyArray<readonly [LadderRung, Compare]> = [
  ["state", (left, right) => left.rank - right.rank],
  ["stated", (left, right) => Number(left.first.amount === null) - Number(right.first.amount === null)],
  ["currency", byCurrency],
  ["amount", (left, right) => (right.first.amount?.amountMinor ?? 0) - (left.first.amount?.amountMinor ?? 0)],
  ["age", (left, right) => (right.ageDays ?? -1) - (left.ageDays ?? -1)],
  ["kind", (left, right) => controlKinds.indexOf(left.kind) - controlKinds.indexOf(right.kind)],
  ["id", (left, right) => byText(left.id, right.id)],
]

/** The total order of records: a record stands above another where it is better on the first rung on which they differ. */
export const ladderOrder =
  (currency: string) =>
  (left: Ranked, right: Ranked): number => {
    for (const [, compare] of rungs) {
      const order = compare(left, right, currency)
      if (order !== 0) return order
    }
    return 0
  }

/** The rung that decides between two records; `id` for a record and itself. */
export const decidingRung = (left: Judgement, right: Judgement, currency: string): LadderRung =>
  rungs.find(([, compare]) => compare(left, right, currency) !== 0)?.[0] ?? "id"

const stakeText = ({ first: { amount } }: Judgement): Message =>
  amount === null ? { en: "", ru: "" } : moneyText(amount)

/** Says why a record stands above the next one. */
export const whyAbove = (upper: Judgement, lower: Judgement, currency: string): Message => {
  switch (decidingRung(upper, lower, currency)) {
    case "state": {
      const [first, second] = [controlStateNames[upper.first.state], controlStateNames[lower.first.state]]
      return {
        en: `“${first.en}” comes before “${second.en}” in the department's priority`,
        ru: `«${first.ru}» важнее, чем «${second.ru}», в порядке отдела`,
      }
    }
    case "stated":
      return { en: "Its amount is known, the next one's is not", ru: "Сумма известна, а у следующей записи — нет" }
    case "currency":
      return {
        en: "Currencies are not compared: the department's own comes first, then the others by code",
        ru: "Валюты не сравниваются: сначала валюта отдела, затем остальные по коду",
      }
    case "amount": {
      const [more, less] = [stakeText(upper), stakeText(lower)]
      return { en: `More at stake: ${more.en} against ${less.en}`, ru: `Больше сумма: ${more.ru} против ${less.ru}` }
    }
    case "age": {
      const age = daysText(upper.ageDays ?? 0)
      return {
        en: `Older: ${age.en} against ${lower.ageDays ?? "an unknown number"}`,
        ru: `Дольше: ${age.ru} против ${lower.ageDays ?? "неизвестного числа"}`,
      }
    }
    case "kind":
    case "id":
      return {
        en: "Equal in state, amount and age; the order is by kind and id",
        ru: "Состояние, сумма и давность равны; порядок — по виду записи и идентификатору",
      }
  }
}
