import type { DealAmended, DealLost, DealMoved, DealOpened, DealReassigned } from "./DealActions.ts"
import type { DialogHeld, NextStepDone, NextStepMoved, NextStepSet, ScriptFollowed } from "./DialogActions.ts"
import type { ClientRegistered, LeadDisqualified, LeadQualified, LeadReceived, LeadTaken } from "./LeadActions.ts"
import type {
  DocumentDrafted,
  DocumentSent,
  DocumentSigned,
  InvoiceIssued,
  PaymentReceived,
} from "./SettlementActions.ts"

/** One dated fact of the script: something that a person, or the system for a person, does. Told apart by `type`. */
export type SimulatedAction =
  | LeadReceived
  | LeadTaken
  | LeadQualified
  | LeadDisqualified
  | ClientRegistered
  | DialogHeld
  | ScriptFollowed
  | NextStepSet
  | NextStepDone
  | NextStepMoved
  | DealOpened
  | DealMoved
  | DealAmended
  | DealLost
  | DealReassigned
  | InvoiceIssued
  | PaymentReceived
  | DocumentDrafted
  | DocumentSent
  | DocumentSigned

type WithoutBase<Action> = Action extends SimulatedAction ? Omit<Action, "at" | "actor"> : never

/** An action without its time and actor, as the simulator's parts hand it over. */
export type ActionBody = WithoutBase<SimulatedAction>
