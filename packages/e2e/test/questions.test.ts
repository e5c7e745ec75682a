import { playSimulation, simulateDepartment } from "@salesdept/conformance/simulator"
import type { StoreShape } from "@salesdept/core/ports"
import { presets, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { epochMsOf, instantOf, startOfDay } from "@salesdept/core/shared"
import { makeSqliteStore, migrateSqlite, openSqlite } from "@salesdept/sqlite"
import { expect, test } from "vitest"

/** Counts what a store is asked, whatever the question, and notes what it scans; what reads without a fibre is asked as the rest. */
const counting = (store: StoreShape) => {
  let asked = 0
  const scanned: Array<string> = []
  const counted = <Part extends object>(part: Part): Part =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]: readonly [string, unknown]) => {
        if (name === "atOnce") return [name, null]
        if (typeof value === "object" && value !== null) return [name, counted(value)]
        if (typeof value !== "function") return [name, value]
        return [
          name,
          (...given: ReadonlyArray<unknown>): unknown => {
            asked += 1
            if (name === "scan") scanned.push((given[1] as { readonly kind: string }).kind)
            return (value as (...given: ReadonlyArray<unknown>) => unknown)(...given)
          },
        ]
      }),
    ) as Part
  return { store: counted(store), asked: () => asked, scanned }
}

/** Half a year of a department, played into a base; `scale` is how much of everything there is. */
const playedBase = async (scale: number) => {
  const department = simulateDepartment({ seed: 7, scale, reps: 6, months: 6, scripts: true, language: "en" })
  const { from, timeZone, until } = department.options
  let now = epochMsOf(startOfDay(from, timeZone))
  const database = openSqlite({ filename: ":memory:" })
  migrateSqlite(database, instantOf(now))
  const { asked, scanned, store } = counting(makeSqliteStore(database))
  const config = presets.servicesWithActs({ timeZone, currency: "RUB" })
  const dept = await salesDept({
    store: { open: () => Promise.resolve({ store, close: () => Promise.resolve(database.close()) }) },
    department: config,
    now: () => now,
  })
  const tenant = dept.tenant("default")
  const session = tenant.as("head")
  await session.department.publish(config)
  const { refused } = await playSimulation(department, tenant, {
    onTime: (epochMs) => {
      now = epochMs
    },
  })
  expect(refused).toEqual([])
  now = epochMsOf(startOfDay(until, timeZone))
  return { dept, session, asked, scanned }
}

const planId = "plan_main"
const scriptId = "script_needs"
const [asOf, knownAt] = ["2026-02-10T09:00:00.000Z", "2026-02-10T09:00:00.000Z"]
const day = { span: "day", on: "2026-03-10" } as const
const month = { span: "month", on: "2026-02-10" } as const

/** Kinds of record of which one base may have something to look back at where another has not. */
const kindsApart = 2

/** Questions about the whole base, or about a period of it. */
const questions: { readonly [name: string]: (session: Session) => Promise<unknown> } = {
  "clients.duplicates": (session) => session.clients.duplicates({}),
  "control.partition": (session) => session.control.partition({}),
  "control.partition, then": (session) => session.control.partition({ asOf }),
  "control.partition, as known then": (session) => session.control.partition({ asOf, knownAt }),
  "control.list": (session) => session.control.list({}),
  "control.coverage": (session) => session.control.coverage({}),
  "deals.blocked": (session) => session.deals.blocked({}),
  "deals.funnel": (session) => session.deals.funnel({}),
  "deals.pageAsOf": (session) => session.deals.pageAsOf({ asOf, limit: 20 }),
  "deals.stageFlow": (session) => session.deals.stageFlow({}),
  "deals.stalled": (session) => session.deals.stalled({}),
  "deals.survey": (session) => session.deals.survey({}),
  "deals.waterfall": (session) =>
    session.deals.waterfall({ kind: "flow", period: { from: "2026-01-01", to: "2026-02-01" } }),
  "findings.find, a day": (session) => session.findings.find(day),
  "findings.find, a month": (session) => session.findings.find(month),
  "plans.attainment": (session) => session.plans.attainment({ planId }),
  "plans.attainment, as known then": (session) => session.plans.attainment({ planId, knownAt }),
  "plans.forecast": (session) => session.plans.forecast({ planId, period: "2026-Q1" }),
  "plans.forecast, as known then": (session) => session.plans.forecast({ planId, period: "2026-Q1", knownAt }),
  "plans.variance": (session) => session.plans.variance({ period: "2026-Q1" }),
  "plans.variance, as known then": (session) => session.plans.variance({ period: "2026-Q1", knownAt }),
  "scripts.adoption": (session) => session.scripts.adoption({ scriptId }),
  "scripts.winAnalysis": (session) => session.scripts.winAnalysis({ scriptId }),
  "settlement.ageing": (session) => session.settlement.ageing({ by: "client" }),
  "settlement.paidNotDocumented": (session) => session.settlement.paidNotDocumented({}),
  "summaries.preview, a day": (session) => session.summaries.preview(day),
  "summaries.preview, a month": (session) => session.summaries.preview(month),
}

test("given three times the records, no question about the base asks the store more often", async () => {
  // Few enough that what is read some hundreds at a time is read at once in both.
  const [small, large] = [await playedBase(0.05), await playedBase(0.15)]
  const sizes = [await small.session.deals.count({}), await large.session.deals.count({})] as const
  expect(sizes[1]).toBeGreaterThan(2.5 * sizes[0])
  const timesAsked = async ({ session, asked }: typeof small): Promise<ReadonlyMap<string, number>> => {
    const times = new Map<string, number>()
    for (const [name, ask] of Object.entries(questions)) {
      const before = asked()
      await ask(session)
      times.set(name, asked() - before)
    }
    return times
  }
  const [few, many] = [await timesAsked(small), await timesAsked(large)]
  expect([...few.values()].every((times) => times > 0)).toBe(true)
  // Of a kind of which nothing happened before the moment asked about, no journal is asked for.
  const more = [...many].filter(([name, times]) => times > few.get(name)! + kindsApart)
  expect(more).toEqual([])
  expect([...many.keys()]).toEqual([...few.keys()])
  await small.dept.close()
  await large.dept.close()
})

test("no question reads all records of a kind twice, at how many moments ever it looks back at control", async () => {
  const { asked, dept, scanned, session } = await playedBase(0.05)
  const looking = (controlMoments: number) => session.plans.variance({ period: "2026-Q1", knownAt, controlMoments })
  const twice: { [question: string]: ReadonlyArray<string> } = {}
  const asking: typeof questions = { ...questions, "looking back often": () => looking(30) }
  for (const [name, ask] of Object.entries(asking)) {
    scanned.length = 0
    await ask(session)
    const again = scanned.filter((kind, at) => scanned.indexOf(kind) !== at)
    if (again.length > 0) twice[name] = again
  }
  expect(twice).toEqual({})
  const timesAsked = async (controlMoments: number): Promise<number> => {
    const before = asked()
    await looking(controlMoments)
    return asked() - before
  }
  expect(await timesAsked(30)).toBeLessThanOrEqual((await timesAsked(1)) + kindsApart)
  await dept.close()
})
