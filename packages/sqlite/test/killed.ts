// A process that writes until it is killed: tells of every command that was answered.
import { salesDept } from "@salesdept/core/promise"
import { sqlite } from "../src/index.ts"

const [, , filename = ""] = process.argv
const dept = await salesDept({ store: sqlite({ filename }) })
const shop = dept.tenant("shop-17").as("user:42")
await shop.clients.register({ id: "client_1", name: "Alfa" })
await shop.nextSteps.set({
  id: "step_1",
  clientId: "client_1",
  typeId: "call",
  dueOn: "2026-03-01",
  ownerId: "user:42",
})
for (let count = 1; ; count++) {
  process.send?.(count)
  await shop.nextSteps.move({ nextStepId: "step_1", dueOn: count % 2 === 0 ? "2026-03-01" : "2026-03-02" })
}
