import { betaGeometric } from "./BetaGeometric.ts"

/**
 * MBG/NBD (Batislam, Denizel and Filiztekin 2007; Hoppe and Wagner 2007): as BG/NBD, but a customer may also stop right
 * after the first purchase. The default model, since most bases are full of people who bought once.
 *
 * @example
 * ```ts
 * import { fitNbdModel, mbgNbd, usableParameters } from "@salesdept/core/loyalty"
 *
 * const parameters = usableParameters(fitNbdModel(mbgNbd, histories))
 * mbgNbd.probabilityAlive(parameters, histories[0])
 * ```
 */
export const mbgNbd = /* @__PURE__ */ betaGeometric({
  id: "mbg-nbd",
  title: { en: "MBG/NBD", ru: "MBG/NBD" },
  chancesAtBirth: 1,
})
