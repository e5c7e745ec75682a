import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { DepartmentConfig } from "../../src/department/DepartmentSchema.ts"
import { passedConditions } from "../../src/deal/PassedGates.ts"
import type { Pipeline } from "../../src/deal/Pipeline.ts"
import { presets } from "../../src/promise/index.ts"
import type { Session } from "../../src/promise/index.ts"
import { along, attack, attacked, done, refusal, rub, sold, stateOf } from "../attack.ts"

const undone = async (call: Promise<unknown>) => {
  const error = await refusal(call)
  expect(error._tag).toBe("GateUndone")
  const { unmet } = error.data as { unmet: ReadonlyArray<{ stageId: string; code: string }> }
  return unmet.map(({ stageId, code }) => `${stageId} ${code}`)
}

const goods = presets.goodsWithDeliveryNotes({ timeZone: "Europe/Moscow", currency: "RUB" })
const saas = presets.b2bSaas({ timeZone: "Europe/Moscow", currency: "RUB" })

const registered = (shop: Session) => shop.clients.register({ id: "client_1", name: "A", ownerId: "ann" })

describe("what a passed gate asked for is not taken back", () => {
  it("by taking the client or the amount off a deal, singly or both", async () => {
    const { shop } = await attack()
    await sold(shop)
    const without = shop.deals.amend({ dealId: "deal_1", clientId: null, amount: null })
    expect(await undone(without)).toEqual(["contract deal.amountMinor.isSet", "contract client.isKnown.is"])
    expect(await undone(shop.deals.amend({ dealId: "deal_1", clientId: null }, { dryRun: true }))).toHaveLength(1)
    await shop.clients.register({ id: "client_2", name: "B", ownerId: "ann" })
    await shop.deals.amend({ dealId: "deal_1", clientId: "client_2", amount: rub(90), title: "Bigger audit" })
    for (const [to, reason] of [
      ["contract", "other client"],
      ["negotiation", "other client"],
    ] as const) {
      await shop.deals.move({ dealId: "deal_1", to, reason })
    }
    await shop.deals.amend({ dealId: "deal_1", clientId: null })
  })

  it("by another currency than that of the invoices, while another amount is for control to ask for", async () => {
    const { shop } = await attack()
    await done(shop)
    const dollars = shop.deals.amend({ dealId: "deal_1", amount: { amountMinor: 100, currency: "USD" } })
    expect((await refusal(dollars)).data).toEqual({ field: "amount", dealId: "deal_1", rule: "invoiced" })
    await shop.deals.amend({ dealId: "deal_1", amount: rub(101), title: "Audit of May", ownerId: "bob" })
    expect(await stateOf(shop, "deal_1")).toBe("owingPayment")
    await sold(shop, "deal_2")
    await shop.deals.amend({ dealId: "deal_2", amount: { amountMinor: 100, currency: "USD" } })
  })

  it("by taking away the lines that were quoted, of which a skipped stage asks nothing", async () => {
    const { shop } = await attack(goods)
    await registered(shop)
    await shop.deals.open({ id: "deal_1", title: "Tea", clientId: "client_1", ownerId: "ann", amount: rub(1) })
    const lines = [{ kind: "product", name: "Tea", quantity: "1", unitPriceMinor: 100 }] as const
    const without = () => shop.deals.setLines({ dealId: "deal_1", currency: "RUB", lines: [] })
    await shop.deals.setLines({ dealId: "deal_1", currency: "RUB", lines })
    await along(shop, "deal_1", ["contact", "quote"])
    await without()
    await shop.deals.setLines({ dealId: "deal_1", currency: "RUB", lines })
    await along(shop, "deal_1", ["negotiation"])
    expect(await undone(without())).toEqual(["quote deal.lineCount.atLeast"])
  })

  it("by a discount nobody approved, given once the contract is signed", async () => {
    const { shop } = await attack(saas)
    await registered(shop)
    await shop.contacts.add({ clientId: "client_1", name: "B", roleId: "decisionMaker" })
    const opened = { id: "deal_1", title: "Seats", clientId: "client_1", ownerId: "ann" } as const
    await shop.deals.open({ ...opened, amount: rub(100), listAmount: rub(100) })
    await along(shop, "deal_1", ["qualification", "demo", "proposal", "contract"])
    await shop.deals.amend({ dealId: "deal_1", amount: rub(80) })
    expect(await undone(shop.deals.amend({ dealId: "deal_1", amount: rub(79) }))).toEqual(["contract any"])
    // Nobody there decides.
    await shop.clients.register({ id: "client_2", name: "C", ownerId: "ann" })
    expect(await undone(shop.deals.amend({ dealId: "deal_1", clientId: "client_2" }))).toHaveLength(1)
  })

  it("by many at once", async () => {
    const owned: DepartmentConfig = {
      ...attacked,
      pipelines: attacked.pipelines.map((pipeline) => ({
        ...pipeline,
        stages: pipeline.stages.map((stage) =>
          stage.id === "needs" ? { ...stage, entry: { fact: "deal.ownerId", op: "in", value: ["ann"] } } : stage,
        ),
      })),
    }
    const { shop } = await attack(owned)
    for (const id of ["deal_1", "deal_2"] as const) await shop.deals.open({ id, title: "Audit", ownerId: "ann" })
    await along(shop, "deal_1", ["contact", "needs"])
    const action = { type: "assign", kind: "deal", ownerId: "bob" } as const
    const { lines } = await shop.runs.bulk({ action, ids: ["deal_1", "deal_2"] })
    expect(lines.map(({ outcome, error }) => [outcome, error?._tag ?? null])).toEqual([
      ["rejected", "GateUndone"],
      ["done", null],
    ])
  })

  it("but what somebody stands for, or a source stated, is no news", async () => {
    const { shop, as } = await attack()
    await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "ann" })
    await along(shop, "deal_1", ["contact", "needs", "proposal", "negotiation"])
    const head = as("head", ["head"])
    await head.deals.move({ dealId: "deal_1", to: "contract", override: { reason: "the director called" } })
    await shop.deals.amend({ dealId: "deal_1", ownerId: "bob", amount: rub(100) })
    expect(await undone(shop.deals.amend({ dealId: "deal_1", amount: null }))).toHaveLength(1)
  })
})

