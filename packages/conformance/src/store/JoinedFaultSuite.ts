import { isSalesDeptError } from "@salesdept/core/shared"
import type { Session } from "@salesdept/core/promise"
import type { SqlExecutor } from "@salesdept/core/ports"
import { describe, expect, it } from "vitest"
import { ability, inScene, suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import { comparable, storedBy } from "./Stored.ts"
import type { HarnessFactory, HostTransaction } from "./StoreHarness.ts"

let tables = 0

/** The host's own table in the same database. */
const hostTable = (): string => {
  tables += 1
  return `host_faults_${process.pid}_${Date.now()}_${tables}`
}

/**
 * Fails the statement of that number as the database fails one, or, where it is about a savepoint, as a driver does that has not sent
 * it; counts all of them.
 */
const failingAt = (executor: SqlExecutor, number: number): SqlExecutor & { readonly count: () => number } => {
  let count = 0
  return {
    ...executor,
    count: () => count,
    execute: (sql, parameters) => {
      count += 1
      if (count !== number) return executor.execute(sql, parameters)
      return sql.includes("savepoint")
        ? Promise.reject(new Error("not sent"))
        : executor.execute("select * from table_that_nobody_made", [])
    },
  }
}

const prepare = async (shop: Session): Promise<void> => {
  await shop.clients.register({ id: "client_1", name: "Альфа", ownerId: "user:42" })
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
  const issue = { id: "invoice_1", dealId: "deal_1", issuedOn: "2026-02-02", currency: "RUB" }
  await shop.invoices.issue({ ...issue, instalments: [{ dueOn: "2026-02-10", amountMinor: 500 }] })
}

interface Joined {
  readonly tx: SqlExecutor
  readonly idempotencyKey: string
}

const amount = { amountMinor: 200, currency: "RUB" }

/** Commands that write each in another way: texts, gates and facts, several records, a key. */
const commands: ReadonlyArray<readonly [name: string, call: (shop: Session, options: Joined) => Promise<object>]> = [
  ["a new deal", (shop, options) => shop.deals.open({ id: "deal_2", title: "Audit", clientId: "client_1" }, options)],
  ["a move", (shop, options) => shop.deals.move({ dealId: "deal_1", to: "contact" }, options)],
  [
    "a payment",
    (shop, options) =>
      shop.payments.receive({ id: "payment_1", invoiceId: "invoice_1", amount, receivedOn: "2026-02-02" }, options),
  ],
  ["an erasure", (shop, options) => shop.personalData.erase({ clientId: "client_1" }, options)],
]

const everything = async ({ store }: Scene) => comparable(await storedBy(store, suiteTenant))

/** What a command has said and left, without what is drawn anew on each run. */
const told = ({ events, ...answer }: { readonly events?: unknown }): string =>
  `${JSON.stringify(answer)} ${Array.isArray(events) ? events.length : "none"}`

/**
 * Whichever statement of a command in a host's transaction fails: the error is typed, nothing of the command is left, the host's
 * transaction is of use, and the command succeeds when it is called again, with the same result.
 */
export const joinedFaultSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: a statement that fails inside a host's transaction`, () => {
    for (const [command, call] of commands) {
      it(
        `leaves nothing of ${command}, whichever it is, and the transaction of use`,
        inScene(factory, async (scene, context) => {
          const { begin } = ability(scene.harness.joined, "transactions of a host", context)
          const shop = scene.session()
          await prepare(shop)
          const table = hostTable()
          const making = await begin()
          await making.executor.execute(`create table ${table} (id text)`, [])
          await making.commit()
          const before = await everything(scene)
          let expected: string | null = null
          const options = { idempotencyKey: `key ${command}` }
          /** Has the statement of that number fail; says whether there was one. */
          const failAt = async (number: number, host: HostTransaction): Promise<boolean> => {
            await host.executor.execute(`insert into ${table} (id) values ('before ${number}')`, [])
            const failing = failingAt(host.executor, number)
            const outcome = await call(shop, { tx: failing, ...options }).then(
              (answer) => ({ answer }),
              (error: unknown) => ({ error }),
            )
            if ("answer" in outcome) {
              // All statements have had their turn: this one met no fault.
              expect(number).toBeGreaterThan(failing.count())
              expect(failing.count()).toBeGreaterThan(4)
              expect(told(outcome.answer)).toBe(expected)
              await host.rollback()
              return false
            }
            if (!isSalesDeptError(outcome.error)) throw outcome.error
            expect(outcome.error._tag).toBe("StoreFault")
            await host.executor.execute(`insert into ${table} (id) values ('after ${number}')`, [])
            if (number % 2 === 0) {
              const again = told(await call(shop, { tx: host.executor, ...options }))
              expect(again).toBe((expected ??= again))
              await host.rollback()
            } else await host.commit()
            expect(await everything(scene)).toEqual(before)
            return true
          }
          for (let number = 1, isMore = true; isMore; number++) {
            const host = await begin()
            try {
              isMore = await failAt(number, host)
            } catch (cause) {
              // A transaction left open would have the end of the test wait for its connection.
              await host.rollback().catch(() => {})
              throw cause
            }
          }
          const after = await begin()
          const { rows } = await after.executor.execute(`select id from ${table}`, [])
          await after.rollback()
          expect(rows.length).toBeGreaterThan(2)
          await call(shop, { idempotencyKey: `key ${command}` } as Joined)
          expect(await everything(scene)).not.toEqual(before)
        }),
      )
    }
  })
}
