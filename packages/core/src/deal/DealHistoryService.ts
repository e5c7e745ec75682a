import * as Effect from "effect/Effect"
import * as Clock from "effect/Clock"
import * as Schema from "effect/Schema"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { everyLostReason } from "./LostReasonsService.ts"
import type { HistoryRow } from "../journal/Event.ts"
import type { StageMovesQuery } from "../journal/StageMoves.ts"
import { countStageMoves } from "../journal/StageMoves.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import type { Caller } from "../ports/Caller.ts"
import { streamOf } from "../ports/reading/Streams.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import {
  calendarField,
  currencyField,
  dateField,
  idField,
  instantField,
  opaqueId,
  slug,
} from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import { isReadable } from "../ports/reading/PermittedReads.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import { incidenceByUnit, survivalByUnit } from "../stats/CurveByUnit.ts"
import { instantOf } from "../shared/Instant.ts"
import type { Instant } from "../shared/Instant.ts"
import { AmountUnsafe } from "../shared/MoneyErrors.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"
import { isInBase } from "../journal/Standing.ts"
import { dealAggregate } from "./Deal.ts"
import { DepartmentMissing, PipelineUnknown } from "./DealErrors.ts"
import type { CohortExit, StageCohort } from "./StageCohort.ts"
import { stageCohort } from "./StageCohort.ts"
import type { Deal } from "./DealSchema.ts"
import type { DealTimeline, TimelineDeal, TimelineNotRead } from "./DealTimeline.ts"
import { dealTimeline } from "./DealTimeline.ts"
import { notReadOf } from "./NotRead.ts"
import { pipelineForNew } from "./DealRules.ts"
import { entryStage, isFinalMeaning } from "./Pipeline.ts"
import type { Pipeline } from "./Pipeline.ts"
import type { StageFlowStage } from "./StageFlow.ts"
import { placedVisits, stagePlaces } from "./StagePlaces.ts"
import type { StagePlaces } from "./StagePlaces.ts"
import { stageFlow } from "./StageFlow.ts"
import type { StageTimes } from "./StageTimes.ts"
import { stageTimes } from "./StageTimes.ts"
import { stageVisits, visitFacts } from "./StageVisits.ts"
import type { StageVisit } from "./StageVisits.ts"
import type { StageVisitFact } from "./StageVisitFact.ts"
import { stageVisitColumns } from "./StageVisitFact.ts"
import { timelineWaterfall } from "./TimelineWaterfall.ts"
import type { Waterfall } from "./Waterfall.ts"

const range = <Edge extends string>(edge: Schema.Codec<Edge>) =>
  Schema.Struct({
    /** Where it begins (inclusive). */
    from: edge,
    /** Where it ends (exclusive); after the beginning. */
    to: edge,
  }).check(
    check<{ readonly from: string; readonly to: string }>(
      "period.bounds",
      { en: "from must be before to (exclusive)", ru: "from должно быть раньше to (не включается)" },
      ({ from, to }) => from < to,
    ),
  )

/** Input of `deals.waterfall`. */
export const AskWaterfall = Schema.Struct({
  /** By `flow` every movement within the days counts; by `pair` what each deal was before the first day and at the end of the last. */
  kind: Schema.Literals(["flow", "pair"]),
  /** The days, `YYYY-MM-DD` in the department's time zone. */
  period: range(dateField),
  /** The department's where left out. */
  currency: Schema.optionalKey(currencyField),
  /** Deals of these owners only, by the host's ids: one rep or a team, up to 10,000; all deals where left out. */
  ownerIds: Schema.optionalKey(Schema.Array(opaqueId).check(Schema.isMaxLength(10_000))),
  /** Deals of this pipeline only; of all pipelines where left out. */
  pipelineId: Schema.optionalKey(slug),
  /** Stated amounts where left out. */
  measure: Schema.optionalKey(Schema.Literals(["amount", "listAmount"])),
  /** Deals expected to close on these days only; whatever day is expected where left out. */
  expectedClose: Schema.optionalKey(range(dateField)),
})

