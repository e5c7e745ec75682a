import type { ControlBase, ControlContext } from "@salesdept/core/control"
import type { ImportPlan } from "@salesdept/core/exchange"
import { attainment, closedDeals, closedDealsBy, dealVarianceByProduct, wonDealCells } from "@salesdept/core/plan"
import {
  evidenceNames,
  findFindings,
  routeFindings,
  ruleOf,
  rulesInForce,
  topFindings,
  usualRouting,
} from "@salesdept/core/review"
import type { DebriefRoute, Finding, Findings, ReviewFacts } from "@salesdept/core/review"
import type { NextStep } from "@salesdept/core/client"
import { isId, localDateOf, periodOf } from "@salesdept/core/shared"
import type { Message, Period } from "@salesdept/core/shared"
import { formatPeriod } from "../format/Period.ts"
import type { CoverageNote } from "../DepartmentReport.ts"
import type { FindingFigures, FindingsSection } from "../model/FindingsSection.ts"
import type { Base } from "./Base.ts"
import { presentRepOf, repNameOf } from "./Base.ts"
import { notJudgedNotes } from "./NotJudged.ts"
import type { Quarter } from "./Periods.ts"
import { closingQuarters } from "./Periods.ts"
import { say } from "./Words.ts"

/** What control knows of the base. */
interface ControlReading {
  /** Leads, clients and deals as control reads them. */
  readonly base: ControlBase
  /** The moment they are judged at. */
  readonly context: ControlContext
}

/** Everything that findings are looked for in. */
export interface FindingsInput {
  /** The base. */
  readonly base: Base
  /** Control's reading of it. */
  readonly control: ControlReading
  /** Next steps; null where no record of the base can have any. */
  readonly nextSteps: ReadonlyArray<NextStep> | null
  /** The import, where there was one. */
  readonly plan: ImportPlan | null
}

/** The quarter reviewed and the one before it. */
interface Reviewed {
  readonly quarter: Quarter
  readonly before: Quarter | null
}

/** The latest quarter that is over; where none is, the current one. */
const reviewedQuarter = (base: Base): Reviewed | null => {
  const quarters = closingQuarters(base)
  const over = quarters.filter(({ isOver }) => isOver)
  const quarter = over.at(-1) ?? quarters.at(-1)
  if (quarter === undefined) return null
  return { quarter, before: quarters[quarters.indexOf(quarter) - 1] ?? null }
}

const wonMinor = "wonMinor"

const attainmentOf = ({ columns, credits, currency, targets }: Base, { quarter, before }: Reviewed) => {
  const periods = before === null ? [quarter] : [before, quarter]
  const cells = attainment({
    periods: [{ id: quarter.id, priorId: before?.id ?? null }],
    targets: targets
      .filter((target) => target.period === quarter.id)
      .map(({ ownerId, amountMinor }) => ({
        repId: ownerId,
        periodId: quarter.id,
        measure: wonMinor,
        value: amountMinor,
      })),
    facts: wonDealCells(columns, periods, { currency, measure: wonMinor, withIds: true, credits }),
  })
  return { cells, currency }
}

const varianceOf = ({ columns, currency }: Base, { quarter, before }: Reviewed): ReviewFacts["variance"] => {
  if (before === null || closedDeals(columns, before, currency).closed === 0) return null
  const by = (period: Quarter) => closedDealsBy(columns, "product", period, currency)
  const range = ({ id }: Quarter) => ({ from: periodStart(id), to: periodEnd(id) })
  return {
    variance: dealVarianceByProduct(by(before), by(quarter), currency),
    against: "priorPeriod",
    baseName: { en: formatPeriod(before.shown, "en"), ru: formatPeriod(before.shown, "ru") },
    actual: range(quarter),
    base: range(before),
  }
}

const quarterPeriod = (id: string) => {
  const [year = "", quarter = "Q1"] = id.split("-")
  const month = (Number(quarter.slice(1)) - 1) * 3 + 1
  return periodOf(`${year}-${String(month).padStart(2, "0")}-01`, "quarter")
}
const periodStart = (id: string) => quarterPeriod(id).from
const periodEnd = (id: string) => quarterPeriod(id).to

const recordsName = (kind: Finding["evidence"]["kind"]): Message => evidenceNames[kind]

const talkTexts: { readonly [Route in DebriefRoute]: Message } = {
  personal: say("in person, the rep and the mentor", "лично: менеджер и наставник"),
  collectiveUnnamed: say("together, without names", "вместе, без имён"),
  collectiveNamed: say("together, by name", "вместе, с именем"),
}
const leftTalk = say(
  "with nobody: the rep has left; see that somebody has the records",
  "ни с кем: менеджер больше не работает; проверьте, что записи переданы другому",
)
const winTalk = say("together, by name where the rep agrees", "вместе; с именем, если менеджер согласен")

/** Who talks about each finding with whom, by the department's routing. Nobody is named before others unasked. */
const talksOf = ({ findings }: Findings): ReadonlyMap<string, Message> => {
  const routed = findings.flatMap(({ id, ruleId, kind, severity, ownerId }) =>
    isId("finding", id) ? [{ id, ruleId, kind, severity, ownerId, recurrenceOf: null }] : [],
  )
  return new Map(
    routeFindings(routed, usualRouting, new Set()).flatMap(({ route, findingIds, restIds }) =>
      [...findingIds, ...restIds].map((id) => [id, talkTexts[route]]),
    ),
  )
}

