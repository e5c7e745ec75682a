import { betaGeometric } from "./BetaGeometric.ts"

/**
 * MBG/NBD (Batislam, Denizel and Filiztekin 2007; Hoppe and Wagner 2007): as BG/NBD, but a customer may also stop right
 * after the first purchase. The default model, since most bases are full of people who bought once.
 *
 * @example
 * ```ts
 * import { mbgNbd } from "@salesdept/core/loyalty/models"
 *
 * const parameters = { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }
 * mbgNbd.probabilityAlive(parameters, { repeatCount: 2, lastAt: 30.43, age: 38.86 }) // 0.706…
 * ```
 */
export const mbgNbd = /* @__PURE__ */ betaGeometric({
  id: "mbg-nbd",
  title: { en: "MBG/NBD", ru: "MBG/NBD" },
  chancesAtBirth: 1,
})
