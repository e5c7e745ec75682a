import type { Message } from "@salesdept/core/shared"
import type {
  AttainmentSection,
  ControlSection,
  DepartmentReport,
  FindingsSection,
  ImportSection,
  VarianceSection,
} from "../src/index.ts"
import { byReps, repNames } from "./sampleReps.ts"
import { pipeline } from "./samplePipeline.ts"
import { atList, plain, quarter, say, usd } from "./sampleWords.ts"

const importSection: ImportSection = {
  files: [
    ["accounts.csv", say("clients", "клиенты"), 85, 0],
    ["products.csv", say("products", "товары"), 7, 0],
    ["sales_teams.csv", say("reps", "менеджеры"), 35, 0],
    ["sales_pipeline.csv", say("deals", "сделки"), 8800, 0],
  ].map(([name, contents, rowCount, rejectedCount]) => ({
    name: name as string,
    contents: contents as Message,
    rowCount: rowCount as number,
    importedCount: (rowCount as number) - (rejectedCount as number),
    unchangedCount: 0,
    conflictCount: 0,
    rejectedCount: rejectedCount as number,
    unreadColumns: [],
  })),
  notes: [
    {
      code: "PRODUCT_MATCHED",
      kind: "normalised",
      text: say("“GTXPro” was taken as product “GTX Pro”", "«GTXPro» принят за товар «GTX Pro»"),
      count: 1480,
      examples: [{ file: "sales_pipeline.csv", line: 2, text: "1C1I7A6R, GTXPro" }],
    },
    {
      code: "CLIENT_MISSING",
      kind: "kept",
      text: say(
        "no client is named; the field is filled only at closing, so it says nothing about the outcome",
        "клиент не назван; поле заполняется только при закрытии, поэтому об исходе не говорит",
      ),
      count: 1425,
      examples: [
        { file: "sales_pipeline.csv", line: 10, text: "HAXMC4IX, MG Advanced, Engaging" },
        { file: "sales_pipeline.csv", line: 18, text: "UP409DSB, GTX Basic, Engaging" },
      ],
    },
    {
      code: "OPENED_ON_MISSING",
      kind: "kept",
      text: say("no opening date: the age is not known", "нет даты открытия: возраст неизвестен"),
      count: 500,
      examples: [{ file: "sales_pipeline.csv", line: 22, text: "6PTR7VBR, Prospecting" }],
    },
  ],
  notCarried: [
    {
      what: say("Next steps", "Следующие шаги"),
      consequence: say("whether a deal has one is not observable", "есть ли шаг у сделки, не видно"),
    },
    {
      what: say("Payments", "Оплаты"),
      consequence: say("what is owed is not observable", "кто и сколько должен, не видно"),
    },
    {
      what: say("Closing documents", "Акты и накладные"),
      consequence: say("whether they were signed is not observable", "подписаны ли они, не видно"),
    },
    {
      what: say("Targets", "Планы"),
      consequence: say("facts are compared with the prior quarter", "факт сравнивается с предыдущим кварталом"),
    },
  ],
  rerun: { unchangedCount: 8927, changedCount: 0 },
}

const controlCounts = { stalled: 1432, unseen: 657, won: 4238, lost: 2473 }
export const control: ControlSection = {
  records: say("8,800 deals", "8 800 сделок"),
  totalCount: 8800,
  totalAmount: { withheld: say("lost deals carry no amount", "у проигранных сделок суммы нет") },
  states: [
    {
      state: "unowned",
      name: say("Nobody owns it", "Никто не ведёт"),
      meaning: say("an open deal without an owner", "открытая сделка без менеджера"),
      tone: "alarm",
      count: 0,
      amount: plain(0),
      oldestDays: null,
    },
    {
      state: "stalled",
      name: say("Stalled", "Застряла"),
      meaning: say(
        "open longer than nine of ten won deals took (106 days)",
        "открыта дольше, чем заняли девять из десяти выигранных (106 дней)",
      ),
      tone: "alarm",
      count: 1432,
      amount: atList(3_496_223),
      oldestDays: 423,
    },
    {
      state: "unseen",
      name: say("Next step not observable", "Следующий шаг не виден"),
      meaning: say(
        "open; the source carries neither next steps nor dialogs",
        "открыта; в источнике нет ни следующих шагов, ни диалогов",
      ),
      tone: "notObservable",
      count: 657,
      amount: atList(1_555_437),
      oldestDays: 106,
    },
    {
      state: "won",
      name: say("Closed: won", "Закрыта: выиграна"),
      meaning: say("won; payment and documents are not observable", "выиграна; оплата и документы не видны"),
      tone: "closed",
      count: 4238,
      amount: plain(10_005_534),
      oldestDays: null,
    },
    {
      state: "lost",
      name: say("Closed: lost", "Закрыта: проиграна"),
      meaning: say("lost", "проиграна"),
      tone: "closed",
      count: 2473,
      amount: { withheld: say("lost deals carry no amount", "у проигранных сделок суммы нет") },
      oldestDays: null,
    },
  ],
  byRep: byReps(controlCounts),
  notObservable: [
    {
      what: say("Deals without a next step", "Сделки без следующего шага"),
      why: say("the source carries no next steps", "в источнике нет следующих шагов"),
    },
    {
      what: say("Overdue payments", "Просроченные оплаты"),
      why: say("the source carries no invoices and no payments", "в источнике нет ни счетов, ни оплат"),
    },
  ],
}

