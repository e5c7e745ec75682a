import { controlKindTexts, controlStateTexts, defaultCoveragePolicy } from "@salesdept/core/control"
import type { CallAnswer } from "@salesdept/core/promise"
import type { Language } from "@salesdept/core/shared"
import { formatDay, formatDays, formatMoney, formatNumber, heading, note, paragraph } from "@salesdept/report"
import type { TerminalStyle } from "@salesdept/report"

/** The list as `control.list` gives it. */
type List = CallAnswer<"control", "list">

/** Whether everybody is under control, as `control.coverage` gives it. */
type Coverage = CallAnswer<"control", "coverage">

/** Names of people by their ids. */
type Names = ReadonlyMap<string, string>

const texts = {
  en: {
    title: (day: string) => `Control, ${day}`,
    count: (total: string, judged: string) => `Records that need somebody: ${total} of ${judged}.`,
    inStates: (total: string, judged: string) => `Records in the states asked for: ${total} of ${judged}.`,
    left: "If left:",
    clears: "To clear:",
    more: (count: string) => `${count} more below these; --limit shows more of them.`,
    hidden: (count: string) => `Taken off the list by hand: ${count}.`,
    notRead: "Not read:",
    covered: (checked: string) => `Everybody is under control: records checked ${checked}.`,
    coveredInPart: (seen: string, unseen: string) =>
      `Of the records that can be judged, ${seen}, none is out of control; of ${unseen} more nothing can be said.`,
    uncovered: (count: string, checked: string) => `Not under control: ${count} of ${checked} records.`,
    checked: (states: string) => `Looked for: ${states}.`,
    holds: (states: string) => `Here for: ${states}.`,
    quoted: (state: string) => `“${state}”`,
    notObservable: (count: string) => `Records of which nothing can be said: ${count}.`,
  },
  ru: {
    title: (day: string) => `Контроль, ${day}`,
    count: (total: string, judged: string) => `Записей, которыми надо заняться: ${total} из ${judged}.`,
    inStates: (total: string, judged: string) => `Записей в названных состояниях: ${total} из ${judged}.`,
    left: "Если оставить:",
    clears: "Что сделать:",
    more: (count: string) => `Ниже ещё ${count}; --limit покажет больше.`,
    hidden: (count: string) => `Убрано из списка вручную: ${count}.`,
    notRead: "Не прочитано:",
    covered: (checked: string) => `Под контролем все: проверено записей ${checked}.`,
    coveredInPart: (seen: string, unseen: string) =>
      `Среди записей, о которых можно судить (${seen}), без контроля нет ни одной; ещё о ${unseen} ничего сказать нельзя.`,
    uncovered: (count: string, checked: string) => `Не под контролем: ${count} из ${checked}.`,
    checked: (states: string) => `Проверены состояния: ${states}.`,
    holds: (states: string) => `Здесь из-за состояний: ${states}.`,
    quoted: (state: string) => `«${state}»`,
    notObservable: (count: string) => `Записей, о которых ничего сказать нельзя: ${count}.`,
  },
} as const

/** A record as the list and coverage tell of it. */
type Row = Omit<List["rows"][number], "above" | "ifLeft" | "place">

/** What a record is: its state, its name, who owns it, for how long, and what money is at stake. */
const recordLine = (
  { ageDays, amountMinor, currency, id, name, ownerId, state }: Row,
  people: Names,
  language: Language,
): string =>
  [
    controlStateTexts[state].name[language],
    name === null ? id : `${name} (${id})`,
    ...(ownerId === null ? [] : [people.get(ownerId) ?? ownerId]),
    ...(ageDays === null ? [] : [formatDays(ageDays, language)]),
    ...(amountMinor === null || currency === null ? [] : [formatMoney(amountMinor, currency, language)]),
  ].join(" · ")

/** A record under its mark, with what is said of it below. */
const entry = (
  mark: string,
  line: string,
  style: TerminalStyle,
  details: ReadonlyArray<string>,
): ReadonlyArray<string> => [
  "",
  ...note(line, style, { mark }),
  ...details.flatMap((text) => note(text, style, { mark: "  " })),
]

