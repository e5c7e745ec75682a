import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { gunzipSync } from "node:zlib"
import { cohortShareAt, linearPipeline } from "@salesdept/core/deal"
import type { Pipeline, Stage, StageMeaning } from "@salesdept/core/deal"
import type { PipelineFunnel } from "@salesdept/core/deal/service"
import { presets, salesDept } from "@salesdept/core/promise"
import { instantOf, localDateOf } from "@salesdept/core/shared"
import { beforeAll, describe, expect, test } from "vitest"
import { makeSqliteStore, migrateSqlite, openSqlite } from "../../src/index.ts"
import type { SqliteDatabase } from "../../src/index.ts"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../../..")
const path = join(
  resolve(root, process.env["SALESDEPT_TEST_DATA"] ?? "../shared/data"),
  "pipeline/bpic2012/bpic2012_events.csv.gz",
)
const hasData = existsSync(path)
const timeZone = "Europe/Amsterdam"
const sourceId = "loans"

const stage = (id: string, meaning: StageMeaning): Stage => ({ id, name: { en: id, ru: id }, meaning })

/** The states of an application in their order; what a bank calls declined and cancelled are two ways to lose it. */
const pipeline = (): Pipeline => {
  const line = linearPipeline({
    id: "loans",
    name: { en: "Loan applications", ru: "Заявки на кредит" },
    stages: [
      stage("A_SUBMITTED", "open"),
      stage("A_PARTLYSUBMITTED", "open"),
      stage("A_PREACCEPTED", "open"),
      stage("A_ACCEPTED", "open"),
      stage("A_FINALIZED", "open"),
      stage("A_APPROVED", "done"),
    ],
    lost: stage("A_DECLINED", "lost"),
  })
  const cancelled = line.transitions
    .filter(({ kind }) => kind === "lose")
    .map(({ from }) => ({ from, to: "A_CANCELLED", kind: "lose", requiresReason: true }) as const)
  const reopened = { from: "A_CANCELLED", to: "A_SUBMITTED", kind: "reopen", requiresReason: true } as const
  return {
    ...line,
    stages: [...line.stages, stage("A_CANCELLED", "lost")],
    transitions: [...line.transitions, ...cancelled, reopened],
  }
}

interface Application {
  readonly amount: number
  readonly history: Array<{ readonly at: string; readonly stageId: string }>
}

const finals = new Set(["A_APPROVED", "A_DECLINED", "A_CANCELLED"])

const readLog = (known: ReadonlySet<string>) => {
  const applications = new Map<string, Application>()
  let last = 0
  for (const line of gunzipSync(readFileSync(path)).toString("utf8").trim().split(/\r?\n/).slice(1)) {
    const [id = "", amount = "", , activity = "", , , time = ""] = line.split(",")
    last = Math.max(last, Date.parse(time))
    if (!known.has(activity)) continue
    const one = applications.get(id) ?? { amount: Number(amount), history: [] }
    applications.set(id, one)
    // After the first final state the log repeats the end in other words; the outcome is the first.
    if (finals.has(one.history.at(-1)?.stageId ?? "")) continue
    one.history.push({ at: instantOf(Date.parse(time)), stageId: activity })
  }
  return { applications, asOf: instantOf(last) }
}

const importAll = async (database: SqliteDatabase) => {
  const loans = pipeline()
  const { applications, asOf } = readLog(new Set(loans.stages.map(({ id }) => id)))
  const dept = await salesDept({
    store: { open: () => Promise.resolve({ store: makeSqliteStore(database), close: () => Promise.resolve() }) },
    department: {
      ...presets.servicesWithActs({ timeZone, currency: "EUR" }),
      pipelines: [loans],
      defaultPipelineId: loans.id,
      sources: [{ id: sourceId, name: { en: "Log", ru: "Журнал" }, carries: [] }],
    },
  })
  const shop = dept.tenant("bank").as("import")
  const rows = [...applications].map(([id, { amount, history }]) => {
    const end = history.at(-1)
    const isFinal = finals.has(end?.stageId ?? "")
    return {
      id: `deal_${id}` as const,
      title: null,
      stageId: end?.stageId ?? "",
      clientId: null,
      ownerId: null,
      productId: null,
      amount: { amountMinor: amount * 100, currency: "EUR" },
      listAmount: null,
      openedOn: localDateOf(history[0]?.at ?? asOf, timeZone),
      closedOn: isFinal && end !== undefined ? localDateOf(end.at, timeZone) : null,
      history,
    }
  })
  let created = 0
  let violations = 0
  for (let from = 0; from < rows.length; from += 2000) {
    const answer = await shop.deals.import({ sourceId, pipelineId: loans.id, rows: rows.slice(from, from + 2000) })
    created += answer.created
    violations += answer.violations.length
  }
  return { shop, asOf, created, violations }
}

