import type { ActorId } from "../shared/Actor.ts"
import type { TenantId } from "../shared/Ids.ts"

/** Who calls, and for which tenant. */
export interface Caller {
  /** The tenant. */
  readonly tenant: TenantId
  /** The actor. */
  readonly actor: ActorId
  /**
   * What the host's access policy says the actor is, such as `head`: up to 50 short names. Moves and approvals that are kept for
   * roles are refused to who has none of them; none where left out.
   */
  readonly roles?: ReadonlyArray<string>
}
