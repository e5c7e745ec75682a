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

/** How many ids a person reads at once; the page opens to all that the finding names, and the JSON form lists them. */
const shownIds = 5

const stakeFact = (finding: FindingFigures, { language, currency }: Wording): Fact => {
  const key = findingsTexts[language].atStake
  const stake = finding.atStake
  if (isWithheld(stake)) return withheldFact(key, stake, language)
  return { key, value: formatMoney(stake.amountMinor, currency, language), detail: stake.estimate[language] }
}

const findingCard = (finding: FindingFigures, index: number, wording: Wording): Block => {
  const { language } = wording
  const texts = findingsTexts[language]
  const { evidence } = finding
  const count = formatNumber(evidence.count, language)
  const ids = evidence.ids.slice(0, shownIds)
  return {
    kind: "card",
    badge: { text: texts.severities[finding.severity], tone: tones[finding.severity] },
    title: `${index + 1}. ${finding.title[language]}`,
    blocks: [
      { kind: "paragraph", text: finding.what[language], tone: null },
      {
        kind: "facts",
        tiles: false,
        entries: [
          ...(finding.repName === null ? [] : [{ key: texts.rep, value: finding.repName, detail: null }]),
          stakeFact(finding, wording),
          {
            key: texts.evidence,
            value: texts.evidenceOf(count, evidence.records[language], ids.join(", "), ids.length === evidence.count),
            detail: null,
            records: {
              lead: texts.evidenceCount(count, evidence.records[language]),
              first: ids,
              more: evidence.ids.slice(shownIds),
              moreLabel: texts.more(formatNumber(evidence.ids.length - ids.length, language)),
            },
          },
          ...(finding.next === null ? [] : [{ key: texts.next, value: finding.next[language], detail: null }]),
          { key: texts.rule, value: finding.code, detail: null },
        ],
      },
    ],
  }
}

/** The facts of the period most worth a review, each with its evidence. */
export const findingsDocument = (section: FindingsSection, wording: Wording): DocumentSection => {
  const { language } = wording
  const texts = findingsTexts[language]
  const period = formatPeriod(section.period, language)
  const number = (value: number): string => formatNumber(value, language)
  const intro =
    section.findings.length === 0
      ? texts.none(period)
      : `${texts.intro(number(section.findings.length), number(section.consideredCount), period)} ${texts.order(section.order[language])}`
  return {
    id: "findings",
    title: texts.title,
    blocks: [
      { kind: "paragraph", text: intro, tone: null },
      ...section.findings.map((finding, index) => findingCard(finding, index, wording)),
    ],
  }
}