// Figures of public.bpic2012 in reference/pipeline.json, made by other programs from the same log.
const reached = {
  A_SUBMITTED: 13_087,
  A_PARTLYSUBMITTED: 13_087,
  A_PREACCEPTED: 7367,
  A_ACCEPTED: 5113,
  A_FINALIZED: 5015,
  A_APPROVED: 2246,
  A_DECLINED: 7635,
  A_CANCELLED: 2807,
}
const transitions: { readonly [pair: string]: number } = {
  "A_SUBMITTED>A_PARTLYSUBMITTED": 13_087,
  "A_PARTLYSUBMITTED>A_PREACCEPTED": 7367,
  "A_PARTLYSUBMITTED>A_CANCELLED": 1,
  "A_PARTLYSUBMITTED>A_DECLINED": 5719,
  "A_PREACCEPTED>A_ACCEPTED": 5113,
  "A_PREACCEPTED>A_CANCELLED": 1100,
  "A_PREACCEPTED>A_DECLINED": 1085,
  "A_ACCEPTED>A_FINALIZED": 5015,
  "A_ACCEPTED>A_CANCELLED": 66,
  "A_ACCEPTED>A_DECLINED": 29,
  "A_FINALIZED>A_APPROVED": 2246,
  "A_FINALIZED>A_CANCELLED": 1640,
  "A_FINALIZED>A_DECLINED": 802,
}
const daysToOutcome = [
  ["A_APPROVED", 2246, 16.6588552758, 14.4366427488],
  ["A_DECLINED", 7635, 2.0480689996, 0.0077918056],
  ["A_CANCELLED", 2807, 18.59595785, 16.8460593634],
] as const
const shares = [
  [7, 0.009627875, 0.5227324826, 0.0553220753],
  [14, 0.083000742, 0.5517770892, 0.0995708966],
  [30, 0.1618891758, 0.579425986, 0.1333853143],
] as const
const finalOrder = ["A_APPROVED", "A_DECLINED", "A_CANCELLED"] as const

