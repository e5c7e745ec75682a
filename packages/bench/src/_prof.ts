import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import { openBase, prepareCopies, tenant, actor } from "./BenchBase.ts"
import { moveAt } from "./move/MoveScript.ts"
import { handWrittenMove } from "./move/HandWrittenMove.ts"
import { Session } from "node:inspector/promises"
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
await insp.post("Profiler.enable"); await insp.post("Profiler.setSamplingInterval", { interval: 100 })
const profiled = async (name: string, f: () => unknown) => {
  await insp.post("Profiler.start")
  const c = process.cpuUsage(); const t = performance.now()
  await f()
  const d = process.cpuUsage(c)
  console.log(name, "wall", ((performance.now() - t) / 20).toFixed(1), "cpu", ((d.user + d.system) / 20000).toFixed(1))
  const { profile } = await insp.post("Profiler.stop")
  const byId = new Map(profile.nodes.map(n => [n.id, n]))
  const files = new Map<string, number>(), fns = new Map<string, number>()
  let all = 0
  profile.samples!.forEach((id, i) => { const n = byId.get(id)!; const u = n.callFrame.url ? n.callFrame.url.replace(/.*\/(packages|node_modules)\//, "") : n.callFrame.functionName || "(native)"; if (u.startsWith("node:inspector")) return; all++; files.set(u, (files.get(u) ?? 0) + 1); const k = n.callFrame.functionName + " " + u + ":" + (n.callFrame.lineNumber + 1); fns.set(k, (fns.get(k) ?? 0) + 1) })
  const scale = (d.user + d.system) / 20000 / all
  for (const [k, v] of [...files].sort((a, b) => b[1] - a[1]).slice(0, 28)) console.log((v * scale).toFixed(2).padStart(8), k)
  console.log("--")
  for (const [k, v] of [...fns].sort((a, b) => b[1] - a[1]).slice(0, 28)) console.log((v * scale).toFixed(2).padStart(8), k)
}
await profiled("lib", () => run(6000, 26000))
await profiled("hand", () => { for (let i = 6000; i < 26000; i++) hand(moveAt(i, deals)) })
