import * as Result from "effect/Result"
import { activeClient, registerClient } from "../client/ClientCommands.ts"
import type { ClientAnswer } from "../client/ClientCommands.ts"
import type { ChoiceUnknown } from "../client/ClientErrors.ts"
import type { Client, Lead } from "../client/ClientSchema.ts"
import { addedContact } from "../client/ContactCommands.ts"
import type { Contact } from "../client/ContactSchema.ts"
import { textLines } from "../client/DetailTexts.ts"
import { leadAggregate } from "../client/Lead.ts"
import { openLead } from "../client/LeadCommands.ts"
import type { LeadRejection } from "../client/LeadCommands.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { openDeal } from "../deal/DealCommands.ts"
import type { DepartmentMissing, PipelineUnknown } from "../deal/DealErrors.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { Change, Decision, Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, textsOf, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CustomValues } from "../shared/CustomField.ts"
import { customFieldsOf } from "../shared/CustomField.ts"
import { readCustomValue } from "../shared/CustomValueProblem.ts"
import type { InputInvalid } from "../shared/InputErrors.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import type { RecordExists } from "../shared/RecordErrors.ts"
import type { RecipientNotActive } from "../team/TeamErrors.ts"
import { departmentRules } from "./DepartmentRules.ts"
import type { QualifyLead } from "./LeadQualificationSchema.ts"

/** What qualifying a lead answers. */
export interface QualificationAnswer {
  /** The lead, qualified. */
  readonly lead: Lead
  /** The client it became or belongs to. */
  readonly client: Client
  /** The person at the client who was the lead, where the lead named a company; else null. */
  readonly contact: Contact | null
  /** The deal; null where none was named. */
  readonly deal: Deal | null
}

/** Why a lead is not qualified. */
export type QualificationRejection =
  | LeadRejection
  | RecordExists
  | RecipientNotActive
  | ChoiceUnknown
  | RecordNotFound
  | PipelineUnknown
  | DepartmentMissing
  | InputInvalid

/** Values of the lead's custom fields that its client takes over: clients have a field of the same key and kind. */
function* carriedFields(lead: Lead, context: CommandContext): Generator<Read, CustomValues, unknown> {
  if (lead.custom === undefined) return {}
  const fields = (yield* departmentRules(context))?.customFields
  const ofLeads = customFieldsOf(fields, "lead")
  const ofClients = customFieldsOf(fields, "client")
  return Object.fromEntries(
    Object.entries(lead.custom).filter(([key, value]) => {
      const field = ofClients.get(key)
      return field !== undefined && field.kind === ofLeads.get(key)?.kind && readCustomValue(field, value).ok
    }),
  )
}

/** The client of the lead, with what is to be written where it is a new one. */
function* clientOf(
  input: QualifyLead,
  lead: Lead,
  texts: Texts,
  context: CommandContext,
): Generator<
  Read,
  Result.Result<
    Decision<ClientAnswer>,
    LeadRejection | RecordExists | RecipientNotActive | ChoiceUnknown | InputInvalid
  >,
  unknown
> {
  if (input.clientId !== undefined) {
    const client = yield* activeClient(input.clientId)
    return Result.map(client, (there) => decision([], { client: there }))
  }
  const { company } = texts
  const { id, name, ownerId = lead.ownerId, segmentId = lead.segmentId } = input.client ?? {}
  const custom = { ...(yield* carriedFields(lead, context)), ...input.client?.custom }
  const phones = textLines(texts, "phones")
  const emails = textLines(texts, "emails")
  return yield* registerClient(
    {
      ...(id === undefined ? {} : { id }),
      name: name ?? company ?? texts["name"] ?? lead.id,
      ...(ownerId === null ? {} : { ownerId }),
      ...(segmentId === null ? {} : { segmentId }),
      ...(Object.keys(custom).length === 0 ? {} : { custom }),
      // Numbers of a person who stands for a company stay with the person.
      ...(company !== undefined || phones.length === 0 ? {} : { phones }),
      ...(company !== undefined || emails.length === 0 ? {} : { emails }),
      ...(texts["taxId"] === undefined ? {} : { taxId: texts["taxId"] }),
      ...(texts["address"] === undefined ? {} : { address: texts["address"] }),
      ...(texts["website"] === undefined ? {} : { website: texts["website"] }),
    },
    context,
    texts,
  )
}

