import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { describe, expect, it } from "vitest"
import { presets } from "../../src/department/DepartmentPresets.ts"
import { awaitedThen } from "../../src/ports/Awaited.ts"
import { memory, salesDept } from "../../src/promise/index.ts"
import type { StoreProvider } from "../../src/promise/index.ts"
import { useCaseNames } from "../../src/promise/UseCaseNames.ts"
import type { AnyCall, Outcome, Values } from "./AnyInput.ts"
import { fieldsOf, mended, never, noInput, odd, outcomeOf, placesOf, withAt, wrongPathsIn } from "./AnyInput.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

/** Events written so far, by whatever call. */
let written = 0

const counting: StoreProvider = {
  open: async () => {
    const { store, close } = await memory().open()
    const transact: typeof store.transact = (request) =>
      awaitedThen(
        store.transact(request),
        (exit) => {
          if (Exit.isSuccess(exit)) written += exit.value.events.length
          return exit
        },
        Effect.tap(({ events }) =>
          Effect.sync(() => {
            written += events.length
          }),
        ),
      )
    return { store: { ...store, transact }, close }
  },
}

const dept = await salesDept({ store: counting, department, now: () => Date.parse("2026-02-02T06:00:00.000Z") })
const tenant = dept.tenant("shop")
const shop = tenant.as("user:1")
const amount = { amountMinor: 500, currency: "RUB" }
await shop.clients.register({ id: "client_1", name: "Ромашка", ownerId: "user:1" })
await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "user:1", amount })
await shop.leads.receive({ id: "lead_1", name: "Ромашка", channelId: "site" })
await shop.plans.open({
  id: "plan_1",
  name: "Sales",
  currency: "RUB",
  measures: [{ id: "wonMinor", kind: "money", credit: "wonMoney" }],
})
await shop.plans.publish({
  id: "plan_2",
  currency: "RUB",
  targets: [{ ownerId: "user:1", quarter: "2026-Q1", amountMinor: 900_000 }],
})

const groups = shop as unknown as { readonly [group: string]: { readonly [name: string]: AnyCall } }

const useCases = Object.values(useCaseNames)
  .flatMap((area) => Object.entries<{ readonly [name: string]: string }>({ ...area }))
  .flatMap(([group, names]) => Object.entries(names).map(([name, kind]) => [group, name, kind] as const))

/** What every kind of record is asked is one code: of these kinds it is looked at whole, of the others from outside. */
const wholly = new Set(["deals", "products", "debriefs"])
const ofRecords = new Set(Object.keys(useCaseNames.deal.overrides))

/** They are given nothing, so that nothing can be wrong with it. */
const givenNothing = new Set(["verify"])

const isUnder = (path: string, field: string): boolean => path === field || /^[.[]/.test(path.replace(field, ""))

describe("whatever a host gives, a use case answers, or refuses it with an error of the library and writes nothing", () => {
  it.each(useCases)(
    "%s.%s",
    async (group, name, kind) => {
      const call = groups[group]?.[name]
      if (call === undefined) return expect.fail("there is no such use case")
      const faults = new Set<string>()
      const asked = async (label: string, args: ReadonlyArray<unknown>): Promise<Outcome> => {
        const before = written
        const outcome = await outcomeOf(call, args)
        if ("fault" in outcome) faults.add(`${label}: ${outcome.fault}`)
        else if ("refused" in outcome && written !== before) faults.add(`${label}: refused, but writes`)
        return outcome
      }
      const refused = async (label: string, args: ReadonlyArray<unknown>): Promise<Outcome> => {
        const outcome = await asked(label, args)
        if ("answer" in outcome) faults.add(`${label}: answered`)
        return outcome
      }
      const takesNothing = givenNothing.has(name) || givenNothing.has(`${group}.${name}`)
      for (const [label, value] of Object.entries({ ...never, ...noInput })) {
        // No ids are ids too.
        const isInput = takesNothing || (name === "getMany" && label === "[]")
        await (isInput ? asked : refused)(label, [value])
      }
      for (const [label, value] of Object.entries(odd)) await asked(label, [value])
      if (takesNothing || (ofRecords.has(name) && !wholly.has(group))) return expect([...faults]).toEqual([])

      const good = await mended(call, { planId: "plan_2", ownerId: "user:1" })
      const fields = await fieldsOf(call, good)
      const isOfFields = fields.length > 0
      if (isOfFields) {
        const unknown = await refused("zz", [withAt(good, ["zz"], 1)])
        if (!wrongPathsIn(unknown).includes("zz")) faults.add("an unknown field is not told")
      }
      for (const field of fields) {
        const places = placesOf(field)
        for (const [label, value] of Object.entries(never)) {
          const outcome = await refused(`${field} = ${label}`, [withAt(good, places, value)])
          if (!wrongPathsIn(outcome).some((path) => isUnder(path, field)))
            faults.add(`${field} = ${label}: is not told`)
        }
        for (const [label, value] of Object.entries(odd))
          await asked(`${field} = ${label}`, [withAt(good, places, value)])
      }
      const firsts = isOfFields ? [good] : ["deal_1", "ownerId"]
      const beside: Values = kind === "command" ? never : { ...never, ...noInput, ...odd }
      for (const first of firsts) {
        for (const [label, value] of Object.entries(beside)) {
          await asked(`beside: ${label}`, [first, value])
          if (kind === "query") await asked(`third: ${label}`, [first, {}, value])
          for (const option of ["idempotencyKey", "occurredAt", "dryRun", "department", "tx"]) {
            await asked(`${option} = ${label}`, [first, { [option]: value }])
          }
        }
      }
      expect([...faults].slice(0, 40)).toEqual([])
    },
    120_000,
  )

  it("refuses under an idempotency key what has no text that it could be known again by", async () => {
    const open = groups["deals"]?.["open"] ?? expect.fail("deals.open")
    for (const value of [5n, Number.NaN, new Date(0), () => 1, Symbol("x"), [new Map()]]) {
      const outcome = await outcomeOf(open, [{ title: "Audit", custom: { tier: value } }, { idempotencyKey: "k" }])
      const path = Array.isArray(value) ? "custom.tier[0]" : "custom.tier"
      expect(wrongPathsIn(outcome)).toEqual([path])
    }
  })

  it("keeps a journal that verifies", async () => {
    for (const [group, name] of useCases.filter(([, verb, kind]) => verb === "verify" && kind === "query")) {
      const outcome = await outcomeOf(groups[group]?.[name] ?? expect.fail(group), [])
      expect(outcome).toMatchObject({ answer: { faults: [] } })
    }
  })
})
