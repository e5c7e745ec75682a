import { whatWouldHaveToBeTrue } from "@salesdept/core/plan"
import type { Language, Message } from "@salesdept/core/shared"
import {
  bars,
  bridge,
  formatDay,
  formatMoneyCompact,
  formatNumber,
  formatPercent,
  heading,
  keyValues,
  paragraph,
  table,
} from "@salesdept/report"
import type { BridgeContent, TerminalStyle } from "@salesdept/report"
import type { BattleReview } from "./battleReview.ts"
import { methodNames, money, percent, texts } from "./texts.ts"

/** The bridge from the quarter before to this one, over its drivers with the mix of products apart. */
export const varianceBridge = ({ variance }: BattleReview, language: Language): BridgeContent => {
  const { baseMinor, actualMinor, contributions } = variance.byProduct ?? variance.variance
  return {
    base: { label: texts.before[language], amount: baseMinor, text: money(baseMinor, language) },
    steps: contributions
      .filter(({ amountMinor }) => amountMinor !== 0)
      .map(({ name, amountMinor }) => ({
        label: name[language],
        amount: amountMinor,
        text: formatMoneyCompact(amountMinor, "USD", language, true),
      })),
    fact: { label: texts.fact[language], amount: actualMinor, text: money(actualMinor, language) },
  }
}

/** Reps with a target, the furthest behind first. */
export const repRows = ({ attainment, names }: BattleReview) =>
  attainment.rows
    .filter(({ repId, target }) => repId !== null && target !== null)
    .map((row) => ({ ...row, name: names.get(row.repId ?? "") ?? row.repId ?? "" }))
    .toSorted((left, right) => (left.gap ?? 0) - (right.gap ?? 0))

/** What deals still to come would have to be for the old target of the next quarter, each driver alone: a line for each, from what is expected to what is needed. */
export const oldTarget = ({ forecast, variance }: BattleReview, language: Language): ReadonlyArray<string> => {
  const { total } = forecast.forecast
  const won = variance.deals.find(({ driver }) => driver === "averageDeal")?.actualIds.length ?? 1
  const closed = variance.deals.find(({ driver }) => driver === "closedDeals")?.actualIds.length ?? 1
  const averageMinor = variance.variance.actualMinor / won
  const rate = won / closed
  const toCome = total.openMinor + total.newMinor
  const names = new Map<string, Message>(variance.variance.contributions.map(({ driver, name }) => [driver, name]))
  return whatWouldHaveToBeTrue(Math.max(1, (total.targetMinor ?? 0) - total.wonMinor), [
    { driver: "closedDeals", current: toCome / (rate * averageMinor) },
    { driver: "winRate", current: rate, most: 1 },
    { driver: "averageDeal", current: averageMinor },
  ]).alone.map(({ driver, current, required, isPossible }) => {
    const impossible = language === "ru" ? " (столько не бывает)" : " (not possible)"
    const shown = (value: number): string => {
      if (driver === "winRate") return formatPercent(value, language)
      return driver === "averageDeal" ? money(Math.round(value), language) : formatNumber(Math.ceil(value), language)
    }
    return `${names.get(driver)?.[language] ?? driver}: ${shown(current)} → ${shown(required)}${isPossible ? "" : impossible}`
  })
}

/** The correction in a sentence, or why there is none. */
export const correctionText = ({ correction, diff }: BattleReview, language: Language): string => {
  const { isFeasible, totalMinor, carried, reason } = correction.replan
  if (!isFeasible) return reason?.[language] ?? ""
  const [total, structural] = [money(totalMinor, language), money(carried.structuralMinor, language)]
  return language === "ru"
    ? `На 4 кв. 2017 — ${total} (из отставания перенесено ${structural}); изменено целей: ${diff.changes.length}, утвердил другой человек.`
    : `${total} for Q4 2017 (${structural} carried over), ${diff.changes.length} targets changed, approved by somebody else.`
}

