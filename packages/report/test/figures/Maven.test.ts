import type { AttainmentSection } from "../../src/model/AttainmentSection.ts"
import type { PipelineSection } from "../../src/model/PipelineSection.ts"
import type { VarianceComparison, VarianceSection } from "../../src/model/VarianceSection.ts"
import { formatPeriod } from "../../src/format/Period.ts"
import { isWithheld } from "../../src/model/Figure.ts"
import type { OrWithheld } from "../../src/model/Figure.ts"
import { beforeAll, describe, expect, it } from "vitest"
import { attainmentSection } from "../../src/figures/AttainmentFigures.ts"
import { forecastSection } from "../../src/figures/ForecastFigures.ts"
import { importSection } from "../../src/figures/ImportFigures.ts"
import { coverageNotes } from "../../src/figures/NotesFigures.ts"
import { coveredPeriod } from "../../src/figures/Periods.ts"
import { pipelineSection } from "../../src/figures/PipelineFigures.ts"
import { varianceSection } from "../../src/figures/VarianceFigures.ts"
import type { ImportedBase } from "./importedBase.ts"
import { importedBase } from "./importedBase.ts"
import { dataFiles, hasTestData, skippedWithoutData } from "./testData.ts"

const names = ["accounts.csv", "data_dictionary.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv"]

const known = <Figure>(figure: OrWithheld<Figure>): Figure => {
  if (isWithheld(figure)) throw new Error(`withheld: ${figure.withheld.en}`)
  return figure
}

