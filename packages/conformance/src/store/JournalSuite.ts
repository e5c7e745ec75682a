import { streamOf } from "@salesdept/core/ports"
import { dealAggregate } from "@salesdept/core/deal"
import { eventVersion, genesisHash, replay, sha256, textsDigest, verifyStream } from "@salesdept/core/journal"
import { describe, expect, it } from "vitest"
import { playEnds } from "./PlayEnds.ts"
import { playSale, saleActors } from "./PlaySale.ts"
import { allKinds } from "./Kinds.ts"
import { rejectionOf } from "./Rejection.ts"
import { inScene, run, suiteTenant } from "./Scene.ts"
import { storedBy } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

/** The journal is the truth: gapless, in order of time, and enough to rebuild every record. */
export const journalSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: journal`, () => {
    it(
      "rebuilds every record of every kind from its journal",
      inScene(factory, async (scene) => {
        await playSale(scene)
        await playEnds(scene)
        const kinds = await storedBy(scene.store, suiteTenant)
        for (const [index, { kind, records, streams }] of kinds.entries()) {
          const of = allKinds[index]
          expect(records.length, `${kind}: the sale leaves no record`).toBeGreaterThan(0)
          const rebuilt = streams.map(([, events]) => (of === undefined ? null : replay(of, events)))
          // The counter of facts is kept by the store beside the state; the journal does not have it.
          const uncounted = records.map((record) =>
            record.factsVersion === undefined ? record : { ...record, factsVersion: 0 },
          )
          expect(rebuilt, kind).toEqual(uncounted)
        }
      }),
    )

    it(
      "numbers each stream without gaps, up to its record's version, in order of time",
      inScene(factory, async (scene) => {
        await playSale(scene)
        for (const { kind, records, streams } of await storedBy(scene.store, suiteTenant)) {
          const of = allKinds.find((one) => one.kind === kind) ?? expect.fail(kind)
          for (const [index, [id, events]] of streams.entries()) {
            expect(events.map(({ version }) => version)).toEqual(events.map((_, position) => position + 1))
            expect(events).toHaveLength(records[index]?.version ?? -1)
            const times = events.map(({ occurredAt }) => occurredAt)
            expect(times).toEqual(times.toSorted())
            for (const event of events) {
              const typeVersion = eventVersion(of, event.type)
              expect(event).toMatchObject({ tenant: suiteTenant, stream: id, kind, typeVersion })
              expect(saleActors).toContain(event.actor)
            }
          }
        }
      }),
    )

    it(
      "verifies, chained from the first row to the anchored head",
      inScene(factory, async (scene) => {
        await playSale(scene)
        for (const of of allKinds) {
          const { streams, events, faults } = await run(scene.store.verify(suiteTenant, of))
          expect(faults, of.kind).toEqual([])
          expect(streams, of.kind).toBeGreaterThan(0)
          expect(events, of.kind).toBeGreaterThanOrEqual(streams)
        }
        const rows = await run(streamOf(scene.store, suiteTenant, "deal_1"))
        const head = { version: rows.length, hash: rows.at(-1)?.hash ?? genesisHash }
        expect(verifyStream("deal_1", rows, head, sha256)).toEqual([])
        expect(new Set(rows.map(({ hash }) => hash)).size).toBe(rows.length)
      }),
    )

    it(
      "is read of many records at once, of each by version, and of none where there is none or it is another tenant's",
      inScene(factory, async (scene) => {
        await playSale(scene)
        const ids = ["deal_1", "client_1", "deal_absent", "product_1", "deal_\u0000"]
        const found = await run(scene.store.streams(suiteTenant, ids))
        expect([...found.keys()].toSorted()).toEqual(["client_1", "deal_1", "product_1"])
        for (const [id, rows] of found) {
          expect(rows.map(({ stream }) => stream)).toEqual(rows.map(() => id))
          expect(rows.map(({ version }) => version)).toEqual(rows.map((_, index) => index + 1))
          expect(rows).toEqual(await run(streamOf(scene.store, suiteTenant, id)))
        }
        expect(await run(scene.store.streams(suiteTenant, []))).toEqual(new Map())
        expect(await run(scene.store.streams(suiteTenant, ["deal_\u0000"]))).toEqual(new Map())
        expect(await run(scene.store.streams("elsewhere", ids))).toEqual(new Map())
      }),
    )

    it(
      "never lets business time run backwards, and closes a deal no earlier than it was opened",
      inScene(factory, async ({ clock, session, store }) => {
        const shop = session()
        clock.advance(Date.parse("2026-02-10T09:00:00.000Z") - clock.now())
        await shop.deals.open({ id: "deal_1", title: "Audit" })
        const early = { occurredAt: "2026-01-05T09:00:00.000Z" }
        const { deal } = await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price" }, early)
        expect(deal.closedOn).toBe("2026-02-10")
        await shop.leads.receive({ id: "lead_1", name: "Gamma", channelId: "site" })
        const { lead } = await shop.leads.take({ leadId: "lead_1", ownerId: "user:1" }, early)
        expect(lead.takenAt).toBe(lead.receivedAt)
        const times = (await run(streamOf(store, suiteTenant, "deal_1"))).map(({ occurredAt }) => occurredAt)
        expect(times).toEqual(["2026-02-10T09:00:00.000Z", "2026-02-10T09:00:00.000Z"])
      }),
    )

    it(
      "takes nothing for done that lies ahead, but for as far as clocks go apart, and asks what would be then",
      inScene(factory, async ({ clock, session }) => {
        const shop = session()
        const ahead = (ms: number) => ({ occurredAt: new Date(clock.now() + ms).toISOString() })
        await shop.deals.open({ id: "deal_1", title: "Audit" }, ahead(300_000))
        const [one, other] = [
          shop.deals.open({ id: "deal_2", title: "Audit" }, ahead(300_001)),
          shop.batch(({ deals }) => [deals.open({ id: "deal_2", title: "Audit" })], ahead(86_400_000)),
        ]
        for (const call of [one, other]) {
          const { data } = await rejectionOf("InputInvalid", call)
          expect(data).toMatchObject({ problems: [{ path: "options.occurredAt", code: "instant.ahead" }] })
        }
        expect(await shop.deals.get("deal_2")).toBeNull()
        const tomorrow = { ...ahead(86_400_000), dryRun: true }
        expect((await shop.deals.open({ title: "Audit" }, tomorrow)).deal.openedOn).toBe("2026-02-03")
      }),
    )

    it(
      "keeps when it happened and when it was learnt apart",
      inScene(factory, async ({ session, store }) => {
        await session().deals.open({ id: "deal_1", title: "Audit" }, { occurredAt: "2026-01-15T09:00:00.000Z" })
        const [row] = await run(streamOf(store, suiteTenant, "deal_1"))
        expect(row).toMatchObject({ occurredAt: "2026-01-15T09:00:00.000Z", recordedAt: "2026-02-02T06:00:00.000Z" })
      }),
    )

    it(
      "gives the rows it wrote, as they are read back",
      inScene(factory, async ({ session, store }) => {
        const { events } = await session().deals.open({ id: "deal_1", title: "Аудит 🇷🇺" })
        expect(await run(streamOf(store, suiteTenant, "deal_1"))).toEqual(events)
        const digest = events[0]?.texts?.digest ?? ""
        expect(digest).toMatch(/^[0-9a-f]{64}$/)
        expect(digest).not.toBe(textsDigest({ title: "Аудит 🇷🇺" }, "", sha256))
      }),
    )

    it(
      "gives history that later commands do not change",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.deals.open({ id: "deal_1", title: "Audit" })
        const before = await shop.deals.history("deal_1")
        await shop.deals.move({ dealId: "deal_1", to: "contact" })
        expect(before).toHaveLength(1)
        expect(await shop.deals.history("deal_1")).toHaveLength(2)
        expect(await shop.deals.history("deal_missing")).toEqual([])
      }),
    )

    it(
      "keeps the deal's columns of each event beside it",
      inScene(factory, async ({ session, store, clock }) => {
        const shop = session()
        await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "user:1" })
        clock.advance(3_600_500)
        await shop.deals.move({ dealId: "deal_1", to: "contact" })
        const rows = await run(streamOf(store, suiteTenant, "deal_1"))
        const mark = {
          pipelineId: "servicesWithActs",
          outcome: "open",
          amountMinor: null,
          currency: null,
          ownerId: "user:1",
          expectedCloseOn: null,
          listAmountMinor: null,
        }
        expect(rows.map((row) => row.mark)).toEqual([
          { ...mark, stageId: "newLead", previousStageId: null, previousStageSeconds: null },
          { ...mark, stageId: "contact", previousStageId: "newLead", previousStageSeconds: 3600 },
        ])
        const [deal] = await run(store.byIds(suiteTenant, dealAggregate, ["deal_1"]))
        expect(deal?.enteredStageAt).toBe("2026-02-02T07:00:00.500Z")
      }),
    )
  })
}
