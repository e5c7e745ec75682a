import { presets } from "@salesdept/core/department"
import type { DepartmentConfig } from "@salesdept/core/department"
import type { Pipeline } from "@salesdept/core/deal"
import type { Session } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { startCampaign } from "./CampaignScene.ts"
import { finishDeal } from "./FinishDeal.ts"
import { rejectionOf } from "./Rejection.ts"
import { inScene, inSceneAfterwards, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { statedDeal } from "./StatedDeal.ts"
import { saleStages, suiteDepartment } from "./SuiteDepartment.ts"

const dayMs = 86_400_000
const dealId = "deal_1"
const clientId = "client_1"
const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const amount = rub(1000)
const options = { timeZone: "Europe/Moscow", currency: "RUB" }
const unpaid = "settlement.fullyPaid.is"
const undocumented = "documents.documented.is"

const pipelineOf = ({ pipelines }: DepartmentConfig): Pipeline => pipelines[0] ?? expect.fail("a preset has a pipeline")

const stageFor = (config: DepartmentConfig, meaning: string): string =>
  pipelineOf(config).stages.find((stage) => stage.meaning === meaning)?.id ?? expect.fail(`no stage ${meaning}`)

/** Brings a deal before the gate of the finish, with what the contract asks before delivery paid: half of it. */
const deliver = async (shop: Session, config: DepartmentConfig): Promise<void> => {
  await shop.clients.register({ id: clientId, name: "Alfa" })
  await shop.contacts.add({ clientId, name: "Анна", roleId: "decisionMaker" })
  await shop.deals.open({ id: dealId, title: "Audit", clientId, amount })
  const lines = [{ kind: "service", name: "Audit", quantity: "1", unitPriceMinor: 1000, listPriceMinor: 1000 }] as const
  await shop.deals.setLines({ dealId, currency: "RUB", lines })
  await shop.invoices.issue({
    id: "invoice_1",
    dealId,
    issuedOn: "2026-02-02",
    currency: "RUB",
    instalments: [
      { kind: "advance", dueOn: "2026-02-02", amountMinor: 500 },
      { kind: "postpayment", dueOn: "2026-03-02", amountMinor: 500 },
    ],
  })
  await shop.payments.receive({ invoiceId: "invoice_1", amount: rub(500), receivedOn: "2026-02-02" })
  const ids = pipelineOf(config).stages.map(({ id }) => id)
  const last = stageFor(config, "awaitingDocuments")
  for (const to of ids.slice(1, ids.indexOf(last) + 1)) await shop.deals.move({ dealId, to })
}

const lacking = async (shop: Session, to: string): Promise<ReadonlyArray<string>> => {
  const { unmet } = await shop.deals.evaluate({ dealId, to })
  return unmet.map(({ code }) => code)
}

const payRest = (shop: Session) =>
  shop.payments.receive({ invoiceId: "invoice_1", amount: rub(500), receivedOn: "2026-02-02" })

const signAct = async (shop: Session): Promise<void> => {
  await shop.documents.draft({ id: "document_1", dealId, kind: "serviceAct", amount, draftedOn: "2026-02-02" })
  await shop.documents.sign({ documentId: "document_1", signedOn: "2026-02-02" })
}

/** The suites' department with a version of its pipeline in which the stage for documents is gone. */
const withoutDocuments = (to: string): DepartmentConfig => {
  const base = pipelineOf(suiteDepartment)
  const gone = "closingDocuments"
  const kept = base.transitions.filter((transition) => transition.from !== gone && transition.to !== gone)
  return {
    ...suiteDepartment,
    pipelines: [
      {
        ...base,
        version: 2,
        stages: base.stages.filter(({ id }) => id !== gone),
        transitions: [
          ...kept,
          { from: "fulfilment", to: "aftercare", kind: "forward" },
          { from: "aftercare", to: "fulfilment", kind: "back", requiresReason: true },
        ],
        retiredStages: [{ stageId: gone, to }],
      },
    ],
  }
}

const statedRow = { ...statedDeal, id: "deal_2" } as const

/** A deal is finished when it is paid and documented, that starts aftercare, and there is no other way in. */
export const finishSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: the finish of deals`, () => {
    for (const [id, preset] of Object.entries(presets)) {
      it(
        `lets a deal of ${id} into aftercare when it is paid in full and documented, and not before`,
        inScene(factory, async ({ session, clock }) => {
          const shop = session()
          const config = preset(options)
          const [aftercare, done] = [stageFor(config, "aftercare"), stageFor(config, "done")]
          await shop.department.publish(config)
          await deliver(shop, config)
          expect(await lacking(shop, aftercare)).toEqual([unpaid, undocumented])
          const moves = [{ dealId, to: aftercare }] as const
          expect((await shop.deals.moveMany({ moves })).lines[0]).toMatchObject({
            moved: false,
            fault: { _tag: "MoveRefused" },
          })
          // The finish is not jumped over either.
          expect(await lacking(shop, done)).toEqual(["transitionNotAllowed"])
          await payRest(shop)
          expect(await lacking(shop, aftercare)).toEqual([undocumented])
          await signAct(shop)
          expect((await shop.deals.move({ dealId, to: aftercare })).deal).toMatchObject({
            outcome: "won",
            finishedOn: "2026-02-02",
          })
          clock.advance(30 * dayMs)
          expect((await shop.deals.move({ dealId, to: done })).deal.finishedOn).toBe("2026-02-02")
        }),
      )
    }

    it(
      "starts aftercare: what is to be done after the finish is due from that day, not from the signature",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await deliver(shop, suiteDepartment)
        const trigger = { on: "dealFinished", afterDays: 0 } as const
        await startCampaign(shop, "campaign_1", { trigger })
        await signAct(shop)
        expect((await shop.loyalty.decide({ clientId })).actions).toEqual([])
        clock.advance(3 * dayMs)
        await payRest(shop)
        expect((await shop.loyalty.decide({ clientId })).actions).toEqual([])
        await shop.deals.move({ dealId, to: "aftercare" })
        const { actions } = await shop.loyalty.decide({ clientId })
        expect(actions).toMatchObject([{ dealId, campaignId: "campaign_1", dueOn: "2026-02-05" }])
      }),
    )

    it(
      "asks again at done, and takes a deal back to its documents when the act is revoked",
      inSceneAfterwards(factory, async ({ session }) => {
        const shop = session()
        await shop.clients.register({ id: clientId, name: "Alfa" })
        await shop.deals.open({ id: dealId, title: "Audit", clientId, amount })
        await finishDeal(shop, { dealId, amount, on: "2026-02-02" })
        const documentId = `document_${dealId}` as const
        await shop.documents.askRevocation({ documentId, by: "client", revocationAskedOn: "2026-02-03" })
        await shop.documents.revoke({ documentId, revokedOn: "2026-02-03" })
        expect(await lacking(shop, "done")).toEqual([undocumented])
        const back = { dealId, to: "closingDocuments", reason: "the act was revoked" } as const
        expect((await shop.deals.move(back)).deal.finishedOn).toBeNull()
        expect(await lacking(shop, "aftercare")).toEqual([undocumented])
        await shop.documents.draft({ id: "document_2", dealId, kind: "serviceAct", amount, draftedOn: "2026-02-04" })
        await shop.documents.sign({ documentId: "document_2", signedOn: "2026-02-04" })
        for (const to of ["aftercare", "done"]) await shop.deals.move({ dealId, to })
        await shop.deals.move({ ...back, reason: "one more revision" })
        expect(await shop.deals.get(dealId)).toMatchObject({ stageId: "closingDocuments", finishedOn: null })
      }),
    )

    it(
      "is not got round by a new version of the pipeline",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(suiteDepartment)
        await deliver(shop, suiteDepartment)
        await payRest(shop)
        const adopt = { pipelineId: "servicesWithActs", dealIds: [dealId] } as const
        await shop.department.publish(withoutDocuments("aftercare"))
        const { lines, events } = await shop.deals.adopt(adopt)
        expect(events).toEqual([])
        expect(lines.map(({ result, stageId, unmet }) => [result, stageId, unmet.map(({ code }) => code)])).toEqual([
          ["gate", "closingDocuments", [undocumented]],
        ])
        await signAct(shop)
        expect((await shop.deals.adopt(adopt)).lines).toMatchObject([{ result: "adopted", stageId: "aftercare" }])
        expect((await shop.deals.get(dealId))?.finishedOn).toBe("2026-02-02")
      }),
    )

    it(
      "is not got round by an import: not for deals that were opened here, nor for any after the source's cut-over",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        const [bare, full] = suiteDepartment.sources
        if (bare === undefined || full === undefined) return expect.fail("the suites have two sources")
        await shop.department.publish(suiteDepartment)
        await deliver(shop, suiteDepartment)
        const to = { sourceId: "fullExport", pipelineId: "servicesWithActs" } as const
        const done = { stageId: "done", closedOn: "2026-02-02" } as const
        const here = await shop.deals.import({ ...to, rows: [{ ...statedRow, id: dealId, ...done, title: null }] })
        expect(here.conflicts).toContainEqual({ dealId, field: "stageId" })
        expect(await shop.deals.get(dealId)).toMatchObject({ stageId: "closingDocuments", amount })
        await shop.deals.import({ ...to, rows: [statedRow] })
        const cutOverAt = new Date(clock.now() + dayMs).toISOString()
        await shop.department.publish({ ...suiteDepartment, sources: [bare, { ...full, cutOverAt }] })
        clock.advance(dayMs)
        const history = [{ at: cutOverAt, stageId: "done" }]
        const rows = [
          { ...statedRow, ...done, history },
          { ...statedRow, ...done, id: "deal_3" },
          { ...statedRow, id: "deal_4" },
        ] as const
        // The clock that counts is the library's own.
        const answer = await shop.deals.import({ ...to, rows }, { occurredAt: "2026-02-01T00:00:00.000Z" })
        expect(answer).toMatchObject({ created: 1, afterCutOver: [{ id: "deal_3", stageId: "done" }] })
        expect(answer.conflicts.map(({ field }) => field)).toEqual(["stageId", "outcome", "closedOn"])
        expect(await shop.deals.get("deal_2")).toMatchObject({ stageId: "newLead", outcome: "open", closedOn: null })
        expect(await shop.deals.get("deal_3")).toBeNull()
      }),
    )

    it(
      "is passed over only by who stands for it, and no tick finishes a deal",
      inScene(factory, async ({ session, dept, clock }) => {
        const shop = session()
        await deliver(shop, suiteDepartment)
        const override = { reason: "the client is trusted" }
        await rejectionOf("OverrideRefused", shop.deals.move({ dealId, to: "aftercare", override }))
        clock.advance(90 * dayMs)
        await dept.tick({ tenants: [suiteTenant] })
        expect((await shop.deals.get(dealId))?.stageId).toBe("closingDocuments")
        const head = session(suiteTenant, "head", ["head"])
        const { events } = await head.deals.move({ dealId, to: "aftercare", override })
        expect(events.map(({ type }) => type)).toContain("GateOverridden")
        expect(saleStages).toContain((await shop.deals.get(dealId))?.stageId)
      }),
    )
  })
}
