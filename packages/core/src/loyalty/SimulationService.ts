import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { clientAggregate } from "../client/Client.ts"
import { consentAggregate, consentStatus } from "../client/Consent.ts"
import { contactAggregate } from "../client/Contact.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import type { Condition } from "../deal/Condition.ts"
import { factGroups } from "../deal/Condition.ts"
import { ConditionSchema } from "../deal/ConditionSchema.ts"
import { compileCondition } from "../deal/ConditionVerdict.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import type { GateFactReader } from "../deal/GateFactRules.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import { decision } from "../journal/Decision.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { narrowed } from "../journal/Narrowed.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Work } from "../journal/Work.ts"
import { byIds, isErased } from "../journal/Work.ts"
import type { Caller } from "../ports/Caller.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { command } from "../ports/command/Command.ts"
import { idField } from "../ports/input/FieldSchema.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { allOf } from "../ports/reading/ReadAll.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate, overdueMinor } from "../settlement/Invoice.ts"
import { invoiceOn } from "../settlement/SettlementTimes.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { ClientId, ConsentId } from "../shared/Ids.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import { configOf } from "./ConfigService.ts"
import { campaignPlanOf } from "./Campaign.ts"
import { campaignProblems } from "./CampaignRules.ts"
import { SimulateCampaign } from "./CampaignSchema.ts"
import { triggerFacts } from "./ClientFactsRules.ts"
import { loyaltyPolicyOf } from "./DecideCommands.ts"
import { complaintAggregate, milestoneAggregate, satisfactionAnswerAggregate } from "./Signal.ts"
import type { SimulatedClient } from "./Simulation.ts"
import { simulateCampaign } from "./Simulation.ts"

const JudgeDeals = Schema.Struct({ condition: ConditionSchema, dealIds: Schema.Array(idField("deal")) })

interface Judged {
  readonly met: ReadonlyArray<string>
}

/** Asks a condition of deals; it is run dry, and writes nothing. */
const judgeDeals = (readFacts: GateFactReader) =>
  command({
    name: "campaign.judge",
    input: JudgeDeals,
    work: function* (
      { condition, dealIds }: typeof JudgeDeals.Type,
      context: CommandContext,
    ): Work<Judged, DepartmentMissing> {
      const config = yield* departmentRules(context)
      if (config === null) return Result.fail(new DepartmentMissing())
      const deals = [...(yield* byIds(dealAggregate, dealIds)).values()]
      const facts = yield* readFacts(deals, factGroups(condition), config, context.occurredAt)
      const test = compileCondition(condition)
      const met = dealIds.filter((id) => {
        const known = facts.get(id)
        return known !== undefined && test(known).met
      })
      return Result.succeed(decision([], { met }))
    },
  })

/** Of dialogs, of which there is most, only what rules ask. */
const heardDialog = narrowed(dialogAggregate, ["id", "clientId", "dealId", "heldAt", "outcomeId"])

/** How many deals are judged in one question. */
const judgedAtOnce = 500

const scanned = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  caller: Caller,
  of: RecordKind<State, Event>,
) {
  return yield* allOf(yield* storeFor(caller), caller.tenant, of)
})

