import type { RecordState } from "@salesdept/core/journal"
import { indexKindOf } from "@salesdept/core/ports"
import type {
  FieldValue,
  FilterTest,
  RecordFilter,
  RecordOrder,
  RecordPosition,
  StoreShape,
} from "@salesdept/core/ports"
import type { Money } from "@salesdept/core/shared"
import type { GeneratorValue } from "fast-check"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyRecords } from "../arbitrary/Records.ts"
import type { AnyKind } from "./Kinds.ts"
import { allKinds } from "./Kinds.ts"
import { storeStates } from "./RawCommand.ts"
import { rejectionOf } from "./Rejection.ts"
import { inScene, run } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import { statedDeal } from "./StatedDeal.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

type Named = RecordState & { readonly [field: string]: FieldValue | null }

const valueOf = (record: RecordState, field: string): FieldValue | null => (record as Named)[field] ?? null

const bytesOf = (text: string): Uint8Array => Buffer.from(text)

const compareScalars = (left: string | number | boolean, right: string | number | boolean): number =>
  typeof left === "string" ? Buffer.compare(bytesOf(left), bytesOf(String(right))) : Number(left) - Number(right)

const isMoney = (value: FieldValue): value is Money => typeof value === "object"

const compareValues = (left: FieldValue, right: FieldValue): number =>
  isMoney(left) && isMoney(right)
    ? compareScalars(left.currency, right.currency) || compareScalars(left.amountMinor, right.amountMinor)
    : compareScalars(left as string, right as string)

/**
 * How records are ordered by the id of a person: by its text, or by what a column of another type holds for it, where the host
 * has chosen such columns.
 */
export type PeopleOrder = "text" | "column"

/** What a condition of a question asks; scopes of access have a suite of their own. */
type Condition = Exclude<FilterTest, { readonly _tag: "OwnedBy" | "BelongsTo" | "BelongsToFirst" }>
type Asked = RecordFilter & { readonly test: Condition }

/** What a filter means, said once more and as plainly as can be. */
const passes = (record: RecordState, { field, test }: Asked): boolean => {
  const value = valueOf(record, field)
  switch (test._tag) {
    case "IsNull":
      return value === null
    case "IsNotNull":
      return value !== null
    case "Equals":
      return value !== null && compareValues(value, test.value) === 0
    case "OneOf":
      return value !== null && test.values.includes(value as string)
    case "Range": {
      if (value === null) return false
      const ends = [test.from, test.to].filter((end) => end !== null)
      if (isMoney(value) && ends.some((end) => isMoney(end) && end.currency !== value.currency)) return false
      return (
        (test.from === null || compareValues(value, test.from) >= 0) &&
        (test.to === null || compareValues(value, test.to) < 0)
      )
    }
  }
}

const compareIn =
  ({ field, direction }: RecordOrder) =>
  (left: RecordState, right: RecordState): number => {
    const one = field === "id" ? left.id : valueOf(left, field)
    const other = field === "id" ? right.id : valueOf(right, field)
    if ((one === null) !== (other === null)) return one === null ? 1 : -1
    const order = (one === null || other === null ? 0 : compareValues(one, other)) || compareScalars(left.id, right.id)
    return direction === "asc" ? order : -order
  }

const placeOf = (record: RecordState, { field }: RecordOrder): RecordPosition => {
  const value = field === "id" ? null : valueOf(record, field)
  if (field === "id") return { key: [], id: record.id }
  if (value === null) return { key: null, id: record.id }
  return { key: isMoney(value) ? [value.currency, value.amountMinor] : [value], id: record.id }
}

const drawn = <Value>(gen: GeneratorValue, values: ReadonlyArray<Value>): Value => gen(() => fc.constantFrom(...values))

