import type { Effect } from "effect/Effect"
import type { Caller } from "../ports/Caller.ts"
import { observed, ownNameOf } from "../ports/Observed.ts"
import type { Store } from "../ports/Store.ts"
import { kindOf } from "./CallKind.ts"
import { clientUseCases } from "./areas/ClientUseCases.ts"
import { controlUseCases } from "./areas/ControlUseCases.ts"
import { dealUseCases } from "./areas/DealUseCases.ts"
import { departmentUseCases } from "./areas/DepartmentUseCases.ts"
import { exchangeUseCases } from "./areas/ExchangeUseCases.ts"
import { loyaltyUseCases } from "./areas/LoyaltyUseCases.ts"
import { planUseCases } from "./areas/PlanUseCases.ts"
import { reviewUseCases } from "./areas/ReviewUseCases.ts"
import { scriptUseCases } from "./areas/ScriptUseCases.ts"
import { settlementUseCases } from "./areas/SettlementUseCases.ts"
import { teamUseCases } from "./areas/TeamUseCases.ts"

type AnyUseCase = (caller: Caller, ...rest: ReadonlyArray<unknown>) => Effect<unknown, unknown, Store>

/** Puts the questions of a group under observation; its commands and questions about records observe themselves. */
const observedGroup = ([name, group]: readonly [string, { readonly [useCase: string]: AnyUseCase }]) => {
  const kind = kindOf(name, group)
  const cases = Object.entries(group).map(([useCaseName, useCase]): readonly [string, AnyUseCase] => {
    if (ownNameOf(useCase) !== null) return [useCaseName, useCase]
    return [useCaseName, (...given) => observed(`${kind}.${useCaseName}`, () => useCase(...given))]
  })
  return [name, Object.fromEntries(cases)] as const
}

/** Names and types pass through untouched, which a loop cannot show the compiler. */
const observedGroups = <Groups extends object>(groups: Groups): Groups =>
  Object.fromEntries(Object.entries(groups).map(observedGroup)) as Groups

const all: typeof clientUseCases &
  typeof controlUseCases &
  typeof dealUseCases &
  typeof departmentUseCases &
  typeof exchangeUseCases &
  typeof loyaltyUseCases &
  typeof planUseCases &
  typeof reviewUseCases &
  typeof scriptUseCases &
  typeof settlementUseCases &
  typeof teamUseCases = {
  ...clientUseCases,
  ...controlUseCases,
  ...dealUseCases,
  ...departmentUseCases,
  ...exchangeUseCases,
  ...loyaltyUseCases,
  ...planUseCases,
  ...reviewUseCases,
  ...scriptUseCases,
  ...settlementUseCases,
  ...teamUseCases,
}

/**
 * Every use case of the library as Effects, in groups by what they are about: the names, inputs and answers of a session of the
 * Promise facade, with the caller first. Each needs a `Store`, which {@link layerSalesDept} gives, and tells its errors by type.
 * All areas are loaded with it; who uses few of them imports their `service` entries.
 *
 * @example
 * ```ts
 * import { layerSalesDept, memory, useCases } from "@salesdept/core/effect"
 * import { presets } from "@salesdept/core/department"
 * import { Effect } from "effect"
 *
 * const { control, deals } = useCases
 * const caller = { tenant: "shop-17", actor: "user:42" }
 * const program = Effect.gen(function* () {
 *   yield* deals.open(caller, { id: "deal_1", title: "Audit" })
 *   const { rows } = yield* control.list(caller)
 *   return rows.map(({ id }) => id)
 * })
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * await Effect.runPromise(Effect.provide(program, layerSalesDept({ store: memory(), department }))) // ["deal_1"]
 * ```
 */
export const useCases: typeof all = observedGroups(all)
