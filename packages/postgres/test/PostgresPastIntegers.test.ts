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
      reason: {
        _tag: "StoreFault",
        data: { reason: "damaged" },
        cause: { message: "9007199254740993 is past the integers of JavaScript" },
      },
    })
  }
  expect((await session.deals.verify()).faults).toEqual([{ _tag: "StateMismatch", stream: deal.id, version: 1 }])
  await dept.close()
})

it("tells of a journal row and of texts that are no JSON any more which they are", async () => {
  const naming = await database.migrated()
  const department = presets.b2bSaas({ timeZone: "UTC", currency: "USD" })
  const dept = await salesDept({ store: postgres({ pool: database.admin(), naming }), department })
  const session = dept.tenant("shop-17").as("user:1")
  for (const id of ["deal_1", "deal_2", "deal_3"]) {
    await session.deals.open({ id, title: "Audit" })
    await session.deals.amend({ dealId: id, ownerId: "user:1" })
  }
  const edit = (name: string, set: string) =>
    database.admin().query(`update ${quotedTableName(naming, name)} set ${set}`)
  await edit("journal", "payload = '{' where stream = 'deal_1' and version = 2")
  await edit("texts", "texts = '' where record_id = 'deal_3'")
  expect(await session.deals.verify()).toEqual({
    streams: 3,
    events: 6,
    faults: [
      { _tag: "HashMismatch", stream: "deal_1", version: 2 },
      { _tag: "TextsMismatch", stream: "deal_3", version: 1 },
    ],
  })
  await expect(session.deals.history("deal_1")).rejects.toMatchObject({ data: { reason: "damaged" }, retryable: false })
  await dept.close()
})