// Figures: public.maven_crm of the reference set, in dollars there and in cents here.
describe.skipIf(!hasTestData)(`figures of 8,800 real opportunities${skippedWithoutData}`, () => {
  let imported: ImportedBase
  let pipeline: PipelineSection
  beforeAll(async () => {
    imported = await importedBase(dataFiles("pipeline/maven-crm", names))
    pipeline = pipelineSection(imported.base)
  })

  it("forecasts the quarter after the last day: reps sum to the department, and what cannot be judged is named", () => {
    const section = known(forecastSection(imported.base))
    expect(section.period).toMatchObject({ from: "2018-01-01", to: "2018-03-31" })
    expect([section.elapsedDays, section.days]).toEqual([0, 90])
    for (const part of ["wonMinor", "openMinor", "newMinor", "landingMinor"] as const)
      expect(section.reps.reduce((sum, row) => sum + row[part], 0)).toBe(section.total[part])
    const { lowerMinor, medianMinor, upperMinor, landingMinor } = section.total
    expect(lowerMinor).toBeLessThan(medianMinor)
    expect(medianMinor).toBeLessThan(upperMinor)
    expect(landingMinor).toBeGreaterThan(0)
    expect(isWithheld(section.total.chance)).toBe(true)
    // The 1,291 deals older than any that was won, and ten that are as old as the oldest of these.
    expect(section.notes.map(({ en }) => en)).toContainEqual(
      "Nothing is expected of them, since no deal of their age was won within the days that are left: 1,301\u00A0deals",
    )
    expect(section.notes[1]?.en).toMatch(/^Chances are estimated from deals that are over: 4,238 won, 2,473 lost\./)
    // 500 rows have no date at all.
    expect(section.notes.at(-1)?.en).toMatch(/^Without a day of opening, not in the forecast: 500\sdeals$/)
  })

  describe("pipeline", () => {
    it("has the stages in order with their counts, and they sum to the base", () => {
      expect(pipeline.stages.map(({ stageId, kind, count }) => [stageId, kind, count])).toEqual([
        ["Prospecting", "open", 500],
        ["Engaging", "open", 1589],
        ["Won", "won", 4238],
        ["Lost", "lost", 2473],
      ])
      expect(pipeline.dealCount).toBe(8800)
    })

    it("takes open deals at list price and says so, won ones at their amounts, and withholds what is not stated", () => {
      const [, engaging, won, lost] = pipeline.stages
      expect(engaging?.amount).toMatchObject({ note: { en: "at list price" } })
      expect(won?.amount).toEqual({ amountMinor: 10_005_534_00, note: null })
      expect(lost?.amount).toEqual({ withheld: { en: "no amounts are stated", ru: "суммы не указаны" } })
    })

    it("withholds what only stage history can tell", () => {
      for (const { reachedCount, conversion, medianDaysInStage } of pipeline.stages) {
        expect([reachedCount, conversion, medianDaysInStage].every((figure) => isWithheld(figure))).toBe(true)
      }
    })

    it("has the win rate of closed deals with its interval", () => {
      const rate = known(pipeline.winRate)
      expect([rate.numerator, rate.denominator]).toEqual([4238, 6711])
      expect(rate.rate).toBeCloseTo(0.6315005215, 9)
      expect(rate.lower).toBeCloseTo(0.6198869148, 9)
      expect(rate.upper).toBeCloseTo(0.6429636694, 9)
    })

    it("has the days to win and to lose", () => {
      expect(pipeline.daysToWin).toEqual({ count: 4238, p25Days: 9, medianDays: 57, p75Days: 88, p90Days: 106 })
      expect(pipeline.daysToLose).toEqual({ count: 2473, p25Days: 7, medianDays: 14, p75Days: 79, p90Days: 100 })
    })

    it("has the outcomes by age, of which the shares sum to 1", () => {
      const curve = known(pipeline.outcomeCurve)
      expect([curve.count, curve.wonCount, curve.lostCount, curve.openCount]).toEqual([8300, 4238, 2473, 1589])
      const at = (day: number) => curve.points.findLast((point) => point.day <= day)
      for (const [day, wonShare, lostShare] of [
        [7, 0.0910843373, 0.0791566265],
        [30, 0.2189948341, 0.1622064591],
        [60, 0.2647329742, 0.1855012237],
        [90, 0.3970147464, 0.252124615],
        [138, 0.5194391985, 0.301740546],
      ] as const) {
        expect(at(day)?.wonShare).toBeCloseTo(wonShare, 9)
        expect(at(day)?.lostShare).toBeCloseTo(lostShare, 9)
      }
      for (const { wonShare, lostShare, openShare } of curve.points) {
        expect(wonShare + lostShare + openShare).toBeCloseTo(1, 12)
      }
      expect(curve.points[0]).toEqual({ day: 0, wonShare: 0, lostShare: 0, openShare: 1 })
      expect(curve.points.at(-1)?.day).toBe(423)
    })

    it("finds the deals older than any that was won, by the base's own history", () => {
      const stalled = known(pipeline.stalled)
      expect(stalled).toMatchObject({
        count: 1291,
        ofCount: 1589,
        thresholdDays: [138, 138],
        amount: { amountMinor: 3_198_664_00, note: { en: "at list price" } },
      })
      expect(stalled.rule.en.replaceAll("\u00A0", " ")).toBe(
        "older than any of 4,238 won deals was when won; nine of ten won deals took no more than 106 days, and 1,432 open deals are past that",
      )
      expect(stalled.worst).toHaveLength(10)
      const amounts = stalled.worst.map(({ amount }) => known(amount).amountMinor)
      expect(amounts).toEqual(amounts.toSorted((left, right) => right - left))
      for (const { title, subject, repName, ageDays } of stalled.worst) {
        expect(title).toBeNull()
        expect(subject).toMatch(/GTK 500|GTX|MG/)
        expect(repName).toMatch(/^\p{Lu}\p{L}+ /u)
        expect(ageDays).toBeGreaterThan(138)
      }
    })
  })

  describe("fact against the prior quarter", () => {
    let section: AttainmentSection
    beforeAll(() => {
      section = known(attainmentSection(imported.base))
    })

    it("is named so, for want of targets, and has the quarters' won money", () => {
      if (section.kind !== "priorPeriod") throw new Error(section.kind)
      expect(section.periods.map((period) => formatPeriod(period, "en").replaceAll("\u00A0", " "))).toEqual([
        "Q1 2017",
        "Q2 2017",
        "Q3 2017",
        "Q4 2017",
      ])
      expect(section.department.map(({ factMinor }) => factMinor)).toEqual([
        1_134_672_00, 3_086_111_00, 2_982_255_00, 2_802_496_00,
      ])
      expect(section.department[2]).toMatchObject({ priorMinor: 3_086_111_00, changeMinor: -103_856_00 })
    })

    it("compares the first quarter with nothing and says why", () => {
      if (section.kind !== "priorPeriod") throw new Error(section.kind)
      const reason = { withheld: { en: "there are no closings before 1\u00A0March\u00A02017" } }
      expect(section.department[0]).toMatchObject({
        priorMinor: reason,
        factMinor: 1_134_672_00,
        changeMinor: reason,
        changeRate: reason,
      })
    })

    it("compares nothing with a quarter within which records of closings begin", () => {
      if (section.kind !== "priorPeriod") throw new Error(section.kind)
      const reason = {
        withheld: { en: "the prior quarter is not whole: closings are recorded from 1\u00A0March\u00A02017" },
      }
      const [, second, third] = section.department
      expect(second).toMatchObject({ priorMinor: 1_134_672_00, changeMinor: reason, changeRate: reason })
      expect(section.reps[0]?.cells[1]).toMatchObject({ changeRate: reason })
      expect(third?.changeRate).toBeCloseTo(-0.0337, 4)
    })

    it("lists the thirty reps who sold, the best first, and their cells sum to the department", () => {
      expect(section.reps).toHaveLength(30)
      expect(section.reps[0]?.repName).toBe("Darcel Schlecht")
      section.department.forEach(({ factMinor }, index) => {
        const facts = section.reps.map(({ cells }) => known(cells[index]?.factMinor ?? 0))
        expect(facts.reduce((sum, fact) => sum + fact, 0)).toBe(factMinor)
      })
    })
  })

  describe("variance", () => {
    let section: VarianceSection
    const drivers = ({ contributions }: VarianceComparison) =>
      Object.fromEntries(contributions.map(({ driver, amountMinor }) => [driver, amountMinor]))
    beforeAll(() => {
      section = known(varianceSection(imported.base))
    })

    it("compares every pair of consecutive whole quarters, the latest first, as a whole and by product", () => {
      const named = section.comparisons.map(({ basePeriod, period, level }) =>
        [basePeriod, period].map((each) => formatPeriod(each, "en").slice(0, 2)).concat(level.en),
      )
      expect(named).toEqual(
        ["Q4", "Q3"].flatMap((quarter, index) =>
          ["all products together", "each product apart"].map((level) => [`Q${3 - index}`, quarter, level]),
        ),
      )
    })

    it("splits the second to the third quarter as published", () => {
      const [whole, byProduct] = section.comparisons.filter(({ period }) => period.from === "2017-07-01")
      if (whole === undefined || byProduct === undefined) throw new Error("not compared")
      expect(whole.varianceMinor).toBe(-103_856_00)
      const published = { closedDeals: 2_231_356.03, winRate: -1_506_412.62, averageDeal: -11_110_543.41 }
      for (const [driver, amountMinor] of Object.entries(published)) {
        expect(Math.abs((drivers(whole)[driver] ?? Number.NaN) - amountMinor)).toBeLessThanOrEqual(1)
      }
      expect(whole.contributions.map(({ figures }) => figures?.en)).toEqual([
        "2,032 → 2,047",
        "61.7% → 61.4%",
        "≈\u00A0$2,461 → ≈\u00A0$2,373",
      ])
      const fourFactors = {
        closedDeals: 2_227_982.84,
        mix: -1_837_605.56,
        winRate: -9_106_610.5,
        averageDeal: -1_669_366.79,
      }
      expect(Object.keys(drivers(byProduct))).toEqual(Object.keys(fourFactors))
      for (const [driver, amountMinor] of Object.entries(fourFactors)) {
        expect(Math.abs((drivers(byProduct)[driver] ?? Number.NaN) - amountMinor)).toBeLessThanOrEqual(1)
      }
      expect(byProduct.groups).toHaveLength(7)
    })

    it("sums exactly: contributions, rows of products and columns of drivers", () => {
      for (const { contributions, groups, varianceMinor, baseMinor, factMinor } of section.comparisons) {
        expect(factMinor - baseMinor).toBe(varianceMinor)
        expect(contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(varianceMinor)
        if (groups.length === 0) continue
        expect(groups.reduce((sum, group) => sum + group.varianceMinor, 0)).toBe(varianceMinor)
        for (const { driver, amountMinor } of contributions) {
          expect(groups.reduce((sum, group) => sum + (group.contributions[driver] ?? 0), 0)).toBe(amountMinor)
        }
        for (const group of groups) {
          expect(Object.values(group.contributions).reduce((sum, part) => sum + part, 0)).toBe(group.varianceMinor)
        }
      }
    })
  })

  describe("import", () => {
    it("accounts for every row of every file", () => {
      const { files } = importSection(imported.plan, imported.recorded, imported.again)
      expect(files.map((file) => [file.name, file.rowCount, file.importedCount, file.rejectedCount])).toEqual([
        ["accounts.csv", 85, 85, 0],
        ["data_dictionary.csv", 21, 0, 21],
        ["products.csv", 7, 7, 0],
        ["sales_pipeline.csv", 8800, 8800, 0],
        ["sales_teams.csv", 35, 35, 0],
      ])
    })

    it("finds every row of a repeated import in the base", () => {
      const { files, rerun } = importSection(imported.plan, imported.again, imported.again)
      expect(files.map(({ unchangedCount }) => unchangedCount)).toEqual([85, 0, 7, 8800, 35])
      expect(rerun).toEqual({ unchangedCount: 8927, changedCount: 0 })
    })

    it("says each oddity once, with its count and rows", () => {
      const { notes } = importSection(imported.plan, imported.recorded, null)
      expect(notes.map(({ code, kind, count }) => [code, kind, count])).toEqual(
        [
          ["fileNotRead", "rejected", 21],
          ["zeroMeansNoPrice", "normalised", 2473],
          ["nearMatch", "normalised", 1480],
          ["clientMissing", "kept", 1425],
          ["amountMissing", "kept", 2089],
          ["openedOnMissing", "kept", 500],
          ["suspectedTypo", "kept", 12],
          ["repWithoutDeals", "kept", 5],
        ].toSorted(([, leftKind, left], [, rightKind, right]) => {
          const order = ["rejected", "normalised", "kept"]
          return order.indexOf(String(leftKind)) - order.indexOf(String(rightKind)) || Number(right) - Number(left)
        }),
      )
      const matched = notes.find(({ code }) => code === "nearMatch")
      expect(matched?.text.en).toContain("GTXPro → GTX Pro")
      expect(matched?.examples[0]).toMatchObject({ file: "sales_pipeline.csv", text: "Z063OYW0, GTXPro → GTX Pro" })
      expect(notes.find(({ code }) => code === "fileNotRead")?.text.en).toContain("a data dictionary")
      expect(notes.find(({ code }) => code === "clientMissing")?.text.ru).toContain("исхода оно не объясняет")
    })

    it("names what the source does not carry", () => {
      const { notCarried } = importSection(imported.plan, imported.recorded, null)
      expect(notCarried.map(({ what }) => what.en)).toEqual([
        "Next steps",
        "Dialogs",
        "Payments",
        "Closing documents",
        "Stage history",
        "Leads",
        "Targets",
      ])
    })
  })

  describe("coverage", () => {
    it("covers the days from the first opening to the last closing", () => {
      expect(coveredPeriod(imported.base)).toEqual({ from: "2016-10-20", to: "2017-12-31", name: null })
    })

    it("tells what was read, what was not, what is a floor, and which fields explain nothing", () => {
      const notes = coverageNotes(imported.base, imported.plan).map(({ kind, text }) => [
        kind,
        text.en.replaceAll("\u00A0", " ").slice(0, 48),
      ])
      expect(notes).toEqual([
        ["read", "The whole base, 8,800 deals, dated 20 October 20"],
        ["notRead", "500 deals: the opening date is not known; counte"],
        ["other", "2,089 deals still open and without a stated amou"],
        ["floor", "Closings are recorded from 1 March 2017, opening"],
        ["other", "Field “client”: empty on 1,425 of 2,089 open dea"],
        ["other", "Field “opening date”: empty on 500 of 2,089 open"],
      ])
    })
  })

  it("survives JSON unchanged", () => {
    const { base, plan, recorded, again } = imported
    const report = [
      pipeline,
      attainmentSection(base),
      varianceSection(base),
      importSection(plan, recorded, again),
      coverageNotes(base, plan),
    ]
    expect(JSON.parse(JSON.stringify(report))).toStrictEqual(report)
  })
})
