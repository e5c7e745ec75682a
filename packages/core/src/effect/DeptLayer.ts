import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { StoreFault } from "../ports/StoreErrors.ts"
import type { Store } from "../ports/Store.ts"
import type { InputInvalid } from "../shared/InputErrors.ts"
import { isSalesDeptError } from "../shared/Failure.ts"
import type { DeptLayerOptions } from "./DeptOptions.ts"
import { checkLayerOptions } from "./DeptOptions.ts"
import { openDept } from "./OpenDept.ts"

const isExpected = (cause: unknown): cause is InputInvalid | StoreFault =>
  isSalesDeptError(cause) && (cause._tag === "InputInvalid" || cause._tag === "StoreFault")

/**
 * The library as one layer: an open store, and what of the host's own calls are to work with, as `salesDept` has it for Promises. The
 * store is opened when the layer is built, and closed when its scope ends. Time is Effect's `Clock`. Nothing is migrated or published
 * by this. It fails with `InputInvalid` where an option or the configuration is not sound, with every problem, and with `StoreFault` where
 * the store cannot be opened, or its tables are not there or not of this version.
 *
 * @param options - the store, and the host's configuration, ids, access, directory and observer
 * @example
 * ```ts
 * import { layerSalesDept, memory, useCases } from "@salesdept/core/effect"
 * import { presets } from "@salesdept/core/department"
 * import { Effect } from "effect"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const caller = { tenant: "shop-17", actor: "user:42" }
 * const opening = useCases.deals.open(caller, { title: "Audit" })
 * const { deal } = await Effect.runPromise(Effect.provide(opening, layerSalesDept({ store: memory(), department })))
 * deal.stageId // "newLead"
 * ```
 */
export const layerSalesDept = (options: DeptLayerOptions): Layer.Layer<Store, InputInvalid | StoreFault> => {
  const opened = Effect.tryPromise({
    try: async () => {
      checkLayerOptions(options)
      return await openDept("layerSalesDept", options)
    },
    catch: (cause) => cause,
  }).pipe(Effect.catch((cause) => (isExpected(cause) ? Effect.fail(cause) : Effect.die(cause))))
  return Layer.effectContext(
    Effect.map(
      Effect.acquireRelease(opened, ({ close }) => Effect.promise(close)),
      ({ services }) => services,
    ),
  )
}
