import { sumMinor } from "@salesdept/core/shared"
import type { DocumentSection } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell, footnotesOf } from "../document/Footnotes.ts"
import { formatMoney, hasMinorUnits } from "../format/Money.ts"
import { formatPercent, formatPercentDelta } from "../format/Percent.ts"
import { formatPeriod } from "../format/Period.ts"
import { wholeParts } from "../format/WholeUnits.ts"
import type { OrWithheld } from "../model/Figure.ts"
import { isWithheld } from "../model/Figure.ts"
import type { NextPlanRow, NextPlanSection } from "../model/NextPlanSection.ts"
import { nextPlanTexts } from "./NextPlanTexts.ts"
import { unitOf } from "./Unit.ts"

const isExact = ({ roundMinor, proposedMinor }: NextPlanRow): boolean => roundMinor === proposedMinor

/** The plan of the next period as it stands and as it is proposed. */
export const nextPlanDocument = (section: NextPlanSection, wording: Wording): DocumentSection => {
  const { language, currency } = wording
  const texts = nextPlanTexts[language]
  const notes = footnotesOf(wording)
  const [past, next] = [formatPeriod(section.past, language), formatPeriod(section.next, language)]
  const money = (amountMinor: number): string => formatMoney(amountMinor, currency, language, { symbol: false })
  const whole = (amountMinor: number): string =>
    formatMoney(amountMinor, currency, language, { symbol: false, minorUnits: "never" })
  const signed = (amountMinor: number): string =>
    formatMoney(amountMinor, currency, language, { signed: true, minorUnits: "about" })
  const change = (currentMinor: number, roundMinor: number): string => {
    const rate = currentMinor === 0 ? null : roundMinor / currentMinor - 1
    return rate === null ? "—" : formatPercentDelta(rate, language)
  }
  const cells = (name: string, currentMinor: number, roundMinor: number, landing: OrWithheld<number> | null) => [
    cell(name),
    cell(money(currentMinor)),
    cell(money(roundMinor)),
    cell(change(currentMinor, roundMinor)),
    landing === null ? cell("") : notes.figure(landing, whole),
  ]
  const right = { align: "right" } as const
  const targets = section.reps.flatMap(({ currentMinor, roundMinor }) => [currentMinor, roundMinor])
  const known = section.reps.flatMap(({ landingMinor }) => (isWithheld(landingMinor) ? [] : [landingMinor]))
  // A sum of some of them would pass for that of all. Rounded with the others, each comes out as in the forecast.
  const landings =
    known.length === section.reps.length
      ? wholeParts([...known, section.othersLandingMinor ?? 0], currency).slice(0, known.length)
      : null
  const rows = section.reps.map(({ currentMinor, landingMinor, repName, roundMinor }, index) =>
    cells(repName, currentMinor, roundMinor, landings?.[index] ?? landingMinor),
  )
  const about = (amountMinor: number): string => formatMoney(amountMinor, currency, language, { minorUnits: "about" })
  const full = (amountMinor: number): string => formatMoney(amountMinor, currency, language)
  const said = [
    ...(section.roundMinor === section.proposedMinor && section.reps.every(isExact)
      ? []
      : [texts.rounded(full(section.stepMinor), full(section.proposedMinor))]),
    ...(section.othersLandingMinor === undefined ? [] : [texts.others(about(section.othersLandingMinor))]),
    ...(section.chances === undefined
      ? []
      : [
          texts.chances(
            formatPercent(section.chances.current, language),
            formatPercent(section.chances.proposed, language),
          ),
        ]),
    ...(section.outOfReach === undefined
      ? []
      : [texts.outOfReach(formatPercent(section.outOfReach.share, language, 0), about(section.outOfReach.mostMinor))]),
    texts.proposal,
    ...(section.notPlaced === null ? [] : [`${section.notPlaced[language]}.`]),
  ]
  return {
    id: "next-plan",
    title: texts.title(next),
    blocks: [
      {
        kind: "paragraph",
        text: texts.deviation(past, signed(section.deviationMinor), next, signed(section.carriedMinor)),
        tone: null,
      },
      { kind: "paragraph", text: section.method[language], tone: null },
      {
        kind: "table",
        caption: texts.table(unitOf(wording, hasMinorUnits([...targets, ...known], currency))),
        columns: [
          { header: texts.rep },
          { header: texts.current, ...right },
          { header: texts.proposed, ...right },
          { header: texts.change, ...right },
          { header: texts.landing, ...right, dropPriority: 1 },
        ],
        rows,
        footer: cells(
          texts.department,
          section.currentMinor,
          section.roundMinor,
          landings === null ? null : sumMinor(landings),
        ),
        footnotes: notes.list(),
      },
      { kind: "list", items: said.map((text) => ({ badge: null, text, under: [] })) },
    ],
  }
}
