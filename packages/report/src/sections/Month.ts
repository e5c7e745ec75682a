import type { Language, Message } from "@salesdept/core/shared"
import type { Block, DocumentCell, DocumentSection } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell, footnotesOf } from "../document/Footnotes.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPeriod } from "../format/Period.ts"
import type { MonthRow, MonthSection } from "../model/MonthSection.ts"
import { monthTexts } from "./MonthTexts.ts"
import { unitOf } from "./Unit.ts"

/** For the talk with each rep: wins first, then what was missed and what went wrong. */
const talkBlocks = ({ reps }: MonthSection, language: Language): ReadonlyArray<Block> => {
  const texts = monthTexts[language]
  const line = (name: string, titles: ReadonlyArray<Message>): ReadonlyArray<string> =>
    titles.length === 0 ? [] : [`${name}: ${titles.map((title) => title[language]).join("; ")}`]
  const items = reps.flatMap(({ repName, talk }) => {
    if (talk === undefined || repName === null) return []
    const under = [
      ...line(texts.kinds.win, talk.wins),
      ...line(texts.kinds.missedOpportunity, talk.missed),
      ...line(texts.kinds.mistake, talk.mistakes),
    ]
    return [{ badge: { text: repName, tone: null }, text: under.length === 0 ? texts.nothing : "", under }]
  })
  return items.length === 0
    ? []
    : [
        { kind: "subheading", text: texts.talk },
        { kind: "list", items },
      ]
}

/** The month, rep by rep. */
export const monthDocument = (section: MonthSection, wording: Wording): DocumentSection => {
  const { language } = wording
  const texts = monthTexts[language]
  const notes = footnotesOf(wording)
  const number = (value: number): string => formatNumber(value, language)
  const cells = (name: string, row: MonthRow): ReadonlyArray<DocumentCell> => [
    cell(name),
    notes.count(row.openedCount),
    notes.count(row.wonCount),
    notes.amount(row.wonMinor),
    notes.count(row.lostCount),
    notes.count(row.openCount),
    notes.count(row.stepsOverdueCount),
    notes.count(row.mistakeCount),
    notes.count(row.missedCount),
    notes.count(row.winCount),
  ]
  const right = { align: "right" } as const
  const rows = section.reps.map((row) => cells(row.repName ?? "", row))
  const footer = cells(texts.department, section.total)
  const name = formatPeriod(section.period, language)
  return {
    id: "month",
    title: texts.title(name),
    blocks: [
      {
        kind: "paragraph",
        text: texts.stored(number(section.summaryCount), number(section.uncoveredCount)),
        tone: section.uncoveredCount === 0 ? null : "attention",
      },
      {
        kind: "table",
        caption: texts.table(unitOf(wording)),
        columns: [
          { header: texts.rep },
          { header: texts.opened, ...right, dropPriority: 3 },
          { header: texts.won, ...right },
          { header: texts.wonAmount, ...right },
          { header: texts.lost, ...right },
          { header: texts.open, ...right, dropPriority: 4 },
          { header: texts.overdue, ...right, dropPriority: 2 },
          { header: texts.mistakes, ...right },
          { header: texts.missed, ...right, dropPriority: 1 },
          { header: texts.wins, ...right },
        ],
        rows,
        footer,
        footnotes: notes.list(),
      },
      {
        kind: "list",
        items: [texts.alone, texts.growth].map((text) => ({ badge: null, text, under: [] })),
      },
      ...talkBlocks(section, language),
    ],
  }
}
