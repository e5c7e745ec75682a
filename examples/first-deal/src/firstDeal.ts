import { presets, salesDept } from "@salesdept/core/promise"
import { migrateSqlite, sqlite } from "@salesdept/sqlite"

/** Opens a deal, asks what keeps it from its next stage, and moves it when nothing does. */
export const firstDeal = async (filename: string, say: (line: string) => void): Promise<void> => {
  migrateSqlite({ filename }, new Date())
  await using dept = await salesDept({
    store: sqlite({ filename }),
    department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
  })
  const shop = dept.tenant("shop-17").as("user:42")

  const { client } = await shop.clients.register({ name: "Northern Bakery" })
  const { deal } = await shop.deals.open({ title: "Process audit", clientId: client.id, ownerId: "user:42" })
  for (const to of ["contact", "needs", "proposal", "negotiation"]) await shop.deals.move({ dealId: deal.id, to })

  const verdict = await shop.deals.evaluate({ dealId: deal.id, to: "contract" })
  for (const { message } of verdict.unmet) say(`not yet: ${message.en} / ${message.ru}`)

  await shop.deals.amend({ dealId: deal.id, amount: { amountMinor: 95_000_00, currency: "RUB" } })
  const moved = await shop.deals.move({ dealId: deal.id, to: "contract" }, { idempotencyKey: "request-1" })
  say(`${moved.deal.stageId}, version ${moved.deal.version}`)

  const repeated = await shop.deals.move({ dealId: deal.id, to: "contract" }, { idempotencyKey: "request-1" })
  say(`the same request again: ${repeated.replayed ? "first result" : "moved twice"}`)

  const { streams, events, faults } = await shop.deals.verify()
  say(`journal: ${streams} stream, ${events} events, ${faults.length} faults`)
}
