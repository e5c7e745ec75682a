import { migrations } from "@salesdept/sql"
import type { Migration } from "@salesdept/sql"

const forBoth = (statements: ReadonlyArray<string>): Migration["statements"] => ({
  sqlite: statements.map((statement) => statement.replaceAll("{schema}", "")),
  postgres: statements,
})

/** What a second version could bring: a column that may be empty, and an index. Older versions can live with it. */
export const wider: Migration = {
  id: "0002_rehearsal_wider",
  breaking: false,
  statements: forBoth([
    "alter table {schema}{prefix}deal add column colour text",
    "create index {prefix}deal_by_colour on {schema}{prefix}deal (tenant_id, colour, id)",
  ]),
}

/** What a third version could bring: older versions no longer find what they know. */
export const other: Migration = {
  id: "0003_rehearsal_other",
  breaking: true,
  statements: forBoth(["alter table {schema}{prefix}product rename column name to title"]),
}

/**
 * Runs something as a version of the library would that has these migrations too. Only for rehearsals: the list is the library's
 * own, and is put back.
 */
export const asVersionWith = async <A>(more: ReadonlyArray<Migration>, body: () => A | Promise<A>): Promise<A> => {
  const list = migrations as Array<Migration>
  list.push(...more)
  try {
    return await body()
  } finally {
    list.length -= more.length
  }
}
