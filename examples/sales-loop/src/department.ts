import { simulateDepartment } from "@salesdept/conformance/simulator"
import type { SimulatedDepartment } from "@salesdept/conformance/simulator"
import type { DepartmentConfig } from "@salesdept/core/department"
import { presets } from "@salesdept/core/promise"
import type { TenantSales } from "@salesdept/core/promise"
import { fiveDayCalendar } from "@salesdept/core/shared"
import type { DateRange, Id, Language, Message } from "@salesdept/core/shared"

/** A year of a department, in which one question to the client works and one rep forgets to send acts. Nobody's real figures. */
export const simulated = (language: Language): SimulatedDepartment =>
  simulateDepartment({
    seed: 7,
    months: 12,
    scale: 1.2,
    reps: 12,
    language,
    planted: {
      effectiveSteps: [{ step: "needsQuestions", oddsRatio: 3 }],
      mistakes: [{ kind: "unsentDocuments", repId: "user:2", ratePercent: 90 }],
    },
  })

/** How the department works: an answer to every lead within a working day, and a rule of its own beside those of the library. */
export const departmentConfig: DepartmentConfig = (() => {
  const preset = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
  return {
    ...preset,
    control: {
      ...preset.control,
      sla: { calendar: fiveDayCalendar, firstResponse: { minutes: 540, remindBeforeMinutes: 60 }, escalation: [] },
    },
    review: {
      ownRules: [
        {
          id: "largeAndSilent",
          version: 1,
          name: {
            en: "Large deals nobody has spoken about for two weeks",
            ru: "Крупные сделки, о которых две недели молчат",
          },
          kind: "missedOpportunity",
          severity: "major",
          over: "deal",
          when: [
            { fact: "outcome", is: "open" },
            { fact: "amountMinor", atLeast: 300_000_00 },
            { fact: "silentDays", atLeast: 14 },
          ],
          next: { en: "Who calls today?", ru: "Кто позвонит сегодня?" },
        },
      ],
    },
  }
})()

/** Steps of the department's script, by the stage in whose conversations they are used. */
const scriptOfStage = {
  needs: ["needsQuestions", "budgetQuestion"],
  proposal: ["caseStory", "valueBeforePrice"],
  negotiation: ["objectionAnswer"],
} as const

/** What is done at a step, and what is said. */
const stepWords: { readonly [stepId: string]: { readonly purpose: Message; readonly wording: Message } } = {
  needsQuestions: {
    purpose: { en: "What is needed, and why now", ru: "Что нужно и почему сейчас" },
    wording: { en: "What made you look for it now?", ru: "Почему вы занялись этим именно сейчас?" },
  },
  budgetQuestion: {
    purpose: { en: "The budget", ru: "Бюджет" },
    wording: { en: "What sum have you put aside for it?", ru: "Какую сумму вы на это заложили?" },
  },
  caseStory: {
    purpose: { en: "A story of a like client", ru: "История похожего клиента" },
    wording: {
      en: "May I tell you how a company like yours did it?",
      ru: "Расскажу, как это решила похожая компания?",
    },
  },
  valueBeforePrice: {
    purpose: { en: "Value before price", ru: "Сначала ценность, потом цена" },
    wording: { en: "What will it save you in a year?", ru: "Сколько это сбережёт вам за год?" },
  },
  objectionAnswer: {
    purpose: { en: "The objection answered", ru: "Ответ на возражение" },
    wording: { en: "What exactly makes you doubt?", ru: "Что именно вызывает сомнение?" },
  },
}

/** What a step is for; its id where it has no words. */
export const stepName = (stepId: string, language: Language): string => stepWords[stepId]?.purpose[language] ?? stepId

/** Steps one after another, as a version of a script holds them. */
export const stepsInOrder = (stepIds: ReadonlyArray<string>, language: Language) =>
  stepIds.map((id, at) => ({
    id,
    kind: "question" as const,
    purpose: stepName(id, language),
    wording: stepWords[id]?.wording[language] ?? id,
    branches: [{ when: null, to: stepIds[at + 1] ?? null }],
  }))