/** Input of `deals.funnel`. */
export const AskFunnel = Schema.Struct({
  /** The default pipeline where left out. */
  pipelineId: Schema.optionalKey(slug),
  /** Now where left out. */
  asOf: Schema.optionalKey(instantField),
  /** Deals whose first entry into the stage at hand lies in it; all where left out. */
  entered: Schema.optionalKey(range(instantField)),
})

/** Input of `deals.stageFlow`. */
export const AskStageFlow = Schema.Struct({
  /** The default pipeline where left out. */
  pipelineId: Schema.optionalKey(slug),
  /** Moves that happened in it (the end is exclusive); all where left out. */
  moved: Schema.optionalKey(range(instantField)),
})

/** Whose stays in stages are asked for. */
export interface VisitsQuestion {
  /** The deal. */
  readonly dealId: string
  /** As it was at this UTC instant (inclusive); as it is now where left out. */
  readonly asOf?: Instant
  /** A working calendar, to count stays in working time too; by the clock alone where left out. */
  readonly calendar?: WorkCalendar
}

const visitsQuestion = Schema.Struct({
  dealId: idField("deal"),
  asOf: Schema.optionalKey(instantField),
  calendar: Schema.optionalKey(calendarField),
})

/** What `deals.funnel` answers. */
export interface PipelineFunnel {
  /** The pipeline, in its current version. */
  readonly pipelineId: string
  /** As known at this instant. */
  readonly asOf: Instant
  /**
   * For each unfinished stage, what becomes of deals that enter it: `advanced` to a later stage that is not a loss, or one exit
   * for each lost stage, by its id.
   */
  readonly stages: ReadonlyArray<StageCohort>
  /** From the entry stage to the end: one exit for each finished stage, by its id. */
  readonly outcome: StageCohort
  /** How long deals stay in each stage, those that are still there taken into account. */
  readonly times: StageTimes
  /** Deals of the pipeline that were read. */
  readonly dealCount: number
}

/** What `deals.stageFlow` answers. */
export interface PipelineStageFlow {
  /** The pipeline. */
  readonly pipelineId: string
  /** Stages that were left, with where deals went and how long they had been there. */
  readonly stages: ReadonlyArray<StageFlowStage>
}

/** A sum past 2^53−1 is refused rather than rounded. */
const exactly = <Figure>(figure: () => Figure): Effect.Effect<Figure, AmountUnsafe> =>
  Effect.try({
    try: figure,
    catch: (cause) => {
      if (cause instanceof AmountUnsafe) return cause
      throw cause
    },
  })

const rules = Effect.fnUntraced(function* (caller: Caller) {
  const store = yield* storeFor(caller)
  const [department] = yield* store.byIds(caller.tenant, departmentAggregate, [departmentId])
  const config: DepartmentConfig | null = department?.config ?? (yield* DefaultDepartment)
  return config ?? (yield* Effect.fail(new DepartmentMissing()))
})

/** Reads every deal with its history, one after another, and never holds more of the journal than one deal's. */
const eachHistory = Effect.fnUntraced(function* <Kept extends TimelineDeal>(
  caller: Caller,
  keep: (deal: Deal) => Kept | null,
  onDeal: (deal: Kept, rows: ReadonlyArray<HistoryRow>) => void,
) {
  const store = yield* storeFor(caller)
  const deals = new Map<string, Kept>()
  yield* store.scan(caller.tenant, dealAggregate, (batch) => {
    for (const deal of batch) {
      const kept = keep(deal)
      if (kept !== null) deals.set(deal.id, kept)
    }
  })
  let rows: Array<HistoryRow> = []
  const close = (): void => {
    const deal = deals.get(rows[0]?.stream ?? "")
    if (deal !== undefined) onDeal(deal, rows)
    rows = []
  }
  yield* store.history(caller.tenant, dealAggregate, (batch) => {
    for (const row of batch) {
      if (row.stream !== rows[0]?.stream) close()
      rows.push(row)
    }
  })
  close()
  return deals.size
})

