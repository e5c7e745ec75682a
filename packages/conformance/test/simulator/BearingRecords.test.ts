import { memory, presets, salesDept } from "@salesdept/core/promise"
import type { OwnRule } from "@salesdept/core/review/findings"
import { addDays } from "@salesdept/core/shared"
import { expect, it } from "vitest"
import { playSimulation, simulateDepartment } from "../../src/simulator/index.ts"

const own = { version: 1, kind: "mistake", severity: "minor", name: { en: "Never", ru: "Никогда" } } as const
const unmet = { ...own, next: own.name }

/** Rules that no record meets, and which ask about any next step and about what was said of any deal, so that all are held for them. */
const askingOfAll: ReadonlyArray<OwnRule> = [
  { ...unmet, id: "anyStep", over: "nextStep", when: [{ fact: "moves", atLeast: 1e9 }] },
  { ...unmet, id: "anyDialog", over: "deal", when: [{ fact: "dialogs", atLeast: 1e9 }] },
]

it("given half a year of a department, when periods are looked through, then what is held for it leaves nothing out", async () => {
  const department = simulateDepartment({ seed: 11, scale: 0.1, reps: 6, months: 6, scripts: true, language: "en" })
  const config = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
  let now = 0
  await using dept = await salesDept({ store: memory(), now: () => now, department: config })
  const tenant = dept.tenant("default")
  const { refused } = await playSimulation(department, tenant, { onTime: (epochMs) => (now = epochMs) })
  expect(refused).toEqual([])
  const shop = tenant.as("head")
  const { from } = department.options
  const asked = [
    ...Array.from({ length: 12 }, (_, at) => ({ span: "day", on: addDays(from, 14 * at + 9) }) as const),
    ...Array.from({ length: 6 }, (_, at) => ({ span: "week", on: addDays(from, 28 * at + 9) }) as const),
    ...Array.from({ length: 6 }, (_, at) => ({ span: "month", on: addDays(from, 30 * at + 9) }) as const),
  ]
  const found = async () => {
    const outcomes = []
    for (const question of asked) outcomes.push(await shop.findings.find(question))
    return outcomes
  }
  const few = await found()
  await shop.department.publish({ ...config, review: { ownRules: askingOfAll } })
  const all = await found()
  expect(few).toEqual(all)
  const rules = new Set(few.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId)))
  expect([...rules]).toEqual(expect.arrayContaining(["deal.untouched", "nextStep.overdue"]))
})
