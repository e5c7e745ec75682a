import { fact } from "@salesdept/core/deal"
import type { DepartmentConfig } from "@salesdept/core/department"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, inTheBase } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const named = (id: string) => ({ id, name: { en: id, ru: id } })

/** A department that keeps every list of the base. */
const strict: DepartmentConfig = {
  ...suiteDepartment,
  base: {
    channels: [named("site")],
    origins: [named("partner")],
    segments: [{ ...named("key"), contactEveryDays: 14 }],
    contactRoles: [named("decides")],
    consentPurposes: [{ ...named("news"), validDays: 30 }],
    nextStepTypes: [named("call")],
    nextStepOutcomes: [named("agreed")],
    regular: { fromWonDeals: 1, withinDays: 365 },
  },
}

/** The client base: who is in it, what was agreed, said and promised. */
export const clientSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: client base`, () => {
    it(
      "keeps a client's values, preferences, tags and details, and changes only what is said",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.clients.register({
          id: "client_1",
          name: "ООО «Ёлка»",
          phones: ["+7 495 123-45-67", "+7 916 123-45-67"],
          taxId: "7707083893",
          language: "ru",
          way: "mail",
          manner: "Только письма, без звонков",
        })
        expect(await shop.clients.get("client_1")).toMatchObject({
          preferences: { language: "ru", way: "mail" },
          tags: [],
          standing: "active",
          texts: { phones: "+7 495 123-45-67\n+7 916 123-45-67", manner: "Только письма, без звонков" },
        })
        await shop.clients.amend({ clientId: "client_1", ownerId: "user:42", phones: null, language: "en" })
        const again = await shop.clients.amend({ clientId: "client_1", ownerId: "user:42", phones: [] })
        expect(again.events).toEqual([])
        await shop.clients.tag({ clientId: "client_1", add: ["vip", "2026"] })
        const { client } = await shop.clients.tag({ clientId: "client_1", add: ["ёж"], remove: ["2026"] })
        expect(client).toMatchObject({ ownerId: "user:42", version: 4, tags: ["vip", "ёж"] })
        const stored = await shop.clients.get("client_1")
        expect(stored?.preferences).toEqual({ language: "en", way: "mail" })
        expect(stored?.texts).toEqual({
          name: "ООО «Ёлка»",
          taxId: "7707083893",
          manner: "Только письма, без звонков",
        })
        await rejectionOf("RecordNotFound", shop.clients.amend({ clientId: "client_9", ownerId: null }))
      }),
    )

    it(
      "takes choices from the tenant's lists only, where it keeps them",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(strict)
        await shop.clients.register({ id: "client_1", name: "A", segmentId: "key" })
        const dance = { typeId: "dance", dueOn: "2026-02-05", ownerId: "user:1" }
        const call = { kind: "call", direction: "outbound", outcomeId: "undecided" } as const
        const refused = [
          () => shop.clients.register({ name: "B", segmentId: "nowhere" }),
          () => shop.leads.receive({ name: "B", channelId: "smoke" }),
          () => shop.leads.receive({ name: "B", channelId: "site", originId: "smoke" }),
          () => shop.contacts.add({ clientId: "client_1", name: "B", roleId: "sings" }),
          () => shop.consents.give({ clientId: "client_1", purposeId: "dance", proofKind: "mail", proof: "p" }),
          () => shop.nextSteps.set({ clientId: "client_1", ...dance }),
          () => shop.dialogs.record({ clientId: "client_1", ...call, nextStep: dance }),
        ]
        const lists = []
        for (const refusal of refused) lists.push(await rejectionOf("ChoiceUnknown", refusal()))
        expect(lists.map(({ data }) => data)).toMatchObject([
          { field: "segmentId", list: "segments", id: "nowhere" },
          { field: "channelId", list: "channels", id: "smoke" },
          { field: "originId", list: "origins", id: "smoke" },
          { field: "roleId", list: "contactRoles", id: "sings" },
          { field: "purposeId", list: "consentPurposes", id: "dance" },
          { field: "typeId", list: "nextStepTypes", id: "dance" },
          { field: "nextStep.typeId", list: "nextStepTypes", id: "dance" },
        ])
        expect(lists[0]?.data).toMatchObject({ known: ["key"] })
        expect(lists[0]?.messages).toEqual({
          en: "There is no nowhere in the list of segments; there are key",
          ru: "В списке сегментов нет «nowhere»; есть key",
        })
        await shop.nextSteps.set({
          id: "step_1",
          clientId: "client_1",
          typeId: "call",
          dueOn: "2026-02-05",
          ownerId: "user:1",
        })
        const missing = await rejectionOf("ChoiceMissing", shop.nextSteps.complete({ nextStepId: "step_1" }))
        expect(missing.data).toEqual({ field: "outcomeId", list: "nextStepOutcomes" })
        const about = await rejectionOf("SubjectMissing", shop.dialogs.record(call))
        expect(about.data).toEqual({ fields: ["leadId", "dealId", "clientId"] })
        await shop.nextSteps.complete({ nextStepId: "step_1", outcomeId: "agreed" })
      }),
    )

    it(
      "lets a gate ask for contact persons by role, while they are there",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const pipeline = {
          id: "short",
          version: 1,
          name: { en: "Short", ru: "Короткая" },
          entryStageId: "open",
          stages: [
            { id: "open", name: { en: "Open", ru: "Открыта" }, meaning: "open" },
            {
              id: "done",
              name: { en: "Done", ru: "Готово" },
              meaning: "done",
              entry: fact("contacts.roles").has("decides"),
            },
            { id: "lost", name: { en: "Lost", ru: "Проиграна" }, meaning: "lost" },
          ],
          transitions: [
            { from: "open", to: "done", kind: "forward" },
            { from: "open", to: "lost", kind: "lose" },
          ],
        } as const
        await shop.department.publish({ ...suiteDepartment, pipelines: [pipeline], defaultPipelineId: "short" })
        await shop.clients.register({ id: "client_1", name: "A" })
        await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
        await rejectionOf("MoveRefused", shop.deals.move({ dealId: "deal_1", to: "done" }))
        const before = await shop.deals.get("deal_1")
        await shop.contacts.add({ id: "contact_1", clientId: "client_1", name: "B", roleId: "decides" })
        expect((await shop.deals.get("deal_1"))?.factsVersion).toBe((before?.factsVersion ?? 0) + 1)
        await shop.contacts.amend({ contactId: "contact_1", leftOn: "2026-02-02" })
        await rejectionOf("MoveRefused", shop.deals.move({ dealId: "deal_1", to: "done" }))
        await shop.contacts.amend({ contactId: "contact_1", leftOn: null })
        expect((await shop.deals.move({ dealId: "deal_1", to: "done" })).deal.outcome).toBe("won")
      }),
    )

    it(
      "keeps a consent with its proof: given, withdrawn once, and over after the purpose's term",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(strict)
        await shop.clients.register({ id: "client_1", name: "A" })
        const give = { purposeId: "news", proofKind: "signedPaper", proof: "папка 4" } as const
        await rejectionOf("ConsentSubjectUnclear", shop.consents.give(give))
        await rejectionOf("RecordNotFound", shop.consents.give({ ...give, contactId: "contact_9" }))
        await rejectionOf(
          "EndsBeforeStart",
          shop.consents.give({ ...give, clientId: "client_1", expiresOn: "2026-02-01" }),
        )
        const { consent } = await shop.consents.give({ ...give, id: "consent_1", clientId: "client_1" })
        expect(consent).toMatchObject({ expiresOn: "2026-03-04", withdrawnAt: null })
        await shop.consents.withdraw({ consentId: "consent_1", reason: "письмо" })
        await rejectionOf("ConsentWithdrawnAlready", shop.consents.withdraw({ consentId: "consent_1" }))
        expect((await shop.consents.get("consent_1"))?.texts).toEqual({ proof: "папка 4", withdrawalReason: "письмо" })
      }),
    )

    it(
      "records a dialog with who took part, the script it went by, and the next step that follows, at one stroke",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.clients.register({ id: "client_1", name: "A" })
        await shop.contacts.add({ id: "contact_1", clientId: "client_1", name: "B" })
        const held = {
          clientId: "client_1",
          kind: "call",
          direction: "outbound",
          repId: "user:42",
          participantIds: ["contact_1"],
          endedAt: "2026-02-02T06:04:00.000Z",
          outcomeId: "agreed",
          scriptVersionId: "script_1@2",
          scriptSteps: ["open", "need"],
        } as const
        const nextStep = { id: "step_1", typeId: "meeting", dueOn: "2026-02-05", ownerId: "user:42" } as const
        const { dialog } = await shop.dialogs.record({ ...held, id: "dialog_1", nextStep })
        expect(dialog).toMatchObject({ heldAt: "2026-02-02T06:00:00.000Z", nextStepId: "step_1" })
        expect(await shop.nextSteps.get("step_1")).toMatchObject({ clientId: "client_1", status: "open" })
        await rejectionOf("RecordExists", shop.dialogs.record({ ...held, id: "dialog_2", nextStep }))
        expect(await shop.dialogs.get("dialog_2")).toBeNull()
        const early = { ...held, endedAt: "2026-02-02T05:59:00.000Z" }
        await rejectionOf("EndsBeforeStart", shop.dialogs.record(early))
        await rejectionOf("RecordNotFound", shop.dialogs.record({ ...held, participantIds: ["contact_9"] }))
        await rejectionOf("InputInvalid", shop.dialogs.record({ ...held, participantIds: ["contact_1", "contact_1"] }))
      }),
    )

    it(
      "refuses an INN whose check digits are wrong, but not one that is there already or is of another country",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.leads.receive({ id: "lead_1", name: "A", channelId: "site" })
        await shop.clients.register({ id: "client_1", name: "A" })
        const wrong = "7707083894"
        const refused = [
          () => shop.clients.register({ name: "B", taxId: wrong }),
          () => shop.clients.amend({ clientId: "client_1", taxId: `ИНН ${wrong}/770701001` }),
          () => shop.contacts.add({ clientId: "client_1", name: "B", taxId: "500100732258" }),
          () => shop.leads.receive({ name: "B", channelId: "site", taxId: wrong }),
          () => shop.leads.amend({ leadId: "lead_1", taxId: wrong }),
        ]
        for (const call of refused) {
          const { data } = await rejectionOf("InputInvalid", call())
          expect(data).toMatchObject({ problems: [{ path: "taxId", code: "taxId.checkDigits" }] })
        }
        for (const taxId of ["500100732259", "KZ 123456789012", "DE123456789", "190275968"]) {
          await shop.clients.amend({ clientId: "client_1", taxId })
        }
        // A source asserts what it has, and it may be given again with something else.
        const row = { name: "C", phones: [], emails: [], taxId: wrong, ownerId: null, segmentId: null }
        await shop.clients.import({ sourceId: "crm", rows: [{ id: "client_2", ...row }] })
        const { client } = await shop.clients.amend({ clientId: "client_2", name: "D", taxId: wrong })
        expect((await shop.clients.get(client.id))?.texts).toMatchObject({ name: "D", taxId: wrong })
        await shop.department.publish({ ...suiteDepartment, base: { country: "PL" } })
        await shop.clients.register({ name: "Polska", taxId: "5261040828" })
      }),
    )

    it(
      "finds clients and leads that may be the same, also by the numbers of contact persons, and says why",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish({ ...suiteDepartment, base: { country: "RU" } })
        await shop.clients.register({ id: "client_1", name: "ООО «Ромашка»", taxId: "7707083893" })
        await shop.contacts.add({ clientId: "client_1", name: "B", phones: ["+7 495 123-45-67"] })
        await shop.clients.register({ id: "client_2", name: "Romashka LLC", phones: ["8 (495) 123-45-67"] })
        await shop.leads.receive({ id: "lead_1", name: "C", company: "РОМАШКА", channelId: "site" })
        await shop.leads.receive({ id: "lead_2", name: "C", company: "РОМАШКА", channelId: "site" })
        await shop.leads.disqualify({ leadId: "lead_2", reasonId: "spam" })
        await shop.clients.register({ id: "client_3", name: "Лютик", emails: ["x@lutik.example"] })
        const { pairs, recordCount } = await shop.clients.duplicates()
        expect(recordCount).toBe(4)
        expect(pairs.map(({ leftId, rightId, score, evidence }) => [leftId, rightId, score, evidence.length])).toEqual([
          ["client_1", "client_2", 75, 2],
          ["client_1", "lead_1", 35, 1],
          ["client_2", "lead_1", 35, 1],
        ])
        const similar = await shop.clients.similar({ emails: ["X+news@Lutik.example"], name: "лютик" })
        expect(similar.map(({ id, score }) => [id, score])).toEqual([["client_3", 75]])
        await rejectionOf("InputInvalid", shop.clients.duplicates({ minScore: 0 }))
      }),
    )

    it(
      "never loses a next step: it is done, called off with a reason, moved and counted, handed over, reminded of once",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await inTheBase(shop, { clients: ["1"] })
        const set = { clientId: "client_1", typeId: "call", dueOn: "2026-02-03", ownerId: "user:1" } as const
        await shop.nextSteps.set({ ...set, id: "step_1", remindAt: "2026-02-03T06:00:00.000Z", note: "про бюджет" })
        expect((await shop.nextSteps.remind({ nextStepId: "step_1" })).events).toEqual([])
        clock.advance(86_400_000)
        expect((await shop.nextSteps.remind({ nextStepId: "step_1" })).events).toHaveLength(1)
        expect((await shop.nextSteps.remind({ nextStepId: "step_1" })).events).toEqual([])
        await shop.nextSteps.move({ nextStepId: "step_1", dueOn: "2026-02-04", remindAt: "2026-02-04T06:00:00.000Z" })
        await shop.nextSteps.assign({ nextStepId: "step_1", ownerId: "user:2" })
        const { nextStep } = await shop.nextSteps.cancel({ nextStepId: "step_1", reason: "клиент занят" })
        expect(nextStep).toMatchObject({ status: "cancelled", moves: 1, ownerId: "user:2", remindAt: null })
        await rejectionOf("NextStepDone", shop.nextSteps.complete({ nextStepId: "step_1" }))
        expect((await shop.nextSteps.get("step_1"))?.texts).toEqual({
          note: "про бюджет",
          cancelReason: "клиент занят",
        })
        expect((await shop.nextSteps.page({ where: { status: "cancelled" } })).items).toHaveLength(1)
      }),
    )
  })
}
