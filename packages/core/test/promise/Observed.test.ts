import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Tracer from "effect/Tracer"
import { describe, expect, it, vi } from "vitest"
import { clientCommands } from "../../src/client/service.ts"
import { presets } from "../../src/department/DepartmentPresets.ts"
import { makeMemoryStore } from "../../src/memory/MemoryStore.ts"
import { DefaultDepartment } from "../../src/ports/DefaultDepartment.ts"
import { Store } from "../../src/ports/Store.ts"
import type { CallObservation, SalesDeptOptions } from "../../src/promise/index.ts"
import { memory, salesDept } from "../../src/promise/index.ts"
import { useCaseNames } from "../../src/promise/UseCaseNames.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

const open = async (options: Partial<SalesDeptOptions> = {}) => {
  const dept = await salesDept({ store: memory(), department, ...options })
  return dept.tenant("shop-17")
}

/** Whatever of a person was given in these calls. */
const personal = ["Анна Петрова", "user:anna", "client_anna", "+7 900 000-00-00", "shop-17"]

interface UseCases {
  readonly [name: string]: (input: object) => Promise<unknown>
}

interface Groups {
  readonly [group: string]: { readonly [name: string]: "command" | "query" }
}

describe("observation", () => {
  it("tells of every call its name, outcome and time, and nothing of anybody", async () => {
    const seen: Array<CallObservation> = []
    const shop = (await open({ observe: (one) => seen.push(one) })).as("user:anna")
    await shop.clients.register({ id: "client_anna", name: "Анна Петрова", ownerId: "user:anna" })
    await shop.clients.get("client_anna")
    await shop.clients.page({ where: { ownerId: "user:anna" } })
    await shop.clients.register({ id: "client_anna", name: "Анна Петрова" }).catch(() => null)
    await shop.deals.open({ title: "+7 900 000-00-00", clientId: "client_anna" })
    await shop.deals.open({ title: "" }).catch(() => null)
    await shop.batch((commands) => [commands.deals.open({ title: "x" })])
    await shop.control.partition()
    expect(seen.map(({ call, outcome }) => `${call} ${outcome}`)).toEqual([
      "client.register done",
      "client.get done",
      "client.page done",
      "client.register RecordExists",
      "deal.open done",
      "deal.open InputInvalid",
      "batch done",
      "control.partition done",
    ])
    for (const { durationMs } of seen) expect(durationMs).toBeGreaterThanOrEqual(0)
    for (const text of personal) expect(JSON.stringify(seen)).not.toContain(text)
  })

  it("changes no outcome where the host's function throws, which is told of apart", async () => {
    const apart: Array<unknown> = []
    const { queueMicrotask: queue } = globalThis
    vi.stubGlobal("queueMicrotask", (work: () => void) =>
      queue(() => {
        try {
          work()
        } catch (thrown) {
          apart.push(thrown)
        }
      }),
    )
    try {
      const fault = new RangeError("no such label")
      const observe = () => {
        throw fault
      }
      const shop = (await open({ observe })).as("user:anna")
      await shop.deals.open({ id: "deal_1", title: "Audit" })
      expect(await shop.deals.get("deal_1")).toMatchObject({ stageId: "newLead" })
      await expect(shop.deals.open({ id: "deal_1", title: "Audit" })).rejects.toMatchObject({ _tag: "RecordExists" })
      await new Promise(setImmediate)
      expect(apart).toEqual([fault, fault, fault])
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it("tells of a question that is a command with nothing written once, and of what a call does on the way by other names", async () => {
    const seen: Array<string> = []
    const now = () => Date.parse("2026-11-15T09:00:00.000Z")
    const shop = (await open({ now, observe: ({ call }) => seen.push(call) })).as("user:anna")
    await shop.clients.register({ id: "client_1", name: "Ромашка" })
    await shop.clients.register({ id: "client_2", name: "Ромашка" })
    const { deal } = await shop.deals.open({ title: "Audit" })
    seen.length = 0
    await shop.clients.previewMerge({ intoId: "client_1", fromId: "client_2" })
    await shop.deals.evaluate({ dealId: deal.id, to: "contract" })
    await shop.personalData.export({ clientId: "client_1" })
    expect(seen).toEqual(["client.previewMerge", "deal.evaluate", "personalData.export"])
    seen.length = 0
    await shop.findings.review({ span: "day", on: "2026-11-10" })
    expect(seen.filter((call) => call === "finding.review")).toHaveLength(1)
  })

  it("names every call by what the commands of its group are about, questions about records by their kind", async () => {
    const seen: Array<string> = []
    const shop = (await open({ observe: ({ call }) => seen.push(call) })).as("user:anna") as object
    const groups = Object.entries(Object.assign({}, ...Object.values(useCaseNames)) as Groups)
    for (const [group, names] of groups) {
      const kinds = { record: new Set<string>(), command: new Set<string>(), query: new Set<string>() }
      for (const [name, type] of Object.entries(names)) {
        seen.length = 0
        const useCase = (shop as { readonly [group: string]: UseCases })[group]?.[name]
        await useCase?.({}).catch(() => null)
        expect(seen, `${group}.${name}`).toHaveLength(1)
        const [kind = "", verb] = (seen.at(-1) ?? "").split(".")
        expect(verb, `${group}.${name}`).toBe(name)
        kinds[name in useCaseNames.script.scriptVersions ? "record" : type].add(kind)
      }
      const all = [...kinds.command, ...kinds.query]
      const [first = ""] = all.length > 0 ? all : kinds.record
      expect(new Set(all), group).toEqual(new Set(all.length > 0 ? [first] : []))
      expect(kinds.record.size, group).toBeLessThanOrEqual(1)
    }
  })

  it("puts every call under one span, and into two metrics, without inputs, ids and texts", async () => {
    const spans: Array<Tracer.Span> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = Tracer.nativeTracer.span(options)
        spans.push(span)
        return span
      },
    })
    const caller = { tenant: "shop-17", actor: "user:anna" }
    const calls = Effect.gen(function* () {
      yield* clientCommands.register(caller, { id: "client_anna", name: "Анна Петрова", ownerId: "user:anna" })
      yield* Effect.exit(clientCommands.register(caller, { id: "client_anna", name: "Анна Петрова" }))
      return yield* Metric.snapshot
    }).pipe(
      Effect.provideService(Store, makeMemoryStore()),
      Effect.provideService(DefaultDepartment, department),
      Effect.provideService(Tracer.Tracer, tracer),
      Effect.provideService(Metric.MetricRegistry, new Map()),
    )
    const metrics = await Effect.runPromise(calls)
    expect(spans.map(({ name }) => name)).toEqual(["salesdept.client.register", "salesdept.client.register"])
    expect(spans.map(({ attributes }) => attributes.get("salesdept.outcome"))).toEqual(["done", "RecordExists"])
    expect(spans.map(({ status }) => status._tag === "Ended" && status.exit._tag)).toEqual(["Success", "Failure"])
    const exits = spans.map(({ status }) => (status._tag === "Ended" ? status.exit : null))
    const told = JSON.stringify(
      [
        spans.map(({ attributes, name }) => [name, [...attributes]]),
        exits,
        // What exporters make of a failure.
        exits.map((exit) =>
          exit !== null && Exit.isFailure(exit)
            ? Cause.prettyErrors(exit.cause).map(({ message, name, stack }) => [name, message, stack])
            : [],
        ),
        metrics.map(({ attributes, id, state }) => [id, attributes, state]),
      ],
      (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value),
    )
    expect(told).toContain("salesdept_calls")
    expect(told).toContain("salesdept_call_duration_ms")
    for (const text of personal) expect(told).not.toContain(text)
  })
})

