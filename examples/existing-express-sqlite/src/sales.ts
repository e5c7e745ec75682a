import type { SalesDept, Session } from "@salesdept/core/promise"
import { presets, salesDept } from "@salesdept/core/promise"
import { migrateSqlite, sqlite, sqliteDirectory, withTransaction } from "@salesdept/sqlite"
import type Database from "better-sqlite3"
import { customerNamed, placeOrder, users } from "./shop.ts"

/** The one tenant of a shop that is its own only customer of the library. */
export const tenant = "default"

/** The shop's people are its actors and owners: ids stay the shop's own. */
export const personOf = (userId: number): string => `user:${userId}`

/**
 * Adds the library's tables, all named `salesdept_…`, to the shop's file, and opens the library over it. The shop's own tables are
 * mapped, so that the library knows its people and companies by name, and read where they are.
 */
export const openSales = async (db: Database.Database): Promise<SalesDept> => {
  migrateSqlite(db, new Date())
  const dept = await salesDept({
    store: sqlite({ filename: db.name }),
    department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
    directory: sqliteDirectory(db, {
      people: {
        table: "users",
        id: "id",
        idType: "bigint",
        name: "name",
        toColumn: (id) => (id.startsWith("user:") ? id.slice("user:".length) : null),
        fromColumn: (value) => `user:${value}`,
      },
      companies: { table: "customers", id: "id", idType: "bigint", name: "name" },
    }),
  })
  const problems = await dept.checkDirectory()
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message.en).join("; "))
  return dept
}

/** What one of the shop's people may do. */
export const salesOf = (dept: SalesDept, userId: number): Session => dept.tenant(tenant).as(personOf(userId))

/** Tells the library who sells: may run at every start, for what is known already changes nothing. */
export const stateReps = (dept: SalesDept, db: Database.Database): Promise<unknown> =>
  dept
    .tenant(tenant)
    .as("system")
    .reps.state({
      rows: users(db).map(({ id, name, team }) => ({
        id: `rep_${id}`,
        personId: personOf(id),
        name,
        teamId: team,
      })),
    })

/** What an order leads to. */
export interface PlacedOrder {
  readonly orderId: number
  readonly dealId: string
}

/**
 * The shop's order, its client and its deal in one transaction of the shop's handle: all of them are there afterwards, or none.
 * The deal bears the order's number, so that each is found from the other.
 */
export const orderWithDeal = (
  dept: SalesDept,
  db: Database.Database,
  order: { readonly customerName: string; readonly userId: number; readonly totalCents: number },
): Promise<PlacedOrder> =>
  withTransaction(db, async (tx) => {
    const customer = customerNamed(db, order.customerName)
    const orderId = placeOrder(db, customer.id, order.userId, order.totalCents)
    const me = salesOf(dept, order.userId)
    const clientId = `client_${customer.id}` as const
    if (customer.isNew) {
      await me.clients.register({ id: clientId, name: order.customerName, ownerId: personOf(order.userId) }, { tx })
    }
    const { deal } = await me.deals.open(
      {
        id: `deal_order-${orderId}`,
        title: `Order ${orderId}`,
        clientId,
        ownerId: personOf(order.userId),
        amount: { amountMinor: order.totalCents, currency: "RUB" },
      },
      { tx },
    )
    return { orderId, dealId: deal.id }
  })

/** An order and what became of its deal. */
export interface OrderReport {
  readonly orderId: number
  readonly customer: string
  readonly totalCents: number
  readonly stageId: string | null
  readonly outcome: string | null
  readonly amountMinor: number | null
}

/** A report in the shop's own SQL: its tables joined with a view of the library, whose columns stay while its tables change. */
export const ordersReport = (db: Database.Database): ReadonlyArray<OrderReport> =>
  db
    .prepare<[string], OrderReport>(
      `select o.id as orderId, c.name as customer, o.total_cents as totalCents,
              d.stage_id as stageId, d.outcome, d.amount_minor as amountMinor
       from orders o join customers c on c.id = o.customer_id
       left join salesdept_v1_deals d on d.tenant_id = ? and d.id = 'deal_order-' || o.id
       order by o.id`,
    )
    .all(tenant)
