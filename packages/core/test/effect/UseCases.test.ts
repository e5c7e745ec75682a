import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { layerSalesDept, memory as memoryStore, useCases } from "../../src/effect/index.ts"
import { CallObserver } from "../../src/ports/Observed.ts"
import type { Store } from "../../src/ports/Store.ts"
import { memory, salesDept } from "../../src/promise/index.ts"
import { useCaseNames } from "../../src/promise/UseCaseNames.ts"

interface Groups<Case> {
  readonly [group: string]: { readonly [useCase: string]: Case }
}

type Called = (caller: object, input: object) => Effect.Effect<unknown, unknown, Store>

const groups = useCases as object as Groups<Called>
const names = Object.assign({}, ...Object.values(useCaseNames)) as Groups<string>

describe("use cases as Effects", () => {
  it("are those of a session, in the same groups", () => {
    const own = Object.entries(groups).map(([group, cases]) => [group, Object.keys(cases).toSorted()] as const)
    const ofSession = Object.entries(names).map(([group, cases]) => [group, Object.keys(cases).toSorted()] as const)
    expect(Object.fromEntries(own)).toEqual(Object.fromEntries(ofSession))
  })

  it("are observed each under the name by which the facade observes it", async () => {
    const seen: { readonly effects: Array<string>; readonly promises: Array<string> } = { effects: [], promises: [] }
    const caller = { tenant: "shop-17", actor: "user:42" }
    const calls = Effect.forEach(Object.values(groups).flatMap(Object.values<Called>), (useCase) =>
      Effect.exit(Effect.suspend(() => useCase(caller, {}))),
    )
    const observer = ({ call }: { readonly call: string }) => seen.effects.push(call)
    await Effect.runPromise(
      calls.pipe(
        Effect.provideService(CallObserver, observer),
        Effect.provide(layerSalesDept({ store: memoryStore() })),
      ),
    )
    const dept = await salesDept({ store: memory(), observe: ({ call }) => seen.promises.push(call) })
    const session = dept.tenant("shop-17").as("user:42") as object as Groups<(input: object) => Promise<unknown>>
    for (const [group, cases] of Object.entries(names)) {
      for (const name of Object.keys(cases)) await session[group]?.[name]?.({}).catch(() => null)
    }
    expect(new Set(seen.effects)).toEqual(new Set(seen.promises))
    expect(seen.effects).toHaveLength(seen.promises.length)
  })

  it("can be planned in a batch where they are commands", () => {
    const { prepare } = useCases.deals.open
    expect(Result.isSuccess(prepare({ title: "Audit" }))).toBe(true)
  })
})
