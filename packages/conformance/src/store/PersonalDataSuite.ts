import type { RecordState } from "@salesdept/core/journal"
import type { Session } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { allKinds } from "./Kinds.ts"
import { plantPerson, planted } from "./PlantedPerson.ts"
import { playSale } from "./PlaySale.ts"
import { rejectionOf } from "./Rejection.ts"
import { suiteFinding } from "./ReviewSuite.ts"
import { inScene, inSceneAfterwards, run } from "./Scene.ts"
import { storedBy } from "./Stored.ts"
import { notSupported } from "./StoreHarness.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

/** A script of one step, drafted. */
const writtenScript = async (shop: Session) => {
  await shop.scripts.create({ id: "script_1", name: "First call", language: "ru", ownerId: "user:owner" })
  const step = { id: "hello", kind: "opening", purpose: "Say who is calling", wording: "Hello", branches: [] } as const
  return shop.scripts.draft({ scriptId: "script_1", steps: [step] })
}

/** What the law asks for about a person: all of it, or none of it any more. */
export const personalDataSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: personal data`, () => {
    it(
      "gives everything about a person as JSON: every record with its texts and its journal",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await plantPerson(shop)
        const { records } = await shop.personalData.export({ clientId: "client_p" })
        const kinds = records.map(({ kind }) => kind).toSorted()
        expect(kinds).toEqual([
          "client",
          "consent",
          "contact",
          "controlMark",
          "deal",
          "dialog",
          "invoice",
          "lead",
          "nextStep",
        ])
        const json = JSON.stringify(records)
        for (const text of Object.values(planted)) expect(json, text).toContain(text)
        expect(records.every(({ history, record }) => history.length === record.version)).toBe(true)
        await rejectionOf("InputInvalid", shop.personalData.export({}))
        await rejectionOf("RecordNotFound", shop.personalData.export({ clientId: "client_9" }))
      }),
    )

    it(
      "reaches what a person said that a script had no answer to, and leaves what others said",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const head = session(undefined, "user:head")
        await plantPerson(shop)
        await shop.clients.register({ id: "client_q", name: "Другие" })
        const { version } = await writtenScript(shop)
        await shop.scripts.submit({ versionId: version.id })
        await head.scripts.approve({ versionId: version.id })
        const said = async (
          about: { readonly clientId?: `client_${string}`; readonly dealId?: `deal_${string}` },
          words: string,
        ) => {
          const run = {
            versionId: version.id,
            repId: "user:rep",
            outcomeId: "agreed",
            steps: [{ stepId: "hello" }],
          } as const
          const { proposals } = await shop.scriptRuns.record({
            ...run,
            ...about,
            unanswered: [{ stepId: "hello", said: words }],
          })
          return proposals[0]!.id
        }
        const ofClient = await said({ clientId: "client_p" }, planted.summary)
        const ofDeal = await said({ dealId: "deal_p" }, planted.note)
        const ofOthers = await said({ clientId: "client_q" }, "Нет времени")
        const { records } = await shop.personalData.export({ clientId: "client_p" })
        const proposed = records.flatMap(({ kind, record }) => (kind === "scriptProposal" ? [record.id] : []))
        expect(proposed.toSorted()).toEqual([ofClient, ofDeal].toSorted())
        const { erased } = await shop.personalData.erase({ clientId: "client_p" })
        expect(erased).toContainEqual({ kind: "scriptProposal", count: 2 })
        for (const id of [ofClient, ofDeal]) expect((await shop.scriptProposals.get(id))?.texts).toEqual({})
        expect((await shop.scriptProposals.get(ofOthers))?.texts).toEqual({ proposal: "Нет времени" })
      }),
    )

    it(
      "reaches what was said of a person's dialogs on scorecards, and leaves the marks and what was said of others",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const mentor = session(undefined, "user:mentor")
        await plantPerson(shop)
        await shop.clients.register({ id: "client_q", name: "Другие" })
        const { version } = await writtenScript(shop)
        const carded = async (dialogId: `dialog_${string}`, comment: string) => {
          const card = { dialogId, versionId: version.id, repId: "user:rep", raterKind: "mentor", comment } as const
          const { scorecard } = await mentor.scorecards.record({ ...card, marks: [{ stepId: "hello", mark: "met" }] })
          return scorecard.id
        }
        const others = { clientId: "client_q", kind: "call", direction: "outbound", outcomeId: "agreed" } as const
        await shop.dialogs.record({ ...others, id: "dialog_q" })
        const ofPerson = await carded("dialog_p", planted.note)
        const ofOthers = await carded("dialog_q", "Говорил слишком быстро")
        for (const of of [{ clientId: "client_p" }, { contactId: "contact_p" }] as const) {
          const { records } = await shop.personalData.export(of)
          const cards = records.flatMap(({ kind, record }) => (kind === "scorecard" ? [record.id] : []))
          expect(cards).toEqual([ofPerson])
        }
        const { erased } = await shop.personalData.erase({ contactId: "contact_p" })
        expect(erased).toContainEqual({ kind: "scorecard", count: 1 })
        expect(await shop.scorecards.get(ofPerson)).toMatchObject({ texts: {}, score: { met: 1, of: 1 } })
        expect((await shop.scorecards.get(ofOthers))?.texts).toEqual({ comment: "Говорил слишком быстро" })
      }),
    )

    it(
      "reaches what was said of findings about a person and meant to be done about it, and decisions of debriefs where asked",
      inScene(factory, async ({ session, store }) => {
        const shop = session()
        const head = session(undefined, "user:head")
        await plantPerson(shop)
        await shop.clients.register({ id: "client_q", name: "Другие" })
        await head.findings.raise({
          findings: [
            suiteFinding("p", 1, ["deal_q", "deal_p"], "user:42"),
            suiteFinding("q", 1, ["client_q"], "user:42"),
          ],
        })
        await shop.findings.explain({ findingId: "finding_p", text: planted.note })
        await shop.findings.explain({ findingId: "finding_q", text: "Был в отпуске" })
        for (const at of ["p", "q"] as const) {
          const talk = { route: "personal", repId: "user:42", leaderId: "user:head", plannedOn: "2026-02-02" } as const
          await head.debriefs.plan({ ...talk, id: `debrief_${at}`, findingIds: [`finding_${at}`] })
          await head.debriefs.hold({ debriefId: `debrief_${at}`, decisions: planted.summary, actions: [] })
          const commitment = { repId: "user:42", dueOn: "2026-02-05", what: planted.note } as const
          await shop.commitments.make({ ...commitment, id: `commitment_${at}`, recordId: `client_${at}` })
        }
        const kept = async () => [
          (await shop.findings.get("finding_p"))?.texts,
          (await shop.findings.get("finding_q"))?.texts,
          (await shop.commitments.get("commitment_p"))?.texts,
          (await shop.commitments.get("commitment_q"))?.texts,
          (await shop.debriefs.get("debrief_p"))?.texts,
          (await shop.debriefs.get("debrief_q"))?.texts,
        ]
        const { records } = await shop.personalData.export({ clientId: "client_p" })
        const exported = records.flatMap(({ kind, record }) =>
          ["finding", "commitment", "debrief"].includes(kind) ? [record.id] : [],
        )
        expect(exported).toEqual(["finding_p", "commitment_p"])
        const { erased } = await shop.personalData.erase({ clientId: "client_p" })
        expect(erased).toContainEqual({ kind: "finding", count: 1 })
        expect(erased).toContainEqual({ kind: "commitment", count: 1 })
        const [others, meant] = [{ explanation: "Был в отпуске" }, { what: planted.note }]
        const decided = { decisions: planted.summary }
        expect(await kept()).toEqual([{}, others, {}, meant, decided, decided])
        // Private talks go with the others, and nobody is told which they are.
        const stranger = session(undefined, "user:stranger")
        const deeper = await stranger.personalData.erase({ clientId: "client_p", debriefs: true })
        expect(deeper.erased).toEqual([])
        expect(await kept()).toEqual([{}, others, {}, meant, {}, decided])
        expect((await shop.findings.get("finding_p"))?.status).toBe("explained")
        expect((await stranger.personalData.erase({ clientId: "client_p", debriefs: true })).events).toEqual([])
        for (const of of allKinds) expect((await run(store.verify("shop-17", of))).faults).toEqual([])
      }),
    )

    it(
      "erases a payer who is nobody in the base, by the transfer",
      inSceneAfterwards(factory, async ({ session, store }) => {
        const shop = session()
        const line = { direction: "in", bookedOn: "2026-02-05", amount: { amountMinor: 500, currency: "RUB" } } as const
        const { openIds } = await shop.bank.import({
          account: "40702810900000012345",
          lines: [{ ...line, reference: planted.note, party: { name: planted.client }, purpose: planted.summary }],
        })
        const [bankEntryId] = openIds
        if (bankEntryId === undefined) return expect.fail("nothing is open")
        const { records } = await shop.personalData.export({ bankEntryId })
        expect(records.map(({ texts }) => texts["partyName"])).toEqual([planted.client])
        const { erased } = await shop.personalData.erase({ bankEntryId })
        expect(erased).toEqual([{ kind: "bankEntry", count: 1 }])
        expect(await shop.bank.get(bankEntryId)).toMatchObject({ status: "open", amount: line.amount, texts: {} })
        expect((await shop.bank.verify()).faults).toEqual([])
        const kept = JSON.stringify(await storedBy(store, "shop-17"))
        for (const text of Object.values(planted)) expect(kept, text).not.toContain(text)
        await rejectionOf("InputInvalid", shop.personalData.erase({ bankEntryId, clientId: "client_p" }))
        await rejectionOf("RecordNotFound", shop.personalData.erase({ bankEntryId: "bankEntry_9" }))
      }),
    )

    it(
      "erases a person everywhere: nothing can be read any more, the figures stay, the journals verify",
      inScene(factory, async (scene) => {
        const { clock, session, store } = scene
        const shop = session()
        await playSale(scene)
        await plantPerson(shop)
        const exported = await shop.personalData.export({ clientId: "client_p" })
        const about = new Set(
          exported.records.flatMap(({ record, texts }) => (Object.keys(texts).length > 0 ? [record.id] : [])),
        )
        const figures = async () => {
          const kinds = await storedBy(store, "shop-17")
          // Each record counts the erasure as its last event, and gates of the client's deals may ask about it.
          const figure = (record: RecordState): unknown =>
            about.has(record.id) ? { ...record, version: 0, factsVersion: null } : record
          return kinds.map(({ records }) => records.map(figure))
        }
        const before = await figures()
        const { changedAt } = (await shop.deals.get("deal_p")) ?? expect.fail("is there")
        clock.advance(10 * 86_400_000)
        const untouched = await shop.clients.get("client_1")
        const { erased, events } = await shop.personalData.erase({ clientId: "client_p" })
        // Whoever keeps copies is told of each record whose texts are gone.
        expect(events.map(({ stream }) => stream).toSorted()).toEqual([...about].toSorted())
        const cause = { cause: "erase", causeId: "client_p", values: {} }
        for (const { payload, type } of events)
          expect({ payload, type }).toEqual({ payload: cause, type: "RecordCorrected" })
        expect(erased.map(({ kind, count }) => `${kind} ${count}`).toSorted()).toEqual([
          "client 1",
          "consent 1",
          "contact 1",
          "controlMark 1",
          "deal 1",
          "dialog 1",
          "lead 1",
          "nextStep 1",
        ])
        expect(await figures()).toEqual(before)
        // What is recorded late happened when it did.
        const { occurredAt } = (await shop.deals.history("deal_p")).at(-1) ?? expect.fail("is there")
        expect(occurredAt).toBe(changedAt)
        const told = (await shop.clients.history("client_p")).length
        const kept = JSON.stringify(await storedBy(store, "shop-17"))
        for (const text of Object.values(planted)) expect(kept, text).not.toContain(text)
        expect((await shop.clients.get("client_p"))?.texts).toEqual({})
        expect(await shop.clients.get("client_1")).toEqual(untouched)
        for (const of of allKinds) expect((await run(store.verify("shop-17", of))).faults).toEqual([])
        expect(await shop.personalData.erase({ clientId: "client_p" })).toMatchObject({ erased: [], events: [] })
        expect(await shop.clients.history("client_p")).toHaveLength(told)
      }),
    )

    it(
      "keeps an erased person erased when the source that brought it is imported again",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const sourceId = "fullExport"
        const client = { id: "client_p", name: planted.client, ownerId: null, segmentId: null } as const
        const lead = { ownerId: null, channelId: "import", originId: null, receivedAt: null, closedAt: null } as const
        const bare = { ownerId: null, productId: null, amount: null, listAmount: null } as const
        const deal = { ...bare, clientId: "client_p", openedOn: null, closedOn: null } as const
        const importAll = async (ownerId: string | null = null) => [
          await shop.clients.import({ sourceId, rows: [{ ...client, ownerId, phones: [planted.phone] }] }),
          await shop.contacts.import({
            sourceId,
            rows: [{ id: "contact_p", clientId: "client_p", name: planted.contact }],
          }),
          await shop.deals.import({
            sourceId,
            pipelineId: "servicesWithActs",
            rows: [{ ...deal, id: "deal_p", title: planted.title, stageId: "contact" }],
          }),
          await shop.leads.import({
            sourceId,
            rows: [
              {
                ...lead,
                id: "lead_p",
                name: planted.lead,
                status: "qualified",
                clientId: "client_p",
                dealId: "deal_p",
              },
            ],
          }),
        ]
        await importAll()
        await shop.personalData.erase({ clientId: "client_p" })
        for (const { unchanged } of await importAll()) expect(unchanged).toBe(1)
        // What is no personal data is still taken.
        expect((await importAll("ann"))[0]).toMatchObject({ changed: 1 })
        const records = [
          await shop.clients.get("client_p"),
          await shop.contacts.get("contact_p"),
          await shop.deals.get("deal_p"),
          await shop.leads.get("lead_p"),
        ]
        expect(records.map((record) => record?.texts)).toEqual([{}, {}, {}, {}])
        // Whoever comes back is written down by hand.
        await shop.clients.amend({ clientId: "client_p", name: "Снова клиент" })
        expect((await shop.clients.get("client_p"))?.texts).toEqual({ name: "Снова клиент" })
      }),
    )

    it(
      "erases earlier versions and merged clients too, and undoing a merge afterwards brings nothing back",
      inScene(factory, async ({ session, store }) => {
        const shop = session()
        await shop.clients.register({ id: "client_1", name: planted.client, phones: [planted.phone] })
        await shop.clients.register({ id: "client_2", name: planted.contact, emails: [planted.mail] })
        await shop.clients.merge({ intoId: "client_1", fromId: "client_2" })
        await shop.clients.amend({ clientId: "client_1", name: "Другая" })
        await shop.personalData.erase({ clientId: "client_1" })
        await shop.clients.unmerge({ clientId: "client_2" })
        expect((await shop.clients.get("client_1"))?.texts).toEqual({})
        expect((await shop.clients.get("client_2"))?.texts).toEqual({})
        for (let version = 1; version <= 3; version++) {
          const [client] = await run(
            store.byIds(
              "shop-17",
              allKinds.find(({ kind }) => kind === "client")!,
              ["client_1"],
            ),
          )
          expect(await run(store.texts("shop-17", [{ ...client!, textsVersion: version }]))).toEqual(new Map())
        }
      }),
    )

    it(
      "takes a client that was merged for the one that stayed, whose texts have both",
      inScene(factory, async ({ session }) => {
        const shop = session()
        for (const number of [1, 2, 3] as const) {
          await shop.clients.register({
            id: `client_${number}`,
            name: `${number}`,
            phones: [`+7 495 123-45-6${number}`],
          })
          await shop.contacts.add({ id: `contact_${number}`, clientId: `client_${number}`, name: planted.contact })
        }
        await shop.clients.merge({ intoId: "client_2", fromId: "client_3" })
        await shop.clients.merge({ intoId: "client_1", fromId: "client_2" })
        const byLast = await shop.personalData.export({ clientId: "client_3" })
        expect(byLast).toEqual(await shop.personalData.export({ clientId: "client_1" }))
        const { erased } = await shop.personalData.erase({ clientId: "client_3" })
        expect(erased).toEqual([
          { kind: "client", count: 3 },
          { kind: "contact", count: 3 },
        ])
        expect((await shop.clients.get("client_1"))?.texts).toEqual({})
      }),
    )

    it(
      "forgets what came under idempotency keys, so that no guess can be tried against it, and keeps the keys",
      inScene(factory, async ({ harness, session }) => {
        const options = { idempotencyKey: "k" }
        const other = { id: "client_p", name: "Другая" } as const
        const erasing: { readonly [way: string]: (shop: Session) => Promise<unknown> } = {
          alone: (shop) => shop.personalData.erase({ clientId: "client_p" }, { idempotencyKey: "e" }),
          // Whomever it erases: nobody can tell what else was said of a person in the inputs of others.
          "of others, together": (shop) =>
            Promise.all([
              ...Array.from({ length: 3 }, () => shop.clients.register({ name: "Ещё" })),
              ...["lead_q", "lead_r"].map((leadId) => shop.personalData.erase({ leadId })),
            ]),
          "in a transaction of the host": async (shop) => {
            if (harness.joined === notSupported) return await shop.personalData.erase({ clientId: "client_p" })
            const transaction = await harness.joined.begin()
            await shop.personalData.erase({ clientId: "client_p" }, { tx: transaction.executor })
            return await transaction.commit()
          },
        }
        for (const [way, erase] of Object.entries(erasing)) {
          const shop = session(way)
          const elsewhere = session(`beside ${way}`).clients
          await shop.clients.register({ id: "client_p", name: planted.client, phones: [planted.phone] }, options)
          for (const id of ["lead_q", "lead_r"] as const)
            await shop.leads.receive({ id, name: "Ещё", channelId: "site" })
          await elsewhere.register(other, options)
          await rejectionOf("IdempotencyMismatch", shop.clients.register(other, options))
          await erase(shop)
          // That it cannot tell one input from another any more is what shows that it has forgotten.
          const again = await shop.clients.register(other, options)
          expect(again, way).toMatchObject({ replayed: true, client: { id: "client_p", version: 1 } })
          await rejectionOf("IdempotencyMismatch", session(way, "user:7").clients.register(other, options))
          const lead = { id: "lead_p", name: planted.lead, channelId: "site" } as const
          await rejectionOf("IdempotencyMismatch", shop.leads.receive(lead, options))
          // A second erasure has nothing more to forget, and what another tenant gave is known as before.
          await shop.personalData.erase({ clientId: "client_p" })
          expect((await shop.clients.register(other, options)).replayed, way).toBe(true)
          expect((await shop.clients.get("client_p"))?.texts).toEqual({})
          await rejectionOf("IdempotencyMismatch", elsewhere.register({ ...other, name: "Третья" }, options))
        }
      }),
    )

    it(
      "erases one contact person, what was said with it and what was agreed then, and leaves the client's own texts",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await plantPerson(shop)
        const { erased } = await shop.personalData.erase({ contactId: "contact_p" })
        expect(erased.map(({ kind }) => kind).toSorted()).toEqual(["contact", "dialog", "nextStep"])
        expect((await shop.contacts.get("contact_p"))?.texts).toEqual({})
        expect((await shop.clients.get("client_p"))?.texts["name"]).toBe(planted.client)
      }),
    )
  })
}
