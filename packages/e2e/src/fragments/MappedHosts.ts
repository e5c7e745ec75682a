import { defineEntity, MikroORM, p } from "@mikro-orm/postgresql"
import type { SqlAnswer } from "@salesdept/core/promise"
import type { openPool } from "@salesdept/postgres"
import { integer, pgTable } from "drizzle-orm/pg-core"
import knexOf from "knex"
import { DataSource, EntitySchema } from "typeorm"

type Pool = ReturnType<typeof openPool>

const orders = pgTable("orders", { id: integer().primaryKey() })
const OrderEntity = new EntitySchema<{ id: number }>({
  name: "orders",
  columns: { id: { type: "integer", primary: true } },
})
const Order = defineEntity({ name: "Order", tableName: "orders", properties: { id: p.integer().primary() } })

/** What the guide uses of Prisma, whose client is generated with programs that no registry of packages has. */
const prismaOver = (pool: Pool) => ({
  $transaction: async <Answer>(
    work: (trx: {
      readonly $queryRawUnsafe: (
        text: string,
        ...values: ReadonlyArray<unknown>
      ) => Promise<Array<SqlAnswer["rows"][number]>>
      readonly order: { readonly create: (made: { readonly data: { readonly id: number } }) => Promise<unknown> }
    }) => Promise<Answer>,
  ): Promise<Answer> => {
    const client = await pool.connect()
    try {
      await client.query("begin")
      const answer = await work({
        $queryRawUnsafe: async (text, ...values) => (await client.query(text, [...values])).rows,
        order: { create: ({ data }) => client.query("insert into orders (id) values ($1)", [data.id]) },
      })
      await client.query("commit")
      return answer
    } finally {
      client.release()
    }
  },
})

/** Hosts whose ORM or query builder has connections of its own to a pool's database. */
export const mappedHosts = async (pool: Pool) => {
  const url = pool.options.connectionString ?? ""
  const knex = knexOf({ client: "pg", connection: url })
  const dataSource = await new DataSource({ type: "postgres", url, entities: [OrderEntity] }).initialize()
  const mikroOrm = await MikroORM.init({ clientUrl: url, entities: [Order] })
  const close = async (): Promise<void> => {
    await knex.destroy()
    await dataSource.destroy()
    await mikroOrm.close()
  }
  return { knex, dataSource, mikroOrm, orders, Order, prisma: prismaOver(pool), close }
}
