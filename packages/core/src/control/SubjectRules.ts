import { clientAggregate } from "../client/Client.ts"
import { isOpenLead, leadAggregate } from "../client/Lead.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Read } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import { sha256 } from "../journal/Sha256.ts"
import type { ClientId, RepId } from "../shared/Ids.ts"
import { idPrefixes } from "../shared/Ids.ts"
import type { ControlMark } from "./ControlMarkSchema.ts"
import type { ControlKind } from "./ControlPolicy.ts"

/** A record under control as commands see it. */
export interface ControlSubject {
  /** Its kind. */
  readonly kind: ControlKind
  /** Its id. */
  readonly id: string
  /** Who owns it. */
  readonly ownerId: RepId | null
  /** Of a deal, its client; null where it has none, and for others. */
  readonly clientId: ClientId | null
  /** Whether its work is over: a closed lead, a lost deal, a record that is no longer in the base. */
  readonly isClosed: boolean
}

/** The kind of a record by the prefix of its id. */
export const kindOfId = (id: string): ControlKind =>
  id.startsWith(`${idPrefixes.lead}_`) ? "lead" : id.startsWith(`${idPrefixes.deal}_`) ? "deal" : "client"

/** The id of what people decided about a record: one for each record, whoever comes first. */
export const markIdOf = (subjectId: string): ControlMark["id"] =>
  `${idPrefixes.controlMark}_${sha256(subjectId).slice(0, 32)}`

/** Reads the record a command is about; null where there is none. */
export function* readSubject(id: string): Generator<Read, ControlSubject | null, unknown> {
  const kind = kindOfId(id)
  if (kind === "lead") {
    const lead = yield* byId(leadAggregate, id)
    if (lead === null) return null
    const isClosed = !isOpenLead(lead) || lead.standing !== "active"
    return { kind, id, ownerId: lead.ownerId, clientId: null, isClosed }
  }
  if (kind === "deal") {
    const deal = yield* byId(dealAggregate, id)
    if (deal === null) return null
    const { ownerId, clientId, outcome, standing } = deal
    return { kind, id, ownerId, clientId, isClosed: outcome === "lost" || standing !== "active" }
  }
  const client = yield* byId(clientAggregate, id)
  if (client === null) return null
  return { kind, id, ownerId: client.ownerId, clientId: null, isClosed: client.standing !== "active" }
}
