import {
  bridge,
  bridgeChart,
  formatDay,
  formatNumber,
  formatPercent,
  heading,
  htmlPage,
  htmlTable,
  markup,
  paragraph,
  table,
} from "@salesdept/report"
import type { TableContent, TerminalStyle } from "@salesdept/report"
import type { Language, Message } from "@salesdept/core/shared"
import { figureNames } from "@salesdept/core/review"
import type { CountFigure, Finding, MoneyFigure } from "@salesdept/core/review"
import type { Played } from "./base.ts"
import { stepName } from "./department.ts"
import type { Round } from "./loop.ts"
import { reviewed } from "./loop.ts"
import { correctedPart, nextPart, settledPart } from "./laterParts.ts"
import type { Part } from "./part.ts"
import { change, money, periodName, say, texts } from "./part.ts"

const countedRow = (name: Message, figure: CountFigure | MoneyFigure, language: Language): ReadonlyArray<string> => [
  name[language],
  String(figure.count),
  "amountMinor" in figure ? money(figure.amountMinor, language) : "",
]

const shownFigures = [
  "pipelineStart",
  "dealsOpened",
  "dealsWon",
  "dealsLost",
  "pipelineEnd",
  "paymentsReceived",
  "debtsOverdue",
  "documentsSigned",
  "documentsUnsigned",
  "commitmentsKept",
  "commitmentsNotKept",
  "mistakes",
  "missedOpportunities",
  "wins",
] as const

const monthPart = ({ names, month, closed, uncovered, signals }: Round, language: Language): Part => {
  const moved = (signals?.scopes ?? [])
    .flatMap(({ scopeId, past }) => past.filter(({ isSignal }) => isSignal).map((signal) => ({ scopeId, ...signal })))
    .toSorted((left, right) => left.qValue - right.qValue)
  return {
    title: texts.month[language],
    lines: [
      say(
        language,
        `${closed} summaries of June were stored by themselves, ${uncovered} people or teams are missing; they never change, later facts show beside them.`,
        `Сводок за июнь сохранено автоматически: ${closed}, без сводки: ${uncovered}; они не меняются, поздние факты видны рядом.`,
      ),
      ...month.plan.map(({ period, target, fact, expected, isSummed }) =>
        say(
          language,
          `Plan of ${periodName(period, "en")}${isSummed ? " (sum of the reps')" : ""}: ${money(fact, language)} of ${money(target, language)}; an even pace would be at ${money(expected, language)}.`,
          `План, ${periodName(period, "ru")}${isSummed ? " (сумма по менеджерам)" : ""}: ${money(fact, language)} из ${money(target, language)}; при ровном темпе было бы ${money(expected, language)}.`,
        ),
      ),
      say(
        language,
        `${signals?.judged ?? 0} charts were judged together; beyond chance moved: ${moved.length}.`,
        `Вместе проверено графиков: ${signals?.judged ?? 0}; не случайно сдвинулось: ${moved.length}.`,
      ),
      ...moved
        .filter(({ method }) => method !== "xmr")
        .slice(0, 3)
        .map(({ scopeId, name, values, lower, upper }) => {
          const share = (value: number): string => formatPercent(value, language)
          const [last, from, to] = [share(values.at(-1) ?? 0), share(lower), share(upper)]
          return say(
            language,
            `${scopeId === null ? "The department" : names.person(scopeId)}, ${name.en}: ${last}; chance would keep it within ${from} to ${to}.`,
            `${scopeId === null ? "Отдел" : names.person(scopeId)}, ${name.ru}: ${last}; случайно было бы от ${from} до ${to}.`,
          )
        }),
    ],
    rows: {
      caption: say(language, "The department in June", "Отдел в июне"),
      headers: language === "ru" ? ["показатель", "число", "сумма"] : ["figure", "count", "amount"],
      rows: shownFigures.map((figure) => countedRow(figureNames[figure], month.figures[figure], language)),
    },
    bridge: null,
  }
}

const severities: ReadonlyArray<Finding["severity"]> = ["critical", "major", "minor"]