/** Moves between stages where the store does not group them, or not for this caller: of the deals that the caller sees. */
const movesRead = Effect.fnUntraced(function* (caller: Caller, query: StageMovesQuery) {
  const moved: Array<HistoryRow> = []
  yield* eachHistory(
    caller,
    (deal) => (isInBase(deal) ? timelineFields(deal) : null),
    (_, rows) => moved.push(...rows.filter(({ mark }) => mark !== null && mark.previousStageId !== mark.stageId)),
  )
  return countStageMoves(query, moved)
})

const timelineFields = ({
  id,
  version,
  openedOn,
  closedOn,
  lostReasonId,
  cycles,
  enteredStageAt,
}: Deal): TimelineDeal => ({
  id,
  version,
  openedOn,
  closedOn,
  lostReasonId,
  cycles,
  enteredStageAt,
})

const stageExits = (pipeline: Pipeline, index: number, { goneBehind }: StagePlaces): ReadonlyArray<CohortExit> => [
  {
    id: "advanced",
    stageIds: [
      ...pipeline.stages.slice(index + 1).flatMap(({ id, meaning }) => (meaning === "lost" ? [] : [id])),
      ...goneBehind(pipeline.stages[index]?.id ?? ""),
    ],
  },
  ...pipeline.stages.flatMap(({ id, meaning }) => (meaning === "lost" ? [{ id, stageIds: [id] }] : [])),
]

const finalExits = ({ stages }: Pipeline): ReadonlyArray<CohortExit> =>
  stages.flatMap(({ id, meaning }) => (isFinalMeaning(meaning) ? [{ id, stageIds: [id] }] : []))

const cohortByDay = (cohort: StageCohort): StageCohort => ({ ...cohort, curve: incidenceByUnit(cohort.curve) })

const timesByDay = (times: StageTimes): StageTimes => ({
  ...times,
  stages: times.stages.map((stage) => ({ ...stage, curve: survivalByUnit(stage.curve) })),
})

