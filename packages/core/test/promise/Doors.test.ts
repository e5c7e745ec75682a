import { afterAll, describe, expect, it } from "vitest"
import { presets } from "../../src/department/DepartmentPresets.ts"
import { memory, salesDept } from "../../src/promise/index.ts"
import { useCaseNames } from "../../src/promise/UseCaseNames.ts"
import type { AnyCall, Values } from "./AnyInput.ts"
import { never, noInput, odd, outcomeOf } from "./AnyInput.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const dept = await salesDept({ store: memory(), department, now: () => Date.parse("2026-02-02T06:00:00.000Z") })
const shop = dept.tenant("shop")
await shop.as("user:1").clients.register({ id: "client_1", name: "Ромашка" })
afterAll(() => dept.close())

const anything: Values = { ...never, ...noInput, ...odd }

/** The first answer of an iteration; it ends with it. */
const firstOf = async (events: AsyncIterable<unknown>): Promise<unknown> => {
  for await (const batch of events) return batch
  return null
}

const anyCall = (call: unknown): AnyCall => call as AnyCall

/** Calls of a door, each with what it is given: every place of it, one after another. */
type Doors = { readonly [call: string]: ReadonlyArray<AnyCall> }

const sessionOf = (tenant: unknown, actor: unknown, options?: unknown) =>
  dept.tenant(tenant as string).as(actor as string, options as { readonly roles?: ReadonlyArray<string> })

const ofDept: Doors = {
  tenant: [
    (tenant) => sessionOf(tenant, "user:1").deals.page(),
    (tenant) => sessionOf(tenant, "user:1").deals.open({ title: "Audit" }),
    (tenant) => sessionOf(tenant, "user:1").control.list(),
  ],
  tick: [
    (options) => anyCall(dept.tick)(options),
    ...["now", "budget", "tenants", "after", "keepKeysDays", "onProgress", "signal"].map(
      (name): AnyCall =>
        (value) =>
          anyCall(dept.tick)({ [name]: value }),
    ),
  ],
  events: [
    (options) => firstOf(anyCall(dept.events)(options) as AsyncIterable<unknown>),
    ...["consumer", "batch", "ahead", "leaseMs", "maxAttempts", "backoffMs", "maxBackoffMs", "pollMs", "signal"].map(
      (name): AnyCall =>
        (value) =>
          firstOf(anyCall(dept.events)({ consumer: "c", once: true, [name]: value }) as AsyncIterable<unknown>),
    ),
  ],
  tenants: [
    (options) => anyCall(dept.tenants)(options),
    (limit) => anyCall(dept.tenants)({ limit }),
    (after) => anyCall(dept.tenants)({ after }),
  ],
  checkDirectory: [(any) => anyCall(dept.checkDirectory)(any)],
  load: [(any) => anyCall(dept.load)(any)],
  close: [],
}

const ofTenant: Doors = {
  as: [
    (actor) => sessionOf("shop", actor).deals.page(),
    (options) => sessionOf("shop", "user:1", options).deals.page(),
    (options) => sessionOf("shop", "user:1", options).batch((commands) => [commands.deals.open({ title: "Audit" })]),
    (roles) => sessionOf("shop", "user:1", { roles }).deals.page(),
    (roles) => sessionOf("shop", "user:1", { roles }).deals.open({ title: "Audit" }),
    (signal) => sessionOf("shop", "user:1", { signal }).deals.page(),
  ],
  events: [
    (options) => firstOf(anyCall(shop.events)(options) as AsyncIterable<unknown>),
    (consumer) => firstOf(anyCall(shop.events)({ consumer, once: true }) as AsyncIterable<unknown>),
  ],
  outbox: [],
}

const ofOutbox: Doors = {
  consumers: [],
  parked: [(consumer) => anyCall(shop.outbox.parked)(consumer)],
  retry: [
    (consumer) => anyCall(shop.outbox.retry)(consumer, "deal_1"),
    (stream) => anyCall(shop.outbox.retry)("mailer", stream),
  ],
  prune: [(ageMs) => anyCall(shop.outbox.prune)(ageMs)],
  forget: [(consumer) => anyCall(shop.outbox.forget)(consumer)],
}

const ofSession: Doors = {
  batch: [
    (plan) => anyCall(shop.as("user:1").batch)(plan),
    (planned) => anyCall(shop.as("user:1").batch)(() => planned),
    (one) => anyCall(shop.as("user:1").batch)(() => [one]),
    (input) =>
      anyCall(shop.as("user:1").batch)((commands: { deals: { open: AnyCall } }) => [commands.deals.open(input)]),
    (options) => shop.as("user:1").batch((commands) => [commands.deals.open({ title: "Audit" })], options as never),
  ],
}

