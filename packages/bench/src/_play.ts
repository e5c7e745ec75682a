import { memory, presets, salesDept } from "/work/main/packages/core/src/promise/index.ts"
import { playSimulation, simulateDepartment } from "/work/main/packages/conformance/src/simulator/index.ts"
for (const seed of process.argv.slice(2)) {
const department = simulateDepartment({ seed: Number(seed), months: 12, scale: 0.4 })
let now = 0
const dept = await salesDept({ store: memory(), department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }), now: () => now })
const t=performance.now()
const { played, refused } = await playSimulation(department, dept.tenant("default"), { onTime: (ms) => { now = ms } })
console.log(seed, played, refused.length, Math.round(performance.now()-t), refused.slice(0,3))
}
