import { presets, salesDept } from "@salesdept/core/promise"
import { quotedTableName } from "@salesdept/sql"
import { expect, it } from "vitest"
import { postgres } from "../src/index.ts"
import { useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()

it("refuses to read, rounded, an amount that somebody's SQL wrote past the integers of JavaScript", async () => {
  const naming = await database.migrated()
  const department = presets.b2bSaas({ timeZone: "UTC", currency: "USD" })
  const dept = await salesDept({ store: postgres({ pool: database.admin(), naming }), department })
  const session = dept.tenant("shop-17").as("user:1")
  const { client } = await session.clients.register({ name: "Northern Bakery" })
  const { deal } = await session.deals.open({
    title: "Audit",
    clientId: client.id,
    amount: { amountMinor: 5, currency: "USD" },
  })
  await database.admin().query(`update ${quotedTableName(naming, "deal")} set amount_minor = 9007199254740993`)
  const calls = [
    session.deals.get(deal.id),
    session.deals.page(),
    session.deals.move({ dealId: deal.id, to: "contact" }),
    session.deals.survey(),
    session.deals.funnel(),
    session.control.list(),
  ]
  const answers = await Promise.allSettled(calls)
  for (const answer of answers) {
    expect(answer).toMatchObject({
      status: "rejected",
      reason: { _tag: "StoreFault", cause: { message: "9007199254740993 is past the integers of JavaScript" } },
    })
  }
  await dept.close()
})