/** Of each rule the largest, the gravest first. */
const gravest = (findings: Round["findings"]): Round["findings"] => {
  const ordered = findings.toSorted(
    (left, right) =>
      severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
      right.evidence.count - left.evidence.count ||
      (left.id < right.id ? -1 : 1),
  )
  const seen = new Set<string>()
  return ordered.filter(({ ruleId }) => !seen.has(ruleId) && seen.add(ruleId))
}

const findingsPart = ({ names, findings }: Round, language: Language): Part => {
  const owned = gravest(findings.filter(({ ownerId }) => ownerId !== null))
  const shown = [
    ...owned.filter(({ kind }) => kind !== "win").slice(0, 6),
    ...owned.filter(({ kind }) => kind === "win").slice(0, 3),
  ]
  return {
    title: texts.findings[language],
    lines: [
      language === "ru"
        ? `Находок за недели и весь июнь: ${findings.length}; из них повторных: ${findings.filter(({ recurrenceOf }) => recurrenceOf !== null).length}. Самые серьёзные ошибки и упущения, затем победы:`
        : `Findings of June, by week and of the whole month: ${findings.length}; ${findings.filter(({ recurrenceOf }) => recurrenceOf !== null).length} of them came again. Of mistakes and missed chances the gravest, then the wins:`,
    ],
    rows: {
      caption: say(language, "The gravest of each rule", "Самое серьёзное по каждому правилу"),
      headers: language === "ru" ? ["кто", "находка", "записей"] : ["who", "finding", "records"],
      rows: shown.map(({ ownerId, words, evidence }) => [
        names.person(ownerId),
        words.title[language],
        String(evidence.count),
      ]),
    },
    bridge: null,
  }
}

const planPart = ({ attainment, variance }: Round, language: Language): Part => {
  const rows = attainment.rows.filter(({ target, repId }) => target !== null && repId !== null)
  const target = rows.reduce((sum, row) => sum + (row.target ?? 0), 0)
  const fact = rows.reduce((sum, row) => sum + (row.fact ?? 0), 0)
  const { variance: split, causes, drivers } = variance
  const seen = causes.drivers.flatMap(({ driver, causes: own }) =>
    own.slice(0, 2).map((cause) => ({ ...cause, driver })),
  )
  const nameOf = (driver: string): Message =>
    split.contributions.find((one) => one.driver === driver)?.name ?? { en: driver, ru: driver }
  const count = (value: number): string => formatNumber(Math.round(value), language)
  const share = (value: number | null): string => (value === null ? "—" : formatPercent(value, language))
  const average = (amountMinor: number | null): string =>
    money(amountMinor === null ? null : Math.round(amountMinor), language)
  const levels = [
    [nameOf("closedDeals"), count(drivers.base.closedDeals), count(drivers.actual.closedDeals)],
    [nameOf("winRate"), share(drivers.base.winRate), share(drivers.actual.winRate)],
    [nameOf("averageDeal"), average(drivers.base.averageDealMinor), average(drivers.actual.averageDealMinor)],
  ] as const
  return {
    title: texts.plan[language],
    lines: [
      language === "ru"
        ? `План, ${periodName(reviewed.quarter, "ru")}: ${money(target, language)}, факт ${money(fact, language)} — ${formatPercent(fact / target, language)}.`
        : `Plan of ${periodName(reviewed.quarter, "en")}: ${money(target, language)}, fact ${money(fact, language)}: ${formatPercent(fact / target, language)}.`,
      say(
        language,
        "The plan counted on the win rate and the average deal of the quarter before; the parts add up to the miss exactly.",
        "План исходил из доли выигранных и среднего чека прошлого квартала; части в сумме дают отклонение точно.",
      ),
      ...(seen.length > 0
        ? []
        : [
            say(
              language,
              "Reasons of losses, overlong deals, control and findings were looked at: none of them goes with these parts in their direction, so no cause is named.",
              "Просмотрены причины проигрышей, затянутые сделки, контроль и находки: этим частям в их направлении ничто не сопутствует, поэтому причины не названы.",
            ),
          ]),
      ...seen.map(({ driver, name, amountMinor, dealIds }) =>
        say(
          language,
          `Goes with “${nameOf(driver).en}”: ${name.en}: ${money(amountMinor, language)}, deals: ${dealIds.length}.`,
          `Сопутствует фактору «${nameOf(driver).ru}»: ${name.ru}: ${money(amountMinor, language)}, сделок: ${dealIds.length}.`,
        ),
      ),
    ],
    rows: {
      caption: say(language, "Drivers, plan and fact", "Факторы: план и факт"),
      headers: language === "ru" ? ["фактор", "план", "факт"] : ["driver", "plan", "fact"],
      rows: levels.map(([name, planned, actual]) => [name[language], planned, actual]),
    },
    bridge: {
      base: {
        label: say(language, "Plan", "План"),
        amount: split.baseMinor,
        text: money(split.baseMinor, language),
      },
      steps: split.contributions.map(({ name, amountMinor }) => ({
        label: name[language],
        amount: amountMinor,
        text: change(amountMinor, language),
      })),
      fact: {
        label: say(language, "Fact", "Факт"),
        amount: split.actualMinor,
        text: money(split.actualMinor, language),
      },
    },
  }
}

