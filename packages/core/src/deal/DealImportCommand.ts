import * as Result from "effect/Result"
import { sourceOf } from "../department/Department.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byIds, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import { dealAggregate } from "./Deal.ts"
import { DepartmentMissing, PipelineUnknown, SourceUnknown } from "./DealErrors.ts"
import type { ImportConflict } from "./DealImport.ts"
import { importStep } from "./DealImport.ts"
import { pipelineForNew } from "./DealRules.ts"
import type { ImportDeals } from "./DealSchema.ts"
import { outcomeOf, stageOf } from "./Pipeline.ts"

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
  /** Rows whose stage the pipeline does not have, by id; nothing was written for them. */
  readonly unknownStages: ReadonlyArray<{ readonly id: string; readonly stageId: string }>
}

/** Records deals as a source asserts them: gates do not judge history, they bind from here on. */
export function* importDeals(
  input: ImportDeals,
  context: CommandContext,
): Work<ImportAnswer, DepartmentMissing | PipelineUnknown | SourceUnknown> {
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  if (sourceOf(config, input.sourceId) === null) return Result.fail(new SourceUnknown(input.sourceId))
  const pipeline = pipelineForNew(config, input.pipelineId)
  if (pipeline === null) return Result.fail(new PipelineUnknown(input.pipelineId))
  const deals = yield* byIds(
    dealAggregate,
    input.rows.map(({ id }) => id),
  )
  const texts = yield* textsOf([...deals.values()])
  const changes: Array<Change> = []
  const conflicts: Array<ImportConflict> = []
  const unknownStages: Array<{ readonly id: string; readonly stageId: string }> = []
  const clients = new Set<string>()
  let created = 0
  let unchanged = 0
  for (const row of input.rows) {
    const stage = stageOf(pipeline, row.stageId)
    if (stage === undefined) {
      unknownStages.push({ id: row.id, stageId: row.stageId })
      continue
    }
    const deal = deals.get(row.id) ?? null
    const current = texts.get(row.id) ?? {}
    const retitled = row.title !== null && row.title !== current["title"]
    const step = importStep(deal, row, {
      sourceId: input.sourceId,
      pipelineId: pipeline.id,
      pipelineVersion: pipeline.version,
      outcome: outcomeOf(stage),
    })
    if (step._tag === "unchanged" && !retitled) {
      unchanged += 1
      continue
    }
    if (step._tag === "changed") conflicts.push(...step.conflicts)
    if (deal === null) created += 1
    if (step._tag === "changed") {
      const { clientId } = step.event.payload.kept
      for (const id of [clientId, deal?.clientId ?? null]) if (id !== null) clients.add(id)
    }
    changes.push(
      recordEvents(dealAggregate, deal, [step._tag === "changed" ? step.event : { type: "DealAmended", payload: {} }], {
        occurredAt: context.occurredAt,
        texts: retitled ? { ...current, title: row.title } : undefined,
      }),
    )
  }
  return Result.succeed(
    decision(
      changes,
      { created, changed: changes.length - created, unchanged, conflicts, unknownStages },
      {
        touches: changes.filter(({ expectedVersion }) => expectedVersion > 0).map(({ after }) => after.id),
        touchedClients: [...clients],
      },
    ),
  )
}
