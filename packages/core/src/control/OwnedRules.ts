import { clientAggregate } from "../client/Client.ts"
import type { Client, Lead } from "../client/ClientSchema.ts"
import type { NextStep } from "../client/DialogSchema.ts"
import { isOpenLead, leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { isFinalMeaning } from "../deal/Pipeline.ts"
import { pipelineVersion } from "../department/Department.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Change } from "../journal/Decision.ts"
import { recordEvents } from "../journal/Decision.ts"
import type { Read } from "../journal/Work.ts"
import { where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate, openInstalments } from "../settlement/Invoice.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { absenceOn, isEmployed, repAggregate } from "../team/Rep.ts"
import type { NotActiveReason } from "./HandOverErrors.ts"

/** What a person owns that is still to be worked on. */
export interface OwnedRecords {
  /** Open leads. */
  readonly leads: ReadonlyArray<Lead>
  /** Clients. */
  readonly clients: ReadonlyArray<Client>
  /** Deals in progress, and closed ones of which something is still owed. */
  readonly deals: ReadonlyArray<Deal>
  /** Open next steps, about whosever records. */
  readonly nextSteps: ReadonlyArray<NextStep>
}

/** Whether nothing is left to be done to sell or deliver a deal. */
export const isFinal = (
  { pipelineId, pipelineVersion: version, stageId, outcome }: Deal,
  config: DepartmentConfig | null,
) => {
  const stage =
    config === null ? undefined : pipelineVersion(config, pipelineId, version)?.stages.find(({ id }) => id === stageId)
  return stage === undefined ? outcome !== "open" : isFinalMeaning(stage.meaning)
}

/**
 * Reads what a person owns that is still to be worked on. A finished deal counts while money or a signature is owed, or a
 * step about it is open: its owner of record stays otherwise, so that who won it does not change afterwards.
 */
export function* ownedRecords(
  personId: RepId,
  context: Pick<CommandContext, "defaultDepartment" | "trialDepartment">,
): Generator<Read, OwnedRecords, unknown> {
  const config = yield* departmentRules(context)
  const leads = (yield* where(leadAggregate, "ownerId", [personId])).filter(
    (lead) => isOpenLead(lead) && lead.standing === "active",
  )
  const clients = (yield* where(clientAggregate, "ownerId", [personId])).filter(({ standing }) => standing === "active")
  const deals = (yield* where(dealAggregate, "ownerId", [personId])).filter(({ standing }) => standing === "active")
  const nextSteps = (yield* where(nextStepAggregate, "ownerId", [personId])).filter(({ status }) => status === "open")
  const finished = deals.filter((deal) => isFinal(deal, config)).map(({ id }) => id)
  const invoices = yield* where(invoiceAggregate, "dealId", finished)
  const documents = yield* where(closingDocumentAggregate, "dealId", finished)
  const steps = yield* where(nextStepAggregate, "dealId", finished)
  const owing = new Set<string>([
    ...invoices.flatMap((invoice) => (openInstalments(invoice).length > 0 ? [invoice.dealId] : [])),
    ...documents.flatMap(({ signedOn, dealId }) => (signedOn === null ? [dealId] : [])),
    ...steps.flatMap(({ status, dealId }) => (status === "open" && dealId !== null ? [dealId] : [])),
  ])
  const over = new Set<string>(finished)
  return { leads, clients, deals: deals.filter(({ id }) => !over.has(id) || owing.has(id)), nextSteps }
}

/** Today in the tenant's zone. */
export function* todayOf(context: CommandContext): Generator<Read, CalendarDate, unknown> {
  const config = yield* departmentRules(context)
  return localDateOf(context.occurredAt, config?.timeZone ?? "UTC")
}

/** Why people cannot receive records on a day, of those who cannot. */
export function* notActive(
  personIds: ReadonlyArray<RepId>,
  today: CalendarDate,
): Generator<Read, ReadonlyMap<RepId, NotActiveReason>, unknown> {
  const reps = yield* where(repAggregate, "personId", [...new Set(personIds)])
  const reasons = new Map<RepId, NotActiveReason>()
  for (const personId of personIds) {
    const entries = reps.filter((rep) => rep.personId === personId)
    const employed = entries.filter((rep) => isEmployed(rep, today))
    if (entries.length === 0) reasons.set(personId, "unknown")
    else if (employed.length === 0) reasons.set(personId, "left")
    else if (employed.some((rep) => absenceOn(rep, today) !== null)) reasons.set(personId, "absent")
  }
  return reasons
}

type At = Pick<CommandContext, "occurredAt">

/** Gives a lead to somebody, or to nobody. */
export const handLead = (lead: Lead, ownerId: RepId | null, { occurredAt }: At): Change =>
  recordEvents(leadAggregate, lead, [{ type: "LeadAssigned", payload: { ownerId } }], { occurredAt })

/** Gives a client to somebody, or to nobody. */
export const handClient = (client: Client, ownerId: RepId | null, { occurredAt }: At): Change =>
  recordEvents(clientAggregate, client, [{ type: "ClientAssigned", payload: { ownerId } }], { occurredAt })

/** Gives a deal to somebody, or to nobody. */
export const handDeal = (deal: Deal, ownerId: RepId | null, { occurredAt }: At): Change =>
  recordEvents(dealAggregate, deal, [{ type: "DealAmended", payload: { ownerId } }], { occurredAt })

/** Gives a next step to somebody. */
export const handStep = (step: NextStep, ownerId: RepId, { occurredAt }: At): Change =>
  recordEvents(nextStepAggregate, step, [{ type: "NextStepAssigned", payload: { ownerId } }], { occurredAt })
