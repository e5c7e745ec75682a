/**
 * Questions about control, as Effects over the store.
 *
 * @packageDocumentation
 */
import * as Effect from "effect/Effect"
import { accessOf, seesOwner } from "../ports/AccessPolicy.ts"
import type { Caller } from "../ports/Caller.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import { command } from "../ports/command/Command.ts"
import { decoded, decodedWith } from "../ports/reading/DecodedQuestion.ts"
import type { ReadOptions } from "../ports/reading/ReadOptions.ts"
import { baseReadsFor, readOptions } from "../ports/reading/ReadOptions.ts"
import type { RepId } from "../shared/Ids.ts"
import { assign, planOffboarding } from "./AssignmentService.ts"
import { fairness } from "./FairnessService.ts"
import { NotCovered } from "./ControlErrors.ts"
import type { ControlListOptions } from "./ControlList.ts"
import { listTally } from "./ControlList.ts"
import { listCursors } from "./ListCursorService.ts"
import {
  ParkRecord,
  ResumeRecord,
  RuleInRecord,
  RuleOutRecord,
  SnoozeRecord,
  UnsnoozeRecord,
} from "./ControlMarkSchema.ts"
import type { ControlKind } from "./ControlPolicy.ts"
import { controlKinds } from "./ControlPolicy.ts"
import type { CoveragePolicy } from "./Coverage.ts"
import { coverageTally } from "./Coverage.ts"
import { handBack } from "./HandBackCommands.ts"
import { coverAbsence, handOverRecords, offboardRep } from "./HandOverCommands.ts"
import { CoverAbsence, HandBack, HandOverRecords, OffboardRep } from "./HandOverSchema.ts"
import { parkRecord, resumeRecord, ruleInRecord, ruleOutRecord, snoozeRecord, unsnoozeRecord } from "./MarkCommands.ts"
import { ownedRecords } from "./OwnedRules.ts"
import type { Partition, PartitionOptions } from "./Partition.ts"
import { partitionTally } from "./Partition.ts"
import { controlQuestion, coverageQuestion, listQuestion, ownedQuestion, partitionQuestion } from "./QuestionSchema.ts"
import type { OwnedQuestion } from "./QuestionSchema.ts"
import type { ControlOptions, ControlSink } from "./ReadControlService.ts"
import { passControl, readControl as readAllControl, refusing } from "./ReadControlService.ts"
import type { NamedControlList } from "./RowNamesService.ts"
import { standsFor } from "./StandsForRules.ts"
import { withNames } from "./RowNamesService.ts"
import { restWatch, startWatch } from "./WatchCommands.ts"
import { RestWatch, StartWatch } from "./WatchSchema.ts"
import { readWork } from "../ports/reading/WorkReads.ts"
import { peopleNotOn, peopleOn, zeroTally } from "./ZeroCounter.ts"

export type { OffboardingQuestion, OwnedQuestion } from "./QuestionSchema.ts"
export type { Control, ControlFailure, ControlOptions } from "./ReadControlService.ts"
export type { NamedControlList, NamedControlRow } from "./RowNamesService.ts"

/** The partitions of the whole base, by kind of record. */
export type Partitions = { readonly [Kind in ControlKind]: Partition }

export type { AssignmentAnswer } from "./AssignmentCommands.ts"
export type { AssignOptions, OffboardingPlan } from "./AssignmentService.ts"
export { AssignLeads } from "./AssignmentSchema.ts"
export type { Overload } from "./CarriedRules.ts"
export type { HandedOverAnswer, HandOverAnswer, OffboardedAnswer } from "./HandOverCommands.ts"
export type { StandsFor } from "./StandsForRules.ts"
export { CoverAbsence, HandBack, HandOverRecords, OffboardRep } from "./HandOverSchema.ts"
export type { WatchAnswer } from "./WatchCommands.ts"
export { RestWatch, StartWatch } from "./WatchSchema.ts"

export type { ControlMarkAnswer } from "./MarkCommands.ts"
export {
  ParkRecord,
  ResumeRecord,
  RuleInRecord,
  RuleOutRecord,
  SnoozeRecord,
  UnsnoozeRecord,
} from "./ControlMarkSchema.ts"

/**
 * The commands over a record's place under control. Their reach differs: parking and ruling out are seen by all, a snooze
 * only on the caller's own list. Each has its undo.
 */
