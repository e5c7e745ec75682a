/** Texts of the section on the month. */
export const monthTexts = {
  en: {
    title: (period: string) => `${period}, summed up for everybody`,
    stored: (stored: string, uncovered: string) =>
      `Summaries stored: ${stored}, of every rep, every team and the department; left without one:\u00A0${uncovered}. They never change; what comes to light later shows beside them.`,
    table: (unit: string) => `By rep, amounts in ${unit}`,
    rep: "Rep",
    department: "Department",
    opened: "Opened",
    won: "Won",
    wonAmount: "Won, amount",
    lost: "Lost",
    open: "Open at the end",
    overdue: "Steps overdue at the end",
    mistakes: "Mistakes",
    missed: "Missed chances",
    wins: "Wins",
    talk: "What to talk about in person, rep by rep",
    kinds: { mistake: "Mistakes", missedOpportunity: "Missed chances", win: "Wins" },
    nothing: "nothing was found",
    alone: "What belongs to nobody, to people who have left or to the department as a whole is in its row alone.",
    growth:
      "Mistakes, missed chances and wins are counted by findings, each of which may name several records. Minor mistakes are normal; what counts is whether they come again.",
  },
  ru: {
    title: (period: string) => `Итоги по каждому: ${period}`,
    stored: (stored: string, uncovered: string) =>
      `Сохранено сводок: ${stored} — по каждому менеджеру, каждой группе и отделу; без сводки:\u00A0${uncovered}. Они не меняются, а то, что выяснится позже, видно рядом.`,
    table: (unit: string) => `По менеджерам, суммы в ${unit}`,
    rep: "Менеджер",
    department: "Отдел",
    opened: "Новых",
    won: "Выиграно",
    wonAmount: "Сумма выигранных",
    lost: "Проиграно",
    open: "Открыто на конец",
    overdue: "Просрочено шагов на конец",
    mistakes: "Ошибок",
    missed: "Упущено",
    wins: "Побед",
    talk: "О чём поговорить лично с каждым",
    kinds: { mistake: "Ошибки", missedOpportunity: "Упущенные возможности", win: "Победы" },
    nothing: "ничего не найдено",
    alone:
      "Что не закреплено ни за кем, принадлежит ушедшим или относится к отделу в целом, учтено только в строке отдела.",
    growth:
      "Ошибки, упущенное и победы считаются по находкам, а в одной находке может быть несколько записей. Некритичные ошибки — это нормально; важно, повторяются ли они.",
  },
} as const
