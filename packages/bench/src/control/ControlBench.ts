import type { ControlBase, DealControlFacts } from "@salesdept/core/control"
import { controlContext, controlList, defaultControlPolicy, partition } from "@salesdept/core/control"
import { presets, salesDept } from "@salesdept/core/promise"
import { fiveDayCalendar } from "@salesdept/core/shared"
import { makeSqliteStore, migrateSqlite, openSqlite } from "@salesdept/sqlite"
import { join } from "node:path"
import { actor, sourceId, tenant } from "../BenchBase.ts"
import type { BenchResult, Comparison, Figure } from "../Measurement.ts"
import { besideScan, dealsBesidePostgresScan, dealsBesideScan } from "./ControlScan.ts"

const usualSizes = [10_000, 100_000]
const fullSizes = [...usualSizes, 1_000_000]

const source = { id: sourceId, name: { en: "CRM", ru: "CRM" }, carries: ["nextSteps", "dialogs"] } as const

const seen = { nextSteps: true, dialogs: true, payments: true, documents: true }

/** Deals of which one in ten needs somebody, so that the list has something to rank. */
const dealAt = (index: number): DealControlFacts => ({
  kind: "deal",
  id: `deal_${index}`,
  ownerId: `user:${index % 50}`,
  ownerLeftOn: null,
  teamId: `team:${index % 5}`,
  segmentId: `segment:${index % 20}`,
  stepDueOn: index % 10 === 0 ? "2026-05-28" : "2026-06-05",
  lastStepDoneAt: null,
  lastAnswerAt: null,
  awaitingSince: null,
  lastInboundAt: null,
  mark: null,
  observed: seen,
  clientId: `client_${index % 1000}`,
  pipelineId: "sales",
  stageName: { en: "Needs", ru: "Потребности" },
  stageMeaning: "open",
  stageLimitDays: 14,
  outcome: "open",
  enteredStageAt: "2026-05-25T08:00:00.000Z",
  openedOn: "2026-05-01",
  closedOn: null,
  amount: { amountMinor: 100_00 + (index % 997), currency: "RUB" },
  invoiceCount: 0,
  unpaid: [],
  documentCount: 0,
  isDocumented: false,
  unsignedSince: null,
  undocumented: null,
})

const context = controlContext({ asOf: "2026-06-01T09:00:00.000Z", timeZone: "Europe/Moscow", currency: "RUB" })

/** The shortest of three, so that what else the machine does counts least. */
const shortestMs = async (work: () => unknown): Promise<number> => {
  let shortest = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round++) {
    const from = performance.now()
    await work()
    shortest = Math.min(shortest, performance.now() - from)
  }
  return shortest
}

const passOver = async (size: number): Promise<Figure> => {
  const base: ControlBase = { lead: [], client: [], deal: Array.from({ length: size }, (_, index) => dealAt(index)) }
  const ms = await shortestMs(() => {
    partition("deal", base.deal, defaultControlPolicy, context)
    controlList(base, defaultControlPolicy, context, { limit: 100 })
  })
  return {
    name: `One control pass (partition and list) over ${size} deals, per record`,
    value: (ms * 1000) / size,
    unit: "µs",
  }
}

/** Leads of one import. */
const groupSize = 1000

const leadAt = (index: number) =>
  ({
    id: `lead_${index}`,
    name: `Lead ${index}`,
    ownerId: `user:${index % 50}`,
    channelId: "import",
    originId: null,
    status: "inWork",
    receivedAt: "2026-01-30T08:00:00.000Z",
    closedAt: null,
    clientId: null,
    dealId: null,
  }) as const

/** Records that are due in a tick, whatever the size of the base. */
const dueCount = 100
const hourMs = 3_600_000

const ticksOver = async (folder: string, size: number): Promise<BenchResult> => {
  const filename = join(folder, `control-${size}.db`)
  const database = openSqlite({ filename })
  database.handle.pragma("synchronous = off")
  migrateSqlite(database, "2026-01-01T00:00:00.000Z")
  let ms = Date.parse("2026-02-02T06:00:00.000Z")
  const preset = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
  const sla = { calendar: fiveDayCalendar, firstResponse: { minutes: 60, remindBeforeMinutes: 0 }, escalation: [] }
  const close = (): Promise<void> => {
    database.close()
    return Promise.resolve()
  }
  const store = makeSqliteStore(database)
  const dept = await salesDept({
    store: { open: () => Promise.resolve({ store, close }) },
    department: { ...preset, sources: [source], control: { ...preset.control, sla } },
    now: () => ms,
  })
  const shop = dept.tenant(tenant).as(actor)
  // Leads that somebody works on: they are part of the base, and nothing of them is due.
  for (let start = 0; start < size; start += groupSize) {
    const rows = Array.from({ length: Math.min(groupSize, size - start) }, (_, offset) => leadAt(start + offset))
    await shop.leads.import({ sourceId, rows })
  }
  await Promise.all(
    Array.from({ length: dueCount }, (_, i) =>
      shop.leads.receive({ id: `lead_due${i}`, name: "L", channelId: "site", ownerId: "user:1" }),
    ),
  )
  await shop.control.watch({ everyMinutes: 1440 })
  await dept.tick({ tenants: [tenant] })
  ms += 2 * hourMs
  const tickFrom = performance.now()
  const { duties } = await dept.tick({ tenants: [tenant] })
  const tickMs = performance.now() - tickFrom
  const done = duties.find(({ duty }) => duty === "control.advanceClock")?.done ?? 0
  if (done !== dueCount) throw new Error(`the tick did ${done} of ${dueCount}`)
  const idleMs = await shortestMs(() => dept.tick({ tenants: [tenant] }))
  const fullMs = await shortestMs(() => shop.control.partition())
  const comparisons = await besideScan(`${size} leads from SQLite`, shop, store, size + dueCount)
  await dept.close()
  const figures = [
    {
      name: `Tick with ${dueCount} due clocks in a base of ${size} leads, a clock`,
      value: tickMs / dueCount,
      unit: "ms",
    },
    { name: `Tick with nothing due in a base of ${size} leads, whole`, value: idleMs, unit: "ms" },
    { name: `Full recomputation of control over ${size} leads from SQLite, whole`, value: fullMs, unit: "ms" },
    { name: `The same, a lead`, value: (fullMs * 1000) / size, unit: "µs" },
  ]
  return { comparisons, figures }
}

/** One control pass by size, and a tick against recomputing everything: cost per record must not grow with the base. */
export const controlBench = async (folder: string, isFull: boolean): Promise<BenchResult> => {
  const figures: Array<Figure> = []
  for (const size of isFull ? fullSizes : usualSizes) figures.push(await passOver(size))
  const comparisons: Array<Comparison> = []
  for (const size of isFull ? fullSizes : usualSizes) {
    const ticks = await ticksOver(folder, size)
    comparisons.push(...ticks.comparisons, ...(await dealsBesideScan(folder, size)))
    if (isFull || size === usualSizes[0]) comparisons.push(...(await dealsBesidePostgresScan(size)))
    figures.push(...ticks.figures)
  }
  return { comparisons, figures }
}
