/**
 * Commands over deals, as Effects.
 *
 * @packageDocumentation
 */
import { command, dryRunOf } from "../ports/command/Command.ts"
import { duty } from "../ports/tick/Duty.ts"
import type { Duty } from "../ports/tick/Duty.ts"
import { approvalAggregate } from "./Approval.ts"
import { askApproval, expireApproval, grantApproval, refuseApproval } from "./ApprovalCommands.ts"
import { AskApproval, DecideApproval, ExpireApproval } from "./ApprovalSchema.ts"
import { adoptPipeline } from "./DealAdoptCommands.ts"
import { evaluateDealMoves, moveDeals } from "./DealBulkCommands.ts"
import { amendDeal, openDeal } from "./DealCommands.ts"
import { dealHistoryQueries } from "./DealHistoryService.ts"
import { importDeals } from "./DealImportCommand.ts"
import { ImportDeals } from "./DealImportSchema.ts"
import type { GateFactReader } from "./GateFactRules.ts"
import { evaluateDealMove, moveDeal } from "./DealMoveCommands.ts"
import { freezeDealRate, setDealLines, splitDealCredit } from "./DealLineCommands.ts"
import {
  AdoptPipeline,
  AmendDeal,
  FreezeDealRate,
  MoveDeal,
  MoveDeals,
  OpenDeal,
  SetDealLines,
  SplitDealCredit,
  SurveyDeals,
} from "./DealSchema.ts"
import { findStalled, noTouches } from "./DealStallCommands.ts"
import type { TouchReader } from "./DealStallCommands.ts"
import { surveyDeals } from "./DealSurveyCommands.ts"
import { surveyQueries } from "./DealSurveyService.ts"
import { stateProducts } from "./ProductCommands.ts"
import { StateProducts } from "./ProductSchema.ts"

export { ConditionSchema, conditionJsonSchema } from "./ConditionSchema.ts"
export type { ApprovalAnswer } from "./ApprovalCommands.ts"
export { AskApproval, DecideApproval, ExpireApproval } from "./ApprovalSchema.ts"
export type { AdoptionAnswer, AdoptionLine, AdoptionResult } from "./DealAdoptCommands.ts"
export type { BulkMoveAnswer, BulkMoveLine, EvaluationAnswer, EvaluationLine, MoveFault } from "./DealBulkCommands.ts"
export type { DealAnswer } from "./DealCommands.ts"
export type { MoveAnswer, MoveEvaluation, MoveRejection } from "./DealMoveCommands.ts"
export type { GateFactReader } from "./GateFactRules.ts"
export type { PipelineFunnel, PipelineStageFlow } from "./DealHistoryService.ts"
export type { VisitsQuestion } from "./DealHistoryService.ts"
export { AskFunnel, AskStageFlow, AskWaterfall } from "./DealHistoryService.ts"
export type { ImportAnswer } from "./DealImportCommand.ts"
export { ImportDeals } from "./DealImportSchema.ts"
export type { DealCreditAnswer, DealLinesAnswer } from "./DealLineCommands.ts"
export {
  AdoptPipeline,
  AmendDeal,
  FreezeDealRate,
  MoveDeal,
  MoveDeals,
  OpenDeal,
  SetDealLines,
  SplitDealCredit,
  SurveyDeals,
} from "./DealSchema.ts"
export type { StallAnswer, TouchReader } from "./DealStallCommands.ts"
export type { SurveyAnswer } from "./DealSurveyCommands.ts"
export type { SurveyScope, TrialPage, TrialQuestion } from "./DealSurveyService.ts"
export type { ProductsAnswer } from "./ProductCommands.ts"
export { StateProducts } from "./ProductSchema.ts"

