import type { Language, Message } from "@salesdept/core/shared"
import { formatMoneyCompact, formatPercent } from "@salesdept/report"

/** Writes money short. */
export const money = (minor: number, language: Language): string =>
  formatMoneyCompact(Math.round(minor), "USD", language)

/** A share as per cent; a dash where there is nothing to divide by. */
export const percent = (
  ratio: { readonly numerator: number; readonly denominator: number } | null,
  language: Language,
): string =>
  ratio === null || ratio.denominator === 0 ? "—" : formatPercent(ratio.numerator / ratio.denominator, language)

/** The methods of the back-test, which goes month by month. */
export const methodNames: { readonly [id: string]: Message } = {
  hazard: { en: "by the age of open deals, with a shared shock", ru: "по возрасту открытых сделок, с общим сдвигом" },
  hazardCalm: { en: "by the age of open deals alone", ru: "только по возрасту открытых сделок" },
  stageHazard: { en: "by the time of open deals in their stage", ru: "по времени открытых сделок на этапе" },
  stageHistory: { en: "by the stage of open deals", ru: "по этапу открытых сделок" },
  runRate: { en: "at the pace so far", ru: "по темпу с начала месяца" },
  naive: { en: "as the month before", ru: "как в прошлом месяце" },
  seasonalNaive: { en: "as three months before", ru: "как три месяца назад" },
}

/** What the terminal and the page say alike. */
export const texts = {
  title: { en: "Battle review: Q3 2017", ru: "Разбор квартала: 3 кв. 2017" },
  attainment: { en: "Plan against fact", ru: "План и факт" },
  bothEnds: {
    en: "Furthest behind and ahead of the plan, in money",
    ru: "Сильнее всех отстают от плана и опережают его, в деньгах",
  },
  variance: { en: "Why it differs from Q2 2017", ru: "Почему итог иной, чем во 2 кв. 2017" },
  backTest: { en: "Which forecast did best on this history", ru: "Какой прогноз на этой истории точнее" },
  landing: {
    en: "Where Q4 2017 will land, seen from 15 November",
    ru: "Чем закончится 4 кв. 2017, если смотреть 15 ноября",
  },
  oldTarget: {
    en: "For the old target, one of these would have to be so of the deals still to come",
    ru: "Чтобы выйти на прежнюю цель, у сделок, которые ещё впереди, нужно одно из трёх",
  },
  correction: { en: "The plan corrected", ru: "Скорректированный план" },
  before: { en: "Q2 2017", ru: "2 кв. 2017" },
  fact: { en: "Q3 2017", ru: "3 кв. 2017" },
} as const satisfies { readonly [text: string]: Message }