const routes: { readonly [Route in Round["debriefs"][number]["route"]]: Message } = {
  personal: { en: "in person, with the mentor", ru: "лично, с наставником" },
  collectiveUnnamed: { en: "together, without names", ru: "вместе, без имён" },
  collectiveNamed: { en: "together, by name", ru: "вместе, по именам" },
}

const talkPart = ({ names, debriefs, held, growth }: Round, language: Language): Part => ({
  title: texts.talk[language],
  lines: [
    say(
      language,
      "Planned by the calendar when a month was closed; each is seen by those who take part, and by nobody else.",
      "Назначены по календарю при закрытии месяца; личные видят только участники.",
    ),
    ...(held?.actions ?? []).map(({ verdict }) =>
      say(
        language,
        `Agreed with ${names.person(reviewed.repId)} in June: the act is sent on the day the work is done. Verified by the facts since (such cases: ${verdict?.before ?? 0} before, ${verdict?.after ?? 0} after): ${verdict?.why.en ?? "not yet."}`,
        `Июнь, договорённость (${names.person(reviewed.repId)}): акт отправляется в день выполнения. Проверено по фактам (таких случаев до: ${verdict?.before ?? 0}, после: ${verdict?.after ?? 0}): ${verdict?.why.ru ?? "ещё нет."}`,
      ),
    ),
    say(
      language,
      `Growth of ${names.person(reviewed.repId)}: ${growth.errors} findings, ${growth.minor} of them minor, ${growth.corrected.numerator} corrected, ${growth.recurring.numerator} came again after that; commitments kept: ${growth.kept.numerator} of ${growth.kept.denominator}; questions answered by the mentor: ${growth.answered.numerator} of ${growth.answered.denominator}.`,
      `Рост (${names.person(reviewed.repId)}): находок ${growth.errors}, из них мелких ${growth.minor}, исправлено ${growth.corrected.numerator}, после исправления повторилось ${growth.recurring.numerator}; обязательств выполнено ${growth.kept.numerator} из ${growth.kept.denominator}; ответов наставника: ${growth.answered.numerator} из ${growth.answered.denominator}.`,
    ),
  ],
  rows: {
    caption: say(language, "Talks, by day", "Разговоры по дням"),
    headers: language === "ru" ? ["когда", "как", "кто", "находок"] : ["when", "how", "who", "findings"],
    rows: debriefs.map(({ plannedOn, route, repId, findingIds }) => [
      formatDay(plannedOn, language),
      routes[route][language],
      names.person(repId),
      String(findingIds.length),
    ]),
  },
  bridge: null,
})

