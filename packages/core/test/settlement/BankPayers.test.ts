import { expect, it } from "vitest"
import { memory, salesDept } from "../../src/promise/index.ts"
import type { Session } from "../../src/promise/index.ts"
import { attack, refusal, rub } from "../attack.ts"

const imported = (shop: Session) =>
  shop.bank.import({
    account: "40702810000000000017",
    lines: [{ direction: "in", bookedOn: "2026-01-20", amount: rub(300_00), party: { taxId: "7707083893" } }],
    payers: [{ clientId: "client_17", taxId: "7707083893" }],
  })

it("refuses a statement with a payer who is nobody in the base, before anything of it is recorded", async () => {
  const { shop } = await attack()
  const error = await refusal(imported(shop))
  expect(error).toMatchObject({ _tag: "RecordNotFound", data: { kind: "client", field: "payers[0].clientId" } })
  expect((await shop.bank.page({})).items).toEqual([])
})

it("takes payers as they are named where the host keeps its clients itself", async () => {
  const dept = await salesDept({ store: memory(), hostKeeps: ["client"] })
  expect((await imported(dept.tenant("shop-17").as("user:42"))).openIds).toHaveLength(1)
})
