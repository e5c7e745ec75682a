import { findDuplicates, matchKeys } from "@salesdept/core/client/matching"
import type { DuplicateSearch, MatchRecord } from "@salesdept/core/client/matching"
import type { BenchResult, Figure } from "../Measurement.ts"

const words = [
  "Ромашка",
  "Лютик",
  "Вектор",
  "Альфа",
  "Строй",
  "Техно",
  "Меридиан",
  "Сатурн",
  "Прогресс",
  "Квант",
] as const
const word = (index: number): string => words[index % words.length] ?? ""

/** A base in which every twentieth record repeats an earlier one, written otherwise. */
const base = (count: number): ReadonlyArray<MatchRecord> =>
  Array.from({ length: count }, (_, index): MatchRecord => {
    const isRepeat = index % 20 === 19
    const of = isRepeat ? index - 7 : index
    const tail = String(1_000_000 + of)
    const name = `${word(of)}${word(Math.floor(of / 10))} ${tail}`
    return {
      id: `client_${index}`,
      keys: matchKeys(
        {
          name: isRepeat ? `${name} LLC` : `ООО «${name}»`,
          phones: [isRepeat ? `8 (495) ${tail}` : `+7495${tail}`],
          emails: [isRepeat ? `Sales+x@firm${tail}.example` : `sales@firm${tail}.example`],
          taxId: null,
        },
        { country: "RU" },
      ),
    }
  })

interface Run {
  readonly seconds: number
  readonly search: DuplicateSearch
}

const timed = (count: number): Run => {
  const from = performance.now()
  const search = findDuplicates(base(count))
  return { seconds: (performance.now() - from) / 1000, search }
}

/** Looks for duplicates in bases of growing size, from the details as written to the pairs: the cost a record must stay flat. */
export const duplicateBench = (isFull: boolean): BenchResult => {
  const figures: Array<Figure> = []
  timed(5000)
  for (const count of [10_000, 100_000, ...(isFull ? [1_000_000] : [])]) {
    const { seconds, search } = timed(count)
    figures.push(
      { name: `Duplicates among ${count} records`, value: seconds, unit: "s" },
      { name: `Duplicates among ${count} records, a record`, value: (seconds / count) * 1e6, unit: "µs" },
      { name: `Pairs compared among ${count} records, a record`, value: search.comparedCount / count, unit: "pairs" },
    )
  }
  return { comparisons: [], figures }
}
