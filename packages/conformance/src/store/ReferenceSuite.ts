import type { Session } from "@salesdept/core/promise"
import { salesDept } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { rejection, rejectionOf } from "./Rejection.ts"
import { inScene, inTheBase, suiteActor, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const dialog = { kind: "call", direction: "inbound", outcomeId: "agreed" } as const
const step = { typeId: "call", dueOn: "2026-02-05", ownerId: "user:1" } as const
const instalments = [{ dueOn: "2026-02-10", amountMinor: 700 }]

/** Everything that is recorded about a record by its id alone: by what names it, with the kind and the id. */
const recorded = (
  shop: Session,
  at: string,
): { readonly [called: string]: readonly [kind: string, field: string, call: () => Promise<unknown>] } => {
  const [clientId, dealId, leadId] = [`client_${at}`, `deal_${at}`, `lead_${at}`] as const
  const invoice = { issuedOn: "2026-02-02", currency: "RUB", instalments }
  const paid = { amount: rub(100), receivedOn: "2026-02-02", excess: "keep" } as const
  const consent = { purposeId: "calls", proofKind: "webForm", proof: "form 17" } as const
  const run = { versionId: "scriptversion_1", repId: "user:1", steps: [], outcomeId: "agreed" } as const
  return {
    "deals.open": ["client", "clientId", () => shop.deals.open({ title: "Audit", clientId })],
    "dialogs.record of a deal": ["deal", "dealId", () => shop.dialogs.record({ ...dialog, dealId })],
    "dialogs.record of a lead": ["lead", "leadId", () => shop.dialogs.record({ ...dialog, leadId })],
    "nextSteps.set of a client": ["client", "clientId", () => shop.nextSteps.set({ ...step, clientId })],
    "nextSteps.set of a deal": ["deal", "dealId", () => shop.nextSteps.set({ ...step, dealId })],
    "consents.give": ["lead", "leadId", () => shop.consents.give({ ...consent, leadId })],
    "invoices.issue": ["deal", "dealId", () => shop.invoices.issue({ ...invoice, dealId })],
    "payments.receive for a deal": ["deal", "dealId", () => shop.payments.receive({ ...paid, dealId })],
    "payments.receive of a client": ["client", "clientId", () => shop.payments.receive({ ...paid, clientId })],
    "documents.draft": [
      "deal",
      "dealId",
      () => shop.documents.draft({ dealId, kind: "serviceAct", amount: rub(100), draftedOn: "2026-02-02" }),
    ],
    "scriptRuns.record": ["deal", "dealId", () => shop.scriptRuns.record({ ...run, dealId })],
    "milestones.set": [
      "client",
      "clientId",
      () => shop.milestones.set({ clientId, kindId: "contractEnd", fallsOn: "2026-05-01" }),
    ],
    "complaints.open": ["client", "clientId", () => shop.complaints.open({ clientId, text: "Late" })],
    "rewards.earn": ["client", "clientId", () => shop.rewards.earn({ clientId, points: 5, reasonId: "gift" })],
  }
}

/** A script with a version in force, and consents to ask for. */
const prepared = async (shop: Session, head: Session): Promise<void> => {
  const purpose = { id: "calls", name: { en: "Calls", ru: "Звонки" } }
  await shop.department.publish({ ...suiteDepartment, base: { consentPurposes: [purpose] } })
  await shop.scripts.create({ id: "script_1", name: "Calls", language: "en", ownerId: "user:owner" })
  const end = { when: null, to: null }
  const hello = {
    id: "hello",
    kind: "opening",
    purpose: "meet",
    wording: "Hello",
    branches: [{ when: null, to: "bye" }],
  } as const
  const steps = [hello, { ...hello, id: "bye", kind: "close", branches: [end] } as const]
  await shop.scripts.draft({ id: "scriptversion_1", scriptId: "script_1", steps })
  await shop.scripts.submit({ versionId: "scriptversion_1" })
  await head.scripts.approve({ versionId: "scriptversion_1" })
}

/** What a command refers to is in the base: absent and retired records are refused, merged ones stand for those they went into. */
export const referenceSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: references`, () => {
    it(
      "are to what is there: of nothing else anything is recorded, whatever it is",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await prepared(shop, session(undefined, "user:head"))
        for (const [called, [kind, field, call]] of Object.entries(recorded(shop, "9"))) {
          const { _tag, data } = await rejection(call())
          expect([_tag, data], called).toEqual(["RecordNotFound", { kind, id: `${kind}_9`, field }])
        }
        for (const group of [shop.dialogs, shop.nextSteps, shop.invoices, shop.payments, shop.documents]) {
          expect(await group.count()).toBe(0)
        }
        await inTheBase(shop, { clients: ["1"], deals: ["1"] })
        await shop.leads.receive({ id: "lead_1", name: "Lead", channelId: "site" })
        for (const [called, [, , call]] of Object.entries(recorded(shop, "1"))) {
          expect(await call(), called).toMatchObject({ replayed: false })
        }
      }),
    )

    it(
      "are told all at once where they lead to nothing",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { deals: ["1"] })
        const participantIds = ["contact_8", "contact_9"] as const
        const named = { clientId: "client_9", dealId: "deal_1", leadId: "lead_9", participantIds } as const
        const { data, messages } = await rejectionOf("RecordNotFound", shop.dialogs.record({ ...dialog, ...named }))
        expect(data).toEqual({
          kind: "lead",
          id: "lead_9",
          field: "leadId",
          others: [
            { kind: "client", id: "client_9", field: "clientId" },
            { kind: "contact", id: "contact_8", field: "participantIds[0]" },
            { kind: "contact", id: "contact_9", field: "participantIds[1]" },
          ],
        })
        expect(messages.en).toBe(
          "There is no lead lead_9 (leadId), no client client_9 (clientId), no contact person contact_8 (participantIds[0]), no contact person contact_9 (participantIds[1])",
        )
        expect(messages.ru).toContain("Нет записей «лид» lead_9 (leadId), «клиент» client_9 (clientId)")
      }),
    )

    it(
      "to what was merged lead to what it went into, and to what left the base nowhere",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await inTheBase(shop, { clients: ["1", "2", "3"], deals: ["1", "2", "3"] })
        await shop.clients.merge({ intoId: "client_2", fromId: "client_1" })
        await shop.clients.merge({ intoId: "client_3", fromId: "client_2" })
        await shop.deals.merge({ intoId: "deal_2", fromId: "deal_1" })
        await shop.deals.remove({ dealId: "deal_3", reason: "entered twice" })
        const issue = { issuedOn: "2026-02-02", currency: "RUB", instalments }
        const { invoice } = await shop.invoices.issue({ ...issue, dealId: "deal_1", clientId: "client_1" })
        expect(invoice).toMatchObject({ dealId: "deal_2", clientId: "client_3" })
        expect((await shop.deals.open({ title: "Again", clientId: "client_1" })).deal.clientId).toBe("client_3")
        expect((await shop.nextSteps.set({ ...step, clientId: "client_2" })).nextStep.clientId).toBe("client_3")
        expect((await shop.rewards.earn({ clientId: "client_1", points: 5, reasonId: "gift" })).lot.clientId).toBe(
          "client_3",
        )
        const { data } = await rejectionOf("RecordNotFound", shop.invoices.issue({ ...issue, dealId: "deal_3" }))
        expect(data).toEqual({ kind: "deal", id: "deal_3", field: "dealId" })
        await shop.deals.restore({ dealId: "deal_3" })
        expect((await shop.invoices.issue({ ...issue, dealId: "deal_3" })).invoice.dealId).toBe("deal_3")
      }),
    )

    it(
      "within a batch are to what its earlier commands make, and to nothing that comes later",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const open = { id: "deal_1", title: "Audit" } as const
        const { answers } = await shop.batch(({ deals, dialogs, nextSteps }) => [
          deals.open(open),
          dialogs.record({ ...dialog, dealId: "deal_1" }),
          nextSteps.set({ ...step, dealId: "deal_1" }),
        ])
        expect(answers[1].dialog.dealId).toBe("deal_1")
        const early = shop.batch(({ deals, nextSteps }) => [
          nextSteps.set({ ...step, dealId: "deal_2" }),
          deals.open({ ...open, id: "deal_2" }),
        ])
        expect((await rejectionOf("BatchRefused", early)).data).toMatchObject({ index: 0 })
        expect(await shop.deals.count()).toBe(1)
      }),
    )

    it(
      "are taken as they come to what the host keeps itself",
      inScene(factory, async ({ clock, session, store }) => {
        await prepared(session(), session(undefined, "user:head"))
        const dept = await salesDept({
          store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
          now: clock.now,
          hostKeeps: ["client", "contact", "lead", "deal", "dialog"],
        })
        const host = dept.tenant(suiteTenant).as(suiteActor)
        for (const [called, [, , call]] of Object.entries(recorded(host, "9"))) {
          expect(await call(), called).toMatchObject({ replayed: false })
        }
      }),
    )
  })
}
