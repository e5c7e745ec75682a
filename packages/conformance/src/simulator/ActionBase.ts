import type { ActorId, Instant } from "@salesdept/core/shared"

/** What every action of the script carries. */
export interface ActionBase {
  /** When it happens. */
  readonly at: Instant
  /** Who does it: a rep, the head, or `system` (web forms, telephony, bank statements). */
  readonly actor: ActorId
}

/** The record that a dialog or a next step is about. */
export type ActionSubject =
  | {
      /** A lead not yet decided on. */
      readonly type: "lead"
      /** The lead's key. */
      readonly key: string
    }
  | {
      /** A client, outside any deal. */
      readonly type: "client"
      /** The client's key. */
      readonly key: string
    }
  | {
      /** A deal. */
      readonly type: "deal"
      /** The deal's key. */
      readonly key: string
    }
