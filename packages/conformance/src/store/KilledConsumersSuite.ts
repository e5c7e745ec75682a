import { salesDept } from "@salesdept/core/promise"
import type { EventBatch, SalesDept } from "@salesdept/core/promise"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Scene } from "./Scene.ts"
import { inScene } from "./Scene.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const leaseMs = 60_000

/** What happens next: something is written, or a consumer takes a batch and answers it, refuses it, dies over it, or answers too late. */
type Step =
  | { readonly _tag: "Write"; readonly deal: number }
  | {
      readonly _tag: "Take"
      readonly batch: number
      readonly answer: "ack" | "fail" | "die" | "ackTooLate"
    }

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ _tag: fc.constant("Write" as const), deal: fc.nat({ max: 3 }) }),
  fc.record({
    _tag: fc.constant("Take" as const),
    batch: fc.constantFrom(1, 2, 5, 100),
    answer: fc.constantFrom("ack" as const, "fail" as const, "die" as const, "ackTooLate" as const),
  }),
)

/** What one consumer was handed and has answered for, by stream. */
interface Delivered {
  /** The last version it acknowledged. */
  readonly acknowledged: Map<string, number>
  /** Every place it was handed. */
  readonly handed: Set<string>
}

const departmentOver = ({ clock, store }: Scene): Promise<SalesDept> =>
  salesDept({
    store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
    department: suiteDepartment,
    now: clock.now,
  })

/** A consumer that goes on where it is, with what it has claimed ahead, until it dies. */
interface Consumer {
  /** Takes the next batch of so many events at most; null where nothing is due. */
  readonly take: (batch: number) => Promise<EventBatch | null>
  /** Has it die: what it claimed stays leased, and another takes its place. */
  readonly die: () => void
}

const consumerOf = (dept: SalesDept, tenant: string): Consumer => {
  const iterations = new Map<number, AsyncIterator<EventBatch, unknown>>()
  const iterationOf = (batch: number): AsyncIterator<EventBatch, unknown> => {
    // Refusals must not park a stream here: what is parked waits for a person.
    const options = { consumer: "books", batch, once: true, maxAttempts: 1000, leaseMs, backoffMs: 1, maxBackoffMs: 1 }
    return dept.tenant(tenant).events(options)[Symbol.asyncIterator]()
  }
  return {
    take: async (batch) => {
      const iteration = iterations.get(batch) ?? iterationOf(batch)
      iterations.set(batch, iteration)
      const { done, value } = await iteration.next()
      if (done !== true) return value
      iterations.delete(batch)
      return null
    },
    die: () => iterations.clear(),
  }
}

const add = (left: number, right: number): number => left + right

/** Holds a batch against what was acknowledged: every stream goes on right after that, without gaps. */
const receive = ({ acknowledged, handed }: Delivered, { events }: EventBatch): ReadonlyMap<string, number> => {
  const reached = new Map<string, number>()
  for (const { stream, version } of events) {
    expect(version, stream).toBe((reached.get(stream) ?? acknowledged.get(stream) ?? 0) + 1)
    reached.set(stream, version)
    handed.add(`${stream}@${version}`)
  }
  return reached
}

/** Whoever dies over a batch, whenever: every event is handed over at least once, those of a stream in order. */
export const killedConsumersSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: killed consumers`, () => {
    it(
      "get every event at least once, each stream in order, whatever is written meanwhile",
      inScene(factory, async (scene, context) => {
        if (scene.store.outbox === null) return context.skip("the store declares that it has no outbox")
        const dept = await departmentOver(scene)
        let tenants = 0
        await fc.assert(
          fc.asyncProperty(fc.array(anyStep, { minLength: 4, maxLength: 25, size: "max" }), async (steps) => {
            tenants += 1
            const tenant = `tenant-${tenants}`
            const { deals } = scene.session(tenant)
            const { take, die } = consumerOf(dept, tenant)
            const delivered: Delivered = { acknowledged: new Map(), handed: new Set() }
            const written: Array<string> = []
            const write = async (deal: number): Promise<void> => {
              const id = `deal_${deal}` as const
              const isThere = written.some((place) => place.startsWith(`${id}@`))
              const { events } = isThere
                ? await deals.amend({ dealId: id, amount: { amountMinor: written.length, currency: "RUB" } })
                : await deals.open({ id, title: id })
              written.push(...events.map(({ stream, version }) => `${stream}@${version}`))
            }
            const acknowledge = async (batch: EventBatch): Promise<void> => {
              const reached = receive(delivered, batch)
              expect(await batch.ack()).toBe(true)
              for (const [stream, version] of reached) delivered.acknowledged.set(stream, version)
            }
            for (const step of steps) {
              if (step._tag === "Write") {
                await write(step.deal)
                continue
              }
              const batch = await take(step.batch)
              if (batch === null) continue
              if (step.answer === "ack") {
                await acknowledge(batch)
                continue
              }
              const reached = receive(delivered, batch)
              if (step.answer === "fail") expect(await batch.fail("no")).toBe(true)
              scene.clock.advance(step.answer === "fail" ? 10 : leaseMs)
              if (step.answer !== "fail") die()
              // After its lease a batch may be another's already: the answer counts for nothing then. Where it is nobody's, it counts.
              if (step.answer === "ackTooLate" && (await batch.ack())) {
                for (const [stream, version] of reached) delivered.acknowledged.set(stream, version)
              }
            }
            die()
            // What the dead have claimed is free after its lease, also what they were just claiming.
            for (
              let lease = 0;
              lease < 5 && [...delivered.acknowledged.values()].reduce(add, 0) < written.length;
              lease++
            ) {
              scene.clock.advance(leaseMs)
              for (let rest = await take(3); rest !== null; rest = await take(3)) await acknowledge(rest)
            }
            expect([...delivered.handed].toSorted()).toEqual(written.toSorted())
            for (const [stream, version] of delivered.acknowledged) {
              expect(written.filter((place) => place.startsWith(`${stream}@`))).toHaveLength(version)
            }
          }),
          { numRuns: 15 },
        )
      }),
    )
  })
}
