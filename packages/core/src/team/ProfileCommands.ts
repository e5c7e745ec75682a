import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import type { Programme } from "./Readiness.ts"
import type { RepEvent } from "./Rep.ts"
import { isEmployed, repAggregate } from "./Rep.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type {
  CancelAbsence,
  Enrolment,
  EnrolRep,
  PassCheck,
  PlanAbsence,
  ProfileRep,
  RecordKnowledge,
  ReleaseRep,
  Rep,
  RevokeKnowledge,
} from "./RepSchema.ts"
import { ProgrammeUnknown, ReleaseRefused, TeamEntryUnknown } from "./TeamErrors.ts"

/** A rep as commands answer it. */
export interface RepAnswer {
  /** The rep after the command. */
  readonly rep: Rep
}

function* knownRep(id: string): Generator<Read, Result.Result<Rep, RecordNotFound>, unknown> {
  const rep = yield* byId(repAggregate, id)
  return rep === null ? Result.fail(new RecordNotFound("rep", id)) : Result.succeed(rep)
}

const answer = (rep: Rep, event: RepEvent, context: CommandContext) => {
  const change = recordEvents(repAggregate, rep, [event], { occurredAt: context.occurredAt })
  return Result.succeed(decision([change], { rep: change.after }))
}

/** States how a person works; what is not given stays. */
export function* profileRep(input: ProfileRep, context: CommandContext): Work<RepAnswer, RecordNotFound> {
  const { repId, ...given } = input
  const rep = yield* knownRep(repId)
  if (Result.isFailure(rep)) return Result.fail(rep.failure)
  return answer(rep.success, { type: "RepProfiled", payload: { ...rep.success.profile, ...given } }, context)
}

/** Plans days away; again under the same name, to change them. */
export function* planAbsence(input: PlanAbsence, context: CommandContext): Work<RepAnswer, RecordNotFound> {
  const { repId, coverId = null, ...absence } = input
  const rep = yield* knownRep(repId)
  if (Result.isFailure(rep)) return Result.fail(rep.failure)
  return answer(rep.success, { type: "AbsencePlanned", payload: { ...absence, coverId } }, context)
}

/** Takes days away back. */
export function* cancelAbsence(
  input: CancelAbsence,
  context: CommandContext,
): Work<RepAnswer, RecordNotFound | TeamEntryUnknown> {
  const rep = yield* knownRep(input.repId)
  if (Result.isFailure(rep)) return Result.fail(rep.failure)
  if (!rep.success.absences.some(({ id }) => id === input.id)) {
    return Result.fail(new TeamEntryUnknown(input.repId, "absence", input.id))
  }
  return answer(rep.success, { type: "AbsenceCancelled", payload: { id: input.id } }, context)
}

/** Records what a person knows, with its proof. */
export function* recordKnowledge(input: RecordKnowledge, context: CommandContext): Work<RepAnswer, RecordNotFound> {
  const { repId, expiresOn = null, ...knowledge } = input
  const rep = yield* knownRep(repId)
  if (Result.isFailure(rep)) return Result.fail(rep.failure)
  return answer(rep.success, { type: "KnowledgeRecorded", payload: { ...knowledge, expiresOn } }, context)
}

/** Says that something a person knew no longer counts. */
export function* revokeKnowledge(
  input: RevokeKnowledge,
  context: CommandContext,
): Work<RepAnswer, RecordNotFound | TeamEntryUnknown> {
  const { repId, kind, of } = input
  const rep = yield* knownRep(repId)
  if (Result.isFailure(rep)) return Result.fail(rep.failure)
  if (!rep.success.knowledge.some((one) => one.kind === kind && one.of === of)) {
    return Result.fail(new TeamEntryUnknown(repId, "knowledge", of))
  }
  return answer(rep.success, { type: "KnowledgeRevoked", payload: { kind, of } }, context)
}

