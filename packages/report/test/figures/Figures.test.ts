import { wholeTarget } from "@salesdept/core/plan"
import type { Deal } from "@salesdept/core/deal"
import type { Plan, PlanVersion } from "@salesdept/core/plan"
import { isWithheld } from "../../src/model/Figure.ts"
import { describe, expect, it } from "vitest"
import { attainmentSection } from "../../src/figures/AttainmentFigures.ts"
import { chanceOfReaching, forecastSection } from "../../src/figures/ForecastFigures.ts"
import { coverageNotes } from "../../src/figures/NotesFigures.ts"
import { closingQuarters, closingsRecordedLate, coveredPeriod, plannedQuarters } from "../../src/figures/Periods.ts"
import { pipelineSection } from "../../src/figures/PipelineFigures.ts"
import { stageVisitsOf } from "../../src/figures/StageVisits.ts"
import { causesQuestion, varianceSection } from "../../src/figures/VarianceFigures.ts"
import { formatPeriod } from "../../src/format/Period.ts"
import { stalledBlocks } from "../../src/sections/Stalled.ts"
import { base, deal, usd } from "./records.ts"

const won = (id: string, closedOn: string, amountMinor: number | null, productId: string | null = null) =>
  deal({
    id: `deal_${id}`,
    stageId: "paymentControl",
    outcome: "won",
    closedOn,
    amount: amountMinor === null ? null : usd(amountMinor),
    productId,
  })

describe("a base without deals", () => {
  const empty = base([])

  it("has nothing to show, and every figure says why", () => {
    const { dealCount, stages, winRate, daysToWin, outcomeCurve, stalled } = pipelineSection(empty)
    expect(dealCount).toBe(0)
    expect(stages.map(({ count }) => count)).toEqual(Array.from({ length: 12 }, () => 0))
    expect([winRate, daysToWin, outcomeCurve, stalled].every((figure) => isWithheld(figure))).toBe(true)
    expect(isWithheld(attainmentSection(empty))).toBe(true)
    expect(isWithheld(varianceSection(empty))).toBe(true)
    expect(coverageNotes(empty, null)).toEqual([
      { kind: "read", text: { en: "The whole base, 0\u00A0deals.", ru: "Вся база, 0\u00A0сделок." } },
    ])
    expect(stages[0]?.reachedCount).toEqual({ withheld: { en: "there is no deal yet", ru: "сделок ещё нет" } })
  })

  it("given deals that are all without a day, then nothing says that there are none", () => {
    const undated = { openedOn: null, closedOn: null, amount: usd(100) }
    const all = base([
      deal({ id: "deal_1", stageId: "done", outcome: "won", ...undated }),
      deal({ id: "deal_2", ...undated }),
    ])
    expect(coveredPeriod(all)).toBeNull()
    expect(coverageNotes(all, null)[0]?.text.en).toBe("The whole base, 2\u00A0deals, without a date.")
    expect(attainmentSection(all)).toMatchObject({
      withheld: { en: "no closed deal states its day, and no target is set" },
    })
    expect(forecastSection(all)).toMatchObject({ withheld: { en: "no won deal with known dates to go by" } })
  })
})

describe("stalled deals", () => {
  const quick = Array.from({ length: 30 }, (_, i) => won(`quick_${i}`, "2026-01-20", 100))
  const old = (id: string) => deal({ id: `deal_${id}`, clientId: "client_1", openedOn: "2026-01-02" })
  const read = base([...quick, old("titled"), old("untitled")], {
    dealTitles: new Map([["deal_titled", "Audit"]]),
    clientNames: new Map([["client_1", "Northern Bakery"]]),
  })

  it("go by their title, with whom and what they are about beside it", () => {
    const { stalled } = pipelineSection(read)
    if (isWithheld(stalled)) throw new Error("withheld")
    expect(stalled.worst.map(({ title, subject }) => [title, subject])).toEqual([
      ["Audit", "Northern Bakery"],
      [null, "Northern Bakery"],
    ])
    const blocks = stalledBlocks(stalled, { language: "en", currency: "USD" })
    const table = blocks.find((block) => block.kind === "table")
    expect(table?.rows.map((row) => row.slice(0, 2).map(({ text }) => text))).toEqual([
      ["Audit", "Northern Bakery"],
      ["deal_untitled", "Northern Bakery"],
    ])
  })

  it("say nothing beside a title that names both already", () => {
    const named = base([...quick, old("titled")], {
      dealTitles: new Map([["deal_titled", "Audit — Northern Bakery"]]),
      clientNames: new Map([["client_1", "Northern Bakery"]]),
    })
    const { stalled } = pipelineSection(named)
    if (isWithheld(stalled)) throw new Error("withheld")
    const table = stalledBlocks(stalled, { language: "en", currency: "USD" }).find((block) => block.kind === "table")
    expect(table?.columns.map(({ header }) => header)).toEqual(["Deal", "Owner", "Age, days", "Amount"])
  })
})

