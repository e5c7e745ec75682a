import type { Block, DocumentCell, DocumentSection, ListItem } from "../document/Block.ts"
import type { Footnotes, Wording } from "../document/Footnotes.ts"
import { cell, footnotesOf } from "../document/Footnotes.ts"
import { formatDay } from "../format/CalendarDay.ts"
import { formatCount, nouns } from "../format/Counted.ts"
import { numberFormat } from "../format/Locale.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPercent } from "../format/Percent.ts"
import { formatPeriod } from "../format/Period.ts"
import { isWithheld } from "../model/Figure.ts"
import type { OrWithheld, Proportion } from "../model/Figure.ts"
import type { ScriptCandidate, ScriptsOfRep, ScriptsSection, StepAnswer, StepWins } from "../model/ScriptsSection.ts"
import type { Tone } from "../terminal/Tone.ts"
import { experimentBlocks } from "./ScriptTrial.ts"
import { scriptsTexts } from "./ScriptsTexts.ts"

const right = { align: "right" } as const

/** "634 of 1,020, 62%"; a dash where there is nothing to be out of. */
const outOf = (part: number, whole: number, { language }: Wording): string =>
  whole === 0
    ? "—"
    : scriptsTexts[language].usedOf(
        formatNumber(part, language),
        formatNumber(whole, language),
        formatPercent(part / whole, language, 0),
      )

const inForceTable = ({ scripts }: ScriptsSection, wording: Wording): Block => {
  const { language } = wording
  const texts = scriptsTexts[language]
  const notes = footnotesOf(wording)
  const number = (value: number): string => formatNumber(value, language)
  return {
    kind: "table",
    caption: texts.inForce,
    columns: [
      { header: texts.script, minWidth: 12 },
      { header: texts.stage, dropPriority: 1 },
      { header: texts.version },
      { header: texts.deals, ...right, dropPriority: 2 },
      { header: texts.talks, ...right },
      { header: texts.used, ...right },
    ],
    rows: scripts.map((script) => [
      cell(script.name),
      cell(script.stageName?.[language] ?? ""),
      script.versionNumber === null
        ? cell(texts.none, "attention")
        : cell(
            texts.versionSince(
              number(script.versionNumber),
              script.inForceSince === null ? null : formatDay(script.inForceSince, language),
            ),
          ),
      notes.figure(script.reach, ({ heldCount, dealCount }) => outOf(heldCount, dealCount, wording)),
      cell(number(script.talkCount)),
      cell(outOf(script.usedCount, script.stepCount, wording)),
    ]),
    footer: null,
    footnotes: notes.list(),
    isProse: true,
  }
}

const repsTable = ({ reps }: ScriptsSection, wording: Wording): ReadonlyArray<Block> => {
  if (reps.length === 0) return []
  const { language } = wording
  const texts = scriptsTexts[language]
  const number = (value: number): string => formatNumber(value, language)
  const hasWinning = reps.some(({ winning }) => winning !== null)
  const row = ({ repName, talkCount, usedCount, stepCount, winning, isBelowOthers }: ScriptsOfRep) => [
    isBelowOthers ? cell(texts.below(repName), "attention") : cell(repName),
    cell(number(talkCount)),
    cell(outOf(usedCount, stepCount, wording)),
    ...(hasWinning ? [cell(winning === null ? "—" : outOf(winning.usedCount, winning.stepCount, wording))] : []),
  ]
  return [
    {
      kind: "table",
      caption: texts.reps,
      columns: [
        { header: texts.rep },
        { header: texts.talks, ...right },
        { header: texts.used, ...right },
        ...(hasWinning ? [{ header: texts.winning, ...right }] : []),
      ],
      rows: reps.map(row),
      footer: null,
      footnotes: [],
    },
  ]
}

const tones: { readonly [Answer in StepAnswer]: Tone | null } = {
  goesWithWinning: "good",
  goesWithLosing: "attention",
  notShown: null,
  withheld: "faint",
}

/** What can be said of a step in few words; why nothing can be said stands in a footnote. */
const saidOf = ({ answer, why }: StepWins, notes: Footnotes, wording: Wording): DocumentCell => {
  const text = scriptsTexts[wording.language].answers[answer]
  return answer === "withheld" ? notes.explained(text, why[wording.language], "faint") : cell(text, tones[answer])
}

const wonOf = (share: OrWithheld<Proportion>, notes: Footnotes, wording: Wording): DocumentCell =>
  notes.figure(share, ({ numerator, denominator }) => outOf(numerator, denominator, wording))

