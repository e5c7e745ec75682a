import { stripVTControlCharacters } from "node:util"
import fc from "fast-check"
import stringWidth from "string-width"
import { describe, expect, it } from "vitest"
import type { Language } from "@salesdept/core/shared"
import type { DepartmentReport } from "../src/index.ts"
import { htmlReport, isWithheld, terminalReport } from "../src/index.ts"
import { sample } from "./sample.ts"
import { notTexts, say } from "./sampleWords.ts"
import { planSample } from "./samplePlan.ts"
import { scripts } from "./sampleScripts.ts"

const languages = ["en", "ru"] as const
const reports = [
  ["an export without targets", sample],
  ["a department with targets", planSample],
] as const

/** The same report with every text of its data replaced. */
const withTexts = (report: DepartmentReport, replace: (text: string) => string): DepartmentReport => {
  return JSON.parse(JSON.stringify(report), (key, value: unknown) =>
    typeof value === "string" && !notTexts.has(key) ? replace(value) : value,
  ) as DepartmentReport
}

describe.each(reports)("report on %s", (_, report) => {
  it("survives JSON unchanged", () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })

  it.each(languages)("is never wider than the terminal (%s)", (language) => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 140 }), fc.boolean(), (width, colour) => {
        for (const line of terminalReport(report, { language, width, colour }).split("\n")) {
          expect(stringWidth(line)).toBeLessThanOrEqual(width)
        }
      }),
      {
        numRuns: 12,
        examples: [
          [80, false],
          [120, true],
          [20, false],
        ],
      },
    )
  })

  it.each(languages)("says the same with and without colour (%s)", (language) => {
    const plain = terminalReport(report, { language, width: 100, colour: false })
    const coloured = terminalReport(report, { language, width: 100, colour: true })
    const trimmed = (text: string) => text.split("\n").map((line) => line.trimEnd())
    expect(trimmed(stripVTControlCharacters(coloured))).toEqual(trimmed(plain))
  })

  it.each(languages)("is a page that needs nothing else (%s)", (language) => {
    const page = htmlReport(report, { language })
    expect(page).toContain(`<html lang="${language}">`)
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|\son\w+=/i)
    expect(page.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|url\((?!#)/)
    expect(page).not.toMatch(/undefined|NaN|\[object/)
  })

  it.each(languages)("has unique ids, and links only to them (%s)", (language) => {
    const page = htmlReport(report, { language })
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
  })

  it("never makes markup of data", () => {
    const attack = `"><script>alert(1)</script><a href='x' onclick="y">&`
    const page = htmlReport(
      withTexts(report, (text) => attack + text),
      { language: "en" },
    )
    expect(page).toContain("&lt;script&gt;")
    expect(page).not.toMatch(/<script|<a href='|onclick="/)
    const clean = htmlReport(report, { language: "en" })
    const tagsOf = (text: string) => text.match(/<(table|section|article|li|dt|h\d)\b/g)?.length
    expect(tagsOf(page)).toBe(tagsOf(clean))
  })

  it("never lets data steer the terminal", () => {
    const text = terminalReport(
      withTexts(report, (of) => `\u001B[2J\u0007${of}\r`),
      { language: "ru", width: 80, colour: false },
    )
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/)
  })

  it("is in one language only, but for names", () => {
    const named = withTexts(report, (text) => text.replaceAll(/[А-яЁё]/g, "x"))
    expect(terminalReport(named, { language: "en", width: 100, colour: false })).not.toMatch(/[А-яЁё]/)
  })
})

describe("report", () => {
  it("shows a figure that is withheld with its reason, never as zero", () => {
    const reason = { withheld: { en: "no deal was closed", ru: "ни одна сделка не закрыта" } }
    const withheld: DepartmentReport = {
      ...sample,
      pipeline: {
        ...sample.pipeline,
        winRate: reason,
        daysToWin: reason,
        daysToLose: reason,
        outcomeCurve: reason,
        stalled: reason,
      },
      attainment: reason,
      variance: reason,
      findings: { ...sample.findings, findings: [] },
    }
    const text = terminalReport(withheld, { language: "en", width: 120, colour: false })
    expect(text).toMatch(/Win rate +no figure: no deal was closed/)
    expect(text).toMatch(/Nothing worth a review was found in Q4/)
    expect(htmlReport(withheld, { language: "ru" })).toContain("значения нет: ни одна сделка не закрыта")
  })

  it("opens findings to every record they name, and links records to the host's pages", () => {
    const [finding] = sample.findings.findings
    if (finding === undefined) throw new Error("the sample has no findings")
    const ids = ["deal_1", "deal_2", "deal_3", "deal_4", "deal_5", "deal_6", "lead_7"]
    const evidence = { ...finding.evidence, count: 9, ids }
    const report = { ...sample, findings: { ...sample.findings, findings: [{ ...finding, evidence }] } }
    const plain = htmlReport(report, { language: "en" })
    expect(plain).toMatch(
      /: deal_1; deal_2; deal_3; deal_4; deal_5<details><summary>2 of 4 more<\/summary>deal_6; lead_7</,
    )
    const linkOf = (id: string) =>
      id.startsWith("lead_") ? null : id === "deal_2" ? "javascript:alert(1)" : `/crm/${id}?a=1&b=2`
    const page = htmlReport(report, { language: "en", linkOf })
    expect(page).toContain('<a href="/crm/deal_6?a=1&amp;b=2">deal_6</a>; lead_7<')
    expect(page).toContain('deal_1</a>; deal_2; <a href="/crm/deal_3')
    expect(page).not.toContain("javascript:")
  })

  it("counts findings as each language does, and tells of no order where there is but one", () => {
    const [finding] = sample.findings.findings
    if (finding === undefined) throw new Error("the sample has no findings")
    const told = (shown: number, consideredCount: number): string => {
      const findings = Array.from({ length: shown }, () => finding)
      const report = { ...sample, findings: { ...sample.findings, findings, consideredCount } }
      return terminalReport(report, { language: "ru", width: 120, colour: false }).replaceAll("\u00A0", " ")
    }
    expect(told(5, 101)).toContain("5 из 101 находки за 4 кв. 2017: те, с которых стоит начать. Порядок:")
    expect(told(2, 2)).toContain("Находок за 4 кв. 2017: 2. Порядок:")
    expect(told(1, 1)).toMatch(/Находок за 4 кв\. 2017: 1\.\n/)
  })

  it("names the records behind findings, and what to do next with whom, but no rule's code", () => {
    const [finding] = sample.findings.findings
    if (finding === undefined) throw new Error("the sample has no findings")
    const evidence = { ...finding.evidence, count: 2, ids: ["deal_1", "deal_2"], names: ["Audit — Romashka", null] }
    const talk = say("in person, the rep and the mentor", "лично: менеджер и наставник")
    const findings = [{ ...finding, evidence, talk }]
    const report = { ...sample, findings: { ...sample.findings, findings, wins: [] } }
    const text = terminalReport(report, { language: "en", width: 120, colour: false })
    expect(text).toContain("deals (2): Audit — Romashka; deal_2")
    expect(text).toMatch(/Talked about +in person, the rep and the mentor/)
    expect(text).not.toContain(finding.code)
    expect(text).toContain("No win was found in Q4")
    const page = htmlReport(report, { language: "ru", linkOf: (id) => `/crm/${id}` })
    expect(page).toContain('<a href="/crm/deal_1">Audit — Romashka</a>')
  })

  it("shows wins beside mistakes, as gains and not as money at stake", () => {
    const [finding] = sample.findings.findings
    if (finding === undefined) throw new Error("the sample has no findings")
    const win = { ...finding, severity: "win" as const, title: say("Target exceeded", "План перевыполнен") }
    const report = { ...sample, findings: { ...sample.findings, findings: [], wins: [win] } }
    const text = terminalReport(report, { language: "en", width: 120, colour: false })
    expect(text).toMatch(/What went well, to repeat\n+Target exceeded \[Win\]/)
    expect(text).toMatch(/ Gained /)
    expect(text).not.toContain("Money at stake")
  })

  it("tells of scripts before the next plan: what works among like deals, nothing of a trial before its end, what to write in", () => {
    const text = terminalReport(planSample, { language: "en", width: 120, colour: false }).replaceAll("\u00A0", " ")
    const section = /\nScripts\n─+\n([^]*?)\nThe plan of /.exec(text)?.[1] ?? ""
    expect(section).toMatch(/Talk on needs +Needs +2, since 2 October 2017 +498 of 520, 96% +498 +610 of 1,494, 41%/)
    expect(section).toMatch(/\(less than others, beyond chance\) +60 +41 of 180, 23% +12 of 60, 20%/)
    expect(section).toMatch(/Ask why now +120 of 240, 50% +70 of 210, 33% +×2\.00 \(1\.37–2\.94\) +goes with winning/)
    expect(section).toContain(
      "“Tell of a client”: 59% against 40% looks like a difference, but among deals that are alike",
    )
    // An interval that holds 1 is not a proof that the step does nothing.
    expect(section.replaceAll(/\s+/g, " ")).toContain(
      "at least a part of it may come of who uses the step and with whom",
    )
    expect(section).toMatch(/Ask about the budget +3 of 4, 75% +—¹ +— +too little to say²/)
    expect(section).toMatch(/Outcome known +96 of the 200 deals by which it is decided/)
    expect(section).toMatch(/3, on trial +78 +46 +—¹\n¹ no figure: not compared before the planned end/)
    expect(section).toMatch(/2, on trial +22 +20 +3, 15%\n/)
    expect(section).toContain("−35 percentage points, between −51 and −8 (97.5% confidence)")
    expect(section).toContain("Rolled back on 20 October 2017.")
    expect(section).toContain("Won all the same: 1 deal. Ask how it was answered:")
    expect(section).toMatch(/• Proposed: Begin with a question\n +– For “Cold call”, from a review\./)
    const idle = { ...planSample, scripts: { ...scripts, steps: [], experiments: [], candidates: [] } }
    const rest = terminalReport(idle, { language: "en", width: 120, colour: false })
    expect(rest).toContain("Nothing asks to be written in.")
    expect(rest).not.toMatch(/Which steps go with winning|Experiments/)
    expect(terminalReport(sample, { language: "en", width: 120, colour: false })).not.toContain("\nScripts\n")
  })

  it("begins with the plan, the forecast and what needs somebody", () => {
    const text = terminalReport(planSample, { language: "en", width: 120, colour: false }).replaceAll("\u00A0", " ")
    expect(text).toMatch(
      /At a glance\n─+\n+Plan of Q\d 2017 +[\d.]+% — ₽[\d,]+ of ₽[\d,]+; 46 of 92 days are over\nForecast of Q\d \d+ +₽/,
    )
    expect(text).toMatch(/Records that need somebody +196 — 22\.0% of 889 that are not closed/)
    expect(terminalReport(sample, { language: "en", width: 120, colour: false })).not.toContain("Plan of")
  })

  it("does not tell of records that cannot be judged that they need nobody", () => {
    const glance = (report: DepartmentReport, language: Language): string =>
      terminalReport(report, { language, width: 120, colour: false }).replaceAll("\u00A0", " ")
    expect(glance(sample, "en")).toMatch(
      /Records that need somebody +1,432 — 68\.5% of 2,089 that are not closed; not observable: 657\n/,
    )
    expect(glance(sample, "ru")).toMatch(
      /Требуют внимания +1 432 — 68,5 % из 2 089, которые не закрыты; нет данных: 657\n/,
    )
    const { control } = sample
    const states = control.states.filter(({ tone }) => tone === "notObservable" || tone === "closed")
    expect(glance({ ...sample, control: { ...control, states } }, "en")).toMatch(
      /Records that need somebody +no figure: the source carries nothing by which to tell\n/,
    )
  })

  it("tells the gap of a plan as what is left of the amounts as they are shown, as the bridge does", () => {
    const { attainment } = planSample
    if (isWithheld(attainment) || attainment.kind !== "plan") throw new Error("the sample has no plan")
    const cells = [
      { targetMinor: 100_50, factMinor: 90_40, gapMinor: -10_10, attainment: 0.8995 },
      { targetMinor: 100_00, factMinor: 90_00, gapMinor: -10_00, attainment: 0.9 },
    ]
    const department = attainment.department.map((cell, index) => cells[index] ?? cell)
    const report = { ...planSample, attainment: { ...attainment, department } }
    const text = terminalReport(report, { language: "en", width: 120, colour: false }).replaceAll("\u00A0", " ")
    expect(text).toMatch(/Q1 2017 +≈ 101 +≈ 90 +≈ −11 +90\.0%/)
    expect(text).toMatch(/Q2 2017 +100 +90 +−10 +90\.0%/)
  })

  it("says of a base without a record that nothing stands under control yet, and heads no empty table", () => {
    const control = { ...planSample.control, totalCount: 0, states: [], byRep: [], notObservable: [] }
    const text = terminalReport({ ...planSample, control }, { language: "en", width: 120, colour: false })
    expect(text).toMatch(/\nControl\n─+\nNothing is recorded yet: .* stand here as soon as there are any\.\n\n/)
    expect(text).not.toContain("sum to the base")
  })

  it("prints long tables by their ends where it is asked to, in both languages, and the page has them whole", () => {
    const [en, ru] = (["en", "ru"] as const).map((language) =>
      terminalReport(planSample, { language, width: 120, colour: false, rows: 3 }),
    )
    expect(en).toMatch(/… \d+ more/)
    expect(ru).toMatch(/… ещё \d+/)
    const whole = terminalReport(planSample, { language: "en", width: 120, colour: false })
    expect(whole).not.toMatch(/… \d+ more/)
    expect(whole.split("\n").length).toBeGreaterThan(en?.split("\n").length ?? 0)
  })

  it("explains the latest whole period and only names the comparisons before it", () => {
    const text = terminalReport(planSample, { language: "en", width: 120, colour: false })
    if (isWithheld(planSample.variance)) throw new Error("the sample has no variance")
    const [first] = planSample.variance.comparisons
    if (first === undefined) throw new Error("the sample has no comparisons")
    const beside = { ...first, kind: "priorPeriod" as const, groups: [] }
    const earlier = {
      ...beside,
      period: { from: "2016-01-01", to: "2016-03-31", name: null },
      basePeriod: { from: "2015-10-01", to: "2015-12-31", name: null },
    }
    const comparisons = [...planSample.variance.comparisons, beside, earlier]
    const longer = terminalReport(
      { ...planSample, variance: { comparisons } },
      { language: "en", width: 120, colour: false },
    )
    expect(longer.replaceAll("\u00A0", " ")).toMatch(/Earlier periods, in ₽[^]*Q1 2016 against Q4 2015 .*−/)
    expect(longer.match(/From base to fact/g)).toHaveLength((text.match(/From base to fact/g) ?? []).length + 1)
  })

  describe("lists of records", () => {
    const row = {
      recordId: "deal_9",
      name: "Audit — Romashka",
      repName: null,
      reason: say("due on 1 December 2017, 30 days late", "срок 1 декабря 2017 г., просрочка 30 дней"),
      amountMinor: 120_000_50,
    }
    const list = {
      id: "payments",
      title: say("Payment is overdue", "Оплата просрочена"),
      next: say("Call today.", "Позвонить сегодня."),
      totalCount: 7,
      totalMinor: 900_000_50,
      rows: [row],
    }
    const empty = { ...list, id: "aftercare", title: say("In aftercare", "На сопровождении"), totalCount: 0, rows: [] }
    const report: DepartmentReport = { ...planSample, afterSale: { lists: [list, empty] } }

    it("say how many, for how much, whose, why and what to do; empty ones are one line", () => {
      const text = terminalReport(report, { language: "ru", width: 120, colour: false }).replaceAll("\u00A0", " ")
      expect(text).toContain("Оплата просрочена: 7, ≈ 900 001 ₽\nПозвонить сегодня.")
      expect(text).toContain("Первые 1 из 7")
      expect(text).toMatch(/Audit — Romashka +никто +срок 1 декабря 2017 г\., просрочка 30 дней +≈ 120 001/)
      expect(text).toContain("Пустые списки: «На сопровождении».")
    })

    it("link names to the host's pages, and count among the main figures", () => {
      const page = htmlReport(report, { language: "en", linkOf: (id) => `/crm/${id}` })
      expect(page).toContain('<a href="/crm/deal_9">Audit — Romashka</a>')
      expect(page).toContain("<dt>Overdue payments</dt><dd><b>≈\u00A0₽900,001</b>")
    })

    it("say of overdue payments why control counts fewer of them", () => {
      const owing = {
        state: "owingPayment",
        name: say("Owing payment", "Долг по оплате"),
        meaning: say("m", "m"),
        tone: "alarm" as const,
        count: 5,
        amount: { amountMinor: 1, note: null },
        oldestDays: 3,
      }
      const of = (count: number) => ({ ...planSample.control, states: [{ ...owing, count }] })
      const shown = (count: number) =>
        terminalReport({ ...report, control: of(count) }, { language: "ru", width: 120, colour: false }).replaceAll(
          /\s+/g,
          " ",
        )
      expect(shown(5)).toContain(
        "≈ 900 001 ₽ — 7 сделок; в контроле из них под «Долг по оплате» — 5, у остальных состояние хуже",
      )
      expect(shown(7)).not.toContain("в контроле из них")
    })

    it("name whom to turn to first in each state of control", () => {
      const state = planSample.control.states.find(({ count }) => count > 0)
      if (state === undefined) throw new Error("the sample has no states")
      const control = { ...planSample.control, first: [{ state: state.state, rows: [row] }] }
      const text = terminalReport({ ...planSample, control }, { language: "en", width: 120, colour: false })
      expect(text).toContain("To turn to first, state by state")
      expect(text).toMatch(/Audit — Romashka +1\. .*nobody/)
    })
  })

  it("says what the share that went on is of, where there is one", () => {
    const shown = (report: DepartmentReport) => terminalReport(report, { language: "en", width: 120, colour: false })
    expect(shown(planSample)).toContain("Went on: of the deals that reached the stage and have gone on or been lost")
    expect(shown(sample)).not.toContain("Went on: of")
  })

  it("says so where the states do not sum to the base or the drivers to the variance", () => {
    expect(terminalReport(sample, { language: "en", width: 120, colour: false })).not.toContain("broken")
    const broken: DepartmentReport = { ...sample, control: { ...sample.control, totalCount: 8_801 } }
    expect(terminalReport(broken, { language: "en", width: 120, colour: false })).toContain(
      "The states sum to 8,800, the base has 8,801: the partition is broken",
    )
  })

  it("names the prior period as such and makes up no plan", () => {
    const text = terminalReport(sample, { language: "en", width: 120, colour: false })
    expect(text.replaceAll(/\s+/g, " ")).toContain(
      "No period that has begun has a target of the department or its reps, so the fact is compared with the period before. It is not a plan.",
    )
    expect(text).not.toContain("% of plan")
    expect(terminalReport(planSample, { language: "ru", width: 120, colour: false })).toContain("% плана")
  })

  it("names what a narrow terminal leaves out", () => {
    expect(terminalReport(sample, { language: "en", width: 60, colour: false })).toContain("Not shown at this width:")
    expect(terminalReport(sample, { language: "en", width: 140, colour: false })).not.toContain(
      "Not shown at this width:",
    )
  })

  it("names the columns that were not read, and says once why a figure of the overview is not there", () => {
    const [first, ...others] = sample.import?.files ?? []
    if (first === undefined || sample.import === null) throw new Error("the sample has no files")
    const none = { withheld: { en: "no won deal has known dates", ru: "у выигранных сделок нет дат" } }
    const report: DepartmentReport = {
      ...sample,
      import: { ...sample.import, files: [{ ...first, unreadColumns: ["closed", "who"] }, ...others] },
      pipeline: { ...sample.pipeline, daysToWin: none },
    }
    const text = terminalReport(report, { language: "en", width: 120, colour: false })
    expect(text).toContain(`Columns that were not read\n• ${first.name}: closed, who\n`)
    expect(text).toMatch(/Median days to a won deal {2,}no figure: no won deal has known dates\n/)
    expect(terminalReport(sample, { language: "en", width: 120, colour: false })).not.toContain("not read\n")
    expect(htmlReport(report, { language: "ru" })).toContain("Непрочитанные столбцы")
  })

  describe("the loop's parts", () => {
    const shown = (report: DepartmentReport, language: "en" | "ru" = "en"): string =>
      terminalReport(report, { language, width: 120, colour: false }).replaceAll("\u00A0", " ")
    const text = shown(planSample)

    it("name what goes with a variance, sum it, and say where nothing does", () => {
      expect(text).toMatch(/Stated reason: price +Win rate +17 +−30,000\nAll smaller ones +17 +−4,000\n/)
      expect(text).toMatch(/Together +−34,000\n/)
      if (isWithheld(planSample.variance)) throw new Error("the sample has no variance")
      const causes = { rows: [], explainedMinor: 0 }
      const comparisons = planSample.variance.comparisons.map((comparison) => ({ ...comparison, causes }))
      expect(shown({ ...planSample, variance: { comparisons } })).toContain("No cause is named: ")
      expect(shown(sample)).not.toContain("No cause is named")
    })

    it("sum the month up for everybody, a withheld amount as such", () => {
      expect(text).toContain("December 2017, summed up for everybody")
      expect(text).toMatch(/Department +12 +5 +≈ 10,000 +3 +1,014¹ +—² +9 +1 +0\n/)
      expect(text).toMatch(/ +12 +0 +—³ +3 .*\n/)
      expect(text).toContain("³ no figure: no amount is stated")
    })

    it("say of the month's figures what they could not see: a floor with its note, a dash where nothing was seen", () => {
      expect(text).toContain("¹ 7 deals do not state their days")
      expect(text).toContain("² no figure: the source does not carry next steps")
      expect(shown(planSample, "ru")).toContain("Итоги по каждому: декабрь 2017 г.")
    })

    it("propose the next plan with its change, and never as a plan that is in force", () => {
      expect(text).toContain("Q3 2017 came out −₽400,000 against its plan; carried into Q4 2017: +₽200,000.")
      expect(text).toMatch(/Department +3,000,000 +3,200,000 +\+6\.7%/)
      expect(text).toContain("This is a proposal, and nothing of it is written")
      expect(text).toMatch(/ 2,150,000 +\+7\.5%[^]* 1,050,000 +\+5\.0%/)
      expect(text.replaceAll(/\s+/g, " ")).toContain(
        "rounded to ₽10,000 within the same bounds, and summed as they are shown; shared out exactly they come to ₽3,200,000.",
      )
      expect(htmlReport(planSample, { language: "ru" })).toContain("Скорректированный план на 4")
    })

    it("show what is not allocated to reps where something can be, and no column of dashes", () => {
      const { attainment } = planSample
      if (isWithheld(attainment) || attainment.kind !== "plan") throw new Error("the sample has no plan")
      const none = { withheld: { en: "targets are set for reps only", ru: "планы поставлены только менеджерам" } }
      const of = (unallocatedMinor: typeof attainment.unallocatedMinor) =>
        shown({ ...planSample, attainment: { ...attainment, unallocatedMinor } })
      const without = of(attainment.periods.map(() => none))
      expect(without).not.toContain("Not allocated to reps")
      expect(without).toContain("Targets are set for reps only.")
      expect(of(attainment.periods.map((_, index) => (index === 0 ? 100_00 : none)))).toContain("Not allocated to reps")
    })

    it("name whom to give what, with what it rests on", () => {
      expect(text).toMatch(/GTX Pro +60 of 120, 50% +.*\(beyond chance\) +30 of 40 +67%\n +.* 9 of 16 +53%\n/)
      expect(text).toMatch(/Комплект датчиков с монтажом +11 of 31, 35% +nobody stands out/)
      expect(shown(planSample, "ru")).toContain("Кому что поручать")
      expect(shown(sample)).not.toContain("Whom to give what")
    })

    it("say that the proposal asks for more than the forecast brings, where it does", () => {
      if (planSample.nextPlan === undefined) throw new Error("the sample has no next plan")
      const outOfReach = { mostMinor: 3_000_000_00, share: 0.9 }
      const report = { ...planSample, nextPlan: { ...planSample.nextPlan, outOfReach } }
      expect(shown(report).replaceAll(/\s+/g, " ")).toContain(
        "In 90% of the forecast's draws no more than ₽3,000,000 comes in, less than is proposed",
      )
      expect(shown(planSample)).not.toContain("less than is proposed")
    })

    it("say how likely the plan in force and the proposed one are", () => {
      if (planSample.nextPlan === undefined) throw new Error("the sample has no next plan")
      const report = {
        ...planSample,
        nextPlan: { ...planSample.nextPlan, chances: { current: 0.657, proposed: 0.5489 } },
      }
      expect(shown(report).replaceAll(/\s+/g, " ")).toContain(
        "By the forecast the plan in force is reached with a chance of 65.7%, the proposed one with 54.9%.",
      )
      expect(shown(planSample)).not.toContain("By the forecast")
    })

    it("say what the forecast expects of others than those who are planned", () => {
      if (planSample.nextPlan === undefined) throw new Error("the sample has no next plan")
      const report = { ...planSample, nextPlan: { ...planSample.nextPlan, othersLandingMinor: 43_479_00 } }
      expect(shown(report)).toContain("Not in the expected landing: ₽43,479, from deals of whoever has no target")
      expect(text).not.toContain("Not in the expected landing")
    })

    it("round the expected landing as the forecast does, in which the others are too", () => {
      if (planSample.nextPlan === undefined) throw new Error("the sample has no next plan")
      const { nextPlan } = planSample
      const reps = nextPlan.reps.map((rep, index) => ({ ...rep, landingMinor: index === 0 ? 1_000_45 : 1_40 }))
      const of = (othersLandingMinor: number) =>
        shown({ ...planSample, nextPlan: { ...nextPlan, reps, othersLandingMinor } })
      expect(of(60)).toMatch(/\+7\.5% +1,000\n[^]*\+5\.0% +1\n[^]*\+6\.7% +1,001\n/)
      expect(of(10)).toMatch(/\+7\.5% +1,001\n[^]*\+5\.0% +1\n[^]*\+6\.7% +1,002\n/)
    })

    it("end their notes as sentences, whoever wrote them", () => {
      expect(text).toContain("Without a day of opening: 500 deals.")
    })

    it("say what could not be placed", () => {
      const notPlaced = { en: "5 cannot be placed: mostGrowth (user:1)", ru: "Не удаётся распределить 5" }
      if (planSample.nextPlan === undefined) throw new Error("the sample has no next plan")
      const report = { ...planSample, nextPlan: { ...planSample.nextPlan, notPlaced } }
      expect(shown(report)).toContain(notPlaced.en)
    })
  })

  it("is not tripped by empty parts", () => {
    const empty: DepartmentReport = {
      ...sample,
      import: { files: [], notes: [], notCarried: [], rerun: null },
      pipeline: { ...sample.pipeline, dealCount: 0, stages: [] },
      control: { ...sample.control, totalCount: 0, states: [], byRep: [], notObservable: [] },
      attainment: {
        kind: "plan",
        measure: { en: "m", ru: "m" },
        periods: [],
        department: [],
        reps: [],
        unallocatedMinor: [],
      },
      variance: { comparisons: [] },
      notes: [],
    }
    expect(htmlReport(empty, { language: "en" })).not.toMatch(/NaN|Infinity|undefined/)
    expect(terminalReport(empty, { language: "ru", width: 80, colour: false })).not.toMatch(/NaN|Infinity|undefined/)
  })
})

describe("the forecast of a report", () => {
  it.each(languages)(
    "is a fan on the page and a table in both, and is left out where there is none (%s)",
    (language) => {
      const [page, text] = [
        htmlReport(planSample, { language }),
        terminalReport(planSample, { language, width: 120, colour: false }),
      ]
      expect(page).toContain('id="forecast-fan-wide-title"')
      expect(text).toMatch(/87[.,]5/)
      expect(htmlReport(sample, { language })).not.toContain("forecast-fan")
    },
  )
})

it("breaks no name of a person within a word, however little room the figures leave", () => {
  const named = JSON.parse(JSON.stringify(planSample), (key, value: unknown) =>
    key === "repName" && value !== null ? "Александра Константинопольская" : value,
  ) as DepartmentReport
  for (let width = 80; width < 140; width++) {
    const lines = terminalReport(named, { language: "ru", width, colour: false }).split("\n")
    expect(lines.filter((line) => /Константинополь[а-я]*(?<!ская)(?: |$)/.test(line))).toEqual([])
  }
})