export const controlCommands = {
  /** Puts a record off for a reason until a day, or until the client's next word. */
  park: command({ name: "control.park", input: ParkRecord, work: parkRecord }),
  /** Brings a parked record back: the undo of `park`. */
  resume: command({ name: "control.resume", input: ResumeRecord, work: resumeRecord }),
  /** Takes a row off the caller's own list until a day, or until the client's reply. */
  snooze: command({ name: "control.snooze", input: SnoozeRecord, work: snoozeRecord }),
  /** Puts it back: the undo of `snooze`. */
  unsnooze: command({ name: "control.unsnooze", input: UnsnoozeRecord, work: unsnoozeRecord }),
  /** Takes a row off everybody's list, as long as the record stays in that state. */
  ruleOut: command({ name: "control.ruleOut", input: RuleOutRecord, work: ruleOutRecord }),
  /** Puts it back: the undo of `ruleOut`. */
  ruleIn: command({ name: "control.ruleIn", input: RuleInRecord, work: ruleInRecord }),
  /** Gives records to somebody who works here and is there; undone by `handBack`. */
  handOver: command({ name: "control.handOver", input: HandOverRecords, work: handOverRecords }),
  /** Takes a change of hands back whole, whatever caused it; later changes are kept. */
  handBack: command({ name: "control.handBack", input: HandBack, work: handBack }),
  /** Gives everything a person owns to others for good: nothing is left without an owner, and what hangs on the person beside is told. */
  offboard: command({ name: "control.offboard", input: OffboardRep, work: offboardRep }),
  /** The same until a day, on which everything that has not changed hands again goes back. */
  coverAbsence: command({ name: "control.coverAbsence", input: CoverAbsence, work: coverAbsence }),
  /** Finds owners for leads that have none; taken back by `handBack`. */
  assign,
  /**
   * Starts the department's watch, or changes it: `tick` looks for clients who wait and runs the clocks of their answers,
   * assigns leads without an owner where that is asked for, and counts every day's zeros.
   */
  watch: command({ name: "control.watch", input: StartWatch, work: startWatch }),
  /** Lets the watch rest; clocks that run go on. */
  rest: command({ name: "control.rest", input: RestWatch, work: restWatch }),
}

interface ControlListQuestion extends ControlOptions, Omit<ControlListOptions, "after"> {
  /** The `next` of the page before; from the top where left out or null. */
  readonly after?: string | null
}

interface CoverageQuestion extends ControlOptions {
  /**
   * Which states must be empty for which kinds of records; where left out, nobody of any kind may be unassigned, unanswered,
   * waiting on us, overdue or without a next step.
   */
  readonly promised?: CoveragePolicy
}

const coverage = Effect.fnUntraced(function* (caller: Caller, question: CoverageQuestion, options: ReadOptions) {
  const tally = yield* passControl(
    caller,
    question,
    ({ policy, context }) => coverageTally(policy, context, question.promised),
    options,
  )
  return yield* refusing(tally.coverage)
})

const owned = decodedWith(
  ownedQuestion,
  readOptions,
  Effect.fnUntraced(function* (caller: Caller, { personId }: OwnedQuestion, options: ReadOptions) {
    const store = yield* baseReadsFor(caller, options)
    const defaultDepartment = yield* DefaultDepartment
    const context = { defaultDepartment, trialDepartment: null }
    const records = yield* readWork(store, caller.tenant, ownedRecords(personId, context))
    return { ...records, standsFor: yield* readWork(store, caller.tenant, standsFor(personId, context)) }
  }),
)

/**
 * Reads and judges nothing yet: all records as they stood, the rules, and the moment.
 *
 * @param caller - tenant, actor and roles
 * @param question - the moment, what was known when, and which records are judged
 * @example
 * ```ts
 * import { readControl } from "@salesdept/core/control/service"
 * import { presets } from "@salesdept/core/department"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { DefaultDepartment } from "@salesdept/core/ports"
 * import { Effect } from "effect"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const question = readControl({ tenant: "shop-17", actor: "user:42" }, { asOf: "2026-11-23" })
 * const asked = Effect.provideService(question, DefaultDepartment, department)
 * const { base, context } = await Effect.runPromise(Effect.provide(asked, layerMemory))
 * base.deal.length // 0
 * context.today // "2026-11-23"
 * ```
 */
export const readControl = decoded(controlQuestion, (caller: Caller, question: ControlOptions) =>
  readAllControl(caller, question),
)

