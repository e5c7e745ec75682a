import type { DepartmentConfig } from "@salesdept/core/department"
import type { DomainEvent, RecordKind, RecordState } from "@salesdept/core/journal"
import { isInBase } from "@salesdept/core/journal"
import type { StoreShape } from "@salesdept/core/ports"
import type { Session } from "@salesdept/core/promise"
import type { CalendarDate, TenantId } from "@salesdept/core/shared"
import * as Effect from "effect/Effect"
import type { ReportSource } from "../DepartmentReport.ts"
import type { ImportRun } from "./ImportRun.ts"

/** What a report is made from. */
export interface ReportInput {
  /** The store. */
  readonly store: StoreShape
  /** Whose base. */
  readonly tenant: TenantId
  /** The caller's session. */
  readonly session: Session
  /** The import, where files were imported in this run. */
  readonly run: ImportRun | null
  /** The department of bases that hold none. */
  readonly config: DepartmentConfig
  /** The day as of which everything is told; null for today, or for the latest day of the deals where files alone filled the base. */
  readonly asOf: CalendarDate | null
  /** Whether the latest month that is over is closed where it was not. */
  readonly closes: boolean
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Where the figures come from. */
  readonly source: ReportSource
}

/** All records of a kind that are in the base. */
export const all = async <State extends RecordState, Event extends DomainEvent>(
  { store, tenant }: ReportInput,
  of: RecordKind<State, Event>,
): Promise<ReadonlyArray<State>> => {
  const records: Array<State> = []
  await Effect.runPromise(
    store.scan(tenant, of, (batch) => {
      for (const record of batch) if (isInBase(record)) records.push(record)
    }),
  )
  return records
}
