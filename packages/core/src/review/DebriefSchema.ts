import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, opaqueId, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Id, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ActionVerdict } from "./ActionEffect.ts"
import type { FindingId } from "./FindingRecordSchema.ts"
import type { DebriefRoute } from "./Routing.ts"

/** Id of a debrief. */
export type DebriefId = Id<"debrief">

/** What was decided to be done, and what is to change by it. What to do is a text of the debrief. */
export interface ActionItem {
  /** Short name within the debrief. */
  readonly id: string
  /** Who does it; null for everybody. */
  readonly ownerId: RepId | null
  /** Day by which it is done. */
  readonly dueOn: CalendarDate
  /** The rule whose findings are to change. */
  readonly ruleId: string
  /** Whether fewer (of a mistake) or more (of a win) are expected. */
  readonly expected: "fewer" | "more"
  /** How it came out; null while it is not verified. */
  readonly verdict: ActionVerdict | null
}

/** Where a debrief stands. */
export type DebriefStatus = "planned" | "held" | "cancelled"

/** A talk about findings: personal and private, or collective. Decisions, notes and what to do are texts. */
export interface Debrief extends RecordState {
  readonly id: DebriefId
  /** Personal, collective without names, or collective with names of those who agreed. */
  readonly route: DebriefRoute
  /** Of a personal one, the rep; null for a collective one. */
  readonly repId: RepId | null
  /** Of a personal one the mentor, of a collective one who leads it. */
  readonly leaderId: RepId
  /** Reps who agreed to be named, as whoever planned it says; null where it names nobody before others. */
  readonly consentedRepIds: ReadonlyArray<RepId> | null
  /** Findings on the agenda. */
  readonly findingIds: ReadonlyArray<FindingId>
  /** Day it is planned for. */
  readonly plannedOn: CalendarDate
  /** When it was held; null while it was not. */
  readonly heldAt: Instant | null
  /** Where it stands. */
  readonly status: DebriefStatus
  /** What was decided to be done. */
  readonly actions: ReadonlyArray<ActionItem>
}

const atMost = <Item extends Schema.Top>(item: Item, most: number) =>
  Schema.Array(item).check(
    check(
      "list.length",
      { en: `must be at most ${most}`, ru: `должно быть не больше ${most}` },
      (items) => items.length <= most,
    ),
  )

/** Input of `debriefs.plan`. A personal one names its rep; the leader is then the mentor. */
export const PlanDebrief = Schema.Struct({
  /** An id of your own, beginning with `debrief_`; a new one where left out. */
  id: Schema.optionalKey(idField("debrief")),
  /** Whether it is a talk in private, or before others without names or with the names of those who agreed. */
  route: Schema.Literals(["personal", "collectiveUnnamed", "collectiveNamed"]),
  /** Of a personal one, the host's id of the rep; left out of a collective one. */
  repId: Schema.optionalKey(opaqueId),
  /** The host's id of who leads it; of a personal one the mentor, somebody else than the rep. */
  leaderId: opaqueId,
  /** Findings on the agenda, up to 500, none that was withdrawn; of a personal one only the rep's own. */
  findingIds: atMost(idField("finding"), 500),
  /**
   * The host's ids of the reps who agreed to be named before others. Of a `collectiveNamed` one every rep whose finding is on the agenda has
   * to be among them; of others left out.
   */
  consentedRepIds: Schema.optionalKey(Schema.Array(opaqueId).check(Schema.isMaxLength(10_000))),
  /** The day it is planned for, `YYYY-MM-DD`. */
  plannedOn: dateField,
})

/** Input of `debriefs.hold`. */
export const HoldDebrief = Schema.Struct({
  /** The debrief: planned, and led by the actor. */
  debriefId: idField("debrief"),
  /** What was decided, 1 to 10,000 characters. A text. */
  decisions: textField(10_000),
  /** What is to be done, and what is to change by it; up to 50, none where the list is empty. */
  actions: atMost(
    Schema.Struct({
      /** Short name of the action, 1 to 60 characters, unique within the debrief. */
      id: slug,
      /** What is to be done, 1 to 2,000 characters. A text. */
      what: textField(2000),
      /** The host's id of who does it; null for everybody. Of a personal debrief always its rep. */
      ownerId: Schema.NullOr(opaqueId),
      /** The day by which it is to be done, `YYYY-MM-DD`; not before the talk. */
      dueOn: dateField,
      /**
       * The rule whose findings are to change by it, 1 to 100 characters, such as `deal.discountBeyondLimit`: shipped, the department's own, or
       * one of which a finding was raised.
       */
      ruleId: textField(100),
      /** Whether fewer findings of the rule are expected, of a mistake, or more, of a win. */
      expected: Schema.Literals(["fewer", "more"]),
    }),
    50,
  ).check(
    check(
      "actions.repeated",
      { en: "two actions have the same id", ru: "у двух пунктов один идентификатор" },
      (actions) => new Set(actions.map(({ id }) => id)).size === actions.length,
    ),
  ),
})

/** Input of `debriefs.cancel`. */
export const CancelDebrief = Schema.Struct({
  /** The debrief, which must be planned and not held. */
  debriefId: idField("debrief"),
  /** Why it is called off, 1 to 2,000 characters. A text. */
  reason: textField(2000),
})

/**
 * Input of `debriefs.verifyActions`: the days before and the days after, within which findings are counted. What came out beyond "not enough data" stays
 * as it is, whatever days are tried later.
 */
export const VerifyActions = Schema.Struct({
  /** The debrief, which must have been held. */
  debriefId: idField("debrief"),
  /** Days before (the end is exclusive). */
  before: Schema.Struct({
    /** The first day, `YYYY-MM-DD`. */
    from: dateField,
    /** The day after the last one: at most the day on which it was held. */
    to: dateField,
  }),
  /** Days after (the end is exclusive). */
  after: Schema.Struct({
    /** The first day, `YYYY-MM-DD`: after it was held, and after the day by which an action that is judged was to be done. */
    from: dateField,
    /** The day after the last one: at most today, since a day that is not over has not shown everything. */
    to: dateField,
  }),
})

/** Decoded input of `debriefs.plan`. */
export type PlanDebrief = typeof PlanDebrief.Type
/** Decoded input of `debriefs.hold`. */
export type HoldDebrief = typeof HoldDebrief.Type
/** Decoded input of `debriefs.cancel`. */
export type CancelDebrief = typeof CancelDebrief.Type
/** Decoded input of `debriefs.verifyActions`. */
export type VerifyActions = typeof VerifyActions.Type
