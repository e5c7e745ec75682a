import { suiteDepartment } from "@salesdept/conformance"
import { salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { checkPostgres, generatePostgres, migratePostgres, postgres } from "@salesdept/postgres"
import { quotedTableName } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import { describe, expect, it } from "vitest"
import { migratedAt, testedVersions, useDatabase } from "./server/TestDatabase.ts"

const ann = "0b6f7a1e-8d4c-4f6e-9a55-3a4d0f1c2b7e"
// A number past those of JavaScript, as hosts with a generator of their own have them.
const ids = { uuid: ann, bigint: "9223372036854775807" } as const
const strangers = { uuid: "0b6f7a1e-8d4c-4f6e-9a55-3a4d0f1c2b7f", bigint: "1" } as const
const wrong = { uuid: ann.toUpperCase(), bigint: "9223372036854775808" } as const

describe.each(testedVersions)("ids of people on Postgres %s", (version) => {
  const database = useDatabase(version)

  const shopWith = async (
    type: "uuid" | "bigint",
  ): Promise<{ readonly shop: Session; readonly deal: string; readonly naming: Naming; readonly users: string }> => {
    const schema = database.newSchema()
    const admin = database.admin()
    await admin.query(`create schema "${schema}"`)
    await admin.query(`create table "${schema}".users (id ${type} primary key)`)
    await admin.query(`insert into "${schema}".users values ('${ids[type]}')`)
    const references = { table: `${schema}.users`, column: "id" }
    await migratePostgres(admin, migratedAt, { schema, prefix: "", people: { type, references } })
    const naming: Naming = { schema, prefix: "" }
    // The type was chosen at the migration; the store finds it.
    const dept = await salesDept({ store: postgres({ pool: admin, naming }), department: suiteDepartment })
    return {
      shop: dept.tenant("shop-17").as("clerk"),
      deal: quotedTableName(naming, "deal"),
      naming,
      users: `"${schema}".users`,
    }
  }

  it.each(["uuid", "bigint"] as const)("that are %s of the host's table are stored as such", async (type) => {
    const { deal, naming, shop, users } = await shopWith(type)
    const ownerId = ids[type]
    await shop.deals.open({ id: "deal_1", title: "Audit", ownerId })
    await shop.deals.amend({ dealId: "deal_1", title: "Audit of stock" })
    const admin = database.admin()
    const { rows } = await admin.query(`select d.id from ${deal} as d join ${users} as u on u.id = d.owner_id`)
    expect(rows).toEqual([{ id: "deal_1" }])
    expect((await shop.deals.get("deal_1"))?.ownerId).toBe(ownerId)
    expect((await shop.deals.page({ where: { ownerId } })).items).toHaveLength(1)
    expect((await shop.deals.page({ where: { ownerId: wrong[type] } })).items).toEqual([])
    expect(await shop.deals.countBy("ownerId")).toEqual([{ value: ownerId, count: 1 }])
    expect((await shop.deals.verify()).faults).toEqual([])
    expect(await checkPostgres(admin, naming)).toMatchObject({ state: "current", differences: [] })
    const other = await checkPostgres(admin, { ...naming, people: { type: "text" } })
    expect(other.differences.map(({ kind }) => kind)).toContain("columnType")
  })

  it.each(["uuid", "bigint"] as const)(
    "that no %s of the host is are refused, and nothing is written",
    async (type) => {
      const { shop } = await shopWith(type)
      for (const [ownerId, reason] of [
        [strangers[type], "personMissing"],
        [wrong[type], "personIdInvalid"],
        ["user:42", "personIdInvalid"],
      ] as const) {
        await expect(shop.deals.open({ title: "Audit", ownerId })).rejects.toMatchObject({
          _tag: "StoreFault",
          retryable: false,
          data: { reason },
        })
      }
      expect((await shop.deals.page({})).items).toEqual([])
      await shop.deals.open({ title: "Audit", ownerId: ids[type] })
    },
  )

  it("stand in printed SQL with their reference", () => {
    const people = { type: "uuid", references: { table: "auth.users", column: "id" } } as const
    const text = generatePostgres(migratedAt, { schema: "crm", prefix: "", people })
    expect(text).toContain('owner_id uuid references "auth"."users" ("id")')
    expect(text).not.toContain("{")
  })
})
