import type { Effect } from "effect/Effect"
import { observed } from "../ports/Observed.ts"
import type { Store } from "../ports/Store.ts"
import type { StoreError } from "../ports/StoreErrors.ts"
import type { NoTenantList } from "../ports/TenantCare.ts"
import type { Duty } from "../ports/tick/Duty.ts"
import { tick as tickOf } from "../ports/tick/Tick.ts"
import type { TickOptions, TickReport } from "../ports/tick/TickSchema.ts"
import type { InputInvalid } from "../shared/InputErrors.ts"
import { duties } from "./Duties.ts"

/**
 * Does what is due by now, for all actors: the library's duties, and those of the host behind them. It is done within a budget, and goes
 * on where it ended when it is run again, by as many processes as there are.
 *
 * @param options - the time to judge by, or that, whose records and how far to go; Effect's clock, and all tenants, where left out
 * @param hostDuties - duties of the host's own
 * @example
 * ```ts
 * import { layerSalesDept, memory, tick } from "@salesdept/core/effect"
 * import { Effect } from "effect"
 *
 * const ticking = tick({ budget: { ms: 20_000 } })
 * const { stoppedBy } = await Effect.runPromise(Effect.provide(ticking, layerSalesDept({ store: memory() })))
 * stoppedBy // null
 * ```
 */
export const tick = (
  options?: TickOptions,
  hostDuties: ReadonlyArray<Duty> = [],
): Effect<TickReport, InputInvalid | StoreError | NoTenantList, Store> =>
  observed("tick", () => tickOf([...duties, ...hostDuties], options))