/** What opens a department; each option of it is given anything. */
const opening: Doors = {
  salesDept: [
    (options) => anyCall(salesDept)(options),
    ...["store", "department", "now", "ids", "access", "directory", "observe", "duties", "zz"].map(
      (name): AnyCall =>
        async (value) =>
          (await (anyCall(salesDept)({ store: memory(), [name]: value }) as ReturnType<typeof salesDept>)).close(),
    ),
  ],
}

const doors: { readonly [door: string]: readonly [object, Doors] } = {
  dept: [dept, ofDept],
  tenant: [shop, ofTenant],
  outbox: [shop.outbox, ofOutbox],
  session: [{ batch: shop.as("user:1").batch }, ofSession],
  library: [{ salesDept }, opening],
}

describe("the doors of the facade", () => {
  it("are all looked at, and so is every group of a session", () => {
    for (const [there, looked] of Object.values(doors)) expect(Object.keys(looked)).toEqual(Object.keys(there))
    const groups = Object.values(useCaseNames).flatMap((area) => Object.keys(area))
    expect(Object.keys(shop.as("user:1")).toSorted()).toEqual([...groups, "batch"].toSorted())
  })

  const calls = Object.entries(doors).flatMap(([door, [, looked]]) =>
    Object.entries(looked).flatMap(([name, ways]) => ways.map((way, at) => [door, name, at, way] as const)),
  )

  it.each(calls)(
    "%s.%s, way %i, answer or refuse anything with an error of the library",
    async (_door, _name, _at, way) => {
      const faults: Array<string> = []
      for (const [label, value] of Object.entries(anything)) {
        const outcome = await outcomeOf(way, [value])
        if ("fault" in outcome) faults.push(`${label}: ${outcome.fault}`)
      }
      expect(faults).toEqual([])
    },
    120_000,
  )
})

describe("what a door refuses", () => {
  const problemsOf = async (call: AnyCall, value: unknown): Promise<ReadonlyArray<string>> => {
    const outcome = await outcomeOf(call, [value])
    if (!("refused" in outcome)) return expect.fail("it is refused")
    const { data } = outcome.refused as Error & { data: { problems: ReadonlyArray<{ path: string; code: string }> } }
    return data.problems.map(({ path, code }) => `${path} ${code}`)
  }

  it.each<[string, (session: ReturnType<typeof sessionOf>, options: never) => Promise<unknown>]>([
    ["a command", (session, options) => session.deals.open({ title: "Audit" }, options)],
    [
      "several commands",
      ({ batch }, options) => batch((commands) => [commands.deals.open({ title: "Audit" })], options),
    ],
    ["a record", ({ deals }, options) => deals.get("deal_1", options)],
    ["a page", ({ deals }, options) => deals.page({}, options)],
    ["a list", ({ control }, options) => control.list({}, options)],
    ["what takes no options", ({ deals }, options) => anyCall(deals.funnel)({}, options) as Promise<unknown>],
  ])("is told where a signal goes, given to %s", async (_, call) => {
    const refused = call(sessionOf("shop", "user:1"), { signal: new AbortController().signal } as never)
    await expect(refused).rejects.toMatchObject({
      data: { problems: [{ path: "options.signal", code: "options.signal" }] },
      message: expect.stringContaining("tenant.as(actor, { signal })"),
    })
  })

  it("is told with its path", async () => {
    expect(await problemsOf((tenant) => sessionOf(tenant, "user:1").deals.get("deal_1"), 5)).toEqual([
      "caller.tenant field.type",
    ])
    expect(
      await problemsOf((options) => sessionOf("shop", "user:1", options).deals.get("deal_1"), { role: "head" }),
    ).toEqual(["caller.role field.unknown"])
    expect(await problemsOf((signal) => sessionOf("shop", "user:1", { signal }).deals.page(), 5)).toEqual([
      "caller.signal signal.shape",
    ])
    expect(await problemsOf((options) => anyCall(dept.tick)(options), { budget: { ms: 0 }, signal: 5 })).toEqual([
      "budget.ms budget.bounds",
      "signal signal.shape",
    ])
    const events = (options: unknown) => firstOf(anyCall(shop.events)(options) as AsyncIterable<unknown>)
    expect(await problemsOf(events, { batch: 0, leaseMs: Number.NaN })).toEqual([
      "consumer field.missing",
      "batch number.bounds",
      "leaseMs number.bounds",
    ])
    expect(await problemsOf((plan) => anyCall(shop.as("user:1").batch)(() => plan), [{}, 5])).toEqual([
      "[0] batch.command",
      "[1] batch.command",
    ])
    expect(await problemsOf((options) => anyCall(salesDept)(options), { clock: 5, now: 5 })).toEqual([
      "clock field.unknown",
      "now field.type",
      "store field.missing",
    ])
  })

  it("of a batch is what the host's own function throws, as it is", async () => {
    const own = new RangeError("the host's")
    await expect(
      shop.as("user:1").batch(() => {
        throw own
      }),
    ).rejects.toBe(own)
  })
})