/** Questions about the histories of deals; they read what the journal keeps beside each event and no payload. */
export const dealHistoryQueries = {
  /**
   * A deal's stays in stages: entries, exits, durations by the clock and, given a working calendar, in working time; as known at an
   * instant, or now.
   */
  visits: decoded(
    visitsQuestion,
    Effect.fnUntraced(function* (caller: Caller, { dealId, calendar, ...asked }: VisitsQuestion) {
      const store = yield* storeFor(caller)
      const isShown = yield* isReadable(store, caller, "deal.visits", dealAggregate, dealId)
      const [deal] = yield* store.byIds(caller.tenant, dealAggregate, [dealId])
      if (deal === undefined || !isShown) return yield* Effect.fail(new RecordNotFound("deal", dealId))
      const { timeZone } = yield* rules(caller)
      const rows = yield* streamOf(store, caller.tenant, dealId)
      const asOf = asked.asOf ?? instantOf(yield* Clock.currentTimeMillis)
      const visits: ReadonlyArray<StageVisit> = stageVisits(deal, rows, { asOf, calendar: calendar ?? null, timeZone })
      return visits
    }),
  ),
  /**
   * What becomes of deals stage by stage, and how long it takes, with deals that are still on their way taken into account. Each
   * deal counts in a stage from its first entry. Stages are those of the pipeline's newest version: stays in one that was taken away count
   * as stays in the stage that took its deals, whatever version a deal lives under. Curves have a step for each day at most, as `survivalByUnit` makes them: the answer grows
   * with the days that are looked at and not with the deals.
   */
  funnel: decoded(
    AskFunnel,
    Effect.fnUntraced(function* (caller: Caller, asked: typeof AskFunnel.Encoded) {
      const config = yield* rules(caller)
      const pipeline = pipelineForNew(config, asked.pipelineId)
      if (pipeline === null)
        return yield* Effect.fail(new PipelineUnknown(asked.pipelineId ?? config.defaultPipelineId, config.pipelines))
      const asOf = asked.asOf ?? instantOf(yield* Clock.currentTimeMillis)
      const frame = { asOf, calendar: null, timeZone: config.timeZone }
      const places = stagePlaces(config.pipelines.filter(({ id }) => id === pipeline.id))
      const facts: Array<StageVisitFact> = []
      const dealCount = yield* eachHistory(
        caller,
        (deal) => (deal.pipelineId === pipeline.id && isInBase(deal) ? timelineFields(deal) : null),
        (deal, rows) => facts.push(...visitFacts(deal.id, placedVisits(stageVisits(deal, rows, frame), places))),
      )
      yield* Effect.yieldNow
      const visits = stageVisitColumns(facts)
      const settings = { asOf, ...(asked.entered === undefined ? {} : { entered: asked.entered }) }
      const stages: Array<StageCohort> = []
      // Each cohort looks at all visits: others have their turn in between.
      for (const [index, { id: stageId, meaning }] of pipeline.stages.entries()) {
        if (isFinalMeaning(meaning)) continue
        yield* Effect.yieldNow
        stages.push(
          cohortByDay(stageCohort(visits, { ...settings, stageId, exits: stageExits(pipeline, index, places) })),
        )
      }
      yield* Effect.yieldNow
      const outcome = cohortByDay(
        stageCohort(visits, { ...settings, stageId: entryStage(pipeline)?.id ?? "", exits: finalExits(pipeline) }),
      )
      yield* Effect.yieldNow
      const funnel: PipelineFunnel = {
        pipelineId: pipeline.id,
        asOf,
        stages,
        outcome,
        times: timesByDay(stageTimes(visits, { asOf })),
        dealCount,
      }
      return funnel
    }),
  ),
  /**
   * How deals flow between stages: moves from each stage to each other, and the mean time before them. One grouped statement in a
   * store, so that it costs the same however long the histories are; `funnel` tells what becomes of each deal instead, and reads them all.
   */
  stageFlow: decoded(
    AskStageFlow,
    Effect.fnUntraced(function* (caller: Caller, { pipelineId: asked, moved }: typeof AskStageFlow.Encoded) {
      const config = yield* rules(caller)
      const pipeline = pipelineForNew(config, asked)
      if (pipeline === null)
        return yield* Effect.fail(new PipelineUnknown(asked ?? config.defaultPipelineId, config.pipelines))
      const query = { pipelineId: pipeline.id, from: moved?.from ?? null, to: moved?.to ?? null }
      const { facts } = yield* storeFor(caller)
      const counts = facts === null ? yield* movesRead(caller, query) : yield* facts.stageMoves(caller.tenant, query)
      const flow: PipelineStageFlow = { pipelineId: pipeline.id, stages: stageFlow(counts) }
      return flow
    }),
  ),
  /**
   * How the open pipeline went from one level to another, with every bar and the deals behind it; by `flow` of movements or by
   * `pair` of days, never mixed.
   */
  waterfall: decoded(
    AskWaterfall,
    Effect.fnUntraced(function* (caller: Caller, asked: typeof AskWaterfall.Encoded) {
      const { timeZone, currency, lostReasons } = yield* rules(caller)
      const reasons = yield* everyLostReason(yield* storeFor(caller), caller.tenant, lostReasons)
      const removingReasonIds = new Set(reasons.flatMap(({ id, removes }) => (removes === true ? [id] : [])))
      const timelines: Array<DealTimeline> = []
      const left: Array<TimelineNotRead> = []
      yield* eachHistory(caller, timelineFields, (deal, rows) => {
        const timeline = dealTimeline(deal, rows, { timeZone, currency, removingReasonIds })
        if ("states" in timeline) timelines.push(timeline)
        else left.push(timeline)
      })
      const settings = { ...asked, currency: asked.currency ?? currency }
      const waterfall: Waterfall = yield* exactly(() => timelineWaterfall(timelines, settings))
      return { ...waterfall, notRead: notReadOf(left) }
    }),
  ),
} as const