/** The review as lines for a terminal, in one language. */
export const terminalView = (review: BattleReview, language: Language, style: TerminalStyle): ReadonlyArray<string> => {
  const { attainment, backTest, forecast, landedMinor } = review
  const rows = repRows(review)
  const target = rows.reduce((sum, row) => sum + (row.target ?? 0), 0)
  const fact = rows.reduce((sum, row) => sum + row.fact, 0)
  const bothEnds = [...rows.slice(0, 5), ...rows.slice(-5)]
  const { total, level, draws, seed } = forecast.forecast
  const say = (en: string, ru: string): string => (language === "ru" ? ru : en)
  const sum = (minor: number): string => money(minor, language)
  const widest = Math.max(...bothEnds.flatMap((row) => [sum(row.fact).length, sum(row.target ?? 0).length]))
  const section = (title: Message): ReadonlyArray<string> => ["", ...heading(title[language], 2, style)]
  const [share, drawn] = [formatPercent(level, language, 0), formatNumber(draws, language)]
  return [
    ...heading(texts.title[language], 1, style),
    ...paragraph(
      say(
        `Won ${sum(fact)} of ${sum(target)} (${percent({ numerator: fact, denominator: target }, "en")}), as of ${formatDay(attainment.on, "en")}. Every figure opens to its deals.`,
        `Выиграно ${sum(fact)} из ${sum(target)} (${percent({ numerator: fact, denominator: target }, "ru")}) на ${formatDay(attainment.on, "ru")} К каждой цифре есть список сделок.`,
      ),
      style,
    ),
    ...section(texts.bothEnds),
    ...bars(
      bothEnds.map((row) => ({
        label: row.name,
        value: Math.max(0, row.fact / Math.max(1, row.target ?? 1)),
        text: `${percent(row.ratio, language)}  ${sum(row.fact).padStart(widest)} ${say("of", "из")} ${sum(row.target ?? 0).padStart(widest)}`,
        tone: (row.gap ?? 0) < 0 ? "alarm" : "good",
      })),
      style,
    ),
    ...section(texts.variance),
    ...bridge(varianceBridge(review, language), style),
    ...review.variance.causes.ranked
      .slice(0, 2)
      .flatMap(({ name, dealShare: { numerator, denominator } }) =>
        paragraph(
          say(
            `Goes with it: ${name.en}, ${numerator} of ${denominator} lost deals.`,
            `Сопутствует: ${name.ru} — ${numerator} из ${denominator} проигранных сделок.`,
          ),
          style,
        ),
      ),
    ...section(texts.backTest),
    ...table(
      {
        columns: [
          { header: say("method", "способ") },
          { header: say("miss by rep (CRPS)", "промах по менеджерам (CRPS)"), align: "right" },
          { header: say("miss in all (WAPE)", "промах в целом (WAPE)"), align: "right" },
          { header: say("within the 80% interval", "внутри интервала 80 %"), align: "right" },
        ],
        rows: backTest.methods.map(({ id, reps, total: all }) => [
          methodNames[id]?.[language] ?? id,
          reps.crps === null ? "—" : sum(reps.crps),
          percent(all.errors.wape, language),
          reps.coverage === null ? "—" : percent(reps.coverage, language),
        ]),
      },
      style,
    ),
    ...backTest.methods
      .filter(({ notMade }) => notMade > 0)
      .flatMap(({ id, notMade }) => {
        const [name, made] = [methodNames[id]?.[language] ?? id, backTest.forecasts - notMade]
        return paragraph(
          say(
            `"${name}" stands last: it made ${made} of ${backTest.forecasts} forecasts, the past did not reach for more.`,
            `«${name}» — в конце: прогнозов дано ${made} из ${backTest.forecasts}, на остальные не хватило истории.`,
          ),
          style,
        )
      }),
    ...section(texts.landing),
    ...keyValues(
      [
        { key: say("won already", "уже выиграно"), value: sum(total.wonMinor) },
        { key: say("open deals", "открытые сделки"), value: sum(total.openMinor) },
        { key: say("deals yet to come", "ещё не открытые сделки"), value: sum(total.newMinor) },
        {
          key: say("landing", "ожидаемый итог"),
          value: say(
            `${sum(total.landingMinor)} (${sum(total.lowerMinor)} to ${sum(total.upperMinor)}, ${share} of ${drawn} draws, seed ${seed})`,
            `${sum(total.landingMinor)} (от ${sum(total.lowerMinor)} до ${sum(total.upperMinor)}; ${share} из ${drawn} испытаний, зерно ${seed})`,
          ),
        },
        {
          key: say("chance of the plan", "вероятность плана"),
          value: total.chance === null ? "—" : formatPercent(total.chance.probability, language),
        },
        { key: say("it came to", "вышло на деле"), value: sum(landedMinor) },
      ],
      style,
    ),
    ...section(texts.oldTarget),
    ...oldTarget(review, language).flatMap((line) => paragraph(line, style)),
    ...section(texts.correction),
    ...paragraph(correctionText(review, language), style),
  ]
}
