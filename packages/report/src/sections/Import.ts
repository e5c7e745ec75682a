import type { DocumentSection, ListItem } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell } from "../document/Footnotes.ts"
import { formatNumber } from "../format/Number.ts"
import type { ImportedFile, ImportNote, ImportNoteKind, ImportSection } from "../model/ImportSection.ts"
import type { Tone } from "../terminal/Tone.ts"
import { importTexts } from "./ImportTexts.ts"

const tones: { readonly [Kind in ImportNoteKind]: Tone } = {
  kept: "good",
  normalised: "good",
  conflict: "attention",
  rejected: "alarm",
}

const counts = ["rowCount", "importedCount", "unchangedCount", "conflictCount", "rejectedCount"] as const

const noteItem = (note: ImportNote, { language }: Wording): ListItem => {
  const texts = importTexts[language]
  return {
    badge: { text: texts.kinds[note.kind], tone: tones[note.kind] },
    text: `${texts.rowCount(note.count)}: ${note.text[language]} (${note.code})`,
    under: note.examples.map((example) =>
      texts.example(example.file, formatNumber(example.line, language), example.text),
    ),
  }
}

/** How the files came in: rows by outcome, every oddity, what is not carried. */
export const importDocument = (section: ImportSection, wording: Wording): DocumentSection => {
  const { language } = wording
  const texts = importTexts[language]
  const number = (value: number): string => formatNumber(value, language)
  const totalOf = (key: (typeof counts)[number]): number =>
    section.files.reduce((sum: number, file: ImportedFile) => sum + file[key], 0)
  const { rerun } = section
  const unread = section.files.filter(({ unreadColumns }) => unreadColumns.length > 0)
  return {
    id: "import",
    title: texts.title,
    blocks: [
      {
        kind: "table",
        caption: texts.files,
        columns: [
          { header: texts.file },
          { header: texts.contents, dropPriority: 1 },
          { header: texts.rows, align: "right" },
          { header: texts.imported, align: "right" },
          { header: texts.unchanged, align: "right" },
          { header: texts.conflicts, align: "right" },
          { header: texts.rejected, align: "right" },
        ],
        rows: section.files.map((file) => [
          cell(file.name),
          cell(file.contents[language]),
          ...counts.map((key) => {
            const grave = file[key] > 0 && key === "rejectedCount" ? "alarm" : null
            return cell(number(file[key]), file[key] > 0 && key === "conflictCount" ? "attention" : grave)
          }),
        ]),
        footer: [cell(texts.total), cell(""), ...counts.map((key) => cell(number(totalOf(key))))],
        footnotes: [],
      },
      ...(rerun === null
        ? []
        : [
            {
              kind: "paragraph" as const,
              text: texts.rerun(rerun.unchangedCount, number(rerun.changedCount), rerun.changedCount === 0),
              tone: rerun.changedCount === 0 ? null : ("alarm" as const),
            },
          ]),
      { kind: "subheading", text: texts.notes },
      section.notes.length === 0
        ? { kind: "paragraph", text: texts.clean, tone: null }
        : { kind: "list", items: section.notes.map((note) => noteItem(note, wording)) },
      ...(unread.length === 0
        ? []
        : [
            { kind: "subheading" as const, text: texts.unread },
            {
              kind: "list" as const,
              items: unread.map(({ name, unreadColumns }) => ({
                badge: null,
                text: `${name}: ${unreadColumns.join(", ")}`,
                under: [],
              })),
            },
          ]),
      ...(section.notCarried.length === 0
        ? []
        : [
            { kind: "subheading" as const, text: texts.notCarried },
            {
              kind: "list" as const,
              items: section.notCarried.map((missing) => ({
                badge: null,
                text: `${missing.what[language]}: ${missing.consequence[language]}`,
                under: [],
              })),
            },
          ]),
    ],
  }
}
