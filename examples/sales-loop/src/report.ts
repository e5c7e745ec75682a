import {
  bridge,
  bridgeChart,
  formatMoneyCompact,
  formatPercent,
  heading,
  htmlPage,
  markup,
  paragraph,
  table,
} from "@salesdept/report"
import type { BridgeContent, TerminalStyle } from "@salesdept/report"
import type { Language, Message } from "@salesdept/core/shared"
import type { Round } from "./loop.ts"
import { reviewed } from "./loop.ts"

const currency = "RUB"

const texts = {
  title: { en: "Once round the loop: June of a simulated department", ru: "Один круг: июнь смоделированного отдела" },
  month: { en: "1. The month is closed, for everybody", ru: "1. Месяц закрыт — по каждому" },
  findings: { en: "2. What happened, with evidence", ru: "2. Что произошло, с доказательствами" },
  plan: { en: "3. The quarter against its plan, and why", ru: "3. Квартал против плана, и почему" },
  talk: { en: "4. Who talks about what", ru: "4. Кто о чём говорит" },
  script: { en: "5. What goes with winning becomes a script", ru: "5. Что помогает выигрывать — в скрипт" },
  corrected: { en: "6. The plan, corrected to the new reality", ru: "6. План, исправленный под новую реальность" },
} as const satisfies Record<string, Message>

/** A name and a value, or a table, in one language: the same for the terminal and for the page. */
interface Part {
  readonly title: string
  readonly lines: ReadonlyArray<string>
  readonly rows: { readonly headers: ReadonlyArray<string>; readonly rows: ReadonlyArray<ReadonlyArray<string>> } | null
  readonly bridge: BridgeContent | null
}

const money = (amountMinor: number | null, language: Language): string =>
  amountMinor === null ? "—" : formatMoneyCompact(amountMinor, currency, language)

const monthPart = ({ month, closed }: Round, language: Language): Part => {
  const { figures } = month
  const line = (en: string, ru: string): string => (language === "ru" ? ru : en)
  return {
    title: texts.month[language],
    lines: [
      line(
        `${closed.closed.length} summaries stored; they never change, later facts show beside them.`,
        `Сохранено сводок: ${closed.closed.length}; они не меняются, поздние факты видны рядом.`,
      ),
    ],
    rows: {
      headers: language === "ru" ? ["показатель", "число", "сумма"] : ["figure", "count", "amount"],
      rows: [
        [
          line("deals won", "выиграно сделок"),
          String(figures.dealsWon.count),
          money(figures.dealsWon.amountMinor, language),
        ],
        [
          line("deals lost", "проиграно сделок"),
          String(figures.dealsLost.count),
          money(figures.dealsLost.amountMinor, language),
        ],
        [
          line("payments received", "получено оплат"),
          String(figures.paymentsReceived.count),
          money(figures.paymentsReceived.amountMinor, language),
        ],
        [line("documents signed", "подписано документов"), String(figures.documentsSigned.count), ""],
        [line("dialogs", "диалогов"), String(figures.dialogsInbound.count + figures.dialogsOutbound.count), ""],
      ],
    },
    bridge: null,
  }
}

const findingsPart = ({ findings }: Round, language: Language): Part => {
  const shown = findings.filter(({ ownerId }) => ownerId !== null).slice(0, 6)
  return {
    title: texts.findings[language],
    lines: [
      language === "ru"
        ? `Находок за месяц: ${findings.length}; повторных: ${findings.filter(({ recurrenceOf }) => recurrenceOf !== null).length}.`
        : `${findings.length} findings of the month, ${findings.filter(({ recurrenceOf }) => recurrenceOf !== null).length} of them again.`,
    ],
    rows: {
      headers: language === "ru" ? ["кто", "находка", "записей"] : ["who", "finding", "records"],
      rows: shown.map(({ ownerId, words, evidence }) => [ownerId ?? "", words.title[language], String(evidence.count)]),
    },
    bridge: null,
  }
}

const planPart = ({ attainment, variance }: Round, language: Language): Part => {
  const rows = attainment.rows.filter(({ target, repId }) => target !== null && repId !== null)
  const target = rows.reduce((sum, row) => sum + (row.target ?? 0), 0)
  const fact = rows.reduce((sum, row) => sum + (row.fact ?? 0), 0)
  const { variance: split, against } = variance
  return {
    title: texts.plan[language],
    lines: [
      language === "ru"
        ? `План ${reviewed.quarter}: ${money(target, language)}, факт ${money(fact, language)} — ${formatPercent(fact / target, language)}.`
        : `Plan of ${reviewed.quarter}: ${money(target, language)}, fact ${money(fact, language)}: ${formatPercent(fact / target, language)}.`,
    ],
    rows: null,
    bridge: {
      base: { label: against, amount: split.baseMinor, text: money(split.baseMinor, language) },
      steps: split.contributions.map(({ name, amountMinor }) => ({
        label: name[language],
        amount: amountMinor,
        text: money(amountMinor, language),
      })),
      fact: { label: reviewed.quarter, amount: split.actualMinor, text: money(split.actualMinor, language) },
    },
  }
}

