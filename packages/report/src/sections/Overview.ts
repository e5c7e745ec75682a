import type { Language, Message } from "@salesdept/core/shared"
import type { DepartmentReport, ReportSource } from "../DepartmentReport.ts"
import type { DocumentSection } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { withheldText } from "../document/Footnotes.ts"
import { formatDayRange } from "../format/CalendarDay.ts"
import { nounFor, nouns } from "../format/Counted.ts"
import { formatDays } from "../format/Days.ts"
import { currencySign, formatMoney } from "../format/Money.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPercent } from "../format/Percent.ts"
import { formatPeriod } from "../format/Period.ts"
import type { ControlTone } from "../model/ControlSection.ts"
import type { OrWithheld } from "../model/Figure.ts"
import { isWithheld } from "../model/Figure.ts"
import type { PipelineSection } from "../model/PipelineSection.ts"
import type { Fact } from "./Facts.ts"
import { overviewTexts } from "./OverviewTexts.ts"
import { isByPipeline, thresholdText } from "./Stalled.ts"

const figureFact = <Figure>(
  key: string,
  figure: OrWithheld<Figure>,
  write: (figure: Figure) => Omit<Fact, "key">,
  { language }: Wording,
): Fact =>
  isWithheld(figure) ? { key, value: "—", detail: withheldText(figure.withheld, language) } : { key, ...write(figure) }

const noneSeen: Message = {
  en: "the source carries nothing by which to tell",
  ru: "источник не передаёт того, по чему это видно",
}

// A space that breaks: a tile on a phone is narrower than a large count with its noun.
const dealsText = (count: number, language: Language): string =>
  `${formatNumber(count, language)} ${nounFor(count, nouns.deal, language)}`

const stageFact = (
  key: string,
  kind: "open" | "won",
  { stages, openAmount, wonAmount }: PipelineSection,
  { language, currency }: Wording,
): Fact => {
  const count = stages.reduce((sum, stage) => sum + (stage.kind === kind ? stage.count : 0), 0)
  const value = dealsText(count, language)
  const amount = kind === "open" ? openAmount : wonAmount
  if (isWithheld(amount)) return { key, value, detail: withheldText(amount.withheld, language) }
  const money = formatMoney(amount.amountMinor, currency, language, { minorUnits: "about" })
  return { key, value, detail: amount.note === null ? money : `${money} (${amount.note[language]})` }
}

const isGiven = (fact: Fact | null): fact is Fact => fact !== null

/** The latest period against its plan: what an owner asks first. */
const planFact = ({ attainment, forecast }: DepartmentReport, { language, currency }: Wording): Fact | null => {
  if (isWithheld(attainment) || attainment.kind !== "plan") return null
  const [period, cell] = [attainment.periods.at(-1), attainment.department.at(-1)]
  if (period === undefined || cell === undefined || isWithheld(cell.attainment)) return null
  const texts = overviewTexts[language]
  const money = (amount: OrWithheld<number>): string =>
    isWithheld(amount) ? "—" : formatMoney(amount, currency, language, { minorUnits: "about" })
  const detail = texts.of(money(cell.factMinor), money(cell.targetMinor))
  // A quarter of the plan is much or little by how much of the period is over.
  const isUnderWay = forecast !== undefined && !isWithheld(forecast) && forecast.period.from === period.from
  return {
    key: texts.plan(formatPeriod(period, language)),
    value: formatPercent(cell.attainment, language),
    detail: isUnderWay
      ? texts.gone(detail, formatNumber(forecast.elapsedDays, language), formatNumber(forecast.days, language))
      : detail,
  }
}

/** Where the period under way will land, and how likely its plan is. */
const landingFact = ({ forecast }: DepartmentReport, { language, currency }: Wording): Fact | null => {
  if (forecast === undefined || isWithheld(forecast)) return null
  const texts = overviewTexts[language]
  const { landingMinor, targetMinor, chance } = forecast.total
  const money = (amount: number): string => formatMoney(amount, currency, language, { minorUnits: "about" })
  return {
    key: texts.landing(formatPeriod(forecast.period, language)),
    value: money(landingMinor),
    detail:
      isWithheld(targetMinor) || isWithheld(chance)
        ? null
        : texts.chance(formatPercent(chance, language), money(targetMinor)),
  }
}

/**
 * How much of what is not closed nobody looks after as agreed: years of closed records would make any number of forgotten ones look small. Of records
 * that cannot be judged it is not told that they need nobody.
 */
