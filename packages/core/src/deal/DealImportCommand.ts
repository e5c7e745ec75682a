import * as Result from "effect/Result"
import { sourceOf } from "../department/Department.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import { withCustomTexts } from "../department/DepartmentRules.ts"
import type { DepartmentConfig, Source } from "../department/DepartmentSchema.ts"
import type { ImportedCustom } from "../department/DepartmentImport.ts"
import { readImportedCustom } from "../department/DepartmentImport.ts"
import type { CustomFieldsSet } from "../journal/CustomFields.ts"
import type { InputInvalid } from "../shared/InputErrors.ts"
import type { Recorded, Texts, TimedEvent } from "../journal/Decision.ts"
import { decision, recordTimeline } from "../journal/Decision.ts"
import { mostAheadMs } from "../journal/Event.ts"
import { withMergedClients } from "../journal/MergedClients.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byIds, isErased, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { epochMsOf, instantOf } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { DealEvent } from "./DealEvent.ts"
import { clientsBorneOn, dealAggregate } from "./Deal.ts"
import { DepartmentMissing, LostReasonRefused, PipelineUnknown, SourceUnknown, StageUnknown } from "./DealErrors.ts"
import type { AssertedMove, HistoryOptions, ImportViolation } from "./DealHistoryImport.ts"
import {
  asInFirstStage,
  assertedMoves,
  entryAhead,
  entryViolations,
  moveViolations,
  newEntries,
  rowViolations,
} from "./DealHistoryImport.ts"
import type { ImportConflict, ImportTarget, WholeRow } from "./DealImport.ts"
import { importStep, wholeRow } from "./DealImport.ts"
import type { GateFactReader } from "./GateFactRules.ts"
import { compiledPipeline, pipelineForNew } from "./DealRules.ts"
import type { ImportDeals } from "./DealImportSchema.ts"
import type { Deal } from "./DealSchema.ts"
import { evaluateStanding, standingFactGroups } from "./Gate.ts"
import { entryStage, outcomeOf, stageOf } from "./Pipeline.ts"
import type { Pipeline } from "./Pipeline.ts"

/** What an import did to the base. */
export interface ImportAnswer {
  /** Records that were not there. */
  readonly created: number
  /** Records that took new values. */
  readonly changed: number
  /** Records the source said nothing new of. */
  readonly unchanged: number
  /** Fields in which ours were kept. */
  readonly conflicts: ReadonlyArray<ImportConflict>
  /**
   * Rows with a stage, now or in their history, that the pipeline does not have, by id and by the field of the input that names it;
   * nothing was written for them.
   */
  readonly unknownStages: ReadonlyArray<{
    readonly id: string
    readonly stageId: string
    readonly field: string
    readonly messages: Message
  }>
  /**
   * Rows of deals that are not here, in another stage than the entry one, of a source that has been cut over, by id; nothing
   * was written for them: the gates bind.
   */
  readonly afterCutOver: ReadonlyArray<{ readonly id: string; readonly stageId: string }>
  /** Everything recorded as asserted that the rules would not have allowed, of the rows that were written. */
  readonly violations: ReadonlyArray<ImportViolation>
}

/** What one row leads to. */
interface ImportedRow {
  readonly change: Recorded<Deal> | null
  readonly conflicts: ReadonlyArray<ImportConflict>
  readonly moves: ReadonlyArray<AssertedMove>
}

/**
 * The texts of a deal by the title that its source gives it: it is the title, unless the deal was given another one here; then it is kept beside,
 * and is a conflict where the source has changed it too.
 */
const titledBySource = (
  texts: Texts,
  stated: string | null,
): { readonly texts: Texts | undefined; readonly isConflict: boolean } => {
  const { title, sourceTitle } = texts
  if (stated === null || stated === (sourceTitle ?? title)) return { texts: undefined, isConflict: false }
  if (sourceTitle === undefined) return { texts: { ...texts, title: stated }, isConflict: false }
  return { texts: { ...texts, sourceTitle: stated }, isConflict: stated !== title }
}

