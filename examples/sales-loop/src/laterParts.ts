import { formatNumber } from "@salesdept/report"
import type { Language } from "@salesdept/core/shared"
import type { Played } from "./base.ts"
import type { Names } from "./department.ts"
import type { Round } from "./loop.ts"
import { reviewed } from "./loop.ts"
import type { Part } from "./part.ts"
import { money, say, texts } from "./part.ts"

/** The corrected targets of a quarter, rep by rep. */
const replanPart = (
  title: string,
  names: Names,
  replan: Round["replan"]["replan"],
  approved: string,
  language: Language,
): Part => ({
  title,
  lines: [replan.reason?.[language] ?? approved],
  rows: {
    headers: language === "ru" ? ["кто", "было", "стало"] : ["who", "before", "now"],
    rows: replan.reps.map(({ id, currentMinor, newMinor }) => [
      names.person(id),
      money(currentMinor, language),
      money(newMinor, language),
    ]),
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
      `The corrected plan of ${reviewed.next} is approved by somebody else; no version is lost, there are ${plan?.versions.length ?? 0}.`,
      `Исправленный план на ${reviewed.next} утверждён не автором; прежние версии остались, всего их ${plan?.versions.length ?? 0}.`,
    ),
    language,
  )

const needed = (closed: number | null, language: Language): string =>
  closed === null
    ? ""
    : say(
        language,
        ` To show a difference as small, ${formatNumber(closed, language)} closed deals would be needed.`,
        ` Чтобы показать столь малое различие, закрытых сделок нужно ${formatNumber(closed, language)}.`,
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
              `Доля выигранных у пробной версии отличается на ${points(difference)} п. п., при любом числе проверок — от ${points(anytimeInterval.lower)} до ${points(anytimeInterval.upper)} п. п.${needed(closedNeeded, language)}`,
            ),
          ]),
      say(
        language,
        `By the rule stated before it began the trial version is ${isKept ? "kept" : "rolled back"}. Simulated people do not read scripts: that nothing changed is what an honest reading has to find.`,
        `По правилу, заданному до начала, пробная версия ${isKept ? "остаётся" : "снята"}. Смоделированные люди скриптов не читают: честная проверка и должна показать, что ничего не изменилось.`,
      ),
    ],
    rows: {
      headers: language === "ru" ? ["версия", "сделок", "закрыто", "выиграно"] : ["version", "deals", "closed", "won"],
      rows: [["baseline", baseline] as const, ["trial", verdict.trial] as const].map(
        ([arm, { deals, closed, won }]) => [
          arm === "trial" ? say(language, "on trial", "пробная") : say(language, "in force", "действующая"),
          String(deals),
          String(closed),
          String(won),
        ],
      ),
    },
    bridge: null,
  }
}

/** Where the next round begins. */
export const nextPart = ({ names, ending }: Played, language: Language): Part =>
  replanPart(
    texts.next[language],
    names,
    ending.replan.replan,
    say(
      language,
      `${reviewed.after} is corrected by what ${reviewed.next} came to; version ${ending.inForce?.number ?? 0} of the plan is in force.`,
      `${reviewed.after} исправлен по итогам ${reviewed.next}; действует версия плана ${ending.inForce?.number ?? 0}.`,
    ),
    language,
  )
