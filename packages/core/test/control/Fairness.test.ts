import { expect, it } from "vitest"
import { attack } from "../attack.ts"

it("expects leads by what each could carry on which days, not by what they can carry today", async () => {
  const { shop, at } = await attack()
  await shop.reps.state({ rows: ["ann", "bob"].map((id) => ({ id: `rep_${id}` as const, personId: id, name: id })) })
  await shop.reps.profile({ repId: "rep_ann", capacityEffort: 60 })
  await shop.reps.profile({ repId: "rep_bob", capacityEffort: 60 })
  for (let i = 0; i < 20; i++) {
    const ownerId = i % 2 === 0 ? "ann" : "bob"
    await shop.leads.receive({ id: `lead_${i}`, name: "L", channelId: "site", ownerId })
  }
  const february = { from: "2026-02-01", to: "2026-03-01" }
  const expected = async () =>
    (await shop.control.fairness(february)).rows.map(({ capacityEffort, expectedCount }) => [
      capacityEffort,
      expectedCount,
    ])
  at("2026-02-22")
  await shop.reps.profile({ repId: "rep_bob", capacityEffort: 20 })
  // Bob: 21 days of 60, and 7 of 20.
  expect(await expected()).toEqual([
    [60, (20 * 60) / 110],
    [50, (20 * 50) / 110],
  ])
  at("2026-03-02")
  await shop.reps.profile({ repId: "rep_ann", capacityEffort: 5 })
  await shop.reps.profile({ repId: "rep_bob", languages: ["de"] })
  expect((await expected()).map(([capacity]) => capacity)).toEqual([60, 50])
})
