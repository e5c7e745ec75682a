import { dateOfDayNumber } from "../../shared/CalendarDate.ts"
import type { Message } from "../../shared/Message.ts"
import type { PlanPeriod } from "../facts/FactCell.ts"
import { zeroActualsRule } from "./ForecastScores.ts"

/** Rules of the scores and what a look back cannot know. */
export const backTestLimits: ReadonlyArray<Message> = [
  zeroActualsRule,
  {
    en: "A look back knows what closed by each day and nothing later; owner, credit, product and pipeline are those known now, and amounts of open deals are valued by past wins",
    ru: "При проверке на истории известно только закрытое к каждому дню; ответственный, зачёт, продукт и воронка — нынешние, а суммы открытых сделок оценены по прошлым выигрышам",
  },
]

/** What is said of periods that are not scored, and of scores that there are none. */
export const backTestNotes = (
  { periods, asOfDay }: { readonly periods: ReadonlyArray<PlanPeriod>; readonly asOfDay: number },
  warmUp: number,
  scored: ReadonlyArray<PlanPeriod>,
  best: string | null,
): ReadonlyArray<Message> => {
  const ahead = periods.slice(warmUp).filter((period) => !scored.includes(period))
  const labels = ahead.map(({ id }) => id).join(", ")
  const on = dateOfDayNumber(asOfDay)
  return [
    ...(periods.length > warmUp
      ? []
      : [
          {
            en: `Nothing is scored: the first periods serve as history (${warmUp}) and ${periods.length} were given; give more, one after another, oldest first`,
            ru: `Оценивать нечего: первые периоды служат историей (${warmUp}), а дано периодов: ${periods.length}; добавьте, подряд и начиная с самого раннего`,
          },
        ]),
    ...(ahead.length === 0
      ? []
      : [
          {
            en: `Not scored, since they are not over by ${on}: ${labels}`,
            ru: `Не оценены, так как к ${on} не закончились: ${labels}`,
          },
        ]),
    ...(scored.length === 0 || best !== null
      ? []
      : [
          {
            en: "Nobody won anything in the periods scored, nor did any method expect it: there is nothing to tell methods apart by",
            ru: "В этих периодах никто ничего не выиграл, и ни один способ этого не ожидал: сравнивать способы не по чему",
          },
        ]),
  ]
}
