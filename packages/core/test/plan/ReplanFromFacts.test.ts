import { isSalesDeptError, memory, presets, salesDept } from "@salesdept/core/promise"
import { fiveDayCalendar } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import { replan } from "../../src/plan/index.ts"
import type { ReplanInput, TargetInput } from "../../src/plan/index.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

/** A department of three: `left` went with February, `late` comes in April. */
const openDept = async (now: string) => {
  const clock = { now: Date.parse(now) }
  const dept = await salesDept({
    store: memory(),
    now: () => clock.now,
    department: {
      ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
      sources: [{ id: "crm", name: { en: "CRM", ru: "CRM" }, carries: [] }],
    },
  })
  const tenant = dept.tenant("shop")
  const shop = tenant.as("user:head")
  await shop.reps.state({
    rows: (
      [
        ["ann", null, null],
        ["left", null, "2026-02-28"],
        ["late", "2026-04-01", null],
      ] as const
    ).map(([personId, joinedOn, leftOn]) => ({
      id: `rep_${personId}` as const,
      personId,
      name: personId,
      teamId: null,
      joinedOn,
      leftOn,
    })),
  })
  const won = (
    id: string,
    ownerId: string | null,
    amountMinor: number,
    closedOn: string,
    productId: string | null = null,
  ) => ({
    id: `deal_${id}` as const,
    title: null,
    stageId: "paymentControl",
    clientId: null,
    ownerId,
    productId,
    amount: rub(amountMinor),
    listAmount: null,
    openedOn: "2026-01-01",
    closedOn,
  })
  const importRows = (rows: ReadonlyArray<ReturnType<typeof won>>) =>
    shop.deals.import({ sourceId: "crm", pipelineId: "servicesWithActs", rows })
  const plan = async (targets: ReadonlyArray<TargetInput>) => {
    const measures = [{ id: "won", kind: "money", credit: "wonMoney" }] as const
    await shop.plans.open({ id: "plan_1", name: "2026", currency: "RUB", measures })
    const { planVersion } = await shop.plans.draft({
      planId: "plan_1",
      baseline: "original",
      effectiveFrom: "2026-01-01",
      targets,
    })
    await shop.plans.submit({ versionId: planVersion.id })
    await tenant.as("user:owner").plans.approve({ versionId: planVersion.id })
  }
  return { dept, shop, won, importRows, plan }
}

const of = (repId: string, period: string, value: number, more: Partial<TargetInput> = {}) =>
  ({ measure: "won", period, value, repId, ...more }) as TargetInput
const ask = { planId: "plan_1", reasons: [] }

describe("whose a target is", () => {
  it("is a person or a team by its code: the entry of one is refused, unless the host's people are called like that", async () => {
    const { shop } = await openDept("2026-01-01T09:00:00.000Z")
    await shop.teams.state({
      rows: [{ id: "team_north", code: "north", name: "North", headId: "user:head", mentorIds: [], parentCode: null }],
    })
    await shop.reps.state({ rows: [{ id: "rep_7", personId: "rep_7", name: "Seven" }] })
    const measures = [{ id: "won", kind: "money", credit: "wonMoney" }] as const
    await shop.plans.open({ id: "plan_1", name: "2026", currency: "RUB", measures })
    const draft = (...targets: ReadonlyArray<TargetInput>) =>
      shop.plans.draft({ planId: "plan_1", baseline: "original", effectiveFrom: "2026-01-01", targets })
    const ofTeam = (teamId: string): TargetInput => ({ measure: "won", period: "2026-01", value: 1, teamId })
    const entries = draft(of("ann", "2026-01", 1), of("rep_ann", "2026-01", 1), ofTeam("team_north"), ofTeam("north"))
    await expect(entries).rejects.toMatchObject({
      data: {
        faults: [
          { index: 1, rule: "entryId" },
          { index: 2, rule: "entryId" },
        ],
      },
    })
    const { planVersion } = await draft(of("rep_7", "2026-01", 1), of("rep_unknown", "2026-01", 1), ofTeam("north"))
    expect(planVersion.targets).toHaveLength(3)
  })
})

