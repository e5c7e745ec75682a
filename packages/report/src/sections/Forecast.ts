import type { Language } from "@salesdept/core/shared"
import type { Block, DocumentSection } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell, footnotesOf, withheldText } from "../document/Footnotes.ts"
import { sentence } from "../document/Sentence.ts"
import { formatMoney, formatMoneyCompact, hasMinorUnits } from "../format/Money.ts"
import { formatPercent } from "../format/Percent.ts"
import { formatPeriod } from "../format/Period.ts"
import { wholeTable } from "../format/WholeUnits.ts"
import type { OrWithheld } from "../model/Figure.ts"
import { isWithheld } from "../model/Figure.ts"
import type { ForecastRow, ForecastSection } from "../model/ForecastSection.ts"
import { forecastTexts } from "./ForecastTexts.ts"
import { unitOf } from "./Unit.ts"

/** The level of an interval: 80%, and 97.5% where it is no whole number. */
const wholePercent = (level: number, language: Language): string =>
  formatPercent(level, language, Number.isInteger(Math.round(level * 1e9) / 1e7) ? 0 : 1)

const fanBlock = (section: ForecastSection, { language, currency }: Wording): Block => {
  const texts = forecastTexts[language]
  const { total, level, elapsedDays, days } = section
  const money = (amountMinor: number): string => formatMoneyCompact(Math.round(amountMinor), currency, language)
  const within = texts.within(wholePercent(level, language))
  return {
    kind: "fan",
    id: "forecast-fan",
    title: texts.fan(formatPeriod(section.period, language)),
    description: `${texts.landing}: ${money(total.landingMinor)}; ${within}: ${money(total.lowerMinor)} – ${money(total.upperMinor)}.`,
    fan: {
      past: [
        { x: 0, value: 0 },
        { x: elapsedDays, value: total.wonMinor },
      ],
      xEnd: days,
      bands: [{ lower: total.lowerMinor, upper: total.upperMinor }],
      median: total.medianMinor,
      target: isWithheld(total.targetMinor) ? null : total.targetMinor,
      names: { past: texts.past, fan: within, target: texts.target },
      xTick: texts.day,
      yTick: money,
    },
  }
}

/** What a landing is made of, in the order of the columns. */
const partsOf = ({ wonMinor, openMinor, newMinor }: ForecastRow): ReadonlyArray<number> => [
  wonMinor,
  openMinor,
  newMinor,
]

const isSum = (parts: ReadonlyArray<number>, total: number): boolean =>
  parts.reduce((sum, part) => sum + part, 0) === total

const landingTable = (section: ForecastSection, wording: Wording): ReadonlyArray<Block> => {
  const { language, currency } = wording
  const texts = forecastTexts[language]
  const notes = footnotesOf(wording)
  const money = (amountMinor: number): string =>
    formatMoney(amountMinor, currency, language, { symbol: false, minorUnits: "never" })
  const exact = {
    rows: section.reps.map(partsOf),
    rowTotals: section.reps.map(({ landingMinor }) => landingMinor),
    columnTotals: partsOf(section.total),
  }
  const whole = wholeTable(exact, currency)
  const cells = (name: string, row: ForecastRow, parts: ReadonlyArray<number>, landingMinor: number) => [
    cell(name),
    ...parts.map((partMinor) => cell(money(partMinor))),
    cell(money(landingMinor)),
    cell(`${money(row.lowerMinor)} – ${money(row.upperMinor)}`),
    notes.figure(row.targetMinor, money),
    notes.figure(row.chance, (chance) => formatPercent(chance, language)),
  ]
  const right = { align: "right" } as const
  const rows = section.reps.map((row, index) =>
    cells(row.repName ?? texts.nobody, row, whole.rows[index] ?? [], whole.rowTotals[index] ?? 0),
  )
  const landing = isSum(exact.columnTotals, section.total.landingMinor)
    ? whole.columnTotals.reduce((sum, part) => sum + part, 0)
    : section.total.landingMinor
  const footer = cells(texts.department, section.total, whole.columnTotals, landing)
  const isRounded = hasMinorUnits([...exact.rows.flat(), ...exact.rowTotals], currency)
  const table: Block = {
    kind: "table",
    caption: texts.table(formatPeriod(section.period, language), unitOf(wording, isRounded)),
    columns: [
      { header: texts.rep },
      { header: texts.won, ...right, dropPriority: 2 },
      { header: texts.open, ...right, dropPriority: 4 },
      { header: texts.fresh, ...right, dropPriority: 5 },
      { header: texts.landing, ...right },
      { header: texts.interval(wholePercent(section.level, language)), ...right, dropPriority: 3 },
      { header: texts.targetHeader, ...right, dropPriority: 1 },
      { header: texts.chance, ...right },
    ],
    rows,
    footer,
    footnotes: notes.list(),
  }
  return [table]
}

/** Where the period under way will land: the fan, rep by rep, and how to read it. */
export const forecastDocument = (section: OrWithheld<ForecastSection>, wording: Wording): DocumentSection => {
  const { language } = wording
  const texts = forecastTexts[language]
  if (isWithheld(section)) {
    const text = withheldText(section.withheld, language)
    return { id: "forecast", title: texts.title, blocks: [{ kind: "paragraph", text, tone: "faint" }] }
  }
  return {
    id: "forecast",
    title: texts.title,
    blocks: [
      { kind: "paragraph", text: section.method[language], tone: null },
      fanBlock(section, wording),
      ...landingTable(section, wording),
      {
        kind: "list",
        items: [texts.sums, ...section.notes.map((note) => sentence(note[language]))].map((text) => ({
          badge: null,
          text,
          under: [],
        })),
      },
    ],
  }
}
