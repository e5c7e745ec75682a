import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import type { Read } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { FactCondition } from "./Condition.ts"
import { factGroups } from "./Condition.ts"
import type { FactGroup, FactPath } from "./ConditionFacts.ts"
import { customFactOf, factOf } from "./ConditionFacts.ts"
import { DealAmountRefused, GateUndone } from "./DealErrors.ts"
import { compiledPipeline, pipelineOf } from "./DealRules.ts"
import type { Deal } from "./DealSchema.ts"
import { newUnmet } from "./DealSurvey.ts"
import type { CompiledPipeline, MoveUnmet } from "./Gate.ts"
import { evaluatePassed, passedQuestions } from "./Gate.ts"
import type { GateFactReader } from "./GateFactRules.ts"

type DealField = "amount" | "clientId" | "custom" | "expectedCloseOn" | "lines" | "listAmount" | "ownerId" | "productId"

/** What is owed for another amount: control asks for it, and nobody is kept from saying what was sold. */
const owed: ReadonlyArray<FactGroup> = ["settlement", "documents"]

const isOwed = (part: MoveUnmet): boolean => part.kind === "fact" && owed.includes(factOf(part.path)?.group ?? "deal")

/** Which fields of a deal the facts of a group are read by. */
const fieldsOfGroup: { readonly [Group in FactGroup]: ReadonlyArray<DealField> } = {
  deal: [],
  client: ["clientId"],
  taxNumber: ["clientId"],
  contacts: ["clientId"],
  nextStep: [],
  dialogs: [],
  settlement: [],
  documents: [],
  // One of another discount or a larger amount is none of this.
  approvals: ["amount", "listAmount"],
}

const fieldsOfFact: { readonly [Path in FactPath]?: ReadonlyArray<DealField> } = {
  "deal.amountMinor": ["amount"],
  "deal.currency": ["amount"],
  "deal.ownerId": ["ownerId"],
  "deal.expectedCloseOn": ["expectedCloseOn"],
  "deal.expectedCloseInDays": ["expectedCloseOn"],
  "deal.discountPercent": ["amount", "listAmount"],
  "deal.lineCount": ["lines"],
  "deal.productIds": ["lines", "productId"],
}

/** Whether a change of a deal can change what the answer to a question is. */
const bears = (before: Deal, after: Deal, { fact }: FactCondition): boolean => {
  const custom = customFactOf(fact)
  const own: ReadonlyArray<DealField> =
    custom !== null
      ? // Money is compared in the currency of the amount.
        ["amount", custom.group === "deal" ? "custom" : "clientId"]
      : (fieldsOfFact[fact as FactPath] ?? fieldsOfGroup[factOf(fact)?.group ?? "deal"])
  return own.some((field) => canonicalJson(before[field] ?? null) !== canonicalJson(after[field] ?? null))
}

const isInOtherCurrency = ({ amount: had }: Deal, { amount: has }: Deal): boolean =>
  had !== null && has !== null && had.currency !== has.currency

/**
 * Refuses a change of a deal that takes back what a gate asked for behind which it stands. What was not met before is no news: a deal that
 * was imported there, or for whose gate somebody stands, is no worse for it. Nor is an amount given in another currency than the deal's
 * invoices are in.
 *
 * @param before - the deal as it is
 * @param after - the deal as it would be
 * @param readFacts - reads what gates ask for
 */
export function* keepingGates(
  before: Deal,
  after: Deal,
  context: CommandContext,
  readFacts: GateFactReader,
): Generator<Read, Result.Result<void, GateUndone | DealAmountRefused>, unknown> {
  const config = yield* departmentRules(context)
  if (config !== null && isInOtherCurrency(before, after)) {
    const invoicedOf = function* (deal: Deal) {
      return (yield* readFacts([deal], ["settlement"], config, context.recordedAt)).get(deal.id)?.[
        "settlement.invoicedMinor"
      ]
    }
    // Sums in another currency than the amount's are not observable: nobody could say any more what is owed.
    if (((yield* invoicedOf(before)) ?? null) !== null && ((yield* invoicedOf(after)) ?? null) === null) {
      return Result.fail(
        new DealAmountRefused(before.id, "invoiced", after.amountFrom === "lines" ? "currency" : "amount"),
      )
    }
  }
  const undone =
    config === null ? [] : ((yield* undoneGates([{ before, after }], config, context, readFacts)).get(before.id) ?? [])
  const pipeline = config === null ? null : pipelineOf(config, after)
  return undone.length === 0 || pipeline === null
    ? Result.void
    : Result.fail(new GateUndone(before.id, pipeline, undone))
}

/** A deal as it is and as it would be. */
export interface ChangedDeal {
  /** As it is. */
  readonly before: Deal
  /** As it would be; where it would stand in another stage, it is asked for what leads there. */
  readonly after: Deal
}

/**
 * What changes of deals would take back of what gates asked for behind which they would stand, by the id of the deal: none of a deal that
 * lacks nothing by its change that it did not lack before. Read with few questions however many deals there are.
 *
 * @param changed - deals of one department, each once
 * @param config - the rules in force
 * @param context - when
 * @param readFacts - reads what gates ask for
 */
export function* undoneGates(
  changed: ReadonlyArray<ChangedDeal>,
  config: DepartmentConfig,
  context: CommandContext,
  readFacts: GateFactReader,
): Generator<Read, ReadonlyMap<string, ReadonlyArray<MoveUnmet>>, unknown> {
  const compiledOf = (deal: Deal): CompiledPipeline | null => {
    const pipeline = pipelineOf(config, deal)
    return pipeline === null ? null : compiledPipeline(pipeline, config)
  }
  const questionsOf = (deal: Deal): ReadonlyArray<FactCondition> => {
    const compiled = compiledOf(deal)
    return compiled === null ? [] : passedQuestions(compiled, deal.stageId)
  }
  const unmetOf = function* (deals: ReadonlyArray<Deal>) {
    const facts =
      deals.length === 0
        ? null
        : yield* readFacts(deals, factGroups(...deals.flatMap(questionsOf)), config, context.recordedAt)
    return new Map(
      deals.map((deal) => {
        const compiled = compiledOf(deal)
        return [deal.id, compiled === null ? [] : evaluatePassed(compiled, deal.stageId, facts?.get(deal.id) ?? {})]
      }),
    )
  }
  const asked = changed.filter(({ before, after }) =>
    questionsOf(after).some((question) => before.stageId !== after.stageId || bears(before, after, question)),
  )
  const unmet = yield* unmetOf(asked.map(({ after }) => after))
  const lacking = asked.filter(({ after }) => (unmet.get(after.id) ?? []).length > 0)
  const lacked = yield* unmetOf(lacking.map(({ before }) => before))
  return new Map(
    lacking.map(({ after: { id } }) => [
      id,
      newUnmet(lacked.get(id) ?? [], unmet.get(id) ?? []).filter((part) => !isOwed(part)),
    ]),
  )
}
