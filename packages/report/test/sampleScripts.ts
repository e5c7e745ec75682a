import type { ScriptsSection } from "../src/index.ts"
import { proportion, quarter, say } from "./sampleWords.ts"
import { repNames } from "./sampleReps.ts"

const why = {
  winning: say("More of the deals are won after it.", "После этого шага выигрывают больше."),
  none: say("No difference is shown.", "Различия не видно."),
  few: say("Withheld: 3 won deals with the step.", "Не показано: выиграно 3 сделки с шагом."),
}
const early = { withheld: say("not compared before the planned end", "до конца не сравнивается") }

/** Two scripts: one is in force and has a version on trial, the other has none in force any more. */
export const scripts: ScriptsSection = {
  period: quarter(4),
  talkCount: 1_040,
  scripts: [
    {
      name: "Talk on needs",
      stageName: say("Needs", "Потребности"),
      versionNumber: 2,
      inForceSince: "2017-10-02",
      reach: { dealCount: 520, heldCount: 498 },
      talkCount: 498,
      usedCount: 610,
      stepCount: 1_494,
    },
    {
      name: "Cold call",
      stageName: null,
      versionNumber: null,
      inForceSince: null,
      reach: { withheld: say("no version is in force", "ни одна версия не действует") },
      talkCount: 0,
      usedCount: 0,
      stepCount: 0,
    },
  ],
  reps: [
    {
      repName: repNames[0] ?? "",
      talkCount: 60,
      usedCount: 41,
      stepCount: 180,
      winning: { usedCount: 12, stepCount: 60 },
      isBelowOthers: true,
    },
    {
      repName: repNames[1] ?? "",
      talkCount: 438,
      usedCount: 569,
      stepCount: 1_314,
      winning: { usedCount: 300, stepCount: 438 },
      isBelowOthers: false,
    },
  ],
  steps: [
    {
      script: "Talk on needs",
      step: "Ask why now",
      used: proportion(120, 240, 0.44, 0.56),
      notUsed: proportion(70, 210, 0.27, 0.4),
      answer: "goesWithWinning",
      why: why.winning,
      odds: { ratio: 2, lower: 1.37, upper: 2.94, confidence: 0.95 },
      isOnlyPlain: false,
    },
    {
      script: "Talk on needs",
      step: "Tell of a client",
      used: proportion(118, 200, 0.52, 0.66),
      notUsed: proportion(100, 250, 0.34, 0.46),
      answer: "notShown",
      why: why.none,
      odds: { ratio: 1.1, lower: 0.7, upper: 1.7, confidence: 0.95 },
      isOnlyPlain: true,
    },
    {
      script: "Talk on needs",
      step: "Ask about the budget",
      used: proportion(3, 4, 0.3, 0.95),
      notUsed: { withheld: say("no such deal is closed yet", "таких закрытых сделок пока нет") },
      answer: "withheld",
      why: why.few,
      odds: { withheld: why.few },
      isOnlyPlain: false,
    },
  ],
  testedCount: 2,
  falseDiscoveryRate: 0.1,
  heldEqual: [say("rep", "менеджер"), say("client's segment", "сегмент клиента")],
  limits: say("Who used a step was not drawn at random.", "Использование шага не назначалось случайно."),
  experiments: [
    {
      script: "Talk on needs",
      startedOn: "2017-11-06",
      trialSharePercent: 50,
      plannedCount: 200,
      followDays: 60,
      followedCount: 96,
      status: "running",
      settledOn: null,
      why: say("Not enough data yet: go on.", "Данных пока недостаточно: продолжайте."),
      arms: [
        { versionNumber: 2, isTrial: false, dealCount: 80, followedCount: 50, wonCount: early },
        { versionNumber: 3, isTrial: true, dealCount: 78, followedCount: 46, wonCount: early },
      ],
      difference: early,
    },
    {
      script: "Cold call",
      startedOn: "2017-07-03",
      trialSharePercent: 20,
      plannedCount: 100,
      followDays: 30,
      followedCount: 100,
      status: "rolledBack",
      settledOn: "2017-10-20",
      why: say(
        "Less is won by the trial version: roll it back.",
        "По пробной версии выигрывают меньше: верните прежнюю.",
      ),
      arms: [
        { versionNumber: 1, isTrial: false, dealCount: 81, followedCount: 80, wonCount: 40 },
        { versionNumber: 2, isTrial: true, dealCount: 22, followedCount: 20, wonCount: 3 },
      ],
      difference: { points: -0.35, lower: -0.51, upper: -0.08, confidence: 0.975 },
    },
  ],
  candidates: [
    {
      kind: "must",
      script: "Talk on needs",
      step: "Ask why now",
      usedCount: 312,
      talkCount: 498,
      isOnTrial: true,
    },
    {
      kind: "without",
      script: "Talk on needs",
      step: "Ask about the budget",
      usedCount: 4,
      talkCount: 498,
      isOnTrial: false,
    },
    {
      kind: "unanswered",
      script: "Talk on needs",
      said: "Next year",
      count: 21,
      wonCount: 1,
      wonBy: [repNames[0] ?? ""],
    },
    { kind: "unanswered", script: "Talk on needs", said: "Not now", count: 1, wonCount: 0, wonBy: [] },
    { kind: "proposed", script: "Cold call", proposal: "Begin with a question", origin: "debrief" },
  ],
}