const ownDealCommands = (readFacts: GateFactReader) => {
  const evaluate = command({ name: "deal.evaluate", input: MoveDeal, work: evaluateDealMove(readFacts) })
  const evaluateMany = command({ name: "deal.evaluateMany", input: MoveDeals, work: evaluateDealMoves(readFacts) })
  return {
    /**
     * Opens a deal in the first stage of its pipeline. Rejects with `RecordExists` where the id is taken, `PipelineUnknown`,
     * `DepartmentMissing` where no configuration is in force, `RecipientNotActive` where the owner is an entry of the team, not a person, and `InputInvalid` with every problem of the input.
     *
     * @example
     * ```ts
     * import { memory, presets, salesDept } from "@salesdept/core/promise"
     *
     * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
     * const { deals } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
     * const { deal } = await deals.open({ title: "Audit", amount: { amountMinor: 95_000_00, currency: "RUB" } })
     * deal.stageId // "newLead"
     * ```
     */
    open: command({ name: "deal.open", input: OpenDeal, references: { clientId: "client" }, work: openDeal }),
    /**
     * Moves a deal to another stage. Where its gates are not met it rejects with `MoveRefused`, whose `data.unmet` has every unmet
     * condition at once, in both languages; nothing is written then. Pass an idempotency key: the same request again gives the first result.
     *
     * @example
     * ```ts
     * import { memory, presets, salesDept } from "@salesdept/core/promise"
     *
     * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
     * const { deals } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
     * const { deal } = await deals.open({ title: "Audit" })
     * const moved = await deals.move({ dealId: deal.id, to: "contact" }, { idempotencyKey: "request-81" })
     * moved.deal.stageId // "contact"
     * ```
     */
    move: command({ name: "deal.move", input: MoveDeal, work: moveDeal(readFacts) }),
    /**
     * Says whether a move is possible, and everything it lacks: the same decision as `move`, without writing.
     *
     * @example
     * ```ts
     * import { memory, presets, salesDept } from "@salesdept/core/promise"
     *
     * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
     * const { deals } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
     * const { deal } = await deals.open({ title: "Audit" })
     * const { unmet } = await deals.evaluate({ dealId: deal.id, to: "contract" })
     * unmet.map(({ code }) => code) // ["transitionNotAllowed"]
     * ```
     */
    evaluate: dryRunOf("deal.evaluate", evaluate),
    /** Moves several deals by the same gates, with a report line by line. */
    moveMany: command({ name: "deal.moveMany", input: MoveDeals, work: moveDeals(readFacts) }),
    /** Says of several moves whether they are possible, and everything they lack. */
    evaluateMany: dryRunOf("deal.evaluateMany", evaluateMany),
    /** Changes stated values: only the fields given, and null clears one. What the gates that it has passed ask for is not taken back. */
    amend: command({
      name: "deal.amend",
      input: AmendDeal,
      references: { clientId: "client" },
      work: amendDeal(readFacts),
    }),
    /** Sets what is sold, line by line, and with it the amount. */
    setLines: command({ name: "deal.setLines", input: SetDealLines, work: setDealLines(readFacts) }),
    /** Splits the credit for a deal among reps. */
    splitCredit: command({ name: "deal.splitCredit", input: SplitDealCredit, work: splitDealCredit }),
    /** Freezes the rate of a deal that was closed before its rate was known. */
    freezeRate: command({ name: "deal.freezeRate", input: FreezeDealRate, work: freezeDealRate }),
    /** Puts deals under the current version of their pipeline. */
    adopt: command({ name: "deal.adopt", input: AdoptPipeline, work: adoptPipeline(readFacts) }),
    /** Records deals of a source. */
    import: command({ name: "deal.import", input: ImportDeals, work: importDeals(readFacts) }),
  }
}

/** The commands over deals. */
// Its parts are named, not inferred: declarations would lose what is said of those from other files.
export type DealCommands = ReturnType<typeof ownDealCommands> &
  ReturnType<typeof surveyQueries> &
  typeof dealHistoryQueries

/**
 * The commands over deals.
 *
 * @param readFacts - reads what gates ask for; `readGateFacts` of the department unless a host has another
 * @param readTouches - reads what moved deals on within their stages, such as `readDealTouches`; without it only entering a stage counts
 *
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { dealCommands } from "@salesdept/core/deal/service"
 * import { presets } from "@salesdept/core/department"
 * import { readDealTouches, readGateFacts } from "@salesdept/core/department/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { DefaultDepartment } from "@salesdept/core/ports"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const deals = dealCommands(readGateFacts, readDealTouches)
 * const caller = { tenant: "shop-17", actor: "user:42" }
 * const opening = Effect.provideService(deals.open(caller, { title: "Audit" }), DefaultDepartment, department)
 * const { deal } = await Effect.runPromise(Effect.provide(opening, layerMemory))
 * deal.stageId // "newLead"
 * ```
 */
export const dealCommands = (readFacts: GateFactReader, readTouches: TouchReader = noTouches): DealCommands => {
  const survey = command({ name: "deal.survey", input: SurveyDeals, work: surveyDeals(readFacts) })
  const stalls = command({ name: "deal.stalled", input: SurveyDeals, work: findStalled(readTouches) })
  return { ...ownDealCommands(readFacts), ...surveyQueries(survey, stalls), ...dealHistoryQueries }
}

/** The commands over approvals. */
export const approvalCommands = {
  /** Asks for an approval. */
  ask: command({ name: "approval.ask", input: AskApproval, work: askApproval }),
  /** Grants one: not who asked for it, who has the role, in time. */
  grant: command({ name: "approval.grant", input: DecideApproval, work: grantApproval }),
  /** Refuses one, or takes back one that was granted and served no override yet. */
  refuse: command({ name: "approval.refuse", input: DecideApproval, work: refuseApproval }),
  /** Marks one whose time is over; gates go by the time itself and do not wait for it. */
  expire: command({ name: "approval.expire", input: ExpireApproval, work: expireApproval }),
}

/** What a tick does about deals: approvals whose time is over are marked. */
export const dealDuties: ReadonlyArray<Duty> = [
  duty({
    name: "approval.expire",
    of: approvalAggregate,
    dueAt: "nextExpiryAt",
    perform: (caller, { id }, options) => approvalCommands.expire(caller, { approvalId: id }, options),
  }),
]

/** The commands over products. */
export const productCommands = {
  /** Records products as they are now. */
  state: command({ name: "product.state", input: StateProducts, work: stateProducts }),
}
