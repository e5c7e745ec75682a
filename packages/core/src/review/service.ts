/**
 * Commands over findings, commitments and debriefs, as Effects.
 *
 * @packageDocumentation
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { Caller } from "../ports/Caller.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import { command } from "../ports/command/Command.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { allWhere, equals } from "../ports/reading/ReadAll.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { instantOf } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { commitmentAggregate } from "./Commitment.ts"
import { answerCommitment, completeCommitment, dropCommitment, makeCommitment } from "./CommitmentCommands.ts"
import { AnswerCommitment, CompleteCommitment, DropCommitment, MakeCommitment } from "./CommitmentSchema.ts"
import { readAgenda } from "./AgendaService.ts"
import { debriefAggregate, mayKnowOf } from "./Debrief.ts"
import { cancelDebrief, holdDebrief } from "./DebriefCommands.ts"
import { planDebriefCommand, verifyActionsCommand } from "./DebriefScheduleService.ts"
import { CancelDebrief, HoldDebrief } from "./DebriefSchema.ts"
import {
  acceptFinding,
  correctFinding,
  disputeFinding,
  explainFinding,
  raiseFindings,
  settleDispute,
} from "./FindingCommands.ts"
import type { ReadScriptFacts } from "./FindingService.ts"
import { findingReviews } from "./FindingService.ts"
import { findingAggregate } from "./FindingRecord.ts"
import { NameFinding, RaiseFindings, SettleDispute, TalkOfFinding } from "./FindingRecordSchema.ts"
import { growth } from "./Growth.ts"
import { growthQuestion, supportQuestion } from "./ReviewQuestionSchema.ts"
import type { GrowthQuestion, SupportQuestion } from "./ReviewQuestionSchema.ts"
import { support } from "./Support.ts"

export type { ComparePeers, FindFindings, ReadScriptFacts } from "./FindingService.ts"
export type { ExplainedQuestion } from "./VarianceEvidenceService.ts"
export { explainedVariance } from "./VarianceEvidenceService.ts"
export type {
  AgendaQuestion,
  CorrectionsQuestion,
  GrowthQuestion,
  PreviewQuestion,
  SignalsQuestion,
  SupportQuestion,
} from "./ReviewQuestionSchema.ts"
export type { ReviewScheduleAnswer } from "./ReviewScheduleCommands.ts"
export { PlanRecurringDebriefs, SetReviewSchedule } from "./ReviewScheduleSchema.ts"
export { reviewDuties, reviewScheduleCommands } from "./ReviewScheduleService.ts"
export type { ClosedPeriods } from "./SummaryService.ts"
export { summaryCommands } from "./SummaryService.ts"
export type { CommitmentAnswer } from "./CommitmentCommands.ts"
export { AnswerCommitment, CompleteCommitment, DropCommitment, MakeCommitment } from "./CommitmentSchema.ts"
export { debriefQueries } from "./DebriefReadingService.ts"
export type { DebriefAnswer } from "./DebriefCommands.ts"
export { CancelDebrief, HoldDebrief, PlanDebrief, VerifyActions } from "./DebriefSchema.ts"
export type { FindingAnswer, FindingsRaisedAnswer } from "./FindingCommands.ts"
export { NameFinding, RaiseFindings, SettleDispute, TalkOfFinding } from "./FindingRecordSchema.ts"

const ownFindingCommands = {
  /** Records findings; those raised before change nothing. */
  raise: command({ name: "finding.raise", input: RaiseFindings, work: raiseFindings }),
  /** Says how it came about. */
  explain: command({ name: "finding.explain", input: TalkOfFinding, work: explainFinding }),
  /** Takes it as one's own. */
  accept: command({ name: "finding.accept", input: NameFinding, work: acceptFinding }),
  /** Says that it is not so. */
  dispute: command({ name: "finding.dispute", input: TalkOfFinding, work: disputeFinding }),
  /** Decides a dispute. */
  settleDispute: command({ name: "finding.settleDispute", input: SettleDispute, work: settleDispute }),
  /** Says what was done about it. */
  correct: command({ name: "finding.correct", input: TalkOfFinding, work: correctFinding }),
  /** A rep's errors and corrections, commitments kept and requests for help answered. */
  growth: decoded(
    growthQuestion,
    Effect.fnUntraced(function* (caller: Caller, { repId, on }: GrowthQuestion) {
      const store = yield* storeFor(caller)
      const [department] = yield* store.byIds(caller.tenant, departmentAggregate, [departmentId])
      const config = department?.config ?? (yield* DefaultDepartment)
      if (config === null) return yield* Effect.fail(new DepartmentMissing())
      const dayOf = (instant: string): CalendarDate => localDateOf(instant, config.timeZone)
      const findings = yield* allWhere(store, caller.tenant, findingAggregate, [equals("ownerId", repId)])
      const commitments = yield* allWhere(store, caller.tenant, commitmentAggregate, [equals("repId", repId)])
      return growth(findings, commitments, on ?? dayOf(instantOf(yield* Clock.currentTimeMillis)), dayOf)
    }),
  ),
}

