import { calmStates, controlKinds, controlStates } from "@salesdept/core/control"
import type { Partitions } from "@salesdept/core/control/service"
import type { JournalEvent } from "@salesdept/core/journal"
import { isSalesDeptError } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { AnyCommand } from "../arbitrary/AnyCommand.ts"
import { anyCommand } from "../arbitrary/Commands.ts"
import type { HistoryOptions } from "./HistorySuite.ts"
import { rejectionOf } from "./Rejection.ts"
import type { Scene } from "./Scene.ts"
import { inScene, withScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** A deal in work that is neither stepless nor unassigned: what happens to it later is the test's. */
const openDeal = async ({ session }: Scene): Promise<void> => {
  const shop = session()
  await shop.clients.register({ id: "client_1", name: "Northern Bakery", ownerId: "ann", segmentId: "food" })
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann" })
}

const stateOf = async ({ session }: Scene, asOf?: string): Promise<string | undefined> => {
  const { deal } = await session().control.partition(asOf === undefined ? {} : { asOf })
  return deal.states.find(({ count }) => count > 0)?.state
}

/** The partition holds everything that the base holds, each record once. */
const expectTotal = async ({ session }: Scene, partitions: Partitions): Promise<void> => {
  const shop = session()
  const sizes = {
    lead: (await shop.leads.page({ where: { standing: "active" }, limit: 100 })).items,
    client: (await shop.clients.page({ where: { standing: "active" }, limit: 100 })).items,
    deal: (await shop.deals.page({ limit: 100 })).items.filter(({ standing }) => standing === "active"),
  }
  for (const kind of controlKinds) {
    const { total, states, byOwner, byTeam, bySegment } = partitions[kind]
    const ids = sizes[kind].map(({ id }) => id)
    expect(total).toBe(ids.length)
    expect(states.map(({ state }) => state).toSorted()).toEqual([...controlStates].toSorted())
    expect(states.flatMap(({ worstIds }) => worstIds).toSorted()).toEqual(ids.toSorted())
    for (const groups of [byOwner, byTeam, bySegment]) {
      expect(groups.reduce((sum, group) => sum + group.total, 0)).toBe(total)
      for (const { state, count } of states) {
        expect(groups.reduce((sum, group) => sum + group.counts[state], 0)).toBe(count)
      }
    }
  }
}

/** Plays a history, asks at every so many commands, and asks about the same moments again at the end. */
const playControlled = async (scene: Scene, history: ReadonlyArray<AnyCommand>, every: number): Promise<void> => {
  const { session, clock } = scene
  const shop = session()
  const told: Array<{ readonly asOf: string; readonly partitions: Partitions }> = []
  // Somebody may report afterwards that something had happened before; that is then known of the moment.
  let latelyToldFrom = "9999"
  for (const [index, { call, afterMs }] of history.entries()) {
    clock.advance(afterMs)
    const answer: { readonly events?: ReadonlyArray<JournalEvent> } = await call(session()).catch((error: unknown) => {
      if (!isSalesDeptError(error)) throw error
      return {}
    })
    for (const { occurredAt, recordedAt } of answer.events ?? []) {
      if (occurredAt < recordedAt && occurredAt < latelyToldFrom) latelyToldFrom = occurredAt
    }
    if (index % every !== 0) continue
    const partitions = await shop.control.partition({ idsPerState: 100 })
    told.push({ asOf: new Date(clock.now()).toISOString(), partitions })
    clock.advance(1)
    await expectTotal(scene, partitions)
  }
  for (const { asOf, partitions } of told) {
    expect(await shop.control.partition({ asOf, knownAt: asOf, idsPerState: 100 })).toEqual(partitions)
    const learnt = await shop.control.partition({ asOf, idsPerState: 100 })
    if (asOf < latelyToldFrom) expect(learnt).toEqual(partitions)
    for (const kind of controlKinds) {
      const { total, states } = learnt[kind]
      expect(states.reduce((sum, { count }) => sum + count, 0)).toBe(total)
    }
  }
}

/** Control is a partition that can be asserted, over whatever a store holds and at whatever moment. */
export const controlSuite = (name: string, factory: HarnessFactory, options: HistoryOptions = {}): void => {
  const { runs = 20, longest = 40 } = options
  describe(`${name}: control`, () => {
    it("is total and disjoint at every instant of any history, and a moment is told later as it was then", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyCommand, { minLength: 1, maxLength: longest, size: "max" }),
          fc.integer({ min: 1, max: 7 }),
          (history, every) => withScene(factory, (scene) => playControlled(scene, history, every)),
        ),
        { numRuns: Math.ceil(runs / 2) },
      )
    })

    it(
      "tells how long a client was left with whom nobody has ever spoken",
      inScene(factory, async ({ session, clock }) => {
        const shop = session()
        await shop.clients.register({ id: "client_1", name: "Alfa", ownerId: "user:1" })
        clock.advance(10 * 86_400_000)
        const [row] = (await shop.control.list({ kinds: ["client"] })).rows
        expect(row).toMatchObject({ id: "client_1", state: "noNextStep", ageDays: 10 })
      }),
    )

    it(
      "tells a moment as it was known then, and with what was learnt since: an import that brings a history, a late report",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await shop.clients.register({ id: "client_1", name: "Northern Bakery", ownerId: "ann" })
        const then = new Date(scene.clock.now()).toISOString()
        const before = await shop.control.partition({ idsPerState: 100 })
        scene.clock.advance(1)
        const bare = { title: "Old", clientId: null, ownerId: "ann", productId: null } as const
        const money = { amount: null, listAmount: null, openedOn: null, closedOn: null } as const
        const history = [{ at: "2025-12-01T09:00:00.000Z", stageId: "contact" }]
        await shop.deals.import({
          sourceId: "bareExport",
          pipelineId: "servicesWithActs",
          rows: [{ id: "deal_1", stageId: "contact", ...bare, ...money, history }],
        })
        await shop.clients.amend({ clientId: "client_1", ownerId: null }, { occurredAt: then })
        const learnt = await shop.control.partition({ asOf: then })
        expect([learnt.deal.total, learnt.client.states.find(({ count }) => count > 0)?.state]).toEqual([
          1,
          "unassigned",
        ])
        expect(await shop.control.partition({ asOf: then, knownAt: then, idsPerState: 100 })).toEqual(before)
        const { client } = await shop.control.partition({ records: "now", knownAt: then })
        expect(client.states.find(({ count }) => count > 0)?.state).toBe("noNextStep")
        await rejectionOf("InputInvalid", shop.control.partition({ knownAt: "yesterday" }))
      }),
    )

    it(
      "sees at once what is dated ahead of the clock: a record that is there is in a state",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        const ahead = new Date(scene.clock.now() + 300_000).toISOString()
        const lead = { id: "lead_1", name: "N", channelId: "site" } as const
        await shop.leads.receive(lead, { occurredAt: ahead })
        const { total, states } = (await shop.control.partition()).lead
        expect([total, states.find(({ count }) => count > 0)?.state]).toEqual([1, "unassigned"])
        expect((await shop.control.list()).rows.map(({ id }) => id)).toEqual(["lead_1"])
      }),
    )

    it(
      "shows a client with its worst deal",
      inScene(factory, async (scene) => {
        await openDeal(scene)
        const shop = scene.session()
        await shop.deals.open({ id: "deal_2", title: "Training", clientId: "client_1", ownerId: "ann" })
        await shop.nextSteps.set({ dealId: "deal_2", typeId: "call", dueOn: "2026-02-02", ownerId: "ann" })
        await shop.nextSteps.set({ clientId: "client_1", typeId: "call", dueOn: "2026-02-02", ownerId: "ann" })
        scene.clock.advance(dayMs)
        const named = (await shop.control.list()).rows.map(({ id, name }) => [id, name])
        const [client, deals] = [await shop.clients.get("client_1"), await shop.deals.getMany(["deal_2", "deal_1"])]
        expect(Object.fromEntries(named)).toEqual({
          client_1: client?.texts["name"],
          deal_1: deals[1]?.texts["title"],
          deal_2: "Training",
        })
        const { rows } = await shop.control.list({ kinds: ["client"] })
        expect(rows).toHaveLength(1)
        expect(rows[0]?.worstDeal).toEqual({ dealId: "deal_2", state: "stepOverdue" })
      }),
    )

    it(
      "parks until the day, and the record comes back of itself",
      inScene(factory, async (scene) => {
        await openDeal(scene)
        const shop = scene.session()
        expect(await stateOf(scene)).toBe("noNextStep")
        await shop.control.park({ id: "deal_1", reasonId: "clientAsked", resumeOn: "2026-02-05", comment: "в отпуске" })
        expect(await stateOf(scene)).toBe("parked")
        expect((await shop.control.list({ kinds: ["deal"] })).rows).toEqual([])
        expect(await stateOf(scene, "2026-02-04")).toBe("parked")
        expect(await stateOf(scene, "2026-02-05")).toBe("stalled")
        const [mark] = (await shop.controlMarks.page({ where: { subjectId: "deal_1" } })).items
        expect(mark?.texts).toEqual({ parkingComment: "в отпуске" })
      }),
    )

    it(
      "ends parking with the client's next word about the deal or apart from it, not with ours",
      inScene(factory, async (scene) => {
        await openDeal(scene)
        const shop = scene.session()
        const say = { kind: "mail", outcomeId: "undecided" } as const
        const park = () => shop.control.park({ id: "deal_1", reasonId: "clientAsked", resumeOn: "2026-03-05" })
        await park()
        scene.clock.advance(hourMs)
        await shop.dialogs.record({ ...say, dealId: "deal_1", direction: "outbound", repId: "ann" })
        expect(await stateOf(scene)).toBe("parked")
        scene.clock.advance(hourMs)
        await shop.dialogs.record({ ...say, clientId: "client_1", direction: "inbound", repId: "ann" })
        expect(await stateOf(scene)).toBe("noNextStep")
        await park()
        scene.clock.advance(hourMs)
        expect(await stateOf(scene)).toBe("parked")
        await shop.dialogs.record({ ...say, dealId: "deal_1", direction: "inbound", repId: "ann" })
        expect(await stateOf(scene)).toBe("noNextStep")
      }),
    )

    it(
      "excuses by parking what can wait, never what is promised, asked or owed",
      inScene(factory, async (scene) => {
        await openDeal(scene)
        const shop = scene.session()
        await shop.nextSteps.set({
          id: "step_1",
          dealId: "deal_1",
          typeId: "call",
          dueOn: "2026-02-03",
          ownerId: "ann",
        })
        await shop.control.park({ id: "deal_1", reasonId: "clientAsked", resumeOn: "2026-03-05" })
        expect(await stateOf(scene)).toBe("parked")
        scene.clock.advance(3 * dayMs)
        expect(await stateOf(scene)).toBe("stepOverdue")
        await shop.nextSteps.complete({ nextStepId: "step_1" })
        expect(await stateOf(scene)).toBe("parked")
        const { uncovered } = await shop.control.coverage({ promised: { kinds: ["deal"], states: ["noNextStep"] } })
        expect(uncovered).toEqual([])
      }),
    )

    it(
      "refuses parking without end: unknown reasons, days outside the limit, closed records; prolonging keeps the limit",
      inScene(factory, async (scene) => {
        await openDeal(scene)
        const shop = scene.session()
        const park = (resumeOn: string, reasonId = "other") => shop.control.park({ id: "deal_1", reasonId, resumeOn })
        const unknown = await rejectionOf("ParkReasonUnknown", park("2026-02-05", "weather"))
        expect(unknown.data).toMatchObject({ field: "reasonId", reasonId: "weather" })
        await rejectionOf("PutOffDayRefused", park("2026-02-02"))
        const late = await rejectionOf("PutOffDayRefused", park("2026-02-17"))
        expect(late.data).toEqual({ id: "deal_1", day: "2026-02-17", after: "2026-02-02", latest: "2026-02-16" })
        await park("2026-02-10")
        scene.clock.advance(3 * dayMs)
        await rejectionOf("PutOffDayRefused", park("2026-02-17"))
        await park("2026-02-16")
        await rejectionOf(
          "RecordNotFound",
          shop.control.park({ id: "deal_9", reasonId: "other", resumeOn: "2026-02-09" }),
        )
        await shop.control.resume({ id: "deal_1" })
        expect(await stateOf(scene)).toBe("stalled")
        await rejectionOf("NothingToUndo", shop.control.resume({ id: "deal_1" }))
        await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price" })
        await rejectionOf("SubjectClosed", park("2026-02-10"))
      }),
    )

    it(
      "snoozes on one person's list until the day or the client's reply, and in that state only",
      inScene(factory, async (scene) => {
        await openDeal(scene)
        const [ann, bob] = [scene.session(undefined, "ann"), scene.session(undefined, "bob")]
        const listed = async (shop: typeof ann) =>
          (await shop.control.list({ kinds: ["deal"] })).rows.map(({ id }) => id)
        await ann.control.snooze({ id: "deal_1", state: "noNextStep", untilOn: "2026-02-05" })
        expect([await listed(ann), await listed(bob)]).toEqual([[], ["deal_1"]])
        expect((await ann.control.list({ kinds: ["deal"] })).hidden).toEqual([
          { kind: "deal", id: "deal_1", state: "noNextStep", why: "snoozed", untilOn: "2026-02-05" },
        ])
        expect(await stateOf(scene)).toBe("noNextStep")
        expect((await ann.control.list({ kinds: ["deal"], asOf: "2026-02-05" })).rows).toHaveLength(1)
        await ann.control.unsnooze({ id: "deal_1" })
        expect(await listed(ann)).toEqual(["deal_1"])
        await rejectionOf("NothingToUndo", ann.control.unsnooze({ id: "deal_1" }))
        await ann.control.snooze({ id: "deal_1", state: "noNextStep" })
        scene.clock.advance(hourMs)
        const reply = { kind: "mail", direction: "inbound", outcomeId: "undecided", repId: "ann" } as const
        await bob.dialogs.record({ dealId: "deal_1", ...reply })
        expect(await listed(ann)).toEqual(["deal_1"])
        await ann.control.snooze({ id: "deal_1", state: "stalled" })
        expect(await listed(ann)).toEqual(["deal_1"])
        await rejectionOf(
          "PutOffDayRefused",
          ann.control.snooze({ id: "deal_1", state: "stalled", untilOn: "2027-01-01" }),
        )
      }),
    )

    it(
      "rules out for all in one state, with a reason, until undone",
      inScene(factory, async (scene) => {
        await openDeal(scene)
        const [ann, bob] = [scene.session(undefined, "ann"), scene.session(undefined, "bob")]
        await ann.control.ruleOut({ id: "deal_1", state: "noNextStep", reason: "Договор подпишут без нас" })
        const { rows, hidden } = await bob.control.list({ kinds: ["deal"] })
        expect([rows, hidden]).toEqual([
          [],
          [{ kind: "deal", id: "deal_1", state: "noNextStep", why: "ruledOut", untilOn: null }],
        ])
        scene.clock.advance(40 * dayMs)
        expect((await bob.control.list({ kinds: ["deal"] })).rows.map(({ state }) => state)).toEqual(["stalled"])
        await bob.control.ruleIn({ id: "deal_1" })
        await rejectionOf("NothingToUndo", bob.control.ruleIn({ id: "deal_1" }))
        expect((await bob.control.list({ kinds: ["deal"], asOf: "2026-02-02" })).hidden).toHaveLength(1)
      }),
    )

    it(
      "explains every row: facts, place, what happens if left, what clears it, and what was not read",
      inScene(factory, async (scene) => {
        await openDeal(scene)
        const shop = scene.session()
        const bare = { title: "Old", stageId: "contact", clientId: null, ownerId: "ann", productId: null } as const
        const row = { ...bare, id: "deal_7", amount: null, listAmount: null, openedOn: null, closedOn: null } as const
        await shop.deals.import({ sourceId: "bareExport", pipelineId: "servicesWithActs", rows: [row] })
        await shop.leads.receive({ id: "lead_1", name: "N", channelId: "site" })
        const { rows, notRead, total, judged } = await shop.control.list()
        expect({ total, judged }).toEqual({ total: rows.length, judged: 4 })
        for (const [index, each] of rows.entries()) {
          expect(calmStates).not.toContain(each.state)
          expect(each.place).toBe(index + 1)
          for (const text of [each.reason, each.ifLeft, each.clears]) {
            expect(text.en.length * text.ru.length).toBeGreaterThan(0)
          }
          expect(each.above === null).toBe(index === rows.length - 1)
        }
        expect(notRead).toContainEqual(expect.objectContaining({ kind: "deal", what: "nextSteps", recordCount: 1 }))
        // One state's list, also of those that need nobody, is what the partition counts in it.
        const { lead, client, deal } = await shop.control.partition()
        for (const state of controlStates) {
          const inState = [lead, client, deal].flatMap(
            ({ states }) => states.find((one) => one.state === state)?.worstIds ?? [],
          )
          const listed = (await shop.control.list({ states: [state] })).rows.map(({ id }) => id)
          expect([state, listed.toSorted()]).toEqual([state, inState.toSorted()])
        }
      }),
    )
  })
}