describe("stalled deals of several pipelines", () => {
  const sold = (pipelineId: string, closedOn: string) =>
    Array.from({ length: 20 }, (_, i) => ({ ...won(`${pipelineId}_${i}`, closedOn, 100), pipelineId }))
  const open = (id: string, pipelineId: string) =>
    deal({ id: `deal_${id}`, pipelineId, openedOn: "2026-06-01", amount: usd(500_00) })
  const stalledOf = (deals: ReadonlyArray<Deal>) => {
    const { stalled } = pipelineSection(base(deals))
    if (isWithheld(stalled)) throw new Error(stalled.withheld.ru)
    const text = stalledBlocks(stalled, { language: "ru", currency: "USD" }).find(({ kind }) => kind === "paragraph")
    return { ...stalled, text: text?.kind === "paragraph" ? text.text.replaceAll("\u00A0", " ") : "" }
  }

  it("are judged by the wins of their own pipeline, as findings judge them, and it says of which nothing can be said", () => {
    // Renewals are won within 10 days, services within 40; both deals are 29 days old.
    const deals = [...sold("servicesWithActs", "2026-02-10"), ...sold("renewal", "2026-01-11")]
    const one = stalledOf([...deals, open("service", "servicesWithActs"), open("renewal", "renewal")])
    expect([one.count, one.ofCount, one.thresholdDays]).toEqual([1, 2, [10, 40]])
    expect(one.worst.map(({ dealId }) => dealId)).toEqual(["deal_renewal"])
    expect(one.text).toBe(
      "Старше 10–40 дней, смотря по воронке: 1 из 2 открытых сделок. " +
        "Порог: старше самой долгой выигранной сделки своей воронки (всего выигранных: 40); дольше, чем заняли девять из десяти выигранных, — 1 открытая сделка. " +
        "Их сумма: 500 $.",
    )
    const left = stalledOf([...deals, open("a", "project"), open("b", "project")])
    expect([left.count, left.ofCount]).toEqual([0, 0])
    expect(left.rule.ru.replaceAll("\u00A0", " ")).toContain(
      "о 2 открытых сделках судить рано: в их воронках мало выигранных",
    )
  })
})

describe("the forecast", () => {
  const notesWith = (amountMinor: number | null) => {
    const deals = [won("a", "2026-05-01", 100_00), won("b", "2026-05-02", amountMinor)]
    const section = forecastSection(base(deals, { asOf: "2026-06-20" }))
    return isWithheld(section) ? null : section.notes
  }
  const note = {
    en: "Won without an amount in this currency, in no sum: 1\u00A0deal",
    ru: "Выиграны без суммы в этой валюте, не вошли: 1\u00A0сделка",
  }

  it("says how many deals were won in the quarter without an amount", () => {
    expect(notesWith(null)).toContainEqual(note)
    expect(notesWith(50_00)).not.toContainEqual(note)
  })

  it("says by how many days it expects new deals, and that few of them say little", () => {
    const told = (openedOn: string) => {
      const past = won("a", "2026-06-10", 100_00)
      const section = forecastSection(base([{ ...past, openedOn }], { asOf: "2026-06-12" }))
      if (isWithheld(section)) throw new Error("withheld")
      return [section.method.en, section.notes.some(({ en }) => en.startsWith("There are few days"))]
    }
    expect(told("2026-06-08")).toEqual([expect.stringContaining("the last 5\u00A0days;"), true])
    expect(told("2026-01-08")[1]).toBe(false)
  })

  it("expects no new deals of whoever has left, as `plans.forecast` does", () => {
    const deals = [won("a", "2026-05-01", 100_00), won("b", "2026-05-02", 100_00)].map((deal) => ({
      ...deal,
      ownerId: "user:1",
      openedOn: "2026-04-20",
    }))
    const newOf = (leftOn: string | null) => {
      const section = forecastSection(
        base(deals, { asOf: "2026-05-20", employments: new Map([["user:1", { joinedOn: null, leftOn }]]) }),
      )
      if (isWithheld(section)) throw new Error("withheld")
      return [section.total, ...section.reps].map(({ newMinor }) => newMinor)
    }
    const [total, own] = newOf(null)
    expect(own).toBe(total)
    expect(own).toBeGreaterThan(0)
    expect(newOf("2026-05-20").toSorted((left, right) => right - left)).toEqual([total, total, 0])
  })
})