/**
 * The commands over findings, and the growth they show. The Promise facade has them as `findings`.
 *
 * @param readScriptFacts - reads how scripts were used in dialogs; `readScriptFacts` of scripts unless a host has another
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { presets } from "@salesdept/core/department"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { DefaultDepartment } from "@salesdept/core/ports"
 * import { findingCommands } from "@salesdept/core/review/service"
 * import { readScriptFacts } from "@salesdept/core/script/service"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const caller = { tenant: "shop-17", actor: "user:42" }
 * const question = findingCommands(readScriptFacts).find(caller, { span: "month", on: "2026-03-31" })
 * const asked = Effect.provideService(question, DefaultDepartment, department)
 * const { considered } = await Effect.runPromise(Effect.provide(asked, layerMemory))
 * considered // 0
 * ```
 */
// Its parts are named, not inferred: declarations would lose what is said of those from other files.
export const findingCommands = (
  readScriptFacts: ReadScriptFacts,
): ReturnType<typeof findingReviews> & typeof ownFindingCommands => ({
  ...findingReviews(readScriptFacts),
  ...ownFindingCommands,
})

/** The commands over commitments. */
export const commitmentCommands = {
  /** Notes what a rep means to do by a day. */
  make: command({ name: "commitment.make", input: MakeCommitment, work: makeCommitment }),
  /** The mentor's answer to a request for help. */
  answer: command({ name: "commitment.answer", input: AnswerCommitment, work: answerCommitment }),
  /** Marks it as done. */
  complete: command({ name: "commitment.complete", input: CompleteCommitment, work: completeCommitment }),
  /** Gives it up, with the reason. */
  drop: command({ name: "commitment.drop", input: DropCommitment, work: dropCommitment }),
}

/** The commands and questions over debriefs. A personal one is known to its rep and its mentor alone, whoever asks and how. */
export const debriefCommands = {
  /** Plans a debrief over findings. */
  plan: planDebriefCommand,
  /** Notes that it was held, with decisions and what is to change. */
  hold: command({ name: "debrief.hold", input: HoldDebrief, work: holdDebrief }),
  /** Cancels a planned one. */
  cancel: command({ name: "debrief.cancel", input: CancelDebrief, work: cancelDebrief }),
  /** Holds what was decided against what came of it. */
  verifyActions: verifyActionsCommand,
  /**
   * The support that a mentor gives: requests for help answered, talks held, what came of them. Of debriefs, only those that the actor
   * may know of are counted.
   */
  support: decoded(
    supportQuestion,
    Effect.fnUntraced(function* (caller: Caller, { mentorId }: SupportQuestion) {
      const store = yield* storeFor(caller)
      const asked = yield* allWhere(store, caller.tenant, commitmentAggregate, [equals("mentorId", mentorId)])
      const led = yield* allWhere(store, caller.tenant, debriefAggregate, [equals("leaderId", mentorId)])
      return support(
        asked,
        led.filter((debrief) => mayKnowOf(debrief, caller.actor)),
      )
    }),
  ),
  /** The findings it takes up; where it names nobody, without what would name somebody. */
  agenda: readAgenda,
}
