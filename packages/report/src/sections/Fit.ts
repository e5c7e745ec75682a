import type { DocumentCell, DocumentSection } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell } from "../document/Footnotes.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPercent } from "../format/Percent.ts"
import { formatPeriod } from "../format/Period.ts"
import type { FitSection, ProductFit } from "../model/FitSection.ts"
import { fitTexts } from "./FitTexts.ts"

/** Whom to give which product: who wins more of it, with how much it rests on. */
export const fitDocument = (section: FitSection, { language }: Wording): DocumentSection => {
  const texts = fitTexts[language]
  const number = (value: number): string => formatNumber(value, language)
  const share = (rate: number): string => formatPercent(rate, language, 0)
  const rowsOf = ({ product, wonCount, closedCount, reps }: ProductFit): ReadonlyArray<ReadonlyArray<DocumentCell>> => {
    const all = texts.wonOf(number(wonCount), number(closedCount), share(wonCount / closedCount))
    if (reps.length === 0) return [[cell(product), cell(all), cell(texts.nobody, "faint"), cell(""), cell("")]]
    return reps.map((rep, index) => [
      cell(index === 0 ? product : ""),
      cell(index === 0 ? all : ""),
      cell(rep.isBeyondChance ? `${rep.repName} (${texts.beyond})` : rep.repName, rep.isBeyondChance ? "good" : null),
      cell(texts.few(number(rep.wonCount), number(rep.closedCount))),
      cell(share(rep.rate)),
    ])
  }
  const right = { align: "right" } as const
  return {
    id: "fit",
    title: texts.title,
    blocks: [
      { kind: "paragraph", text: texts.intro(formatPeriod(section.period, language)), tone: null },
      {
        kind: "table",
        caption: texts.table,
        columns: [
          { header: texts.product },
          { header: texts.all, ...right },
          { header: texts.first },
          { header: texts.own, ...right },
          { header: texts.rate, ...right },
        ],
        rows: section.products.flatMap(rowsOf),
        footer: null,
        footnotes: [],
      },
      {
        kind: "paragraph",
        text: texts.method(number(section.drawnByDeals), number(section.leastClosed)),
        tone: "faint",
      },
    ],
  }
}
