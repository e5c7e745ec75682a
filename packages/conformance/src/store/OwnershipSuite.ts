import type { OwnerKind, OwnerStep, RecordState } from "@salesdept/core/journal"
import { accessPolicy, salesDept } from "@salesdept/core/promise"
import type { RowScope, Session } from "@salesdept/core/promise"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyRecords } from "../arbitrary/Records.ts"
import type { AnyKind } from "./Kinds.ts"
import { allKinds, kindNamed } from "./Kinds.ts"
import { storeStates } from "./RawCommand.ts"
import { inScene, run, suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import { countingIds } from "./SuiteIds.ts"

/** Kinds that nobody owns, each for a reason; a new kind is owned, or is named here. */
const ofNobody: ReadonlyArray<string> = [
  // Configuration and what all work by.
  "department",
  "rep",
  "team",
  "product",
  "plan",
  "planVersion",
  "campaign",
  "reviewSchedule",
  "script",
  "scriptVersion",
  "scriptProposal",
  "scriptExperiment",
  // What the system keeps of its own work; none of it is shown but runs, and those to whoever may start them.
  "controlWatch",
  "loyaltyRun",
  "referralBook",
  "bulkRun",
  "runChunk",
]

/** Everybody sees and works on what is the actor's own. */
const ownOnly = (unowned: boolean) =>
  accessPolicy(({ actor }) => {
    const scope: RowScope = { ownerIds: [actor], unowned }
    return {
      isUnlimited: false,
      can: (_action, record) => record === null || !record.isOwned || record.ownerId === actor,
      scope: () => scope,
    }
  })

const under = async ({ clock, store }: Scene, unowned = false): Promise<(actor: string) => Session> => {
  const dept = await salesDept({
    store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
    department: suiteDepartment,
    now: clock.now,
    ids: countingIds(),
    access: ownOnly(unowned),
  })
  return (actor) => dept.tenant(suiteTenant).as(actor)
}

const idsOf = ({ items }: { readonly items: ReadonlyArray<{ readonly id: string }> }) => items.map(({ id }) => id)

/** Two reps, each with a lead, a client with a person, and a deal. */
const playTwo = async (shop: Session): Promise<void> => {
  for (const rep of ["1", "2"]) {
    const ownerId = `user:${rep}`
    await shop.leads.receive({ id: `lead_${rep}`, name: rep, channelId: "site", ownerId })
    await shop.clients.register({ id: `client_${rep}`, name: rep, ownerId })
    await shop.contacts.add({ id: `contact_${rep}`, clientId: `client_${rep}`, name: rep })
    await shop.deals.open({ id: `deal_${rep}`, title: rep, ownerId, clientId: `client_${rep}` })
  }
}

/** A kind of record and the ways to its owner. */
interface Way {
  readonly of: AnyKind
  readonly steps: readonly [OwnerStep, ...ReadonlyArray<OwnerStep>]
}

const owners = ["user:1", "user:2", null]

/** Whose a record is, said once more and as plainly as can be; undefined where what it belongs to is not there. */
const ownerIn = (
  records: ReadonlyMap<string, RecordState>,
  record: RecordState,
  steps: ReadonlyArray<OwnerStep>,
): string | null | undefined => {
  const valueIn = (from: RecordState, field: string) =>
    ((from as RecordState & { readonly [name: string]: unknown })[field] ?? null) as string | null
  const follow = (id: string, { field, in: next, kind }: OwnerKind): string | null | undefined => {
    const found = records.get(`${kind} ${id}`)
    if (found === undefined) return undefined
    const value = valueIn(found, field)
    return next === undefined || value === null ? value : follow(value, next)
  }
  for (const { kinds, through } of steps) {
    const id = valueIn(record, through)
    if (id === null) continue
    for (const kind of kinds) {
      const owner = follow(id, kind)
      if (owner !== undefined) return owner
    }
    return undefined
  }
  return null
}

/** Whose every kind of record is: in lists, counts and single reads, whatever stands between it and its owner. */
export const ownershipSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: whose records are`, () => {
    it("is said of every kind, or it is nobody's by its nature", () => {
      const unsaid = allKinds.filter(({ ownership }) => ownership === undefined).map(({ kind }) => kind)
      expect(unsaid.filter((kind) => !ofNobody.includes(kind))).toEqual([])
      for (const { indexes, ownership } of allKinds) {
        if (ownership === undefined) continue
        expect(indexes).not.toEqual([])
        if (ownership === "nobody") continue
        const asked =
          "first" in ownership
            ? ownership.first.map(({ through }) => through)
            : ["through" in ownership ? ownership.through : ownership.field]
        for (const field of asked) expect(indexes).toContain(field)
      }
    })

    it(
      "holds for money without a deal, for marks, agreed times, consents and what a person did",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await playTwo(shop)
        for (const rep of ["1", "2"]) {
          const given = { purposeId: "marketing", proofKind: "webForm", proof: "form 7" } as const
          await shop.consents.give({ id: `consent_l${rep}`, leadId: `lead_${rep}`, ...given })
          await shop.consents.give({ id: `consent_p${rep}`, contactId: `contact_${rep}`, ...given })
        }
        const paid = ["d1", "c1", "d2", "c2"].map((key) => ({
          dealId: key.startsWith("d") ? `deal_${key.slice(1)}` : null,
          clientId: `client_${key.slice(1)}`,
          id: `payment_${key}`,
        }))
        const payments = fc.sample(anyRecords["payment"] ?? fc.constant<never>(undefined as never), 4)
        const states = payments.map((state, index) => ({ ...state, ...paid[index] }))
        await run(storeStates(scene.store, kindNamed("payment"), states, suiteTenant))
        const subjects = ["lead_1", "lead_2", "client_1", "client_2", "deal_1", "deal_2"]
        const sample = (kind: string) => fc.sample(anyRecords[kind] ?? fc.constant<never>(undefined as never), 6)
        for (const kind of ["controlMark", "slaClock"]) {
          const marks = sample(kind).map((state, index) => ({
            ...state,
            id: `${state.id.slice(0, state.id.indexOf("_"))}_x${index}`,
            subjectId: subjects[index],
          }))
          await run(storeStates(scene.store, kindNamed(kind), marks, suiteTenant))
        }
        for (const unowned of [false, true]) {
          const mine = (await under(scene, unowned))("user:1")
          expect(idsOf(await mine.payments.page())).toEqual(["payment_c1", "payment_d1"])
          expect(await mine.payments.count()).toBe(2)
          expect(await mine.payments.countBy("dealId")).toHaveLength(2)
          expect(idsOf(await mine.consents.page())).toEqual(["consent_l1", "consent_p1"])
          expect(idsOf(await mine.controlMarks.page())).toHaveLength(3)
          expect(idsOf(await mine.slaClocks.page())).toHaveLength(3)
        }
        const mine = (await under(scene))("user:1")
        expect(await mine.payments.get("payment_c1")).not.toBeNull()
        expect(await mine.payments.get("payment_c2")).toBeNull()
        expect(await mine.payments.get("payment_d2")).toBeNull()
        expect(await mine.consents.get("consent_p1")).not.toBeNull()
        expect(await mine.consents.get("consent_p2")).toBeNull()
        expect(await mine.consents.get("consent_l2")).toBeNull()
      }),
    )

    it(
      "compiles every way to an owner into the rows that following it gives",
      inScene(factory, async (scene) => {
        const ways = allKinds.flatMap((of): ReadonlyArray<Way> =>
          of.ownership !== undefined && of.ownership !== "nobody" && "first" in of.ownership
            ? [{ of, steps: of.ownership.first }]
            : [],
        )
        expect(ways.length).toBeGreaterThanOrEqual(4)
        let tenants = 0
        for (const { of, steps } of ways) {
          tenants += 1
          const tenant = `tenant-${of.kind}`
          const records = new Map<string, RecordState>()
          const keep = async (kind: AnyKind, states: ReadonlyArray<RecordState>) => {
            await run(storeStates(scene.store, kind, states, tenant))
            for (const state of states) records.set(`${kind.kind} ${state.id}`, state)
          }
          const some = (kind: string, count: number) => {
            const made = fc.sample(anyRecords[kind] ?? fc.constant<never>(undefined as never), count)
            return made.map((state, index) => ({
              ...state,
              id: `${state.id.slice(0, state.id.indexOf("_"))}_${index}`,
            }))
          }
          const held = ["deal", "client", "lead"]
          for (const kind of held) {
            await keep(
              kindNamed(kind),
              some(kind, 3).map((state, index) => ({ ...state, ownerId: owners[index] })),
            )
          }
          const between = { contact: "clientId", payment: "dealId" }
          for (const [kind, field] of Object.entries(between)) {
            const parent = field === "clientId" ? "client" : "deal"
            const states = some(kind, 4).map((state, index) => ({ ...state, [field]: `${parent}_${index}` }))
            await keep(kindNamed(kind), states)
          }
          const choices = steps.map(({ kinds, through }) => [
            // A mark is always of something.
            ...(through === "subjectId" ? [] : [null]),
            ...kinds.flatMap(({ kind }) => [0, 1, 2, 3].map((index) => `${kind}_${index}`)),
          ])
          const drawn = fc.sample(fc.tuple(...choices.map((ids) => fc.constantFrom(...ids))), 24)
          const states = some(of.kind, drawn.length).map((state, index) => ({
            ...state,
            id: `${state.id.slice(0, state.id.indexOf("_"))}_y${index}`,
            ...Object.fromEntries(steps.map(({ through }, at) => [through, drawn[index]?.[at] ?? null])),
          }))
          await keep(of, states)
          for (const unowned of [false, true]) {
            for (const ownerIds of [["user:1"], ["user:1", "user:2"], []]) {
              const filters = [
                {
                  field: steps[0].through,
                  kind: "text" as const,
                  test: { _tag: "BelongsToFirst" as const, steps, owners: ownerIds, unowned },
                },
              ]
              const expected = [...records]
                .filter(([key]) => key.startsWith(`${of.kind} `))
                .map(([, state]) => state)
                .filter((state) => {
                  const owner = ownerIn(records, state, steps)
                  return owner === null ? unowned : owner !== undefined && ownerIds.includes(owner)
                })
              const page = await run(scene.store.page(tenant, of, { filters, limit: 1000 }))
              expect(page.map(({ id }) => id).toSorted()).toEqual(expected.map(({ id }) => id).toSorted())
              expect(await run(scene.store.count(tenant, of, filters))).toBe(expected.length)
            }
          }
        }
        expect(tenants).toBe(ways.length)
      }),
    )
  })
}