describe("a deal whose credit is split", () => {
  const shares = [
    { repId: "user:1", weight: 1 },
    { repId: "user:2", weight: 3 },
  ]
  const split = base([won("a", "2026-05-01", 100_00), { ...won("b", "2026-05-02", 200_00), creditShares: shares }], {
    asOf: "2026-06-20",
    repNames: new Map([
      ["user:1", "Anna"],
      ["user:2", "Boris"],
    ]),
  })

  it("is in the figures of those credited, in what was won and in the forecast alike", () => {
    const plan = attainmentSection(split)
    const landing = forecastSection(split)
    if (isWithheld(plan) || isWithheld(landing)) throw new Error("withheld")
    expect(plan.reps.map(({ repName, cells }) => [repName, cells.at(-1)?.factMinor])).toEqual([
      ["Anna", 150_00],
      ["Boris", 150_00],
    ])
    expect(landing.reps.map(({ repName, wonMinor }) => [repName, wonMinor])).toEqual([
      ["Anna", 150_00],
      ["Boris", 150_00],
    ])
    expect(plan.department.at(-1)?.factMinor).toBe(300_00)
    expect(landing.total.wonMinor).toBe(300_00)
  })
})

describe("the win rate", () => {
  const wonTwice = [won("a", "2026-02-01", 5), won("b", "2026-02-02", 5)]
  const ofSource = wonTwice.map((one) => ({ ...one, sourceId: "crm" }))
  const rateOf = (deals: Parameters<typeof base>[0]) => pipelineSection(base(deals)).winRate

  it("is withheld where the source keeps won deals only", () => {
    expect(isWithheld(rateOf(ofSource))).toBe(true)
    expect(isWithheld(rateOf([...ofSource, deal({ id: "deal_c", outcome: "lost", sourceId: "crm" })]))).toBe(false)
  })

  it("stands where the department itself has lost nothing yet", () => {
    expect(rateOf(wonTwice)).toMatchObject({ numerator: 2, denominator: 2 })
  })
})

describe("stages", () => {
  it("name their pipeline where several are in use, and show stages that no pipeline knows", () => {
    const { stages, dealCount } = pipelineSection(
      base([
        deal({ id: "deal_a" }),
        deal({ id: "deal_b", pipelineId: "old", stageId: "somewhere" }),
        deal({ id: "deal_c", pipelineId: "old", stageId: "signed", outcome: "won", closedOn: "2026-02-01" }),
      ]),
    )
    expect(stages[0]?.name.en).toBe("Services with acts: New lead")
    expect(stages.slice(-2).map(({ name, kind, count }) => [name.ru, kind, count])).toEqual([
      ["old: signed", "won", 1],
      ["old: somewhere", "open", 1],
    ])
    expect(stages.reduce((sum, { count }) => sum + count, 0)).toBe(dealCount)
  })

  it("sum up in one amount of what is open, which says once what it leaves out", () => {
    const amounts = ["contact", "needs", "proposal"].flatMap((stageId, at) =>
      [100, null, null]
        .slice(0, at + 2)
        .map((amountMinor, i) =>
          deal({ id: `deal_${stageId}${i}`, stageId, amount: amountMinor === null ? null : usd(amountMinor) }),
        ),
    )
    const { openAmount, wonAmount } = pipelineSection(base([...amounts, won("a", "2026-05-02", 700)]))
    expect(openAmount).toMatchObject({ amountMinor: 300, note: { ru: "сделки без суммы не учтены: 5" } })
    expect(wonAmount).toEqual({ amountMinor: 700, note: null })
  })

  it("withhold history where only some of the deals carry it", () => {
    const enteredAt = "2026-01-01T09:00:00.000Z"
    const { stages } = pipelineSection(
      base([deal({ id: "deal_a" }), deal({ id: "deal_b" })], {
        visits: [{ dealId: "deal_a", stageId: "contact", enteredAt, leftAt: null }],
      }),
    )
    expect(stages[1]?.reachedCount).toMatchObject({
      withheld: { en: "stage history is carried for 1 of 2\u00A0deals only" },
    })
  })
})

