import type { Naming } from "@salesdept/sql"
import pg from "pg"
import { describe, expect, it } from "vitest"
import { checkPostgres, migratePostgres, planPostgres, uninstallPostgres } from "../src/index.ts"

// Names are looked at before the pool is.
const pool = new pg.Pool()
const naming = { prefix: "Shop", schema: "a b" } as Naming
const at = "2026-11-23T09:00:00.000Z"

describe("names of tables that cannot be written into statements", () => {
  it.each([
    ["migrate", () => migratePostgres(pool, at, naming)],
    ["check", () => checkPostgres(pool, naming)],
    ["plan", () => planPostgres(pool, naming)],
    ["uninstall", () => uninstallPostgres(pool, naming)],
  ])("are told of by %s, each with what is wrong", async (_, call) => {
    await expect(call()).rejects.toMatchObject({
      _tag: "InputInvalid",
      data: { problems: [{ path: "naming.prefix" }, { path: "naming.schema" }] },
    })
  })
})
