import * as Effect from "effect/Effect"
import type { Caller } from "../ports/Caller.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { Store } from "../ports/Store.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { agendaOf } from "./Debrief.ts"
import { debriefQueries } from "./DebriefReadingService.ts"
import { findingAggregate } from "./FindingRecord.ts"
import { agendaQuestion } from "./ReviewQuestionSchema.ts"
import type { AgendaQuestion } from "./ReviewQuestionSchema.ts"

/**
 * The agenda of a debrief. Whoever may know of the debrief is shown it whole: it holds no more than is talked over before its people.
 */
export const readAgenda = decoded(
  agendaQuestion,
  Effect.fnUntraced(function* (caller: Caller, { debriefId }: AgendaQuestion) {
    const debrief = yield* debriefQueries.get(caller, debriefId)
    if (debrief === null) return yield* Effect.fail(new RecordNotFound("debrief", debriefId))
    const store = yield* Store
    const findings = yield* store.byIds(caller.tenant, findingAggregate, debrief.findingIds)
    // Stores give records in orders of their own; the debrief has them as they are to be talked about.
    const place = new Map(debrief.findingIds.map((id, at) => [id, at]))
    return agendaOf(
      debrief,
      findings.toSorted((left, right) => (place.get(left.id) ?? 0) - (place.get(right.id) ?? 0)),
    )
  }),
)
