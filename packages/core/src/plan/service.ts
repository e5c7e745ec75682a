/**
 * Commands over plans, as Effects.
 *
 * @packageDocumentation
 */
import * as Result from "effect/Result"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import { command } from "../ports/Command.ts"
import { planAggregate } from "./Plan.ts"
import type { Plan } from "./PlanSchema.ts"
import { PublishPlan } from "./PlanSchema.ts"

export { PublishPlan } from "./PlanSchema.ts"

/** A plan as commands answer it. */
export interface PlanAnswer {
  /** The plan after the command. */
  readonly plan: Plan
}

function* publishPlan(input: PublishPlan, context: CommandContext): Work<PlanAnswer, never> {
  const before = yield* byId(planAggregate, input.id)
  const change = recordEvents(planAggregate, before, [{ type: "PlanPublished", payload: input }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { plan: change.after }))
}

/** The commands over plans. */
export const planCommands = {
  /** Publishes a plan, or a later version of it. */
  publish: command({ name: "plan.publish", input: PublishPlan, work: publishPlan }),
}
