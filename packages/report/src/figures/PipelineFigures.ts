import { dealFigures, outcomeCurve, selectDeals } from "@salesdept/core/deal"
import type { Deal, DealFigures } from "@salesdept/core/deal"
import type { DaysSummary, OrWithheld, Withheld } from "../model/Figure.ts"
import type { OutcomeCurve, OutcomePoint, PipelineSection } from "../model/PipelineSection.ts"
import { amountOf } from "./Amounts.ts"
import type { Base } from "./Base.ts"
import { stageRows } from "./StageRows.ts"
import { stalledFigures } from "./StalledFigures.ts"
import { proportionFigure, say, withhold } from "./Words.ts"

const daysSummary = (
  { n, p25, p50, p75, p90 }: DealFigures["daysToClose"]["won"],
  nothing: Withheld,
): OrWithheld<DaysSummary> =>
  p25 === null || p50 === null || p75 === null || p90 === null
    ? nothing
    : { count: n, p25Days: p25, medianDays: p50, p75Days: p75, p90Days: p90 }

const method = say(
  "Aalen–Johansen, winning and losing as competing outcomes",
  "Аален — Йохансен, выигрыш и проигрыш как конкурирующие исходы",
)

const start: OutcomePoint = { day: 0, wonShare: 0, lostShare: 0, openShare: 1 }

/** Every age at which a deal closed, from opening to the oldest age observed: between them the shares stand still. */
const curveFigure = (base: Base): OrWithheld<OutcomeCurve> => {
  const { columns, asOf } = base
  const curve = outcomeCurve(columns, selectDeals(columns).rows, { on: asOf })
  if (curve.wonCount + curve.lostCount === 0 || curve.longestDays === null) {
    return withhold("no closed deal has known dates", "нет закрытых сделок с известными датами")
  }
  const steps = curve.steps.map(({ ageDays, wonShare, lostShare, openShare }) => ({
    day: ageDays,
    wonShare,
    lostShare,
    openShare,
  }))
  const points = steps[0]?.day === 0 ? steps : [start, ...steps]
  const last = points.at(-1) ?? start
  return {
    count: curve.dealCount,
    wonCount: curve.wonCount,
    lostCount: curve.lostCount,
    openCount: curve.openCount,
    method,
    points: curve.longestDays > last.day ? [...points, { ...last, day: curve.longestDays }] : points,
  }
}

const noLosses = withhold(
  "the source records no lost deal, so a share won would only count the won",
  "в источнике нет ни одной проигранной сделки, а без них доля выигранных ничего не значит",
)

/** Some sources keep won deals only: all of them won is then how they are kept, not how well is sold. */
const recordsNoLosses = ({ deals }: Base): boolean =>
  deals.some(({ outcome }) => outcome === "won") &&
  deals.every(({ outcome, sourceId }) => outcome !== "lost" && sourceId !== null)

const rowsOf = ({ deals }: Base, outcome: Deal["outcome"]): ReadonlyArray<number> =>
  deals.flatMap((deal, row) => (deal.outcome === outcome ? [row] : []))

/**
 * The pipeline as it stands: stages with counts and money, the win rate of closed deals, days to close, outcomes by age, and
 * what is stalled by the base's own history.
 *
 * @param base - the base
 */
export const pipelineSection = (base: Base): PipelineSection => {
  const { columns } = base
  const figures = dealFigures(columns, selectDeals(columns).rows)
  return {
    dealCount: columns.length,
    stages: stageRows(base),
    openAmount: amountOf(columns, rowsOf(base, "open"), base.currency, "listPrice"),
    wonAmount: amountOf(columns, rowsOf(base, "won"), base.currency, "nothing"),
    winRate: recordsNoLosses(base)
      ? noLosses
      : proportionFigure(figures.winRate, withhold("no deal has been closed", "закрытых сделок нет")),
    daysToWin: daysSummary(
      figures.daysToClose.won,
      withhold("no won deal has known dates", "нет выигранных сделок с известными датами"),
    ),
    daysToLose: daysSummary(
      figures.daysToClose.lost,
      withhold("no lost deal has known dates", "нет проигранных сделок с известными датами"),
    ),
    outcomeCurve: curveFigure(base),
    stalled: stalledFigures(base),
  }
}
