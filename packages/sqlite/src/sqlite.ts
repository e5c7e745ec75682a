import type { StoreProvider } from "@salesdept/core/promise"
import { checkedOptions, StoreFault } from "@salesdept/core/ports/adapter"
import { InputInvalid } from "@salesdept/core/shared"
import type { Problem } from "@salesdept/core/shared"
import { chosenNaming } from "@salesdept/sql"
import type { NamingChoice } from "@salesdept/sql"
import { isHandle } from "./SqliteConnection.ts"
import type { SqliteFile } from "./SqliteDatabase.ts"
import { fileShapes, openSqlite } from "./SqliteDatabase.ts"
import { appliedState } from "./SqliteMigration.ts"
import { makeSqliteStore } from "./SqliteStore.ts"

/** Where the store lies and how its tables are named. The file is there: migrating makes it. */
export interface SqliteOptions extends Omit<SqliteFile, "create"> {
  /** Names of the tables; `salesdept_` before each where absent. */
  readonly naming?: NamingChoice
}

const { create: _create, ...openedShapes } = fileShapes

// What a naming must be is told by who knows it.
const storeShapes = { ...openedShapes, naming: { holds: () => true, message: { en: "", ru: "" } } }

/** Who gives a handle wants its transactions shared: that is another call. */
const handleGiven: Problem = {
  path: "",
  code: "field.type",
  message: {
    en: "must be { filename }, not a handle: the store opens the file itself, and withTransaction joins what your handle writes",
    ru: "ожидается { filename }, а не соединение: хранилище само открывает файл, а к записи вашего соединения присоединяет withTransaction",
  },
}

/**
 * A store in an SQLite file whose tables are there already; migrate first with {@link migrateSqlite}.
 *
 * @param options - the file, how it is opened, and how its tables are named
 * @returns a store that is opened by `salesDept`, which rejects with InputInvalid where an option is not as stated, and with StoreFault: `notFound` where the file is not there, `schemaMissing` where the tables are not there or
 * migrations are pending, `schemaNewer` where a newer version of the library has changed them
 * @example
 * ```ts
 * import { presets, salesDept } from "@salesdept/core/promise"
 * import { migrateSqlite, sqlite } from "@salesdept/sqlite"
 *
 * migrateSqlite({ filename: "office.db" }, new Date())
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * await using dept = await salesDept({ store: sqlite({ filename: "office.db" }), department })
 * const { deal } = await dept.tenant("shop-17").as("user:42").deals.open({ title: "Audit" })
 * deal.stageId // "newLead"
 * ```
 */
export const sqlite = (options: SqliteOptions): StoreProvider => ({
  open: async () => {
    if (isHandle(options)) throw new InputInvalid([handleGiven], "sqlite")
    const { naming: chosen, ...file } = checkedOptions("sqlite", storeShapes, options)
    const naming = chosenNaming("sqlite", chosen)
    const database = openSqlite({ ...file, create: false })
    try {
      const state = appliedState(database, naming)
      if (state === "absent" || state === "behind") throw new StoreFault("open", "schemaMissing", null)
      if (state === "aheadBreaking") throw new StoreFault("open", "schemaNewer", null)
      return { store: makeSqliteStore(database, naming), close: async () => database.close() }
    } catch (cause) {
      database.close()
      throw cause
    }
  },
})