const needsFact = ({ control }: DepartmentReport, { language }: Wording): Fact | null => {
  const counted = (...tones: ReadonlyArray<ControlTone>): number =>
    control.states.reduce((sum, { tone, count }) => sum + (tones.includes(tone) ? count : 0), 0)
  const [needing, unseen] = [counted("alarm", "attention"), counted("notObservable")]
  const live = needing + unseen + counted("fine")
  if (live === 0) return null
  const texts = overviewTexts[language]
  if (unseen === live) return { key: texts.needs, value: "—", detail: withheldText(noneSeen, language) }
  const detail = texts.ofLive(formatPercent(needing / live, language), formatNumber(live, language))
  return {
    key: texts.needs,
    value: formatNumber(needing, language),
    detail: unseen === 0 ? detail : texts.unseen(detail, formatNumber(unseen, language)),
  }
}

/** What clients should have paid by now. */
const overdueFact = ({ afterSale, control }: DepartmentReport, { language, currency }: Wording): Fact | null => {
  const list = afterSale?.lists.find(({ id }) => id === "payments")
  if (list === undefined || list.totalMinor === null) return null
  const texts = overviewTexts[language]
  const deals = dealsText(list.totalCount, language)
  // A deal that has something worse is in that state: its debt is not seen in the count of this one.
  const state = control.states.find((one) => one.state === "owingPayment")
  return {
    key: texts.overdue,
    value: formatMoney(list.totalMinor, currency, language, { minorUnits: "about" }),
    detail:
      state === undefined || state.count === list.totalCount
        ? deals
        : texts.worstState(deals, formatNumber(state.count, language), state.name[language]),
  }
}

const keyFigures = (report: DepartmentReport, wording: Wording): ReadonlyArray<Fact> => {
  const { language } = wording
  const texts = overviewTexts[language]
  const { pipeline } = report
  const first = [planFact, landingFact, needsFact, overdueFact].map((fact) => fact(report, wording))
  return [
    ...first.filter(isGiven),
    stageFact(texts.won, "won", pipeline, wording),
    stageFact(texts.open, "open", pipeline, wording),
    figureFact(
      texts.winRate,
      pipeline.winRate,
      (rate) => ({
        value: formatPercent(rate.rate, language),
        detail: texts.of(formatNumber(rate.numerator, language), formatNumber(rate.denominator, language)),
      }),
      wording,
    ),
    figureFact(
      texts.daysToWin,
      pipeline.daysToWin,
      (days) => ({ value: formatDays(days.medianDays, language), detail: null }),
      wording,
    ),
    figureFact(
      texts.stalled,
      pipeline.stalled,
      (stalled) => ({
        value: dealsText(stalled.count, language),
        detail: texts.stalledOver(thresholdText(stalled, language), isByPipeline(stalled)),
      }),
      wording,
    ),
  ]
}

const currencyNames: { readonly [Key in Language]: Intl.DisplayNames } = {
  en: new Intl.DisplayNames("en-US", { type: "currency" }),
  ru: new Intl.DisplayNames("ru-RU", { type: "currency" }),
}

const sourceText = (source: ReportSource, language: Language): string => {
  switch (source.kind) {
    case "files":
      return source.files.join(", ")
    case "base":
      return overviewTexts[language].base(source.name)
    case "simulated":
      return overviewTexts[language].simulated(String(source.seed))
  }
}

/** What the report is about, and its main figures. */
export const overviewDocument = (report: DepartmentReport, wording: Wording): DocumentSection => {
  const { language, currency } = wording
  const texts = overviewTexts[language]
  const { header } = report
  return {
    id: "overview",
    title: texts.overview,
    blocks: [
      { kind: "facts", tiles: true, entries: keyFigures(report, wording) },
      {
        kind: "facts",
        tiles: false,
        entries: [
          { key: texts.source, value: sourceText(header.source, language), detail: null },
          figureFact(
            texts.records,
            header.period,
            ({ from, to }) => ({ value: formatDayRange(from, to, language), detail: null }),
            wording,
          ),
          {
            key: texts.currency,
            value: texts.inCurrency(
              currencyNames[language].of(currency) ?? currency,
              currencySign(currency, language),
              currency,
            ),
            detail: null,
          },
          { key: texts.timeZone, value: header.timeZone, detail: null },
        ],
      },
    ],
  }
}

/** What was read, what was not, and what is only a floor. */
export const coverageDocument = (report: DepartmentReport, { language }: Wording): DocumentSection => {
  const texts = overviewTexts[language]
  return {
    id: "coverage",
    title: texts.coverage,
    blocks: [
      {
        kind: "list",
        items: report.notes.map((note) => ({
          badge: { text: texts.kinds[note.kind], tone: note.kind === "notRead" ? "attention" : null },
          text: note.text[language],
          under: [],
        })),
      },
    ],
  }
}
