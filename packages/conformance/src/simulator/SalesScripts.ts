import type { Instant, Language, Message } from "@salesdept/core/shared"
import { instantOf } from "@salesdept/core/shared"
import type { Choices } from "./Random.ts"
import type { SellingStep } from "./SellingSteps.ts"
import type { ResolvedOptions } from "./SimulationOptions.ts"
import type { SellingStageId } from "./StageIds.ts"
import type { WorkClock } from "./WorkClock.ts"

/** An objection that may come at a step, and what is answered. */
export interface SimulatedObjection {
  /** Its short name within the step. */
  readonly id: string
  /** What the client says, in the department's language. */
  readonly says: string
  /** What is answered. */
  readonly answer: string
}

/** A step of a script in words. */
export interface SimulatedScriptStep {
  /** The step, by the name under which dialogs record it. */
  readonly id: SellingStep
  /** What kind of step it is. */
  readonly kind: "question" | "statement" | "offer" | "objection"
  /** What it is for, in the department's language. */
  readonly purpose: string
  /** What is said. */
  readonly wording: string
  /** Objections that the script has an answer to. */
  readonly objections: ReadonlyArray<SimulatedObjection>
}

/** A version of a script. */
export interface SimulatedScriptVersion {
  /** Its id. */
  readonly id: `scriptversion_${string}`
  /** When the head approves it. */
  readonly approvedAt: Instant
  /** Whether it comes into force at once; otherwise it is tried first. */
  readonly isInForce: boolean
  /** Its steps, one after another. */
  readonly steps: ReadonlyArray<SimulatedScriptStep>
}

/** A version of a script that half of the deals try. */
export interface SimulatedExperiment {
  /** Its id, from which versions are drawn. */
  readonly id: `experiment_${string}`
  /** When it begins. */
  readonly startsAt: Instant
  /** The version in force. */
  readonly baselineVersionId: `scriptversion_${string}`
  /** The version on trial. */
  readonly trialVersionId: `scriptversion_${string}`
  /** Share of the deals that get it, in whole percent. */
  readonly trialSharePercent: number
  /** The first deals to come to the script, by which it is decided. */
  readonly plannedClosed: number
  /** For how many days each of them is followed. */
  readonly followDays: number
}

/** A script of the department: what is said in the first conversation of a stage. */
export interface SimulatedScript {
  /** Its id. */
  readonly id: `script_${string}`
  /** Its name in the department's language. */
  readonly name: string
  /** The stage. */
  readonly stageId: SellingStageId
  /** Who writes its versions: a rep; the head approves them. */
  readonly authorId: string
  /** Its versions, by time. */
  readonly versions: ReadonlyArray<SimulatedScriptVersion>
  /** The experiment that is made with it; null where none is. */
  readonly experiment: SimulatedExperiment | null
}

const say = (en: string, ru: string): Message => ({ en, ru })

/** The words of each step. */
const stepWords = {
  needsQuestions: {
    kind: "question",
    purpose: say("Ask what is needed and why now", "Спросить, что нужно и почему сейчас"),
    wording: say("What made you look into it just now?", "Почему вы занялись этим именно сейчас?"),
  },
  budgetQuestion: {
    kind: "question",
    purpose: say("Ask about the budget", "Спросить о бюджете"),
    wording: say("What sum have you put aside for it?", "Какую сумму вы на это заложили?"),
  },
  valueBeforePrice: {
    kind: "offer",
    purpose: say("Name the benefit before the price", "Сначала выгода, потом цена"),
    wording: say("What would it save you in a year?", "Сколько это сбережёт вам за год?"),
  },
  caseStory: {
    kind: "statement",
    purpose: say("Tell of a similar client", "Рассказать о похожем клиенте"),
    wording: say("May I tell you how a company like yours did it?", "Рассказать, как это решила похожая компания?"),
  },
  objectionAnswer: {
    kind: "objection",
    purpose: say("Answer the objection", "Ответить на возражение"),
    wording: say("What exactly makes you doubt?", "Что именно вызывает сомнение?"),
  },
} as const

const dear = {
  id: "dear",
  says: say("It is too expensive for us", "Для нас это дорого"),
  answer: say("Against what it saves in a year?", "А если сравнить с тем, что это сбережёт за год?"),
}

