import { leadAggregate } from "@salesdept/core/client"
import { byId, decision, recordEvents } from "@salesdept/core/journal"
import type { Work } from "@salesdept/core/journal"
import { StoreFault } from "@salesdept/core/ports/adapter"
import { command, duty, streamOf } from "@salesdept/core/ports"
import type { Caller, CommandContext, Duty, DutyOptions, StoreShape } from "@salesdept/core/ports"
import { salesDept } from "@salesdept/core/promise"
import type { SalesDept, TickOptions, TickReport } from "@salesdept/core/promise"
import { epochMsOf, instantOf } from "@salesdept/core/shared"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, run, suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import { countingIds } from "./SuiteIds.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { notSupported } from "./StoreHarness.ts"

interface Taken {
  readonly leadId: string
}

/** A command as a duty has one: it judges again, and where there is nothing to do it decides nothing. */
function* takeWaiting({ leadId }: Taken, { occurredAt }: CommandContext): Work<Taken, never> {
  const lead = yield* byId(leadAggregate, leadId)
  if (lead === null || lead.status !== "new" || lead.receivedAt > occurredAt) {
    return Result.succeed(decision([], { leadId }))
  }
  const change = recordEvents(leadAggregate, lead, [{ type: "LeadTaken", payload: { ownerId: "user:robot" } }], {
    occurredAt,
  })
  return Result.succeed(decision([change], { leadId }))
}

const take = command({ name: "suite.take", input: Schema.Struct({ leadId: Schema.String }), work: takeWaiting })

const perform = (caller: Caller, lead: { readonly id: string }, options: DutyOptions) =>
  take(caller, { leadId: lead.id }, options)

const waiting = duty({
  name: "suite.take",
  of: leadAggregate,
  dueAt: "receivedAt",
  where: { status: "new" },
  perform,
})

const late = "2026-12-01T00:00:00.000Z"

const departmentOver = (store: StoreShape, duties: ReadonlyArray<Duty>): Promise<SalesDept> =>
  salesDept({
    store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
    department: suiteDepartment,
    ids: countingIds(),
    duties,
  })

const ticking = async (store: StoreShape, options: TickOptions, duties: ReadonlyArray<Duty> = [waiting]) =>
  (await departmentOver(store, duties)).tick({ now: late, tenants: [suiteTenant], ...options })

const receive = async ({ session }: Scene, count: number, from = 0): Promise<ReadonlyArray<string>> => {
  const ids = Array.from({ length: count }, (_, index) => `lead_${String(from + index).padStart(4, "0")}` as const)
  for (const id of ids) {
    await session().leads.receive({ id, name: "Ромашка", channelId: "site" })
  }
  return ids
}

/** How often each lead was taken, by its journal. */
const takings = async ({ store }: Scene, ids: ReadonlyArray<string>): Promise<ReadonlyArray<number>> => {
  const counts: Array<number> = []
  for (const id of ids) {
    const events = await run(streamOf(store, suiteTenant, id))
    counts.push(events.filter(({ type }) => type === "LeadTaken").length)
  }
  return counts
}

