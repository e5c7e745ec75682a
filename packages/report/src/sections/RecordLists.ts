import type { Block, DocumentCell } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell } from "../document/Footnotes.ts"
import { formatMoney } from "../format/Money.ts"
import { formatNumber } from "../format/Number.ts"
import type { ListedRecord, RecordList } from "../model/RecordList.ts"
import { recordListTexts } from "./RecordListTexts.ts"
import { unitOf } from "./Unit.ts"

/** Names stand before ids; what has no name is known by its id alone. */
const named = ({ recordId, name }: ListedRecord): DocumentCell =>
  name === null ? { ...cell(recordId), recordId } : { ...cell(name), recordId }

/**
 * A table of records: what it is, whose, why, for how much.
 *
 * @param caption - what stands above it
 * @param records - its rows, each with the cells that stand behind its name
 * @param behind - headings of those cells
 */
export const recordsTable = (
  caption: string,
  records: ReadonlyArray<{ readonly behind: ReadonlyArray<DocumentCell>; readonly record: ListedRecord }>,
  behind: ReadonlyArray<string>,
  wording: Wording,
): Block => {
  const { language, currency } = wording
  const texts = recordListTexts[language]
  const hasMoney = records.some(({ record }) => record.amountMinor !== null)
  const money = (amountMinor: number | null): DocumentCell =>
    cell(
      amountMinor === null ? "" : formatMoney(amountMinor, currency, language, { symbol: false, minorUnits: "about" }),
    )
  return {
    kind: "table",
    caption,
    columns: [
      { header: texts.record },
      ...behind.map((header) => ({ header })),
      { header: texts.rep },
      { header: texts.reason },
      ...(hasMoney ? [{ header: texts.amount(unitOf(wording)), align: "right" as const }] : []),
    ],
    rows: records.map(({ behind: cells, record }) => [
      named(record),
      ...cells,
      cell(record.repName ?? texts.nobody, record.repName === null ? "attention" : null),
      cell(record.reason[language]),
      ...(hasMoney ? [money(record.amountMinor)] : []),
    ]),
    footer: null,
    footnotes: [],
    isProse: true,
  }
}

/** One list: how many and for how much, what is to be done, and the records to begin with. */
export const recordListBlocks = (list: RecordList, wording: Wording): ReadonlyArray<Block> => {
  const { language, currency } = wording
  const texts = recordListTexts[language]
  const number = (value: number): string => formatNumber(value, language)
  const money =
    list.totalMinor === null ? null : formatMoney(list.totalMinor, currency, language, { minorUnits: "about" })
  const [shown, total] = [list.rows.length, list.totalCount]
  return [
    { kind: "subheading", text: texts.head(list.title[language], number(total), money) },
    { kind: "paragraph", text: list.next[language], tone: null },
    ...(list.foreignCount === undefined
      ? []
      : [{ kind: "paragraph" as const, text: texts.foreign(number(list.foreignCount)), tone: null }]),
    recordsTable(
      shown === total ? texts.all : texts.first(number(shown), number(total)),
      list.rows.map((record) => ({ behind: [], record })),
      [],
      wording,
    ),
  ]
}
