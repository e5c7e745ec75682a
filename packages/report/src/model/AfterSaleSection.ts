import type { RecordList } from "./RecordList.ts"

/** What is left to do after deals were won: payment, documents, aftercare, repeat sale, recommendation. */
export interface AfterSaleSection {
  /** One list for each, in the order in which a sale goes through them; an empty one says that there is nothing to do. */
  readonly lists: ReadonlyArray<RecordList>
}
