import { attainment, wonDealCells } from "@salesdept/core/plan"
import type { Attainment } from "@salesdept/core/plan"
import type { AttainmentSection, OrWithheld, PlanCell, PriorCell, RepCells } from "@salesdept/report"
import { isWithheld } from "@salesdept/report"
import type { Message } from "@salesdept/core/shared"
import { formatDay } from "@salesdept/report"
import type { Base } from "./Base.ts"
import { repNameOf } from "./Base.ts"
import { closingQuarters, firstClosedOn, plannedQuarters } from "./Periods.ts"
import type { Quarter } from "./Periods.ts"
import { deals, say, withhold } from "./Words.ts"

const noTarget = withhold("no target was set", "план не поставлен")
const targetZero = withhold("the target is 0", "план равен нулю")
const nothingBefore = withhold("nothing was won in the prior quarter", "в предыдущем квартале ничего не выиграно")
const notOver = withhold("the quarter is not over", "квартал не окончен")
const noAmounts = withhold("none of the won deals states an amount", "ни у одной выигранной сделки нет суммы")
const sumOfReps = withhold(
  "targets are set for reps only; the department's is their sum",
  "планы поставлены только менеджерам; план отдела — их сумма",
)

/** What came in within one cell. */
interface Won {
  readonly minor: number
  readonly count: number
  readonly unvalued: number
}

const nothingWon: Won = { minor: 0, count: 0, unvalued: 0 }

const added = (left: Won, right: Won): Won => ({
  minor: left.minor + right.minor,
  count: left.count + right.count,
  unvalued: left.unvalued + right.unvalued,
})

const factOf = ({ minor, count, unvalued }: Won): OrWithheld<number> =>
  count === 0 && unvalued > 0 ? noAmounts : minor

const planCell = (won: Won, target: number | null): PlanCell => {
  const fact = factOf(won)
  if (target === null) return { targetMinor: noTarget, factMinor: fact, gapMinor: noTarget, attainment: noTarget }
  return {
    targetMinor: target,
    factMinor: fact,
    gapMinor: isWithheld(fact) ? fact : fact - target,
    attainment: isWithheld(fact) ? fact : target > 0 ? fact / target : targetZero,
  }
}

/** A quarter that is not over is never compared with a whole one. */
const priorCell = (won: Won, prior: OrWithheld<number>, isOver: boolean): PriorCell => {
  const fact = factOf(won)
  const missing = [fact, prior].find((figure) => isWithheld(figure)) ?? (isOver ? undefined : notOver)
  if (isWithheld(fact) || isWithheld(prior) || isWithheld(missing ?? 0)) {
    const reason = isWithheld(missing ?? 0) ? (missing as typeof notOver) : notOver
    return { priorMinor: prior, factMinor: fact, changeMinor: reason, changeRate: reason }
  }
  return {
    priorMinor: prior,
    factMinor: fact,
    changeMinor: fact - prior,
    changeRate: prior > 0 ? (fact - prior) / prior : nothingBefore,
  }
}