describe("stageVisitsOf", () => {
  const mark = (stageId: string) => ({
    pipelineId: "sales",
    stageId,
    previousStageId: null,
    previousStageSeconds: null,
    outcome: "open",
    amountMinor: null,
    listAmountMinor: null,
    currency: null,
    ownerId: null,
    expectedCloseOn: null,
  })
  const row = (day: number, stageId: string) => ({
    stream: "deal_a",
    occurredAt: `2026-01-0${day}T00:00:00.000Z`,
    mark: mark(stageId),
  })

  it("given moves, amendments and a return, then each stay is one visit and the last is running", () => {
    const visits = stageVisitsOf([row(1, "new"), row(2, "needs"), row(3, "needs"), row(4, "new")])
    expect(
      visits.map(({ stageId, enteredAt, leftAt }) => [stageId, enteredAt.slice(8, 10), leftAt?.slice(8, 10)]),
    ).toEqual([
      ["new", "01", "02"],
      ["needs", "02", "04"],
      ["new", "04", undefined],
    ])
  })
})

describe("periods", () => {
  it("given a gap between closings, then the quarters in it are there", () => {
    const quarters = closingQuarters(base([won("a", "2025-08-01", 1), won("b", "2026-05-01", 1)]))
    expect(quarters.map(({ id, isOver }) => [id, isOver])).toEqual([
      ["2025-Q3", true],
      ["2025-Q4", true],
      ["2026-Q1", true],
      ["2026-Q2", true],
    ])
  })

  it("given an as-of day within a quarter, then the quarter ends with it", () => {
    const [quarter] = closingQuarters(base([won("a", "2026-05-01", 1)], { asOf: "2026-05-31" }))
    expect(quarter).toMatchObject({ isOver: false, shown: { from: "2026-04-01", to: "2026-05-31" } })
    expect((quarter?.toDay ?? 0) - (quarter?.fromDay ?? 0)).toBe(61)
  })

  it("given targets before the first closing, then their quarters are planned; later ones have not begun", () => {
    const target = { planId: "plan_1", ownerId: "user:1", amountMinor: 100 } as const
    const targets = ["2025-Q4", "2026-Q3"].map((period) => ({ ...target, period }))
    const planned = { ...base([won("a", "2026-05-01", 1)]), targets }
    expect(plannedQuarters(planned).map(({ id }) => id)).toEqual(["2025-Q4", "2026-Q1", "2026-Q2"])
  })

  it("given a first closing more than 90 days after the first opening, then closings seem to be recorded late", () => {
    expect(closingsRecordedLate(base([won("a", "2026-04-01", 1)]).columns)).toBeNull()
    expect(closingsRecordedLate(base([won("a", "2026-04-02", 1)]).columns)).toBe("2026-04-02")
  })
})

