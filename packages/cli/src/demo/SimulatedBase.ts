import { playSimulation, simulateDepartment } from "@salesdept/conformance/simulator"
import type { SimulatedDepartment } from "@salesdept/conformance/simulator"
import type { TenantSales } from "@salesdept/core/promise"
import type { Terminal } from "../Terminal.ts"
import type { DemoOptions } from "./DemoOptions.ts"
import { demoTexts, refusedText } from "./DemoTexts.ts"
import { progress } from "./Progress.ts"

/** The simulated department that the options ask for. */
export const simulated = ({ seed, language, currency, timeZone }: DemoOptions): SimulatedDepartment =>
  simulateDepartment({ seed, language, currency: currency === "RUB" ? "RUB" : "USD", timeZone })

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