const importRow = (
  deal: Deal | null,
  row: WholeRow,
  texts: Texts,
  target: ImportTarget & HistoryOptions,
  context: CommandContext,
  custom: ImportedCustom,
): ImportedRow => {
  const titled = titledBySource(texts, row.title)
  const newTexts = withCustomTexts(texts, titled.texts, custom)
  const retitled = titled.isConflict && deal !== null ? [{ dealId: deal.id, field: "title" as const }] : []
  const step = importStep(deal, row, target, custom)
  const customEvents = custom.events.map((event) => ({ event, occurredAt: context.occurredAt }))
  // Where the deal was moved here since, its place is ours, and so is its history from then on.
  const stageId = step._tag === "changed" ? step.event.payload.kept.stageId : deal?.stageId
  const ours = target.isCutOver || stageId !== row.stageId
  const entries = ours ? [] : newEntries(deal, row.history ?? [])
  if (step._tag === "unchanged" && entries.length === 0) {
    if (newTexts === undefined) return { change: null, conflicts: [], moves: [] }
    const amended = { event: { type: "DealAmended", payload: {} }, occurredAt: context.occurredAt } as const
    return { change: recordTimeline(dealAggregate, deal, [amended], newTexts), conflicts: retitled, moves: [] }
  }
  const conflicts = step._tag === "changed" ? [...step.conflicts, ...retitled] : retitled
  const [first] = entries
  if (deal === null && first !== undefined && step._tag === "changed") {
    const event = asInFirstStage(step.event, first, target)
    const began = { stageId: first.stageId, finishedOn: event.payload.finishedOn ?? null }
    const moves = assertedMoves(began, entries.slice(1), target)
    const start = { event, occurredAt: first.at }
    return {
      change: recordTimeline(dealAggregate, null, [start, ...moves, ...customEvents], newTexts),
      conflicts,
      moves,
    }
  }
  const moves = assertedMoves(deal ?? { stageId: row.stageId, finishedOn: null }, entries, target)
  const stated: ReadonlyArray<TimedEvent<DealEvent | CustomFieldsSet>> =
    step._tag === "changed" ? [{ event: step.event, occurredAt: context.occurredAt }, ...customEvents] : []
  const [head, ...rest] = [...moves, ...stated]
  if (head === undefined) return { change: null, conflicts, moves }
  return { change: recordTimeline(dealAggregate, deal, [head, ...rest], newTexts), conflicts, moves }
}

/** What deals that a source put into stages lack of those stages' entries, as known now. */
function* standingViolations(
  written: ReadonlyArray<Deal>,
  pipeline: Pipeline,
  config: DepartmentConfig,
  context: CommandContext,
  readFacts: GateFactReader,
): Generator<Read, ReadonlyArray<ImportViolation>, unknown> {
  const compiled = compiledPipeline(pipeline, config)
  const gated = written.filter(
    ({ stageId, pipelineId, pipelineVersion }) =>
      pipelineId === pipeline.id &&
      pipelineVersion === pipeline.version &&
      standingFactGroups(compiled, stageId).length > 0,
  )
  if (gated.length === 0) return []
  const groups = new Set(gated.flatMap(({ stageId }) => standingFactGroups(compiled, stageId)))
  const facts = yield* readFacts(gated, [...groups], config, context.recordedAt)
  return gated.flatMap(({ id, stageId }) =>
    entryViolations(id, stageId, evaluateStanding(compiled, stageId, facts.get(id) ?? {})),
  )
}

/**
 * Records deals as a source asserts them, with their history where it carries one. Gates do not judge history: what they would
 * have refused is recorded and listed, and they bind from here on.
 */
