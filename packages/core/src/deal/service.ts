/**
 * Commands over deals, as Effects.
 *
 * @packageDocumentation
 */
import type { Caller, CommandOptions } from "../ports/Command.ts"
import { command } from "../ports/Command.ts"
import type { GateFactReader } from "./DealCommands.ts"
import { amendDeal, evaluateDealMove, moveDeal, openDeal } from "./DealCommands.ts"
import { importDeals } from "./DealImportCommand.ts"
import { freezeDealRate, setDealLines, splitDealCredit } from "./DealLineCommands.ts"
import {
  AmendDeal,
  FreezeDealRate,
  ImportDeals,
  MoveDeal,
  OpenDeal,
  SetDealLines,
  SplitDealCredit,
} from "./DealSchema.ts"
import { stateProducts } from "./ProductCommands.ts"
import { StateProducts } from "./ProductSchema.ts"

export { ConditionSchema, conditionJsonSchema } from "./ConditionSchema.ts"
export type { DealAnswer, GateFactReader, MoveEvaluation, MoveRejection } from "./DealCommands.ts"
export type { ImportAnswer } from "./DealImportCommand.ts"
export type { DealCreditAnswer, DealLinesAnswer } from "./DealLineCommands.ts"
export {
  AmendDeal,
  FreezeDealRate,
  ImportDeals,
  MoveDeal,
  OpenDeal,
  SetDealLines,
  SplitDealCredit,
} from "./DealSchema.ts"
export type { ProductsAnswer } from "./ProductCommands.ts"
export { StateProducts } from "./ProductSchema.ts"

/**
 * The commands over deals.
 *
 * @param readFacts - reads what gates ask for; the department's own reader unless a host has another
 */
export const dealCommands = (readFacts: GateFactReader) => {
  const evaluate = command({ name: "deal.evaluate", input: MoveDeal, work: evaluateDealMove(readFacts) })
  return {
    /** Opens a deal. */
    open: command({ name: "deal.open", input: OpenDeal, work: openDeal }),
    /** Moves a deal to another stage. */
    move: command({ name: "deal.move", input: MoveDeal, work: moveDeal(readFacts) }),
    /** Says whether a move is possible, and everything it lacks. */
    evaluate: (caller: Caller, input: typeof MoveDeal.Encoded, options?: CommandOptions) =>
      evaluate(caller, input, { ...options, dryRun: true }),
    /** Changes stated values. */
    amend: command({ name: "deal.amend", input: AmendDeal, work: amendDeal }),
    /** Sets what is sold, line by line, and with it the amount. */
    setLines: command({ name: "deal.setLines", input: SetDealLines, work: setDealLines }),
    /** Splits the credit for a deal among reps. */
    splitCredit: command({ name: "deal.splitCredit", input: SplitDealCredit, work: splitDealCredit }),
    /** Freezes the rate of a deal that was closed before its rate was known. */
    freezeRate: command({ name: "deal.freezeRate", input: FreezeDealRate, work: freezeDealRate }),
    /** Records deals of a source. */
    import: command({ name: "deal.import", input: ImportDeals, work: importDeals }),
  }
}

/** The commands over deals. */
export type DealCommands = ReturnType<typeof dealCommands>

/** The commands over products. */
export const productCommands = {
  /** Records products as they are now. */
  state: command({ name: "product.state", input: StateProducts, work: stateProducts }),
}
