import { planAggregate, planVersionAggregate } from "@salesdept/core/plan"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, run, suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const planId = "plan_2026"
const author = "user:head"
const approver = "user:owner"

const opened = {
  id: planId,
  name: "Sales 2026",
  currency: "RUB",
  fiscalCalendar: { form: "months", startMonth: 4, namedBy: "start" },
  measures: [
    { id: "wonMinor", kind: "money" },
    { id: "meetings", kind: "counts" },
    { id: "documentsSigned", kind: "documents" },
    { id: "paymentsReceived", kind: "payments" },
    { id: "debts", kind: "debts" },
  ],
} as const

const targetsOf = (wonMinor: number) =>
  [
    { measure: "wonMinor", period: "2026-Q1", value: wonMinor, padding: 50, repId: "user:1", productId: "product_1" },
    { measure: "meetings", period: "2026-W10", value: 12, repId: "user:1" },
    { measure: "debts", period: "FY2026-M01", value: 0, clientId: "client_1" },
    { measure: "paymentsReceived", period: "2026-02-03", value: 7, teamId: "north" },
  ] as const

const draftAs = async (
  scene: Scene,
  versionId: `planversion_${string}`,
  wonMinor: number,
  more: { readonly baseline?: "original" | "current" | "stretch"; readonly effectiveFrom?: string } = {},
) =>
  scene.session(suiteTenant, author).plans.draft({
    planId,
    versionId,
    baseline: more.baseline ?? "original",
    effectiveFrom: more.effectiveFrom ?? "2026-01-01",
    targets: targetsOf(wonMinor),
    reasons: [{ code: "marketShift", reviewId: "review-7" }],
    comment: "Черновик",
  })

const approved = async (scene: Scene, versionId: `planversion_${string}`) => {
  await scene.session(suiteTenant, author).plans.submit({ versionId })
  await scene.session(suiteTenant, approver).plans.approve({ versionId })
}

