import * as Effect from "effect/Effect"
import type { RecordState } from "../journal/Aggregate.ts"
import { equals } from "../ports/reading/ReadAll.ts"
import { recordQueries } from "../ports/reading/RecordQueries.ts"
import type { NarrowedReads, QueriesOf } from "../ports/reading/RecordQueries.ts"
import type { RecordFilter } from "../ports/RecordFilter.ts"
import { comparePositions, idOrder, positionOf } from "../ports/RecordFilter.ts"
import type { ValueCount } from "../ports/Store.ts"
import { debriefAggregate, mayKnowOf } from "./Debrief.ts"
import type { Debrief } from "./DebriefSchema.ts"

const collective: RecordFilter = {
  field: "route",
  kind: "text",
  test: { _tag: "OneOf", values: ["collectiveUnnamed", "collectiveNamed"] },
}

/** What {@link mayKnowOf} says, as filters: each finds a part of what an actor may know of, and no two the same debrief. */
const partsFor = (actor: string): ReadonlyArray<ReadonlyArray<RecordFilter>> => [
  [collective],
  [equals("route", "personal"), equals("repId", actor)],
  [equals("route", "personal"), equals("leaderId", actor)],
]

/** The counts of values of several parts, together. */
const together = (parts: ReadonlyArray<ReadonlyArray<ValueCount>>): ReadonlyArray<ValueCount> => {
  const counts = new Map<ValueCount["value"], number>()
  for (const { value, count } of parts.flat()) counts.set(value, (counts.get(value) ?? 0) + count)
  return [...counts].map(([value, count]) => ({ value, count }))
}

/** Of debriefs only those that the actor may know of; other kinds, to which a debrief belongs, as they are. */
const narrowed: NarrowedReads = (reads, { actor }) => {
  const isKnown = (record: RecordState): boolean => mayKnowOf(record as Debrief, actor)
  const isDebrief = ({ kind }: { readonly kind: string }): boolean => kind === debriefAggregate.kind
  return {
    ...reads,
    byIds: (tenant, of, ids) =>
      isDebrief(of)
        ? Effect.map(reads.byIds(tenant, of, ids), (found) => found.filter(isKnown))
        : reads.byIds(tenant, of, ids),
    page: (tenant, of, query) => {
      const { filters = [], limit, order = idOrder } = query
      const pages = Effect.forEach(partsFor(actor), (part) =>
        reads.page(tenant, of, { ...query, filters: [...filters, ...part] }),
      )
      const place = (record: RecordState) => positionOf(record, order)
      return Effect.map(pages, (found) =>
        found
          .flat()
          .toSorted((left, right) => comparePositions(place(left), place(right), order))
          .slice(0, limit),
      )
    },
    // Texts are asked for after the records.
    shown: null,
    count: (tenant, of, filters) => {
      const counts = Effect.forEach(partsFor(actor), (part) => reads.count(tenant, of, [...filters, ...part]))
      return Effect.map(counts, (found) => found.reduce((sum, count) => sum + count, 0))
    },
    countBy: (tenant, of, field, filters) => {
      const counts = Effect.forEach(partsFor(actor), (part) => reads.countBy(tenant, of, field, [...filters, ...part]))
      return Effect.map(counts, together)
    },
    streams: (tenant, streams) =>
      Effect.flatMap(reads.byIds(tenant, debriefAggregate, streams), (found) =>
        reads.streams(
          tenant,
          found.filter(isKnown).map(({ id }) => id),
        ),
      ),
  }
}

/** What every kind of record is asked, of debriefs: a personal one is there for its rep and its mentor alone, whoever asks and how. */
export const debriefQueries: QueriesOf<typeof debriefAggregate> = recordQueries(debriefAggregate, undefined, narrowed)
