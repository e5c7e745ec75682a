import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
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
import type { MoveUnmet } from "./Gate.ts"
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
  const pipeline = config === null ? null : pipelineOf(config, before)
  if (config === null || pipeline === null) return Result.void
  const compiled = compiledPipeline(pipeline, config)
  const questions = passedQuestions(compiled, before.stageId)
  if (!questions.some((question) => bears(before, after, question))) return Result.void
  const groups = factGroups(...questions)
  const unmetOf = function* (deal: Deal) {
    const facts = yield* readFacts([deal], groups, config, context.recordedAt)
    return evaluatePassed(compiled, deal.stageId, facts.get(deal.id) ?? {})
  }
  const unmet = yield* unmetOf(after)
  if (unmet.length === 0) return Result.void
  const undone = newUnmet(yield* unmetOf(before), unmet).filter((part) => !isOwed(part))
  return undone.length === 0 ? Result.void : Result.fail(new GateUndone(before.id, pipeline, undone))
}
