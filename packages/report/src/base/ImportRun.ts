import type { ImportPlan } from "@salesdept/core/exchange"
import type { RecordedImport } from "@salesdept/core/exchange/service"

/** An import as it went. */
export interface ImportRun {
  /** What the files hold and what happened to each line. */
  readonly plan: ImportPlan
  /** What recording did. */
  readonly recorded: RecordedImport
  /** What recording the same plan again did: nothing, if all is well; null where that was not tried. */
  readonly again: RecordedImport | null
}
