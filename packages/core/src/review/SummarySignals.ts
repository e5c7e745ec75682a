import type { Message } from "../shared/Message.ts"
import { attributeChart } from "../stats/AttributeChart.ts"
import type { AttributePoint } from "../stats/AttributeChart.ts"
import { alikeTail } from "../stats/AlikeTail.ts"
import { controlChart } from "../stats/ControlChart.ts"
import { falseDiscovery } from "../stats/FalseDiscovery.ts"
import { studentTCdf } from "../stats/StudentT.ts"
import type { PeerComparison } from "./PeerComparison.ts"
import { comparePeers } from "./PeerComparison.ts"
import type { PlanFigure } from "./PlanFigures.ts"
import type { SummaryFigures } from "./SummaryFigure.ts"
import { figureNames } from "./SummaryFigure.ts"
import type { Summary } from "./SummarySchema.ts"

/** What a chart says of the last period. */
export type ChartSignal = "outside" | "run" | "threeOfFour"

/** One figure of a scope over its periods, and whether the last one moved. JSON-safe. */
export interface FigureSignal {
  /** Short name of the figure or share. */
  readonly figure: string
  /** The same for people. */
  readonly name: Message
  /** Which chart: of values and moving ranges, of shares, or of rates. */
  readonly method: "xmr" | "p" | "u"
  /** Labels of the periods, the earliest first. */
  readonly labels: ReadonlyArray<string>
  /** Values per period. */
  readonly values: ReadonlyArray<number>
  /** Central line, over the periods before the last. */
  readonly centre: number
  /** Lower limit for the last period. */
  readonly lower: number
  /** Upper limit for the last period. */
  readonly upper: number
  /** Run rules that the last period meets. */
  readonly rules: ReadonlyArray<ChartSignal>
  /**
   * Earlier periods that are left out: what was done in them could not be seen or was not there, or it was counted by other rules or in
   * another currency than in the last.
   */
  readonly leftOut: number
  /** Whether fewer than 12 periods made the limits. */
  readonly isProvisional: boolean
  /** Chance of a value at least as far from the centre if nothing changed, adjusted for all charts that were judged. */
  readonly qValue: number
  /** Whether it is a signal at the rate of false discoveries that was asked for. */
  readonly isSignal: boolean
}

/** A scope beside its own past, its peers and its goal. JSON-safe. */
export interface ScopeSignals {
  /** Rep, team or department. */
  readonly scope: Summary["scope"]
  /** The rep or the team; null for the department. */
  readonly scopeId: string | null
  /** Figures against the scope's own past. */
  readonly past: ReadonlyArray<FigureSignal>
  /** Shares of a rep against peers of the same role and ramp; empty for teams and the department. */
  readonly peers: ReadonlyArray<PeerComparison>
  /** Targets that ran at the end of the period. */
  readonly plan: ReadonlyArray<PlanFigure>
}

/** Signals of a period. */
export interface PeriodSignals {
  /** The period. */
  readonly label: string
  /** Scopes, by kind and id. */
  readonly scopes: ReadonlyArray<ScopeSignals>
  /** How many charts were judged. */
  readonly judged: number
  /** Expected share of false ones among what is said to be a signal. */
  readonly falseDiscoveryRate: number
  /** How many charts would show a point outside three deviations by chance alone, if nothing changed anywhere. */
  readonly expectedOutside: number
}

/** Settings of {@link periodSignals}. */
export interface SignalSettings {
  /** Expected share of false discoveries, between 0 and 1, both excluded. Default 0.1. */
  readonly falseDiscoveryRate?: number
  /** Earlier periods that a chart needs: whole, 2 or more. Default 6. */
  readonly leastPeriods?: number
}

type Figure = keyof SummaryFigures

const areSeen = (figures: SummaryFigures, wanted: ReadonlyArray<Figure>): boolean =>
  wanted.every((figure) => figures[figure].unseen?.isAll !== true)