const anyTest = (gen: GeneratorValue, values: ReadonlyArray<FieldValue>, kind: string): Condition => {
  const value = () => drawn(gen, values)
  const isOrdered = kind !== "text" && kind !== "boolean"
  const tags: ReadonlyArray<Condition["_tag"]> =
    values.length === 0
      ? ["IsNull", "IsNotNull"]
      : [
          "IsNull",
          "IsNotNull",
          "Equals",
          ...(kind === "money" ? [] : (["OneOf"] as const)),
          ...(isOrdered ? (["Range"] as const) : []),
        ]
  const tag = drawn(gen, tags)
  switch (tag) {
    case "IsNull":
    case "IsNotNull":
      return { _tag: tag }
    case "Equals":
      return { _tag: tag, value: value() }
    case "OneOf":
      return { _tag: tag, values: [value(), value()] as ReadonlyArray<string> }
    case "Range": {
      const from = gen(fc.boolean) ? value() : null
      const to = from === null || gen(fc.boolean) ? value() : null
      const isMixed = from !== null && to !== null && isMoney(from) && isMoney(to) && from.currency !== to.currency
      return { _tag: tag, from, to: isMixed ? null : to }
    }
  }
}

const anyFilters = (gen: GeneratorValue, of: AnyKind, records: ReadonlyArray<RecordState>): ReadonlyArray<Asked> =>
  Array.from({ length: gen(fc.nat, { max: 2 }) }, () => {
    const field = drawn(gen, of.indexes)
    const kind = indexKindOf(of, field)
    const values = records.flatMap((record) => valueOf(record, field) ?? [])
    return { field, kind, test: anyTest(gen, values, kind) }
  })

/** Fields that hold ids of people. */
const peopleFields: ReadonlySet<string> = new Set([
  "ownerId",
  "repId",
  "personId",
  "headId",
  "mentorId",
  "leaderId",
  "assigneeId",
])

const anyOrder = (gen: GeneratorValue, of: AnyKind, peopleOrder: PeopleOrder): RecordOrder => {
  const ordered = of.indexes.filter((field) => peopleOrder === "text" || !peopleFields.has(field))
  const field = drawn(gen, ["id", ...ordered])
  return { field, kind: indexKindOf(of, field), direction: drawn(gen, ["asc", "desc"]) }
}

/** Records of a kind, of which some share the values of their indexed fields, and some have none. */
const someRecords = (
  gen: GeneratorValue,
  of: AnyKind,
  states: fc.Arbitrary<RecordState>,
): ReadonlyArray<RecordState> => {
  const records = gen(() => fc.uniqueArray(states, { minLength: 1, maxLength: 9, selector: ({ id }) => id }))
  return records.map((record) => {
    const shared: { [field: string]: FieldValue | null } = {}
    for (const field of of.indexes) {
      if (gen(fc.boolean)) shared[field] = valueOf(records[0] ?? record, field)
    }
    return { ...record, ...shared }
  })
}

const allPages = async (
  store: StoreShape,
  tenant: string,
  of: AnyKind,
  question: { readonly filters: ReadonlyArray<RecordFilter>; readonly order: RecordOrder; readonly limit: number },
  most: number,
): Promise<ReadonlyArray<RecordState>> => {
  const found: Array<RecordState> = []
  let after: RecordPosition | null = null
  // A store that gives a page again must fail, not go round for ever.
  for (let pages = 0; pages <= most; pages++) {
    const page: ReadonlyArray<RecordState> = await run(store.page(tenant, of, { ...question, after }))
    expect(page.length).toBeLessThanOrEqual(question.limit)
    found.push(...page)
    const last = page.at(-1)
    if (last === undefined || page.length < question.limit) return found
    after = placeOf(last, question.order)
  }
  return found
}

const openDeals = async ({ session }: Scene): Promise<void> => {
  const shop = session()
  const amounts = [300, null, 100, 200, null, 100]
  for (const [index, amountMinor] of amounts.entries()) {
    await shop.deals.open({
      id: `deal_${index}`,
      title: "Audit",
      ...(amountMinor === null ? {} : { amount: { amountMinor, currency: "RUB" } }),
      ...(index % 2 === 0 ? { ownerId: "user:1" } : {}),
    })
  }
}

