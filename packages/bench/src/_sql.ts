import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import Database from "better-sqlite3"
import { openBase, prepareCopies, tenant, actor } from "./BenchBase.ts"
import { moveAt } from "./move/MoveScript.ts"
import { handWrittenMove } from "./move/HandWrittenMove.ts"
const times = new Map<string, [number, number]>()
const wrap = (proto: any, name: string) => { const orig = proto[name]; proto[name] = function (...a: any[]) { const t = performance.now(); try { return orig.apply(this, a) } finally { const k = name + " " + this.source.slice(0, 900).replace(/\s+/g, " "); const e = times.get(k) ?? [0, 0]; e[0] += performance.now() - t; e[1]++; times.set(k, e) } } }
const p = Object.getPrototypeOf(new Database(":memory:").prepare("select 1"))
for (const n of ["run", "get", "all"]) wrap(p, n)
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
const show = (n: string) => { console.log(n); let sum = 0; for (const [k, [ms, c]] of [...times].sort((a, b) => b[1][0] - a[1][0])) { sum += ms; console.log((ms / 20).toFixed(2).padStart(8), c, k) } console.log(sum / 20); times.clear() }
times.clear()
for (let r = 0; r < 2; r++) {
let t = performance.now()
await run(6000 + r * 10000, 16000 + r * 10000); console.log("lib", (performance.now() - t) / 10); show("lib (halve)")
t = performance.now()
for (let i = 6000 + r * 10000; i < 16000 + r * 10000; i++) hand(moveAt(i, deals)); console.log("hand", (performance.now() - t) / 10); show("hand")
}
