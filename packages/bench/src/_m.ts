import { memory, salesDept } from "@salesdept/core/promise"
import { inputDecoder } from "../../core/src/ports/Input.ts"
import { MoveDeal } from "../../core/src/deal/DealSchema.ts"
import { department, dealIdAt } from "./BenchBase.ts"
import { moveAt } from "./move/MoveScript.ts"
const deals = 8000
const cpu = async (name: string, n: number, f: (i: number) => unknown) => {
  const c = process.cpuUsage(); for (let i = 0; i < n; i++) await f(i)
  const d = process.cpuUsage(c); console.log(name, ((d.user + d.system) / n).toFixed(2), "cpu µs") }
const dept = await salesDept({ store: memory(), department })
const s = dept.tenant("t").as("user:1")
for (let i = 0; i < deals; i++) await s.deals.open({ id: dealIdAt(i), title: "x", amount: { amountMinor: 1, currency: "RUB" }, ownerId: "user:1", clientId: "client_1" })
const mv = (i: number) => { const m = moveAt(i, deals); return s.deals.move({ dealId: m.dealId, to: m.to }, { idempotencyKey: m.idempotencyKey }) }
await cpu("memory move (warm)", 8000, mv)
await cpu("memory move", 20000, (i) => mv(8000 + i))
const dec = inputDecoder(MoveDeal)
for (let r = 0; r < 3; r++) await cpu("decode", 50000, (i) => { dec({ dealId: "deal_00000011", to: "contact" }) })
for (let r = 0; r < 2; r++) await cpu("moveAt", 50000, (i) => { moveAt(i, deals) })
await cpu("evaluate", 20000, (i) => s.deals.evaluate({ dealId: dealIdAt(i % 8000), to: "needs" }))
await cpu("evaluate", 20000, (i) => s.deals.evaluate({ dealId: dealIdAt(i % 8000), to: "needs" }))
await cpu("get", 20000, (i) => s.deals.get(dealIdAt(i % 8000)))
await cpu("get", 20000, (i) => s.deals.get(dealIdAt(i % 8000)))
