import { betaGeometric } from "./BetaGeometric.ts"

/**
 * BG/NBD (Fader, Hardie and Lee 2005): a customer may stop after each repeat purchase. Take it to compare with published
 * figures. It has no way to see a one-time buyer leave: with x = 0 the probability of being alive is always 1.
 *
 * @example
 * ```ts
 * import { bgNbd } from "@salesdept/core/loyalty/models"
 *
 * const parameters = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
 * bgNbd.expectedPurchases(parameters, { repeatCount: 2, lastAt: 30.43, age: 38.86 }, 39) // 1.226…
 * ```
 */
export const bgNbd = /* @__PURE__ */ betaGeometric({
  id: "bg-nbd",
  title: { en: "BG/NBD", ru: "BG/NBD" },
  chancesAtBirth: 0,
})
