import type { Message } from "../../shared/Message.ts"
import { productEffects } from "../decomposition/Lmdi.ts"
import { shapley } from "../decomposition/Shapley.ts"

/**
 * The named ways of splitting revenue into price, volume and mix:
 * - `A` price at actual quantities, volume at base prices;
 * - `B` price at base quantities, volume at base prices, the cross term apart;
 * - `C` the midpoint of both (Bennet 1920; the Shapley value of two factors);
 * - `D` volume at the mean base price, mix holding also new and discontinued products, price as in `A`;
 * - `E` as `D` over continuing products, new and discontinued ones as lines of their own;
 * - `F` LMDI of total quantity × share × price over continuing products;
 * - `G` Shapley of total quantity × share × price over continuing products.
 */
export type PvmVariantId = "A" | "B" | "C" | "D" | "E" | "F" | "G"

/** The lines of a price–volume–mix bridge. In variants A–C `volume` holds the mix too. */
export type PvmDriver = "price" | "volume" | "cross" | "mix" | "new" | "gone" | "unpriced"

/** Quantities and prices of one product within its totals. */
export interface PvmPoint {
  /** Quantity in the base state; not 0. */
  readonly q0: number
  /** Quantity in the actual state; not 0. */
  readonly q1: number
  /** Price in the base state. */
  readonly p0: number
  /** Price in the actual state. */
  readonly p1: number
  /** Total quantity in the base state. */
  readonly total0: number
  /** Total quantity in the actual state. */
  readonly total1: number
}

type Effects = { readonly [Driver in PvmDriver]?: number }

/** How a variant treats a product that is sold in both states. */
export interface PvmVariantRule {
  /** The variant's name for people. */
  readonly name: Message
  /** Its lines, in order. */
  readonly drivers: ReadonlyArray<PvmDriver>
  /** Whether it needs total quantities, which then must not be 0. */
  readonly usesTotals: boolean
  /** The parts of one continuing product. */
  readonly effects: (point: PvmPoint) => Effects
}

/** Names of the lines for people. */
export const pvmDriverNames: { readonly [Driver in PvmDriver]: Message } = {
  price: { en: "Price", ru: "Цена" },
  volume: { en: "Volume", ru: "Объём" },
  cross: { en: "Price × volume", ru: "Совместное влияние цены и объёма" },
  mix: { en: "Mix", ru: "Структура" },
  new: { en: "New products", ru: "Новые продукты" },
  gone: { en: "Discontinued products", ru: "Выбывшие продукты" },
  unpriced: { en: "Revenue without quantity", ru: "Выручка без количества" },
}

const atMeanPrice = ({ q0, q1, p0, p1, total0, total1 }: PvmPoint): Effects => {
  const grown = q0 * (total1 / total0)
  return { price: (p1 - p0) * q1, volume: (grown - q0) * p0, mix: (q1 - grown) * p0 }
}

/** Rules of all variants. D shares the formula of E for continuing products and differs in its totals. */
export const pvmVariantRules: { readonly [Variant in PvmVariantId]: PvmVariantRule } = {
  A: {
    name: { en: "A: price at actual quantities", ru: "A: цена при фактических количествах" },
    drivers: ["price", "volume", "new", "gone"],
    usesTotals: false,
    effects: ({ q0, q1, p0, p1 }) => ({ price: (p1 - p0) * q1, volume: (q1 - q0) * p0 }),
  },
  B: {
    name: {
      en: "B: price at base quantities, cross term apart",
      ru: "B: цена при базовых количествах, совместное влияние отдельно",
    },
    drivers: ["price", "volume", "cross", "new", "gone"],
    usesTotals: false,
    effects: ({ q0, q1, p0, p1 }) => ({
      price: (p1 - p0) * q0,
      volume: (q1 - q0) * p0,
      cross: (p1 - p0) * (q1 - q0),
    }),
  },
  C: {
    name: { en: "C: midpoint", ru: "C: средняя точка" },
    drivers: ["price", "volume", "new", "gone"],
    usesTotals: false,
    effects: ({ q0, q1, p0, p1 }) => ({ price: ((p1 - p0) * (q0 + q1)) / 2, volume: ((q1 - q0) * (p0 + p1)) / 2 }),
  },
  D: {
    name: {
      en: "D: mean base price, new and discontinued products within the mix",
      ru: "D: средняя базовая цена, новые и выбывшие продукты — в структуре",
    },
    drivers: ["price", "volume", "mix"],
    usesTotals: true,
    effects: atMeanPrice,
  },
  E: {
    name: { en: "E: mean base price, continuing products", ru: "E: средняя базовая цена, продолжающиеся продукты" },
    drivers: ["price", "volume", "mix", "new", "gone"],
    usesTotals: true,
    effects: atMeanPrice,
  },
  F: {
    name: { en: "F: LMDI, continuing products", ru: "F: LMDI, продолжающиеся продукты" },
    drivers: ["volume", "mix", "price", "new", "gone"],
    usesTotals: true,
    effects: ({ q0, q1, p0, p1, total0, total1 }) => {
      const [volume = 0, mix = 0, price = 0] = productEffects([total0, q0 / total0, p0], [total1, q1 / total1, p1])
      return { volume, mix, price }
    },
  },
  G: {
    name: { en: "G: Shapley, continuing products", ru: "G: метод Шепли, продолжающиеся продукты" },
    drivers: ["volume", "mix", "price", "new", "gone"],
    usesTotals: true,
    effects: ({ q0, q1, p0, p1, total0, total1 }) => {
      const { effects } = shapley(
        [
          { driver: "volume", base: total0, actual: total1 },
          { driver: "mix", base: q0 / total0, actual: q1 / total1 },
          { driver: "price", base: p0, actual: p1 },
        ],
        ([total = 0, share = 0, price = 0]) => total * share * price,
      )
      const [volume, mix, price] = effects
      return { volume: volume?.effect ?? 0, mix: mix?.effect ?? 0, price: price?.effect ?? 0 }
    },
  },
}
