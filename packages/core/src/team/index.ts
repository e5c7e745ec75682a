/**
 * The team: people, teams, absences, knowledge with its proof, readiness, and how leads find their owners. Pure.
 *
 * @packageDocumentation
 */
export type {
  AssignmentMoment,
  AssignmentOutcome,
  RejectedCandidate,
  RejectionReason,
  WeighedCandidate,
} from "./Assignment.ts"
export { assignAll, assignOne } from "./Assignment.ts"
export type { AssignmentCandidate, AssignmentItem, Conversion, StatedFacts } from "./Candidate.ts"
export type { FairnessReport, FairnessRow, ReceivedLeads } from "./Fairness.ts"
export { fairnessReport } from "./Fairness.ts"
export type { FitParts } from "./Fit.ts"
export { shrunkConversion } from "./Fit.ts"
export { protectedWordIn } from "./ProtectedAttributes.ts"
export type { Programme, RampStep, Readiness, ReadinessStage } from "./Readiness.ts"
export { readinessOf } from "./Readiness.ts"
export type {
  AbsenceCancelled,
  AbsencePlanned,
  EnrolmentChanged,
  KnowledgeRecorded,
  KnowledgeRevoked,
  RepEvent,
  RepProfiled,
  RepStated,
} from "./Rep.ts"
export { absenceOn, defaultRepProfile, isEmployed, knowledgeOn, repAggregate } from "./Rep.ts"
export type { Absence, Enrolment, Knowledge, Rep, RepProfile, RepRole, RepValues } from "./RepSchema.ts"
export type { TeamStated } from "./Team.ts"
export { teamAggregate } from "./Team.ts"
export { ProgrammeUnknown, ReleaseRefused, TeamEntryUnknown } from "./TeamErrors.ts"
export type {
  AssignmentCondition,
  AssignmentFact,
  AssignmentPolicy,
  AssignmentRule,
  EffortPoints,
  FitPart,
  FitWeights,
  SkillNeed,
  TeamPolicy,
} from "./TeamPolicy.ts"
export { assignmentFacts, defaultTeamPolicy, fitParts } from "./TeamPolicy.ts"
export type { Team } from "./TeamSchema.ts"