describe("attainment", () => {
  const adopted = (name: string, currency: string, changedAt: string, amountMinor: number) => {
    const mark = {
      versionId: `planversion_${name}`,
      number: 1,
      baseline: "current",
      status: "adopted",
      effectiveFrom: "2026-01-01",
      inForceSince: changedAt,
    } as const
    const common = { version: 1, textsVersion: 0, changedAt }
    const plan: Plan = {
      id: `plan_${name}`,
      ...common,
      currency,
      fiscalCalendar: null,
      measures: [{ id: "wonMinor", kind: "money", credit: "wonMoney" }],
      versions: [mark],
    }
    const { versionId: id, ...own } = mark
    const target = wholeTarget({ measure: "wonMinor", period: "2026-Q2", value: amountMinor, repId: "user:1" })
    const version: PlanVersion = {
      id,
      ...common,
      ...own,
      planId: plan.id,
      basedOn: null,
      reasons: [],
      targets: [target],
      draftedBy: "user:9",
      submittedBy: null,
      decidedBy: "user:9",
    }
    return { plan, version }
  }
  const main = adopted("main", "USD", "2026-01-01T00:00:00.000Z", 200)

  it("withholds a fact of which no deal states an amount, and names partial ones in the measure", () => {
    const section = attainmentSection(
      base([won("a", "2026-01-15", null), won("b", "2026-04-15", 100), won("c", "2026-05-15", null)], {
        plans: [main.plan],
        planVersions: [main.version],
      }),
    )
    if (isWithheld(section) || section.kind !== "plan") throw new Error("no plan")
    expect(section.measure.en).toContain("2\u00A0deals")
    expect(section.department).toMatchObject([
      {
        factMinor: { withheld: {} },
        targetMinor: { withheld: { en: "neither the department nor any rep has a target" } },
      },
      { factMinor: 100, targetMinor: 200, gapMinor: -100, attainment: 0.5 },
    ])
  })

  describe("beside targets that are no rep's", () => {
    const target = (teamId: string | null, period: string, value: number) =>
      wholeTarget({ measure: "wonMinor", period, value, teamId })
    const restWith = (...targets: ReadonlyArray<ReturnType<typeof target>>) => {
      const planVersions = [{ ...main.version, targets: [...main.version.targets, ...targets] }]
      const section = attainmentSection(base([won("a", "2026-01-15", 10)], { plans: [main.plan], planVersions }))
      if (isWithheld(section) || section.kind !== "plan") throw new Error("no plan")
      return section
    }

    it("says that the department's is the sum of its reps' where nobody else has one, or only teams have", () => {
      const reasonOf = (...targets: ReadonlyArray<ReturnType<typeof target>>) => {
        const rest = restWith(...targets).unallocatedMinor.at(-1)
        return rest !== undefined && isWithheld(rest) ? rest.withheld.en : rest
      }
      expect(reasonOf()).toBe("targets are set for reps only: the department's is their sum")
      expect(reasonOf(target("north", "2026-Q2", 500))).toBe(
        "teams have targets of their own, and the department has none: its target is the sum of its reps'",
      )
    })

    it("holds the department against its own target, and tells what of it no rep has, of a quarter or of its three months", () => {
      const { department, reps, unallocatedMinor } = restWith(
        target(null, "2026-Q2", 350),
        target("north", "2026-Q2", 1),
      )
      expect([department.at(-1)?.targetMinor, unallocatedMinor.at(-1)]).toEqual([350, 150])
      expect(department.at(-1)?.gapMinor).toBe(-350)
      expect(reps.map(({ cells }) => cells.at(-1)?.targetMinor)).toEqual([200])
      const months = ["2026-04", "2026-05", "2026-06"].map((month) => target(null, month, 60))
      expect(restWith(...months).unallocatedMinor.at(-1)).toBe(-20)
    })

    it("forecasts against the department's own where it has one, as `plans.forecast` does, and says so", () => {
      const landing = (...targets: ReadonlyArray<ReturnType<typeof target>>) => {
        const planVersions = [{ ...main.version, targets: [...main.version.targets, ...targets] }]
        const deals = [won("a", "2026-05-01", 10)]
        const section = forecastSection(base(deals, { asOf: "2026-06-20", plans: [main.plan], planVersions }))
        if (isWithheld(section)) throw new Error("withheld")
        return [section.total.targetMinor, section.notes.some(({ en }) => en.includes("the department's own target"))]
      }
      expect(landing()).toEqual([200, false])
      expect(landing(target(null, "2026-Q2", 350))).toEqual([350, true])
      expect(landing(target(null, "2026-Q2", 200))).toEqual([200, false])
    })

    it("tells of a quarter in which no rep has one that all of the department's is left", () => {
      const { department, unallocatedMinor } = restWith(target(null, "2026-Q1", 70))
      expect(unallocatedMinor[0]).toBe(70)
      expect(department[0]).toMatchObject({ factMinor: 10, targetMinor: 70, gapMinor: -60 })
    })

    const wholeOnly = (...periods: ReadonlyArray<string>) =>
      base([won("a", "2026-01-15", 10), won("b", "2026-05-15", 30)], {
        asOf: "2026-06-30",
        plans: [main.plan],
        planVersions: [{ ...main.version, targets: periods.map((period) => target(null, period, 40)) }],
      })

    it("compares a plan that stands for the department alone, by quarters or by its own periods", () => {
      const byQuarters = attainmentSection(wholeOnly("2026-Q2"))
      if (isWithheld(byQuarters) || byQuarters.kind !== "plan") throw new Error("no plan")
      expect(byQuarters.department.at(-1)).toMatchObject({ targetMinor: 40, factMinor: 30, attainment: 0.75 })
      expect(byQuarters.reps[0]?.cells.at(-1)).toMatchObject({ targetMinor: { withheld: { en: "no target was set" } } })
      const byWeeks = attainmentSection(wholeOnly("2026-W20", "2026-W21"))
      if (isWithheld(byWeeks) || byWeeks.kind !== "plan") throw new Error("no plan")
      expect(byWeeks.department.map(({ targetMinor, factMinor }) => [targetMinor, factMinor])).toEqual([
        [40, 30],
        [40, 0],
      ])
    })

    it("splits the difference to the department's own target, where it has one", () => {
      const compared = (planVersions: ReadonlyArray<typeof main.version>) => {
        const deals = [won("a", "2026-01-15", 10), won("b", "2026-05-15", 30)]
        const section = varianceSection(base(deals, { asOf: "2026-06-30", plans: [main.plan], planVersions }))
        if (isWithheld(section)) throw new Error("withheld")
        const [first] = section.comparisons
        return [first?.kind, first?.baseMinor, first?.varianceMinor]
      }
      expect(compared([main.version])).toEqual(["plan", 200, -170])
      const own = { ...main.version, targets: [...main.version.targets, target(null, "2026-Q2", 350)] }
      expect(compared([own])).toEqual(["plan", 350, -320])
    })
  })

  describe("by periods of a plan's own", () => {
    const target = (period: string, value: number) =>
      wholeTarget({ measure: "wonMinor", period, value, repId: "user:1" })
    const open = deal({ id: "deal_open", openedOn: "2026-06-20", amount: usd(70) })
    const planned = (
      asOf: string,
      deals: Parameters<typeof base>[0],
      targets: ReadonlyArray<ReturnType<typeof target>>,
      fiscalCalendar: Plan["fiscalCalendar"] = null,
    ) =>
      base([...deals, open], {
        asOf,
        plans: [{ ...main.plan, fiscalCalendar }],
        planVersions: [{ ...main.version, targets }],
      })
    const read = (of: ReturnType<typeof base>) => {
      const [variance, forecast] = [varianceSection(of), forecastSection(of)]
      if (isWithheld(variance) || isWithheld(forecast)) throw new Error("withheld")
      const { period, total, elapsedDays, days } = forecast
      // What another sum is held against is drawn as the forecast is.
      expect(isWithheld(total.targetMinor) ? null : chanceOfReaching(of, total.targetMinor)).toBe(total.chance)
      expect(chanceOfReaching(of, 1e9)).toBeLessThan(0.001)
      return {
        compared: variance.comparisons.map((one) => [
          one.kind,
          formatPeriod(one.basePeriod, "en"),
          formatPeriod(one.period, "en"),
          one.baseMinor,
          one.factMinor,
        ]),
        ahead: [formatPeriod(period, "en"), formatPeriod(period, "ru"), total.targetMinor, `${elapsedDays} of ${days}`],
        asked: causesQuestion(of),
      }
    }

    it("splits and forecasts by the quarters of a fiscal year that begins in February", () => {
      const fromFebruary = { form: "months", startMonth: 2, namedBy: "end" } as const
      const deals = [won("a", "2026-03-10", 100), won("b", "2026-05-20", 150), won("c", "2026-07-31", 30)]
      const targets = [target("FY2027-Q1", 90), target("FY2027-Q2", 200), target("FY2027-Q3", 300)]
      const { compared, ahead, asked } = read(planned("2026-07-31", deals, targets, fromFebruary))
      expect(compared).toEqual([
        ["plan", "Q2\u00A0FY2027", "Q2\u00A0FY2027", 200, 180],
        ["priorPeriod", "Q1\u00A0FY2027", "Q2\u00A0FY2027", 100, 180],
      ])
      expect(ahead).toEqual(["Q3\u00A0FY2027", "3\u00A0кв.\u00A02027\u00A0фин.\u00A0г.", 300, "0 of 92"])
      expect(asked).toMatchObject({ period: "FY2027-Q2", planId: "plan_main", plan: { targetMinor: 200 } })
    })

    it("holds the latest week that is over against its plan by the rates of the quarter before it, and forecasts the week under way", () => {
      const deals = [won("a", "2026-02-13", 60), won("b", "2026-05-15", 100), won("c", "2026-07-08", 30)]
      const { compared, ahead, asked } = read(
        planned("2026-07-14", deals, [target("2026-W28", 40), target("2026-W29", 50), target("2026-W30", 60)]),
      )
      expect(compared).toEqual([
        ["plan", "6 – 12\u00A0July\u00A02026", "6 – 12\u00A0July\u00A02026", 40, 30],
        ["priorPeriod", "Q1\u00A02026", "Q2\u00A02026", 60, 100],
      ])
      expect(ahead).toEqual(["13 – 19\u00A0July\u00A02026", "13–19\u00A0июля\u00A02026\u00A0г.", 50, "2 of 7"])
      expect(asked).toMatchObject({ period: "2026-W28", plan: { targetMinor: 40, averageDealMinor: 100 } })
    })
  })

  it("holds the later of two plans for one rep and quarter, and leaves out those in other currencies", () => {
    const later = adopted("later", "USD", "2026-02-01T00:00:00.000Z", 300)
    const euros = adopted("eur", "EUR", "2026-01-01T00:00:00.000Z", 200)
    const read = base([], {
      plans: [later.plan, main.plan, euros.plan],
      planVersions: [later.version, main.version, euros.version],
    })
    expect(read.targets).toEqual([{ planId: "plan_later", ownerId: "user:1", period: "2026-Q2", amountMinor: 300 }])
    expect(coverageNotes(read, null).at(-1)?.text.en).toBe("Targets in other currencies, without a rate: 1.")
  })
})