const headOffice = {
  id: "headOffice",
  says: say("Head office has to approve it", "Нужно согласие головного офиса"),
  answer: say("Whom there may I send the figures to?", "Кому там можно отправить расчёт?"),
}

/** What clients say that the first version has no answer to, by weight; the second version answers the first of them. */
export const unforeseenObjections: Choices<readonly [said: { readonly id: string; readonly says: Message }, number]> = [
  [headOffice, 5],
  [{ id: "nextYear", says: say("Let us come back to it next year", "Давайте вернёмся к этому через год") }, 3],
  [{ id: "inHouse", says: say("We can do it ourselves", "Мы можем сделать это сами") }, 2],
]

/** Steps with words. */
type WordedStep = keyof typeof stepWords

const worded = (
  id: WordedStep,
  language: Language,
  objections: ReadonlyArray<typeof dear> = [],
): SimulatedScriptStep => ({
  id,
  kind: stepWords[id].kind,
  purpose: stepWords[id].purpose[language],
  wording: stepWords[id].wording[language],
  objections: objections.map((objection) => ({
    id: objection.id,
    says: objection.says[language],
    answer: objection.answer[language],
  })),
})

/** Deals by which an experiment is decided at scale 1 over a year: so many that it is still under way when the period ends. */
const plannedAYear = 200

/** Nine of ten deals that are won are won so soon after the talk on needs. */
const followDays = 60

/** The step that the version on trial makes a duty of. */
export const triedStep = "needsQuestions"

/** How often a step is used where the script makes a duty of it. */
export const dutyShare = 0.9

/**
 * The department's scripts: of the talks on needs, on the proposal and of the negotiation. That of the negotiation gets a second
 * version when two fifths of the period are over; when three fifths are, a second version of the first one is tried on half of the deals.
 */
export const scriptsOf = (
  { scripts, language, scale, months }: ResolvedOptions,
  clock: WorkClock,
): ReadonlyArray<SimulatedScript> => {
  if (!scripts) return []
  /** Before anybody is at work on the day on which so much of the period is over. */
  const morningAt = (share: number): Instant => {
    const day = clock.firstDay + Math.floor((clock.endDay - clock.firstDay) * share)
    return instantOf(clock.momentOf(day, 0) * 1000)
  }
  const version = (
    stageId: SellingStageId,
    number: number,
    approvedAt: Instant,
    steps: ReadonlyArray<SimulatedScriptStep>,
    isInForce = true,
  ): SimulatedScriptVersion => ({ id: `scriptversion_${stageId}-${number}`, approvedAt, isInForce, steps })
  const start = morningAt(0)
  const script = (
    stageId: SellingStageId,
    name: Message,
    versions: ReadonlyArray<SimulatedScriptVersion>,
    experiment: SimulatedExperiment | null = null,
  ): SimulatedScript => ({
    id: `script_${stageId}`,
    name: name[language],
    stageId,
    authorId: "user:1",
    versions,
    experiment,
  })
  const questions = [worded("needsQuestions", language), worded("budgetQuestion", language)]
  const onTrial = morningAt(0.6)
  return [
    script(
      "needs",
      say("Talk on needs", "Разговор о потребностях"),
      [version("needs", 1, start, questions.toReversed()), version("needs", 2, onTrial, questions, false)],
      {
        id: "experiment_needs-2",
        startsAt: onTrial,
        baselineVersionId: "scriptversion_needs-1",
        trialVersionId: "scriptversion_needs-2",
        trialSharePercent: 50,
        plannedClosed: Math.max(20, Math.round((plannedAYear * scale * months) / 120) * 10),
        followDays,
      },
    ),
    script("proposal", say("Presenting the proposal", "Презентация предложения"), [
      version("proposal", 1, start, [worded("valueBeforePrice", language), worded("caseStory", language)]),
    ]),
    script("negotiation", say("Negotiation", "Переговоры"), [
      version("negotiation", 1, start, [worded("objectionAnswer", language, [dear])]),
      version("negotiation", 2, morningAt(0.4), [worded("objectionAnswer", language, [dear, headOffice])]),
    ]),
  ]
}
