import type { Language } from "@salesdept/core/shared"
import type { Choices } from "./Random.ts"
import type { ClosingDocumentKind } from "./SettlementActions.ts"

/** A thing the department sells. */
export interface SimulatedProduct {
  /** Its id. */
  readonly id: string
  /** Its name in the department's language. */
  readonly name: string
  /** List price of one in whole minor units. */
  readonly listPriceMinor: number
}

/** A product with what only the simulator knows of it. */
export interface CatalogueItem {
  /** The product as it appears in the result. */
  readonly product: SimulatedProduct
  /** Share of demand. */
  readonly weight: number
  /** How often it is bought in more than one piece: median quantity of a middle-sized client. */
  readonly medianQuantity: number
  /** Which closing document proves its delivery. */
  readonly documentKind: ClosingDocumentKind
  /** Median working days to deliver it. */
  readonly fulfilmentDays: number
}

/** Currencies the simulated department can trade in. */
export type SimulatedCurrency = "RUB" | "USD"

/** What a currency's amounts look like. */
export const amountStepMinor: { readonly [Currency in SimulatedCurrency]: number } = { RUB: 100_00, USD: 5_00 }

const items = [
  ["audit", "Аудит процессов", "Process audit", 95_000, 1_200, 20, 1, "act", 8],
  ["implementation", "Внедрение под ключ", "Turnkey implementation", 380_000, 4_800, 12, 1, "act", 20],
  ["support", "Сопровождение, квартал", "Support, one quarter", 60_000, 750, 22, 2, "act", 3],
  ["training", "Обучение сотрудников", "Staff training", 45_000, 550, 16, 2, "act", 6],
  ["terminal", "Терминал учёта", "Tracking terminal", 32_000, 400, 14, 5, "deliveryNote", 6],
  ["sensorKit", "Комплект датчиков", "Sensor kit", 18_500, 240, 8, 8, "deliveryNote", 5],
  [
    "installation",
    "Терминалы с монтажом",
    "Terminals with installation",
    140_000,
    1_750,
    8,
    2,
    "universalTransferDocument",
    10,
  ],
] as const

const itemOf = (
  [id, ru, en, rub, usd, weight, medianQuantity, documentKind, fulfilmentDays]: (typeof items)[number],
  language: Language,
  currency: SimulatedCurrency,
): CatalogueItem => ({
  product: { id, name: language === "ru" ? ru : en, listPriceMinor: (currency === "RUB" ? rub : usd) * 100 },
  weight,
  medianQuantity,
  documentKind,
  fulfilmentDays,
})

/** The catalogue with its weights, ready for a weighted pick. */
export const catalogueOf = (
  language: Language,
  currency: SimulatedCurrency,
): Choices<readonly [choice: CatalogueItem, weight: number]> => {
  const [first, ...others] = items
  const weighted = (item: (typeof items)[number]): readonly [CatalogueItem, number] => {
    const made = itemOf(item, language, currency)
    return [made, made.weight]
  }
  return [weighted(first), ...others.map(weighted)]
}
