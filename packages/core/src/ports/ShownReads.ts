import { flatMap, map } from "effect/Effect"
import type { Effect } from "effect/Effect"
import type { RecordState } from "../journal/Aggregate.ts"
import type { Texts } from "../journal/Decision.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { ShownReads, StoreReads, WithTexts } from "./Store.ts"
import type { StoreError } from "./StoreErrors.ts"

/** What is shown of a record that has no texts. */
export const noTexts: Texts = {}

/** Shown reads made of plain ones: the texts are asked for after the records. */
const composed = (reads: StoreReads): ShownReads => {
  const withTexts = <State extends RecordState>(
    tenant: TenantId,
    records: ReadonlyArray<State>,
  ): Effect<ReadonlyArray<WithTexts<State>>, StoreError> =>
    map(reads.texts(tenant, records), (texts) =>
      records.map((record): WithTexts<State> => ({ ...record, texts: texts.get(record.id) ?? noTexts })),
    )
  return {
    byIds: (tenant, of, ids) => flatMap(reads.byIds(tenant, of, ids), (records) => withTexts(tenant, records)),
    page: (tenant, of, query) => flatMap(reads.page(tenant, of, query), (records) => withTexts(tenant, records)),
    atOnce: null,
  }
}

/** The reads that show records, of any store: its own, or made of its plain reads and its texts. */
export const shownReads = (reads: StoreReads): ShownReads => reads.shown ?? composed(reads)