export const importDeals = (readFacts: GateFactReader) =>
  function* (
    said: ImportDeals,
    context: CommandContext,
  ): Work<ImportAnswer, DepartmentMissing | InputInvalid | LostReasonRefused | PipelineUnknown | SourceUnknown> {
    const config = yield* departmentRules(context)
    if (config === null) return Result.fail(new DepartmentMissing())
    const input = { ...said, rows: yield* withMergedClients(said.rows) }
    const { sourceId } = input
    const source = sourceOf(config, sourceId)
    if (source === null)
      return Result.fail(
        new SourceUnknown(
          sourceId,
          config.sources.map(({ id }) => id),
        ),
      )
    // By our own clock: what happened when is the caller's to say, and no way round the gates.
    const isOver = (one: Source | null) => one?.cutOverAt !== undefined && one.cutOverAt <= context.recordedAt
    const pipeline = pipelineForNew(config, input.pipelineId)
    if (pipeline === null) return Result.fail(new PipelineUnknown(input.pipelineId, config.pipelines))
    const reasons = config.lostReasons.map(({ id }) => id)
    for (const [index, { lostReasonId = null }] of input.rows.entries()) {
      if (lostReasonId !== null && !reasons.includes(lostReasonId))
        return Result.fail(new LostReasonRefused(lostReasonId, "unknown", reasons, `rows[${index}].lostReasonId`))
    }
    const reading = yield* readImportedCustom(context, "deal", input.rows)
    if (Result.isFailure(reading)) return Result.fail(reading.failure)
    const deals = yield* byIds(
      dealAggregate,
      input.rows.map(({ id }) => id),
    )
    const texts = yield* textsOf([...deals.values()])
    const changes: Array<Recorded<Deal>> = []
    const conflicts: Array<ImportConflict> = []
    const violations: Array<ImportViolation> = []
    const unknownStages: Array<ImportAnswer["unknownStages"][number]> = []
    const afterCutOver: Array<{ readonly id: string; readonly stageId: string }> = []
    const clients = new Set<string>()
    const at = instantOf(epochMsOf(context.recordedAt) + mostAheadMs)
    const latest = { at, on: localDateOf(at, config.timeZone) }
    let created = 0
    let unchanged = 0
    for (const [index, said] of input.rows.entries()) {
      const stage = stageOf(pipeline, said.stageId)
      const entry = said.history?.findIndex(({ stageId }) => stageOf(pipeline, stageId) === undefined) ?? -1
      if (stage === undefined || entry !== -1) {
        const path = entry === -1 ? "stageId" : `history[${entry}].stageId`
        const stageId = said.history?.[entry]?.stageId ?? said.stageId
        const { data, messages } = new StageUnknown(`rows[${index}].${path}`, stageId, pipeline)
        unknownStages.push({ id: said.id, stageId, field: data.field, messages })
        continue
      }
      const deal = deals.get(said.id) ?? null
      const row = wholeRow(said, deal, outcomeOf(stage))
      // A deal of a source that was cut over is led here and stays that source's, whichever other names it now.
      const own = deal?.sourceId ?? null
      const isLedHere = own !== null && isOver(sourceOf(config, own))
      const isCutOver = isLedHere || isOver(source)
      if (isCutOver && deal === null && row.stageId !== entryStage(pipeline)?.id) {
        afterCutOver.push({ id: row.id, stageId: row.stageId })
        continue
      }
      const { closedOn, lostReasonId = null } = row
      const target = {
        sourceId: isLedHere ? own : sourceId,
        pipelineId: pipeline.id,
        pipelineVersion: pipeline.version,
        outcome: outcomeOf(stage),
        isCutOver,
        pipeline,
        timeZone: config.timeZone,
        closedOn,
        lostReasonId,
      }
      const { history: _ahead, ...undated } = row
      const told = entryAhead(row, latest) === undefined ? row : undated
      const custom = reading.success(index, deal, deal?.imported ?? null, texts.get(row.id) ?? {})
      const imported = importRow(
        deal,
        { ...told, title: isErased(deal, texts) ? null : row.title },
        texts.get(row.id) ?? {},
        target,
        context,
        isErased(deal, texts) ? { ...custom, texts: {} } : custom,
      )
      if (imported.change === null) {
        unchanged += 1
        continue
      }
      if (deal === null) created += 1
      changes.push(imported.change)
      conflicts.push(...imported.conflicts)
      violations.push(...moveViolations(row.id, imported.moves, pipeline), ...rowViolations(row, pipeline, latest))
      for (const id of clientsBorneOn(deal, imported.change.after)) clients.add(id)
    }
    const written = changes.map(({ after }) => after)
    violations.push(...(yield* standingViolations(written, pipeline, config, context, readFacts)))
    return Result.succeed(
      decision(
        changes,
        { created, changed: changes.length - created, unchanged, conflicts, unknownStages, afterCutOver, violations },
        {
          touches: changes.filter(({ expectedVersion }) => expectedVersion > 0).map(({ after }) => after.id),
          touchedClients: [...clients],
          shown: [...deals.keys()],
        },
      ),
    )
  }