describe("what a correction is made from", () => {
  it("counts a rep's miss once, whatever narrower targets stand beside the rep's own", async () => {
    const { shop, won, importRows, plan } = await openDept("2026-02-01T09:00:00.000Z")
    await importRows([won("1", "ann", 600_00, "2026-01-20", "audit")])
    await plan([
      of("ann", "2026-01", 1000_00),
      of("ann", "2026-01", 900_00, { productId: "audit" }),
      of("ann", "2026-02", 1000_00),
    ])
    const { input } = await shop.plans.replan({ ...ask, past: ["2026-01"], remaining: ["2026-02"], on: "2026-01-31" })
    // 600 of 1,000. That 900 of it were to come of audits is said apart.
    expect(input.gap.deviationMinor).toBe(-400_00)
    const { reps } = await shop.plans.norms({
      planId: "plan_1",
      period: "2026-01",
      history: { from: "2026-01-01", to: "2026-02-01" },
      on: "2026-01-20",
      calendar: fiveDayCalendar,
    })
    expect(reps.map(({ repId, goalMinor }) => [repId, goalMinor])).toEqual([["ann", 400_00]])
  })

  it("tells what came without a target, and is in no deviation", async () => {
    const { shop, won, importRows, plan } = await openDept("2026-04-01T09:00:00.000Z")
    await importRows([
      won("1", "ann", 900_00, "2026-03-20"),
      won("2", "late", 70_00, "2026-03-21"),
      won("3", null, 30_00, "2026-03-22"),
    ])
    await plan([of("ann", "2026-03", 1000_00), of("ann", "2026-04", 1000_00), of("late", "2026-04", 500_00)])
    const question = { ...ask, past: ["2026-03"], remaining: ["2026-04"], on: "2026-03-31" }
    const { notes, input } = await shop.plans.replan(question)
    expect(input.gap.deviationMinor).toBe(-100_00)
    expect(notes.map(({ en }) => en)).toEqual(["₽100 came in without a target, and is in no deviation: late, nobody"])
    expect(notes[0]?.ru).toBe("100\u00A0₽ получено без цели и в отклонении не учтено: late, без менеджера")
  })

  it("plans whoever is named without a target so far, says who is there and is not, and takes no stranger for one", async () => {
    const { shop, plan } = await openDept("2026-04-01T09:00:00.000Z")
    await plan([of("ann", "2026-03", 1000_00), of("ann", "2026-04", 1000_00)])
    const question = { ...ask, past: ["2026-03"], remaining: ["2026-04"], on: "2026-03-31", carryStructural: 0 }
    const { notes, replan: alone } = await shop.plans.replan(question)
    expect(alone.reps.map(({ id }) => id)).toEqual(["ann"])
    expect(notes.map(({ en }) => en)).toEqual(["No targets so far, and so not planned: late; who is named in reps is"])
    const both = await shop.plans.replan({ ...question, reps: { late: {} } })
    expect(both.notes).toEqual([])
    // Both are there all April, and nobody has deals at hand: halves by capacity, and a fifth by the plan in force for whoever has one.
    const weights = both.replan.reps.map(({ id, newMinor }) => [id, newMinor])
    expect(weights).toEqual([
      ["ann", 642_86],
      ["late", 357_14],
    ])
    expect(both.draft?.targets.filter(({ period }) => period === "2026-04").map(({ repId }) => repId)).toEqual([
      "ann",
      "late",
    ])
    await expect(shop.plans.replan({ ...question, reps: { lete: {} } })).rejects.toMatchObject({
      data: { problems: [{ path: "reps.lete", code: "replan.stranger" }] },
    })
  })

  it("counts of a period under way what was due by the day, and keeps the rest of it in force", async () => {
    const { shop, won, importRows, plan } = await openDept("2026-02-14T09:00:00.000Z")
    await importRows([won("1", "ann", 400_00, "2026-02-10")])
    await plan([of("ann", "2026-02", 1000_00), of("ann", "2026-03", 1000_00)])
    const question = { ...ask, past: ["2026-02"], remaining: ["2026-03"], on: "2026-02-14" }
    const { input, replan: made, draft } = await shop.plans.replan(question)
    // Fourteen of February's twenty-eight days are over: 500 were due, 400 came in.
    expect(input.gap.deviationMinor).toBe(-100_00)
    expect(made.totalMinor).toBe(1100_00)
    expect(draft?.targets.map(({ period, value }) => [period, value])).toEqual([
      ["2026-02", 1000_00],
      ["2026-03", 1100_00],
    ])
    // Ten of its twenty working days by the calendar as well.
    const byCalendar = await shop.plans.replan({ ...question, calendar: fiveDayCalendar })
    expect(byCalendar.input.gap.deviationMinor).toBe(-100_00)
    const after = await shop.plans.replan({ ...question, on: "2026-02-28" })
    expect(after.input.gap.deviationMinor).toBe(-600_00)
  })

  it("counts what was won, and the deals at hand, by the rates and the seasons that plan against fact goes by", async () => {
    const { shop, won, importRows, plan } = await openDept("2026-02-14T09:00:00.000Z")
    await importRows([{ ...won("1", "ann", 4_00, "2026-02-10"), amount: { amountMinor: 4_00, currency: "EUR" } }])
    await plan([of("ann", "2026-Q1", 3000_00), of("ann", "2026-Q2", 1000_00)])
    const rates = [{ from: "EUR", to: "RUB", rate: "100", on: "2026-01-01" }]
    const seasons = [0, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    const how = { on: "2026-02-14", calendar: fiveDayCalendar, rates, seasons }
    const [row] = (await shop.plans.attainment({ planId: "plan_1", periods: ["2026-Q1"], ...how })).rows
    const { input } = await shop.plans.replan({ ...ask, past: ["2026-Q1"], remaining: ["2026-Q2"], ...how })
    // Of the quarter's 20 days of February and 22 of March that weigh twice, ten are over.
    expect([row?.fact, row?.due]).toEqual([400_00, { share: 10 / 64, by: "seasons" }])
    expect(input.gap.deviationMinor).toBe(400_00 - Math.round((3000_00 * 10) / 64))
    const { reps } = await shop.plans.norms({
      planId: "plan_1",
      period: "2026-Q1",
      history: { from: "2026-02-01", to: "2026-03-01" },
      on: "2026-02-14",
      calendar: fiveDayCalendar,
      rates,
    })
    expect(reps.map(({ goalMinor }) => goalMinor)).toEqual([2600_00])
  })

  it("asks for proposals of the type that the plan takes for proposals", async () => {
    const { shop, won, importRows, dept } = await openDept("2026-01-20T09:00:00.000Z")
    await importRows([won("1", "ann", 500_00, "2026-01-19")])
    const measures = [
      { id: "won", kind: "money", credit: "wonMoney" },
      { id: "offers", kind: "counts", credit: "proposals", stepTypeId: "call" },
    ] as const
    await shop.plans.open({ id: "plan_calls", name: "2026", currency: "RUB", measures })
    const targets = [of("ann", "2026-02", 1000_00)]
    const version = { planId: "plan_calls", baseline: "original", effectiveFrom: "2026-01-01", targets } as const
    const { planVersion } = await shop.plans.draft(version)
    await shop.plans.submit({ versionId: planVersion.id })
    await dept.tenant("shop").as("user:owner").plans.approve({ versionId: planVersion.id })
    for (const at of [1, 2]) {
      const step = { typeId: "call", dealId: "deal_1", dueOn: `2026-01-2${at}`, ownerId: "ann" } as const
      const { nextStep } = await shop.nextSteps.set(step)
      await shop.nextSteps.complete({ nextStepId: nextStep.id })
    }
    const asked = await shop.plans.norms({
      planId: "plan_calls",
      period: "2026-02",
      history: { from: "2026-01-01", to: "2026-02-01" },
      on: "2026-01-31",
      calendar: fiveDayCalendar,
      steps: ["proposals"],
      leastCases: 1,
    })
    expect(asked.passedOver).toEqual([])
    // Of two such steps a deal came, of 500: 1,000 take four.
    expect(asked.reps[0]?.norms.norms?.map(({ activity, needed }) => [activity, needed])).toEqual([
      ["proposals", 4],
      ["won", 2],
    ])
  })

  it.each([["with a working calendar", { calendar: fiveDayCalendar }] as const, ["by calendar days", {}] as const])(
    "asks nobody for a time in which they are not there, %s",
    async (_, how) => {
      const { shop, won, importRows, plan } = await openDept("2026-03-01T09:00:00.000Z")
      await importRows([won("1", "ann", 900_00, "2026-02-10"), won("2", "left", 100_00, "2026-02-10")])
      // Whoever has left still has a deal to their name, and a target of before.
      await shop.deals.open({ id: "deal_3", title: "Audit", ownerId: "left", amount: rub(5000_00) })
      await plan(
        ["2026-02", "2026-03", "2026-04"].flatMap((period) => ["ann", "left"].map((id) => of(id, period, 1000_00))),
      )
      const { replan: made } = await shop.plans.replan({
        ...ask,
        ...how,
        past: ["2026-02"],
        remaining: ["2026-03", "2026-04"],
        on: "2026-02-28",
        constraints: { mostCut: 0.25 },
      })
      // 4,000 were asked of both, and February brought 1,000 of 2,000: all of it is Ann's now.
      expect(made).toMatchObject({ isFeasible: true, totalMinor: 5000_00 })
      expect(made.reps.map(({ id, newMinor }) => [id, newMinor])).toEqual([
        ["ann", 5000_00],
        ["left", 0],
      ])
    },
  )
})

describe("absences that are recorded", () => {
  it("lower what a rep is asked for, what a day must bring, and what the days of a period could bring", async () => {
    const { shop, won, importRows, plan } = await openDept("2026-03-01T09:00:00.000Z")
    await importRows([won("1", "ann", 100_00, "2026-01-20"), won("2", "ann", 100_00, "2026-02-10")])
    await plan(["2026-02", "2026-03"].flatMap((period) => ["ann", "late"].map((id) => of(id, period, 1000_00))))
    // Away from the second to the twentieth of March: fifteen of its twenty-two working days.
    await shop.reps.planAbsence({
      repId: "rep_ann",
      id: "march",
      kind: "vacation",
      from: "2026-03-02",
      to: "2026-03-20",
    })
    const question = { ...ask, past: ["2026-02"], remaining: ["2026-03"], on: "2026-02-28", calendar: fiveDayCalendar }
    const { input } = await shop.plans.replan(question)
    expect(input.reps[0]?.effectiveDays).toEqual({ "2026-03": 7 })
    const { reps } = await shop.plans.norms({
      planId: "plan_1",
      period: "2026-03",
      history: { from: "2026-01-01", to: "2026-03-01" },
      on: "2026-02-28",
      calendar: fiveDayCalendar,
    })
    expect(reps.map(({ repId, workingDays }) => [repId, workingDays])).toEqual([
      ["ann", 7],
      ["late", 0],
    ])
    const asked = { ann: { absences: [] } }
    expect((await shop.plans.replan({ ...question, reps: asked })).input.reps[0]?.effectiveDays).toEqual({
      "2026-03": 22,
    })
  })
})

describe("periods of those who come later or go before", () => {
  const late: ReplanInput = {
    gap: { remainingMinor: 6000, deviationMinor: 0, timingMinor: 0 },
    periods: [{ id: "march" }, { id: "april" }],
    reps: [
      { id: "ann", currentMinor: 1000, pipelineMinor: 0, effectiveDays: { march: 20, april: 20 } },
      { id: "late", currentMinor: 5000, pipelineMinor: 0, effectiveDays: { april: 20 } },
    ],
    objective: { capacity: 0, pipeline: 0, currentPlan: 1 },
  }

  it("hold nothing for them while they are away", () => {
    const made = replan(late)
    expect(made.reps.map(({ byPeriod }) => byPeriod.map(({ targetMinor }) => targetMinor))).toEqual([
      [500, 500],
      [0, 5000],
    ])
    expect(made.periods.map(({ targetMinor }) => targetMinor)).toEqual([500, 5500])
  })

  it("say that a floor asks for the impossible", () => {
    const gone = { id: "gone", currentMinor: 2000, pipelineMinor: 9000, effectiveDays: {} }
    const made = replan({ ...late, currency: "RUB", reps: [...late.reps, { ...gone, floorMinor: 1500 }] })
    expect(made).toMatchObject({ isFeasible: false, residualMinor: 0 })
    expect(made.reps.find(({ id }) => id === "gone")).toMatchObject({ newMinor: 0, at: "noDays" })
    expect(made.reason).toEqual({
      en: "Bounds exclude each other: least target (gone), no working days (gone)",
      ru: "Ограничения исключают друг друга: наименьшая цель (gone), нет рабочих дней (gone)",
    })
  })

  it("say in money what cannot be placed, in both languages, and that nobody has a claim to it", () => {
    const capped = replan({
      ...late,
      currency: "RUB",
      constraints: { mostGrowth: 0 },
      gap: { ...late.gap, remainingMinor: 7000 },
    })
    expect(capped.reason).toEqual({
      en: "₽10 cannot be placed: greatest growth (ann), greatest growth (late)",
      ru: "Не удаётся распределить 10\u00A0₽: наибольший рост (ann), наибольший рост (late)",
    })
    const reps = late.reps.map((rep) => ({ ...rep, currentMinor: 0 }))
    expect(replan({ ...late, reps }).reason).toEqual({
      en: "6000 minor units cannot be placed: nobody has a claim by the views that were chosen",
      ru: "Не удаётся распределить 6000 минимальных единиц: по выбранным основаниям никому ничего не причитается",
    })
  })
})

describe("the periods of a correction", () => {
  it("are periods of the plan as it states them, none twice, and it is said which of the past have no targets", async () => {
    const { shop, plan } = await openDept("2026-04-15T09:00:00.000Z")
    const months = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]
    await plan(months.map((period) => of("ann", period, 100_00)))
    const problemsOf = async (past: ReadonlyArray<string>, remaining: ReadonlyArray<string>) => {
      const error: unknown = await shop.plans.replan({ ...ask, past, remaining }).catch((reason: unknown) => reason)
      if (!isSalesDeptError(error) || error._tag !== "InputInvalid") throw error
      return error.data.problems.map(({ path, code, message }) => [path, code, message.en])
    }
    // What April lacks so far is in April's own target: it would be asked for twice.
    expect(await problemsOf(["2026-Q1", "2026-03", "2026-04"], ["2026-04", "2026-13"])).toEqual([
      ["past[1]", "replan.overlap", "shares days with 2026-Q1, which would count twice"],
      ["remaining[0]", "replan.overlap", "shares days with 2026-04, which would count twice"],
      [
        "remaining[1]",
        "plan.period",
        "must be the label of a period of the plan, such as 2026-11, 2026-Q4 or 2026, or FY2026-Q3 where the plan has a fiscal calendar",
      ],
    ])
    // Its months would stay in force beside the quarter's new target, so these are planned.
    const { draft, replan: anew } = await shop.plans.replan({ ...ask, past: ["2026-Q1"], remaining: ["2026-Q2"] })
    expect([anew.reps[0]?.currentMinor, anew.reps[0]?.newMinor]).toEqual([300_00, 600_00])
    expect(draft?.targets.map(({ period }) => period)).toEqual(months)
    const ceiling = { ...ask, past: ["2026-Q1"], remaining: ["2026-Q2"], periods: { "2026-Q2": { ceilingMinor: 1 } } }
    await expect(shop.plans.replan(ceiling)).rejects.toMatchObject({
      data: { problems: [{ path: "remaining[0]", code: "replan.parts" }] },
    })
    // A quarter of the past is the sum of its months.
    const { input, notes } = await shop.plans.replan({ ...ask, past: ["2026-Q1", "2025-Q4"], remaining: ["2026-05"] })
    expect([input.gap.deviationMinor, notes.map(({ en }) => en.slice(0, 23))]).toEqual([
      -300_00,
      ["2025-Q4 is not compared", "No targets so far, and "],
    ])
  })

  it("are whole for all where they are whole for some, and the parts of the others make way for the new target", async () => {
    const { shop, plan } = await openDept("2026-04-15T09:00:00.000Z")
    const months = ["2026-04", "2026-05", "2026-06"]
    await plan([
      of("ann", "2026-Q1", 300_00),
      of("ann", "2026-Q2", 300_00),
      ...["2026-01", "2026-02", "2026-03", ...months].map((month) => of("bob", month, 50_00)),
      of("bob", "2026-07", 70_00),
    ])
    const {
      input,
      replan: anew,
      draft,
    } = await shop.plans.replan({ ...ask, past: ["2026-Q1"], remaining: ["2026-Q2"] })
    expect(input.gap).toMatchObject({ remainingMinor: 450_00, deviationMinor: -450_00 })
    expect(anew.reps.map(({ id, currentMinor }) => [id, currentMinor])).toEqual([
      ["ann", 300_00],
      ["bob", 150_00],
    ])
    const ahead = draft?.targets.filter(({ period }) => period > "2026-03").map(({ repId, period }) => [repId, period])
    expect(ahead?.filter(([, period]) => months.includes(period ?? ""))).toEqual([])
    expect(ahead).toContainEqual(["bob", "2026-07"])
    // By month Ann would keep the quarter's target beside those of its months.
    const byMonth = shop.plans.replan({ ...ask, past: ["2026-Q1"], remaining: months })
    await expect(byMonth).rejects.toMatchObject({
      data: { problems: months.map((_, at) => ({ path: `remaining[${at}]`, code: "replan.whole" })) },
    })
    expect(draft?.targets.filter(({ period }) => period === "2026-Q2").reduce((sum, { value }) => sum + value, 0)).toBe(
      900_00,
    )
  })

  it("are refused where they are whole for some and others lack a part", async () => {
    const { shop, plan } = await openDept("2026-04-15T09:00:00.000Z")
    await plan([of("ann", "2026-Q2", 300_00), of("bob", "2026-04", 50_00), of("bob", "2026-05", 50_00)])
    await expect(shop.plans.replan({ ...ask, past: [], remaining: ["2026-Q2"] })).rejects.toMatchObject({
      data: {
        problems: [
          {
            path: "remaining[0]",
            code: "replan.parts",
            message: { en: "2026-Q2 is planned as a whole for some, and others have only parts of it" },
          },
        ],
      },
    })
    // Weeks lie across months: Cid's would stay beside a target of the month.
    const other = await openDept("2026-04-15T09:00:00.000Z")
    await other.plan([of("ann", "2026-04", 50_00), of("ann", "2026-05", 50_00), of("cid", "2026-W16", 10_00)])
    await expect(
      other.shop.plans.replan({ ...ask, past: [], remaining: ["2026-04", "2026-05"] }),
    ).rejects.toMatchObject({
      data: { problems: [{ path: "remaining[0]", code: "replan.parts" }] },
    })
  })
})

