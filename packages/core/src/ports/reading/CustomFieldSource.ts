import * as Effect from "effect/Effect"
import type { Aggregate } from "../../journal/Aggregate.ts"
import type { Department, DepartmentConfig } from "../../department/DepartmentSchema.ts"
import { customFieldsOf } from "../../shared/CustomField.ts"
import type { CustomField } from "../../shared/CustomField.ts"
import type { Caller } from "../Caller.ts"
import { DefaultDepartment } from "../DefaultDepartment.ts"
import type { StoreReads } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"

/** Where the fields are defined that tenants give to kinds of record. */
export interface CustomFieldSource {
  /** The kind of record that holds the configuration. */
  readonly of: Aggregate<Department, never>
  /** Its id. */
  readonly id: string
  /** The definitions of a stored configuration, or of the one for tenants that have none. */
  readonly fields: (stored: Department | null, fallback: DepartmentConfig | null) => ReadonlyArray<CustomField>
}

/** Whether a part of a question asks of a custom field. */
export const asksOfCustom = (part: unknown): boolean =>
  typeof part === "object" && part !== null && "custom" in part && part.custom !== undefined

/** The tenant's fields of a kind; undefined where a question asks of none, which needs no configuration. */
export type CustomFieldsFor = (
  reads: StoreReads,
  caller: Caller,
  asks: boolean,
) => Effect.Effect<ReadonlyMap<string, CustomField> | undefined, StoreError>

/** Reads the fields of a kind from where they are defined. */
export const customFieldsFor = (kind: string, configured: CustomFieldSource | undefined): CustomFieldsFor =>
  Effect.fnUntraced(function* (reads: StoreReads, caller: Caller, asks: boolean) {
    if (!asks || configured === undefined) return undefined
    const fallback = yield* DefaultDepartment
    const [stored = null] = yield* reads.byIds(caller.tenant, configured.of, [configured.id])
    return customFieldsOf(configured.fields(stored, fallback), kind)
  })
