import { suiteDepartment } from "@salesdept/conformance"
import { fromPg, salesDept } from "@salesdept/core/promise"
import { migratePostgres, postgres, postgresDirectory } from "@salesdept/postgres"
import type { HostMapping, Naming } from "@salesdept/sql"
import { describe, expect, it } from "vitest"
import { migratedAt, testedVersions, useDatabase } from "./server/TestDatabase.ts"

const ann = "0b6f7a1e-8d4c-4f6e-9a55-3a4d0f1c2b7e"
const bob = "0b6f7a1e-8d4c-4f6e-9a55-3a4d0f1c2b7f"

describe.each(testedVersions)("a directory over the host's tables on Postgres %s", (version) => {
  const database = useDatabase(version)

  const scene = async (columns: string) => {
    const schema = database.newSchema()
    const admin = database.admin()
    await admin.query(`create schema "${schema}"`)
    await admin.query(`create table "${schema}".users (${columns})`)
    const naming: Naming = { schema, prefix: "sd_" }
    await migratePostgres(admin, migratedAt, naming)
    const mapping: HostMapping = {
      people: { table: `${schema}.users`, id: "id", idType: "uuid", name: "full_name", tenant: "shop_id" },
      products: { table: `${schema}.goods`, id: "sku", name: "title" },
    }
    const dept = await salesDept({
      store: postgres({ pool: admin, naming }),
      department: suiteDepartment,
      directory: postgresDirectory(admin, mapping),
    })
    return { admin, dept, schema, shop: dept.tenant("17").as("clerk") }
  }

  it("gives names, knows who is there within the host's transaction, and leaves it of use after a failure", async () => {
    const { admin, dept, schema, shop } = await scene("id uuid primary key, full_name varchar(80), shop_id integer")
    await admin.query(`insert into "${schema}".users values ('${ann}', 'Ann', 17)`)
    await admin.query(`create table "${schema}".goods (sku text primary key, title text)`)
    expect(await dept.checkDirectory()).toEqual([])
    const ids = [ann, ann.toUpperCase(), bob, "no uuid"]
    expect(await shop.directory.names({ kind: "people", ids })).toEqual({ names: { [ann]: "Ann" } })
    const stranger = shop.deals.open({ title: "Audit", ownerId: bob })
    await expect(stranger).rejects.toMatchObject({ _tag: "InputInvalid", problems: [{ path: "ownerId" }] })
    const client = await admin.connect()
    try {
      await client.query("begin")
      await client.query(`insert into "${schema}".users values ('${bob}', 'Bob', 17)`)
      const tx = fromPg(client)
      await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: bob }, { tx })
      await client.query(`alter table "${schema}".users rename column full_name to name`)
      const broken = shop.deals.open({ id: "deal_2", title: "Audit", ownerId: bob }, { tx })
      await expect(broken).rejects.toMatchObject({ _tag: "StoreFault", data: { reason: "hostTables" } })
      await client.query(`alter table "${schema}".users rename column name to full_name`)
      await client.query("commit")
    } finally {
      client.release()
    }
    expect((await shop.deals.get("deal_1"))?.ownerId).toBe(bob)
  })

  it("names every table, column and type that is not as mapped", async () => {
    const { dept } = await scene("id bigint primary key, full_name integer")
    expect((await dept.checkDirectory()).map(({ code, column }) => [code, column])).toEqual([
      ["columnType", "id"],
      ["columnType", "full_name"],
      ["columnMissing", "shop_id"],
      ["tableMissing", null],
    ])
  })
})
