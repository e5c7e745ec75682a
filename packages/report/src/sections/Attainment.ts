import type { Block, DocumentSection } from "../document/Block.ts"
import type { Footnotes, Wording } from "../document/Footnotes.ts"
import { cell, footnotesOf, withheldText } from "../document/Footnotes.ts"
import { formatMoney } from "../format/Money.ts"
import { wholeAmount } from "../format/WholeUnits.ts"
import { formatPercent, formatPercentDelta } from "../format/Percent.ts"
import { formatPeriod } from "../format/Period.ts"
import type {
  AttainmentSection,
  PlanAttainment,
  PlanCell,
  PriorCell,
  PriorPeriodComparison,
  RepCells,
} from "../model/AttainmentSection.ts"
import type { OrWithheld } from "../model/Figure.ts"
import { isWithheld } from "../model/Figure.ts"
import type { Tone } from "../terminal/Tone.ts"
import { attainmentTexts } from "./AttainmentTexts.ts"
import { unitOf } from "./Unit.ts"

const known = (figure: OrWithheld<number> | undefined): number | null =>
  figure === undefined || isWithheld(figure) ? null : figure

const toneOf = (rate: OrWithheld<number>, aim: number): Tone | undefined => {
  if (isWithheld(rate)) return undefined
  return rate >= aim ? "good" : "attention"
}

/** One kind of comparison: how its cells are read. */
interface Kind<Cell> {
  readonly base: (cell: Cell) => OrWithheld<number>
  readonly fact: (cell: Cell) => OrWithheld<number>
  readonly rate: (cell: Cell) => OrWithheld<number>
  readonly rateText: (rate: number) => string
  readonly rateHeader: (period: string) => string
  readonly caption: (unit: string) => string
  /** The rate that is met from here on. */
  readonly aim: number
  /** What is given up last of earlier periods on a narrow terminal. */
  readonly keeps: "fact" | "rate"
}

interface Money {
  readonly text: (amountMinor: number) => string
  readonly signed: (amountMinor: number) => string
  /** By how much one amount is more than another, so that it is what a reader takes of the two as they are shown, here and in the bridge. */
  readonly difference: (amount: OrWithheld<number>, base: OrWithheld<number>) => string
}

const moneyOf = ({ language, currency }: Wording): Money => {
  const style = { symbol: false, minorUnits: "about" } as const
  return {
    text: (amountMinor) => formatMoney(amountMinor, currency, language, style),
    signed: (amountMinor) => formatMoney(amountMinor, currency, language, { ...style, signed: true }),
    difference: (amount, base) => {
      const [minor, baseMinor] = [known(amount) ?? 0, known(base) ?? 0]
      const shownMinor = wholeAmount(minor, currency) - wholeAmount(baseMinor, currency)
      const text = formatMoney(shownMinor, currency, language, { symbol: false, signed: true })
      return shownMinor === minor - baseMinor ? text : `≈\u00A0${text}`
    },
  }
}

const repsTable = <Cell>(
  reps: ReadonlyArray<RepCells<Cell>>,
  periods: ReadonlyArray<string>,
  kind: Kind<Cell>,
  money: Money,
  wording: Wording,
): Block => {
  const texts = attainmentTexts[wording.language]
  const notes = footnotesOf(wording)
  const last = periods.length - 1
  // Earlier periods go first, and of each what the comparison is not about.
  const dropOf = (index: number, column: "fact" | "rate"): number =>
    index === last ? 0 : last - index + (column === kind.keeps ? 0 : periods.length)
  return {
    kind: "table",
    caption: kind.caption(unitOf(wording)),
    columns: [
      { header: texts.rep, minWidth: 20 },
      ...periods.flatMap((period, index) => [
        { header: period, align: "right" as const, dropPriority: dropOf(index, "fact") },
        { header: kind.rateHeader(period), align: "right" as const, dropPriority: dropOf(index, "rate") },
      ]),
    ],
    rows: reps.map((rep) => [
      cell(rep.repName ?? texts.nobody),
      ...periods.flatMap((_, index) => {
        const of = rep.cells[index]
        if (of === undefined) return [cell(""), cell("")]
        const rate = kind.rate(of)
        return [notes.figure(kind.fact(of), money.text), notes.figure(rate, kind.rateText, toneOf(rate, kind.aim))]
      }),
    ]),
    footer: null,
    footnotes: notes.list(),
  }
}

const repsChart = <Cell>(
  reps: ReadonlyArray<RepCells<Cell>>,
  title: string,
  note: string,
  kind: Kind<Cell>,
  { language }: Wording,
): ReadonlyArray<Block> => {
  const texts = attainmentTexts[language]
  const bars = reps.flatMap((rep) => {
    const of = rep.cells.at(-1)
    if (of === undefined) return []
    const rate = kind.rate(of)
    const missed = !isWithheld(rate) && rate < kind.aim
    return [
      {
        label: rep.repName ?? texts.nobody,
        value: known(kind.fact(of)),
        target: known(kind.base(of)),
        text: isWithheld(rate) ? "—" : kind.rateText(rate),
        role: missed ? ("attention" as const) : ("primary" as const),
      },
    ]
  })
  if (bars.length === 0) return []
  return [
    {
      kind: "bars",
      id: "reps",
      title,
      description: `${note} ${bars.map((bar) => `${bar.label}: ${bar.text}`).join("; ")}.`,
      bars,
      pageOnly: true,
    },
  ]
}