describe.skipIf(!hasData)(
  `the loan-application log (BPI Challenge 2012)${hasData ? "" : " (skipped: no test data)"}`,
  () => {
    let database: SqliteDatabase
    let funnel: PipelineFunnel
    let asOf: string
    let recorded: readonly [created: number, violations: number]

    beforeAll(async () => {
      database = openSqlite({ filename: ":memory:" })
      migrateSqlite(database, "2026-02-02T06:00:00.000Z")
      const imported = await importAll(database)
      asOf = imported.asOf
      recorded = [imported.created, imported.violations]
      funnel = await imported.shop.deals.funnel({ asOf })
      return () => database.close()
    }, 120_000)

    const ask = (sql: string, ...values: ReadonlyArray<unknown>) => database.all(sql, values)

    test("is recorded whole, every move of it one that the pipeline has", () => {
      expect(recorded).toEqual([13_087, 0])
    })

    test("gives the published stage counts, by the funnel and from SQL", () => {
      const { stages, outcome } = funnel
      const byFunnel = [
        ...stages.map(({ stageId, enteredCount }) => [stageId, enteredCount] as const),
        ...outcome.exits.map(({ id, dealCount }) => [id, dealCount] as const),
      ]
      expect(Object.fromEntries(byFunnel)).toEqual(reached)
      expect([funnel.dealCount, outcome.stillCount]).toEqual([13_087, 399])
      const bySql = ask(
        `select stage_id, count(distinct stream) as deals from salesdept_journal
       where tenant_id = ? and kind = 'deal' group by stage_id`,
        "bank",
      )
      expect(Object.fromEntries(bySql.map((row) => [row["stage_id"], row["deals"]]))).toEqual(reached)
    })

    test("gives the published transitions, from SQL and by the ways out of each stage", () => {
      const bySql = ask(
        `select previous_stage_id || '>' || stage_id as pair, count(*) as moves from salesdept_journal
       where tenant_id = ? and kind = 'deal' and previous_stage_id is not null group by 1`,
        "bank",
      )
      expect(Object.fromEntries(bySql.map((row) => [row["pair"], row["moves"]]))).toEqual(transitions)
      const finalized = funnel.stages.find(({ stageId }) => stageId === "A_FINALIZED")
      expect(finalized?.exits.map(({ id, dealCount }) => [id, dealCount])).toEqual([
        ["advanced", 2246],
        ["A_DECLINED", 802],
        ["A_CANCELLED", 1640],
      ])
      expect(finalized?.stillCount).toBe(327)
      expect(finalized?.exits[0]?.ofEntered.ratio).toBeCloseTo(0.4478564307, 9)
    })

    test("gives the published days from submission to outcome, by the funnel and from SQL", () => {
      for (const [id, count, mean, median] of daysToOutcome) {
        const days = funnel.outcome.exits.find((exit) => exit.id === id)?.days
        expect(days?.n).toBe(count)
        expect(days?.mean).toBeCloseTo(mean, 9)
        expect(days?.p50).toBeCloseTo(median, 9)
        const [row] = ask(
          `select count(*) as n, avg(julianday(ended.occurred_at) - julianday(begun.occurred_at)) as mean
         from salesdept_journal as ended
         join salesdept_journal as begun on begun.tenant_id = ended.tenant_id and begun.stream = ended.stream
           and begun.version = 1
         where ended.tenant_id = ? and ended.kind = 'deal' and ended.stage_id = ?`,
          "bank",
          id,
        )
        expect(row?.["n"]).toBe(count)
        expect(Number(row?.["mean"])).toBeCloseTo(mean, 7)
      }
    })

    test("gives the published shares by age with competing outcomes, by the funnel and from SQL", () => {
      for (const [days, ...each] of shares) {
        each.forEach((share, index) => {
          expect(cohortShareAt(funnel.outcome, finalOrder[index] ?? "", days)).toBeCloseTo(share, 9)
        })
        // Aalen–Johansen in SQL: the share still open just before each day times the hazard of each outcome on it.
        const [row] = ask(
          `with ends as (
           select stream, min(occurred_at) as ended_at, stage_id from salesdept_journal
           where tenant_id = ? and kind = 'deal' and outcome <> 'open' group by stream),
         spans as (
           select ends.stage_id, julianday(coalesce(ends.ended_at, ?)) - julianday(begun.occurred_at) as days
           from salesdept_journal as begun left join ends on ends.stream = begun.stream
           where begun.tenant_id = ? and begun.kind = 'deal' and begun.version = 1),
         ages as (
           select days, count(*) as leaving, count(stage_id) as ended,
             sum(coalesce(stage_id = 'A_APPROVED', 0)) as approved, sum(coalesce(stage_id = 'A_DECLINED', 0)) as declined,
             sum(coalesce(stage_id = 'A_CANCELLED', 0)) as cancelled
           from spans group by days),
         risks as (
           select *, (select count(*) from spans) - coalesce(
             sum(leaving) over (order by days rows between unbounded preceding and 1 preceding), 0) as at_risk from ages),
         hazards as (
           select *, exp(coalesce(sum(ln(1.0 - 1.0 * ended / at_risk)) over (
             order by days rows between unbounded preceding and 1 preceding), 0)) / at_risk as still from risks)
         select sum(still * approved) as approved, sum(still * declined) as declined, sum(still * cancelled) as cancelled
         from hazards where days <= ?`,
          "bank",
          asOf,
          "bank",
          days,
        )
        expect(Number(row?.["approved"])).toBeCloseTo(each[0], 7)
        expect(Number(row?.["declined"])).toBeCloseTo(each[1], 7)
        expect(Number(row?.["cancelled"])).toBeCloseTo(each[2], 7)
      }
    })

    test("keeps on each journal row how long the stage before lasted, as the stays say", () => {
      const preaccepted = funnel.times.stages.find(({ stageId }) => stageId === "A_PREACCEPTED")
      const [row] = ask(
        `select count(*) as n, avg(previous_stage_seconds) / 86400.0 as days from salesdept_journal
       where tenant_id = ? and kind = 'deal' and previous_stage_id = 'A_PREACCEPTED'`,
        "bank",
      )
      expect(row?.["n"]).toBe(preaccepted?.endedCount)
      // Whole seconds there, milliseconds here.
      expect(Number(row?.["days"])).toBeCloseTo(preaccepted?.endedDays.mean ?? Number.NaN, 4)
    })
  },
)
