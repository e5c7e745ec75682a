import { controlKinds, controlKindTexts, controlStateTexts } from "@salesdept/core/control"
import type { ControlStateName, Partition } from "@salesdept/core/control"
import type { Partitions } from "@salesdept/core/control/service"
import type { Message } from "@salesdept/core/shared"
import type { CalendarDate } from "@salesdept/core/shared"
import { addMinor } from "@salesdept/core/shared"
import { formatDay } from "../format/CalendarDay.ts"
import { formatNumber } from "../format/Number.ts"
import type { Amount, OrWithheld } from "../model/Figure.ts"
import type {
  ControlFirst,
  ControlOfRep,
  ControlSection,
  ControlStateFigures,
  ControlTone,
} from "../model/ControlSection.ts"

const tones: { readonly [State in ControlStateName]: ControlTone } = {
  unassigned: "alarm",
  newUnanswered: "alarm",
  stepOverdue: "alarm",
  waitingOnUs: "alarm",
  owingPayment: "alarm",
  owingDocuments: "alarm",
  stalled: "attention",
  noNextStep: "attention",
  quietRegular: "attention",
  parked: "fine",
  onTrack: "fine",
  notObservable: "notObservable",
  closed: "closed",
}

const records: Message = { en: "leads, clients and deals", ru: "лиды, клиенты и сделки" }
const noMoney: Message = { en: "no record states an amount", ru: "сумма не указана ни в одной записи" }
const unlike: Message = {
  en: "not added up: what is owed stands beside amounts of deals",
  ru: "не складывается: долги стоят рядом с суммами сделок",
}
const empty: Message = { en: "no records", ru: "записей нет" }

/** Said where records are judged as they stand now. */
export const asNow = (asOf: CalendarDate): Message => ({
  en: `By ${formatDay(asOf, "en")} nothing of this base had come into it. Its records are shown as they stand now, with that day as today.`,
  ru: `На ${formatDay(asOf, "ru")} в базе ещё ничего не было. Записи показаны в нынешнем виде, а «сегодня» для них — этот день.`,
})

/** Texts of the core are sentences; in the report they stand inside one. */
const asClause = ({ en, ru }: Message): Message => {
  const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "")
  return { en: lower(en), ru: lower(ru) }
}

const floorNote = (unstated: number): Message => ({
  en: `a floor: ${unstated} without an amount not included`,
  ru: `не меньше: без суммы ${unstated}, они не учтены`,
})

/** Money of several partitions: a sum where every part has one or nothing, withheld where one part has none to give. */
const amountOf = (
  parts: ReadonlyArray<Pick<Partition["states"][number], "amount" | "count" | "unstatedCount" | "withheld">>,
): OrWithheld<Amount> => {
  const withheld = parts.find(
    (part) => part.withheld !== null && part.amount === null && part.unstatedCount < part.count,
  )
  if (withheld?.withheld) return { withheld: asClause(withheld.withheld) }
  const stated = parts.flatMap(({ amount }) => amount ?? [])
  if (parts.every(({ count }) => count === 0)) return { withheld: empty }
  if (stated.length === 0) return { withheld: noMoney }
  const amountMinor = stated.reduce((sum, amount) => addMinor(sum, amount.amountMinor), 0)
  const unstated = parts.reduce((sum, part) => sum + (part.amount === null ? 0 : part.unstatedCount), 0)
  return { amountMinor, note: unstated === 0 ? null : floorNote(unstated) }
}

/** States whose amount is what is owed of the deals, not what the deals are worth. */
const owing: ReadonlySet<ControlStateName> = new Set(["owingPayment", "owingDocuments"])

/** Money of the whole base; withheld where debts would be added to the worth of deals. */
const totalOf = (parts: ReadonlyArray<Partition["states"][number]>): OrWithheld<Amount> => {
  const stated = parts.filter(({ amount }) => amount !== null)
  const owed = stated.filter(({ state }) => owing.has(state)).length
  return owed > 0 && owed < stated.length ? { withheld: unlike } : amountOf(parts)
}

const oldest = (days: ReadonlyArray<number | null>): number | null => {
  const known = days.flatMap((day) => day ?? [])
  return known.length === 0 ? null : Math.max(...known)
}

const stateFigures = (state: ControlStateName, partitions: ReadonlyArray<Partition>): ControlStateFigures => {
  const parts = partitions.flatMap(({ states }) => states.filter((part) => part.state === state))
  const { name, meaning, clears } = controlStateTexts[state]
  return {
    state,
    name,
    meaning: asClause(meaning),
    clears: asClause(clears),
    tone: tones[state],
    count: parts.reduce((sum, { count }) => sum + count, 0),
    amount: amountOf(parts),
    oldestDays: oldest(parts.map(({ oldestDays }) => oldestDays)),
  }
}

const byRep = (
  partitions: ReadonlyArray<Partition>,
  order: ReadonlyArray<ControlStateName>,
  nameOf: (ownerId: string) => string,
): ReadonlyArray<ControlOfRep> => {
  const owners = new Map<string | null, { total: number; counts: Record<string, number> }>()
  for (const { ownerId, total, counts } of partitions.flatMap(({ byOwner }) => byOwner)) {
    const owner = owners.get(ownerId) ?? { total: 0, counts: {} }
    owner.total += total
    for (const [state, count] of Object.entries(counts)) owner.counts[state] = (owner.counts[state] ?? 0) + count
    owners.set(ownerId, owner)
  }
  const worstFirst = (left: ControlOfRep, right: ControlOfRep): number => {
    for (const state of order) {
      const difference = (right.counts[state] ?? 0) - (left.counts[state] ?? 0)
      if (difference !== 0) return difference
    }
    return (left.repName ?? "") < (right.repName ?? "") ? -1 : 1
  }
  return Array.from(owners, ([ownerId, { total, counts }]) => ({
    repName: ownerId === null ? null : nameOf(ownerId),
    totalCount: total,
    counts,
  })).toSorted(worstFirst)
}

/**
 * The control section: every lead, client and deal in one state, worst first, whom to turn to first, and the same by owner.
 *
 * @param partitions - the states
 * @param first - the head of the control list
 * @param nameOf - names of owners
 * @param standing - how the records are judged, where it is not as they stood on the day
 */
export const controlFigures = (
  partitions: Partitions,
  first: ReadonlyArray<ControlFirst>,
  nameOf: (ownerId: string) => string,
  standing: Message | null = null,
): ControlSection => {
  const all = controlKinds.map((kind) => partitions[kind])
  const order = partitions.deal.states.map(({ state }) => state)
  const states = order.map((state) => stateFigures(state, all))
  const totalCount = all.reduce((sum, { total }) => sum + total, 0)
  return {
    records,
    ...(standing === null || totalCount === 0 ? {} : { standing }),
    totalCount,
    totalAmount: totalOf(all.flatMap((partition) => partition.states)),
    states: states.filter(({ count }) => count > 0),
    first,
    byRep: byRep(all, order, nameOf),
    notObservable: all.flatMap(({ kind, notRead }) =>
      notRead.map(({ message, recordCount }) => ({
        what: {
          en: `${controlKindTexts[kind].en} (${formatNumber(recordCount, "en")})`,
          ru: `${controlKindTexts[kind].ru} (${formatNumber(recordCount, "ru")})`,
        },
        why: asClause(message),
      })),
    ),
  }
}
