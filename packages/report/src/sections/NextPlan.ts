import type { DocumentSection } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell, footnotesOf } from "../document/Footnotes.ts"
import { formatMoney, hasMinorUnits } from "../format/Money.ts"
import { formatPercentDelta } from "../format/Percent.ts"
import { formatPeriod } from "../format/Period.ts"
import { wholeAmount, wholeParts } from "../format/WholeUnits.ts"
import type { OrWithheld } from "../model/Figure.ts"
import { isWithheld } from "../model/Figure.ts"
import type { NextPlanSection } from "../model/NextPlanSection.ts"
import { nextPlanTexts } from "./NextPlanTexts.ts"
import { unitOf } from "./Unit.ts"

/** The plan of the next period as it stands and as it is proposed. */
export const nextPlanDocument = (section: NextPlanSection, wording: Wording): DocumentSection => {
  const { language, currency } = wording
  const texts = nextPlanTexts[language]
  const notes = footnotesOf(wording)
  const [past, next] = [formatPeriod(section.past, language), formatPeriod(section.next, language)]
  const money = (amountMinor: number): string =>
    formatMoney(amountMinor, currency, language, { symbol: false, minorUnits: "never" })
  const signed = (amountMinor: number): string =>
    formatMoney(amountMinor, currency, language, { signed: true, minorUnits: "about" })
  const change = (currentMinor: number, proposedMinor: number): string => {
    const rate = currentMinor === 0 ? null : proposedMinor / currentMinor - 1
    return rate === null ? "—" : formatPercentDelta(rate, language)
  }
  const cells = (name: string, currentMinor: number, proposedMinor: number, landing: OrWithheld<number> | null) => [
    cell(name),
    cell(money(currentMinor)),
    cell(money(proposedMinor)),
    cell(change(currentMinor, proposedMinor)),
    landing === null ? cell("") : notes.figure(landing, money),
  ]
  const right = { align: "right" } as const
  // Targets are added up by whoever reads them: what is shown of them sums.
  const exact = [
    section.reps.map(({ currentMinor }) => currentMinor),
    section.reps.map(({ proposedMinor }) => proposedMinor),
  ]
  const [current, proposed] = [
    wholeParts(exact[0] ?? [], currency, wholeAmount(section.currentMinor, currency)),
    wholeParts(exact[1] ?? [], currency, wholeAmount(section.proposedMinor, currency)),
  ]
  const rows = section.reps.map(({ repName, landingMinor }, index) =>
    cells(repName, current[index] ?? 0, proposed[index] ?? 0, landingMinor),
  )
  const landings = section.reps.map(({ landingMinor }) => landingMinor)
  const known = landings.filter((landing): landing is number => !isWithheld(landing))
  // A sum of some of them would pass for that of all.
  const together = known.length === landings.length ? known.reduce((sum, landing) => sum + landing, 0) : null
  const said = [texts.proposal, ...(section.notPlaced === null ? [] : [section.notPlaced[language]])]
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
        caption: texts.table(unitOf(wording, hasMinorUnits([...exact.flat(), ...known], currency))),
        columns: [
          { header: texts.rep, minWidth: 12 },
          { header: texts.current, ...right },
          { header: texts.proposed, ...right },
          { header: texts.change, ...right },
          { header: texts.landing, ...right, dropPriority: 1 },
        ],
        rows,
        footer: cells(
          texts.department,
          wholeAmount(section.currentMinor, currency),
          wholeAmount(section.proposedMinor, currency),
          together,
        ),
        footnotes: notes.list(),
      },
      { kind: "list", items: said.map((text) => ({ badge: null, text, under: [] })) },
    ],
  }
}
