import { formatCount, nouns } from "../format/Counted.ts"

/** Texts of the section on the pipeline. */
export const pipelineTexts = {
  en: {
    title: "Pipeline",
    stages: (unit: string) => `Deals by stage, amounts in ${unit}`,
    stage: "Stage",
    deals: "Deals",
    amount: "Amount",
    reached: "Reached it",
    wentOn: "Went on",
    daysIn: "Median days in it",
    total: "Total",
    funnel: "How far deals got",
    wentOnShare: (share: string) => `${share} went on`,
    ofThrough:
      "Went on: of the deals that reached the stage and have gone on or been lost; those still in it are not counted.",
    winRate: "Win rate",
    winRateDetail: (won: string, closed: number, level: string, low: string, high: string, method: string) =>
      `${won} won of ${formatCount(closed, closedOf, "en")}; ${level} interval ${low} to ${high} (${method})`,
    daysToWin: "Days to win",
    daysToLose: "Days to lose",
    median: (days: string) => `median ${days}`,
    daysDetail: (p25: string, p75: string, p90: string, count: number) =>
      `${count === 1 ? "" : `half between ${p25} and ${p75}; nine of ten within ${p90}; `}${formatCount(count, nouns.deal, "en")}`,
    curve: "How deals end as time goes by",
    curveDescription: (count: number, won: string, lost: string, open: string, method: string) =>
      `${formatCount(count, nouns.deal, "en")} followed from opening: ${won} won, ${lost} lost, ${open} still open (followed as far as they go). Method: ${method}.`,
    curveChart: "Shares of deals won, lost and still open",
    curveTable: "Shares on chosen days",
    day: "Days since opening",
    wonShare: "Won",
    lostShare: "Lost",
    openShare: "Still open",
    stalled: "Stalled by the department's own history",
    stalledCount: (count: string, of: number, days: string, byPipeline: boolean) =>
      `${count} of ${formatCount(of, openOf, "en")} are older than ${days}${byPipeline ? ", by pipeline" : ""}.`,
    rule: (text: string) => `Threshold: ${text}.`,
    money: (text: string) => `Their amount: ${text}.`,
    worst: (unit: string) => `To look at first, amounts in ${unit}`,
    deal: "Deal",
    what: "Client or product",
    rep: "Owner",
    age: "Age, days",
    nobody: "nobody",
  },
  ru: {
    title: "Воронка",
    stages: (unit: string) => `Сделки по этапам, суммы в ${unit}`,
    stage: "Этап",
    deals: "Сделок",
    amount: "Сумма",
    reached: "Дошли до него",
    wentOn: "Прошли дальше",
    daysIn: "Медиана дней на нём",
    total: "Итого",
    funnel: "Докуда доходят сделки",
    wentOnShare: (share: string) => `${share} прошли дальше`,
    ofThrough:
      "Прошли дальше — доля среди дошедших до этапа сделок, которые уже прошли его или проиграны; те, что ещё на этапе, не в счёт.",
    winRate: "Доля выигранных",
    winRateDetail: (won: string, closed: number, level: string, low: string, high: string, method: string) =>
      `выиграно ${won} из ${formatCount(closed, closedOf, "ru")}; интервал ${level}: от ${low} до ${high} (${method})`,
    daysToWin: "Дней до выигрыша",
    daysToLose: "Дней до проигрыша",
    median: (days: string) => `медиана ${days}`,
    daysDetail: (p25: string, p75: string, p90: string, count: number) =>
      `${count === 1 ? "" : `половина от ${p25} до ${p75}; девять из десяти не дольше ${p90}; `}${formatCount(count, nouns.deal, "ru")}`,
    curve: "Чем кончаются сделки с течением времени",
    curveDescription: (count: number, won: string, lost: string, open: string, method: string) =>
      `Под наблюдением с открытия ${formatCount(count, nouns.deal, "ru")}: выиграно ${won}, проиграно ${lost}, ещё открыто ${open} (учтены до дня отчёта). Метод: ${method}.`,
    curveChart: "Доли выигранных, проигранных и ещё открытых сделок",
    curveTable: "Доли на отдельные дни",
    day: "Дней с открытия",
    wonShare: "Выиграно",
    lostShare: "Проиграно",
    openShare: "Ещё открыто",
    stalled: "Застряли по меркам самого отдела",
    stalledCount: (count: string, of: number, days: string, byPipeline: boolean) =>
      `Старше ${days}${byPipeline ? ", смотря по воронке" : ""}: ${count} из ${formatCount(of, openOf, "ru")}.`,
    rule: (text: string) => `Порог: ${text}.`,
    money: (text: string) => `Их сумма: ${text}.`,
    worst: (unit: string) => `Смотреть в первую очередь, суммы в ${unit}`,
    deal: "Сделка",
    what: "Клиент или продукт",
    rep: "Менеджер",
    age: "Возраст, дней",
    nobody: "никто",
  },
} as const

const closedOf = {
  en: { one: "closed deal", other: "closed deals" },
  ru: { one: "закрытой сделки", few: "закрытых сделок", many: "закрытых сделок" },
}

const openOf = {
  en: { one: "open deal", other: "open deals" },
  ru: { one: "открытой сделки", few: "открытых сделок", many: "открытых сделок" },
}
