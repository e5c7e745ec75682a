import { describe, expect, it } from "vitest"
import { generateSql } from "../../src/migrations/GenerateSql.ts"
import { migrations } from "../../src/migrations/migrations.ts"
import { statementsOf } from "../../src/migrations/MigrationPlan.ts"
import { schemaManifest } from "../../src/schema/Manifest.ts"
import type { SqlDialect } from "../../src/schema/Dialect.ts"
import { shardingFaults } from "./shardingFaults.ts"

const dialects: ReadonlyArray<SqlDialect> = ["postgres", "sqlite"]
const appliedAt = "2026-11-23T09:30:00.000Z"

describe("migrations and sharded Postgres", () => {
  it.each(dialects)("get on with each other (%s)", (dialect) => {
    for (const migration of migrations) {
      for (const statement of statementsOf(migration, dialect, { prefix: "salesdept_" })) {
        expect({ statement, faults: shardingFaults(statement) }).toEqual({ statement, faults: [] })
      }
    }
  })

  it.each([
    [
      "create table t (\n  id text not null,\n  tenant_id text not null,\n  primary key (tenant_id, id)\n)",
      "first column",
    ],
    ["create table t (\n  tenant_id text not null,\n  id text not null,\n  primary key (id)\n)", "primary key (id)"],
    [
      "create table t (\n  tenant_id text not null,\n  id text not null primary key\n)",
      "no primary key over the tenant",
    ],
    [
      "create table t (\n  tenant_id text not null,\n  id text not null,\n  primary key (tenant_id, id),\n  unique (id)\n)",
      "unique (id)",
    ],
    [
      "create table t (\n  tenant_id text not null,\n  id text not null unique,\n  primary key (tenant_id, id)\n)",
      "unique column",
    ],
    [
      "create table t (\n  tenant_id text not null,\n  id text not null references u (id) on delete set null,\n  primary key (tenant_id, id)\n)",
      "references (id)",
    ],
    ["create index t_by_owner on t (owner_id, tenant_id)", "index (owner_id, tenant_id)"],
    ["create unique index t_key on t (key)", "index (key)"],
    ["create trigger t_changed after update on t execute function f()", "a trigger"],
    ["alter table t add column number bigserial", "a sequence"],
    ["alter table t drop column tenant_id", "never changes"],
    ["create type state as enum ('open')", "a type of its own"],
    [
      "create table t (\n  tenant_id text not null,\n  at timestamptz default now(),\n  primary key (tenant_id)\n)",
      "made by",
    ],
    ["drop table a; drop table b", "two statements"],
    ["create view v as\nselect\n  r.id\nfrom t as r", "does not show the tenant first"],
    [
      "create view v as\nselect\n  r.tenant_id,\n  x.id\nfrom t as r\nleft join u as x on x.id = r.id",
      "joins other tenants",
    ],
    ["create view v as\nselect\n  r.tenant_id,\n  count(*) as n\nfrom t as r\ngroup by 1", "does not reach"],
    ["vacuum", "nobody has judged"],
  ])("the check itself finds a fault in %j", (statement, fault) => {
    expect(shardingFaults(statement).join("; ")).toContain(fault)
  })
})

describe("the schema for shards", () => {
  const naming = { schema: "crm", prefix: "sd_" }
  const text = generateSql({ dialect: "postgres", naming, appliedAt, distributed: true })
  const spread = text.split("\n").filter((line) => line.includes("create_distributed_table"))

  it("spreads every table that has a tenant, by tenant, beside the first", () => {
    const tables = schemaManifest("postgres", naming).map(({ name }) => `'"crm"."${name}"'`)
    expect(spread).toHaveLength(tables.length)
    for (const [index, line] of spread.entries()) {
      const beside = index === 0 ? "'none'" : tables[0]
      expect(line).toBe(`select create_distributed_table(${tables[index]}, 'tenant_id', colocate_with => ${beside});`)
    }
    expect(text.lastIndexOf("create table")).toBeLessThan(text.indexOf("create_distributed_table"))
  })

  it("is asked of Postgres only, and spreads only what it makes", () => {
    expect(() => generateSql({ dialect: "sqlite", naming: { prefix: "x_" }, appliedAt, distributed: true })).toThrow(
      TypeError,
    )
    expect(generateSql({ dialect: "postgres", naming, appliedAt, distributed: true, applied: migrations })).toBe("")
    expect(generateSql({ dialect: "postgres", naming, appliedAt })).not.toContain("create_distributed_table")
  })
})

describe("names", () => {
  it("keep within what Postgres does not cut off, under the longest prefix", () => {
    const prefix = "p".repeat(30)
    for (const migration of migrations) {
      for (const statement of statementsOf(migration, "postgres", { prefix })) {
        const name = /^create (?:table|view|(?:unique )?index) (\S+)/.exec(statement)?.[1] ?? ""
        expect(name.length, name).toBeLessThanOrEqual(63)
      }
    }
  })
})
