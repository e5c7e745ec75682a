import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, instantField, idField, opaqueId } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type {
  CampaignId,
  ClientId,
  ComplaintId,
  ConsentId,
  DealId,
  DueActionId,
  LoyaltyProfileId,
  OfferId,
  RepId,
} from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { isTimeZone } from "../shared/TimeZone.ts"
import type { LoyaltyAction } from "./CampaignSchema.ts"

/**
 * An action that a campaign made due: decided and recorded once, and handed to the host by the journal's delivery
 * (`DueActionDecided`). The host does it and says so.
 */
export interface DueAction extends RecordState {
  readonly id: DueActionId
  /** The campaign. */
  readonly campaignId: CampaignId
  /** Whom it is for. */
  readonly clientId: ClientId
  /** The deal it comes from; null where the client has none. */
  readonly dealId: DealId | null
  /** Which time of the campaign's trigger it is. */
  readonly occurrenceKey: string
  /** What is to be done. */
  readonly action: LoyaltyAction
  /** By which channel; null where the client is not turned to. */
  readonly channelId: string | null
  /** Who is to do it; null where nobody owns deal or client. */
  readonly assigneeId: RepId | null
  /** Day on which it fell due. */
  readonly dueOn: CalendarDate
  /** Not before this instant: hours of rest in the client's zone are over. */
  readonly notBefore: Instant
  /** When it was decided. */
  readonly decidedAt: Instant
  /** The consent it rests on, with its proof; null where the campaign needs none. */
  readonly consentId: ConsentId | null
  /** The offer it brings; null where it brings none. */
  readonly offerId: OfferId | null
  /**
   * `decided` until the host has done it or it is cancelled; `heldOut` where the client belongs to the holdout and is let alone.
   */
  readonly status: "decided" | "heldOut" | "done" | "cancelled"
}

/** An action for a client, as caps count it. */
export interface ClientTouch {
  /** The action. */
  readonly actionId: DueActionId
  /** Its campaign. */
  readonly campaignId: CampaignId
  /** By which channel; null where the client was not turned to, which only its campaign's own limit counts. */
  readonly channelId: string | null
  /** On which day of the client's own calendar. */
  readonly on: CalendarDate
}

/**
 * What loyalty keeps of a client. Every decision over a client writes it at the version it read, so that caps hold whoever
 * decides at the same time.
 */
export interface LoyaltyProfile extends RecordState {
  readonly id: LoyaltyProfileId
  /** The client. */
  readonly clientId: ClientId
  /** The client's own zone; null where it is the department's. */
  readonly timeZone: string | null
  /** Turns to the client within the last 366 days. */
  readonly touches: ReadonlyArray<ClientTouch>
  /** Complaints that are open. */
  readonly openComplaintIds: ReadonlyArray<ComplaintId>
}

/** Input of `loyalty.setTimeZone`; null for the department's. */
export const SetClientTimeZone = Schema.Struct({
  /** The client. */
  clientId: idField("client"),
  /** The IANA time zone by whose clocks and calendar it is turned to, such as `Asia/Omsk`; null for the department's. */
  timeZone: Schema.NullOr(
    Schema.String.check(
      check("timeZone.unknown", { en: "must be an IANA time zone", ru: "ожидается часовой пояс IANA" }, isTimeZone),
    ),
  ),
})

/** Input of `loyalty.decide`: what is due for a client. */
export const DecideClient = Schema.Struct({
  /** The client; nothing is decided for one that has left the base. */
  clientId: idField("client"),
})

/** The same within a pass over all clients, with when the pass was due. */
export const DecideInPass = Schema.Struct({ clientId: idField("client"), passDueAt: instantField })

/** Input of `dueActions.complete` and `dueActions.cancel`. */
export const NamedAction = Schema.Struct({
  /** The action: decided, neither done nor cancelled. */
  actionId: idField("dueAction"),
})

/** Input of the command behind `loyalty.run`: the last client that was decided; null when the pass is over. */
export const MoveRun = Schema.Struct({ afterClientId: Schema.NullOr(idField("client")) })

/** Decoded input of the command behind `loyalty.run`. */
export type MoveRun = typeof MoveRun.Type
/** Question of `loyalty.due`: the department's today where no day is given, everybody's actions where nobody is named. */
export const DueQuestion = Schema.Struct({
  /** The day by whose end it is to be done, `YYYY-MM-DD`; today in the department's time zone where left out. */
  on: Schema.optional(dateField),
  /** The host's id of whose actions are asked for; everybody's where left out. */
  assigneeId: Schema.optional(opaqueId),
})

/** Decoded input of `loyalty.setTimeZone`. */
export type SetClientTimeZone = typeof SetClientTimeZone.Type
/** Decoded input of `loyalty.decide`. */
export type DecideClient = typeof DecideClient.Type
/** Decoded input of a client's decision within a pass. */
export type DecideInPass = typeof DecideInPass.Type
/** Decoded input of `dueActions.complete` and `dueActions.cancel`. */
export type NamedAction = typeof NamedAction.Type
