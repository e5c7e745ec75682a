import type { TableShape } from "../schema/Manifest.ts"
import type { TableRight } from "../schema/Rights.ts"
import { isHarmless, schemaDifferences, viewDifferences } from "../schema/SchemaDifference.ts"
import type { SchemaDifference } from "../schema/SchemaDifference.ts"
import type { ViewShape } from "../views/ViewManifest.ts"
import { pendingMigrations, schemaState } from "./MigrationPlan.ts"
import type { AppliedMigration, AppliedState } from "./MigrationPlan.ts"
import { migrations } from "./migrations.ts"

/** How the tables stand to this version of the library, looked at closely. */
export type SchemaState =
  | AppliedState
  /** All migrations are applied, but the tables are not what they made. */
  | "drifted"
  /** The role may not read the tables, or lacks a right on them that the store needs. */
  | "notPermitted"

/** A right that the role lacks. */
export interface MissingRight {
  /** Table, without a schema. */
  readonly table: string
  /** The right. */
  readonly right: TableRight
}

/** How rows of one tenant are kept from another. */
export type RowSecurityState =
  /** By the conditions of the library's statements alone. */
  | "off"
  /** By the database too, on every table. */
  | "forced"
  /** By the database on some of the tables. */
  | "incomplete"
  /** By the database on every table, but not for this role: it is a superuser or has `bypassrls`. */
  | "bypassed"

/** What a check of the tables found. */
export interface SchemaReport {
  /** How they stand. */
  readonly state: SchemaState
  /** Whether a store opens over them: `current`, `aheadCompatible`, and `drifted` too, for it may be harmless. */
  readonly opens: boolean
  /** Ids of the migrations that are applied, in order. */
  readonly applied: ReadonlyArray<string>
  /** Ids of those still to be applied, in order. */
  readonly pending: ReadonlyArray<string>
  /** Ids of those that a newer version has applied. */
  readonly newer: ReadonlyArray<string>
  /** In what the tables and views differ from the manifest; looked at where nothing is pending. */
  readonly differences: ReadonlyArray<SchemaDifference>
  /** What the role lacks; always empty in SQLite, which has no roles. */
  readonly missingRights: ReadonlyArray<MissingRight>
  /** Row-level security; always `off` in SQLite. */
  readonly rowSecurity: RowSecurityState
}

/** What is known of a database. */
export interface SchemaFindings {
  /** What the bookkeeping holds; null where the role may not read it. */
  readonly applied: ReadonlyArray<AppliedMigration> | null
  /** What should be there. */
  readonly expected: ReadonlyArray<TableShape>
  /** What is there. */
  readonly found: ReadonlyArray<TableShape>
  /** Which views should be there. */
  readonly expectedViews: ReadonlyArray<ViewShape>
  /** Which are there. */
  readonly foundViews: ReadonlyArray<ViewShape>
  /** What the role lacks. */
  readonly missingRights: ReadonlyArray<MissingRight>
  /** Row-level security; `off` where absent. */
  readonly rowSecurity?: RowSecurityState
}

/** Whether the tables stand so that they can be looked at table by table: all that this version knows is applied. */
export const isComparable = (state: AppliedState): boolean => state === "current" || state === "aheadCompatible"

/** Judges what was found. */
export const schemaReport = ({
  applied,
  expected,
  found,
  expectedViews,
  foundViews,
  missingRights,
  rowSecurity = "off",
}: SchemaFindings): SchemaReport => {
  if (applied === null) {
    return {
      state: "notPermitted",
      opens: false,
      applied: [],
      pending: [],
      newer: [],
      differences: [],
      missingRights,
      rowSecurity,
    }
  }
  const known = new Set(migrations.map(({ id }) => id))
  const appliedState = schemaState(applied)
  const differences = isComparable(appliedState)
    ? [...schemaDifferences(expected, found), ...viewDifferences(expectedViews, foundViews)]
    : []
  let state: SchemaState = appliedState
  if (differences.some((difference) => !isHarmless(difference))) state = "drifted"
  else if (missingRights.length > 0) state = "notPermitted"
  return {
    state,
    opens: isComparable(appliedState),
    applied: applied.map(({ id }) => id),
    pending: pendingMigrations(applied).map(({ id }) => id),
    newer: applied.filter(({ id }) => !known.has(id)).map(({ id }) => id),
    differences,
    missingRights,
    rowSecurity,
  }
}
