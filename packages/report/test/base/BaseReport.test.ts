import { playSimulation, simulateDepartment } from "@salesdept/conformance/simulator"
import { planImport } from "@salesdept/core/exchange"
import { makeMemoryStore } from "@salesdept/core/memory"
import { presets, salesDept } from "@salesdept/core/promise"
import { addDays, nrfRetailCalendar } from "@salesdept/core/shared"
import { htmlReport } from "../../src/HtmlReport.ts"
import { terminalReport } from "../../src/TerminalReport.ts"
import { describe, expect, it } from "vitest"
import { baseReport } from "../../src/base/index.ts"

const simulated = simulateDepartment({ seed: 7, from: "2025-10-01", months: 5, reps: 4, scale: 0.2 })
const { timeZone, currency, until } = simulated.options
const department = presets.servicesWithActs({ timeZone, currency })
const on = addDays(until, -1)

describe("the report of a base that a host works in", () => {
  it("tells of one tenant, closes the month for everybody once, and leaves the store to be opened again", async () => {
    const made = makeMemoryStore()
    let opened = 0
    const open = () => {
      opened += 1
      return Promise.resolve({ store: made, close: () => Promise.resolve(void (opened -= 1)) })
    }
    const clock = { ms: 0 }
    const now = () => clock.ms
    await using dept = await salesDept({ store: { open }, department, now })
    await playSimulation(simulated, dept.tenant("shop-17"), { onTime: (epochMs) => void (clock.ms = epochMs) })
    const options = { store: { open }, department, tenant: "shop-17", actor: "user:head", on, now }

    // On its own last day a month is not over yet: the one before is told of.
    expect((await baseReport(options)).month).toMatchObject({ period: { from: "2026-01-01", to: "2026-01-31" } })
    clock.ms = Date.parse(`${until}T09:00:00.000Z`)
    const report = await baseReport(options)
    expect(report.header).toMatchObject({ asOf: on, source: { kind: "base", name: "shop-17" }, timeZone, currency })
    expect(report.month).toMatchObject({ period: { from: "2026-02-01", to: on }, uncoveredCount: 0 })
    const summaries = await dept
      .tenant("shop-17")
      .as("user:head")
      .summaries.page({ where: { label: "2026-02" } })
    expect(summaries.items).toHaveLength(report.month?.summaryCount ?? 0)
    const [event] = await dept
      .tenant("shop-17")
      .as("user:head")
      .summaries.history(summaries.items[0]?.id ?? "")
    expect(event?.actor).toBe("user:head")
    expect(htmlReport(report, { language: "ru" })).toContain('<h2 id="month">')

    expect(await baseReport(options)).toEqual(report)
    expect(opened).toBe(1)
    const other = await baseReport({ ...options, tenant: "shop-18", source: { kind: "base", name: "Филиал" } })
    expect(other.header.source).toEqual({ kind: "base", name: "Филиал" })
    expect(other.pipeline.dealCount).toBe(0)
  })

  it("tells of files without a single day as of today, and says that no deal states one", async () => {
    const made = makeMemoryStore()
    const store = { open: () => Promise.resolve({ store: made, close: () => Promise.resolve() }) }
    const now = () => Date.parse("2026-11-30T09:00:00.000Z")
    await using dept = await salesDept({ store, department, now })
    const bytes = new TextEncoder().encode("id,title,stage,amount\n1,Audit,Won,100\n2,Kit,Proposal,200\n")
    const plan = planImport([{ name: "deals.csv", bytes }], { source: "crm", currency, timeZone })
    await dept.tenant("default").as("user:head").imports.record(plan)
    const report = await baseReport({ store, department, actor: "user:head", now })
    expect(report.header).toMatchObject({ asOf: "2026-11-30", period: { withheld: { en: "no deal states a day" } } })
    const text = terminalReport(report, { language: "en", width: 100, colour: false })
    expect(text).toContain("no figure: no deal states a day")
    expect(text).not.toContain("1970")
  })

  it("says at once everything that its options lack, by their own names", async () => {
    const wrong = { store: "sales.db", department, on: "31.10.2026", tenants: "shop-17" }
    await expect(baseReport(wrong as never)).rejects.toMatchObject({
      _tag: "InputInvalid",
      data: {
        problems: [
          { path: "store", message: { ru: "ожидается хранилище, например sqlite({ filename })" } },
          { path: "on", message: { en: "must be a date such as 2026-11-23" } },
          { path: "tenants", code: "field.unknown" },
          { path: "actor", code: "field.missing" },
        ],
      },
    })
  })

  it("withholds of the month what its source does not carry, and notes what was seen in part", async () => {
    const store = makeMemoryStore()
    const open = () => Promise.resolve({ store, close: () => Promise.resolve() })
    const now = () => Date.parse("2026-04-02T09:00:00.000Z")
    const sources = [{ id: "crm", name: { en: "CRM", ru: "CRM" }, carries: [] }]
    const imported = { ...department, sources }
    await using dept = await salesDept({ store: { open }, department: imported, now })
    const head = dept.tenant("shop-17").as("user:head")
    const rep = { id: "rep_1", personId: "user:42", name: "Ann", teamId: null, joinedOn: null, leftOn: null } as const
    await head.reps.state({ rows: [rep] })
    const row = { title: null, clientId: null, ownerId: "user:42", productId: null, listAmount: null }
    const amount = { amountMinor: 100_00, currency }
    await head.deals.import({
      sourceId: "crm",
      pipelineId: "servicesWithActs",
      rows: [
        { ...row, id: "deal_1", stageId: "needs", amount, openedOn: "2026-03-02", closedOn: null },
        { ...row, id: "deal_2", stageId: "needs", amount, openedOn: null, closedOn: null },
      ],
    })
    const options = {
      store: { open },
      department: imported,
      tenant: "shop-17",
      actor: "user:head",
      now,
      on: "2026-04-01",
    }
    expect((await baseReport(options)).month).toBeUndefined()
    const { on, ...undated } = options

    // Nothing of it was there on the day, nor on the latest day of its deals, which is told of where nobody works in it.
    for (const [asked, day, inWords] of [
      [options, on, "1\u00A0April\u00A02026"],
      [undated, "2026-03-02", "2\u00A0March\u00A02026"],
    ] as const) {
      const { header, control } = await baseReport(asked)
      expect([header.asOf, control.totalCount]).toEqual([day, 2])
      expect(control.standing?.en).toBe(
        `By ${inWords} nothing of this base had come into it. Its records are shown as they stand now, with that day as today.`,
      )
    }
    const since = await baseReport({ ...options, on: "2026-04-02" })
    expect([since.control.totalCount, since.control.standing]).toEqual([2, undefined])

    // Somebody works with what was imported: where no day is asked for, it is told of today.
    await head.dialogs.record({ dealId: "deal_1", kind: "call", direction: "outbound", outcomeId: "agreed" })
    expect((await baseReport(undated)).header.asOf).toBe("2026-04-02")
    const { month, afterSale } = await baseReport(options)
    expect(afterSale).toBeDefined()
    expect(month?.total).toMatchObject({
      stepsOverdueCount: { withheld: { en: "the source does not carry next steps: nothing can be said" } },
      openCount: { count: 1, note: { en: "deals without a day, which count in no period: 1 of 2" } },
      wonCount: { count: 0, note: null },
    })
  })

  it("tells of a past day by deals and money as they stood on it, and closes nothing where it is not asked to", async () => {
    const store = makeMemoryStore()
    const open = () => Promise.resolve({ store, close: () => Promise.resolve() })
    const clock = { ms: Date.parse("2026-10-05T09:00:00.000Z") }
    const now = () => clock.ms
    await using dept = await salesDept({ store: { open }, department, now })
    const head = dept.tenant("shop-17").as("user:head")
    await head.reps.state({ rows: [{ id: "rep_1", personId: "user:42", name: "Ann" }] })
    const common = { ownerId: "user:42", amount: { amountMinor: 100_00, currency } }
    await head.deals.open({ ...common, id: "deal_1", title: "Audit" })
    await head.deals.move({ dealId: "deal_1", to: "contact" })
    clock.ms = Date.parse("2026-11-03T09:00:00.000Z")
    await head.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price" })
    await head.deals.open({ ...common, id: "deal_2", title: "Repair" })
    clock.ms = Date.parse("2026-12-02T09:00:00.000Z")

    const options = { store: { open }, department, tenant: "shop-17", actor: "user:head", closes: false, now }
    const stages = async (on: string) => {
      const { control, pipeline } = await baseReport({ ...options, on })
      const held = pipeline.stages.flatMap(({ count, name }) => (count === 0 ? [] : [[name.en, count]]))
      return { held, deals: pipeline.dealCount, judged: control.totalCount }
    }
    expect(await stages("2026-10-31")).toEqual({ held: [["Contact", 1]], deals: 1, judged: 1 })
    expect(await stages("2026-11-30")).toEqual({
      held: [
        ["New lead", 1],
        ["Lost", 1],
      ],
      deals: 2,
      judged: 2,
    })
    expect((await head.summaries.page({})).items).toEqual([])
  })

  it("names clients of a past day that were merged since", async () => {
    const store = makeMemoryStore()
    const open = () => Promise.resolve({ store, close: () => Promise.resolve() })
    const clock = { ms: Date.parse("2026-10-05T09:00:00.000Z") }
    const now = () => clock.ms
    await using dept = await salesDept({ store: { open }, department, now })
    const head = dept.tenant("shop-17").as("user:head")
    for (const at of [1, 2]) await head.clients.register({ id: `client_${at}`, name: `Client ${at}` })
    clock.ms = Date.parse("2026-11-03T09:00:00.000Z")
    await head.clients.merge({ intoId: "client_2", fromId: "client_1" })

    const options = { store: { open }, department, tenant: "shop-17", actor: "user:head", closes: false, now }
    const namesOn = async (on: string) => {
      const { first = [] } = (await baseReport({ ...options, on })).control
      return first.flatMap(({ rows }) => rows.map(({ name }) => name))
    }
    expect(await namesOn("2026-10-31")).toEqual(["Client 1", "Client 2"])
    expect(await namesOn("2026-11-03")).toEqual(["Client 2"])
  })

  it("tells a person once of what days found again and again by one rule", async () => {
    const store = makeMemoryStore()
    const open = () => Promise.resolve({ store, close: () => Promise.resolve() })
    const clock = { ms: 0 }
    const now = () => clock.ms
    await using dept = await salesDept({ store: { open }, department, now })
    const head = dept.tenant("shop-17").as("user:head")
    for (const day of [2, 3, 4] as const) {
      clock.ms = Date.parse(`2026-03-0${day}T09:00:00.000Z`)
      if (day === 2) {
        const rep = {
          id: "rep_1",
          personId: "user:42",
          name: "Ann",
          teamId: null,
          joinedOn: null,
          leftOn: null,
        } as const
        await head.reps.state({ rows: [rep] })
      }
      await head.deals.open({ id: `deal_${day}`, title: "Audit", ownerId: "user:42" })
      clock.ms += 86_400_000
      await head.findings.review({ span: "day", on: `2026-03-0${day}` })
    }
    clock.ms = Date.parse("2026-04-02T09:00:00.000Z")
    const { month } = await baseReport({
      store: { open },
      department,
      tenant: "shop-17",
      actor: "user:head",
      now,
      on: "2026-04-01",
    })
    const [ann] = month?.reps ?? []
    expect(ann?.mistakeCount).toMatchObject({ count: 4 })
    const titles = ann?.talk?.mistakes.map(({ en }) => en.replace(/\d+/, "n"))
    expect(titles?.toSorted()).toEqual([
      "Open deals without a next step: n (findings of this kind: 3)",
      "Open deals without a talk for long: n",
    ])
  })

  it("compares with a fiscal plan whose quarters have the days of calendar ones, and names plans by weeks", async () => {
    const store = makeMemoryStore()
    const open = () => Promise.resolve({ store, close: () => Promise.resolve() })
    const now = () => Date.parse("2026-05-20T09:00:00.000Z")
    await using dept = await salesDept({ store: { open }, department, now })
    const shop = dept.tenant("shop-17")
    const { deals, plans, reps } = shop.as("user:head")
    await reps.state({ rows: [{ id: "rep_1", personId: "user:42", name: "Ann" }] })
    await deals.open({ id: "deal_1", title: "Audit", ownerId: "user:42" })
    const fiscal = [
      ["april", { form: "months", startMonth: 4, namedBy: "start" }, "FY2026-Q1"],
      ["weeks", nrfRetailCalendar, "FY2026-Q2"],
    ] as const
    for (const [name, fiscalCalendar, period] of fiscal) {
      const planId = `plan_${name}` as const
      const measures = [{ id: "won", kind: "money", credit: "wonMoney" }] as const
      await plans.open({ id: planId, name, currency, fiscalCalendar, measures })
      const targets = [{ measure: "won", period, repId: "user:42", value: 700_00 }]
      const versionId = `planversion_${name}` as const
      await plans.draft({ planId, versionId, baseline: "original", effectiveFrom: "2026-01-01", targets })
      await plans.submit({ versionId })
      await shop.as("user:owner").plans.approve({ versionId })
    }
    const asked = { store: { open }, department, tenant: "shop-17", actor: "user:head", now, on: "2026-05-20" }
    const { attainment, notes } = await baseReport(asked)
    expect(attainment).toMatchObject({ kind: "plan", department: [{ targetMinor: 700_00 }] })
    const notRead = notes.flatMap(({ kind, text }) => (kind === "notRead" ? [text.en] : []))
    expect(notRead).toContain("Plans whose periods make up no calendar quarter, not compared here: 1.")
  })

  it("compares by the weeks of a plan that makes up no quarter, with the figures that plan against fact tells", async () => {
    const store = makeMemoryStore()
    const open = () => Promise.resolve({ store, close: () => Promise.resolve() })
    const now = () => Date.parse("2026-04-16T09:00:00.000Z")
    const sources = [{ id: "crm", name: { en: "CRM", ru: "CRM" }, carries: [] }]
    await using dept = await salesDept({ store: { open }, department: { ...department, sources }, now })
    const shop = dept.tenant("shop-17")
    const { deals, plans, reps } = shop.as("user:head")
    await reps.state({ rows: [{ id: "rep_1", personId: "user:42", name: "Ann" }] })
    await plans.open({
      id: "plan_weeks",
      name: "Weeks",
      currency,
      measures: [{ id: "won", kind: "money", credit: "wonMoney" }],
    })
    const weeks = ["10", "11", "12", "13", "14", "15", "16", "17"].map((week) => `2026-W${week}`)
    const versionId = "planversion_weeks"
    await plans.draft({
      planId: "plan_weeks",
      versionId,
      baseline: "original",
      effectiveFrom: "2026-03-01",
      targets: weeks.flatMap((period) => [
        { measure: "won", period, value: 100_00, repId: "user:42" },
        { measure: "won", period, value: 150_00 },
      ]),
    })
    await plans.submit({ versionId })
    await shop.as("user:owner").plans.approve({ versionId })
    const row = {
      title: null,
      clientId: null,
      ownerId: "user:42",
      productId: null,
      listAmount: null,
      openedOn: "2026-02-02",
    }
    const won = (id: `deal_${string}`, closedOn: string, amountMinor: number) =>
      ({ ...row, id, stageId: "paymentControl", amount: { amountMinor, currency }, closedOn }) as const
    // The last day of one week and the first of the next, over the end of the quarter, and a day of the week under way.
    const rows = [
      won("deal_1", "2026-03-29", 70_00),
      won("deal_2", "2026-03-30", 130_00),
      won("deal_3", "2026-04-15", 40_00),
    ]
    await deals.import({ sourceId: "crm", pipelineId: "servicesWithActs", rows })
    const on = "2026-04-15"
    const asked = { store: { open }, department, tenant: "shop-17", actor: "user:head", now, on }
    const report = await baseReport(asked)
    const { attainment, forecast, notes, nextPlan } = report
    // A day ends with a stop of its own in Russian.
    expect(terminalReport(report, { language: "ru", width: 100, colour: false })).not.toContain("..")
    if (!("kind" in attainment) || attainment.kind !== "plan") throw new Error("it is not compared with the plan")
    expect(attainment.periods.map(({ from, to, name }) => [from, to, name?.ru ?? null])).toEqual([
      ["2026-03-16", "2026-03-22", null],
      ["2026-03-23", "2026-03-29", null],
      ["2026-03-30", "2026-04-05", null],
      ["2026-04-06", "2026-04-12", null],
      ["2026-04-13", "2026-04-15", "13–19\u00A0апреля\u00A02026\u00A0г. (не\u00A0окончен)"],
    ])
    const told = await plans.attainment({ planId: "plan_weeks", on, periods: weeks.slice(2, 7) })
    const ofAnn = told.rows.filter(({ repId }) => repId !== null)
    expect(ofAnn.map(({ fact, gap }) => [fact, gap])).toEqual([
      [0, -100_00],
      [70_00, -30_00],
      [130_00, 30_00],
      [0, -100_00],
      [40_00, -60_00],
    ])
    expect(
      attainment.reps.map(({ repName, cells }) => [
        repName,
        cells.map(({ factMinor, gapMinor }) => [factMinor, gapMinor]),
      ]),
    ).toEqual([["Ann", ofAnn.map(({ fact, gap }) => [fact, gap])]])
    expect(attainment.unallocatedMinor).toEqual([50_00, 50_00, 50_00, 50_00, 50_00])
    expect(notes.filter(({ kind }) => kind === "notRead")).toEqual([])
    // What the rest of the report tells is of the same weeks.
    expect(forecast).toMatchObject({ period: { from: "2026-04-13", to: "2026-04-19" }, total: { targetMinor: 150_00 } })
    expect(nextPlan).toMatchObject({
      past: { from: "2026-04-06", to: "2026-04-12" },
      next: { from: "2026-04-13", to: "2026-04-19" },
      deviationMinor: -100_00,
      carriedMinor: 50_00,
      reps: [{ repName: "Ann", currentMinor: 100_00, roundMinor: 125_00 }],
    })
  })

  it("corrects the plan that both quarters are of, whatever other plan was changed since", async () => {
    const store = makeMemoryStore()
    const open = () => Promise.resolve({ store, close: () => Promise.resolve() })
    const clock = { ms: Date.parse("2026-01-10T09:00:00.000Z") }
    const now = () => clock.ms
    const sources = [{ id: "crm", name: { en: "CRM", ru: "CRM" }, carries: [] }]
    await using dept = await salesDept({ store: { open }, department: { ...department, sources }, now })
    const shop = dept.tenant("shop-17")
    const { deals, plans, reps } = shop.as("user:head")
    await reps.state({ rows: [{ id: "rep_1", personId: "user:42", name: "Ann" }] })
    const planned = async (
      name: string,
      credit: "wonMoney" | "meetings",
      targets: Readonly<Record<string, number>>,
      more: ReadonlyArray<{ readonly period: string; readonly repId: string }> = [],
    ) => {
      const planId = `plan_${name}` as const
      const measures = [{ id: "own", kind: credit === "meetings" ? "counts" : "money", credit }] as const
      await plans.open({ id: planId, name, currency, measures })
      const versionId = `planversion_${name}` as const
      await plans.draft({
        planId,
        versionId,
        baseline: "original",
        effectiveFrom: "2026-01-01",
        targets: [
          ...Object.entries(targets).map(([period, value]) => ({ measure: "own", period, value, repId: "user:42" })),
          ...more.map((target) => ({ ...target, measure: "own", value: 100_00 })),
        ],
      })
      await plans.submit({ versionId })
      await shop.as("user:owner").plans.approve({ versionId })
      clock.ms += 60_000
    }
    await planned("year", "wonMoney", { "2026-Q1": 1_000_00, "2026-Q2": 1_000_00 })
    await planned("activity", "meetings", { "2026-Q1": 40, "2026-Q2": 40 })
    await planned("autumn", "wonMoney", { "2026-Q3": 5_000_00 })
    clock.ms = Date.parse("2026-04-10T09:00:00.000Z")
    const row = { title: null, clientId: null, ownerId: "user:42", productId: null, listAmount: null }
    const amount = { amountMinor: 900_00, currency }
    const won = {
      ...row,
      id: "deal_1",
      stageId: "paymentControl",
      amount,
      openedOn: "2026-02-02",
      closedOn: "2026-03-02",
    } as const
    await deals.import({ sourceId: "crm", pipelineId: "servicesWithActs", rows: [won] })
    const asked = { store: { open }, department, tenant: "shop-17", actor: "user:head", now, on: "2026-04-09" }
    const { nextPlan, attainment } = await baseReport(asked)
    expect(attainment).toMatchObject({ kind: "plan", department: [{ gapMinor: -100_00 }, { targetMinor: 1_000_00 }] })
    expect(nextPlan).toMatchObject({ deviationMinor: -100_00, currentMinor: 1_000_00, proposedMinor: 1_050_00 })
    // What is won beyond the plan is no reason to ask for less.
    const more = { ...won, id: "deal_2", amount: { amountMinor: 300_00, currency } } as const
    await deals.import({ sourceId: "crm", pipelineId: "servicesWithActs", rows: [more] })
    const surplus = (await baseReport(asked)).nextPlan
    expect(surplus).toMatchObject({ deviationMinor: 200_00, carriedMinor: 0, proposedMinor: 1_000_00 })
    expect(surplus?.method.en).toMatch(/^What was won beyond the plan is taken off nobody's next one\./)
    // A plan that cannot be corrected as it is stated takes nothing else from the report.
    const partly = ["2026-04", "2026-05"].map((period) => ({ period, repId: "user:7" }))
    await planned("mixed", "wonMoney", { "2026-Q1": 1_000_00, "2026-Q2": 1_000_00 }, partly)
    const mixed = await baseReport(asked)
    expect(mixed.nextPlan).toBeUndefined()
    expect(mixed.notes.map(({ text }) => text.en)).toContain(
      "The plan of Q2\u00A02026 is not corrected: 2026-Q2 is planned as a whole for some, and others have only parts of it.",
    )
  })
})