describe("who left and came back by another entry", () => {
  it("has the days of both in norms and in a plan for the rest, whichever entry is read last", async () => {
    const { shop, plan, importRows, won } = await openDept("2026-03-31T09:00:00.000Z")
    await importRows([won("1", "eve", 100, "2026-01-15"), won("2", "eve", 100, "2026-03-15")])
    const entry = { personId: "eve", name: "Eve", teamId: null }
    await shop.reps.state({
      rows: [
        { ...entry, id: "rep_b", joinedOn: null, leftOn: "2026-04-10" },
        { ...entry, id: "rep_a", joinedOn: "2026-04-21", leftOn: null },
      ],
    })
    await plan([of("eve", "2026-03", 200), of("eve", "2026-04", 200), of("eve", "2026-05", 200)])
    const calendar = fiveDayCalendar
    const history = { from: "2026-01-01", to: "2026-04-01" }
    const days = async (period: string) =>
      (await shop.plans.norms({ planId: "plan_1", period, history, calendar })).reps[0]?.workingDays
    // Between the two, in April, are six working days.
    expect([await days("2026-04"), await days("2026-05")]).toEqual([16, 21])
    const { input } = await shop.plans.replan({
      ...ask,
      past: ["2026-03"],
      remaining: ["2026-04", "2026-05"],
      calendar,
    })
    expect(input.reps.map(({ effectiveDays }) => effectiveDays)).toEqual([{ "2026-04": 16, "2026-05": 21 }])
  })
})