describe("a signal", () => {
  it("ends calls before they begin", async () => {
    const stop = new AbortController()
    const tenant = await open()
    const shop = tenant.as("user:1", { signal: stop.signal })
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    stop.abort(new RangeError("gone"))
    await expect(shop.deals.open({ id: "deal_2", title: "Audit" })).rejects.toThrow("gone")
    expect(await tenant.as("user:1").deals.count()).toBe(1)
  })

  it("ends calls while they wait for the store, and the store is told", async () => {
    const stop = new AbortController()
    let isTold = false
    const asked = Promise.withResolvers<void>()
    const waits = Effect.onInterrupt(
      Effect.callback<never>(() => asked.resolve()),
      () => Effect.sync(() => (isTold = true)),
    )
    const store = { ...makeMemoryStore(), transact: () => waits }
    const tenant = await open({ store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) } })
    const waiting = tenant.as("user:1", { signal: stop.signal }).deals.open({ title: "Audit" })
    void asked.promise.then(() => stop.abort(new RangeError("gone")))
    await expect(waiting).rejects.toThrow("gone")
    expect(isTold).toBe(true)
  })

  it("ends the waiting for events", async () => {
    const stop = new AbortController()
    const tenant = await open()
    setTimeout(() => stop.abort(new RangeError("gone")), 20)
    const read = async () => {
      for await (const batch of tenant.events({ consumer: "mailer", signal: stop.signal })) await batch.ack()
    }
    await expect(read()).rejects.toThrow("gone")
  })
})
