import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { describe, expect, it } from "vitest"
import { presets } from "../../src/department/DepartmentPresets.ts"
import type { DeptLayerOptions, StoreProvider } from "../../src/effect/index.ts"
import { layerSalesDept, memory, tick, useCases } from "../../src/effect/index.ts"
import { StoreFault } from "../../src/ports/StoreErrors.ts"
import { events } from "../../src/ports/outbox/OutboxEvents.ts"
import { accessPolicy } from "../../src/ports/AccessPolicy.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const caller = { tenant: "shop-17", actor: "user:42" }
const { deals, leads } = useCases

const refusalOf = (options: DeptLayerOptions) =>
  Effect.runPromise(Effect.flip(Effect.provide(deals.count(caller), layerSalesDept(options))))

describe("the library as a layer", () => {
  it("opens the store when it is built, and closes it when its scope ends", async () => {
    const told: Array<string> = []
    const store: StoreProvider = {
      open: async () => {
        told.push("open")
        const opened = await memory().open()
        return { ...opened, close: async () => void told.push("close") }
      },
    }
    const runtime = ManagedRuntime.make(layerSalesDept({ store, department }))
    expect(told).toEqual([])
    await runtime.runPromise(deals.open(caller, { id: "deal_1", title: "Audit" }))
    expect(await runtime.runPromise(deals.get(caller, "deal_1"))).toMatchObject({ stageId: "newLead" })
    expect(told).toEqual(["open"])
    await runtime.dispose()
    expect(told).toEqual(["open", "close"])
  })

  it("fails by type where an option, the configuration or the store is not sound; what else goes wrong is a defect", async () => {
    const bad = await refusalOf({ store: memory(), department: { ...department, currency: "" } })
    expect(bad).toMatchObject({ _tag: "InputInvalid", data: { call: "layerSalesDept" } })
    expect(await refusalOf({ stor: memory() } as never)).toMatchObject({ _tag: "InputInvalid" })
    const absent = () => Promise.reject(new StoreFault("open", "notFound", null))
    expect(await refusalOf({ store: { open: absent } })).toMatchObject({ data: { reason: "notFound" } })
    const defect = refusalOf({ store: { open: () => Promise.reject(new RangeError("no such thing")) } })
    await expect(defect).rejects.toThrow("no such thing")
  })

  it("brings what calls are to work with: the configuration, the access policy, an own clock of Effect", async () => {
    const access = accessPolicy(({ actor }) => ({
      isUnlimited: actor === "user:42",
      can: () => false,
      scope: () => "all",
    }))
    const program = Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2026-02-02T06:00:00.000Z"))
      const { deal } = yield* deals.open(caller, { title: "Audit" })
      const refused = yield* Effect.flip(deals.open({ ...caller, actor: "user:7" }, { title: "Audit" }))
      return [deal.changedAt, refused._tag]
    })
    const layer = Layer.merge(layerSalesDept({ store: memory(), department, access }), TestClock.layer())
    expect(await Effect.runPromise(Effect.provide(program, layer))).toEqual(["2026-02-02T06:00:00.000Z", "Forbidden"])
  })

  it("has a consumer that is interrupted give back what it did not take, which the next one gets at once", async () => {
    const program = Effect.gen(function* () {
      for (const id of ["deal_1", "deal_2", "deal_3"]) yield* deals.open(caller, { id, title: "Audit" })
      const first: Array<string> = []
      const consumer = yield* Effect.forkChild(
        Stream.runForEach(events("shop-17", { consumer: "search", batch: 1 }), (batch) => {
          first.push(...batch.events.map(({ stream }) => stream))
          return first.length < 2 ? batch.ack : Effect.never
        }),
      )
      while (first.length < 2) yield* Effect.sleep("5 millis")
      yield* Fiber.interrupt(consumer)
      const rest: Array<string> = []
      yield* Stream.runForEach(events("shop-17", { consumer: "search", once: true }), (batch) => {
        rest.push(...batch.events.map(({ stream }) => stream))
        return batch.ack
      })
      return [first, rest]
    })
    const [first = [], rest] = await Effect.runPromise(
      Effect.provide(program, layerSalesDept({ store: memory(), department })),
    )
    expect(first).toEqual(["deal_1", "deal_2"])
    expect(rest).toEqual(["deal_3"])
  })

  it("ticks by Effect's clock, and is observed", async () => {
    const seen: Array<string> = []
    const program = Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2026-02-02T06:00:00.000Z"))
      yield* leads.receive(caller, { id: "lead_1", name: "Анна", channelId: "site" })
      yield* leads.nurture(caller, { leadId: "lead_1", until: "2026-02-03" })
      const early = yield* tick()
      yield* TestClock.adjust("2 days")
      const { duties, now } = yield* tick({ tenants: ["shop-17"] })
      return [early.duties.length, now, duties.map(({ done, duty }) => [duty, done])]
    })
    const observe = ({ call }: { readonly call: string }) => seen.push(call)
    const layer = Layer.merge(layerSalesDept({ store: memory(), department, observe }), TestClock.layer())
    expect(await Effect.runPromise(Effect.provide(program, layer))).toEqual([
      0,
      "2026-02-04T06:00:00.000Z",
      [["lead.resumeDue", 1]],
    ])
    expect(seen.filter((call) => call === "tick")).toHaveLength(2)
  })
})
