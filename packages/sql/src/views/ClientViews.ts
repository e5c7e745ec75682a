import { clientTable, contactTable, dialogTable, leadTable, nextStepTable } from "../client/ClientTables.ts"
import { ownFields, ownText, shown, viewOfRecords } from "./View.ts"

const standing = shown("`active` where it is in the base; else `merged` or `void`")
const changedAt = shown("when it last changed")

/** Clients. */
export const clientsView = viewOfRecords("clients", clientTable, {
  about: "A client.",
  columns: {
    id: shown("the client"),
    name: ownText("name", "its name; null once erased"),
    tax_id: ownText("taxId", "taxpayer's number as written"),
    owner_id: shown("who looks after it"),
    segment_id: shown("segment, by the tenant's own name"),
    standing,
    merged_into_id: shown("the client it was merged into"),
    source_id: shown("the source it was imported from"),
    changed_at: changedAt,
    custom: ownFields,
  },
})

/** Contact persons. */
export const contactsView = viewOfRecords("contacts", contactTable, {
  about: "A contact person at a client.",
  columns: {
    id: shown("the contact person"),
    client_id: shown("the client"),
    name: ownText("name", "the person's name; null once erased"),
    position: ownText("position", "what the person does there, in words"),
    role_id: shown("role in decisions, by the tenant's own name"),
    language: shown("language by its tag"),
    left_on: shown("day on which the person left the client"),
    standing,
    source_id: shown("the source it was imported from"),
    changed_at: changedAt,
    custom: ownFields,
  },
})

/** Leads. */
export const leadsView = viewOfRecords("leads", leadTable, {
  about: "A lead.",
  columns: {
    id: shown("the lead"),
    name: ownText("name", "the name it came under; null once erased"),
    status: shown("`new`, `inWork`, `nurture`, `qualified` or `disqualified`"),
    owner_id: shown("who works on it"),
    channel_id: shown("channel, by the tenant's own name"),
    origin_id: shown("what brought it, by the tenant's own name"),
    segment_id: shown("segment"),
    standing,
    received_at: shown("when it came in"),
    taken_at: shown("when somebody first took it"),
    nurtures: shown("how often it was put off to be nurtured"),
    closed_at: shown("when it was qualified or disqualified"),
    client_id: shown("the client it became, or came from"),
    deal_id: shown("the deal it became"),
    disqualify_reason_id: shown("why it was disqualified"),
    source_id: shown("the source it was imported from"),
    changed_at: changedAt,
    custom: ownFields,
  },
})

/** Dialogs. */
export const dialogsView = viewOfRecords("dialogs", dialogTable, {
  about: "A conversation that was held.",
  columns: {
    id: shown("the dialog"),
    lead_id: shown("the lead it was about"),
    deal_id: shown("the deal it was about"),
    client_id: shown("the client it was about"),
    kind: shown("`call`, `meeting` and so on"),
    direction: shown("`inbound` where the client began it, else `outbound`"),
    rep_id: shown("who spoke for the department"),
    held_at: shown("when it began"),
    noted_at: shown("when it was noted"),
    ended_at: shown("when it ended"),
    outcome_id: shown("outcome, by the tenant's own name"),
    script_version_id: shown("the version of the script it followed"),
    next_step_id: shown("the next step agreed in it"),
  },
})

/** Next steps. */
export const nextStepsView = viewOfRecords("next_steps", nextStepTable, {
  about: "A next step that was agreed.",
  columns: {
    id: shown("the next step"),
    lead_id: shown("the lead it belongs to"),
    deal_id: shown("the deal it belongs to"),
    client_id: shown("the client it belongs to"),
    type_id: shown("type, by the tenant's own name"),
    due_on: shown("day by which it is to be done (inclusive)"),
    owner_id: shown("who is to do it"),
    status: shown("`open`, `done` or `cancelled`"),
    moves: shown("how often it was put off"),
    done_at: shown("when it was done"),
    outcome_id: shown("outcome, by the tenant's own name"),
  },
})
