import type { Message } from "@salesdept/core/shared"
import { isWithheld } from "../src/index.ts"
import type {
  DepartmentReport,
  ForecastSection,
  MonthRow,
  MonthSection,
  NextPlanSection,
  VarianceSection,
} from "../src/index.ts"
import { control, repQuarters, sample, wonByQuarter } from "./sample.ts"
import { pipeline } from "./samplePipeline.ts"
import { proportion, quarter, say, usd } from "./sampleWords.ts"
import { byReps, repNames } from "./sampleReps.ts"
import { scripts } from "./sampleScripts.ts"

const planCells = (facts: ReadonlyArray<number>, targets: ReadonlyArray<number>) =>
  facts.map((fact, index) => {
    const target = targets[index] ?? 0
    if (target === 0) {
      const none = { withheld: say("no target was set", "план не поставлен") }
      return { targetMinor: none, factMinor: usd(fact), gapMinor: none, attainment: none }
    }
    return { targetMinor: usd(target), factMinor: usd(fact), gapMinor: usd(fact - target), attainment: fact / target }
  })

const targetsByQuarter = [1_200_000, 3_000_000, 3_000_000, 3_000_000]
const targetReps = targetsByQuarter.map((total) => byReps({ total }, 7))

const noTarget = { withheld: say("no target was set", "план не поставлен") }
const landing = (won: number, open: number, fresh: number) => ({
  wonMinor: usd(won),
  openMinor: usd(open),
  newMinor: usd(fresh),
  landingMinor: usd(won + open + fresh),
  lowerMinor: usd(won + open / 2),
  medianMinor: usd(won + open + fresh) - 1,
  upperMinor: usd(won + open * 2 + fresh * 2),
})

/** A quarter in its middle; one rep has no target, one deal nobody's. */
const forecast: ForecastSection = {
  period: quarter(4),
  elapsedDays: 46,
  days: 92,
  method: say("By age of the deal", "По возрасту сделки"),
  level: 0.8,
  total: { repName: null, ...landing(900_000, 700_000, 300_000), targetMinor: usd(3_000_000), chance: 0.02 },
  reps: [
    { repName: repNames[0] ?? "", ...landing(500_000, 400_000, 300_000), targetMinor: usd(1_000_000), chance: 0.875 },
    { repName: repNames[1] ?? "", ...landing(400_000, 200_000, 0), targetMinor: noTarget, chance: noTarget },
    { repName: null, ...landing(0, 100_000, 0), targetMinor: noTarget, chance: noTarget },
  ],
  notes: [say("Without a day of opening: 500 deals", "Без даты открытия: 500 сделок")],
}

const plain = (count: number) => ({ count, note: null })

const monthRow = (repName: string | null, won: number, mistakes: number): MonthRow => ({
  repName,
  openedCount: plain(12),
  wonCount: plain(won),
  wonMinor:
    won === 0
      ? { withheld: say("no amount is stated", "сумма не указана") }
      : { amountMinor: usd(won * 2_000) + 1, note: null },
  lostCount: plain(3),
  openCount: { count: 1_014, note: say("7 deals do not state their days", "без дат: 7 сделок") },
  stepsOverdueCount: { withheld: say("the source does not carry next steps", "источник не передаёт следующие шаги") },
  mistakeCount: plain(mistakes),
  missedCount: plain(1),
  winCount: plain(0),
})

const month: MonthSection = {
  period: { from: "2017-12-01", to: "2017-12-31", name: null },
  summaryCount: 4,
  uncoveredCount: 0,
  total: monthRow(null, 5, 9),
  reps: [monthRow(repNames[0] ?? "", 5, 4), monthRow(repNames[1] ?? "", 0, 3)],
}

const nextPlan: NextPlanSection = {
  past: quarter(3),
  next: quarter(4),
  deviationMinor: usd(-400_000),
  carriedMinor: usd(200_000),
  method: say("Half is carried", "Переносится половина"),
  currentMinor: usd(3_000_000),
  proposedMinor: usd(3_200_000),
  roundMinor: usd(3_200_000),
  stepMinor: usd(10_000),
  reps: [
    {
      repName: repNames[0] ?? "",
      currentMinor: usd(2_000_000),
      proposedMinor: usd(2_152_345) + 50,
      roundMinor: usd(2_150_000),
      landingMinor: usd(1_200_000),
    },
    {
      repName: repNames[1] ?? "",
      currentMinor: usd(1_000_000),
      proposedMinor: usd(1_047_655) - 50,
      roundMinor: usd(1_050_000),
      landingMinor: noTarget,
    },
  ],
  notPlaced: null,
}

/** The first comparison is with the plan and has causes. */
const variance: VarianceSection = {
  comparisons: (isWithheld(sample.variance) ? [] : sample.variance.comparisons).map((comparison, index) => {
    if (index > 0) return comparison
    const rows = [
      { name: say("Stated reason: price", "Названная причина: цена"), amountMinor: usd(-30_000) },
      { name: null, amountMinor: usd(-4_000) - 1 },
    ].map(({ name, amountMinor }) => ({
      name,
      driver: name === null ? null : say("Win rate", "Доля выигранных сделок"),
      dealCount: 17,
      amountMinor,
    }))
    return { ...comparison, kind: "plan", causes: { rows, explainedMinor: usd(-34_000) - 1 } }
  }),
}

