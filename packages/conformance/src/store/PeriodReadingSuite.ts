import { controlList, controlStates, coverageOf } from "@salesdept/core/control"
import { readControl } from "@salesdept/core/control/service"
import { DefaultDepartment, Store } from "@salesdept/core/ports"
import type { StoreShape } from "@salesdept/core/ports"
import { departmentAggregate } from "@salesdept/core/department"
import type { Department, DepartmentConfig } from "@salesdept/core/department"
import type { OwnRule } from "@salesdept/core/review"
import { salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { addDays, isSalesDeptError } from "@salesdept/core/shared"
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { AnyCommand } from "../arbitrary/AnyCommand.ts"
import { day, person } from "../arbitrary/AnyCommand.ts"
import { baseCommands } from "../arbitrary/BaseCommands.ts"
import { anyCommand } from "../arbitrary/Commands.ts"
import type { HistoryOptions } from "./HistorySuite.ts"
import { suiteFinding } from "./ReviewSuite.ts"
import type { Scene } from "./Scene.ts"
import { suiteActor, suiteTenant, withScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

/** Kinds of which only what bears on a period is asked for. */
const narrowed = new Set(["dialog", "nextStep", "commitment", "finding", "controlDay", "summary"])

/** The same store, which gives all records of these kinds, whatever is asked of them. */
const givingAll = (store: StoreShape): StoreShape => ({
  ...store,
  page: (tenant, of, query) => store.page(tenant, of, narrowed.has(of.kind) ? { ...query, filters: [] } : query),
})

/** The same store, which tells nothing of journals but their rows. */
const tellingRows = (store: StoreShape): StoreShape => ({ ...store, facts: null })

const unmet = { version: 1, kind: "mistake", severity: "minor" } as const
const word = { en: "Never", ru: "Никогда" }

/** Rules of a department's own which no record meets, and which ask about any next step and about what was said of any deal. */
const unmetRules: ReadonlyArray<OwnRule> = [
  { ...unmet, id: "anyStep", name: word, next: word, over: "nextStep", when: [{ fact: "moves", atLeast: 1e9 }] },
  { ...unmet, id: "anyDialog", name: word, next: word, over: "deal", when: [{ fact: "dialogs", atLeast: 1e9 }] },
]

const askingOfAll = (config: DepartmentConfig): DepartmentConfig => ({
  ...config,
  review: { ...config.review, ownRules: [...(config.review?.ownRules ?? []), ...unmetRules] },
})

/** The same store, whose department has such rules. */
const asking = (store: StoreShape): StoreShape => ({
  ...store,
  byIds: (tenant, of, ids) =>
    Effect.map(store.byIds(tenant, of, ids), (records) =>
      of.kind !== departmentAggregate.kind
        ? records
        : records.map((record) => ({ ...record, config: askingOfAll((record as unknown as Department).config) })),
    ),
})

/** The library over such a store. */
const sessionOver = async (
  { clock, store }: Scene,
  as: (store: StoreShape) => StoreShape,
  department = suiteDepartment,
): Promise<Session> => {
  const opened = { store: as(store), close: () => Promise.resolve() }
  const open = { open: () => Promise.resolve(opened) }
  const dept = await salesDept({ store: open, department, now: clock.now })
  return dept.tenant(suiteTenant).as(suiteActor)
}

/** Refusals are as good an outcome as any. */
const unlessRefused = (error: unknown): void => {
  if (!isSalesDeptError(error)) throw error
}

const played = async ({ clock, session }: Scene, history: ReadonlyArray<AnyCommand>): Promise<void> => {
  for (const { call, afterMs } of history) {
    clock.advance(afterMs)
    await call(session()).catch(unlessRefused)
  }
}

/** What people may have noted about days of February. */
const anyNotes = fc.array(fc.tuple(day, fc.integer({ min: 1, max: 9 }), person), { maxLength: 6 })

const noted = async (shop: Session, notes: ReadonlyArray<readonly [string, number, string]>): Promise<void> => {
  for (const [at, [from, days, repId]] of notes.entries()) {
    const to = addDays(from, days)
    const finding = suiteFinding(`${at}`, 1, [`deal_${at}`], repId)
    await shop.findings.raise({
      findings: [{ ...finding, period: { kind: "range", label: `${from}/${to}`, from, to } }],
    })
    await shop.commitments.make({ repId, dueOn: from, what: "Call" }).catch(unlessRefused)
  }
}

const spans = ["day", "week", "month"] as const

/** The answer, or why there is none: amounts near the largest there are cannot be summed up. */
const outcomeOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.catch((error: unknown) => {
    if (!isSalesDeptError(error)) throw error
    return error.messages
  })

/** Everything that is told of periods. */
const told = async (shop: Session, on: ReadonlyArray<string>, people: ReadonlyArray<string>): Promise<unknown> => {
  const outcomes: Array<unknown> = []
  for (const span of spans) {
    for (const one of on) {
      outcomes.push(await outcomeOf(shop.summaries.preview({ span, on: one })))
      for (const repId of people) outcomes.push(await outcomeOf(shop.summaries.preview({ span, on: one, repId })))
      outcomes.push(await outcomeOf(shop.summaries.uncovered({ span, on: one })))
    }
  }
  for (const span of spans) {
    const settings = { span, on: on[0] ?? "2026-02-28", leastPeriods: 3 }
    for (const periods of [3, 36]) outcomes.push(await outcomeOf(shop.summaries.signals({ ...settings, periods })))
  }
  const { items } = await shop.summaries.page({ limit: 100 })
  for (const { id } of items) outcomes.push([id, await outcomeOf(shop.summaries.corrections({ summaryId: id }))])
  return outcomes
}

/** What is told of moments that are past, and of what was known at one. */
const toldOfPast = async (shop: Session, on: ReadonlyArray<string>, knownAt: string): Promise<unknown> => {
  const outcomes: Array<unknown> = []
  for (const asOf of on) {
    outcomes.push(await outcomeOf(shop.control.partition({ asOf })))
    outcomes.push(await outcomeOf(shop.control.list({ asOf, knownAt })))
    outcomes.push(await outcomeOf(shop.findings.find({ span: "week", on: asOf })))
  }
  outcomes.push(await outcomeOf(shop.plans.variance({ period: "2026-02", basePeriod: "2026-01" })))
  outcomes.push(await outcomeOf(shop.plans.variance({ period: "2026-02", basePeriod: "2026-01", knownAt })))
  return outcomes
}

/** The list and the cover of control, and what they are where all records are read before the first is judged. */
const listedAndWhole = async ({ session, store }: Scene, asOf: string): Promise<readonly [unknown, unknown]> => {
  const caller = { tenant: suiteTenant, actor: suiteActor }
  const read = readControl(caller, { asOf }).pipe(
    Effect.provideService(Store, store),
    Effect.provideService(DefaultDepartment, suiteDepartment),
  )
  const { base, context, policy } = await Effect.runPromise(read)
  const { next: _next, ...whole } = controlList(base, policy, context, { viewerId: suiteActor, states: controlStates })
  const { next: _cursor, rows, ...list } = await session().control.list({ asOf, states: controlStates })
  return [
    {
      list: { ...list, rows: rows.map(({ name: _name, ...row }) => row) },
      cover: await session().control.coverage({ asOf }),
    },
    { list: whole, cover: coverageOf(base, policy, context) },
  ]
}

const anyHistory = fc.array(
  fc.oneof({ weight: 3, arbitrary: fc.oneof(...baseCommands) }, { weight: 2, arbitrary: anyCommand }),
  {
    minLength: 1,
    maxLength: 40,
    size: "max",
  },
)

/**
 * What bears on a period is all that is asked of dialogs, steps and the like, and nothing that bears on it is left out; nor is any journal
 * that tells how a record stood.
 */
export const periodReadingSuite = (name: string, factory: HarnessFactory, { runs = 20 }: HistoryOptions = {}): void => {
  describe(`${name}: what bears on a period`, () => {
    it("tells of a period what it would if every record was read for it", async () => {
      await fc.assert(
        fc.asyncProperty(
          anyHistory,
          anyHistory,
          anyNotes,
          fc.array(day, { minLength: 2, maxLength: 3 }),
          (early, late, notes, on) =>
            withScene(factory, async (scene) => {
              const shop = scene.session()
              await played(scene, early)
              await noted(shop, notes)
              for (const span of spans) {
                for (const one of on) await shop.summaries.close({ span, on: one }).catch(unlessRefused)
              }
              await played(scene, late)
              const people = ["user:1"]
              expect(await told(shop, on, people)).toEqual(await told(await sessionOver(scene, givingAll), on, people))
            }),
        ),
        { numRuns: Math.ceil(runs / 2) },
      )
    })

    it("finds in a period what it would if every dialog and step was held for it", async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, anyHistory, fc.array(day, { minLength: 2, maxLength: 3 }), (early, late, on) =>
          withScene(factory, async (scene) => {
            await played(scene, early)
            await played(scene, late)
            const wide = await sessionOver(scene, asking, askingOfAll(suiteDepartment))
            for (const span of spans) {
              for (const one of on) {
                const asked = { span, on: one }
                expect(await outcomeOf(scene.session().findings.find(asked))).toEqual(
                  await outcomeOf(wide.findings.find(asked)),
                )
              }
            }
          }),
        ),
        { numRuns: Math.ceil(runs / 4) },
      )
    })

    it("lists and covers records judged as they are read as those that were read before", async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, fc.array(day, { minLength: 1, maxLength: 2 }), (history, on) =>
          withScene(factory, async (scene) => {
            await played(scene, history)
            for (const asOf of on) {
              const [listed, whole] = await listedAndWhole(scene, asOf)
              expect(listed).toEqual(whole)
            }
          }),
        ),
        { numRuns: Math.ceil(runs / 4) },
      )
    })

    it("tells of the past what it would if the journal of every record was read for it", async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, anyHistory, fc.array(day, { minLength: 2, maxLength: 3 }), (early, late, on) =>
          withScene(factory, async (scene) => {
            await played(scene, early)
            const knownAt = new Date(scene.clock.now()).toISOString()
            await played(scene, late)
            const read = await sessionOver(scene, tellingRows)
            expect(await toldOfPast(scene.session(), on, knownAt)).toEqual(await toldOfPast(read, on, knownAt))
          }),
        ),
        { numRuns: Math.ceil(runs / 4) },
      )
    })
  })
}