/** What was not read, with the kinds of records and how many of each. */
const notReadTexts = ({ notRead }: List, language: Language): ReadonlyArray<string> =>
  [...Map.groupBy(notRead, ({ message }) => message[language])].map(([text, parts]) => {
    const counts = parts.map(
      ({ kind, recordCount }) => `${controlKindTexts[kind][language]}: ${formatNumber(recordCount, language)}`,
    )
    return `${text} (${counts.join(", ")})`
  })

/**
 * The control list for a terminal.
 *
 * @param list - what `control.list` gave
 * @param isOfStates - whether it was asked for states by name
 * @param people - names of people by their ids; an id stands where there is none
 * @param language - its language
 * @param style - columns and colour
 * @returns lines, none wider than the terminal
 */
export const controlListView = (
  list: List,
  isOfStates: boolean,
  people: Names,
  language: Language,
  style: TerminalStyle,
): ReadonlyArray<string> => {
  const said = texts[language]
  const number = (value: number): string => formatNumber(value, language)
  const behind = list.total - list.rows.length
  return [
    ...heading(said.title(formatDay(list.today, language)), 1, style),
    "",
    ...paragraph(said[isOfStates ? "inStates" : "count"](number(list.total), number(list.judged)), style),
    ...list.rows.flatMap((row) =>
      entry(`${row.place}.`, recordLine(row, people, language), style, [
        row.reason[language],
        `${said.left} ${row.ifLeft[language]}`,
        `${said.clears} ${row.clears[language]}`,
      ]),
    ),
    ...(behind === 0 ? [] : ["", ...paragraph(said.more(number(behind)), style)]),
    ...(list.hidden.length === 0 ? [] : ["", ...paragraph(said.hidden(number(list.hidden.length)), style)]),
    ...(list.notRead.length === 0 ? [] : ["", ...paragraph(said.notRead, style)]),
    ...notReadTexts(list, language).flatMap((text) => note(text, style)),
  ]
}

/**
 * Whether everybody is under control, for a terminal: who is not, the worst first.
 *
 * @param coverage - what `control.coverage` gave
 * @param rows - the first of its records, with what they are called
 * @param people - names of people by their ids; an id stands where there is none
 * @param language - its language
 * @param style - columns and colour
 * @returns lines, none wider than the terminal
 */
export const coverageView = (
  coverage: Coverage,
  rows: ReadonlyArray<Row & Pick<Coverage["uncovered"][number], "holds">>,
  people: Names,
  language: Language,
  style: TerminalStyle,
): ReadonlyArray<string> => {
  const said = texts[language]
  const number = (value: number): string => formatNumber(value, language)
  const { checked, isCovered, notObservable, uncovered } = coverage
  const behind = uncovered.length - rows.length
  const covered =
    notObservable === 0
      ? said.covered(number(checked))
      : said.coveredInPart(number(checked - notObservable), number(notObservable))
  const named = (states: Coverage["uncovered"][number]["holds"]): string =>
    states.map((state) => said.quoted(controlStateTexts[state].name[language])).join(", ")
  const verdict = isCovered ? covered : said.uncovered(number(uncovered.length), number(checked))
  return [
    ...heading(said.title(formatDay(coverage.today, language)), 1, style),
    "",
    ...paragraph(verdict, style, isCovered ? "good" : "alarm"),
    ...paragraph(said.checked(named(defaultCoveragePolicy.states)), style),
    ...(isCovered || notObservable === 0 ? [] : paragraph(said.notObservable(number(notObservable)), style)),
    ...rows.flatMap((row, index) =>
      entry(`${index + 1}.`, recordLine(row, people, language), style, [
        row.reason[language],
        // The worst may be a debt, say, which is not looked for here.
        ...(row.holds.includes(row.state) ? [] : [said.holds(named(row.holds))]),
        `${said.clears} ${row.clears[language]}`,
      ]),
    ),
    ...(behind === 0 ? [] : ["", ...paragraph(said.more(number(behind)), style)]),
  ]
}
