import type { Block, DocumentSection } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell, footnotesOf } from "../document/Footnotes.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPercent } from "../format/Percent.ts"
import type { ControlSection, ControlStateFigures, ControlTone } from "../model/ControlSection.ts"
import type { ColourRole } from "../svg/Palette.ts"
import type { Tone } from "../terminal/Tone.ts"
import { controlTexts } from "./ControlTexts.ts"
import { recordsTable } from "./RecordLists.ts"
import { unitOf } from "./Unit.ts"

const tones: { readonly [Key in ControlTone]: Tone | null } = {
  alarm: "alarm",
  attention: "attention",
  fine: "good",
  closed: null,
  notObservable: "faint",
}

const roles: { readonly [Key in ControlTone]: ColourRole } = {
  alarm: "alarm",
  attention: "attention",
  fine: "primary",
  closed: "neutral",
  notObservable: "neutral",
}

/** States are numbered, so that the table by owner fits under the numbers. */
const numbered = (state: ControlStateFigures, index: number, { language }: Wording): string =>
  `${index + 1}. ${state.name[language]}`

const partitionBlocks = (section: ControlSection, wording: Wording): ReadonlyArray<Block> => {
  const { language } = wording
  const texts = controlTexts[language]
  const number = (value: number): string => formatNumber(value, language)
  const sum = section.states.reduce((total, state) => total + state.count, 0)
  const holds = sum === section.totalCount
  const parts = section.states.filter((state) => state.count > 0).map((state) => number(state.count))
  return [
    {
      kind: "stack",
      id: "partition",
      title: texts.partition(section.records[language]),
      description: `${section.states.map((state) => `${state.name[language]}: ${number(state.count)}`).join("; ")}.`,
      parts: section.states.map((state, index) => ({
        label: numbered(state, index, wording),
        value: state.count,
        text: `${number(state.count)} · ${formatPercent(sum === 0 ? 0 : state.count / sum, language)}`,
        role: roles[state.tone],
        hatched: state.tone === "notObservable",
      })),
    },
    {
      kind: "paragraph",
      text: holds
        ? texts.sums(parts.join(" + "), number(section.totalCount))
        : texts.doesNotSum(number(sum), number(section.totalCount)),
      tone: holds ? null : "alarm",
    },
  ]
}

const statesTable = (section: ControlSection, wording: Wording): Block => {
  const { language } = wording
  const texts = controlTexts[language]
  const notes = footnotesOf(wording)
  const number = (value: number): string => formatNumber(value, language)
  const share = (count: number): string =>
    section.totalCount === 0 ? "—" : formatPercent(count / section.totalCount, language)
  return {
    kind: "table",
    caption: texts.states(unitOf(wording)),
    columns: [
      { header: texts.state },
      { header: texts.records, align: "right" },
      { header: texts.share, align: "right", dropPriority: 1 },
      { header: texts.amount, align: "right" },
      { header: texts.oldest, align: "right", dropPriority: 2 },
    ],
    rows: section.states.map((state, index) => [
      cell(numbered(state, index, wording), state.count === 0 ? "faint" : tones[state.tone]),
      cell(number(state.count)),
      cell(share(state.count)),
      notes.amount(state.amount),
      cell(state.oldestDays === null ? "" : number(state.oldestDays)),
    ]),
    footer: [
      cell(texts.total),
      cell(number(section.totalCount)),
      cell(share(section.totalCount)),
      notes.amount(section.totalAmount),
      cell(""),
    ],
    footnotes: notes.list(),
  }
}

/** Whom to turn to first: the head of the control list, state by state. */
const firstBlocks = (section: ControlSection, wording: Wording): ReadonlyArray<Block> => {
  const texts = controlTexts[wording.language]
  const records = (section.first ?? []).flatMap(({ state, rows }) => {
    const index = section.states.findIndex((one) => one.state === state)
    const of = section.states[index]
    if (of === undefined) return []
    return rows.map((record) => ({ behind: [cell(numbered(of, index, wording), tones[of.tone])], record }))
  })
  return records.length === 0 ? [] : [recordsTable(texts.first, records, [texts.state], wording)]
}

/** What puts a record into a state, and what takes it out. */
const meaningsList = (section: ControlSection, wording: Wording): Block => {
  const { language } = wording
  const texts = controlTexts[language]
  return {
    kind: "list",
    items: section.states.map((state, index) => {
      const needs = state.tone === "alarm" || state.tone === "attention"
      return {
        badge: { text: numbered(state, index, wording), tone: tones[state.tone] },
        text: state.meaning[language],
        under: needs && state.clears !== undefined ? [`${texts.when[state.tone]}: ${state.clears[language]}`] : [],
      }
    }),
  }
}

const byRepTable = (section: ControlSection, wording: Wording): Block => {
  const { language } = wording
  const texts = controlTexts[language]
  const counted = (count: number, tone: Tone | null = null) =>
    count === 0 ? cell("·", "faint") : cell(formatNumber(count, language), tone)
  return {
    kind: "table",
    caption: texts.byRep,
    columns: [
      { header: texts.rep, minWidth: 20 },
      { header: texts.all, align: "right" },
      ...section.states.map((state, index) => ({
        header: numbered(state, index, wording),
        shortHeader: String(index + 1),
        align: "right" as const,
        dropPriority: index + 1,
      })),
    ],
    rows: section.byRep.map((rep) => [
      cell(rep.repName ?? texts.nobody),
      counted(rep.totalCount),
      ...section.states.map((state) => counted(rep.counts[state.state] ?? 0, tones[state.tone])),
    ]),
    footer: [
      cell(texts.total),
      counted(section.byRep.reduce((sum, rep) => sum + rep.totalCount, 0)),
      ...section.states.map((state) =>
        counted(section.byRep.reduce((sum, rep) => sum + (rep.counts[state.state] ?? 0), 0)),
      ),
    ],
    footnotes: [],
  }
}

/** The partition of the whole base, worst first, and by owner. */
export const controlDocument = (section: ControlSection, wording: Wording): DocumentSection => {
  const { language } = wording
  const texts = controlTexts[language]
  if (section.totalCount === 0) {
    const text = texts.none(section.records[language])
    return { id: "control", title: texts.title, blocks: [{ kind: "paragraph", text, tone: "faint" }] }
  }
  return {
    id: "control",
    title: texts.title,
    blocks: [
      ...(section.standing === undefined
        ? []
        : [{ kind: "paragraph" as const, text: section.standing[language], tone: null }]),
      ...partitionBlocks(section, wording),
      statesTable(section, wording),
      { kind: "paragraph", text: texts.amounts, tone: "faint" },
      { kind: "subheading", text: texts.meanings },
      meaningsList(section, wording),
      ...firstBlocks(section, wording),
      ...(section.byRep.length === 0 ? [] : [byRepTable(section, wording)]),
      ...(section.notObservable.length === 0
        ? []
        : [
            { kind: "subheading" as const, text: texts.notObservable },
            {
              kind: "list" as const,
              items: section.notObservable.map(({ what, why }) => ({
                badge: null,
                text: `${what[language]} — ${why[language]}`,
                under: [],
              })),
            },
          ]),
    ],
  }
}