/** The same with targets, as of a simulated department with stage history: the other branch of every section. */
export const planSample: DepartmentReport = {
  ...sample,
  fit: {
    period: { from: "2017-01-01", to: "2017-12-31", name: null },
    drawnByDeals: 20,
    leastClosed: 5,
    products: [
      {
        product: "GTX Pro",
        wonCount: 60,
        closedCount: 120,
        reps: [
          { repName: repNames[0] ?? "", wonCount: 30, closedCount: 40, rate: 0.6667, isBeyondChance: true },
          { repName: repNames[1] ?? "", wonCount: 9, closedCount: 16, rate: 0.5278, isBeyondChance: false },
        ],
      },
      { product: "Комплект датчиков с монтажом", wonCount: 11, closedCount: 31, reps: [] },
    ],
  },
  forecast,
  month,
  scripts,
  nextPlan,
  variance,
  header: {
    ...sample.header,
    departmentName: "Стройматериалы · Самара",
    source: { kind: "simulated", seed: 20_261_123 },
    timeZone: "Europe/Samara",
    currency: "RUB",
  },
  import: null,
  pipeline: {
    ...pipeline,
    dealCount: 1240,
    stages: [
      ["new", say("New lead", "Новый лид"), 210, 1240, 0.81, 2],
      ["needs", say("Needs", "Потребности"), 164, 1004, 0.72, 6.5],
      [
        "proposal",
        say("Proposal sent and being discussed", "Предложение отправлено и обсуждается"),
        121,
        723,
        0.58,
        14,
      ],
      ["contract", say("Contract", "Договор"), 42, 419, 0.84, 9],
      ["won", say("Won", "Выиграно"), 352, 352, null, null],
      ["lost", say("Lost", "Проиграно"), 351, 351, null, null],
    ].map(([stageId, name, count, reached, rate, days]) => ({
      stageId: stageId as string,
      name: name as Message,
      kind: stageId === "won" || stageId === "lost" ? stageId : ("open" as const),
      count: count as number,
      amount: { amountMinor: (count as number) * 12_345_678, note: null },
      reachedCount: reached as number,
      conversion:
        rate === null
          ? { withheld: say("the last stage", "последний этап") }
          : proportion(
              Math.round((rate as number) * (reached as number)),
              reached as number,
              (rate as number) - 0.03,
              (rate as number) + 0.03,
            ),
      medianDaysInStage: days === null ? { withheld: say("the last stage", "последний этап") } : (days as number),
    })),
    openAmount: { amountMinor: 537 * 12_345_678, note: null },
    wonAmount: { amountMinor: 352 * 12_345_678, note: null },
  },
  control: {
    ...control,
    totalCount: 1240,
    records: say("1,240 leads, clients and deals", "1 240 лидов, клиентов и сделок"),
    totalAmount: {
      amountMinor: 1_240 * 12_345_678,
      note: say("18 unpriced deals not included", "18 сделок без суммы не учтены"),
    },
    states: (
      [
        ["unowned", say("Nobody owns it", "Никто не ведёт"), "alarm", 7],
        ["paidNoAct", say("Paid, no act signed", "Оплачено, акт не подписан"), "alarm", 31],
        ["actNotPaid", say("Act signed, not paid", "Акт подписан, не оплачено"), "alarm", 18],
        ["stepOverdue", say("Next step overdue", "Следующий шаг просрочен"), "attention", 96],
        ["noStep", say("No next step", "Нет следующего шага"), "attention", 44],
        ["parked", say("Parked until a date", "Отложено до даты"), "fine", 63],
        ["onTime", say("Under control", "Под контролем"), "fine", 630],
        ["done", say("Done", "Завершено"), "closed", 351],
      ] as const
    ).map(([state, name, tone, count]) => ({
      state,
      name,
      tone,
      count,
      meaning: name,
      amount: { amountMinor: count * 12_345_678, note: null },
      oldestDays: tone === "closed" ? null : count,
    })),
    byRep: byReps({
      unowned: 7,
      paidNoAct: 31,
      actNotPaid: 18,
      stepOverdue: 96,
      noStep: 44,
      parked: 63,
      onTime: 630,
      done: 351,
    }),
    notObservable: [],
  },
  attainment: {
    kind: "plan",
    measure: say("amount of deals won, by closing date", "сумма выигранных сделок по дате закрытия"),
    periods: [1, 2, 3, 4].map(quarter),
    department: planCells(wonByQuarter, [1_200_000, 3_000_000, 3_000_000, 3_050_000]),
    reps: repNames.map((repName, index) => ({
      repName,
      cells: planCells(
        repQuarters.map((reps) => reps[index]?.counts["total"] ?? 0),
        targetReps.map((reps) => reps[index]?.counts["total"] ?? 0),
      ),
    })),
    unallocatedMinor: [0, 0, 0, usd(50_000)],
  },
}