/** Plays a rule over the past before it is switched on; writes nothing. Reads every record of the tenant once. */
export const simulate = (readFacts: GateFactReader) => {
  const judge = judgeDeals(readFacts)
  const metDeals = Effect.fnUntraced(function* (
    caller: Caller,
    condition: Condition,
    dealIds: ReadonlyArray<`deal_${string}`>,
  ) {
    const met = new Set<string>()
    for (let at = 0; at < dealIds.length; at += judgedAtOnce) {
      const input = { condition, dealIds: dealIds.slice(at, at + judgedAtOnce) }
      for (const id of (yield* judge(caller, input, { dryRun: true })).met) met.add(id)
    }
    return met
  })
  const play = Effect.fnUntraced(function* (caller: Caller, { plan: stated, from, to }: typeof SimulateCampaign.Type) {
    const plan = campaignPlanOf(stated)
    const config = yield* configOf(caller)
    const { timeZone } = config
    const problems = campaignProblems(plan, config)
    if (problems.length > 0) return yield* Effect.fail(new InputInvalid(problems))
    const active = (yield* scanned(caller, clientAggregate)).filter(({ standing }) => standing === "active")
    // Who was erased is not turned to any more, nor will be.
    const texts = yield* (yield* storeFor(caller)).texts(caller.tenant, active)
    const clients = active.filter((client) => !isErased(client, texts))
    const deals = (yield* scanned(caller, dealAggregate)).filter(isInBase)
    const clientOf = new Map<string, ClientId | null>(deals.map(({ id, clientId }) => [id, clientId]))
    /** Records by client: their own, else their deal's. */
    const grouped = <Row extends { readonly clientId?: ClientId | null; readonly dealId?: string | null }>(
      rows: ReadonlyArray<Row>,
    ) => Map.groupBy(rows, ({ clientId, dealId }) => clientId ?? clientOf.get(dealId ?? "") ?? null)
    const dealsBy = grouped(deals)
    const documentsBy = grouped(yield* scanned(caller, closingDocumentAggregate))
    const invoicesBy = grouped(yield* scanned(caller, invoiceAggregate))
    const dialogsBy = grouped(yield* scanned(caller, heardDialog))
    const milestonesBy = grouped(yield* scanned(caller, milestoneAggregate))
    const answersBy = grouped(yield* scanned(caller, satisfactionAnswerAggregate))
    const complaintsBy = grouped(yield* scanned(caller, complaintAggregate))
    const contactOf = new Map<string, ClientId>(
      (yield* scanned(caller, contactAggregate)).map(({ id, clientId }) => [id, clientId]),
    )
    const consentsBy = Map.groupBy(
      yield* scanned(caller, consentAggregate),
      ({ clientId, contactId }) => clientId ?? contactOf.get(contactId ?? "") ?? null,
    )
    const { condition } = plan
    const met =
      condition === null
        ? null
        : yield* metDeals(
            caller,
            condition,
            deals.map(({ id }) => id),
          )

    const simulated = clients.map(({ id: clientId }): SimulatedClient => {
      const ownInvoices = invoicesBy.get(clientId) ?? []
      const ownComplaints = complaintsBy.get(clientId) ?? []
      const ownConsents = consentsBy.get(clientId) ?? []
      return {
        clientId,
        facts: triggerFacts(
          {
            deals: dealsBy.get(clientId) ?? [],
            documents: documentsBy.get(clientId) ?? [],
            invoices: ownInvoices,
            dialogs: dialogsBy.get(clientId) ?? [],
            milestones: milestonesBy.get(clientId) ?? [],
            answers: answersBy.get(clientId) ?? [],
          },
          config,
        ),
        isMet: (dealId) => (met === null ? true : dealId === null ? null : met.has(dealId)),
        hasOverdueOn: (day) =>
          ownInvoices.some((invoice) => {
            const then = invoiceOn(invoice, day)
            return then !== null && overdueMinor(then, day) > 0
          }),
        hasComplaintOn: (day) =>
          ownComplaints.some(
            ({ openedAt, resolvedAt }) =>
              localDateOf(openedAt, timeZone) <= day &&
              (resolvedAt === null || localDateOf(resolvedAt, timeZone) > day),
          ),
        consentsOn: (day) => {
          const end = startOfDay(addDays(day, 1), timeZone)
          const inForce = ownConsents.filter((consent) => consentStatus(consent, end, day) === "inForce")
          return new Map<string, ConsentId>(inForce.map(({ purposeId, id }) => [purposeId, id]))
        },
      }
    })
    return simulateCampaign(simulated, { plan, policy: loyaltyPolicyOf(config), from, to })
  })
  return decoded(SimulateCampaign, play)
}
