import type { Block, DocumentSection } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { formatMoney } from "../format/Money.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPeriod } from "../format/Period.ts"
import { isWithheld } from "../model/Figure.ts"
import type { FindingFigures, FindingSeverity, FindingsSection } from "../model/FindingsSection.ts"
import type { Tone } from "../terminal/Tone.ts"
import type { Fact } from "./Facts.ts"
import { withheldFact } from "./Facts.ts"
import { findingsTexts } from "./FindingsTexts.ts"

const tones: { readonly [Severity in FindingSeverity]: Tone | null } = {
  critical: "alarm",
  major: "attention",
  minor: null,
  win: "good",
}

/** How many ids a person reads at once; the page opens to all that the finding names, which may be fewer than it counts, and the JSON form lists these. */
const shownIds = 5

const stakeFact = (finding: FindingFigures, { language, currency }: Wording): Fact => {
  const texts = findingsTexts[language]
  const key = finding.severity === "win" ? texts.gained : texts.atStake
  const stake = finding.atStake
  if (isWithheld(stake)) return withheldFact(key, stake, language)
  return {
    key,
    value: formatMoney(stake.amountMinor, currency, language, { minorUnits: "about" }),
    detail: stake.estimate[language],
  }
}

/** A finding as a card; with its place where there is an order to keep. */
const findingCard = (finding: FindingFigures, index: number | null, wording: Wording): Block => {
  const { language } = wording
  const texts = findingsTexts[language]
  const { evidence } = finding
  const count = formatNumber(evidence.count, language)
  const records = evidence.ids.map((id, index) => ({ id, name: evidence.names?.[index] ?? id }))
  const shown = records.slice(0, shownIds)
  return {
    kind: "card",
    badge: { text: texts.severities[finding.severity], tone: tones[finding.severity] },
    title: index === null ? finding.title[language] : `${index + 1}. ${finding.title[language]}`,
    blocks: [
      { kind: "paragraph", text: finding.what[language], tone: null },
      {
        kind: "facts",
        tiles: false,
        entries: [
          ...(finding.repName === null ? [] : [{ key: texts.rep, value: finding.repName, detail: null }]),
          ...(finding.partOf === undefined
            ? []
            : [
                {
                  key: texts.part,
                  value: texts.partOf(formatNumber(finding.partOf, language), index === null),
                  detail: null,
                },
              ]),
          stakeFact(finding, wording),
          {
            key: texts.evidence,
            value: texts.evidenceOf(
              count,
              evidence.records[language],
              shown.map(({ name }) => name).join("; "),
              shown.length === evidence.count,
            ),
            detail: null,
            records: {
              lead: texts.evidenceCount(count, evidence.records[language]),
              first: shown,
              more: records.slice(shownIds),
              moreLabel: texts.more(
                formatNumber(records.length - shown.length, language),
                formatNumber(evidence.count - shown.length, language),
              ),
            },
          },
          ...(finding.next === null ? [] : [{ key: texts.next, value: finding.next[language], detail: null }]),
          ...(finding.talk === undefined ? [] : [{ key: texts.talk, value: finding.talk[language], detail: null }]),
        ],
      },
    ],
  }
}

/** What went well: a review of mistakes alone teaches only what to avoid. */
const winsBlocks = ({ wins }: FindingsSection, period: string, wording: Wording): ReadonlyArray<Block> => {
  const texts = findingsTexts[wording.language]
  if (wins === undefined) return []
  return [
    { kind: "subheading", text: texts.wins },
    ...(wins.length === 0 ? [{ kind: "paragraph" as const, text: texts.noWins(period), tone: "faint" as const }] : []),
    ...wins.map((finding) => findingCard(finding, null, wording)),
  ]
}

/** The facts of the period most worth a review, each with its evidence. */
export const findingsDocument = (section: FindingsSection, wording: Wording): DocumentSection => {
  const { language } = wording
  const texts = findingsTexts[language]
  const period = formatPeriod(section.period, language)
  const { findings, consideredCount } = section
  const told =
    findings.length === consideredCount
      ? texts.all(consideredCount, period)
      : texts.intro(formatNumber(findings.length, language), consideredCount, period)
  // One finding has no order.
  const order = findings.length === 1 ? "" : ` ${texts.order(section.order[language])}`
  const intro = findings.length === 0 ? texts.none(period) : `${told}${order}`
  return {
    id: "findings",
    title: texts.title,
    blocks: [
      { kind: "paragraph", text: intro, tone: null },
      ...findings.map((finding, index) => findingCard(finding, index, wording)),
      ...winsBlocks(section, period, wording),
    ],
  }
}
