import type { DepartmentConfig } from "@salesdept/core/department"
import type { DomainEvent, RecordKind, RecordState } from "@salesdept/core/journal"
import { isInBase } from "@salesdept/core/journal"
import { recordsAsOf } from "@salesdept/core/ports"
import type { StoreShape } from "@salesdept/core/ports"
import type { Session } from "@salesdept/core/promise"
import type { CalendarDate, Instant, TenantId } from "@salesdept/core/shared"
import * as Effect from "effect/Effect"
import type { ReportSource } from "../DepartmentReport.ts"
import type { ImportRun } from "./ImportRun.ts"

/** What a report is asked for with. */
export interface ReportQuestion {
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

/** What a report is made from. */
export interface ReportInput extends ReportQuestion {
  /** The moment at which records are taken as they stood; null for as they stand now. */
  readonly standsAt: Instant | null
}

/** All records of a kind that are in the base, or were at its moment. */
export const all = async <State extends RecordState, Event extends DomainEvent>(
  { standsAt, store, tenant }: Pick<ReportInput, "standsAt" | "store" | "tenant">,
  of: RecordKind<State, Event>,
): Promise<ReadonlyArray<State>> => {
  if (standsAt !== null) {
    return (await Effect.runPromise(recordsAsOf(store, tenant, of, standsAt))).filter(isInBase)
  }
  const records: Array<State> = []
  await Effect.runPromise(
    store.scan(tenant, of, (batch) => {
      for (const record of batch) if (isInBase(record)) records.push(record)
    }),
  )
  return records
}