/**
 * The questions about control. Each reads every record of the tenant once, a batch at a time; with `tx` in the host's transaction, so that
 * what is written there and not committed yet is judged too.
 *
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { controlQueries } from "@salesdept/core/control/service"
 * import { presets } from "@salesdept/core/department"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { DefaultDepartment } from "@salesdept/core/ports"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const question = controlQueries.partition({ tenant: "shop-17", actor: "user:42" })
 * const asked = Effect.provideService(question, DefaultDepartment, department)
 * const { deal } = await Effect.runPromise(Effect.provide(asked, layerMemory))
 * deal.total // 0
 * ```
 */
export const controlQueries = {
  /** Every lead, client and deal in exactly one state; the states of each kind sum to its base. */
  partition: decodedWith(
    partitionQuestion,
    readOptions,
    Effect.fnUntraced(function* (caller: Caller, question: ControlOptions & PartitionOptions, options: ReadOptions) {
      const {
        tallies: { lead, client, deal },
      } = yield* passControl(
        caller,
        question,
        ({ policy, context }) => {
          const tallies = {
            lead: partitionTally("lead", policy, context, question),
            client: partitionTally("client", policy, context, question),
            deal: partitionTally("deal", policy, context, question),
          }
          const add: ControlSink["add"] = (facts, judgement) => tallies[facts.kind].add(facts, judgement)
          return { add, tallies }
        },
        options,
      )
      return yield* refusing((): Partitions => ({
        lead: lead.partition(),
        client: client.partition(),
        deal: deal.partition(),
      }))
    }),
  ),
  /** The records that need somebody, ranked, named and explained, a page at a time where asked, but for those that the caller snoozed. */
  list: decodedWith(
    listQuestion,
    readOptions,
    Effect.fnUntraced(function* (
      caller: Caller,
      { after: cursor = null, limit, ...conditions }: ControlListQuestion,
      options: ReadOptions,
    ) {
      const cursors = listCursors(conditions)
      const after = cursor === null ? null : yield* Effect.fromResult(cursors.placeOf(cursor))
      const wanted = { viewerId: caller.actor, ...conditions, ...(limit !== undefined && { limit }), after }
      const tally = yield* passControl(
        caller,
        conditions,
        ({ policy, context }) => listTally(policy, context, wanted),
        options,
      )
      const list = yield* refusing(tally.list)
      const rows = yield* withNames(yield* baseReadsFor(caller, options), caller.tenant, list)
      const answer: NamedControlList = { ...list, rows, next: list.next === null ? null : cursors.cursorOf(list.next) }
      return answer
    }),
  ),
  /**
   * The counter of each person whose records the caller sees: how many need somebody, by state, and who is at zero; of who has left only
   * where something needs somebody.
   */
  counters: decodedWith(
    controlQuestion,
    readOptions,
    Effect.fnUntraced(function* (caller: Caller, question: ControlOptions, options: ReadOptions) {
      // Whose records are hidden is not at zero.
      const access = yield* accessOf(caller)
      const isSeen = (personId: RepId) => controlKinds.every((kind) => seesOwner(access, kind)(personId))
      const { counters } = yield* passControl(
        caller,
        question,
        ({ policy, context, reps }) =>
          zeroTally(policy, peopleOn(reps, context.today).filter(isSeen), peopleNotOn(reps, context.today)),
        options,
      )
      return counters()
    }),
  ),
  /** How the leads of some days (the end is exclusive), and what became of them, are spread over people. */
  fairness,
  /** Who takes over what a person owns, by the rules of assignment: a plan for `offboard` or `coverAbsence`. Writes nothing. */
  planOffboarding,
  /** Everything a person owns that is still to be worked on: what an offboarding has to give to others; and what hangs on it beside that. */
  owned,
  /** Whether no record is in a state that must be empty, and exactly which are. */
  coverage: decodedWith(coverageQuestion, readOptions, coverage),
  /** The same as a demand: fails with the exact list where anything is uncovered. For tests and health checks. */
  assertCovered: decodedWith(
    coverageQuestion,
    readOptions,
    Effect.fnUntraced(function* (caller: Caller, question: CoverageQuestion, options: ReadOptions) {
      const found = yield* coverage(caller, question, options)
      return found.isCovered ? found : yield* Effect.fail(new NotCovered(found))
    }),
  ),
}