/** Names for people: of the reps by their ids, of the teams, and of the stages. */
export interface Names {
  readonly person: (id: string | null) => string
  readonly stage: (stageId: string, language: Language) => string
}

/** The names of a simulated department; an id that has none stands for itself. */
export const namesOf = (department: SimulatedDepartment): Names => {
  const people = new Map([...department.reps, ...department.teams, department.head].map(({ id, name }) => [id, name]))
  const stages = new Map(
    departmentConfig.pipelines.flatMap((pipeline) => pipeline.stages.map(({ id, name }) => [id, name] as const)),
  )
  return {
    person: (id) => (id === null ? "" : (people.get(id) ?? id)),
    stage: (stageId, language) => stages.get(stageId)?.[language] ?? stageId,
  }
}

/** A stage that has a script. */
export type ScriptedStage = keyof typeof scriptOfStage

/** The stages that have a script, in the order of a sale. */
export const scriptedStages: ReadonlyArray<ScriptedStage> = ["needs", "proposal", "negotiation"]

const isScripted = (stageId: string | undefined): stageId is ScriptedStage =>
  scriptedStages.some((stage) => stage === stageId)

/** Puts a script in force for each stage: written by one person, approved by another. */
export const writeScripts = async (department: SimulatedDepartment, tenant: TenantSales): Promise<void> => {
  const { language } = department.options
  const [author, head] = [tenant.as("user:author"), tenant.as(department.head.id)]
  for (const stageId of scriptedStages) {
    const [scriptId, versionId] = [`script_${stageId}`, `scriptversion_${stageId}-1`] as const
    await author.scripts.create({ id: scriptId, name: stageId, stageId, language, ownerId: department.head.id })
    await author.scripts.draft({ id: versionId, scriptId, steps: stepsInOrder(scriptOfStage[stageId], language) })
    await author.scripts.submit({ versionId })
    await head.scripts.approve({ versionId })
  }
}

/** Which version of its stage's script a conversation of a deal is held by. */
export type VersionOf = (stageId: ScriptedStage, dealId: string) => Promise<Id<"scriptVersion">>

/** Before there is anything to choose from: the first version. */
export const firstVersion: VersionOf = async (stageId) => `scriptversion_${stageId}-1`

/** Notes which steps of its stage's script each conversation of a deal in these days used. */
export const recordRuns = async (
  { actions }: SimulatedDepartment,
  tenant: TenantSales,
  days: DateRange,
  versionOf: VersionOf,
): Promise<number> => {
  const stageOf = new Map<string, string>()
  const runs: Array<Promise<unknown>> = []
  for (const action of actions) {
    if (action.type === "dealMoved") stageOf.set(action.dealKey, action.toStageId)
    if (action.type !== "dialogHeld" || action.about.type !== "deal") continue
    const stageId = stageOf.get(action.about.key)
    const isConversation = action.outcome !== "missed" && action.outcome !== "noAnswer"
    if (!isConversation || !isScripted(stageId) || action.at < days.from || action.at >= days.to) continue
    const known: ReadonlyArray<string> = scriptOfStage[stageId]
    runs.push(
      tenant.as(action.actor).scriptRuns.record(
        {
          versionId: await versionOf(stageId, action.about.key),
          dialogId: action.dialogKey,
          dealId: action.about.key,
          repId: action.actor,
          startedAt: action.at,
          steps: action.steps.filter((step) => known.includes(step)).map((stepId) => ({ stepId })),
          outcomeId: action.outcome,
        },
        { occurredAt: action.at },
      ),
    )
    if (runs.length % 250 === 0) await Promise.all(runs.slice(-250))
  }
  await Promise.all(runs)
  return runs.length
}

/** Something that the host does at a time while the department works. */
export interface Pause {
  /** When. */
  readonly at: string
  /** What. */
  readonly run: () => Promise<void>
}
