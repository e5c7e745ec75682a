import type { Block, DocumentCell, DocumentSection } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell, withheldText } from "../document/Footnotes.ts"
import { sentence } from "../document/Sentence.ts"
import { formatMoney, hasMinorUnits } from "../format/Money.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPeriod } from "../format/Period.ts"
import { wholeAmount, wholeParts, wholeTable } from "../format/WholeUnits.ts"
import type { OrWithheld } from "../model/Figure.ts"
import { isWithheld } from "../model/Figure.ts"
import type { VarianceComparison, VarianceSection } from "../model/VarianceSection.ts"
import type { Tone } from "../terminal/Tone.ts"
import { unitOf } from "./Unit.ts"
import { varianceTexts } from "./VarianceTexts.ts"

const toneOf = (amountMinor: number): Tone | null => {
  if (amountMinor === 0) return null
  return amountMinor > 0 ? "good" : "alarm"
}

/** The amounts of a comparison in whole units that still add up, as every part of it shows them. */
interface ShownAmounts {
  readonly baseMinor: number
  readonly factMinor: number
  readonly varianceMinor: number
  /** Contributions in their order. */
  readonly contributions: ReadonlyArray<number>
  /** Whether minor units are left out anywhere. */
  readonly isRounded: boolean
}

const shownAmounts = (comparison: VarianceComparison, currency: string): ShownAmounts => {
  const exact = comparison.contributions.map(({ amountMinor }) => amountMinor)
  const [baseMinor, factMinor] = [
    wholeAmount(comparison.baseMinor, currency),
    wholeAmount(comparison.factMinor, currency),
  ]
  const varianceMinor = factMinor - baseMinor
  return {
    baseMinor,
    factMinor,
    varianceMinor,
    contributions: wholeParts(exact, currency, varianceMinor),
    isRounded: hasMinorUnits([...exact, comparison.baseMinor, comparison.factMinor], currency),
  }
}

/** A cell of an amount in whole units, with its sign. */
const signedCell = (amountMinor: number, { language, currency }: Wording, tone: Tone | null = null): DocumentCell =>
  cell(formatMoney(amountMinor, currency, language, { symbol: false, signed: true, minorUnits: "never" }), tone)

const bridgeBlock = (comparison: VarianceComparison, shown: ShownAmounts, index: number, wording: Wording): Block => {
  const { language, currency } = wording
  const texts = varianceTexts[language]
  const period = formatPeriod(comparison.period, language)
  const money = (amountMinor: number, signed = false): string =>
    formatMoney(amountMinor, currency, language, { signed, minorUnits: "never" })
  const baseLabel =
    comparison.kind === "plan" ? texts.plan(period) : texts.fact(formatPeriod(comparison.basePeriod, language))
  const steps = comparison.contributions.map((contribution, step) => ({
    label: contribution.name[language],
    amount: contribution.amountMinor,
    text: money(shown.contributions[step] ?? 0, true),
  }))
  const base = { label: baseLabel, amount: comparison.baseMinor, text: money(shown.baseMinor) }
  const fact = { label: texts.fact(period), amount: comparison.factMinor, text: money(shown.factMinor) }
  return {
    kind: "bridge",
    id: `bridge-${index + 1}`,
    title: texts.bridge,
    description: `${[base, ...steps, fact].map((step) => `${step.label}: ${step.text}`).join("; ")}.`,
    bridge: { base, steps, fact },
    brokenAxis: texts.brokenAxis,
  }
}

const driversTable = (comparison: VarianceComparison, shown: ShownAmounts, wording: Wording): Block => {
  const { language } = wording
  const texts = varianceTexts[language]
  const money = (amountMinor: number): DocumentCell => signedCell(amountMinor, wording, toneOf(amountMinor))
  // A split by product has figures by product only.
  const hasFigures = comparison.contributions.some(({ figures }) => figures !== null)
  const figuresCell = (text: string): ReadonlyArray<DocumentCell> => (hasFigures ? [cell(text)] : [])
  return {
    kind: "table",
    caption: texts.drivers(unitOf(wording, shown.isRounded)),
    columns: [
      { header: texts.driver },
      ...(hasFigures ? [{ header: texts.figures }] : []),
      { header: texts.contribution, align: "right" },
    ],
    rows: comparison.contributions.map((contribution, index) => [
      cell(contribution.name[language]),
      ...figuresCell(contribution.figures?.[language] ?? ""),
      money(shown.contributions[index] ?? 0),
    ]),
    footer: [cell(texts.variance), ...figuresCell(""), money(shown.varianceMinor)],
    footnotes: [],
  }
}

const groupsTable = (comparison: VarianceComparison, shown: ShownAmounts, wording: Wording): ReadonlyArray<Block> => {
  const { language, currency } = wording
  const texts = varianceTexts[language]
  if (comparison.groups.length === 0) return []
  const drivers = comparison.contributions
  const exact = {
    rows: comparison.groups.map(({ contributions }) => drivers.map(({ driver }) => contributions[driver] ?? 0)),
    rowTotals: comparison.groups.map(({ varianceMinor }) => varianceMinor),
    columnTotals: drivers.map(({ amountMinor }) => amountMinor),
  }
  const whole = wholeTable(exact, currency, shown.contributions)
  return [
    {
      kind: "table",
      caption: texts.groups(unitOf(wording, hasMinorUnits([...exact.rows.flat(), ...exact.rowTotals], currency))),
      columns: [
        { header: texts.group },
        ...drivers.map((driver) => ({ header: driver.name[language], align: "right" as const, dropPriority: 1 })),
        { header: texts.variance, align: "right" },
      ],
      rows: comparison.groups.map((group, row) => [
        cell(group.name),
        ...(whole.rows[row] ?? []).map((amountMinor) => signedCell(amountMinor, wording)),
        signedCell(whole.rowTotals[row] ?? 0, wording, toneOf(group.varianceMinor)),
      ]),
      footer: [
        cell(texts.variance),
        ...whole.columnTotals.map((amountMinor) => signedCell(amountMinor, wording)),
        signedCell(shown.varianceMinor, wording, toneOf(shown.varianceMinor)),
      ],
      footnotes: [],
    },
  ]
}

