import { clientAggregate } from "../client/Client.ts"
import { dialogAggregate } from "../client/Dialog.ts"
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
import { isInBase } from "../journal/Standing.ts"
import { recordEvents } from "../journal/Decision.ts"
import type { Read } from "../journal/Work.ts"
import { where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { absenceOfPerson, isEmployed, repAggregate } from "../team/Rep.ts"
import { controlContext } from "./ControlContext.ts"
import type { ControlFacts } from "./ControlFacts.ts"
import { calmStates, defaultControlPolicy } from "./ControlPolicy.ts"
import { controlFacts } from "./FactsOfRecords.ts"
import type { NotActiveReason } from "../team/TeamErrors.ts"
import { judge } from "./Judgement.ts"

/** What a person owns that is still to be worked on. */
export interface OwnedRecords {
  /** Open leads, and closed ones of which something is open: a step, or an answer. */
  readonly leads: ReadonlyArray<Lead>
  /** Clients. */
  readonly clients: ReadonlyArray<Client>
  /** Deals in progress, and finished ones of which something is owed or open. */
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

/** When all that is open of a record is overdue, so that control names it. */
const endOfTime = "9999-12-30"

/** Which of some records that are over control still asks something of, or will. */
function* askedOf(
  deals: ReadonlyArray<Deal>,
  leads: ReadonlyArray<Lead>,
  config: DepartmentConfig | null,
): Generator<Read, ReadonlySet<string>, unknown> {
  const [dealIds, leadIds] = [deals.map(({ id }) => id), leads.map(({ id }) => id)]
  const base = controlFacts(
    {
      deals,
      leads,
      clients: [],
      reps: [],
      invoices: yield* where(invoiceAggregate, "dealId", dealIds),
      documents: yield* where(closingDocumentAggregate, "dealId", dealIds),
      payments: yield* where(paymentAggregate, "dealId", dealIds),
      dialogs: [
        ...(yield* where(dialogAggregate, "dealId", dealIds)),
        ...(yield* where(dialogAggregate, "leadId", leadIds)),
      ],
      nextSteps: [
        ...(yield* where(nextStepAggregate, "dealId", dealIds)),
        ...(yield* where(nextStepAggregate, "leadId", leadIds)),
      ],
    },
    config ?? { timeZone: "UTC", sources: [], pipelines: [] },
  )
  const context = controlContext({
    asOf: endOfTime,
    timeZone: config?.timeZone ?? "UTC",
    // ISO 4217's code for "no currency": without a configuration no amount is counted.
    currency: config?.currency ?? "XXX",
  })
  const isAsked = (facts: ControlFacts) =>
    !calmStates.includes(judge(facts, config?.control ?? defaultControlPolicy, context).first.state)
  return new Set([...base.deal, ...base.lead].filter(isAsked).map(({ id }) => id))
}

/**
 * Reads what a person owns that is still to be worked on. A finished deal or a closed lead counts while control asks something of it:
 * money, documents, a step, an answer. Its owner of record stays otherwise, so that who won it does not change afterwards.
 */
export function* ownedRecords(
  personId: RepId,
  context: Pick<CommandContext, "defaultDepartment" | "trialDepartment">,
): Generator<Read, OwnedRecords, unknown> {
  const config = yield* departmentRules(context)
  const leads = (yield* where(leadAggregate, "ownerId", [personId])).filter(isInBase)
  const clients = (yield* where(clientAggregate, "ownerId", [personId])).filter(isInBase)
  const deals = (yield* where(dealAggregate, "ownerId", [personId])).filter(isInBase)
  const nextSteps = (yield* where(nextStepAggregate, "ownerId", [personId])).filter(({ status }) => status === "open")
  const over = [deals.filter((deal) => isFinal(deal, config)), leads.filter((lead) => !isOpenLead(lead))] as const
  const asked = yield* askedOf(...over, config)
  const ended = new Set<string>(over.flat().map(({ id }) => id))
  const isOpen = ({ id }: Deal | Lead): boolean => !ended.has(id) || asked.has(id)
  return { leads: leads.filter(isOpen), clients, deals: deals.filter(isOpen), nextSteps }
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
    else if (absenceOfPerson(entries, today) !== null) reasons.set(personId, "absent")
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
