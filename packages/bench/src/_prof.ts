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
await insp.post("Profiler.start")
const cpu = (c: NodeJS.CpuUsage) => { const d = process.cpuUsage(c); return (d.user + d.system) / 20000 }
let c0 = process.cpuUsage()
let t = performance.now()
await run(6000, 26000)
console.log("lib µs", (performance.now() - t) / 20, "cpu", cpu(c0))
const { profile } = await insp.post("Profiler.stop")
writeFileSync("/tmp/move.cpuprofile", JSON.stringify(profile))
c0 = process.cpuUsage()
t = performance.now()
for (let i = 6000; i < 26000; i++) hand(moveAt(i, deals))
console.log("hand µs", (performance.now() - t) / 20, "cpu", cpu(c0))
const self = new Map<string, number>(), byId = new Map(profile.nodes.map(n => [n.id, n]))
const total = new Map<string, number>()
const parent = new Map<number, number>(); for (const n of profile.nodes) for (const c of n.children ?? []) parent.set(c, n.id)
const label = (n: any) => `${n.callFrame.functionName || "(anon)"} ${n.callFrame.url.replace(/.*\/(packages|node_modules)\//, "")}:${n.callFrame.lineNumber + 1}`
profile.samples!.forEach((id, i) => {
  const d = profile.timeDeltas![i]!
  const l = label(byId.get(id)); self.set(l, (self.get(l) ?? 0) + d)
  const seen = new Set<string>(); let c: number | undefined = id
  while (c !== undefined) { const k = label(byId.get(c)); if (!seen.has(k)) { seen.add(k); total.set(k, (total.get(k) ?? 0) + d) } c = parent.get(c) }
})
const show = (m: Map<string, number>, n: number) => { for (const [k, v] of [...m].sort((a, b) => b[1] - a[1]).slice(0, n)) console.log((v / 20000).toFixed(2).padStart(8), k) }
console.log("SELF µs/move"); show(self, 45); console.log("TOTAL µs/move"); show(total, 70)
console.log("BY FILE"); const files = new Map<string, number>()
profile.samples!.forEach((id, i) => { const n = byId.get(id)!; const k = n.callFrame.url ? n.callFrame.url.replace(/.*\/(packages|node_modules)\//, "") : n.callFrame.functionName || "(native)"; files.set(k, (files.get(k) ?? 0) + profile.timeDeltas![i]!) })
show(files, 40)