/** Periods in which figures were seen, and counted by the rules of the last one; none where the last one's were not seen. */
const alike = (periods: ReadonlyArray<Summary>, figures: ReadonlyArray<Figure>): ReadonlyArray<Summary> => {
  const last = periods.at(-1)
  if (last === undefined || !areSeen(last.figures, figures)) return []
  return periods.filter(
    (one) =>
      areSeen(one.figures, figures) &&
      figures.every((figure) => one.figures[figure].rules === last.figures[figure].rules),
  )
}

const counted: ReadonlyArray<Figure> = [
  "dealsOpened",
  "dealsWon",
  "leadsTaken",
  "dialogsOutbound",
  "stepsDone",
  "stepsOverdue",
  "mistakes",
]
const money: ReadonlyArray<"dealsWon" | "paymentsReceived" | "debtsOverdue"> = [
  "dealsWon",
  "paymentsReceived",
  "debtsOverdue",
]

interface Share {
  readonly id: string
  readonly name: Message
  readonly kind: "p" | "u"
  readonly from: ReadonlyArray<Figure>
  readonly of: (figures: SummaryFigures) => AttributePoint
}

const shares: ReadonlyArray<Share> = [
  {
    id: "winRate",
    name: { en: "won of closed deals", ru: "доля выигранных среди закрытых" },
    kind: "p",
    from: ["dealsWon", "dealsLost"],
    of: ({ dealsWon, dealsLost }) => ({ count: dealsWon.count, size: dealsWon.count + dealsLost.count }),
  },
  {
    id: "commitmentsKept",
    name: { en: "commitments kept of those due", ru: "доля выполненных обязательств" },
    kind: "p",
    from: ["commitmentsKept", "commitmentsNotKept"],
    of: ({ commitmentsKept, commitmentsNotKept }) => ({
      count: commitmentsKept.count,
      size: commitmentsKept.count + commitmentsNotKept.count,
    }),
  },
  {
    id: "zeroDays",
    name: { en: "days that ended with nothing left to do", ru: "дни, закончившиеся «в ноль»" },
    kind: "p",
    from: ["controlDays", "controlZeroDays"],
    of: ({ controlZeroDays, controlDays }) => ({ count: controlZeroDays.count, size: controlDays.count }),
  },
  {
    id: "mistakesPerDialog",
    name: { en: "mistakes per dialog", ru: "ошибок на диалог" },
    kind: "u",
    from: ["mistakes", "dialogsInbound", "dialogsOutbound"],
    of: ({ mistakes, dialogsInbound, dialogsOutbound }) => ({
      count: mistakes.count,
      size: dialogsInbound.count + dialogsOutbound.count,
    }),
  },
]

type Read = Omit<FigureSignal, "qValue" | "isSignal"> & { readonly pValue: number }
type Drawn = Omit<Read, "leftOut">

/** Chance of a value as far from the mean of `n` earlier ones, whose standard deviation was estimated from their moving ranges. */
const chanceOf = (distance: number, deviation: number, n: number): number => {
  // Values that never moved tell nothing of how far chance may move them.
  if (deviation === 0) return 1
  const t = Math.abs(distance) / (deviation * Math.sqrt(1 + 1 / n))
  // A mean moving range is worth about 0.62 of the degrees of freedom of a standard deviation (Wheeler 1995).
  return 2 * studentTCdf(-t, Math.max(1, 0.62 * (n - 1)))
}

const onlyLast = (
  last: number,
  {
    outside,
    runs,
    threeOfFour = [],
  }: {
    readonly outside: ReadonlyArray<number>
    readonly runs: ReadonlyArray<{ readonly to: number }>
    readonly threeOfFour?: ReadonlyArray<number>
  },
): ReadonlyArray<ChartSignal> => [
  ...(outside.includes(last) ? (["outside"] as const) : []),
  ...(runs.some(({ to }) => to === last) ? (["run"] as const) : []),
  ...(threeOfFour.includes(last) ? (["threeOfFour"] as const) : []),
]

