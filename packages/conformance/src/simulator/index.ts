/**
 * A seeded simulator of a sales department. {@link simulateDepartment} gives a script of dated facts as plain data: who
 * asked, who called whom, which deals moved, what was invoiced, paid and signed, and what was forgotten. It reads no
 * clock and knows no store; {@link playSimulation} sends the script through the library's commands.
 *
 * @packageDocumentation
 */
export { simulateDepartment } from "./SimulatedDepartment.ts"
export { playSimulation } from "./SimulationPlayer.ts"
export type { PlayedSimulation, PlayOptions, RefusedAction } from "./SimulationPlayer.ts"
export type { SimulatedDepartment } from "./SimulatedDepartment.ts"
export type { ResolvedOptions, SimulationOptions } from "./SimulationOptions.ts"
export type { PlantedMistake, PlantedMistakeKind, PlantedPatterns, PlantedStep } from "./Planted.ts"
export { discountLimitPercent, slowResponseMinutes } from "./Planted.ts"
export type { MistakeTruth, SimulationTruth, StepTruth } from "./Truth.ts"
export type { SimulatedRep, SimulatedTeam } from "./Reps.ts"
export type { ClientSegment, SimulatedClient, SimulatedContact } from "./Clients.ts"
export type { SimulatedCurrency, SimulatedProduct } from "./Products.ts"
export type { SimulatedTarget } from "./Targets.ts"
export type {
  SimulatedExperiment,
  SimulatedObjection,
  SimulatedScript,
  SimulatedScriptStep,
  SimulatedScriptVersion,
} from "./SalesScripts.ts"
export type { SellingStep } from "./SellingSteps.ts"
export { stageOrder } from "./StageIds.ts"
export type { SellingStageId, StageId } from "./StageIds.ts"
export type { SimulatedAction } from "./SimulatedAction.ts"
export type { ActionBase, ActionSubject } from "./ActionBase.ts"
export type {
  ClientRegistered,
  DisqualificationReason,
  LeadDisqualified,
  LeadQualified,
  LeadReceived,
  LeadSource,
  LeadTaken,
} from "./LeadActions.ts"
export type {
  DialogDirection,
  DialogHeld,
  DialogKind,
  DialogOutcome,
  NextStepDone,
  NextStepKind,
  NextStepMoved,
  NextStepSet,
  ScriptFollowed,
} from "./DialogActions.ts"
export type { DealAmended, DealLost, DealMoved, DealOpened, DealReassigned, LossReason } from "./DealActions.ts"
export type {
  ClosingDocumentKind,
  DocumentDrafted,
  DocumentSent,
  DocumentSigned,
  InvoiceIssued,
  PaymentReceived,
  SimulatedInstalment,
} from "./SettlementActions.ts"
