import type { CountedNoun } from "../format/Counted.ts"
import { formatCount } from "../format/Counted.ts"

// As after "из": из 21 находки, из 22 находок.
const findingsOf: CountedNoun = {
  en: { one: "finding", other: "findings" },
  ru: { one: "находки", few: "находок", many: "находок" },
}

/** Texts of the section on findings. */
export const findingsTexts = {
  en: {
    title: "What to review",
    all: (considered: number, period: string) => `${formatCount(considered, findingsOf, "en")} of ${period}.`,
    intro: (shown: string, considered: number, period: string) =>
      `${shown} of ${formatCount(considered, findingsOf, "en")} of ${period}, those most worth a review.`,
    order: (text: string) => `Order: ${text}.`,
    none: (period: string) => `Nothing worth a review was found in ${period} by the rules that could be applied.`,
    severities: { critical: "Critical", major: "Major", minor: "Minor", win: "Win" },
    rep: "Concerns",
    part: "Do not add",
    partOf: (place: string, isWin: boolean) =>
      isWin
        ? "a part of what stands here of the whole department"
        : `a part of no. ${place}, which is of the whole department`,
    evidence: "Evidence",
    evidenceOf: (count: string, records: string, ids: string, all: boolean) =>
      all ? `${records} (${count}): ${ids}` : `${records} (${count}), the first of them: ${ids}`,
    evidenceCount: (count: string, records: string) => `${records} (${count})`,
    more: (count: string, left: string) => (count === left ? `${count} more` : `${count} of ${left} more`),
    atStake: "Money at stake",
    gained: "Gained",
    next: "For the review",
    talk: "Talked about",
    wins: "What went well, to repeat",
    noWins: (period: string) => `No win was found in ${period} by the rules that could be applied.`,
  },
  ru: {
    title: "Что разобрать",
    all: (considered: number, period: string) => `Находок за ${period}: ${considered}.`,
    intro: (shown: string, considered: number, period: string) =>
      `${shown} из ${formatCount(considered, findingsOf, "ru")} за ${period}: те, с которых стоит начать.`,
    order: (text: string) => `Порядок: ${text}.`,
    none: (period: string) => `За ${period} по применимым правилам не нашлось ничего, что стоило бы разбора.`,
    severities: { critical: "Критично", major: "Важно", minor: "Мелочь", win: "Победа" },
    rep: "Касается",
    part: "Не прибавлять",
    partOf: (place: string, isWin: boolean) =>
      isWin ? "это часть сказанного здесь об отделе в целом" : `это часть № ${place}, где сказано об отделе в целом`,
    evidence: "Записи",
    evidenceOf: (count: string, records: string, ids: string, all: boolean) =>
      all ? `${records} (${count}): ${ids}` : `${records} (${count}), первые из них: ${ids}`,
    evidenceCount: (count: string, records: string) => `${records} (${count})`,
    more: (count: string, left: string) => (count === left ? `ещё ${count}` : `ещё ${count} из ${left}`),
    atStake: "Сумма под риском",
    gained: "Выгода",
    next: "К разбору",
    talk: "Как разбирать",
    wins: "Что получилось и стоит повторить",
    noWins: (period: string) => `За ${period} побед по применимым правилам не нашлось.`,
  },
} as const