const anyPipeline: fc.Arbitrary<Pipeline> = fc.integer({ min: 2, max: 7 }).chain((count) => {
  const id = (at: number) => `s${at}`
  const entry = { fact: "client.isKnown", op: "is", value: true } as const
  const stage = fc.record({ isGuarded: fc.boolean(), isLeftGuarded: fc.boolean() })
  const move = fc.record({
    from: fc.nat({ max: count - 1 }),
    to: fc.nat({ max: count - 1 }),
    kind: fc.constantFrom("forward" as const, "forward" as const, "back" as const, "reopen" as const),
  })
  return fc
    .record({
      stages: fc.array(stage, { minLength: count, maxLength: count }),
      moves: fc.array(move, { maxLength: 14 }),
    })
    .map(({ stages, moves }) => ({
      id: "any",
      version: 1,
      name: { en: "Any", ru: "Любая" },
      entryStageId: id(0),
      stages: stages.map(({ isGuarded, isLeftGuarded }, at) => ({
        id: id(at),
        name: { en: id(at), ru: id(at) },
        meaning: "open" as const,
        ...(isGuarded ? { entry } : {}),
        ...(isLeftGuarded ? { exit: entry } : {}),
      })),
      transitions: moves.map(({ from, to, kind }) => ({ from: id(from), to: id(to), kind })),
    }))
})

describe("the conditions that every way leads through", () => {
  it("were asked on any way; where they are fewer, another way asks less", () => {
    fc.assert(
      fc.property(anyPipeline, (pipeline) => {
        const passed = passedConditions(pipeline)
        // What each stage's ways ask, by walking all of them with what was asked so far.
        const seen = new Map<string, Set<string>>()
        const common = new Map<string, Set<string>>()
        const walk = (stageId: string, asked: ReadonlySet<string>): void => {
          const key = [...asked].toSorted().join()
          const known = seen.get(stageId) ?? new Set()
          if (known.has(key)) return
          seen.set(stageId, known.add(key))
          const before = common.get(stageId)
          common.set(stageId, new Set([...asked].filter((one) => before?.has(one) ?? true)))
          for (const { from, to, kind } of pipeline.transitions) {
            if (from !== stageId) continue
            const left = pipeline.stages.find(({ id }) => id === from)
            const entered = pipeline.stages.find(({ id }) => id === to)
            walk(
              to,
              new Set([
                ...asked,
                ...(kind === "forward" && left?.exit !== undefined ? [`exit ${from}`] : []),
                ...(entered?.entry !== undefined ? [`entry ${to}`] : []),
              ]),
            )
          }
        }
        walk("s0", new Set())
        const told = new Map(
          [...passed].map(([id, list]) => [id, list.map(({ gate, stage }) => `${gate} ${stage.id}`).toSorted()]),
        )
        expect(told).toEqual(new Map([...common].map(([id, asked]) => [id, [...asked].toSorted()])))
      }),
    )
  })
})
