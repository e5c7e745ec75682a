/**
 * Talks on findings: who talks to whom about what, what people committed to, who supports whom. Pure.
 *
 * @packageDocumentation
 */
export type { CommitmentAnswered, CommitmentEnded, CommitmentEvent, CommitmentMade } from "../Commitment.ts"
export { commitmentAggregate } from "../Commitment.ts"
export type { Commitment, CommitmentId, CommitmentStatus } from "../CommitmentSchema.ts"
export type {
  ActionsVerified,
  AgendaItem,
  DebriefCancelled,
  DebriefConsented,
  DebriefEvent,
  DebriefHeld,
  DebriefPlanned,
} from "../Debrief.ts"
export { agendaOf, debriefAggregate, mayKnowOf } from "../Debrief.ts"
export type { ActionItem, Debrief, DebriefId, DebriefStatus } from "../DebriefSchema.ts"
export type { DebriefRoute, RoutedAgenda, RoutedFinding, RoutingPolicy, RoutingRule } from "../Routing.ts"
export { mostPerTalk, routeFindings, usualRouting } from "../Routing.ts"
export type { Support } from "../Support.ts"
export { support } from "../Support.ts"