const stepBlocks = (section: ScriptsSection, wording: Wording): ReadonlyArray<Block> => {
  const { language } = wording
  const texts = scriptsTexts[language]
  const { steps, testedCount, falseDiscoveryRate, heldEqual, limits } = section
  if (steps.length === 0) return []
  const notes = footnotesOf(wording)
  const ratio = (value: number): string =>
    numberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value)
  const share = (of: OrWithheld<Proportion>): string => (isWithheld(of) ? "—" : formatPercent(of.rate, language, 0))
  const confidence = steps.flatMap(({ odds }) => (isWithheld(odds) ? [] : [odds.confidence]))[0]
  const and = language === "ru" ? " и " : " and "
  return [
    { kind: "subheading", text: texts.steps },
    { kind: "paragraph", text: texts.stepsIntro(heldEqual.map((name) => name[language]).join(and)), tone: null },
    {
      kind: "table",
      caption: texts.stepTable,
      columns: [
        { header: texts.step, minWidth: 16 },
        { header: texts.withStep, ...right },
        { header: texts.withoutStep, ...right },
        { header: texts.odds, ...right },
        { header: texts.said },
      ],
      rows: steps.map((step) => [
        cell(step.step),
        wonOf(step.used, notes, wording),
        wonOf(step.notUsed, notes, wording),
        isWithheld(step.odds)
          ? cell("—", "faint")
          : cell(texts.oddsOf(ratio(step.odds.ratio), ratio(step.odds.lower), ratio(step.odds.upper))),
        saidOf(step, notes, wording),
      ]),
      footer: null,
      footnotes: notes.list(),
      isProse: true,
    },
    ...steps.flatMap(({ step, used, notUsed, isOnlyPlain }): ReadonlyArray<Block> =>
      isOnlyPlain
        ? [{ kind: "paragraph", text: texts.onlyPlain(step, share(used), share(notUsed)), tone: "attention" }]
        : [],
    ),
    ...(confidence === undefined
      ? []
      : [
          {
            kind: "paragraph" as const,
            text: texts.oddsMeaning(formatPercent(confidence, language, 0)),
            tone: "faint" as const,
          },
        ]),
    {
      kind: "paragraph",
      text: `${texts.tested(formatNumber(testedCount, language), formatPercent(falseDiscoveryRate, language, 0))} ${limits[language]}`,
      tone: "faint",
    },
  ]
}

const itemOf = (candidate: ScriptCandidate, { language }: Wording): ListItem => {
  const texts = scriptsTexts[language]
  const number = (value: number): string => formatNumber(value, language)
  const badge = (tone: Tone | null) => ({ text: texts.badges[candidate.kind], tone })
  switch (candidate.kind) {
    case "must":
    case "without": {
      const { kind, script, step, usedCount, talkCount, isOnTrial } = candidate
      const share = formatPercent(usedCount / talkCount, language, 0)
      return {
        badge: badge(kind === "must" ? "good" : "attention"),
        text: kind === "must" ? texts.must(script, step) : texts.without(script, step),
        under: [texts.useOf(number(usedCount), number(talkCount), share), isOnTrial ? texts.onTrial : texts.experiment],
      }
    }
    case "unanswered": {
      const { script, said, count, wonCount, wonBy } = candidate
      const won =
        wonCount === 0
          ? texts.noneWon
          : texts.wonAllTheSame(formatCount(wonCount, nouns.deal, language), wonBy.join(", "))
      return {
        badge: badge("attention"),
        text: texts.unanswered(said, formatCount(count, nouns.time, language), script),
        under: [won],
      }
    }
    case "proposed": {
      const { script, proposal, origin } = candidate
      return { badge: badge(null), text: proposal, under: [texts.proposedFor(script, texts.origins[origin])] }
    }
  }
}

/** Scripts: what is in force and followed, which steps go with winning, what is on trial, and what to write in. */
export const scriptsDocument = (section: ScriptsSection, wording: Wording): DocumentSection => {
  const { language } = wording
  const texts = scriptsTexts[language]
  return {
    id: "scripts",
    title: texts.title,
    blocks: [
      {
        kind: "paragraph",
        text: texts.intro(formatNumber(section.talkCount, language), formatPeriod(section.period, language)),
        tone: null,
      },
      inForceTable(section, wording),
      ...repsTable(section, wording),
      ...stepBlocks(section, wording),
      ...experimentBlocks(section, wording),
      { kind: "subheading", text: texts.candidates },
      section.candidates.length === 0
        ? { kind: "paragraph", text: texts.nothing, tone: null }
        : { kind: "list", items: section.candidates.map((candidate) => itemOf(candidate, wording)) },
    ],
  }
}
