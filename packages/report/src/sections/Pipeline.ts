import type { Block, DocumentSection } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell, footnotesOf } from "../document/Footnotes.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPercent } from "../format/Percent.ts"
import { isWithheld } from "../model/Figure.ts"
import type { PipelineSection } from "../model/PipelineSection.ts"
import { curveBlocks } from "./OutcomeCurve.ts"
import { pipelineTexts } from "./PipelineTexts.ts"
import { daysFact, proportionFact } from "./Facts.ts"
import { stalledBlocks } from "./Stalled.ts"
import { unitOf } from "./Unit.ts"

const stagesTable = (section: PipelineSection, wording: Wording): ReadonlyArray<Block> => {
  const { language } = wording
  const texts = pipelineTexts[language]
  const notes = footnotesOf(wording)
  const number = (value: number): string => formatNumber(value, language)
  const rows = section.stages.map((stage) => [
    cell(stage.name[language]),
    cell(number(stage.count)),
    notes.amount(stage.amount),
    notes.figure(stage.reachedCount, number),
    notes.figure(stage.conversion, (share) => formatPercent(share.rate, language)),
    notes.figure(stage.medianDaysInStage, (days) => formatNumber(days, language, 1)),
  ])
  const table: Block = {
    kind: "table",
    caption: texts.stages(unitOf(wording)),
    columns: [
      { header: texts.stage },
      { header: texts.deals, align: "right" },
      { header: texts.amount, align: "right" },
      { header: texts.reached, align: "right", dropPriority: 2 },
      { header: texts.wentOn, align: "right", dropPriority: 1 },
      { header: texts.daysIn, align: "right", dropPriority: 1 },
    ],
    rows,
    footer: [cell(texts.total), cell(number(section.dealCount)), ...Array.from({ length: 4 }, () => cell(""))],
    footnotes: notes.list(),
  }
  const hasShares = section.stages.some(({ conversion }) => !isWithheld(conversion))
  return hasShares ? [table, { kind: "paragraph", text: texts.ofThrough, tone: "faint" }] : [table]
}

const funnel = (section: PipelineSection, { language }: Wording): ReadonlyArray<Block> => {
  const texts = pipelineTexts[language]
  const stages = section.stages.flatMap((stage) => {
    if (isWithheld(stage.reachedCount) || stage.kind === "lost") return []
    const share = isWithheld(stage.conversion) ? null : formatPercent(stage.conversion.rate, language)
    const text = formatNumber(stage.reachedCount, language)
    const onward = share === null ? null : texts.wentOnShare(share)
    return [{ label: stage.name[language], value: stage.reachedCount, text, onward }]
  })
  if (stages.length < 2) return []
  const description = `${stages.map((stage) => `${stage.label}: ${stage.text}`).join("; ")}.`
  return [{ kind: "funnel", id: "funnel", title: texts.funnel, description, stages }]
}

/** The pipeline: stages, conversion, win rate, time to close, what is stalled. */
export const pipelineDocument = (section: PipelineSection, wording: Wording): DocumentSection => {
  const texts = pipelineTexts[wording.language]
  return {
    id: "pipeline",
    title: texts.title,
    blocks: [
      ...stagesTable(section, wording),
      ...funnel(section, wording),
      {
        kind: "facts",
        tiles: false,
        entries: [
          proportionFact(texts.winRate, section.winRate, wording),
          daysFact(texts.daysToWin, section.daysToWin, wording),
          daysFact(texts.daysToLose, section.daysToLose, wording),
        ],
      },
      ...curveBlocks(section.outcomeCurve, wording),
      ...stalledBlocks(section.stalled, wording),
    ],
  }
}
