import type { DepartmentConfig } from "@salesdept/core/department"
import type { Session } from "@salesdept/core/promise"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyCommand } from "../arbitrary/Commands.ts"
import { rejection } from "./Rejection.ts"
import { inScene, suiteActor } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { saleStages, suiteDepartment } from "./SuiteDepartment.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

const dealIds = ["deal_1", "deal_2", "deal_3"] as const
type DealKey = (typeof dealIds)[number]

/** Deals before the contract; of the second everything its gate asks for is there. */
const beforeContract = async (shop: Session): Promise<void> => {
  await shop.clients.register({ id: "client_1", name: "Alfa" })
  for (const id of dealIds) {
    await shop.deals.open({
      id,
      title: id,
      ...(id === "deal_2" ? { amount: rub(100), clientId: "client_1" as const } : {}),
    })
    for (const to of saleStages.slice(1, saleStages.indexOf("contract"))) await shop.deals.move({ dealId: id, to })
  }
}

const stagesOf = async (shop: Session): Promise<ReadonlyArray<string | undefined>> =>
  Promise.all(dealIds.map(async (id) => (await shop.deals.get(id))?.stageId))

/** Several deals are judged as one is: the same gates, the same faults, over every store. */
export const dealBulkSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: many deals at once`, () => {
    it(
      "moves those that may be moved, and says of each of the others why not",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await beforeContract(shop)
        const moves = [
          { dealId: "deal_1", to: "contract" },
          { dealId: "deal_2", to: "contract" },
          { dealId: "deal_3", to: "lost", lostReasonId: "price", reason: "too dear" },
          { dealId: "deal_4", to: "contract" },
        ] as const
        const asked = await shop.deals.evaluateMany({ moves })
        expect(asked.lines.map(({ allowed, unmet, fault }) => [allowed, unmet.length, fault?._tag ?? null])).toEqual([
          [false, 2, "MoveRefused"],
          [true, 0, null],
          [true, 0, null],
          [false, 0, "RecordNotFound"],
        ])
        const { movedCount, lines, events } = await shop.deals.moveMany({ moves })
        expect(movedCount).toBe(2)
        expect(lines.map(({ dealId, moved, fault }) => [dealId, moved, fault?._tag ?? null])).toEqual([
          ["deal_1", false, "MoveRefused"],
          ["deal_2", true, null],
          ["deal_3", true, null],
          ["deal_4", false, "RecordNotFound"],
        ])
        expect(lines[0]?.fault?.data).toMatchObject({ unmet: asked.lines[0]?.unmet })
        expect(events.map(({ stream, type }) => `${stream} ${type}`)).toEqual(["deal_2 DealMoved", "deal_3 DealMoved"])
        expect(await stagesOf(shop)).toEqual(["negotiation", "contract", "lost"])
        expect((await shop.deals.get("deal_3"))?.texts["moveReason"]).toBe("too dear")
      }),
    )

    it(
      "moves none where one may not be moved and all are wanted",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await beforeContract(shop)
        const moves = dealIds.map((dealId) => ({ dealId, to: "contract" }))
        const { movedCount, lines, events } = await shop.deals.moveMany({ moves, allOrNothing: true })
        expect([movedCount, events]).toEqual([0, []])
        expect(lines.map(({ moved, fault }) => [moved, fault?._tag ?? null])).toEqual([
          [false, "MoveRefused"],
          [false, null],
          [false, "MoveRefused"],
        ])
        expect(await stagesOf(shop)).toEqual(["negotiation", "negotiation", "negotiation"])
        const twice = shop.deals.moveMany({ moves: [...moves.slice(0, 1), ...moves] })
        expect((await rejection(twice))._tag).toBe("InputInvalid")
      }),
    )

    it(
      "says what blocks what, with the deals behind each condition",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await beforeContract(shop)
        await shop.deals.move({ dealId: "deal_3", to: "lost", lostReasonId: "price" })
        await shop.deals.open({ id: "deal_5", title: "New", ownerId: "ann" })
        const all = await shop.deals.blocked()
        expect([all.dealCount, all.blockedCount]).toEqual([3, 1])
        expect(all.blockers.map(({ from, to, gate, code, dealIds: ids }) => [from, to, gate, code, ids])).toEqual([
          ["negotiation", "contract", "entry", "deal.amountMinor.isSet", ["deal_1"]],
          ["negotiation", "contract", "entry", "client.isKnown.is", ["deal_1"]],
        ])
        expect((await shop.deals.survey({ ownerId: "ann" })).items.map(({ dealId }) => dealId)).toEqual(["deal_5"])
        expect((await shop.deals.blocked({ stageId: "negotiation" })).dealCount).toBe(2)
        expect((await shop.deals.blocked({ pipelineId: "none" })).dealCount).toBe(0)
      }),
    )

    it(
      "says of a deal what it lacks of the gates that it has passed, where that was taken back elsewhere",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const [pipeline] = suiteDepartment.pipelines
        if (pipeline === undefined) return expect.fail("the department of the suites has a pipeline")
        const entry = { fact: "contacts.roles", op: "has", value: "decides" } as const
        const stages = pipeline.stages.map((stage) => (stage.id === "contract" ? { ...stage, entry } : stage))
        await shop.department.publish({ ...suiteDepartment, pipelines: [{ ...pipeline, stages }] })
        await shop.clients.register({ id: "client_1", name: "Alfa" })
        await shop.contacts.add({ id: "contact_1", clientId: "client_1", name: "Vera", roleId: "decides" })
        await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", amount: rub(100) })
        for (const to of saleStages.slice(1, saleStages.indexOf("contract") + 2)) {
          await shop.deals.move({ dealId: "deal_1", to })
        }
        const standing = async () =>
          (await shop.deals.survey()).items.map(({ stageId, standing: lacks }) => [
            stageId,
            lacks.map((part) => [part.gate, part.stageId, part.code]),
          ])
        expect(await standing()).toEqual([["paymentControl", []]])
        await shop.contacts.amend({ contactId: "contact_1", roleId: null })
        expect(await standing()).toEqual([["paymentControl", [["entry", "contract", "contacts.roles.has"]]]])
      }),
    )

    it(
      "says who would break a rule before it is made tighter, and changes nothing",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(suiteDepartment)
        await beforeContract(shop)
        const [pipeline] = suiteDepartment.pipelines
        if (pipeline === undefined) return expect.fail("the department of the suites has a pipeline")
        const stages = pipeline.stages.map((stage) => {
          if (stage.id === "contact")
            return { ...stage, entry: { fact: "dialogs.count", op: "atLeast", value: 1 } as const }
          if (stage.id !== "negotiation") return stage
          return { ...stage, entry: { fact: "deal.amountMinor", op: "isSet" } as const }
        })
        const tighter: DepartmentConfig = { ...suiteDepartment, pipelines: [{ ...pipeline, version: 2, stages }] }
        await shop.deals.open({ id: "deal_5", title: "New" })
        const before = await shop.deals.page({})
        const { dealCount, breakingCount, items } = await shop.deals.trial({ department: tighter })
        expect([dealCount, breakingCount]).toEqual([4, 3])
        expect(
          items.map(({ dealId, stageId, to, unmet }) => [dealId, stageId, to, unmet.map(({ code }) => code)]),
        ).toEqual([
          ["deal_1", "negotiation", null, ["deal.amountMinor.isSet"]],
          ["deal_3", "negotiation", null, ["deal.amountMinor.isSet"]],
          ["deal_5", "newLead", "contact", ["dialogs.count.atLeast"]],
        ])
        const first = await shop.deals.trial({ department: tighter, limit: 2 })
        const rest = await shop.deals.trial({ department: tighter, limit: 2, after: first.next })
        expect([...first.items, ...rest.items]).toEqual(items)
        expect([first.breakingCount, rest.dealCount, rest.next]).toEqual([3, 4, null])
        expect((await shop.deals.trial({ department: suiteDepartment })).items).toEqual([])
        expect(await shop.deals.page({})).toEqual(before)
        expect(
          (await rejection(shop.deals.trial({ department: { ...tighter, defaultPipelineId: "none" } })))._tag,
        ).toBe("InputInvalid")
      }),
    )

    it(
      "answers a question exactly as the move then goes, whatever came before",
      inScene(factory, async ({ dept }) => {
        let tenants = 0
        const dealId = fc.constantFrom<DealKey>(...dealIds)
        const to = fc.constantFrom(...saleStages, "lost", "nowhere")
        const reasons = fc.record(
          {
            reason: fc.constant("because"),
            lostReasonId: fc.constantFrom("price", "other", "weather"),
            override: fc.constant({ reason: "agreed" }),
            expectedVersion: fc.constantFrom(1, 2),
          },
          { requiredKeys: [] },
        )
        const moves = fc.array(
          fc.tuple(dealId, to, reasons).map(([id, stage, rest]) => ({ dealId: id, to: stage, ...rest })),
          { minLength: 1, maxLength: 8 },
        )
        await fc.assert(
          fc.asyncProperty(fc.array(anyCommand, { maxLength: 25 }), moves, async (history, asked) => {
            tenants += 1
            const shop = dept.tenant(`tenant-${tenants}`).as(suiteActor, { roles: ["head"] })
            for (const id of dealIds) await shop.deals.open({ id, title: id })
            for (const command of history) await command.call(shop).catch(() => null)
            for (const move of asked) {
              const { override: _override, ...plain } = move
              const many = await shop.deals.evaluateMany({ moves: [plain] })
              const said = await shop.deals.evaluate(move).catch((error: { readonly _tag: string }) => error._tag)
              const alone = await shop.deals.evaluate(plain).catch((error: { readonly _tag: string }) => error._tag)
              const done = await shop.deals.move(move).catch((error: { readonly _tag: string }) => error._tag)
              const would = typeof said === "string" ? said : said.allowed || said.overridden
              expect(typeof done === "string" ? done : true).toEqual(would === false ? "MoveRefused" : would)
              const single = typeof alone === "string" ? alone : alone.allowed || "MoveRefused"
              expect(many.lines[0]?.fault?._tag ?? true).toEqual(single)
            }
          }),
          { numRuns: 15 },
        )
      }),
    )
  })
}
