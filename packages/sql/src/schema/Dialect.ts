import { personMark } from "./PeopleIds.ts"

/** The databases this package writes SQL for. */
export type SqlDialect = "sqlite" | "postgres"

/** What a column holds, before a dialect gives it a type. */
export type LogicalType = "text" | "integer" | "boolean" | "instant" | "date" | "json" | "person"

/** A row as a driver returns it. */
export type SqlRow = { readonly [column: string]: unknown }

const types: { readonly [Dialect in SqlDialect]: { readonly [Type in LogicalType]: string } } = {
  // Instants and dates are fixed-width text, so that text order is time order.
  sqlite: {
    text: "text",
    integer: "integer",
    boolean: "integer",
    instant: "text",
    date: "text",
    json: "text",
    person: personMark,
  },
  postgres: {
    text: 'text collate "C"',
    integer: "bigint",
    boolean: "boolean",
    instant: "timestamptz(3)",
    date: "date",
    json: "jsonb",
    person: personMark,
  },
}

/** The column type of a logical type in frozen statements. */
export const sqlTypeOf = (dialect: SqlDialect, type: LogicalType): string => types[dialect][type]

/** Whether a check of the table keeps a column's numbers within those of JavaScript. */
export const isBounded = (dialect: SqlDialect, type: LogicalType): boolean => dialect === "sqlite" && type === "integer"
