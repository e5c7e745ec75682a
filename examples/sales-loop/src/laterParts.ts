import { formatNumber, formatPercent, formatPercentDelta } from "@salesdept/report"
import type { Language } from "@salesdept/core/shared"
import type { Played } from "./base.ts"
import type { Names } from "./department.ts"
import type { Round } from "./loop.ts"
import { replanTerms, reviewed } from "./loop.ts"
import type { Part } from "./part.ts"
import { change, money, periodName, say, target, texts } from "./part.ts"

/** Whoever has left had a target once, and has none any more. */
const stillHere = (reps: Round["replan"]["replan"]["reps"]): Round["replan"]["replan"]["reps"] =>
  reps.filter(({ currentMinor, roundMinor }) => currentMinor > 0 || roundMinor > 0)

const targetRow = (
  name: string,
  currentMinor: number,
  roundMinor: number,
  language: Language,
): ReadonlyArray<string> => [
  name,
  target(currentMinor, language),
  target(roundMinor, language),
  currentMinor === 0 ? "—" : formatPercentDelta(roundMinor / currentMinor - 1, language),
]

/** Of a quarter that came out above its plan nothing is carried. */
const carriedOver = (structuralMinor: number, language: Language): string =>
  structuralMinor === 0
    ? say(
        language,
        "The surplus of the quarter is taken off nobody's target: unless asked otherwise only a miss is carried over.",
        "Перевыполнение за квартал ничьих планов не снижает: если не задано иное, переносится только недобор.",
      )
    : say(
        language,
        `Half of the quarter's miss is carried over: ${change(structuralMinor, "en")}.`,
        `Переносится половина недобора квартала: ${change(structuralMinor, "ru")}.`,
      )

/** The corrected targets of a quarter, rep by rep. */
const replanPart = (
  title: string,
  names: Names,
  replan: Round["replan"]["replan"],
  approved: string,
  language: Language,
): Part => ({
  title,
  lines: [
    replan.reason?.[language] ?? approved,
    carriedOver(replan.carried.structuralMinor, language),
    say(
      language,
      `Nobody's target changes by more than a quarter; targets are rounded to ${target(replanTerms.stepMinor, "en")}, exactly they come to ${target(replan.totalMinor, "en")}.`,
      `Ничей план не меняется больше чем на четверть; планы округлены до ${target(replanTerms.stepMinor, "ru")}, точный итог — ${target(replan.totalMinor, "ru")}.`,
    ),
  ],
  rows: {
    caption: say(language, "Targets of the quarter", "Планы на квартал"),
    headers: language === "ru" ? ["кто", "было", "стало", "изменение"] : ["who", "before", "now", "change"],
    rows: stillHere(replan.reps).map(({ id, currentMinor, roundMinor }) =>
      targetRow(names.person(id), currentMinor, roundMinor, language),
    ),
    footer: targetRow(
      say(language, "Department", "Отдел"),
      replan.reps.reduce((sum, { currentMinor }) => sum + currentMinor, 0),
      replan.roundTotalMinor,
      language,
    ),
  },
  bridge: null,
})

/** The plan of the next quarter. */
export const correctedPart = ({ names, replan, plan }: Round, language: Language): Part =>
  replanPart(
    texts.corrected[language],
    names,
    replan.replan,
    say(
      language,
      `The corrected plan of ${periodName(reviewed.next, "en")} is approved by somebody else; no version is lost, there are ${plan?.versions.length ?? 0}.`,
      `Исправленный план на ${periodName(reviewed.next, "ru")} утверждён не автором; прежние версии остались, всего их ${plan?.versions.length ?? 0}.`,
    ),
    language,
  )

const needed = (closed: number | null, language: Language): string =>
  closed === null
    ? ""
    : say(
        language,
        ` To show a difference as small, ${formatNumber(closed, language)} deals would be needed.`,
        ` Чтобы показать столь малое различие, сделок нужно ${formatNumber(closed, language)}.`,
      )

/** What the experiment came to. */
export const settledPart = ({ ending: { trial } }: Played, language: Language): Part => {
  if (trial === null) return { title: texts.settled[language], lines: [], rows: null, bridge: null }
  const { verdict, experiment } = trial
  const { baseline, difference, anytimeInterval, closedNeeded } = verdict
  const isKept = experiment.status === "kept"
  const points = (value: number): string => formatNumber(Math.round(value * 1000) / 10, language)
  return {
    title: texts.settled[language],
    lines: [
      verdict.why[language],
      ...(difference === null || anytimeInterval === null
        ? []
        : [
            say(
              language,
              `Share won, trial less the version in force: ${points(difference)} percentage points, between ${points(anytimeInterval.lower)} and ${points(anytimeInterval.upper)} however often one looks.${needed(closedNeeded, language)}`,
              `Доля выигранных у пробной версии отличается на ${points(difference)}\u00A0п.\u00A0п., при любом числе проверок — от ${points(anytimeInterval.lower)} до ${points(anytimeInterval.upper)}\u00A0п.\u00A0п.${needed(closedNeeded, language)}`,
            ),
          ]),
      say(
        language,
        `By the rule stated before it began the trial version is ${isKept ? "kept" : "rolled back"}. Simulated people do not read scripts: that nothing changed is what an honest reading has to find.`,
        `По правилу, заданному до начала, пробная версия ${isKept ? "остаётся" : "снята"}. Смоделированные люди скриптов не читают: честная проверка и должна показать, что ничего не изменилось.`,
      ),
    ],
    rows: {
      caption: say(language, "Both versions of the script", "Обе версии скрипта"),
      headers:
        language === "ru"
          ? ["версия", "сделок", "исход известен", "выиграно в срок"]
          : ["version", "deals", "outcome known", "won in time"],
      rows: [["baseline", baseline] as const, ["trial", verdict.trial] as const].map(
        ([arm, { deals, followed, wonInTime }]) => [
          arm === "trial" ? say(language, "on trial", "пробная") : say(language, "in force", "действующая"),
          String(deals),
          String(followed),
          String(wonInTime),
        ],
      ),
    },
    bridge: null,
  }
}

/** What came of the quarter that was corrected, and where the next round begins. */
export const nextPart = ({ names, ending }: Played, language: Language): Part => {
  const rows = ending.attainment.rows.filter(({ repId, target: of }) => repId !== null && of !== null)
  const planned = rows.reduce((sum, row) => sum + (row.target ?? 0), 0)
  const fact = rows.reduce((sum, row) => sum + (row.fact ?? 0), 0)
  const share = planned === 0 ? "—" : formatPercent(fact / planned, language)
  return replanPart(
    texts.next[language],
    names,
    ending.replan.replan,
    say(
      language,
      `${periodName(reviewed.next, "en")} came to ${money(fact, "en")} of the ${money(planned, "en")} that the corrected plan asked: ${share}. ${periodName(reviewed.after, "en")} is corrected by it; version ${ending.inForce?.number ?? 0} of the plan is in force.`,
      `${periodName(reviewed.next, "ru")}: ${money(fact, "ru")} при исправленном плане ${money(planned, "ru")} — ${share}. По этому итогу исправлен план на ${periodName(reviewed.after, "ru")}; действует версия ${ending.inForce?.number ?? 0}.`,
    ),
    language,
  )
}
