import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import Database from "better-sqlite3"
import { afterAll, describe, expect, it } from "vitest"
import { migrations, schemaReport } from "@salesdept/sql"
import type { SchemaReport } from "@salesdept/sql"
import { runOn } from "../../src/schema/SchemaCommand.ts"
import { commandLine } from "../commandLine.ts"

const folder = mkdtempSync(join(tmpdir(), "salesdept-schema-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
const newFile = (): string => {
  files += 1
  return join(folder, `shop-${files}.db`)
}

const cli = commandLine(() => Date.UTC(2026, 10, 23))

describe("the library's tables by the command line", () => {
  it("are made by the printed SQL alone, after which migrating finds nothing to do", async () => {
    const filename = newFile()
    const db = new Database(filename)
    db.exec("create table users (id integer primary key)")
    const naming = ["--prefix", "crm_", "--people", "bigint", "--references", "users.id"]
    const { code, out } = await cli("generate", "--dialect", "sqlite", ...naming)
    expect(code).toBe(0)
    db.exec(out)
    expect(await cli("check", "--db", filename, ...naming)).toEqual({
      code: 0,
      out: "current: the tables are current\n",
      error: "",
    })
    expect((await cli("migrate", "--db", filename, ...naming)).out).toBe("nothing to be done\n")
    expect((await cli("plan", "--db", filename, ...naming)).out).toBe("-- nothing to be done\n")
    expect(db.prepare("select count(*) from crm_field_value").pluck().get()).toBe(0)
    db.close()
  })

  it("are told with the driver's code where the database does not answer", async () => {
    const { code, error } = await cli("check", "--url", "postgres://127.0.0.1:1/sales")
    expect(code).toBe(3)
    expect(error).toBe("127.0.0.1:1/sales: there is no connection to the database (ECONNREFUSED)\n")
  })

  it("are planned, migrated, held against the manifest and taken away", async () => {
    const filename = newFile()
    new Database(filename).exec("create table orders (id integer)").close()
    const absent = await cli("check", "--db", filename, "--lang", "ru")
    expect([absent.code, absent.out.split("\n")[0]]).toEqual([4, "absent: таблиц библиотеки нет"])
    const planned = await cli("plan", "--db", filename)
    expect(planned.out).toContain("-- 0001_initial\ncreate table salesdept_")
    expect((await cli("drift", "--db", filename)).code).toBe(4)
    const migrated = await cli("migrate", "--db", filename, "--json")
    expect(JSON.parse(migrated.out)).toEqual({ applied: ["0001_initial"] })
    expect(await cli("drift", "--db", filename)).toEqual({ code: 0, out: "no difference\n", error: "" })
    const db = new Database(filename)
    db.exec("alter table salesdept_deal rename column stage_id to stage")
    const drifted = await cli("drift", "--db", filename)
    expect(drifted.code).toBe(4)
    expect(drifted.out).toContain("stage_id")
    expect((await cli("check", "--db", filename)).out).toMatch(/^drifted: /)
    const unsure = await cli("uninstall", "--db", filename)
    expect([unsure.code, unsure.error.includes("--yes")]).toEqual([2, true])
    const gone = await cli("uninstall", "--db", filename, "--yes")
    expect(gone.out).toContain("taken away: salesdept_deal\n")
    expect(db.prepare("select name from sqlite_master where type = 'table'").pluck().all()).toEqual(["orders"])
    db.close()
  })

  it("have no difference only where the role could look at them", async () => {
    const nothing = { expected: [], found: [], expectedViews: [], foundViews: [] }
    const lacking = [{ table: "deal", right: "insert" }] as const
    const drift = async (report: SchemaReport) => {
      let told = ""
      const given = () => Promise.resolve([])
      const database = { check: () => Promise.resolve(report), plan: given, migrate: given, uninstall: given }
      const terminal = { now: Date.now, out: (text: string) => (told += text) }
      const asked = { json: false, language: "en", verb: "drift" } as const
      const code = await runOn(asked, { ...database, close: () => Promise.resolve() }, terminal)
      return { code, told }
    }
    const applied = migrations.map(({ breaking, id }) => ({ breaking, id }))
    expect(await drift(schemaReport({ ...nothing, applied, missingRights: lacking }))).toEqual({
      code: 0,
      told: "no difference\n",
    })
    expect(await drift(schemaReport({ ...nothing, applied: null, missingRights: lacking }))).toEqual({
      code: 4,
      told: "notPermitted: the role lacks rights\n",
    })
  })

  it("are printed for Postgres with schema, rights, policies and shards", async () => {
    const { code, out } = await cli(
      "generate",
      "--dialect=postgres",
      "--schema=sales",
      "--row-security",
      "--distributed",
      "--grant-to=app",
      "--grant-read-to=reports",
      "--people=uuid",
    )
    expect(code).toBe(0)
    expect(out).toContain('create schema if not exists "sales"')
    expect(out).toContain(`select create_distributed_table('"sales"."field_value"', 'tenant_id'`)
    expect(out).toContain('grant usage on schema "sales" to "app"')
    expect(out).toContain('grant select on "sales"."v1_deals" to "reports"')
    expect(out).not.toMatch(/grant (?:insert|update|delete|select, )[^;]* to "reports"/)
    expect(out).toContain("force row level security")
    expect(out).toContain("owner_id uuid")
  })

  it("say everything that is wrong at once, and make no file where none is", async () => {
    const wrong = await cli("check", "--schema", "x", "--people", "float", "--references", "users", "--lang", "en")
    expect(wrong.code).toBe(2)
    for (const word of ["--db", "--people", "--references", "--schema"]) expect(wrong.error).toContain(word)
    const filename = newFile()
    const missing = await cli("check", "--db", filename)
    expect([missing.code, existsSync(filename)]).toEqual([3, false])
    const places: ReadonlyArray<readonly [command: string, file: string, told: string]> = [
      ["check", folder, `${folder}: файл недоступен (это папка)\n`],
      ["migrate", join(folder, "no/x.db"), `${join(folder, "no")}: файл недоступен (такого файла или папки нет)\n`],
    ]
    for (const [command, file, told] of places) {
      expect(await cli(command, "--db", file, "--lang", "ru")).toEqual({ code: 3, out: "", error: told })
    }
    expect((await cli("generate", "--dialect", "oracle")).code).toBe(2)
    const granting = await cli("migrate", "--url", "postgres://127.0.0.1:1/sales", "--grant-to", "app", "--distributed")
    expect(granting).toEqual({
      code: 2,
      out: "",
      error:
        "--distributed goes with generate, which prints SQL: migrate does nothing about it\n" +
        "--grant-to goes with generate, which prints SQL: migrate does nothing about it\n" +
        "Options: salesdept migrate --help\n",
    })
    expect((await cli("--db", "check")).error).toContain("write the command first, such as salesdept check --db FILE\n")
    expect((await cli("chekc", "--db", "x")).error).toBe(
      "There is no command chekc. Is check meant?\nAll commands and options: salesdept --help\n",
    )
    const unreachable = await cli("check", "--url", "postgres://nobody@127.0.0.1:1/none")
    expect([unreachable.code, unreachable.error.length > 0]).toEqual([3, true])
  })
})