/** Conditions, orders, pages and counts: what every store answers is what filtering and sorting in memory gives. */
export const pageSuite = (name: string, factory: HarnessFactory, peopleOrder: PeopleOrder = "text"): void => {
  describe(`${name}: pages`, () => {
    for (const of of allKinds) {
      const states = anyRecords[of.kind]
      if (of.indexes.length === 0 || states === undefined) continue
      it(
        `of a ${of.kind} are what filtering and sorting give`,
        inScene(factory, async ({ store }) => {
          let tenants = 0
          await fc.assert(
            fc.asyncProperty(fc.gen(), async (gen) => {
              tenants += 1
              const tenant = `tenant-${tenants}`
              const records = someRecords(gen, of, states)
              await run(storeStates(store, of, records, tenant))
              for (let questions = 0; questions < 4; questions++) {
                const filters = anyFilters(gen, of, records)
                const order = anyOrder(gen, of, peopleOrder)
                const limit = gen(fc.integer, { min: 1, max: 5 })
                const passing = records.filter((record) => filters.every((filter) => passes(record, filter)))
                expect(await allPages(store, tenant, of, { filters, order, limit }, records.length)).toEqual(
                  passing.toSorted(compareIn(order)),
                )
                expect(await run(store.count(tenant, of, filters))).toBe(passing.length)
                const field = drawn(gen, of.indexes)
                if (indexKindOf(of, field) === "money") continue
                const counts = Map.groupBy(passing, (record) => valueOf(record, field))
                const counted = await run(store.countBy(tenant, of, field, filters))
                expect(new Map(counted.map(({ value, count }) => [value, count]))).toEqual(
                  new Map([...counts].map(([value, members]) => [value, members.length])),
                )
              }
            }),
            { numRuns: 30 },
          )
        }),
      )
    }

    it(
      "follow one another by cursors, records without a value last in both directions",
      inScene(factory, async (scene) => {
        await openDeals(scene)
        const { deals } = scene.session()
        for (const [direction, expected] of [
          ["asc", ["deal_2", "deal_5", "deal_3", "deal_0", "deal_1", "deal_4"]],
          ["desc", ["deal_0", "deal_3", "deal_5", "deal_2", "deal_4", "deal_1"]],
        ] as const) {
          for (const limit of [1, 2, 3, 5, 6, 7]) {
            const seen: Array<string> = []
            let after: string | null = null
            do {
              const page: Awaited<ReturnType<typeof deals.page>> = await deals.page({
                orderBy: { field: "amount", direction },
                limit,
                after,
              })
              expect(page.items.length).toBe(Math.min(limit, expected.length - seen.length))
              seen.push(...page.items.map(({ id }) => id))
              after = page.next
            } while (after !== null && seen.length <= expected.length)
            expect(seen).toEqual(expected)
          }
        }
      }),
    )

    it(
      "are asked for by typed conditions",
      inScene(factory, async (scene) => {
        await openDeals(scene)
        const { deals } = scene.session()
        const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
        const idsOf = async (where: NonNullable<Parameters<typeof deals.count>[0]>) => {
          const ids = (await deals.page({ where })).items.map(({ id }) => id)
          expect(await deals.count(where)).toBe(ids.length)
          return ids
        }
        expect(await idsOf({ ownerId: "user:1" })).toEqual(["deal_0", "deal_2", "deal_4"])
        expect(await idsOf({ ownerId: null })).toEqual(["deal_1", "deal_3", "deal_5"])
        expect(await idsOf({ ownerId: { not: null }, amount: null })).toEqual(["deal_4"])
        expect(await idsOf({ ownerId: { oneOf: ["user:1", "user:2"] } })).toEqual(["deal_0", "deal_2", "deal_4"])
        expect(await idsOf({ amount: rub(100) })).toEqual(["deal_2", "deal_5"])
        expect(await idsOf({ amount: { from: rub(100), to: rub(300) } })).toEqual(["deal_2", "deal_3", "deal_5"])
        expect(await idsOf({ amount: { from: rub(200) } })).toEqual(["deal_0", "deal_3"])
        expect(await idsOf({ amount: { to: { amountMinor: 1000, currency: "EUR" } } })).toEqual([])
        expect(await deals.count()).toBe(6)
        expect(await deals.countBy("ownerId", { amount: { not: null } })).toHaveLength(2)
      }),
    )

    it(
      "of deals are asked for by their outcome: what is open, won and lost, beside other conditions and in any order",
      inScene(factory, async ({ session }) => {
        const { deals } = session()
        const stages = ["newLead", "done", "lost", "newLead", "done", "newLead"] as const
        const rows = stages.map((stageId, index) => ({
          ...statedDeal,
          id: `deal_${index}` as const,
          stageId,
          closedOn: stageId === "newLead" ? null : "2026-01-20",
          ownerId: index < 4 ? "user:1" : "user:2",
          amount: { amountMinor: 100 - index, currency: "RUB" },
        }))
        await deals.import({ sourceId: "bareExport", pipelineId: "servicesWithActs", rows })
        const idsOf = async (where: NonNullable<Parameters<typeof deals.count>[0]>, limit = 1) => {
          const ids: Array<string> = []
          let after: string | null = null
          do {
            const page: Awaited<ReturnType<typeof deals.page>> = await deals.page({
              where,
              orderBy: { field: "amount" },
              limit,
              after,
            })
            ids.push(...page.items.map(({ id }) => id))
            after = page.next
          } while (after !== null)
          expect(await deals.count(where)).toBe(ids.length)
          return ids
        }
        expect(await idsOf({ outcome: "open" })).toEqual(["deal_5", "deal_3", "deal_0"])
        expect(await idsOf({ outcome: "won" })).toEqual(["deal_4", "deal_1"])
        expect(await idsOf({ outcome: "lost" })).toEqual(["deal_2"])
        expect(await idsOf({ outcome: { oneOf: ["won", "lost"] }, ownerId: "user:1" }, 2)).toEqual(["deal_2", "deal_1"])
        await deals.move({ dealId: "deal_3", to: "lost", lostReasonId: "price" })
        expect(await idsOf({ outcome: "open" })).toEqual(["deal_5", "deal_0"])
        const counts = await deals.countBy("outcome", { ownerId: "user:1" })
        expect(new Map(counts.map(({ value, count }) => [value, count]))).toEqual(
          new Map([
            ["open", 1],
            ["won", 1],
            ["lost", 2],
          ]),
        )
      }),
    )

    it(
      "refuse what cannot be asked, with every problem at once",
      inScene(factory, async (scene) => {
        const { deals, leads } = scene.session()
        const problems = async (call: Promise<unknown>): Promise<ReadonlyArray<string>> => {
          const { data } = await rejectionOf("InputInvalid", call)
          return (
            data as { readonly problems: ReadonlyArray<{ readonly path: string; readonly code: string }> }
          ).problems.map(({ path, code }) => `${path} ${code}`)
        }
        const impossible: object = {
          where: {
            ownerId: { oneOf: [] },
            stageId: { from: "a" },
            expectedCloseOn: { from: "soon", to: "2026-13-01" },
            amount: { from: { amountMinor: 1, currency: "RUB" }, to: { amountMinor: 2, currency: "EUR" } },
          },
        }
        expect(await problems(deals.page(impossible))).toEqual([
          "where.ownerId.oneOf oneOf.count",
          "where.stageId filter.kind",
          "where.expectedCloseOn.from date.shape",
          "where.expectedCloseOn.to date.shape",
          "where.amount range.currencies",
        ])
        const empty: object = { receivedAt: {} }
        expect(await problems(leads.count(empty))).toEqual(["where.receivedAt range.empty"])
      }),
    )

    it(
      "refuse a cursor of another question, and what is no cursor",
      inScene(factory, async (scene) => {
        await openDeals(scene)
        const { deals } = scene.session()
        const { next } = await deals.page({ where: { ownerId: "user:1" }, orderBy: { field: "amount" }, limit: 1 })
        const after = next ?? ""
        const code = async (request: Parameters<typeof deals.page>[0]): Promise<string> => {
          const { data } = await rejectionOf("InputInvalid", deals.page(request))
          return (data as { readonly problems: ReadonlyArray<{ readonly code: string }> }).problems
            .map((one) => one.code)
            .join()
        }
        expect(
          (await deals.page({ where: { ownerId: "user:1" }, orderBy: { field: "amount" }, limit: 9, after })).items,
        ).toHaveLength(2)
        expect(await code({ after })).toBe("cursor.otherQuestion")
        expect(await code({ where: { ownerId: "user:2" }, orderBy: { field: "amount" }, after })).toBe(
          "cursor.otherQuestion",
        )
        expect(
          await code({ where: { ownerId: "user:1" }, orderBy: { field: "amount", direction: "desc" }, after }),
        ).toBe("cursor.otherQuestion")
        for (const nonsense of ["deal_1", "%", "W10", "eyJhIjoxfQ"])
          expect(await code({ after: nonsense })).toBe("cursor.shape")
      }),
    )
  })
}
