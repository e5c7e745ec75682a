import { isSalesDeptError, presets, salesDept } from "@salesdept/core/promise"
import {
  checkSqlite,
  eraseSqliteTenant,
  exportSqliteTenant,
  migrateSqlite,
  openSqlite,
  planSqlite,
  purgeSqliteKeys,
  sqlite,
  sqliteDirectory,
  uninstallSqlite,
} from "@salesdept/sqlite"
import { describe, expect, it } from "vitest"

type AnyCall = (...args: ReadonlyArray<unknown>) => unknown
const any = (call: unknown): AnyCall => call as AnyCall

const throwing = Object.defineProperty({}, "filename", {
  enumerable: true,
  get: () => {
    throw new Error("a getter of the host")
  },
})

/** What is nobody's options, file, connection or mapping. */
const garbage: ReadonlyArray<unknown> = [
  undefined,
  null,
  0,
  "sales.db",
  true,
  5n,
  Symbol("x"),
  () => 1,
  [],
  ["a"],
  { filename: 5 },
  { filename: "" },
  { file: "sales.db" },
  { people: 5 },
  { people: { table: 1, id: null, name: {} } },
  { prepare: 1, pragma: 2 },
  { handle: 5 },
  throwing,
]

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const now = new Date(0)

const openers: { readonly [name: string]: AnyCall } = {
  sqlite: (options) => salesDept({ store: any(sqlite)(options) as ReturnType<typeof sqlite>, department }),
  openSqlite: any(openSqlite),
  migrateSqlite: (where) => any(migrateSqlite)(where, now),
  checkSqlite: any(checkSqlite),
  planSqlite: any(planSqlite),
  uninstallSqlite: any(uninstallSqlite),
  sqliteDirectory: (connection) => any(sqliteDirectory)(connection, {}),
  "sqliteDirectory, its mapping": (mapping) => {
    const database = openSqlite({ filename: ":memory:" })
    try {
      return any(sqliteDirectory)(database, mapping)
    } finally {
      database.close()
    }
  },
  eraseSqliteTenant: (connection) => any(eraseSqliteTenant)(connection, "shop"),
  exportSqliteTenant: (connection) => any(exportSqliteTenant)(connection, "shop", () => {}),
  purgeSqliteKeys: (connection) => any(purgeSqliteKeys)(connection, "shop", now),
}

const refusal = async (call: () => unknown): Promise<unknown> => {
  try {
    await call()
    return null
  } catch (error) {
    return error
  }
}

describe("what opens a file of SQLite", () => {
  it.each(Object.keys(openers))("%s refuses whatever is not its own with the library's error", async (name) => {
    for (const [at, value] of garbage.entries()) {
      const error = await refusal(() => openers[name]?.(value))
      const isOwn = isSalesDeptError(error) && error._tag === "InputInvalid"
      expect(isOwn, `${name} of garbage ${at}: ${String(error)}`).toBe(true)
    }
  })

  it("tells everything that is wrong at once, wrong names among it", async () => {
    const wrong = { fileName: "sales.db", busyTimeoutMs: -1, synchronous: "off", create: 1, logLimitBytes: 0.5 }
    const error = await refusal(() => salesDept({ store: any(sqlite)(wrong) as ReturnType<typeof sqlite>, department }))
    if (!isSalesDeptError(error) || error._tag !== "InputInvalid") throw error
    expect(error.data.call).toBe("sqlite")
    expect(error.data.problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "fileName field.unknown",
      "busyTimeoutMs field.type",
      "synchronous field.type",
      "create field.unknown",
      "logLimitBytes field.type",
      "filename field.missing",
    ])
    expect(error.messages.en).toContain("fileName: is not a known field; there are: filename, busyTimeoutMs")
  })

  it("tells what it takes where a path or a handle is given in its place", async () => {
    const refusing = (given: unknown) => refusal(() => any(salesDept)({ store: any(sqlite)(given), department }))
    expect(await refusing("sales.db")).toMatchObject({
      message: "sqlite: the input is not accepted: must be an object of options, { filename, … }",
    })
    const { handle, close } = openSqlite({ filename: ":memory:" })
    expect(await refusing(handle)).toMatchObject({
      message: expect.stringMatching(/^sqlite: .* must be { filename }, not a handle: .* withTransaction joins/),
    })
    close()
  })

  it("tells everything that is wrong with a mapping", async () => {
    const database = openSqlite({ filename: ":memory:" })
    const people = { table: "a.b.c", id: "auth.id", name: "full name", idType: "int", toColumn: 5, tenent: "shop" }
    const error = await refusal(() => any(sqliteDirectory)(database, { people, users: {} }))
    database.close()
    if (!isSalesDeptError(error) || error._tag !== "InputInvalid") throw error
    expect(error.data.problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "mapping.users field.unknown",
      "mapping.people.table field.type",
      "mapping.people.id field.type",
      "mapping.people.name field.type",
      "mapping.people.idType field.type",
      "mapping.people.toColumn field.type",
      "mapping.people.tenent field.unknown",
    ])
  })
})