/** Plans are versioned: nothing is edited or deleted, nobody approves their own, and the past reads as it was known. */
export const planSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: plans`, () => {
    it(
      "takes a version from draft over submitted to approved, keeps its targets, and refuses steps out of order",
      inScene(factory, async (scene) => {
        const shop = scene.session(suiteTenant, author)
        const owner = scene.session(suiteTenant, approver)
        await shop.plans.open(opened)
        const versionId = "planversion_1"
        const { planVersion: draft } = await draftAs(scene, versionId, 1000)
        expect(draft).toMatchObject({ number: 1, status: "draft", draftedBy: author, basedOn: null })
        expect(draft.targets[0]).toEqual({
          measure: "wonMinor",
          period: "2026-Q1",
          value: 1000,
          padding: 50,
          repId: "user:1",
          teamId: null,
          productId: "product_1",
          segmentId: null,
          pipelineId: null,
          clientId: null,
        })
        const early = await rejectionOf("PlanStepRefused", owner.plans.approve({ versionId }))
        expect(early.messages).toEqual({
          en: "planversion_1 is a draft; hand it in first",
          ru: "Версия planversion_1: черновик; сначала передайте её на утверждение",
        })
        await shop.plans.submit({ versionId })
        const again = await rejectionOf("PlanStepRefused", shop.plans.submit({ versionId }))
        expect(again.messages.en).toBe("planversion_1 is submitted; it waits for a decision")
        await owner.plans.approve({ versionId })
        const late = owner.plans.withdraw({ versionId, reasonCode: "mistake" })
        const decided = await rejectionOf("PlanStepRefused", late)
        expect(decided.data).toEqual({ versionId, status: "approved" })
        expect(decided.messages.en).toBe("planversion_1 is approved; draw up another version instead")
        const stored = await shop.planVersions.get(versionId)
        expect(stored).toMatchObject({ status: "approved", decidedBy: approver, targets: draft.targets })
        expect(stored?.texts).toEqual({ comment: "Черновик" })
        expect(await shop.plans.get(planId)).toMatchObject({
          versions: [{ versionId, number: 1, status: "approved", inForceSince: stored?.inForceSince }],
        })
        expect((await run(scene.store.verify(suiteTenant, planAggregate))).faults).toEqual([])
        expect((await run(scene.store.verify(suiteTenant, planVersionAggregate))).faults).toEqual([])
      }),
    )

    it(
      "lets nobody approve what they drew up or handed in",
      inScene(factory, async (scene) => {
        const shop = scene.session(suiteTenant, author)
        await shop.plans.open(opened)
        await draftAs(scene, "planversion_1", 1000)
        const helper = scene.session(suiteTenant, "user:helper")
        await helper.plans.submit({ versionId: "planversion_1" })
        for (const own of [shop, helper]) {
          await rejectionOf("OwnPlanRefused", own.plans.approve({ versionId: "planversion_1" }))
        }
        expect(await shop.planVersions.get("planversion_1")).toMatchObject({ status: "submitted", version: 2 })
      }),
    )

    it(
      "reads the version in force on a day as known at a moment, baselines side by side",
      inScene(factory, async (scene) => {
        const shop = scene.session(suiteTenant, author)
        await shop.plans.open(opened)
        await draftAs(scene, "planversion_1", 1000)
        await approved(scene, "planversion_1")
        const before = new Date(scene.clock.now()).toISOString()
        scene.clock.advance(86_400_000)
        await draftAs(scene, "planversion_2", 1500, { baseline: "stretch" })
        await approved(scene, "planversion_2")
        await draftAs(scene, "planversion_3", 800, { baseline: "current", effectiveFrom: "2026-07-01" })
        await approved(scene, "planversion_3")
        await draftAs(scene, "planversion_4", 90, { baseline: "current" })
        const heldOn = async (on: string, knownAt?: string) =>
          (await shop.plans.inForce({ planId, on, ...(knownAt === undefined ? {} : { knownAt }) }))?.id ?? null
        expect(await heldOn("2025-12-31")).toBeNull()
        expect(await heldOn("2026-01-01")).toBe("planversion_1")
        expect(await heldOn("2026-06-30")).toBe("planversion_1")
        expect(await heldOn("2026-07-01")).toBe("planversion_3")
        expect(await heldOn("2026-07-01", before)).toBe("planversion_1")
        expect(await heldOn("2026-07-01", "2026-01-01T00:00:00.000Z")).toBeNull()
        const held = await shop.plans.baselines({ planId, on: "2026-08-01" })
        expect([held.original?.number, held.current?.number, held.stretch?.number, held.proposal]).toEqual([
          1,
          3,
          2,
          null,
        ])
        expect(await shop.plans.diff({ planId, from: 1, to: 3 })).toMatchObject({
          fromNumber: 1,
          toNumber: 3,
          unchanged: 3,
          changes: [{ from: 1000, to: 800, fromPadding: 50, toPadding: 50 }],
        })
        await rejectionOf("RecordNotFound", shop.plans.diff({ planId, from: 1, to: 9 }))
      }),
    )

    it(
      "refuses targets that do not fit their plan, all at once, and writes nothing",
      inScene(factory, async (scene) => {
        const shop = scene.session(suiteTenant, author)
        const { fiscalCalendar: _, ...plain } = opened
        await shop.plans.open(plain)
        const target = { measure: "wonMinor", period: "2026-Q1", value: 1, repId: "user:1" }
        const draft = shop.plans.draft({
          planId,
          versionId: "planversion_1",
          baseline: "original",
          effectiveFrom: "2026-01-01",
          targets: [target, { ...target, measure: "calls" }, { ...target, period: "FY2026" }, target],
        })
        expect((await rejectionOf("TargetsRefused", draft)).data).toEqual({
          planId,
          faults: [
            { index: 1, rule: "measureUnknown" },
            { index: 2, rule: "noFiscalCalendar" },
            { index: 3, rule: "repeated" },
          ],
        })
        expect(await shop.planVersions.get("planversion_1")).toBeNull()
        await rejectionOf("RecordExists", shop.plans.open(plain))
        // Meetings are of no product: a target for one would read as missed by all of it.
        const measures = [{ id: "meetings", kind: "counts", credit: "meetings" }] as const
        await shop.plans.open({ id: "plan_meetings", name: "Meetings", currency: "RUB", measures })
        const meetings = { measure: "meetings", period: "2026-Q1", value: 40 }
        const narrowed = shop.plans.draft({
          planId: "plan_meetings",
          baseline: "original",
          effectiveFrom: "2026-01-01",
          targets: [
            { ...meetings, repId: "user:1" },
            { ...meetings, clientId: "client_1" },
            { ...meetings, productId: "audit" },
          ],
        })
        const refused = await rejectionOf("TargetsRefused", narrowed)
        expect(refused.data).toMatchObject({ faults: [{ index: 2, rule: "notToldApart" }] })
        expect(refused.messages.ru).toContain(
          "targets[2]: факты показателя не различаются по тому, чем ограничена цель",
        )
        const bad = shop.plans.draft({
          planId,
          baseline: "original",
          effectiveFrom: "2026-01-01",
          targets: [{ ...target, period: "Q1", value: -1, padding: 5 }],
        })
        const { problems } = (await rejectionOf("InputInvalid", bad)).data as {
          readonly problems: ReadonlyArray<{ readonly path: string }>
        }
        expect(problems.map(({ path }) => path)).toEqual(["targets[0].period", "targets[0].value"])
      }),
    )

    it(
      "takes over a plan agreed on elsewhere: adopted, never replaced in place, and the same again changes nothing",
      inScene(factory, async (scene) => {
        const shop = scene.session(suiteTenant, author)
        const targets = [{ ownerId: "user:1", quarter: "2026-Q1", amountMinor: 500 }]
        await shop.plans.publish({ id: planId, currency: "RUB", targets })
        await shop.plans.publish({ id: planId, currency: "RUB", targets })
        const { plan } = await shop.plans.publish({
          id: planId,
          currency: "RUB",
          targets: [{ ownerId: "user:1", quarter: "2026-Q2", amountMinor: 700 }],
        })
        expect(plan.versions.map(({ number, status }) => [number, status])).toEqual([
          [1, "adopted"],
          [2, "adopted"],
        ])
        expect((await shop.plans.inForce({ planId, on: "2026-03-31" }))?.targets[0]?.value).toBe(500)
        expect((await shop.plans.inForce({ planId, on: "2026-04-01" }))?.targets[0]?.value).toBe(700)
        await rejectionOf("PlanCurrencyRefused", shop.plans.publish({ id: planId, currency: "EUR", targets }))
      }),
    )
  })
}
