import { describe, expect, it } from "vitest"
import { outboxStatements } from "../../src/statement/OutboxStatements.ts"
import { settlingStatements } from "../../src/statement/OutboxSettling.ts"

const tables = /(?:from|join|into|update|,) (?:"\w+"\.)?"(?:\w+_)?(?:outbox\w*|journal)"(?: as (?<alias>\w+))?/g

describe.each([
  ["sqlite", { prefix: "salesdept_" }],
  ["postgres", { schema: "salesdept", prefix: "" }],
] as const)("statements of the outbox for %s", (dialect, naming) => {
  it.each(Object.entries({ ...outboxStatements(dialect, naming), ...settlingStatements(dialect, naming) }))(
    "%s binds each of its tables to one tenant",
    (_name, sql) => {
      const found = [...sql.matchAll(tables)]
      expect(found.length).toBeGreaterThan(0)
      for (const { 0: place, groups } of found) {
        const alias = groups?.["alias"]
        if (place.startsWith("into")) {
          expect(sql).toMatch(/insert into [^(]+\(tenant_id, .+\) (?:values \(\$1|select \$1)/)
        } else {
          expect(sql).toContain(alias === undefined ? "where tenant_id = $1" : `${alias}.tenant_id = $1`)
        }
      }
      expect(sql).not.toMatch(/\bor\b|\bunion\b|skip locked/)
    },
  )
})
