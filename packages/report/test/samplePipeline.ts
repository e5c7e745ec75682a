import type { Message } from "@salesdept/core/shared"
import type { PipelineSection } from "../src/index.ts"
import { repNames } from "./sampleReps.ts"
import { atList, plain, proportion, say } from "./sampleWords.ts"

const noVisits = { withheld: say("the source carries no stage history", "в источнике нет истории этапов") }

const stage = (
  stageId: string,
  name: Message,
  kind: "open" | "won" | "lost",
  count: number,
  amount: ReturnType<typeof plain> | ReturnType<typeof atList> | typeof noVisits,
) => ({
  stageId,
  name,
  kind,
  count,
  amount,
  reachedCount: noVisits,
  conversion: noVisits,
  medianDaysInStage: noVisits,
})

const curve = [
  [0, 0, 0],
  [7, 0.0910843373, 0.0791566265],
  [14, 0.1876142323, 0.1504998935],
  [30, 0.2189948341, 0.1622064591],
  [45, 0.2343688788, 0.1704395387],
  [60, 0.2647329742, 0.1855012237],
  [90, 0.3970147464, 0.252124615],
  [120, 0.5000419622, 0.2954995082],
  [138, 0.5194391985, 0.301740546],
  [423, 0.5194391985, 0.301740546],
] as const
/** The pipeline of an export without stage history. */
export const pipeline: PipelineSection = {
  dealCount: 8800,
  stages: [
    stage("prospecting", say("Prospecting", "Поиск"), "open", 500, atList(1_204_750)),
    stage("engaging", say("Engaging", "Переговоры"), "open", 1589, atList(3_846_910)),
    stage("won", say("Won", "Выиграно"), "won", 4238, plain(10_005_534)),
    stage("lost", say("Lost", "Проиграно"), "lost", 2473, {
      withheld: say("lost deals carry 0 as their amount", "у проигранных сделок в сумме стоит 0"),
    }),
  ],
  openAmount: atList(5_051_660),
  wonAmount: plain(10_005_534),
  winRate: proportion(4238, 6711, 0.6198869148, 0.6429636694),
  daysToWin: { count: 4238, p25Days: 9, medianDays: 57, p75Days: 88, p90Days: 106 },
  daysToLose: { count: 2473, p25Days: 7, medianDays: 14, p75Days: 79, p90Days: 100 },
  outcomeCurve: {
    count: 8300,
    wonCount: 4238,
    lostCount: 2473,
    openCount: 1589,
    method: say(
      "Aalen–Johansen, winning and losing as competing outcomes",
      "Аален — Йохансен, выигрыш и проигрыш как конкурирующие исходы",
    ),
    points: curve.map(([day, wonShare, lostShare]) => ({
      day,
      wonShare,
      lostShare,
      openShare: 1 - wonShare - lostShare,
    })),
  },
  stalled: {
    count: 1432,
    ofCount: 1589,
    thresholdDays: [106, 106],
    rule: say(
      "ninth decile of days to win, 4,238 won deals",
      "девятый дециль дней до выигрыша, 4 238 выигранных сделок",
    ),
    amount: atList(3_496_223),
    worst: Array.from({ length: 5 }, (_, index) => ({
      dealId: `deal_${["8CCS9TYD", "G27QDMVW", "KRZXNTFQ", "5PBHI0BQ", "M6WEJXC0"][index]}`,
      title: null,
      subject:
        index === 3
          ? null
          : ([
              "Sonron · GTX Plus Pro",
              "Bluth Company · MG Advanced",
              "Zencorporation · GTX Pro",
              "",
              "Groovestreet · GTK 500",
            ][index] ?? null),
      repName: index === 4 ? null : (repNames[index] ?? null),
      ageDays: 423 - index * 7,
      amount: index === 2 ? { withheld: say("no list price", "нет цены в прайс-листе") } : atList(5482 - index * 311),
    })),
  },
}