const planBlocks = (section: PlanAttainment, wording: Wording): ReadonlyArray<Block> => {
  const { language } = wording
  const texts = attainmentTexts[language]
  const periods = section.periods.map((period) => formatPeriod(period, language))
  const kind: Kind<PlanCell> = {
    base: (of) => of.targetMinor,
    fact: (of) => of.factMinor,
    rate: (of) => of.attainment,
    rateText: (rate) => formatPercent(rate, language),
    rateHeader: texts.ofPlan,
    caption: texts.planReps,
    aim: 1,
    keeps: "rate",
  }
  const money = moneyOf(wording)
  const notes: Footnotes = footnotesOf(wording)
  // Where the department has no target of its own, a column of dashes would ask what is missing: a sentence says it.
  const hasRest = section.unallocatedMinor.some((rest) => !isWithheld(rest))
  const reasons = new Set(section.unallocatedMinor.flatMap((rest) => (isWithheld(rest) ? rest.withheld[language] : [])))
  const said = hasRest
    ? [texts.own]
    : [...reasons].map((reason) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`)
  const rows = section.department.map((of, index) => [
    cell(periods[index] ?? ""),
    notes.figure(of.targetMinor, money.text),
    notes.figure(of.factMinor, money.text),
    notes.figure(of.gapMinor, () => money.difference(of.factMinor, of.targetMinor)),
    notes.figure(of.attainment, kind.rateText, toneOf(of.attainment, 1)),
    ...(hasRest ? [notes.figure(section.unallocatedMinor[index] ?? 0, money.signed)] : []),
  ])
  return [
    {
      kind: "table",
      caption: texts.department(unitOf(wording)),
      columns: [
        texts.period,
        texts.target,
        texts.fact,
        texts.gap,
        texts.attainment,
        ...(hasRest ? [texts.unallocated] : []),
      ].map((header, index) => ({ header, align: index === 0 ? ("left" as const) : ("right" as const) })),
      rows,
      footer: null,
      footnotes: notes.list(),
    },
    ...said.map((text) => ({ kind: "paragraph" as const, text, tone: "faint" as const })),
    ...repsChart(section.reps, texts.planChart(periods.at(-1) ?? ""), texts.planChartNote, kind, wording),
    repsTable(section.reps, periods, kind, money, wording),
  ]
}

const priorBlocks = (section: PriorPeriodComparison, wording: Wording): ReadonlyArray<Block> => {
  const { language } = wording
  const texts = attainmentTexts[language]
  const periods = section.periods.map((period) => formatPeriod(period, language))
  const kind: Kind<PriorCell> = {
    base: (of) => of.priorMinor,
    fact: (of) => of.factMinor,
    rate: (of) => of.changeRate,
    rateText: (rate) => formatPercentDelta(rate, language),
    rateHeader: texts.overPrior,
    caption: texts.priorReps,
    aim: 0,
    keeps: "fact",
  }
  const money = moneyOf(wording)
  const notes: Footnotes = footnotesOf(wording)
  const rows = section.department.map((of, index) => [
    cell(periods[index] ?? ""),
    notes.figure(of.priorMinor, money.text),
    notes.figure(of.factMinor, money.text),
    notes.figure(of.changeMinor, () => money.difference(of.factMinor, of.priorMinor)),
    notes.figure(of.changeRate, kind.rateText, toneOf(of.changeRate, 0)),
  ])
  const title = texts.priorChart(periods.at(-1) ?? "")
  return [
    { kind: "paragraph", text: texts.noPlan, tone: null },
    {
      kind: "table",
      caption: texts.department(unitOf(wording)),
      columns: [texts.period, texts.prior, texts.fact, texts.change, texts.changeRate].map((header, index) => ({
        header,
        align: index === 0 ? ("left" as const) : ("right" as const),
      })),
      rows,
      footer: null,
      footnotes: notes.list(),
    },
    ...repsChart(section.reps, title, `${title}.`, kind, wording),
    repsTable(section.reps, periods, kind, money, wording),
  ]
}

/** Fact against plan by rep and period or, where there is no plan, against the prior period and named so. */
export const attainmentDocument = (section: OrWithheld<AttainmentSection>, wording: Wording): DocumentSection => {
  const { language } = wording
  const texts = attainmentTexts[language]
  if (isWithheld(section)) {
    const text = withheldText(section.withheld, language)
    return { id: "attainment", title: texts.title, blocks: [{ kind: "paragraph", text, tone: "faint" }] }
  }
  return {
    id: "attainment",
    title: section.kind === "plan" ? texts.planTitle : texts.priorTitle,
    blocks: [
      { kind: "paragraph", text: texts.measure(section.measure[language]), tone: null },
      ...(section.kind === "plan" ? planBlocks(section, wording) : priorBlocks(section, wording)),
    ],
  }
}