/** Wins that are shown; a handful is copied sooner than a list. */
const winCount = 3

/** The findings that a report shows: the five most worth a review, and the largest wins beside them. */
export const shownFindings = (
  found: Findings,
): { readonly top: ReadonlyArray<Finding>; readonly wins: ReadonlyArray<Finding> } => {
  const [wins, others] = [true, false].map((isWin) => found.findings.filter(({ kind }) => (kind === "win") === isWin))
  return { top: topFindings({ findings: others ?? [] }), wins: topFindings({ findings: wins ?? [] }, winCount) }
}

const figuresOf = (
  finding: Finding,
  base: Base,
  names: ReadonlyMap<string, string>,
  talk: Message | undefined,
): FindingFigures => {
  const { ruleId, kind, severity, title, what, ownerId, evidence, atStake, withheldReason, next } = finding
  return {
    code: ruleId,
    severity: kind === "win" ? "win" : severity,
    title,
    what,
    repName: repNameOf(base, ownerId),
    evidence: {
      records: recordsName(evidence.kind),
      count: evidence.count,
      ids: evidence.ids,
      names: evidence.ids.map((id) => names.get(id) ?? null),
    },
    atStake:
      atStake === null || atStake.currency !== base.currency
        ? { withheld: withheldReason ?? { en: "no amount is stated", ru: "сумма не указана" } }
        : { amountMinor: atStake.amountMinor, estimate: atStake.estimate },
    next,
    ...(talk === undefined ? {} : { talk }),
  }
}

/** The findings of a report, and what was not judged. */
export interface ReviewedFindings {
  /** The five most worth a review. */
  readonly section: FindingsSection
  /** What the rules could not judge, as notes of the report. */
  readonly notes: ReadonlyArray<CoverageNote>
}

/** The period that a report reviews: the latest quarter that is over. */
export const reviewedPeriod = (base: Base): Period => {
  const reviewed = reviewedQuarter(base)
  return reviewed === null ? periodOf(base.asOf, "quarter") : quarterPeriod(reviewed.quarter.id)
}

/**
 * Looks through what files brought in, in the latest finished quarter. What files do not carry (dialogs, documents, promises) is handed
 * to the rules as not there, so that they say so instead of finding that nobody ever spoke with a client.
 */
export const findingsOfFiles = ({ base, control, nextSteps, plan }: FindingsInput): Findings => {
  const reviewed = reviewedQuarter(base)
  const attained = reviewed === null ? null : attainmentOf(base, reviewed)
  return findFindings(
    {
      on: base.asOf,
      currency: base.currency,
      deals: base.columns,
      productNames: Object.fromEntries(base.productNames),
      filledOnlyAtClose: plan?.filledOnlyAtClose.map(({ field }) => field) ?? [],
      control: { base: control.base, policy: base.config.control, context: control.context },
      nextSteps:
        nextSteps?.map((step) => ({
          ...step,
          doneOn:
            step.status === "done" && step.doneAt !== null ? localDateOf(step.doneAt, control.context.timeZone) : null,
        })) ?? null,
      activity: null,
      followUp: null,
      attainment: attained === null ? null : [attained],
      variance: reviewed === null ? null : varianceOf(base, reviewed),
    },
    [...rulesInForce(base.config.review?.rules ?? []), ...(base.config.review?.ownRules ?? []).map(ruleOf)],
    reviewedPeriod(base),
  )
}

/**
 * The five findings that are most worth a review and the largest wins, each with its evidence, and what was not judged.
 *
 * @param base - the base
 * @param found - everything that was found
 * @param names - what the records behind the shown ones are called, by their ids
 */
export const findingsFigures = (base: Base, found: Findings, names: ReadonlyMap<string, string>): ReviewedFindings => {
  const talks = talksOf(found)
  const talkOf = ({ id, kind, ownerId }: Finding): Message | undefined => {
    if (ownerId !== null && presentRepOf(base, ownerId) === null) return kind === "win" ? undefined : leftTalk
    return kind === "win" && ownerId !== null ? winTalk : talks.get(id)
  }
  const figures = (finding: Finding): FindingFigures => figuresOf(finding, base, names, talkOf(finding))
  const { top, wins } = shownFindings(found)
  const figuresOfAll = (shown: ReadonlyArray<Finding>): ReadonlyArray<FindingFigures> =>
    shown.map((finding) => {
      const whole = shown.findIndex(({ ruleId, ownerId }) => ruleId === finding.ruleId && ownerId === null)
      const isPart = finding.ownerId !== null && whole >= 0
      return isPart ? { ...figures(finding), partOf: whole + 1 } : figures(finding)
    })
  const section: FindingsSection = {
    period: reviewedQuarter(base)?.quarter.shown ?? { from: found.period.from, to: base.asOf, name: null },
    consideredCount: found.considered,
    order: found.order,
    findings: figuresOfAll(top),
    wins: figuresOfAll(wins),
  }
  return { section, notes: notJudgedNotes(found.notRead) }
}