describe("variance", () => {
  it("shows products that came and went as lines of their own, and still sums exactly", () => {
    const section = varianceSection(
      base([
        won("a", "2026-01-10", 1000, "product_old"),
        won("b", "2026-02-10", 501, "product_stays"),
        won("c", "2026-04-10", 700, "product_stays"),
        won("d", "2026-05-10", 333, "product_new"),
        deal({ id: "deal_e", stageId: "lost", outcome: "lost", closedOn: "2026-05-11", productId: "product_stays" }),
      ]),
    )
    if (isWithheld(section)) throw new Error(section.withheld.en)
    const byProduct = section.comparisons[1]
    expect(byProduct?.contributions.map(({ driver }) => driver)).toEqual([
      "closedDeals",
      "mix",
      "winRate",
      "averageDeal",
      "newProducts",
      "goneProducts",
    ])
    expect(byProduct?.groups.map(({ name, varianceMinor }) => [name, varianceMinor])).toEqual([
      ["product_old", -1000],
      ["product_new", 333],
      ["product_stays", 199],
    ])
    expect(byProduct?.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(-468)
  })

  it("compares a quarter under way with as many days of the one before, and not before it is four weeks old", () => {
    const deals = [won("a", "2026-02-13", 100), won("b", "2026-03-20", 1000), won("c", "2026-04-10", 300)]
    const comparedOn = (asOf: string) => {
      const section = varianceSection(base(deals, { asOf }))
      return isWithheld(section)
        ? section.withheld.en
        : section.comparisons.map(({ basePeriod, varianceMinor }) => [formatPeriod(basePeriod, "en"), varianceMinor])
    }
    expect(comparedOn("2026-05-14")).toEqual([["Q1\u00A02026, first 44\u00A0days", 200]])
    expect(comparedOn("2026-04-27")).toContain("no two consecutive whole quarters")
    expect(comparedOn("2026-06-30")).toEqual([["Q1\u00A02026", -800]])
  })

  it("given won deals below zero, then the Shapley value answers, since LMDI cannot", () => {
    const section = varianceSection(base([won("a", "2026-01-10", 1000), won("b", "2026-04-10", -200)]))
    if (isWithheld(section)) throw new Error(section.withheld.en)
    expect(section.comparisons[0]).toMatchObject({ varianceMinor: -1200, method: { en: "Shapley value" } })
  })
})
