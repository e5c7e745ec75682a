import type { DepartmentConfig } from "@salesdept/core/department"
import type { Money } from "@salesdept/core/shared"
import type { Session } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { inScene, suiteActor, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { saleStages, suiteDepartment } from "./SuiteDepartment.ts"

const dealId = "deal_1"
const approvalId = "approval_1"
const hourMs = 3_600_000
const rub = (amountMinor: number): Money => ({ amountMinor, currency: "RUB" })

const headOf = ({ session }: Scene): Session => session(suiteTenant, "head", ["head"])

/** Opens deals that stand before the contract with nothing that its gate asks for. */
const beforeContract = async (shop: Session, ...ids: ReadonlyArray<`deal_${string}`>): Promise<void> => {
  for (const id of ids) {
    await shop.deals.open({ id, title: id })
    for (const to of saleStages.slice(1, saleStages.indexOf("contract"))) await shop.deals.move({ dealId: id, to })
  }
}

const ruleOf = async (tag: string, call: Promise<unknown>): Promise<unknown> =>
  ((await rejectionOf(tag, call)).data as { readonly rule: unknown }).rule

/** Approvals, overrides within a budget, and moves that are kept for roles hold over every store. */
export const approvalSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: approvals and overrides`, () => {
    it(
      "is asked, granted by somebody else who has the role, and holds until its time is over",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await shop.deals.open({ id: dealId, title: "Audit" })
        const { approval } = await shop.approvals.ask({ id: approvalId, dealId, kindId: "discount", reason: "20 %" })
        expect(approval).toMatchObject({ status: "asked", askedBy: suiteActor, decidedBy: null })
        expect(approval.nextExpiryAt).toBe(approval.expiresAt)
        const grantBy = (actor: string, roles: ReadonlyArray<string>) =>
          scene.session(suiteTenant, actor, roles).approvals.grant({ approvalId, comment: "once" })
        expect(await ruleOf("ApprovalNotPossible", grantBy("ann", []))).toBe("role")
        expect(await ruleOf("ApprovalNotPossible", grantBy(suiteActor, ["head"]))).toBe("own")
        const { approval: granted } = await grantBy("ann", ["head"])
        expect(granted).toMatchObject({ status: "granted", decidedBy: "ann" })
        expect(await ruleOf("ApprovalNotPossible", grantBy("bob", ["head"]))).toBe("decided")
        expect((await shop.approvals.get(approvalId))?.texts).toEqual({ reason: "20 %", comment: "once" })
        expect(await ruleOf("ApprovalNotPossible", shop.approvals.expire({ approvalId }))).toBe("notOver")
        scene.clock.advance(48 * hourMs)
        const { approval: expired } = await shop.approvals.expire({ approvalId })
        expect(expired).toMatchObject({ status: "expired", nextExpiryAt: null, decidedBy: "ann" })
        expect((await shop.approvals.expire({ approvalId })).events).toEqual([])
      }),
    )

    it(
      "is marked expired by a tick, once, whether it was granted or not",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await shop.deals.open({ id: dealId, title: "Audit" })
        await shop.approvals.ask({ id: approvalId, dealId, kindId: "discount", reason: "20 %" })
        await shop.approvals.ask({ id: "approval_2", dealId, kindId: "discount", reason: "30 %" })
        await shop.approvals.ask({ id: "approval_3", dealId, kindId: "terms", reason: "without end" })
        await headOf(scene).approvals.grant({ approvalId })
        const done = async () => {
          const { duties } = await scene.dept.tick({ tenants: [suiteTenant] })
          return duties.find(({ duty }) => duty === "approval.expire")?.done ?? 0
        }
        expect(await done()).toBe(0)
        scene.clock.advance(48 * hourMs)
        expect([await done(), await done()]).toEqual([2, 0])
        const items = [approvalId, "approval_2", "approval_3"].map(async (id) => (await shop.approvals.get(id))?.status)
        expect(await Promise.all(items)).toEqual(["expired", "expired", "asked"])
      }),
    )

    it(
      "opens a gate that asks for it, and closes it the moment its time is over, marked or not",
      inScene(factory, async (scene) => {
        const [pipeline] = suiteDepartment.pipelines
        if (pipeline === undefined) return expect.fail("the department of the suites has a pipeline")
        const stages = pipeline.stages.map((stage) =>
          stage.id === "contact"
            ? { ...stage, entry: { fact: "approvals.granted", op: "has", value: "discount" } as const }
            : stage,
        )
        const config: DepartmentConfig = { ...suiteDepartment, pipelines: [{ ...pipeline, version: 2, stages }] }
        const shop = scene.session()
        await shop.department.publish(config)
        await shop.deals.open({ id: dealId, title: "Audit" })
        const move = { dealId, to: "contact" }
        await shop.approvals.ask({ id: approvalId, dealId, kindId: "discount", reason: "20 %" })
        expect((await shop.deals.evaluate(move)).unmet.map(({ code }) => code)).toEqual(["approvals.granted.has"])
        await headOf(scene).approvals.grant({ approvalId })
        expect((await shop.deals.evaluate(move)).allowed).toBe(true)
        scene.clock.advance(48 * hourMs)
        await rejectionOf("MoveRefused", shop.deals.move(move))
      }),
    )

    it(
      "holds for what was approved: no deeper a discount, no larger an amount, and behind the gate neither",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        const [pipeline] = suiteDepartment.pipelines
        if (pipeline === undefined) return expect.fail("the department of the suites has a pipeline")
        const entry = { fact: "approvals.granted", op: "has", value: "discount" } as const
        const stages = pipeline.stages.map((stage) => (stage.id === "contact" ? { ...stage, entry } : stage))
        await shop.department.publish({ ...suiteDepartment, pipelines: [{ ...pipeline, version: 2, stages }] })
        const [quarter, list] = [rub(75_00), rub(100_00)]
        await shop.deals.open({ id: dealId, title: "Audit", amount: quarter, listAmount: list })
        const asked = await shop.approvals.ask({ id: approvalId, dealId, kindId: "discount", reason: "25 %" })
        const terms = { stageId: "newLead", amount: quarter, listAmount: list }
        expect(asked.approval.terms).toEqual(terms)
        await headOf(scene).approvals.grant({ approvalId })
        expect((await shop.approvals.get(approvalId))?.terms).toEqual(terms)
        const isLetIn = async (amount: Money, listAmount: Money | null) => {
          await shop.deals.amend({ dealId, amount, listAmount })
          return (await shop.deals.evaluate({ dealId, to: "contact" })).allowed
        }
        expect(await isLetIn(rub(10_00), list)).toBe(false)
        const { data, messages } = await rejectionOf("MoveRefused", shop.deals.move({ dealId, to: "contact" }))
        const told = {
          en: "approval_1 was granted for ₽75 at a discount of 25%, the deal is now ₽10 at a discount of 90%",
          ru: "approval_1 согласовано на условиях: 75\u00A0₽ со скидкой 25\u00A0%, а сейчас в сделке: 10\u00A0₽ со скидкой 90\u00A0%",
        }
        const granted = [{ approvalId, kindId: "discount", terms, amount: rub(10_00), listAmount: list, message: told }]
        expect((data as { readonly unmet: unknown }).unmet).toMatchObject([{ code: "approvals.granted.has", granted }])
        expect([messages.en.endsWith(`(${told.en})`), messages.ru.endsWith(`(${told.ru})`)]).toEqual([true, true])
        expect(await isLetIn(rub(150_00), rub(200_00))).toBe(false)
        expect(await isLetIn({ ...quarter, currency: "EUR" }, { ...list, currency: "EUR" })).toBe(false)
        expect(await isLetIn(rub(70_00), null)).toBe(false)
        expect(await isLetIn(rub(60_00), rub(70_00))).toBe(true)
        expect(await isLetIn(quarter, null)).toBe(true)
        expect(await isLetIn(quarter, list)).toBe(true)
        await shop.deals.move({ dealId, to: "contact" })
        await rejectionOf("GateUndone", shop.deals.amend({ dealId, amount: rub(10_00) }))
        const half = { id: "approval_2", dealId, kindId: "discount", reason: "half", amount: rub(50_00) } as const
        await shop.approvals.ask(half)
        await headOf(scene).approvals.grant({ approvalId: half.id })
        expect((await shop.deals.amend({ dealId, amount: rub(50_00) })).deal.amount).toEqual(rub(50_00))
      }),
    )

    it(
      "holds for the amount alone, or for the deal, where the department says so",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        const [pipeline] = suiteDepartment.pipelines
        if (pipeline === undefined) return expect.fail("the department of the suites has a pipeline")
        const needs = { contact: "bigDeal", needs: "legal" } as const
        const stages = pipeline.stages.map((stage) =>
          stage.id === "contact" || stage.id === "needs"
            ? { ...stage, entry: { fact: "approvals.granted", op: "has", value: needs[stage.id] } as const }
            : stage,
        )
        const approvalKinds: DepartmentConfig["approvalKinds"] = [
          { id: "bigDeal", name: { en: "Big deal", ru: "Крупная сделка" }, covers: "amount" },
          { id: "legal", name: { en: "Legal", ru: "Юристы" }, covers: "deal" },
        ]
        await shop.department.publish({
          ...suiteDepartment,
          approvalKinds,
          pipelines: [{ ...pipeline, version: 2, stages }],
        })
        await shop.deals.open({ id: dealId, title: "Audit", amount: rub(100_00) })
        for (const [id, kindId] of [
          ["approval_1", "bigDeal"],
          ["approval_2", "legal"],
        ] as const) {
          await shop.approvals.ask({ id, dealId, kindId, reason: "please" })
          await headOf(scene).approvals.grant({ approvalId: id })
        }
        await shop.deals.amend({ dealId, amount: rub(100_01) })
        expect((await shop.deals.evaluate({ dealId, to: "contact" })).allowed).toBe(false)
        await shop.deals.amend({ dealId, amount: rub(60_00) })
        await shop.deals.move({ dealId, to: "contact" })
        await rejectionOf("GateUndone", shop.deals.amend({ dealId, amount: rub(900_00) }))
        await shop.deals.move({ dealId, to: "newLead", reason: "more was asked" })
        await shop.approvals.ask({ id: "approval_3", dealId, kindId: "bigDeal", reason: "all", amount: rub(900_00) })
        await headOf(scene).approvals.grant({ approvalId: "approval_3" })
        await shop.deals.amend({ dealId, amount: rub(900_00) })
        for (const to of ["contact", "needs"]) await shop.deals.move({ dealId, to })
      }),
    )

    it(
      "passes no gate of another stage, nor with a larger amount, by an approval that was asked for before",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await beforeContract(shop, dealId)
        await shop.deals.amend({ dealId, amount: rub(100_00) })
        const ask = (id: typeof approvalId | "approval_2") =>
          shop.approvals.ask({ id, dealId, kindId: "override", reason: "trusted" })
        await ask(approvalId)
        await headOf(scene).approvals.grant({ approvalId })
        const override = { reason: "trusted", approvalId }
        await shop.deals.amend({ dealId, amount: rub(500_00) })
        const larger = shop.deals.move({ dealId, to: "contract", override })
        expect(await ruleOf("OverrideRefused", larger)).toBe("approval")
        await shop.deals.amend({ dealId, amount: rub(100_00) })
        await ask("approval_2")
        await headOf(scene).approvals.grant({ approvalId: "approval_2" })
        await shop.deals.move({ dealId, to: "contract", override })
        await shop.deals.move({ dealId, to: "paymentControl" })
        const later = { ...override, approvalId: "approval_2" } as const
        const move = shop.deals.move({ dealId, to: "fulfilment", override: later })
        expect(await ruleOf("OverrideRefused", move)).toBe("approval")
      }),
    )

    it(
      "refuses to decide late, for whom was not asked, and of kinds that the department does not list",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await shop.deals.open({ id: dealId, title: "Audit" })
        const ask = { id: approvalId, dealId, reason: "please" } as const
        await rejectionOf("ApprovalKindUnknown", shop.approvals.ask({ ...ask, kindId: "weather" }))
        await rejectionOf("RecordNotFound", shop.approvals.ask({ ...ask, kindId: "terms", dealId: "deal_none" }))
        const past = shop.approvals.ask({ ...ask, kindId: "terms", expiresAt: "2020-01-01T00:00:00.000Z" })
        expect(await ruleOf("ApprovalNotPossible", past)).toBe("over")
        await shop.approvals.ask({ ...ask, kindId: "terms", askedOf: "eve" })
        await rejectionOf("RecordExists", shop.approvals.ask({ ...ask, kindId: "terms" }))
        const head = headOf(scene)
        expect(await ruleOf("ApprovalNotPossible", head.approvals.grant({ approvalId }))).toBe("notAsked")
        await scene.session(suiteTenant, "eve").approvals.refuse({ approvalId, comment: "no" })
        expect(await shop.approvals.get(approvalId)).toMatchObject({ status: "refused", decidedBy: "eve" })
        await shop.approvals.ask({ ...ask, id: "approval_2", kindId: "discount" })
        scene.clock.advance(48 * hourMs)
        const late = head.approvals.grant({ approvalId: "approval_2" })
        expect(await ruleOf("ApprovalNotPossible", late)).toBe("over")
        await rejectionOf("RecordNotFound", head.approvals.grant({ approvalId: "approval_none" }))
      }),
    )

    it(
      "lets a gate be overridden with reason and approver, keeps who and what, and never the graph",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await beforeContract(shop, dealId)
        const override = { reason: "the director called" }
        const move = { dealId, to: "contract", override }
        expect(await ruleOf("OverrideRefused", shop.deals.move(move))).toBe("approver")
        expect(await ruleOf("OverrideRefused", headOf(scene).deals.move({ ...move, to: "done" }))).toBe("graph")
        await shop.approvals.ask({ id: approvalId, dealId, kindId: "override", reason: "the director called" })
        const approved = { ...move, override: { ...override, approvalId } } as const
        expect(await ruleOf("OverrideRefused", shop.deals.move(approved))).toBe("approval")
        await headOf(scene).approvals.grant({ approvalId })
        const verdict = await shop.deals.evaluate(approved)
        expect(verdict).toMatchObject({ allowed: false, overridden: true })
        const { deal, events } = await shop.deals.move(approved)
        expect(deal.stageId).toBe("contract")
        const unmet = verdict.unmet.map(({ code, gate, stageId }) => ({ code, gate, stageId }))
        expect(events.map(({ type }) => type)).toEqual(["DealMoved", "GateOverridden", "ApprovalUsed"])
        expect(events[0]?.payload).toMatchObject({ override: { approverId: "head", approvalId, unmet } })
        expect((await shop.deals.get(dealId))?.texts["overrideReason"]).toBe("the director called")
        const { items } = await shop.overrides.page({ where: { personId: suiteActor } })
        expect(items[0]).toMatchObject({ period: "2026-02", overrides: [{ dealId, approverId: "head", unmet }] })
        await shop.deals.move({ dealId, to: "negotiation", reason: "again" })
        expect(await ruleOf("OverrideRefused", shop.deals.move(approved))).toBe("approval")
      }),
    )

    it(
      "holds the budget of a person and period, also when the last is asked for twice at once",
      inScene(factory, async (scene) => {
        const head = headOf(scene)
        const ids = ["deal_1", "deal_2", "deal_3", "deal_4", "deal_5"] as const
        await beforeContract(head, ...ids)
        const pass = (id: (typeof ids)[number], by = head) =>
          by.deals.move({ dealId: id, to: "contract", override: { reason: "agreed" } })
        const outcomes = await Promise.allSettled(ids.slice(0, 4).map((id) => pass(id)))
        const kept = outcomes.filter(({ status }) => status === "fulfilled").length
        expect(kept).toBeGreaterThan(0)
        expect(kept).toBeLessThanOrEqual(2)
        const [budget] = (await head.overrides.page({ where: { personId: "head" } })).items
        expect(budget?.overrides).toHaveLength(kept)
        for (const id of ids)
          if ((await head.deals.get(id))?.stageId === "negotiation") await pass(id).catch(() => null)
        expect((await head.overrides.page({})).items[0]?.overrides).toHaveLength(2)
        expect(await ruleOf("OverrideRefused", pass("deal_5"))).toBe("budget")
        const occurredAt = "2026-01-05T06:00:00.000Z"
        const another = { dealId: "deal_5", to: "contract", override: { reason: "another month's" } } as const
        expect(await ruleOf("OverrideRefused", head.deals.move(another, { occurredAt }))).toBe("budget")
        await pass("deal_5", scene.session(suiteTenant, "other", ["head"]))
        scene.clock.advance(31 * 24 * hourMs)
        await head.deals.move({ dealId: "deal_5", to: "negotiation", reason: "again" })
        await pass("deal_5")
      }),
    )

    it(
      "keeps a move for those who have its role, as the dry run says before",
      inScene(factory, async (scene) => {
        const [pipeline] = suiteDepartment.pipelines
        if (pipeline === undefined) return expect.fail("the department of the suites has a pipeline")
        const transitions = pipeline.transitions.map((each) =>
          each.from === "newLead" && each.to === "contact" ? { ...each, roles: ["head", "mentor"] } : each,
        )
        const shop = scene.session()
        await shop.department.publish({ ...suiteDepartment, pipelines: [{ ...pipeline, version: 2, transitions }] })
        await shop.deals.open({ id: dealId, title: "Audit" })
        const move = { dealId, to: "contact" }
        const [unmet] = (await shop.deals.evaluate(move)).unmet
        expect(unmet).toMatchObject({ code: "roleRequired", expected: ["head", "mentor"] })
        await rejectionOf("MoveRefused", shop.deals.move(move))
        expect((await headOf(scene).deals.evaluate(move)).allowed).toBe(true)
        await headOf(scene).deals.move(move)
      }),
    )
  })
}
