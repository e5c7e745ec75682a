import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { controlContext } from "../../src/control/ControlContext.ts"
import { listCursors } from "../../src/control/ListCursorService.ts"
import { readControl } from "../../src/control/service.ts"
import type { ControlOptions } from "../../src/control/service.ts"
import { layerMemory } from "../../src/memory/index.ts"
import { isSalesDeptError, memory, presets, salesDept } from "../../src/promise/index.ts"
import type { Session } from "../../src/promise/index.ts"
import { InputInvalid } from "../../src/shared/InputErrors.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

/** As a host in plain JavaScript calls it, or one that passes a query on. */
type Loose<Area> = { readonly [Call in keyof Area]: (...given: ReadonlyArray<unknown>) => Promise<unknown> }

const shopIn = async () => {
  const dept = await salesDept({ store: memory(), department })
  return dept.tenant("shop-17").as("user:42").control as unknown as Loose<Session["control"]>
}

const refusalOf = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => expect.fail("this question is refused"),
    (reason: unknown) => reason,
  )
  if (!isSalesDeptError(error) || error._tag !== "InputInvalid") throw error
  const { call: of, problems } = error.data
  return [of, ...problems.map(({ path, code }) => `${path} ${code}`)]
}

const deep = (levels: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = [value]
  return value
}

const common = ["partition", "list", "counters", "coverage", "assertCovered"] as const

describe.each(common)("control.%s", (name) => {
  it("refuses options that are not what they must be, all at once", async () => {
    const { [name]: ask } = await shopIn()
    const given = { asOf: 1, knownAt: "yesterday", records: "later", stalledByHistory: "true", asof: "2026-01-01" }
    expect(new Set(await refusalOf(ask(given)))).toEqual(
      new Set([
        `control.${name}`,
        "asOf field.type",
        "knownAt knownAt.shape",
        "records field.value",
        "stalledByHistory field.type",
        "asof field.unknown",
      ]),
    )
  })

  it("refuses options of any depth, and what are no options", async () => {
    const { [name]: ask } = await shopIn()
    expect(await refusalOf(ask({ asOf: deep(50_000) }))).toEqual([`control.${name}`, "asOf field.type"])
    expect(await refusalOf(ask({ deep: deep(50_000) }))).toEqual([`control.${name}`, "deep field.unknown"])
    for (const none of [null, "2026-01-01", []]) {
      expect(await refusalOf(ask(none))).toEqual([`control.${name}`, " field.type"])
    }
  })

  it("refuses moments whose day is none in some time zone", async () => {
    const { [name]: ask } = await shopIn()
    for (const end of ["9999-12-31", "9999-12-31T00:00:00.000Z", "0001-01-01"]) {
      expect(await refusalOf(ask({ asOf: end, knownAt: end }))).toEqual([
        `control.${name}`,
        "asOf asOf.bounds",
        "knownAt knownAt.bounds",
      ])
    }
    expect(await ask({ asOf: "9999-12-30", idsPerState: undefined })).toBeDefined()
  })

  it("takes what is undefined for not given", async () => {
    const { [name]: ask } = await shopIn()
    expect(await ask({ asOf: "2026-01-01", knownAt: undefined })).toEqual(await ask({ asOf: "2026-01-01" }))
  })
})

