/**
 * Commands over the team, as Effects.
 *
 * @packageDocumentation
 */
import { happened } from "../department/DepartmentRules.ts"
import { command } from "../ports/command/Command.ts"
import {
  cancelAbsence,
  enrolRep,
  passCheck,
  planAbsence,
  profileRep,
  recordKnowledge,
  releaseRep,
  revokeKnowledge,
} from "./ProfileCommands.ts"
import { stateReps } from "./RepCommands.ts"
import {
  CancelAbsence,
  EnrolRep,
  PassCheck,
  PlanAbsence,
  ProfileRep,
  RecordKnowledge,
  ReleaseRep,
  RevokeKnowledge,
  StateReps,
} from "./RepSchema.ts"
import { stateTeams } from "./TeamCommands.ts"
import { StateTeams } from "./TeamSchema.ts"

export type { Role, RolePolicyOptions } from "./RolePolicyService.ts"
export { rolePolicy } from "./RolePolicyService.ts"
export type { RepAnswer } from "./ProfileCommands.ts"
export type { RepsAnswer } from "./RepCommands.ts"
export {
  CancelAbsence,
  EnrolRep,
  PassCheck,
  PlanAbsence,
  ProfileRep,
  RecordKnowledge,
  ReleaseRep,
  RevokeKnowledge,
  StateReps,
} from "./RepSchema.ts"
export type { TeamsAnswer } from "./TeamCommands.ts"
export { StateTeams } from "./TeamSchema.ts"

/** The commands over reps. */
export const repCommands = {
  /** Records reps as they are now. */
  state: command({ name: "rep.state", input: StateReps, work: stateReps }),
  /** States how a person works: role, mentor, capacity, languages, hours. */
  profile: command({ name: "rep.profile", input: ProfileRep, work: profileRep }),
  /** Plans days away; again under the same name, to change them. */
  planAbsence: command({ name: "rep.planAbsence", input: PlanAbsence, work: planAbsence }),
  /** Takes days away back. */
  cancelAbsence: command({ name: "rep.cancelAbsence", input: CancelAbsence, work: cancelAbsence }),
  /** Records a skill, or knowledge of a product or an industry, with its proof and term. */
  recordKnowledge: command({ name: "rep.recordKnowledge", input: RecordKnowledge, work: recordKnowledge }),
  /** Says that it no longer counts. */
  revokeKnowledge: command({ name: "rep.revokeKnowledge", input: RevokeKnowledge, work: revokeKnowledge }),
  /** Begins a programme of training. */
  enrol: command({ name: "rep.enrol", input: EnrolRep, work: enrolRep }),
  /** Records that a check of it was passed. */
  passCheck: command({ name: "rep.passCheck", input: PassCheck, happened: happened("on"), work: passCheck }),
  /** A mentor's or head's release to work alone, once every check is passed. */
  release: command({ name: "rep.release", input: ReleaseRep, work: releaseRep }),
}

/** The commands over teams. */
export const teamCommands = {
  /** Records teams as they are now. */
  state: command({ name: "team.state", input: StateTeams, work: stateTeams }),
}
