import * as Schema from "effect/Schema"
import type { TenantId } from "../../shared/Ids.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { Message } from "../../shared/Message.ts"
import { functionField, instantField, opaqueId } from "../input/FieldSchema.ts"
import { check } from "../input/Input.ts"

/** How far a tick goes. */
export interface TickBudget {
  /** Records at most, 1 to 1,000,000 (inclusive). Default 10,000. */
  readonly records?: number | undefined
  /**
   * Milliseconds at most, 1 to 86,400,000 (inclusive); a record that was begun is finished, and however little it is, one record is done or
   * all duties of one tenant are looked at. Default 30,000.
   */
  readonly ms?: number | undefined
}

/** What a tick did, of one tenant and duty, up to now. */
export interface DutyProgress {
  /** The tenant. */
  readonly tenant: TenantId
  /** Name of the duty. */
  readonly duty: string
  /** Records for which something was written. */
  readonly done: number
  /** Records that no longer asked for it when their turn came: another tick was first, or somebody changed them. */
  readonly skipped: number
  /** Records whose command was refused or failed; they stay due. */
  readonly failed: number
}

/** Why something failed in the course of a tick. */
export interface DutyFault {
  /** Tag of the error; `UnexpectedFault` where it was none of the library's. */
  readonly tag: string
  /** What went wrong. */
  readonly messages: Message
  /** Whether the same may succeed when tried again. */
  readonly retryable: boolean
}

/** A record whose duty failed. */
export interface DutyFailure extends DutyFault {
  /** The record. */
  readonly id: string
}

/** What a tick did, of one tenant and duty. */
export interface DutyReport extends DutyProgress {
  /** The first hundred failures. */
  readonly failures: ReadonlyArray<DutyFailure>
  /** Records that are still due: not reached, or failed. Null where the store failed, see `fault`. */
  readonly left: number | null
  /**
   * Why the store did not give what is due of this tenant and duty; null where it did. Others go on, and the next tick tries it again.
   * After a fault that may pass (`retryable`) nothing more is asked of this tenant: duties that were not begun are left out.
   */
  readonly fault: DutyFault | null
}

/** What a tick did. */
export interface TickReport {
  /** The time it judged by. */
  readonly now: Instant
  /** What ended it before everything due was looked at; null where everything was. */
  readonly stoppedBy: "records" | "time" | "signal" | null
  /**
   * Where all tenants were asked for and the tick was stopped: the last of those it came to. Give it as `after` to the next tick, which
   * goes on with the tenants behind it, so that one that takes long keeps nobody waiting. Null where none are left: begin with the first
   * again.
   */
  readonly after: TenantId | null
  /** What it did by tenant and duty, in the order of both; those of which nothing was due are left out. */
  readonly duties: ReadonlyArray<DutyReport>
}

/** What a tick is given; nothing of it must be. */
export interface TickOptions {
  /** The time to judge by: everything due then or before is done. Now where absent. */
  readonly now?: Instant | undefined
  /** How far to go; the rest is done by the next tick. */
  readonly budget?: TickBudget | undefined
  /**
   * Whose records: 1 or more tenants, or all that have ever run a command in this store (`NoTenantList` where it keeps no list). All
   * where absent.
   */
  readonly tenants?: ReadonlyArray<TenantId> | "all" | undefined
  /** Of all tenants: only those behind this one, by id; see {@link TickReport.after}. From the first where absent or null. */
  readonly after?: TenantId | null | undefined
  /**
   * For how many days idempotency keys are kept, 1 to 3,650 (inclusive); about once a day older ones are forgotten. Default 30. A
   * command that is sent again under a forgotten key is a new one.
   */
  readonly keepKeysDays?: number | undefined
  /** Called after each batch of records, with what was done of that tenant and duty up to then. */
  readonly onProgress?: ((progress: DutyProgress) => void) | undefined
  /** Ends the tick after the record in hand; what was done stays done and is reported. */
  readonly signal?: AbortSignal | undefined
}

const budgeted = (most: number) =>
  Schema.Int.check(
    check(
      "budget.bounds",
      { en: `must be 1 to ${most}`, ru: `должно быть от 1 до ${most}` },
      (value) => value >= 1 && value <= most,
    ),
  )

const signalField = Schema.Unknown.check(
  check<unknown>(
    "signal.shape",
    { en: "must be an AbortSignal", ru: "ожидается AbortSignal" },
    (value) => typeof value === "object" && value !== null && "aborted" in value,
  ),
)

/** What a tick is given, in the form in which it is checked. */
export const TickInput = Schema.Struct({
  now: Schema.optional(instantField),
  budget: Schema.optional(
    Schema.Struct({
      records: Schema.optional(budgeted(1_000_000)),
      ms: Schema.optional(budgeted(86_400_000)),
    }),
  ),
  tenants: Schema.optional(Schema.Union([Schema.Literal("all"), Schema.Array(opaqueId).check(Schema.isMinLength(1))])),
  after: Schema.optional(Schema.NullOr(opaqueId)),
  onProgress: Schema.optional(functionField),
  signal: Schema.optional(signalField),
  keepKeysDays: Schema.optional(
    Schema.Int.check(
      check(
        "keepKeysDays.bounds",
        { en: "must be 1 to 3650", ru: "должно быть от 1 до 3650" },
        (days) => days >= 1 && days <= 3650,
      ),
    ),
  ),
})