/** Duties are done once each, whoever ticks how often, within budgets, and go on where they ended. */
export const tickSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: tick`, () => {
    it(
      "does each record once in two parallel ticks, and a third finds nothing",
      inScene(factory, async (scene) => {
        const ids = await receive(scene, 23)
        const { secondConnection } = scene.harness
        const other = secondConnection === notSupported ? null : await secondConnection()
        try {
          const reports = await Promise.all([ticking(scene.store, {}), ticking(other?.store ?? scene.store, {})])
          const done = reports.flatMap(({ duties }) => duties.map((one) => one.done))
          expect(done.reduce((sum, count) => sum + count, 0)).toBe(ids.length)
          expect(reports.flatMap(({ duties }) => duties.flatMap(({ failures }) => failures))).toEqual([])
          expect(await takings(scene, ids)).toEqual(ids.map(() => 1))
          expect(await ticking(scene.store, {})).toEqual({ now: late, stoppedBy: null, after: null, duties: [] })
        } finally {
          await other?.close()
        }
      }),
    )

    it(
      "does a duty of a host that answers with a Promise, and reports what it rejects with",
      inScene(factory, async (scene) => {
        const ids = await receive(scene, 3)
        const byPromise = duty({
          name: "suite.promised",
          of: leadAggregate,
          dueAt: "receivedAt",
          where: { status: "new" },
          perform: ({ actor, tenant }, lead, { occurredAt }) =>
            lead.id === "lead_0001"
              ? Promise.reject(new TypeError("the host's own"))
              : scene.session(tenant, actor).leads.take({ leadId: lead.id, ownerId: "user:robot" }, { occurredAt }),
        })
        const [report] = (await ticking(scene.store, {}, [byPromise])).duties
        expect(report).toMatchObject({ duty: "suite.promised", done: 2, failures: [{ id: "lead_0001" }] })
        expect(await takings(scene, ids)).toEqual([1, 0, 1])
      }),
    )

    it(
      "judges by its time: what is not due yet is left, what is due at that very moment is done",
      inScene(factory, async (scene) => {
        await receive(scene, 1)
        scene.clock.advance(60_000)
        await receive(scene, 1, 1)
        const { leads } = scene.session()
        const { receivedAt = "" } = (await leads.get("lead_0001")) ?? {}
        const justBefore = instantOf(epochMsOf(receivedAt) - 1)
        expect((await ticking(scene.store, { now: justBefore })).duties).toMatchObject([{ done: 1, left: 0 }])
        expect((await leads.get("lead_0001"))?.status).toBe("new")
        expect((await ticking(scene.store, { now: receivedAt })).duties).toMatchObject([{ done: 1, left: 0 }])
        expect((await leads.get("lead_0001"))?.takenAt).toBe(receivedAt)
      }),
    )

    it(
      "stops at its budget of records and goes on where it ended",
      inScene(factory, async (scene) => {
        const ids = await receive(scene, 10)
        const seen: Array<readonly [done: number, left: number, stoppedBy: string | null]> = []
        for (let calls = 0; calls < 4; calls++) {
          const { duties, stoppedBy } = await ticking(scene.store, { budget: { records: 3 } })
          seen.push([duties[0]?.done ?? 0, duties[0]?.left ?? 0, stoppedBy])
        }
        expect(seen).toEqual([
          [3, 7, "records"],
          [3, 4, "records"],
          [3, 1, "records"],
          [1, 0, null],
        ])
        expect(await takings(scene, ids)).toEqual(ids.map(() => 1))
      }),
    )

    it(
      "stops at its budget of time, finishing the record in hand",
      inScene(factory, async (scene) => {
        const ids = await receive(scene, 5)
        const slow = {
          ...waiting,
          perform: (...given: Parameters<typeof perform>) => Effect.delay(perform(...given), 150),
        }
        const first = await ticking(scene.store, { budget: { ms: 400 } }, [slow])
        expect(first.stoppedBy).toBe("time")
        const { done = 0, left } = first.duties[0] ?? {}
        expect(done).toBeGreaterThan(0)
        expect(done + (left ?? 0)).toBe(ids.length)
        const second = await ticking(scene.store, {}, [slow])
        expect(second).toMatchObject({ stoppedBy: null, duties: [{ done: left, left: 0 }] })
      }),
    )

    it(
      "gets on with less time than it takes to look at one duty, also behind one that always fails",
      inScene(factory, async (scene) => {
        const ids = await receive(scene, 2)
        const slow: StoreShape = {
          ...scene.store,
          page: (tenant, of, query) => Effect.delay(scene.store.page(tenant, of, query), 5),
        }
        const refusing = { ...waiting, name: "suite.refuse", perform: () => Effect.fail(new TypeError("refused")) }
        for (const left of [1, 0]) {
          const { duties, stoppedBy } = await ticking(slow, { budget: { ms: 1 } }, [refusing, waiting])
          expect(stoppedBy).toBe(left === 0 ? null : "time")
          expect(duties.find(({ duty: name }) => name === "suite.take")).toMatchObject({ done: 1, left })
        }
        expect(await takings(scene, ids)).toEqual(ids.map(() => 1))
      }),
    )

    it(
      "sums up with less time than it takes to look at one duty, behind the duties that it waits for",
      inScene(factory, async (scene) => {
        const ids = await receive(scene, 2)
        const slow: StoreShape = {
          ...scene.store,
          page: (tenant, of, query) => Effect.delay(scene.store.page(tenant, of, query), 5),
        }
        const summing = { ...waiting, sumsUp: true }
        const idle = { ...waiting, name: "suite.idle", where: { status: "qualified" } }
        for (const _ of ids) await ticking(slow, { budget: { ms: 1 } }, [summing, idle])
        expect(await takings(scene, ids)).toEqual(ids.map(() => 1))
      }),
    )

    it(
      "ends at a signal, and tells how far it is",
      inScene(factory, async (scene) => {
        await receive(scene, 3)
        const stop = new AbortController()
        const stopping = {
          ...waiting,
          perform: (...given: Parameters<typeof perform>) =>
            Effect.tap(perform(...given), () => Effect.sync(() => stop.abort())),
        }
        const progress: Array<unknown> = []
        const report = await ticking(scene.store, { signal: stop.signal, onProgress: (one) => progress.push(one) }, [
          stopping,
        ])
        expect(report).toMatchObject({ stoppedBy: "signal", duties: [{ done: 1, left: 2 }] })
        expect((await ticking(scene.store, { signal: stop.signal })).duties).toMatchObject([{ done: 0, left: 2 }])
        await ticking(scene.store, { onProgress: (one) => progress.push(one) })
        expect(progress.at(-1)).toEqual({ tenant: suiteTenant, duty: "suite.take", done: 2, skipped: 0, failed: 0 })
      }),
    )

    it(
      "passes over what fails, says why, and tries it again the next time",
      inScene(factory, async (scene) => {
        const ids = await receive(scene, 4)
        const broken = new Set<string>(["lead_0001", "lead_0002"])
        const fragile = {
          ...waiting,
          perform: (...given: Parameters<typeof perform>) => {
            const { id } = given[1]
            if (!broken.has(id)) return perform(...given)
            return id === "lead_0001" ? take(given[0], { leadId: 7 as never }) : Effect.die(new RangeError("of Анна"))
          },
        }
        const { duties, stoppedBy } = await ticking(scene.store, {}, [fragile])
        expect(stoppedBy).toBeNull()
        expect(duties).toMatchObject([{ done: 2, skipped: 0, failed: 2, left: 2 }])
        expect(duties[0]?.failures.map(({ id, tag }) => `${id} ${tag}`)).toEqual([
          "lead_0001 InputInvalid",
          "lead_0002 UnexpectedFault",
        ])
        expect(JSON.stringify(duties)).not.toContain("Анна")
        broken.clear()
        expect((await ticking(scene.store, {}, [fragile])).duties).toMatchObject([{ done: 2, failed: 0, left: 0 }])
        expect(await takings(scene, ids)).toEqual(ids.map(() => 1))
      }),
    )

    it(
      "comes once to a record that its command leaves where it is",
      inScene(factory, async (scene) => {
        const ids = await receive(scene, 3)
        const staying = duty({ name: "suite.take", of: leadAggregate, dueAt: "receivedAt", perform })
        const { duties } = await ticking(scene.store, {}, [staying])
        expect(duties).toMatchObject([{ done: ids.length, skipped: 0, failed: 0 }])
      }),
    )

    it(
      "takes tenants and duties in turn, and keeps to the tenants it is given",
      inScene(factory, async (scene) => {
        for (const tenant of ["north", "south", "west"]) {
          await scene.session(tenant).leads.receive({ id: "lead_1", name: "Ромашка", channelId: "site" })
        }
        const report = await ticking(scene.store, { tenants: ["north", "south", "north"] })
        expect(report.duties.map(({ tenant, done }) => `${tenant} ${done}`)).toEqual(["north 1", "south 1"])
        expect((await scene.session("west").leads.get("lead_1"))?.status).toBe("new")
        expect(JSON.parse(JSON.stringify(report))).toStrictEqual(report)
      }),
    )

    it(
      "goes on with others where the store does not give what one tenant has, says why, and tries it again",
      inScene(factory, async (scene) => {
        const { store } = scene
        const tenants = ["north", "south", "west"]
        for (const tenant of tenants) {
          await scene.session(tenant).leads.receive({ id: "lead_1", name: "Ромашка", channelId: "site" })
        }
        const broken = new Set(["north"])
        const failing: StoreShape = {
          ...store,
          page: (tenant, of, query) =>
            broken.has(tenant)
              ? Effect.fail(new StoreFault("page", "timedOut", new Error("of Анна")))
              : store.page(tenant, of, query),
          count: (tenant, of, filters) =>
            tenant === "south" ? Effect.die("of Анна") : store.count(tenant, of, filters),
        }
        const ownOf = ({ duties }: TickReport) =>
          duties.filter(({ done, failed, fault }) => done + failed > 0 || fault !== null)
        const first = await ticking(failing, { tenants })
        expect(first.stoppedBy).toBeNull()
        expect(ownOf(first)).toMatchObject([
          { tenant: "north", done: 0, left: null, fault: { tag: "StoreFault", retryable: true } },
          { tenant: "south", done: 1, left: 0, fault: null },
          { tenant: "west", done: 1, left: 0, fault: null },
        ])
        expect(JSON.stringify(first)).not.toContain("Анна")
        expect(JSON.parse(JSON.stringify(first))).toStrictEqual(first)
        broken.clear()
        expect(ownOf(await ticking(failing, { tenants }))).toMatchObject([{ tenant: "north", done: 1, fault: null }])
        await scene.session("south").leads.receive({ id: "lead_2", name: "Ромашка", channelId: "site" })
        const refusing = { ...waiting, perform: () => Effect.fail(new TypeError("the host's own")) }
        expect(ownOf(await ticking(failing, { tenants }, [refusing]))).toMatchObject([
          { tenant: "south", failed: 1, left: null, fault: { tag: "UnexpectedFault" } },
        ])
        // A store that gives nobody anything is no matter of one tenant.
        for (const tenant of tenants) broken.add(tenant)
        await rejectionOf("StoreFault", ticking(failing, { tenants }))
      }),
    )

    it(
      "refuses budgets and times that are none, with every problem at once",
      inScene(factory, async ({ store }) => {
        const { data } = await rejectionOf(
          "InputInvalid",
          ticking(store, { now: "today", budget: { records: 0, ms: 1.5 }, tenants: [] }),
        )
        const { problems } = data as { readonly problems: ReadonlyArray<{ readonly path: string }> }
        expect(problems.map(({ path }) => path)).toEqual(["now", "budget.records", "budget.ms", "tenants"])
      }),
    )
  })
}
