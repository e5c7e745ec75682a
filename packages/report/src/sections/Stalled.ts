import type { Language } from "@salesdept/core/shared"
import type { Block } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell, footnotesOf, withheldText } from "../document/Footnotes.ts"
import { formatCount, nouns } from "../format/Counted.ts"
import { formatMoney } from "../format/Money.ts"
import { formatNumber } from "../format/Number.ts"
import type { OrWithheld } from "../model/Figure.ts"
import { isWithheld } from "../model/Figure.ts"
import type { StalledDeals } from "../model/PipelineSection.ts"
import { pipelineTexts } from "./PipelineTexts.ts"
import { unitOf } from "./Unit.ts"

/** Whether pipelines have thresholds that differ. */
export const isByPipeline = ({ thresholdDays: [least, most] }: StalledDeals): boolean => least < most

/** The threshold, or from which to which those of the pipelines go: `103 days`, `47–103 дней`. */
export const thresholdText = (figure: StalledDeals, language: Language): string => {
  const [least, most] = figure.thresholdDays
  const days = formatCount(most, nouns.dayOf, language, 1)
  return isByPipeline(figure) ? `${formatNumber(least, language, 1)}–${days}` : days
}

const amountText = (stalled: StalledDeals, { language, currency }: Wording): string => {
  if (isWithheld(stalled.amount)) return withheldText(stalled.amount.withheld, language)
  const money = formatMoney(stalled.amount.amountMinor, currency, language, { minorUnits: "about" })
  return stalled.amount.note === null ? money : `${money} (${stalled.amount.note[language]})`
}

/** What is stalled: how many, by which threshold, for how much, and the ones to look at first. */
export const stalledBlocks = (figure: OrWithheld<StalledDeals>, wording: Wording): ReadonlyArray<Block> => {
  const { language } = wording
  const texts = pipelineTexts[language]
  const heading: Block = { kind: "subheading", text: texts.stalled }
  if (isWithheld(figure)) {
    return [heading, { kind: "paragraph", text: withheldText(figure.withheld, language), tone: "faint" }]
  }
  const notes = footnotesOf(wording)
  const number = (value: number): string => formatNumber(value, language, 1)
  const haveSubjects = figure.worst.some(({ subject }) => subject !== null)
  const rows = figure.worst.map((deal) => [
    { ...cell(deal.title ?? deal.dealId), recordId: deal.dealId },
    ...(haveSubjects ? [cell(deal.subject ?? "")] : []),
    cell(deal.repName ?? texts.nobody),
    cell(number(deal.ageDays)),
    notes.amount(deal.amount),
  ])
  const told = [
    texts.stalledCount(number(figure.count), figure.ofCount, thresholdText(figure, language), isByPipeline(figure)),
    texts.rule(figure.rule[language]),
    texts.money(amountText(figure, wording)),
  ]
  return [
    heading,
    { kind: "paragraph", text: told.join(" "), tone: null },
    ...(rows.length === 0
      ? []
      : [
          {
            kind: "table" as const,
            caption: texts.worst(unitOf(wording)),
            columns: [
              { header: texts.deal },
              ...(haveSubjects ? [{ header: texts.what }] : []),
              { header: texts.rep, minWidth: 20 },
              { header: texts.age, align: "right" as const },
              { header: texts.amount, align: "right" as const },
            ],
            rows,
            footer: null,
            footnotes: notes.list(),
            isProse: true,
          },
        ]),
  ]
}