const scriptPart = ({ names, steps, over, script }: Round, language: Language): Part => ({
  title: texts.script[language],
  lines:
    script === null
      ? []
      : [
          language === "ru"
            ? `Версия ${script.version.number} скрипта этапа «${names.stage(script.stageId, language)}» начинается с шага «${stepName(script.stepId, language)}»; её пробуют на половине сделок.`
            : `Version ${script.version.number} of the script of the stage “${names.stage(script.stageId, language)}” begins with “${stepName(script.stepId, language)}”; half of the deals try it.`,
          ...script.lineage.proposals.map(({ variancePeriod }) =>
            say(
              language,
              `It comes from the review of ${periodName(reviewed.label, "en")} and the deviation of ${periodName(variancePeriod ?? "", "en")} from its plan.`,
              `Она выросла из разбора за ${periodName(reviewed.label, "ru")} и отклонения от плана за ${periodName(variancePeriod ?? "", "ru")}.`,
            ),
          ),
          ...over
            .filter(({ stepId }) => stepId === script.stepId)
            .map(({ stepId, usedAbove, usedBelow, why }) => {
              const [above, below] = [usedAbove, usedBelow].map((share) =>
                share === null ? "—" : formatPercent(share, language),
              )
              return say(
                language,
                `“${stepName(stepId, language)}” was used in ${above} of the cases in quarters above target, in ${below} in the others. ${why.en}`,
                `Шаг «${stepName(stepId, language)}» в кварталах выше цели сделан в ${above} случаев, в остальных — в ${below}. ${why.ru}`,
              )
            }),
        ],
  rows: {
    caption: say(language, "Share won with each step and without it", "Доля выигранных с каждым шагом и без него"),
    headers: language === "ru" ? ["шаг", "с ним", "без него", "вывод"] : ["step", "with it", "without", "what is said"],
    rows: steps.map(({ stepId, used, notUsed, why }) => [
      stepName(stepId, language),
      used.winRate.ratio === null ? "—" : formatPercent(used.winRate.ratio, language),
      notUsed.winRate.ratio === null ? "—" : formatPercent(notUsed.winRate.ratio, language),
      why[language],
    ]),
  },
  bridge: null,
})

const partsOf = (played: Played, language: Language): ReadonlyArray<Part> => [
  ...[monthPart, findingsPart, planPart, talkPart, scriptPart, correctedPart].map((part) => part(played, language)),
  ...[settledPart, nextPart].map((part) => part(played, language)),
]

/** Begins as a figure does, and is no day. */
const isFigure = (text: string): boolean => text === "" || (/^[−—+₽\d]/.test(text) && !/\s20\d\d/.test(text))

/** Columns that hold figures alone stand to the right. */
const tableOf = ({ headers, rows, footer }: NonNullable<Part["rows"]>): TableContent => ({
  columns: headers.map((header, at) => ({
    header,
    align: rows.every((row) => isFigure(row[at] ?? "")) ? "right" : "left",
  })),
  rows,
  ...(footer === undefined ? {} : { footer }),
})

/** The round for a terminal. */
export const terminalLoop = (round: Played, language: Language, style: TerminalStyle): ReadonlyArray<string> => [
  ...heading(texts.title[language], 1, style),
  ...partsOf(round, language).flatMap(({ title, lines, rows, bridge: content }) => [
    "",
    ...heading(title, 2, style),
    ...lines.flatMap((line) => paragraph(line, style)),
    ...(content === null ? [] : bridge(content, style)),
    ...(rows === null ? [] : table(tableOf(rows), style)),
  ]),
]

/** The round as a page that needs nothing but itself. */
export const htmlLoop = (round: Played, language: Language): string =>
  htmlPage({
    language,
    title: texts.title[language],
    subtitle: periodName(reviewed.quarter, language),
    contentsLabel: language === "ru" ? "Содержание" : "Contents",
    sections: partsOf(round, language).map(({ title, lines, rows, bridge: content }, at) => ({
      id: `part-${at + 1}`,
      title,
      content: [
        ...lines.map((line) => markup`<p>${line}</p>`),
        ...(content === null ? [] : [bridgeChart(content, { id: "variance", title, description: title, width: 720 })]),
        ...(rows === null ? [] : [htmlTable(tableOf(rows), rows.caption)]),
      ],
    })),
  })
