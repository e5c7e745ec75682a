import { formatMoney, formatMoneyCompact, formatPeriod } from "@salesdept/report"
import type { BridgeContent } from "@salesdept/report"
import { addDays, parsePeriod } from "@salesdept/core/shared"
import type { Language, Message } from "@salesdept/core/shared"

const currency = "RUB"

/** Titles of the parts. */
export const texts = {
  title: { en: "Once round the loop: June of a simulated department", ru: "Один круг: июнь смоделированного отдела" },
  month: { en: "1. The month is closed, for everybody", ru: "1. Месяц закрыт — по каждому" },
  findings: { en: "2. What happened, with evidence", ru: "2. Что произошло, с доказательствами" },
  plan: { en: "3. The quarter against its plan, and why", ru: "3. Квартал против плана, и почему" },
  talk: { en: "4. Who talks about what", ru: "4. Кто о чём говорит" },
  script: { en: "5. What goes with winning becomes a script", ru: "5. Что помогает выигрывать — в скрипт" },
  corrected: { en: "6. The plan, corrected to the new reality", ru: "6. План, исправленный под новую реальность" },
  settled: {
    en: "7. A quarter later: the experiment ends by its rule",
    ru: "7. Через квартал: эксперимент завершён по правилу",
  },
  next: { en: "8. The next plan, where the next round begins", ru: "8. Следующий план — начало нового круга" },
} as const satisfies Record<string, Message>

/** A name and a value, or a table, in one language: the same for the terminal and for the page. */
export interface Part {
  readonly title: string
  readonly lines: ReadonlyArray<string>
  readonly rows: {
    /** What the table shows, above it on the page. */
    readonly caption: string
    readonly headers: ReadonlyArray<string>
    readonly rows: ReadonlyArray<ReadonlyArray<string>>
    readonly footer?: ReadonlyArray<string>
  } | null
  readonly bridge: BridgeContent | null
}

/** An amount, shortened. */
export const money = (amountMinor: number | null, language: Language): string =>
  amountMinor === null ? "—" : formatMoneyCompact(amountMinor, currency, language)

/** A change of an amount, shortened, with its sign. */
export const change = (amountMinor: number, language: Language): string =>
  formatMoneyCompact(amountMinor, currency, language, true)

/** A target in whole units: those of a column must be seen to add up. */
export const target = (amountMinor: number, language: Language): string =>
  formatMoney(amountMinor, currency, language, { minorUnits: "never" })

/** A period by its name instead of its label. */
export const periodName = (label: string, language: Language): string => {
  const period = parsePeriod(label)
  if (period === null) return label
  return formatPeriod({ from: period.from, to: addDays(period.to, -1), name: null }, language)
}

/** The text of a language. */
export const say = (language: Language, en: string, ru: string): string => (language === "ru" ? ru : en)
