import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { dealStatesAt } from "../control/ReadControlService.ts"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import { varianceFields } from "../plan/record/PlanQuestionSchema.ts"
import type { EvidenceOf, VarianceQuestion } from "../plan/variance/VarianceService.ts"
import { readVarianceWith } from "../plan/variance/VarianceService.ts"
import type { Caller } from "../ports/Caller.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { DateRange } from "../shared/Period.ts"
import { daysIn } from "../shared/Period.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import { findingAggregate } from "./FindingRecord.ts"
import type { FindingRecord } from "./FindingRecordSchema.ts"
import { shippedRules } from "./RuleSet.ts"
import type { StatesOnDay } from "./VarianceEvidence.ts"
import { controlEvidence, findingEvidence } from "./VarianceEvidence.ts"

/** A question why, with how closely control is looked at. */
export interface ExplainedQuestion extends VarianceQuestion {
  /**
   * At the beginning of how many days of the period, its first and others at equal distances, control states are seen, 0 to 92
   * (inclusive). Every record is read once, however many they are. Default 4.
   */
  readonly controlMoments?: number
}

const explainedQuestion = Schema.Struct({ ...varianceFields, controlMoments: Schema.optionalKey(Schema.Finite) })

/**
 * Reads why, with what control and findings said of the period's deals before they were closed as evidence.
 *
 * @param evidenceOf - what areas that this one does not know add to it
 *
 * @example
 * ```ts
 * import { presets } from "@salesdept/core/department"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { DefaultDepartment } from "@salesdept/core/ports"
 * import { explainedVariance } from "@salesdept/core/review/service"
 * import { Effect } from "effect"
 *
 * const read = explainedVariance(() => () => Effect.succeed([]))
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const question = read({ tenant: "shop-17", actor: "user:42" }, { period: "2026-Q3" })
 * const asked = Effect.provideService(question, DefaultDepartment, department)
 * const { causes } = await Effect.runPromise(Effect.provide(asked, layerMemory))
 * causes.ranked // []
 * ```
 */
export const explainedVariance = <Failed, Needed>(
  evidenceOf: (caller: Caller, question: VarianceQuestion) => EvidenceOf<Failed, Needed>,
) =>
  decoded(explainedQuestion, (caller, asked: ExplainedQuestion) => {
    const { controlMoments = 4, ...question } = asked
    const more = evidenceOf(caller, question)
    return readVarianceWith(caller, question, (closed, timeZone, period) =>
      Effect.map(
        Effect.all([readEvidence(caller, question, controlMoments, closed, period), more(closed, timeZone, period)]),
        (evidence) => evidence.flat(),
      ),
    )
  })

const readEvidence = Effect.fnUntraced(function* (
  caller: Caller,
  { knownAt }: VarianceQuestion,
  controlMoments: number,
  closed: ReadonlyMap<string, CalendarDate>,
  period: DateRange,
) {
  const store = yield* storeFor(caller)
  const [department] = yield* store.byIds(caller.tenant, departmentAggregate, [departmentId])
  const config = department?.config ?? (yield* DefaultDepartment)
  if (config === null) return []
  const known = knownAt === undefined ? {} : { knownAt }
  const length = daysIn(period)
  const moments = Math.min(Math.max(0, Math.trunc(controlMoments)), 92, length)
  const lastClosed = [...closed.values()].reduce((last, day) => (day > last ? day : last))
  const days = Array.from(
    { length: moments },
    (_, at) => addDays(period.from, Math.floor((at * length) / moments)),
    // What stood after the last of them was closed led to none of it.
  ).filter((on) => on <= lastClosed)
  const states = yield* dealStatesAt(caller, closed, {
    asOf: days.map((on) => startOfDay(on, config.timeZone)),
    ...known,
  })
  const seen = days.map((on, at): StatesOnDay => ({ on, states: states[at] ?? new Map() }))
  const raised: Array<{ readonly finding: FindingRecord; readonly raisedOn: CalendarDate }> = []
  yield* store.scan(caller.tenant, findingAggregate, (batch) => {
    for (const finding of batch) {
      if (knownAt !== undefined && finding.raisedAt > knownAt) continue
      // Of the findings of years, those about other records are not held.
      if (!finding.evidence.ids.some((id) => closed.has(id))) continue
      raised.push({ finding, raisedOn: localDateOf(finding.raisedAt, config.timeZone) })
    }
  })
  const rules = [...shippedRules, ...(config.review?.ownRules ?? [])]
  return [...controlEvidence(closed, seen), ...findingEvidence(closed, raised, rules)]
})