const readValues = (
  figure: string,
  name: Message,
  labels: ReadonlyArray<string>,
  values: ReadonlyArray<number>,
  isCounted: boolean,
): Drawn | null => {
  const last = values.length - 1
  const chart = controlChart(values, { baselineCount: last, floor: 0 })
  if (chart.limits === null) return null
  const { centre, lower, upper, movingRange } = chart.limits
  // Mean moving range of two over d2 is the standard deviation; counts vary by chance at least as those of Poisson do.
  const deviation = Math.max(movingRange / 1.128, isCounted ? Math.sqrt(Math.max(centre, 0.5)) : 0)
  return {
    figure,
    name,
    method: "xmr",
    labels,
    values,
    centre,
    lower,
    upper,
    rules: onlyLast(last, chart),
    isProvisional: chart.provisional,
    pValue: chanceOf(values[last]! - centre, deviation, last),
  }
}

const readShare = (share: Share, periods: ReadonlyArray<Summary>, leastPeriods: number): Drawn | null => {
  const known = periods.flatMap(({ label, figures }) => {
    const point = share.of(figures)
    return point.size > 0 ? [{ label, point }] : []
  })
  const last = known.length - 1
  // A share of the last period without cases is no share, and is not judged.
  if (last < leastPeriods || known[last]?.label !== periods.at(-1)?.label) return null
  const points = known.map(({ point }) => point)
  const chart = attributeChart(share.kind, points, { baselineCount: last })
  if (chart.centre === null) return null
  const [lower, upper] = [chart.lower[last]!, chart.upper[last]!]
  const value = chart.values[last]!
  const { size } = points[last]!
  // As with counts: that nothing was ever seen does not say that chance may bring nothing.
  const deviation = Math.max((upper - chart.centre) / 3, Math.sqrt(Math.max(chart.centre * size, 0.5)) / size)
  return {
    figure: share.id,
    name: share.name,
    method: share.kind,
    labels: known.map(({ label }) => label),
    values: chart.values,
    centre: chart.centre,
    lower,
    upper,
    rules: onlyLast(last, chart),
    isProvisional: chart.provisional,
    pValue:
      share.kind === "p"
        ? alikeTail(points[last]!, points.slice(0, last))
        : chanceOf(value - chart.centre, deviation, last),
  }
}

const chartsOf = (periods: ReadonlyArray<Summary>, leastPeriods: number): ReadonlyArray<Read> => {
  const over = (figures: ReadonlyArray<Figure>, read: (known: ReadonlyArray<Summary>) => Drawn | null): Read | null => {
    const known = alike(periods, figures)
    const drawn = known.length <= leastPeriods ? null : read(known)
    return drawn === null ? null : { ...drawn, leftOut: periods.length - drawn.labels.length }
  }
  const labelsOf = (known: ReadonlyArray<Summary>): ReadonlyArray<string> => known.map(({ label }) => label)
  const counts = counted.map((figure) =>
    over([figure], (known) =>
      readValues(
        figure,
        figureNames[figure],
        labelsOf(known),
        known.map(({ figures }) => figures[figure].count),
        true,
      ),
    ),
  )
  const amounts = money.map((figure) =>
    over([figure], (seen) => {
      const known = seen.filter(({ currency }) => currency === seen.at(-1)?.currency)
      const values = known.map(({ figures }) => figures[figure].amountMinor)
      // One period whose amount is withheld would make the chart compare what cannot be compared.
      if (known.length <= leastPeriods || values.some((value) => value === null)) return null
      const name = { en: `${figureNames[figure].en}, amount`, ru: `${figureNames[figure].ru}, сумма` }
      return readValues(`${figure}Amount`, name, labelsOf(known), values.map(Number), false)
    }),
  )
  return [
    ...counts,
    ...amounts,
    ...shares.map((share) => over(share.from, (known) => readShare(share, known, leastPeriods))),
  ].filter((read) => read !== null)
}

