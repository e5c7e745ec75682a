/** A value that is probably another one, mistyped. */
export interface SuspectedTypo {
  /** The value as written. */
  readonly written: string
  /** What it is probably meant to be. */
  readonly meant: string
}

/** Sectors of business in their usual spelling, to catch a typo that a file makes throughout. */
export const usualSectors: ReadonlyArray<string> = (
  "agriculture automotive banking construction consulting education employment energy engineering entertainment finance " +
  "government healthcare hospitality insurance logistics manufacturing marketing media medical pharmaceutical retail " +
  "services software technology telecommunications transportation wholesale " +
  "банки здравоохранение логистика медицина образование производство промышленность реклама строительство страхование " +
  "телекоммуникации торговля транспорт финансы энергетика"
).split(" ")

const leastLength = 5
const leastRatio = 5

/** Distinct values up to which a column is taken for one of categories; each is held against each. */
const mostCategories = 1000

/** Whether one edit (a letter added, left out, replaced, or two neighbours swapped) turns one text into the other. */
export const isOneEditApart = (left: string, right: string): boolean => {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left]
  if (short === long || long.length - short.length > 1) return false
  let from = 0
  while (from < short.length && short[from] === long[from]) from++
  if (short.length < long.length) return short.slice(from) === long.slice(from + 1)
  if (short.slice(from + 1) === long.slice(from + 1)) return true
  const isSwap = short[from] === long[from + 1] && short[from + 1] === long[from]
  return isSwap && short.slice(from + 2) === long.slice(from + 2)
}

/**
 * Finds values of a categorical column that are one edit away from a usual word, or from a value at least five times as
 * frequent. Only values of five letters and more are judged, and none with digits, which tell apart on purpose. Of a column with more
 * than 1,000 distinct values, which holds no categories, only usual words are found.
 *
 * @param counts - the distinct values and how often each occurs
 * @param usual - correct words of the column's kind, lower case
 */
export const suspectedTypos = (
  counts: ReadonlyMap<string, number>,
  usual: ReadonlyArray<string>,
): ReadonlyArray<SuspectedTypo> => {
  const known = new Set(usual)
  const values = [...counts.keys()]
  const frequent = values.length > mostCategories ? [] : values
  return values.flatMap((written) => {
    const lower = written.toLowerCase()
    if (lower.length < leastLength || known.has(lower) || /\d/.test(lower)) return []
    const count = counts.get(written) ?? 0
    const meant =
      usual.find((word) => isOneEditApart(lower, word)) ??
      frequent.find(
        (value) => (counts.get(value) ?? 0) >= count * leastRatio && isOneEditApart(lower, value.toLowerCase()),
      )
    return meant === undefined ? [] : [{ written, meant }]
  })
}