const noPrior = {
  withheld: say("the records have no closings before 1 March 2017", "в записях нет закрытий раньше 1 марта 2017 г."),
}
export const wonByQuarter = [1_134_672, 3_086_111, 2_982_255, 2_802_496]
const change = (facts: ReadonlyArray<number>) =>
  facts.map((fact, index) => {
    const prior = facts[index - 1]
    return prior === undefined
      ? { priorMinor: noPrior, factMinor: usd(fact), changeMinor: noPrior, changeRate: noPrior }
      : {
          priorMinor: usd(prior),
          factMinor: usd(fact),
          changeMinor: usd(fact - prior),
          changeRate:
            prior === 0
              ? { withheld: say("nothing in the prior quarter", "в предыдущем квартале пусто") }
              : (fact - prior) / prior,
        }
  })

export const repQuarters = wonByQuarter.map((total, index) => byReps({ total }, index))
const attainment: AttainmentSection = {
  kind: "priorPeriod",
  measure: say("amount of deals won, by closing date", "сумма выигранных сделок по дате закрытия"),
  periods: [1, 2, 3, 4].map(quarter),
  department: change(wonByQuarter),
  reps: repNames.map((repName, index) => ({
    repName,
    cells: change(repQuarters.map((reps) => reps[index]?.counts["total"] ?? 0)),
  })),
}

const drivers = [
  ["volume", say("Closed deals", "Закрытые сделки"), 2_227_983, say("2,032 → 2,047", "2 032 → 2 047")],
  ["mix", say("Product mix", "Ассортимент"), -1_837_606, null],
  ["winRate", say("Win rate", "Доля выигранных"), -9_106_610, say("61.7% → 61.4%", "61,7 % → 61,4 %")],
  ["averageDeal", say("Average deal", "Средний чек"), -1_669_367, say("$2,461 → $2,373", "2 461 $ → 2 373 $")],
] as const

const groupShares = [0.42, 0.25, 0.17, 0.09, 0.04, 0.02] as const
const products = ["GTX Pro", "GTX Plus Pro", "MG Advanced", "GTX Plus Basic", "GTX Basic", "GTK 500", "MG Special"]
const groupPart = (amountMinor: number, index: number): number => {
  const part = (share: number): number => Math.trunc(amountMinor * share)
  const share = groupShares[index]
  return share === undefined ? amountMinor - groupShares.reduce((sum: number, of) => sum + part(of), 0) : part(share)
}

const variance: VarianceSection = {
  comparisons: [
    {
      kind: "priorPeriod",
      measure: say("amount of deals won, by closing date", "сумма выигранных сделок по дате закрытия"),
      basePeriod: quarter(2),
      period: quarter(3),
      baseMinor: usd(3_086_111),
      factMinor: usd(2_982_255),
      varianceMinor: usd(-103_856),
      method: say("LMDI-I, additive (B. W. Ang, 2005)", "LMDI-I, аддитивный (Б. В. Анг, 2005)"),
      level: say("product", "товара"),
      contributions: drivers.map(([driver, name, amountMinor, figures]) => ({ driver, name, amountMinor, figures })),
      groups: products.map((name, index) => {
        const contributions = Object.fromEntries(
          drivers.map(([driver, , amount]) => [driver, groupPart(amount, index)]),
        )
        return { name, contributions, varianceMinor: Object.values(contributions).reduce((sum, part) => sum + part, 0) }
      }),
      notes: [
        say(
          "The split says what the difference goes with, not what caused it.",
          "Разложение показывает, с чем связана разница, а не что её вызвало.",
        ),
      ],
    },
  ],
}