const routes: { readonly [Route in Round["agendas"][number]["route"]]: Message } = {
  personal: { en: "in person, with the mentor", ru: "лично, с наставником" },
  collectiveUnnamed: { en: "together, without names", ru: "вместе, без имён" },
  collectiveNamed: { en: "together, by name", ru: "вместе, по именам" },
}

const talkPart = ({ agendas, held }: Round, language: Language): Part => ({
  title: texts.talk[language],
  lines:
    held === null
      ? []
      : [
          language === "ru"
            ? "С user:2 договорились: акт отправляется в день выполнения; через месяц это проверится по фактам."
            : "Agreed with user:2: the act is sent on the day the work is done; in a month the facts will tell.",
        ],
  rows: {
    headers: language === "ru" ? ["как", "кто", "находок"] : ["how", "who", "findings"],
    rows: agendas.map(({ route, repId, findingIds }) => [
      routes[route][language],
      repId ?? "",
      String(findingIds.length),
    ]),
  },
  bridge: null,
})

const scriptPart = ({ steps, script }: Round, language: Language): Part => ({
  title: texts.script[language],
  lines:
    script === null
      ? []
      : [
          language === "ru"
            ? `Версия ${script.version.number} скрипта «${script.stageId}» начинается с шага ${script.stepId}; её пробуют на половине сделок.`
            : `Version ${script.version.number} of the script of ${script.stageId} begins with ${script.stepId}; half of the deals try it.`,
        ],
  rows: {
    headers: language === "ru" ? ["шаг", "с ним", "без него", "вывод"] : ["step", "with it", "without", "what is said"],
    rows: steps.map(({ stepId, used, notUsed, why }) => [
      stepId,
      used.winRate.ratio === null ? "—" : formatPercent(used.winRate.ratio, language),
      notUsed.winRate.ratio === null ? "—" : formatPercent(notUsed.winRate.ratio, language),
      why[language],
    ]),
  },
  bridge: null,
})

const correctedPart = ({ replan, plan }: Round, language: Language): Part => ({
  title: texts.corrected[language],
  lines: [
    replan.replan.reason?.[language] ??
      (language === "ru"
        ? `Исправленный план на ${reviewed.next} утверждён не автором; прежние версии остались, всего их ${plan?.versions.length ?? 0}.`
        : `The corrected plan of ${reviewed.next} is approved by somebody else; no version is lost, there are ${plan?.versions.length ?? 0}.`),
  ],
  rows: {
    headers: language === "ru" ? ["кто", "было", "стало"] : ["who", "before", "now"],
    rows: replan.replan.reps.map(({ id, currentMinor, newMinor }) => [
      id,
      money(currentMinor, language),
      money(newMinor, language),
    ]),
  },
  bridge: null,
})

const partsOf = (round: Round, language: Language): ReadonlyArray<Part> =>
  [monthPart, findingsPart, planPart, talkPart, scriptPart, correctedPart].map((part) => part(round, language))

/** The round for a terminal. */
export const terminalLoop = (round: Round, language: Language, style: TerminalStyle): ReadonlyArray<string> => [
  ...heading(texts.title[language], 1, style),
  ...partsOf(round, language).flatMap(({ title, lines, rows, bridge: content }) => [
    "",
    ...heading(title, 2, style),
    ...lines.flatMap((line) => paragraph(line, style)),
    ...(content === null ? [] : bridge(content, style)),
    ...(rows === null
      ? []
      : table(
          {
            columns: rows.headers.map((header, at) => ({ header, align: at === 0 ? "left" : "left" })),
            rows: rows.rows,
          },
          style,
        )),
  ]),
]

/** The round as a page that needs nothing but itself. */
export const htmlLoop = (round: Round, language: Language): string =>
  htmlPage({
    language,
    title: texts.title[language],
    subtitle: reviewed.quarter,
    contentsLabel: language === "ru" ? "Содержание" : "Contents",
    sections: partsOf(round, language).map(({ title, lines, rows, bridge: content }, at) => ({
      id: `part-${at + 1}`,
      title,
      content: [
        ...lines.map((line) => markup`<p>${line}</p>`),
        ...(content === null ? [] : [bridgeChart(content, { id: "variance", title, description: title, width: 720 })]),
        ...(rows === null
          ? []
          : [
              markup`<table><thead><tr>${rows.headers.map((header) => markup`<th>${header}</th>`)}</tr></thead><tbody>${rows.rows.map(
                (row) => markup`<tr>${row.map((cell) => markup`<td>${cell}</td>`)}</tr>`,
              )}</tbody></table>`,
            ]),
      ],
    })),
  })
