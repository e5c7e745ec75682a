import * as Effect from "effect/Effect"
import type { Aggregate, AnyAggregate, RecordState } from "../../journal/Aggregate.ts"
import type { DomainEvent } from "../../journal/Event.ts"
import type { Read } from "../../journal/Work.ts"
import { allWhere, oneOf } from "./ReadAll.ts"
import type { StoreReads } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"
import type { TenantId } from "../../shared/Ids.ts"

// What a question names is told by its aggregate; the state's own type does not matter to who passes it on.
const typed = (of: AnyAggregate): Aggregate<RecordState, DomainEvent> =>
  of as unknown as Aggregate<RecordState, DomainEvent>

const answer = (store: StoreReads, tenant: TenantId, question: Read): Effect.Effect<unknown, StoreError> => {
  switch (question._tag) {
    case "ById":
      return store.byIds(tenant, typed(question.of), question.ids)
    case "Where":
      return allWhere(store, tenant, typed(question.of), [oneOf(question.index, question.values)])
    case "Texts":
      return store.texts(tenant, question.records)
  }
}

/** Answers what a command would ask, outside of any transaction: for questions that share their reading with a command. */
export const readWork = Effect.fnUntraced(function* <Answer>(
  store: StoreReads,
  tenant: TenantId,
  work: Generator<Read, Answer, unknown>,
) {
  let step = work.next()
  while (step.done !== true) step = work.next(yield* answer(store, tenant, step.value))
  return step.value
})
