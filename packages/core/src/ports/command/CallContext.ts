import type { DepartmentConfig } from "../../department/DepartmentSchema.ts"
import { sha256 } from "../../journal/Sha256.ts"
import type { Id, IdKind } from "../../shared/Ids.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { ActorAccess } from "../AccessPolicy.ts"
import type { Caller } from "../Caller.ts"
import type { CommandContext } from "./CommandContext.ts"

/** A command's context with what its caller may do. */
export interface AccessContext extends CommandContext {
  /** What the caller may do. */
  readonly access: ActorAccess
  /** Kinds of record that the host keeps itself. */
  readonly keptByHost: ReadonlySet<string>
}

type NewId = <Kind extends IdKind>(kind: Kind) => Id<Kind>

/** What of a context is not the caller's. */
interface ContextParts extends Omit<AccessContext, keyof Caller | "roles" | "commandId"> {
  /** Under which the call may be repeated; undefined where it may not. */
  readonly key: string | undefined
}

const noRoles: ReadonlyArray<string> = []

/**
 * The context of one call. A class, since an object literal with a getter gets a hidden class of its own for each call: looked up slowly,
 * and kept by the collector until it looks through the whole heap.
 */
export class CallContext implements AccessContext {
  readonly tenant: string
  readonly actor: string
  readonly roles: ReadonlyArray<string>
  readonly access: ActorAccess
  readonly keptByHost: ReadonlySet<string>
  readonly recordedAt: Instant
  readonly occurredAt: Instant
  readonly defaultDepartment: DepartmentConfig | null
  readonly trialDepartment: DepartmentConfig | null
  readonly newId: NewId
  private readonly key: string | undefined
  private made: Id<"command"> | null

  constructor(caller: Caller, parts: ContextParts) {
    this.tenant = caller.tenant
    this.actor = caller.actor
    this.roles = caller.roles ?? noRoles
    this.access = parts.access
    this.keptByHost = parts.keptByHost
    this.recordedAt = parts.recordedAt
    this.occurredAt = parts.occurredAt
    this.defaultDepartment = parts.defaultDepartment
    this.trialDepartment = parts.trialDepartment
    this.newId = parts.newId
    this.key = parts.key
    this.made = parts.key === undefined ? parts.newId("command") : null
  }

  /**
   * A repeated call must be the same command, also after its first commit was lost sight of. Hashed where it is needed, beside the
   * events: by itself, before a round trip, it would cost many times as much, since the processor has not hashed for a while.
   */
  get commandId(): Id<"command"> {
    this.made ??= `command_${sha256(this.key ?? "").slice(0, 32)}`
    return this.made
  }
}
