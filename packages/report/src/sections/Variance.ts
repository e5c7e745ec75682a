import type { Block, DocumentCell, DocumentSection } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell, withheldText } from "../document/Footnotes.ts"
import type { MoneyStyle } from "../format/Money.ts"
import { formatMoney, hasMinorUnits } from "../format/Money.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPeriod } from "../format/Period.ts"
import type { OrWithheld } from "../model/Figure.ts"
import { isWithheld } from "../model/Figure.ts"
import type { VarianceComparison, VarianceSection } from "../model/VarianceSection.ts"
import type { Tone } from "../terminal/Tone.ts"
import { varianceTexts } from "./VarianceTexts.ts"

const toneOf = (amountMinor: number): Tone | null => {
  if (amountMinor === 0) return null
  return amountMinor > 0 ? "good" : "alarm"
}

const bridgeBlock = (comparison: VarianceComparison, index: number, wording: Wording): Block => {
  const { language, currency } = wording
  const texts = varianceTexts[language]
  const period = formatPeriod(comparison.period, language)
  const money = (amountMinor: number, signed = false): string =>
    formatMoney(amountMinor, currency, language, { signed })
  const baseLabel =
    comparison.kind === "plan" ? texts.plan(period) : texts.fact(formatPeriod(comparison.basePeriod, language))
  const steps = comparison.contributions.map((contribution) => ({
    label: contribution.name[language],
    amount: contribution.amountMinor,
    text: money(contribution.amountMinor, true),
  }))
  const base = { label: baseLabel, amount: comparison.baseMinor, text: money(comparison.baseMinor) }
  const fact = { label: texts.fact(period), amount: comparison.factMinor, text: money(comparison.factMinor) }
  return {
    kind: "bridge",
    id: `bridge-${index + 1}`,
    title: texts.bridge,
    description: `${[base, ...steps, fact].map((step) => `${step.label}: ${step.text}`).join("; ")}.`,
    bridge: { base, steps, fact },
    brokenAxis: texts.brokenAxis,
  }
}

const driversTable = (comparison: VarianceComparison, { language, currency }: Wording): Block => {
  const texts = varianceTexts[language]
  const amounts = comparison.contributions.map((contribution) => contribution.amountMinor)
  const style: MoneyStyle = {
    symbol: false,
    signed: true,
    minorUnits: hasMinorUnits([...amounts, comparison.varianceMinor], currency) ? "always" : "never",
  }
  const money = (amountMinor: number): DocumentCell =>
    cell(formatMoney(amountMinor, currency, language, style), toneOf(amountMinor))
  // A split by product has figures by product only.
  const hasFigures = comparison.contributions.some(({ figures }) => figures !== null)
  const figuresCell = (text: string): ReadonlyArray<DocumentCell> => (hasFigures ? [cell(text)] : [])
  return {
    kind: "table",
    caption: texts.drivers(currency),
    columns: [
      { header: texts.driver },
      ...(hasFigures ? [{ header: texts.figures }] : []),
      { header: texts.contribution, align: "right" },
    ],
    rows: comparison.contributions.map((contribution) => [
      cell(contribution.name[language]),
      ...figuresCell(contribution.figures?.[language] ?? ""),
      money(contribution.amountMinor),
    ]),
    footer: [cell(texts.variance), ...figuresCell(""), money(comparison.varianceMinor)],
    footnotes: [],
  }
}

const groupsTable = (comparison: VarianceComparison, { language, currency }: Wording): ReadonlyArray<Block> => {
  const texts = varianceTexts[language]
  if (comparison.groups.length === 0) return []
  const drivers = comparison.contributions
  const shown = comparison.groups.flatMap((group) => [group.varianceMinor, ...Object.values(group.contributions)])
  const style: MoneyStyle = { symbol: false, signed: true, minorUnits: "never" }
  const money = (amountMinor: number, tone: Tone | null = null): DocumentCell =>
    cell(formatMoney(amountMinor, currency, language, style), tone)
  return [
    {
      kind: "table",
      caption: texts.groups(currency),
      columns: [
        { header: texts.group },
        ...drivers.map((driver) => ({ header: driver.name[language], align: "right" as const, dropPriority: 1 })),
        { header: texts.variance, align: "right" },
      ],
      rows: comparison.groups.map((group) => [
        cell(group.name),
        ...drivers.map((driver) => money(group.contributions[driver.driver] ?? 0)),
        money(group.varianceMinor, toneOf(group.varianceMinor)),
      ]),
      footer: [
        cell(texts.variance),
        ...drivers.map((driver) => money(driver.amountMinor)),
        money(comparison.varianceMinor, toneOf(comparison.varianceMinor)),
      ],
      footnotes: [],
    },
    ...(hasMinorUnits(shown, currency)
      ? [{ kind: "paragraph" as const, text: texts.rounded, tone: "faint" as const }]
      : []),
  ]
}

const sumsBlock = (comparison: VarianceComparison, { language, currency }: Wording): Block => {
  const texts = varianceTexts[language]
  const amounts = comparison.contributions.map((contribution) => contribution.amountMinor)
  const sum = amounts.reduce((total, amountMinor) => total + amountMinor, 0)
  const money = (amountMinor: number): string => formatMoney(amountMinor, currency, language, { symbol: false })
  const parts = amounts.reduce((text, amountMinor, index) => {
    if (index === 0) return money(amountMinor)
    return `${text} ${amountMinor < 0 ? "−" : "+"} ${money(Math.abs(amountMinor))}`
  }, "")
  const holds = sum === comparison.varianceMinor
  const total = money(comparison.varianceMinor)
  return {
    kind: "paragraph",
    text: holds ? texts.sums(parts, total) : texts.doesNotSum(money(sum), total),
    tone: holds ? null : "alarm",
  }
}

