import type { HostKind } from "@salesdept/core/ports"
import { optionProblems } from "@salesdept/core/ports/adapter"
import type { OptionShape } from "@salesdept/core/ports/adapter"
import { InputInvalid, problemsUnder } from "@salesdept/core/shared"
import { canBeNamed } from "../schema/Naming.ts"
import { personIdTypes } from "../schema/PeopleIds.ts"
import type { PeopleIds } from "../schema/PeopleIds.ts"

/**
 * A table or view of the host's, as the directory reads it. Names are letters, digits and `_`; a table may have a schema before it:
 * `auth.users`.
 */
export interface HostTable extends Pick<PeopleIds, "toColumn" | "fromColumn"> {
  /** The table or view. */
  readonly table: string
  /** Its column of ids, unique within a tenant. */
  readonly id: string
  /** What the column of ids holds: texts, `uuid`, or integers. Default `text`. */
  readonly idType?: PeopleIds["type"]
  /** Its column of names. */
  readonly name: string
  /** Its column that names the tenant, compared as text; where absent, every tenant sees all rows. */
  readonly tenant?: string
}

/** Where the host's people, companies and products lie; what is left out is not asked for. */
export type HostMapping = { readonly [Kind in HostKind]?: HostTable }

/** What of a mapping is there, with its kind. */
export const mappedTables = (mapping: HostMapping): ReadonlyArray<readonly [kind: HostKind, table: HostTable]> =>
  (["people", "companies", "products"] as const).flatMap((kind) => {
    const table = mapping[kind]
    return table === undefined ? [] : [[kind, table] as const]
  })

const name = (most: number): OptionShape["holds"] => {
  const isNamed = (value: string): boolean => {
    const parts = value.split(".")
    return parts.length <= most && parts.every(canBeNamed)
  }
  return (value) => typeof value === "string" && isNamed(value)
}

const column: OptionShape = {
  holds: name(1),
  message: {
    en: "must be the name of a column: letters, digits and _, no digit first",
    ru: "ожидается имя столбца: латинские буквы, цифры и _, не с цифры",
  },
}

const called: OptionShape = {
  holds: (value) => typeof value === "function",
  message: { en: "must be a function", ru: "ожидается функция" },
}

const tableShapes: { readonly [Option in keyof HostTable]-?: OptionShape } = {
  table: {
    holds: name(2),
    message: {
      en: "must be the name of a table, or a schema and a table: letters, digits and _, no digit first",
      ru: "ожидается имя таблицы или схемы и таблицы: латинские буквы, цифры и _, не с цифры",
    },
    isNeeded: true,
  },
  id: { ...column, isNeeded: true },
  idType: {
    holds: (value) => personIdTypes.some((type) => type === value),
    message: {
      en: `must be one of ${personIdTypes.join(", ")}`,
      ru: `ожидается одно из: ${personIdTypes.join(", ")}`,
    },
  },
  name: { ...column, isNeeded: true },
  tenant: column,
  toColumn: called,
  fromColumn: called,
}

const anything: OptionShape = { holds: () => true, message: { en: "", ru: "" } }

/**
 * Gives the mapping back if its names can be written into statements as they are.
 *
 * @throws InputInvalid with everything of it that is not of the stated form
 */
export const checkedMapping = (mapping: HostMapping): HostMapping => {
  const problems = optionProblems({ people: anything, companies: anything, products: anything }, mapping)
  const isReadable = typeof mapping === "object" && mapping !== null
  const ofTables = isReadable
    ? mappedTables(mapping).flatMap(([kind, table]) => problemsUnder(kind, optionProblems(tableShapes, table)))
    : []
  const all = [...problems, ...ofTables]
  if (all.length > 0) throw new InputInvalid(problemsUnder("mapping", all))
  return mapping
}