describe("options of one question alone", () => {
  it("are refused alike", async () => {
    const { partition, list, coverage, assertCovered } = await shopIn()
    expect(await refusalOf(partition({ idsPerState: "20" }))).toEqual(["control.partition", "idsPerState field.type"])
    expect(await refusalOf(partition({ idsPerState: 0.5 }))).toEqual(["control.partition", "idsPerState control.limit"])
    expect(await refusalOf(list({ kinds: "deal" }))).toEqual(["control.list", "kinds field.type"])
    expect(await refusalOf(list({ kinds: ["deal", "deals"], ownerId: 1, viewerId: 2, limit: "9" }))).toEqual([
      "control.list",
      "kinds[1] field.value",
      "ownerId field.value",
      "viewerId field.type",
      "limit field.type",
    ])
    expect(await refusalOf(list({ after: 3 }))).toEqual(["control.list", "after field.value"])
    expect(await refusalOf(list({ after: "" }))).toEqual(["control.list", "after text.length"])
    expect(await refusalOf(list({ after: "deal_1" }))).toEqual(["control.list", "after cursor.shape"])
    const place = (digest: string, ...key: ReadonlyArray<unknown>) => btoa(JSON.stringify([digest, key, "deal_1"]))
    const here = listCursors({}).cursorOf({ kind: "deal", id: "deal_1", state: "onTrack", amount: null, since: null })
    const [digest] = JSON.parse(atob(here)) as [string]
    expect(await list({ after: here })).toMatchObject({ rows: [], next: null })
    expect(await refusalOf(list({ after: place("?", "onTrack", "", 0, "", "deal") }))).toEqual([
      "control.list",
      "after cursor.otherQuestion",
    ])
    for (const key of [
      ["lost", "", 0, "", "deal"],
      ["onTrack", "roubles", 0, "", "deal"],
      ["onTrack", "", 0.5, "", "deal"],
      ["onTrack", "", 0, "today", "deal"],
      ["onTrack", "", 0, "", "invoice"],
      ["onTrack"],
    ]) {
      expect(await refusalOf(list({ after: place(digest, ...key) }))).toEqual(["control.list", "after cursor.shape"])
    }
    const promised = { kinds: ["deal"], state: [] }
    for (const [name, ask] of Object.entries({ coverage, assertCovered })) {
      expect(new Set(await refusalOf(ask({ promised })))).toEqual(
        new Set([`control.${name}`, "promised.state field.unknown", "promised.states field.missing"]),
      )
    }
  })
})

describe.each(["owned", "planOffboarding"] as const)("control.%s", (name) => {
  it("refuses what is no person", async () => {
    const { [name]: ask } = await shopIn()
    expect(await refusalOf(ask())).toEqual([`control.${name}`, "personId field.missing"])
    for (const none of [17, null, { personId: "ann" }, deep(50_000)]) {
      expect(await refusalOf(ask({ personId: none }))).toEqual([`control.${name}`, "personId field.type"])
    }
  })
})

it("refuses a seed of a plan that is no text, and plans by the person where there is none", async () => {
  const { planOffboarding } = await shopIn()
  expect(await refusalOf(planOffboarding({ personId: "ann", seed: 7 }))).toEqual([
    "control.planOffboarding",
    "seed field.type",
  ])
  expect(await planOffboarding({ personId: "ann" })).toEqual(await planOffboarding({ personId: "ann", seed: "ann" }))
})

describe("control.assign", () => {
  it("refuses an input without leads before anything is read for it", async () => {
    const { assign } = await shopIn()
    expect(await refusalOf(assign({}))).toContain("leads field.missing")
  })
})

describe("control read as a whole", () => {
  it("refuses what is no question, before anything is read", async () => {
    const ask = (question: unknown) =>
      Effect.runPromise(
        Effect.flip(
          Effect.provide(readControl({ tenant: "shop-17", actor: "user:42" }, question as ControlOptions), layerMemory),
        ),
      )
    expect(await ask({ asOf: "9999-12-31", asof: 1 })).toMatchObject({
      _tag: "InputInvalid",
      data: { problems: [{ path: "asof" }, { path: "asOf", code: "asOf.bounds" }] },
    })
    expect(await ask(null)).toMatchObject({ _tag: "InputInvalid" })
  })

  it("has no context at a moment whose day is none", () => {
    const at = (asOf: string) => () => controlContext({ asOf, timeZone: "Asia/Tokyo", currency: "RUB" })
    expect(at("9999-12-31T23:00:00.000Z")).toThrow(InputInvalid)
    expect(at("9999-12-30")()).toMatchObject({ today: "9999-12-30" })
  })
})