function* dealOf(
  input: QualifyLead,
  lead: Lead,
  clientId: Client["id"],
  context: CommandContext,
): Generator<
  Read,
  Result.Result<
    Pick<Decision<{ readonly deal: Deal | null }>, "changes" | "answer">,
    RecordExists | RecordNotFound | RecipientNotActive | PipelineUnknown | DepartmentMissing | InputInvalid
  >,
  unknown
> {
  if (input.dealId !== undefined) {
    const deal = yield* byId(dealAggregate, input.dealId)
    return deal === null
      ? Result.fail(new RecordNotFound("deal", input.dealId))
      : Result.succeed({ changes: [], answer: { deal } })
  }
  if (input.deal === undefined) return Result.succeed({ changes: [], answer: { deal: null } })
  const owner = input.deal.ownerId ?? lead.ownerId
  return yield* openDeal({ ...input.deal, clientId, ...(owner === null ? {} : { ownerId: owner }) }, context)
}

/** What is still to be done about the lead, and from now on about its deal: nobody has to say it again. */
function* stepsGoneOn(
  lead: Lead,
  deal: Deal | null,
  { occurredAt }: CommandContext,
): Generator<Read, ReadonlyArray<Change>, unknown> {
  if (deal === null) return []
  const steps = yield* where(nextStepAggregate, "leadId", [lead.id])
  const payload = { cause: "qualify", causeId: lead.id, values: { dealId: deal.id } } as const
  return steps
    .filter(({ status, dealId }) => status === "open" && dealId === null)
    .map((step) => recordEvents(nextStepAggregate, step, [{ type: "RecordCorrected", payload }], { occurredAt }))
}

/**
 * Closes a lead that became a client: registers the client and opens the deal in the same command, where they are not there
 * yet; open next steps go on with the deal. Nothing is written unless all of it is.
 */
export function* qualifyLead(
  input: QualifyLead,
  context: CommandContext,
): Work<QualificationAnswer, QualificationRejection> {
  const read = yield* openLead(input.leadId)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const lead = read.success
  const texts = (yield* textsOf([lead])).get(lead.id) ?? {}
  const client = yield* clientOf(input, lead, texts, context)
  if (Result.isFailure(client)) return Result.fail(client.failure)
  const clientId = client.success.answer.client.id
  const deal = yield* dealOf(input, lead, clientId, context)
  if (Result.isFailure(deal)) return Result.fail(deal.failure)
  const isCompany = input.clientId === undefined && texts["company"] !== undefined && texts["name"] !== undefined
  const contact = isCompany
    ? addedContact(
        {
          clientId,
          name: texts["name"] ?? "",
          phones: textLines(texts, "phones"),
          emails: textLines(texts, "emails"),
        },
        context,
      )
    : null
  const payload = { clientId, dealId: deal.success.answer.deal?.id ?? null }
  const qualified = recordEvents(leadAggregate, lead, [{ type: "LeadQualified", payload }], {
    occurredAt: context.occurredAt,
  })
  const steps = yield* stepsGoneOn(lead, deal.success.answer.deal, context)
  const changes: Array<Change> = [qualified, ...client.success.changes, ...deal.success.changes, ...steps]
  if (contact !== null) changes.push(contact)
  return Result.succeed(
    decision(
      changes,
      {
        lead: qualified.after,
        client: client.success.answer.client,
        contact: contact?.after ?? null,
        deal: deal.success.answer.deal,
      },
      {
        touchedClients: client.success.touchedClients ?? [],
        touches: steps.length > 0 && input.dealId !== undefined ? [input.dealId] : [],
        alongside: steps.map(({ after }) => after.id),
      },
    ),
  )
}