/** What was seen with the deals behind the contributions, or that nothing was. */
const causesBlocks = ({ causes }: VarianceComparison, { language, currency }: Wording): ReadonlyArray<Block> => {
  const texts = varianceTexts[language]
  if (causes === undefined) return []
  if (causes.rows.length === 0) return [{ kind: "paragraph", text: texts.noCauses, tone: null }]
  const amounts = causes.rows.map(({ amountMinor }) => amountMinor)
  const minorUnits = hasMinorUnits([...amounts, causes.explainedMinor], currency) ? "always" : "never"
  const money = (amountMinor: number): DocumentCell =>
    cell(formatMoney(amountMinor, currency, language, { symbol: false, signed: true, minorUnits }), toneOf(amountMinor))
  return [
    {
      kind: "table",
      caption: texts.causes(currency),
      columns: [
        { header: texts.cause },
        { header: texts.driver, dropPriority: 1 },
        { header: texts.deals, align: "right" },
        { header: texts.goesWith, align: "right" },
      ],
      rows: causes.rows.map(({ name, driver, dealCount, amountMinor }) => [
        cell(name?.[language] ?? texts.smaller),
        cell(driver?.[language] ?? ""),
        cell(formatNumber(dealCount, language)),
        money(amountMinor),
      ]),
      footer: [cell(texts.together), cell(""), cell(""), money(causes.explainedMinor)],
      footnotes: [],
    },
  ]
}

const comparedText = (comparison: VarianceComparison, { language }: Wording): string => {
  const texts = varianceTexts[language]
  const period = formatPeriod(comparison.period, language)
  return comparison.kind === "plan"
    ? texts.withPlan(period)
    : texts.compared(period, formatPeriod(comparison.basePeriod, language))
}

const comparisonBlocks = (comparison: VarianceComparison, index: number, wording: Wording): ReadonlyArray<Block> => {
  const { language } = wording
  const texts = varianceTexts[language]
  const compared = comparedText(comparison, wording)
  return [
    { kind: "subheading", text: comparison.groups.length === 0 ? compared : texts.byGroup(compared) },
    {
      kind: "facts",
      tiles: false,
      entries: [
        { key: texts.measure, value: comparison.measure[language], detail: null },
        { key: texts.method, value: comparison.method[language], detail: null },
        { key: texts.level, value: comparison.level[language], detail: null },
      ],
    },
    bridgeBlock(comparison, index, wording),
    driversTable(comparison, wording),
    sumsBlock(comparison, wording),
    ...groupsTable(comparison, wording),
    ...causesBlocks(comparison, wording),
    ...(comparison.notes.length === 0
      ? []
      : [
          {
            kind: "list" as const,
            items: comparison.notes.map((note) => ({ badge: null, text: note[language], under: [] })),
          },
        ]),
  ]
}

/** Where the comparisons end that are shown in full: with the latest whole period. One that is under way explains little by itself. */
const shownCount = (comparisons: ReadonlyArray<VarianceComparison>): number => {
  const whole = comparisons.find(({ period }) => period.name === null) ?? comparisons[0]
  return comparisons.findLastIndex(({ period }) => period.from === whole?.period.from) + 1
}

/** What was compared before, a line for each: its review was held in its time. Splits by product stay in the JSON. */
const earlierBlocks = (earlier: ReadonlyArray<VarianceComparison>, wording: Wording): ReadonlyArray<Block> => {
  const { language, currency } = wording
  const texts = varianceTexts[language]
  const whole = earlier.filter(({ groups }) => groups.length === 0)
  if (whole.length === 0) return []
  const names = new Map(whole.flatMap(({ contributions }) => contributions.map(({ driver, name }) => [driver, name])))
  const money = (amountMinor: number, tone: Tone | null = null): DocumentCell =>
    cell(formatMoney(amountMinor, currency, language, { symbol: false, signed: true, minorUnits: "never" }), tone)
  return [
    {
      kind: "table",
      caption: texts.earlier(currency),
      columns: [
        { header: texts.comparison },
        ...[...names.values()].map((name) => ({ header: name[language], align: "right" as const, dropPriority: 1 })),
        { header: texts.variance, align: "right" },
      ],
      rows: whole.map((comparison) => [
        cell(comparedText(comparison, wording)),
        ...[...names.keys()].map((driver) => {
          const found = comparison.contributions.find((one) => one.driver === driver)
          return found === undefined ? cell("") : money(found.amountMinor)
        }),
        money(comparison.varianceMinor, toneOf(comparison.varianceMinor)),
      ]),
      footer: null,
      footnotes: [],
    },
    { kind: "paragraph", text: texts.rounded, tone: "faint" },
  ]
}

/** Variances split into drivers that sum exactly, each with its method; of the latest whole period and of what came after it. */
export const varianceDocument = (section: OrWithheld<VarianceSection>, wording: Wording): DocumentSection => {
  const { language } = wording
  const texts = varianceTexts[language]
  if (isWithheld(section)) {
    const text = withheldText(section.withheld, language)
    return { id: "variance", title: texts.title, blocks: [{ kind: "paragraph", text, tone: "faint" }] }
  }
  const { comparisons } = section
  const count = shownCount(comparisons)
  return {
    id: "variance",
    title: texts.title,
    blocks: [
      ...comparisons.slice(0, count).flatMap((comparison, index) => comparisonBlocks(comparison, index, wording)),
      ...earlierBlocks(comparisons.slice(count), wording),
    ],
  }
}
