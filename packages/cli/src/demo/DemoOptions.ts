import type { DepartmentConfig } from "@salesdept/core/department"
import type { DemoArguments } from "../Arguments.ts"

/** What was asked, with a currency and a time zone. */
export interface DemoOptions extends DemoArguments {
  readonly currency: string
  readonly timeZone: string
}

const usual = {
  en: { currency: "USD", timeZone: "UTC" },
  ru: { currency: "RUB", timeZone: "Europe/Moscow" },
} as const

/**
 * Fills in what was not said: by the department, else by the language.
 *
 * @param asked - what was asked
 * @param department - the department that is worked in; null where it is the usual one
 */
export const demoOptions = (asked: DemoArguments, department: DepartmentConfig | null): DemoOptions => {
  const { currency, timeZone } = department ?? usual[asked.language]
  return { ...asked, currency: asked.currency ?? currency, timeZone: asked.timeZone ?? timeZone }
}