/** How rounding was done is said once, with the first comparison. */
const sumsBlock = (comparison: VarianceComparison, shown: ShownAmounts, index: number, wording: Wording): Block => {
  const { language, currency } = wording
  const texts = varianceTexts[language]
  const exact = comparison.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const money = (amountMinor: number): string => formatMoney(amountMinor, currency, language, { symbol: false })
  const parts = shown.contributions.reduce((text, amountMinor, index) => {
    if (index === 0) return money(amountMinor)
    return `${text} ${amountMinor < 0 ? "−" : "+"} ${money(Math.abs(amountMinor))}`
  }, "")
  const holds = exact === comparison.varianceMinor
  if (!holds) {
    return { kind: "paragraph", text: texts.doesNotSum(money(exact), money(comparison.varianceMinor)), tone: "alarm" }
  }
  const sums = texts.sums(parts, money(shown.varianceMinor))
  return { kind: "paragraph", text: shown.isRounded && index === 0 ? `${sums} ${texts.rounded}` : sums, tone: null }
}

/** What was seen with the deals behind the contributions, or that nothing was. */
const causesBlocks = (
  { causes, contributions }: VarianceComparison,
  shown: ShownAmounts,
  wording: Wording,
): ReadonlyArray<Block> => {
  const { language, currency } = wording
  const texts = varianceTexts[language]
  if (causes === undefined) return []
  if (causes.rows.length === 0) return [{ kind: "paragraph", text: texts.noCauses, tone: null }]
  const amounts = causes.rows.map(({ amountMinor }) => amountMinor)
  // Where they explain one contribution in whole, it stands above already.
  const whole = contributions.findIndex(({ amountMinor }) => amountMinor === causes.explainedMinor)
  const together = shown.contributions[whole] ?? wholeAmount(causes.explainedMinor, currency)
  const parts = wholeParts(amounts, currency, together)
  const money = (amountMinor: number): DocumentCell => signedCell(amountMinor, wording, toneOf(amountMinor))
  return [
    {
      kind: "table",
      caption: texts.causes(unitOf(wording, hasMinorUnits(amounts, currency))),
      columns: [
        { header: texts.cause },
        { header: texts.driver, dropPriority: 1 },
        { header: texts.deals, align: "right" },
        { header: texts.goesWith, align: "right" },
      ],
      rows: causes.rows.map(({ name, driver, dealCount }, row) => [
        cell(name?.[language] ?? texts.smaller),
        cell(driver?.[language] ?? ""),
        cell(formatNumber(dealCount, language)),
        money(parts[row] ?? 0),
      ]),
      footer: [cell(texts.together), cell(""), cell(""), money(together)],
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
  const shown = shownAmounts(comparison, wording.currency)
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
    bridgeBlock(comparison, shown, index, wording),
    driversTable(comparison, shown, wording),
    sumsBlock(comparison, shown, index, wording),
    ...groupsTable(comparison, shown, wording),
    ...causesBlocks(comparison, shown, wording),
    ...(comparison.notes.length === 0
      ? []
      : [
          {
            kind: "list" as const,
            items: comparison.notes.map((note) => ({ badge: null, text: sentence(note[language]), under: [] })),
          },
        ]),
  ]
}

/** Where the comparisons end that are shown in full: with the latest whole period beside the one before it. One that is under way explains little by itself. */
const shownCount = (comparisons: ReadonlyArray<VarianceComparison>): number => {
  const whole = comparisons.find(({ kind, period }) => kind === "priorPeriod" && period.name === null) ?? comparisons[0]
  return comparisons.findLastIndex(({ period }) => period.from === whole?.period.from) + 1
}

/** What was compared before, a line for each: its review was held in its time. Splits by product stay in the JSON. */
const earlierBlocks = (earlier: ReadonlyArray<VarianceComparison>, wording: Wording): ReadonlyArray<Block> => {
  const { language, currency } = wording
  const texts = varianceTexts[language]
  const whole = earlier.filter(({ groups }) => groups.length === 0)
  if (whole.length === 0) return []
  const names = new Map(whole.flatMap(({ contributions }) => contributions.map(({ driver, name }) => [driver, name])))
  const rows = whole.map((comparison) => ({ comparison, shown: shownAmounts(comparison, currency) }))
  return [
    {
      kind: "table",
      caption: texts.earlier(
        unitOf(
          wording,
          rows.some(({ shown }) => shown.isRounded),
        ),
      ),
      columns: [
        { header: texts.comparison },
        ...[...names.values()].map((name) => ({ header: name[language], align: "right" as const, dropPriority: 1 })),
        { header: texts.variance, align: "right" },
      ],
      rows: rows.map(({ comparison, shown }) => [
        cell(comparedText(comparison, wording)),
        ...[...names.keys()].map((driver) => {
          const at = comparison.contributions.findIndex((one) => one.driver === driver)
          const amountMinor = shown.contributions[at]
          return amountMinor === undefined ? cell("") : signedCell(amountMinor, wording)
        }),
        signedCell(shown.varianceMinor, wording, toneOf(shown.varianceMinor)),
      ]),
      footer: null,
      footnotes: [],
    },
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
