import * as Effect from "effect/Effect"
import { clientAggregate } from "../client/Client.ts"
import { leadAggregate } from "../client/Lead.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { shownReads } from "../ports/ShownReads.ts"
import type { StoreReads } from "../ports/Store.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { ControlList, ControlListRow } from "./ControlList.ts"
import type { ControlKind } from "./ControlPolicy.ts"

/** A row with what people call the record. */
export interface NamedControlRow extends ControlListRow {
  /** Title of the deal, name of the client or lead, as it is now; null where it has none, or it was erased. */
  readonly name: string | null
}

/** The list with what people call its records. */
export interface NamedControlList extends Omit<ControlList, "rows" | "next"> {
  /** The rows, `limit` of them at most. */
  readonly rows: ReadonlyArray<NamedControlRow>
  /** Give it as `after`, with the same conditions, for the next rows; null where none follow, or none were asked for. */
  readonly next: string | null
}

/** Records whose names are asked for at once. */
const batchSize = 1000

/** Adds the names of the records to the rows of a list. */
export const withNames = Effect.fnUntraced(function* (
  reads: StoreReads,
  tenant: TenantId,
  list: Pick<ControlList, "rows">,
) {
  const names = new Map<string, string | undefined>()
  const read = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
    kind: ControlKind,
    of: RecordKind<State, Event>,
    field: string,
  ) {
    const ids = list.rows.flatMap((row) => (row.kind === kind ? [row.id] : []))
    for (let from = 0; from < ids.length; from += batchSize) {
      const records = yield* shownReads(reads).byIds(tenant, of, ids.slice(from, from + batchSize))
      for (const { id, texts } of records) names.set(id, texts[field])
    }
  })
  yield* read("lead", leadAggregate, "name")
  yield* read("client", clientAggregate, "name")
  yield* read("deal", dealAggregate, "title")
  return list.rows.map((row): NamedControlRow => ({ ...row, name: names.get(row.id) ?? null }))
})
