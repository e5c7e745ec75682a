import type { DepartmentConfig } from "../../department/DepartmentSchema.ts"
import type { Id, IdKind } from "../../shared/Ids.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { Caller } from "../Caller.ts"

/** What a command's work knows beside its input. */
export interface CommandContext extends Caller {
  /** The actor's roles; empty where the host gave none. */
  readonly roles: ReadonlyArray<string>
  /** The command's id. */
  readonly commandId: Id<"command">
  /** When the library learnt of it. */
  readonly recordedAt: Instant
  /** When it happened in business. */
  readonly occurredAt: Instant
  /** The configuration of tenants that have published none. */
  readonly defaultDepartment: DepartmentConfig | null
  /** On a dry run, the configuration to judge by instead of the one in force; else null. */
  readonly trialDepartment: DepartmentConfig | null
  /** Kinds of record that the host keeps itself; none where left out. */
  readonly keptByHost?: ReadonlySet<string>
  /** Makes a new id. */
  readonly newId: <Kind extends IdKind>(kind: Kind) => Id<Kind>
}
