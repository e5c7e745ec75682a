import { isEffect, suspend, tryPromise } from "effect/Effect"
import type { Effect } from "effect/Effect"
import type { Aggregate, RecordState } from "../../journal/Aggregate.ts"
import type { DomainEvent } from "../../journal/Event.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { Caller } from "../Caller.ts"
import type { Where } from "../reading/RecordQuestion.ts"
import type { Store } from "../Store.ts"

/** What a duty is given beside the record. */
export interface DutyOptions {
  /** The time of the tick: give it to the command, and judge by `context.occurredAt` there. */
  readonly occurredAt: Instant
}

/** What a duty did with a record: nothing, where it wrote no event. */
export interface DutyOutcome {
  /** Events that were written. */
  readonly events: ReadonlyArray<unknown>
}

/**
 * Periodic work that a kind of record asks for at a time of its own: the record says when (an indexed instant, null where nothing
 * is to be done), the duty says what.
 *
 * A duty is done by a command, and the command judges again inside its transaction: where the record no longer asks for it at
 * `context.occurredAt`, it decides no events. It moves the instant on, or sets it to null, in the same events. So it makes no
 * difference that another tick was first, or that the same tick comes twice.
 *
 * Made by {@link duty}, which knows the type of the record.
 */
export interface Duty {
  /** Area and verb, such as `lead.escalate`; unique among duties. */
  readonly name: string
  /** Kind of the records. */
  readonly of: Aggregate<RecordState, DomainEvent>
  /** The indexed instant. */
  readonly dueAt: string
  /** Conditions beside it, as in a page's question. */
  readonly where: object
  /** Whether it sums up what other duties do, and so comes after all else that is due of the tenant. */
  readonly sumsUp: boolean
  /** Does it for one record. */
  readonly perform: (caller: Caller, record: RecordState, options: DutyOptions) => Effect<DutyOutcome, unknown, Store>
}

/** Fields that may hold an instant. */
type InstantField<State, Indexed extends keyof State & string> = {
  readonly [Field in Indexed]: string extends NonNullable<State[Field]> ? Field : never
}[Indexed]

/**
 * Describes a duty, typed by its kind of record.
 *
 * @param described - `dueAt` names an indexed field that holds an instant; `perform` is given each record whose instant has come, and
 * answers with an Effect or a Promise; what it rejects with is reported as the record's failure; `sumsUp` is for what sums up the work of other
 * duties: in every tick it waits for them, and takes its own records one by one in the order of their instants (false where left out)
 * @throws TypeError where the field does not hold an instant
 * @example
 * ```ts
 * import { leadAggregate } from "@salesdept/core/client"
 * import { leadCommands } from "@salesdept/core/client/service"
 * import { duty } from "@salesdept/core/ports"
 *
 * const wake = duty({
 *   name: "lead.wake",
 *   of: leadAggregate,
 *   dueAt: "nextNurtureAt",
 *   perform: (caller, lead, options) => leadCommands.resume(caller, { leadId: lead.id }, options),
 * })
 * wake.dueAt // "nextNurtureAt"
 * ```
 */
export const duty = <
  State extends RecordState,
  Event extends DomainEvent,
  Indexed extends keyof State & string,
>(described: {
  readonly name: string
  readonly of: Aggregate<State, Event, Indexed>
  readonly dueAt: InstantField<State, Indexed>
  readonly where?: Where<State, Indexed>
  readonly sumsUp?: boolean
  readonly perform: (
    caller: Caller,
    record: State,
    options: DutyOptions,
  ) => Effect<DutyOutcome, unknown, Store> | Promise<DutyOutcome>
}): Duty => {
  const { dueAt, name, of, perform, sumsUp = false, where = {} } = described
  if (new Map<string, string | undefined>(Object.entries(of.indexKinds ?? {})).get(dueAt) !== "instant") {
    throw new TypeError(`${name}: ${dueAt} of ${of.kind} is not an indexed instant`)
  }
  return {
    name,
    dueAt,
    where,
    sumsUp,
    // A tick reads and hands over records of this kind only: the state's type may be forgotten in between.
    of: of as unknown as Duty["of"],
    perform: (caller, record, options) =>
      suspend(() => {
        const done = perform(caller, record as State, options)
        return isEffect(done) ? done : tryPromise({ try: () => done, catch: (error) => error })
      }),
  }
}