/**
 * Tells signals from noise in the last closed period: each scope against its own past by control charts (XmR, p and u), reps against
 * peers, and both against the goal. Charts are judged together, at one rate of false discoveries (Benjamini and Hochberg 1995), so
 * that of many people and figures not one in twenty is called in by chance.
 *
 * @param history - closed periods of all scopes, of one length; the last period is judged
 * @param groupOf - role and ramp of reps, by which peers are told; others are compared with nobody
 * @param settings - rate, least periods
 * @returns null where there is no closed period
 * @example
 * ```ts
 * import type { Summary } from "@salesdept/core/review/summaries"
 * import { periodSignals, summaryFigures } from "@salesdept/core/review/summaries"
 * import { addDays, periodOf } from "@salesdept/core/shared"
 *
 * const people = { deals: [], leads: [], dialogs: [], nextSteps: [], commitments: [], findings: [], controlDays: [] }
 * const facts = { ...people, invoices: [], promises: [], payments: [], documents: [] }
 * const history = [5, 6, 4, 5, 6, 5, 4, 6, 25].map((count, no): Summary => {
 *   const period = periodOf(addDays("2026-01-05", 7 * no), "week")
 *   const none = summaryFigures(facts, () => true, period, { currency: "RUB", dayOf: (instant) => instant.slice(0, 10) })
 *   const state = { version: 1, textsVersion: 0, changedAt: "2026-03-09T09:00:00.000Z", closedAt: "2026-03-09T09:00:00.000Z" }
 *   const scope = { scope: "department", scopeId: null, ownerId: null, currency: "RUB", plan: [], versions: {} } as const
 *   const figures = { ...none, dealsWon: { ...none.dealsWon, count } }
 *   return { id: `summary_${no}`, span: "week", label: period.label, periodFrom: period.from, periodTo: period.to, figures, ...scope, ...state }
 * })
 * const past = periodSignals(history, new Map())?.scopes.flatMap((scope) => scope.past) ?? []
 * past.flatMap(({ figure, isSignal }) => (isSignal ? [figure] : [])) // ["dealsWon"]
 * ```
 */
export const periodSignals = (
  history: ReadonlyArray<Summary>,
  groupOf: ReadonlyMap<string, string>,
  settings: SignalSettings = {},
): PeriodSignals | null => {
  const { falseDiscoveryRate = 0.1, leastPeriods = 6 } = settings
  const last = history.reduce<Summary | null>(
    (latest, one) => (latest === null || one.periodFrom > latest.periodFrom ? one : latest),
    null,
  )
  if (last === null) return null
  const scopes = [...Map.groupBy(history, ({ scope, scopeId }) => JSON.stringify([scope, scopeId]))]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, own]) => own.toSorted((left, right) => (left.periodFrom < right.periodFrom ? -1 : 1)))
    .filter((own) => own.at(-1)?.label === last.label)
  const charts = scopes.map((own) => chartsOf(own, leastPeriods))
  const all = charts.flat()
  const qValues = falseDiscovery(all.map(({ pValue }) => Math.min(1, Math.max(0, pValue))))
  const qOf = new Map(all.map((read, at) => [read, qValues[at] ?? 1]))
  const now = scopes.map((own) => own.at(-1)!)
  const peers = comparePeers(
    now.flatMap(({ scope, scopeId, figures }) => {
      const group = scope === "rep" && scopeId !== null ? groupOf.get(scopeId) : undefined
      return group === undefined || scopeId === null
        ? []
        : shares
            .filter(({ kind, from }) => kind === "p" && areSeen(figures, from))
            .map(({ id, of }) => ({ measure: id, repId: scopeId, group, ...of(figures) }))
    }),
    { falseDiscoveryRate },
  )
  return {
    label: last.label,
    scopes: now.map(({ scope, scopeId, plan }, at) => ({
      scope,
      scopeId,
      past: (charts[at] ?? []).map((read) => {
        const { pValue: _, ...shown } = read
        const qValue = qOf.get(read) ?? 1
        return { ...shown, qValue, isSignal: qValue <= falseDiscoveryRate }
      }),
      peers: peers.filter(({ repId }) => scope === "rep" && repId === scopeId),
      plan,
    })),
    judged: all.length,
    falseDiscoveryRate,
    // Three standard deviations of a normal value leave out 0.27 %.
    expectedOutside: all.length * 0.0027,
  }
}
