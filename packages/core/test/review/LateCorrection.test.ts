import { expect, it } from "vitest"
import { attack, attacked, rub } from "../attack.ts"

it("says of a correction when it came to light, not when what is told late happened", async () => {
  const { as, at } = await attack()
  const head = as("user:head")
  await head.reps.state({ rows: [{ id: "rep_ann", personId: "user:ann", name: "Ann", joinedOn: "2025-01-01" }] })
  await head.deals.open({ id: "deal_1", title: "Audit", ownerId: "user:ann" })
  at("2026-02-03")
  await head.summaries.close({ span: "day", on: "2026-02-02" })
  at("2026-02-10")
  const call = { id: "dialog_1", dealId: "deal_1", repId: "user:ann", kind: "call", direction: "outbound" } as const
  await head.dialogs.record({ ...call, outcomeId: "agreed" }, { occurredAt: "2026-02-02T10:00:00.000Z" })
  const [summary] = (await head.summaries.page({ where: { scope: "rep" } })).items
  const corrections = await head.summaries.corrections({ summaryId: summary?.id ?? "summary_none" })
  expect(corrections.map(({ figure, recordIds, changedAt }) => [figure, recordIds, changedAt])).toEqual([
    ["dialogsOutbound", ["dialog_1"], "2026-02-10T06:00:00.000Z"],
  ])
})

it("tells nothing by another currency that the department counts in since", async () => {
  const { as, at } = await attack()
  const head = as("user:head")
  await head.deals.open({ id: "deal_1", title: "Audit", amount: rub(100) })
  at("2026-02-03")
  await head.summaries.close({ span: "day", on: "2026-02-02" })
  await head.department.publish({ ...attacked, currency: "KZT" })
  const [summary] = (await head.summaries.page({ where: { scope: "department" } })).items
  const correct = () => head.summaries.corrections({ summaryId: summary?.id ?? "summary_none" })
  expect(await correct()).toEqual([])
  await head.deals.remove({ dealId: "deal_1", reason: "entered twice" })
  expect(await correct()).toContainEqual(
    expect.objectContaining({ figure: "dealsOpened", now: expect.objectContaining({ amountMinor: 0 }) }),
  )
})

it("of a deal that was taken out of the base names it alone, and when that was recorded", async () => {
  const { as, at } = await attack()
  const head = as("user:head")
  for (const id of ["deal_1", "deal_2"] as const) await head.deals.open({ id, title: "Audit", amount: rub(100) })
  at("2026-02-03")
  await head.summaries.close({ span: "day", on: "2026-02-02" })
  await head.deals.move({ dealId: "deal_2", to: "contact" })
  at("2026-02-10")
  await head.deals.remove({ dealId: "deal_1", reason: "entered twice" })
  const [summary] = (await head.summaries.page({ where: { scope: "department" } })).items
  const corrections = await head.summaries.corrections({ summaryId: summary?.id ?? "summary_none" })
  const opened = corrections.find(({ figure }) => figure === "dealsOpened")
  expect(opened).toMatchObject({ recordIds: ["deal_1"], changedAt: "2026-02-10T06:00:00.000Z" })
})

it("of another amount names the result that has it, and none that is only called otherwise", async () => {
  const { as, at } = await attack()
  const head = as("user:head")
  for (const id of ["deal_1", "deal_2", "deal_3"] as const)
    await head.deals.open({ id, title: "Audit", amount: rub(100) })
  for (const dealId of ["deal_1", "deal_2", "deal_3"] as const)
    await head.deals.move({ dealId, to: "lost", lostReasonId: "price" })
  at("2026-02-03")
  await head.summaries.close({ span: "day", on: "2026-02-02" })
  await head.deals.amend({ dealId: "deal_1", amount: rub(90) })
  await head.deals.remove({ dealId: "deal_3", reason: "entered twice" })
  at("2026-02-10")
  await head.deals.amend({ dealId: "deal_2", title: "Another audit" })
  const [summary] = (await head.summaries.page({ where: { scope: "department" } })).items
  const corrections = await head.summaries.corrections({ summaryId: summary?.id ?? "summary_none" })
  expect(corrections.map(({ figure, recordIds, changedAt }) => [figure, recordIds, changedAt])).toEqual(
    ["dealsOpened", "dealsLost", "dealsMoved"].map((figure) => [
      figure,
      ["deal_1", "deal_3"],
      "2026-02-03T06:00:00.000Z",
    ]),
  )
})