const finding = (
  code: string,
  severity: "critical" | "major" | "minor" | "win",
  title: Message,
  what: Message,
  count: number,
  money: number | null,
) => ({
  code,
  severity,
  title,
  what,
  repName: code === "REP_BELOW_OWN_HISTORY" ? (repNames[5] ?? null) : null,
  evidence: {
    records: say("deals", "сделки"),
    count,
    ids: ["deal_8CCS9TYD", "deal_G27QDMVW", "deal_KRZXNTFQ"].slice(0, count),
  },
  atStake:
    money === null
      ? { withheld: say("the source carries no prices for these deals", "в источнике нет цен этих сделок") }
      : {
          amountMinor: usd(money),
          estimate: say("list price times the win rate of closed deals", "цена по прайс-листу на долю выигранных"),
        },
  next: say(
    "Decide for each: a dated next step, or close it as lost.",
    "По каждой решить: шаг с датой или закрыть как проигранную.",
  ),
})

const findings: FindingsSection = {
  period: quarter(4),
  consideredCount: 23,
  order: say(
    "severity, then money at stake, then number of records",
    "тяжесть, затем деньги под вопросом, затем число записей",
  ),
  findings: [
    finding(
      "OPEN_PAST_EVERY_WIN",
      "critical",
      say(
        "1,291 open deals are older than any deal ever won",
        "1 291 открытая сделка старше любой когда-либо выигранной",
      ),
      say(
        "No won deal took longer than 138 days; these have been open for longer, up to 423 days.",
        "Ни одна выигранная сделка не заняла больше 138 дней; эти открыты дольше, до 423 дней.",
      ),
      1291,
      2_019_960,
    ),
    finding(
      "WIN_RATE_DOWN",
      "major",
      say("The win rate went down for three quarters in a row", "Доля выигранных снижается три квартала подряд"),
      say(
        "61.7% in Q2, 61.4% in Q3, 60.3% in Q4; the intervals overlap, so one quarter's step may be chance.",
        "61,7 % во 2-м квартале, 61,4 % в 3-м, 60,3 % в 4-м; интервалы пересекаются, один шаг может быть случайным.",
      ),
      6064,
      179_759,
    ),
    finding(
      "REP_BELOW_OWN_HISTORY",
      "major",
      say("A rep won less than their own prior quarter", "Менеджер выиграл меньше, чем в своём предыдущем квартале"),
      say(
        "The quarter's amount is 31% under the prior one, with as many closed deals.",
        "Сумма за квартал на 31 % ниже предыдущей при том же числе закрытых сделок.",
      ),
      2,
      41_220,
    ),
    finding(
      "UNDATED_DEALS",
      "minor",
      say("500 deals have no opening date", "У 500 сделок нет даты открытия"),
      say(
        "Their age cannot be known, so they cannot be seen as stalled.",
        "Их возраст неизвестен, поэтому заметить, что они застряли, нельзя.",
      ),
      500,
      null,
    ),
    finding(
      "REP_ABOVE_OTHERS",
      "win",
      say("One rep won twice the amount of the next", "Один менеджер выиграл вдвое больше следующего"),
      say(
        "It goes with a larger share of expensive products, not with a higher win rate.",
        "Это связано с большей долей дорогих товаров, а не с долей выигранных.",
      ),
      349,
      1_153_214,
    ),
  ],
}

/** A report on an export without next steps, payments and targets. The reps are invented. */
export const sample: DepartmentReport = {
  format: "salesdept.department-report",
  formatVersion: 1,
  header: {
    departmentName: null,
    source: { kind: "files", files: importSection.files.map((file) => file.name) },
    asOf: "2017-12-31",
    period: { from: "2016-10-20", to: "2017-12-31", name: null },
    timeZone: "UTC",
    currency: "USD",
  },
  import: importSection,
  pipeline,
  control,
  attainment,
  variance,
  findings,
  notes: [
    {
      kind: "read",
      text: say(
        "8,800 deals of 35 reps, 7 products, 85 clients.",
        "8 800 сделок, 35 менеджеров, 7 товаров, 85 клиентов.",
      ),
    },
    {
      kind: "notRead",
      text: say(
        "The column “sector” is not used: it has spellings that cannot be told apart safely.",
        "Столбец «sector» не использован: его написания нельзя надёжно различить.",
      ),
    },
    {
      kind: "floor",
      text: say(
        "Closings are recorded from 1 March 2017 only; earlier ones are missing, so the first quarter is at least what is shown.",
        "Закрытия записаны только с 1 марта 2017 г.; более ранних нет, поэтому первый квартал не меньше показанного.",
      ),
    },
    {
      kind: "other",
      text: say("Five reps of the team table have no deals.", "У пяти менеджеров из списка сделок нет."),
    },
  ],
}
