import type { CubeQuery, CubeRow } from "@salesdept/core/ports"
import type { SqlRow } from "../schema/Dialect.ts"
import type { PeopleCodec } from "../schema/PeopleCodec.ts"

/** How rows of a statement for a cube are to be read. */
interface CubeReading {
  /** Whether `segment` is a month, `YYYY-MM`, instead of a segment's number. */
  readonly byMonth: boolean
  /** Whether several rows may be parts of one group. */
  readonly hasParts: boolean
  /** For each field grouped by, how ids of people are read; null where it holds none, or holds them as text. */
  readonly people: ReadonlyArray<PeopleCodec | null>
}

const textOrNull = (value: unknown): string | null =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : null

const parsed = (value: unknown): unknown => {
  const text = textOrNull(value)
  return text === null ? null : JSON.parse(text)
}

/** The segment in which the days of a month lie that count. */
const monthReader = (bounds: ReadonlyArray<string>) => {
  const known = new Map<string, number>()
  const segmentOf = (month: string): number => {
    let segment = known.get(month)
    if (segment === undefined) {
      const first = `${month}-01`
      // The first bound and the last may lie within a month; what is outside is not among the rows.
      segment = bounds.slice(1, -1).filter((bound) => bound <= first).length
      known.set(month, segment)
    }
    return segment
  }
  // Of the months seen so far.
  return { segmentOf, areSegments: (): boolean => new Set(known.values()).size === known.size }
}

const sumOf = (left: string | null, right: string | null): string | null =>
  left === null || right === null ? (left ?? right) : (BigInt(left) + BigInt(right)).toString()

const idsOf = (left: CubeRow["ids"], right: CubeRow["ids"]): CubeRow["ids"] =>
  left === null || right === null ? null : [...left, ...right].sort()

/** Puts those rows together that are parts of one group; others are whole. */
const joined = (rows: ReadonlyArray<CubeRow>, isPart: (row: CubeRow) => boolean): ReadonlyArray<CubeRow> => {
  const groups = new Map<string, CubeRow>()
  const whole: Array<CubeRow> = []
  for (const row of rows) {
    if (!isPart(row)) {
      whole.push(row)
      continue
    }
    let key = `${row.segment}\n${row.currency ?? ""}`
    for (const each of row.keys) key += each === null ? "\n" : `\n=${each}`
    const group = groups.get(key)
    groups.set(
      key,
      group === undefined
        ? row
        : { ...group, count: group.count + row.count, sum: sumOf(group.sum, row.sum), ids: idsOf(group.ids, row.ids) },
    )
  }
  return groups.size === 0 ? whole : [...groups.values(), ...whole]
}

/** Reads the rows of a statement for a cube. */
export const cubeRowReader = (
  { apart, bounds, money, withIds, by }: CubeQuery,
  { byMonth, hasParts, people }: CubeReading,
): ((rows: ReadonlyArray<SqlRow>) => ReadonlyArray<CubeRow>) => {
  const months = monthReader(bounds)
  const keyReaders = by.map((_, index) => {
    const codec = people[index] ?? null
    const column = `k${index}`
    return (row: SqlRow): string | null => {
      const value = row[column]
      return codec === null || value === null || value === undefined ? textOrNull(value) : codec.fromColumn(value)
    }
  })
  const toldAt = (row: SqlRow, from: number, count: number): ReadonlyArray<unknown> =>
    Array.from({ length: count }, (_, index) => parsed(row[`t${from + index}`]))
  const rowOf = (row: SqlRow): CubeRow => ({
    segment: byMonth ? months.segmentOf(String(row["segment"])) : Number(row["segment"]),
    keys: keyReaders.map((read) => read(row)),
    currency: textOrNull(row["currency"]),
    apart:
      apart !== null && row["a_minor"] !== null
        ? {
            amountMinor: Number(row["a_minor"]),
            on: String(row["a_on"]),
            lists: toldAt(row, 0, apart.lists.length).map((list) => (Array.isArray(list) ? list : [])),
            told: toldAt(row, apart.lists.length, apart.told.length),
          }
        : null,
    count: Number(row["n"]),
    sum: textOrNull(row["total"]),
    ids: withIds ? (parsed(row["ids"]) as Array<string>).toSorted() : null,
  })
  return (rows) => {
    const read = rows.map(rowOf)
    if (!hasParts) return read
    // A record told apart has its own day and list. Of sums only those of records without an amount may come from two arms.
    const mayPart = money === null || !months.areSegments()
    return joined(read, (row) => row.apart === null && (mayPart || row.currency === null))
  }
}
