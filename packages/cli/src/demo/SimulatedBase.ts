import { playSimulation, simulateDepartment } from "@salesdept/conformance/simulator"
import type { PlantedPatterns, SimulatedDepartment } from "@salesdept/conformance/simulator"
import type { DepartmentConfig } from "@salesdept/core/department"
import type { TenantSales } from "@salesdept/core/promise"
import type { Terminal } from "../Terminal.ts"
import type { DemoOptions } from "./DemoOptions.ts"
import { demoTexts, refusedText } from "./DemoTexts.ts"
import { progress } from "./Progress.ts"

/** What there is to find in the scripts: a step that works, one that does harm, and one that good reps like and that does nothing. */
const planted: PlantedPatterns = {
  effectiveSteps: [
    { step: "needsQuestions", oddsRatio: 1.9 },
    { step: "budgetQuestion", oddsRatio: 0.4 },
  ],
  favouriteSteps: ["caseStory"],
}

const span = { from: "2025-10-01", months: 12 } as const

/** The last day of the months that are played. */
export const simulatedLastDay = "2026-09-30"

/** The simulated department that the options ask for. */
export const simulated = ({ seed, language, currency, timeZone }: DemoOptions): SimulatedDepartment =>
  simulateDepartment({
    seed,
    ...span,
    language,
    currency: currency === "RUB" ? "RUB" : "USD",
    timeZone,
    scripts: true,
    planted,
  })

const sourceId = /^simulator-(\d{1,15})$/

/**
 * The department with a source that says that it is simulated: whoever opens the base again is told so too.
 *
 * @param config - how it works
 * @param seed - what it was made from
 */
export const markedAsSimulated = (config: DepartmentConfig, seed: number): DepartmentConfig => {
  const name = { en: `Simulator, seed ${seed}`, ru: `Симулятор, вариант ${seed}` }
  return { ...config, sources: [...config.sources, { id: `simulator-${seed}`, name, carries: [] }] }
}

/** The seed of the simulation that a base was begun with; null where it was begun otherwise. */
export const simulatedSeedOf = ({ sources }: DepartmentConfig): number | null => {
  for (const { id } of sources) {
    const [, seed] = sourceId.exec(id) ?? []
    if (seed !== undefined) return Number(seed)
  }
  return null
}

/** Plays the department into the base. */
export const playBase = async (
  department: SimulatedDepartment,
  tenant: TenantSales,
  options: DemoOptions,
  terminal: Terminal,
  onTime: (epochMs: number) => void,
): Promise<void> => {
  const { language } = options
  terminal.error(`${demoTexts.simulating[language]}\n`)
  const shown = progress(demoTexts.playing[language], terminal)
  const { refused } = await playSimulation(department, tenant, { onTime, onProgress: shown.at })
  shown.end()
  if (refused.length > 0) terminal.error(`${refusedText(refused.length)[language]}\n`)
}
