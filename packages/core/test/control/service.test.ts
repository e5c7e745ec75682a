import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { clientCommands, dialogCommands, leadCommands, nextStepCommands } from "../../src/client/service.ts"
import { controlQueries } from "../../src/control/service.ts"
import { dealCommands } from "../../src/deal/service.ts"
import { presets } from "../../src/department/DepartmentPresets.ts"
import { departmentCommands } from "../../src/department/service.ts"
import { readGateFacts } from "../../src/department/GateFacts.ts"
import { makeMemoryStore } from "../../src/memory/MemoryStore.ts"
import { DefaultDepartment } from "../../src/ports/DefaultDepartment.ts"
import { Store } from "../../src/ports/Store.ts"
import { addDays } from "../../src/shared/CalendarDate.ts"
import { repCommands } from "../../src/team/service.ts"

const caller = { tenant: "shop", actor: "head" }
const config = {
  ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
  sources: [{ id: "crm", name: { en: "CRM", ru: "CRM" }, carries: [] }],
}
const deals = dealCommands(readGateFacts)

const department = () => {
  const store = makeMemoryStore()
  return <Answer, Failure>(effect: Effect.Effect<Answer, Failure, Store>) =>
    Effect.runPromise(Effect.provideService(Effect.provideService(effect, Store, store), DefaultDepartment, config))
}

const on = (date: string) => ({ occurredAt: `${date}T09:00:00.000Z` })

const countsOf = ({ states }: { states: ReadonlyArray<{ state: string; count: number }> }) =>
  Object.fromEntries(states.filter(({ count }) => count > 0).map(({ state, count }) => [state, count]))

describe("controlQueries", () => {
  it("given records written by commands, then partition, list and coverage agree on them", async () => {
    const run = department()
    await run(departmentCommands.publish(caller, config))
    const bob = { personId: "bob", name: "Bob", teamId: null, joinedOn: null, leftOn: "2026-05-10" }
    await run(repCommands.state(caller, { rows: [{ id: "rep_bob", ...bob }] }, on("2026-04-01")))
    await run(leadCommands.receive(caller, { id: "lead_1", name: "A", channelId: "site" }, on("2026-05-30")))
    await run(
      leadCommands.receive(caller, { id: "lead_2", name: "B", channelId: "site", ownerId: "ann" }, on("2026-05-01")),
    )
    await run(leadCommands.take(caller, { leadId: "lead_2", ownerId: "ann" }, on("2026-05-02")))
    await run(clientCommands.register(caller, { id: "client_1", name: "C", ownerId: "ann" }, on("2026-05-01")))
    const open = { title: "D", clientId: "client_1", amount: { amountMinor: 500, currency: "RUB" } } as const
    await run(deals.open(caller, { ...open, id: "deal_1", ownerId: "ann" }, on("2026-05-31")))
    await run(deals.open(caller, { ...open, id: "deal_2", ownerId: "bob" }, on("2026-05-31")))
    const due = { dealId: "deal_1", typeId: "call", ownerId: "ann" } as const
    await run(nextStepCommands.set(caller, { ...due, id: "step_1", dueOn: "2026-06-02" }, on("2026-05-31")))
    const call = { kind: "call", direction: "inbound", outcomeId: "missed" } as const
    await run(dialogCommands.record(caller, { ...call, clientId: "client_1" }, on("2026-05-30")))

    const asOf = "2026-06-01"
    const partitions = await run(controlQueries.partition(caller, { asOf }))
    expect(countsOf(partitions.lead)).toEqual({ unassigned: 1, noNextStep: 1 })
    expect(countsOf(partitions.client)).toEqual({ waitingOnUs: 1 })
    expect(countsOf(partitions.deal)).toEqual({ unassigned: 1, onTrack: 1 })
    expect(partitions.deal).toMatchObject({ asOf: "2026-06-01T20:59:59.999Z", today: asOf, total: 2 })
    expect(JSON.parse(JSON.stringify(partitions))).toEqual(partitions)

    const list = await run(controlQueries.list(caller, { asOf }))
    expect(list.rows.map(({ id, state }) => [id, state])).toEqual([
      ["deal_2", "unassigned"],
      ["lead_1", "unassigned"],
      ["client_1", "waitingOnUs"],
      ["lead_2", "noNextStep"],
    ])
    expect(list.rows[2]?.worstDeal).toEqual({ dealId: "deal_2", state: "unassigned" })
    expect(list.rows[0]?.also).toEqual(["noNextStep"])

    const coverage = await run(controlQueries.coverage(caller, { asOf }))
    expect(coverage.uncovered.map(({ id }) => id)).toEqual(list.rows.map(({ id }) => id))
    await expect(run(controlQueries.assertCovered(caller, { asOf }))).rejects.toMatchObject({
      _tag: "NotCovered",
      data: { isCovered: false, checked: 5 },
    })
    const promised = { kinds: ["deal"], states: ["owingPayment"] } as const
    expect(await run(controlQueries.assertCovered(caller, { asOf, promised }))).toMatchObject({ isCovered: true })
  })

  it("given imported deals, then they are judged by history only where that is asked for", async () => {
    const run = department()
    const row = {
      title: null,
      clientId: null,
      ownerId: "ann",
      productId: null,
      amount: null,
      listAmount: null,
      closedOn: null,
    }
    const won = Array.from({ length: 20 }, (_, i) => ({
      ...row,
      id: `deal_won${i}` as const,
      stageId: "done",
      openedOn: "2026-01-01",
      closedOn: addDays("2026-01-01", i + 1),
    }))
    const open = { ...row, stageId: "needs" }
    const rows = [
      ...won,
      { ...open, id: "deal_old" as const, openedOn: "2026-05-11" },
      { ...open, id: "deal_new" as const, openedOn: "2026-05-12" },
    ]
    await run(deals.import(caller, { sourceId: "crm", pipelineId: "servicesWithActs", rows }, on("2026-06-01")))
    const asOf = "2026-06-01T12:00:00.000Z"
    expect(countsOf((await run(controlQueries.partition(caller, { asOf }))).deal)).toEqual({ notObservable: 22 })
    const { deal } = await run(controlQueries.partition(caller, { asOf, stalledByHistory: true }))
    expect(countsOf(deal)).toEqual({ stalled: 1, notObservable: 21 })
    expect(deal.states.find(({ state }) => state === "stalled")?.worstIds).toEqual(["deal_old"])
  })

  it("given no moment, then it is now", async () => {
    const run = department()
    await run(leadCommands.receive(caller, { id: "lead_1", name: "A", channelId: "site", ownerId: "ann" }))
    expect(countsOf((await run(controlQueries.partition(caller))).lead)).toEqual({ onTrack: 1 })
  })

  it("refuses a moment that is none, and a limit out of bounds; needs a configuration", async () => {
    const run = department()
    await expect(run(controlQueries.list(caller, { asOf: "yesterday" }))).rejects.toMatchObject({
      _tag: "InputInvalid",
      data: { problems: [{ path: "asOf", code: "asOf.shape" }] },
    })
    await expect(run(controlQueries.list(caller, { limit: -1 }))).rejects.toMatchObject({ _tag: "InputInvalid" })
    const bare = Effect.provideService(controlQueries.list(caller), Store, makeMemoryStore())
    await expect(Effect.runPromise(bare)).rejects.toMatchObject({ _tag: "DepartmentMissing" })
  })
})