function* programmeOf(
  programmeId: string,
  checkId: string | null,
  context: CommandContext,
): Generator<Read, Result.Result<Programme, ProgrammeUnknown>, unknown> {
  const programmes = (yield* departmentRules(context))?.team?.programmes ?? []
  const programme = programmes.find(({ id }) => id === programmeId)
  return programme === undefined || (checkId !== null && !programme.checkIds.includes(checkId))
    ? Result.fail(new ProgrammeUnknown(programmeId, checkId))
    : Result.succeed(programme)
}

/** Begins a programme; beginning it anew forgets the checks passed before. */
export function* enrolRep(
  input: EnrolRep,
  context: CommandContext,
): Work<RepAnswer, RecordNotFound | ProgrammeUnknown> {
  const rep = yield* knownRep(input.repId)
  if (Result.isFailure(rep)) return Result.fail(rep.failure)
  const programme = yield* programmeOf(input.programmeId, null, context)
  if (Result.isFailure(programme)) return Result.fail(programme.failure)
  const payload = { programmeId: input.programmeId, enrolledOn: input.on, passed: [], released: null }
  return answer(rep.success, { type: "EnrolmentChanged", payload }, context)
}

const enrolmentOf = (rep: Rep, programmeId: string): Result.Result<Enrolment, TeamEntryUnknown> => {
  const enrolment = rep.enrolments.find((one) => one.programmeId === programmeId)
  return enrolment === undefined
    ? Result.fail(new TeamEntryUnknown(rep.id, "enrolment", programmeId))
    : Result.succeed(enrolment)
}

/** Records that a check was passed; who says so is the actor. A check passed twice stays as it was. */
export function* passCheck(
  input: PassCheck,
  context: CommandContext,
): Work<RepAnswer, RecordNotFound | ProgrammeUnknown | TeamEntryUnknown> {
  const rep = yield* knownRep(input.repId)
  if (Result.isFailure(rep)) return Result.fail(rep.failure)
  const programme = yield* programmeOf(input.programmeId, input.checkId, context)
  if (Result.isFailure(programme)) return Result.fail(programme.failure)
  const enrolment = enrolmentOf(rep.success, input.programmeId)
  if (Result.isFailure(enrolment)) return Result.fail(enrolment.failure)
  const { passed } = enrolment.success
  if (passed.some(({ checkId }) => checkId === input.checkId)) {
    return Result.succeed(decision([], { rep: rep.success }))
  }
  const check = { checkId: input.checkId, on: input.on, by: context.actor }
  return answer(
    rep.success,
    { type: "EnrolmentChanged", payload: { ...enrolment.success, passed: [...passed, check] } },
    context,
  )
}

/** The word of a mentor or head of the department that a person who has passed every check may work alone. */
export function* releaseRep(
  input: ReleaseRep,
  context: CommandContext,
): Work<RepAnswer, RecordNotFound | ProgrammeUnknown | TeamEntryUnknown | ReleaseRefused> {
  const rep = yield* knownRep(input.repId)
  if (Result.isFailure(rep)) return Result.fail(rep.failure)
  const programme = yield* programmeOf(input.programmeId, null, context)
  if (Result.isFailure(programme)) return Result.fail(programme.failure)
  const enrolment = enrolmentOf(rep.success, input.programmeId)
  if (Result.isFailure(enrolment)) return Result.fail(enrolment.failure)
  const { actor } = context
  if (actor === rep.success.personId) return Result.fail(new ReleaseRefused(input.repId, "ownRelease"))
  const config = yield* departmentRules(context)
  const today = localDateOf(context.occurredAt, config?.timeZone ?? "UTC")
  const people = yield* where(repAggregate, "personId", [actor])
  if (!people.some((person) => person.role !== "rep" && isEmployed(person, today))) {
    return Result.fail(new ReleaseRefused(input.repId, "notMentor"))
  }
  const passed = new Set(enrolment.success.passed.map(({ checkId }) => checkId))
  const missing = programme.success.checkIds.filter((id) => !passed.has(id))
  if (missing.length > 0) return Result.fail(new ReleaseRefused(input.repId, "checksMissing", missing))
  const released = { on: input.on, by: actor }
  return answer(rep.success, { type: "EnrolmentChanged", payload: { ...enrolment.success, released } }, context)
}
