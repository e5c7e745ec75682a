import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import { openBase, prepareCopies, tenant, actor } from "./BenchBase.ts"
import { moveAt } from "./move/MoveScript.ts"
import { handWrittenMove } from "./move/HandWrittenMove.ts"
import { Session } from "node:inspector/promises"
import { writeFileSync } from "node:fs"
const dir = mkdtempSync("/tmp/bench-")
const deals = 8000
const f = [join(dir, "a.db"), join(dir, "b.db")]
await prepareCopies(f, deals)
const { dept } = await openBase(f[0]!, "off")
const b = await openBase(f[1]!, "off")
const s = dept.tenant(tenant).as(actor)
const hand = handWrittenMove(b.database.handle)
const run = async (from: number, to: number) => { for (let i = from; i < to; i++) { const m = moveAt(i, deals); await s.deals.move({ dealId: m.dealId, to: m.to }, { idempotencyKey: m.idempotencyKey }) } }
await run(0, 6000)
for (let i = 0; i < 6000; i++) hand(moveAt(i, deals))
const insp = new Session(); insp.connect()
await insp.post("Profiler.enable"); await insp.post("Profiler.setSamplingInterval", { interval: 200 })

const cpu = (c: NodeJS.CpuUsage) => { const d = process.cpuUsage(c); return (d.user + d.system) / 20000 }
let c0 = process.cpuUsage()
let t = performance.now()
await run(6000, 26000)
console.log("lib µs", (performance.now() - t) / 20, "cpu", cpu(c0))

c0 = process.cpuUsage()
t = performance.now()
for (let i = 6000; i < 26000; i++) hand(moveAt(i, deals))
console.log("hand µs", (performance.now() - t) / 20, "cpu", cpu(c0))
