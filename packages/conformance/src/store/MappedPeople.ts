/** Ids of people in columns of a type that cannot hold those which the suites use. */
export interface MappedPeople<Type extends string> {
  /** Type of the columns. */
  readonly type: Type
  /** What an id is in a column. */
  readonly toColumn: (id: string) => string
  /** The id of what a column holds. */
  readonly fromColumn: (value: string) => string
}

const asUuid = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`

/**
 * Numbers the ids that the suites use, so that all of them run over columns of `uuid` or `bigint`; for stores that let a host
 * say how its ids lie in columns.
 *
 * @example
 * ```ts
 * storeConformance("mine with uuids", harness({ prefix: "", people: mappedPeople("uuid") }))
 * ```
 */
export const mappedPeople = <Type extends "uuid" | "bigint">(type: Type): MappedPeople<Type> => {
  const values = new Map<string, string>()
  const ids = new Map<string, string>()
  return {
    type,
    toColumn: (id) => {
      let value = values.get(id)
      if (value === undefined) {
        value = type === "uuid" ? asUuid(values.size + 1) : String(values.size + 1)
        values.set(id, value)
        ids.set(value, id)
      }
      return value
    },
    fromColumn: (value) => ids.get(value) ?? value,
  }
}
