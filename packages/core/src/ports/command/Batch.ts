import type { Effect } from "effect/Effect"
import * as Result from "effect/Result"
import { batchWork } from "./BatchWork.ts"
import { isSalesDeptError } from "../../shared/Failure.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Problem } from "../../shared/Problem.ts"
import { problemsUnder } from "../../shared/Problem.ts"
import type { Forbidden } from "../AccessPolicy.ts"
import { BatchRefused } from "./BatchErrors.ts"
import type { Caller } from "../Caller.ts"
import type { CommandOptions, Outcome, PreparedCommand } from "./Command.ts"
import { execute } from "./Command.ts"
import { readReferences } from "./References.ts"
import type { Store } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"

/** A command planned for a batch. */
export interface PlannedCommand<Answer> {
  /** Decodes its input. */
  readonly prepared: Result.Result<PreparedCommand<Answer, unknown>, InputInvalid>
}

/** The answers of planned commands, in their order. */
export type BatchAnswers<Plan extends ReadonlyArray<PlannedCommand<unknown>>> = {
  readonly [Index in keyof Plan]: Plan[Index] extends PlannedCommand<infer Answer> ? Answer : never
}

/** Most commands in one batch. */
const mostCommands = 1000

const sizeProblem: Problem = {
  path: "",
  code: "batch.size",
  message: {
    en: `must hold 1 to ${mostCommands} commands`,
    ru: `должно быть от 1 до ${mostCommands} команд`,
  },
}

const refused = (names: ReadonlyArray<string>) => (index: number, rejection: unknown) => {
  // Every command refuses with the library's errors; what else is thrown is a fault of a command and never comes here.
  if (!isSalesDeptError(rejection)) throw rejection
  return new BatchRefused(index, names[index] ?? "", rejection)
}

const prepareAll = <Answer>(
  plan: ReadonlyArray<PlannedCommand<Answer>>,
): Result.Result<PreparedCommand<{ readonly answers: ReadonlyArray<Answer> }, BatchRefused>, InputInvalid> => {
  const problems: Array<Problem> = plan.length === 0 || plan.length > mostCommands ? [sizeProblem] : []
  const commands: Array<PreparedCommand<Answer, unknown>> = []
  for (const [index, { prepared }] of plan.entries()) {
    if (Result.isSuccess(prepared)) commands.push(prepared.success)
    else problems.push(...problemsUnder(`[${index}]`, prepared.failure.problems))
  }
  if (problems.length > 0) return Result.fail(new InputInvalid(problems))
  return Result.succeed({
    name: "batch",
    input: commands.map(({ input, name }) => [name, input]),
    references: [],
    times: commands.flatMap(({ times }, index) => times.map((time) => ({ ...time, path: `[${index}].${time.path}` }))),
    work: (context) =>
      batchWork(
        commands.map(
          ({ work }) =>
            () =>
              work(context),
        ),
        refused(commands.map(({ name }) => name)),
        readReferences(
          commands.flatMap(({ references }) => references.filter(({ kind }) => !context.keptByHost.has(kind))),
          // Whose a record is says only the record itself.
          context.access.isUnlimited,
        ),
      ),
  })
}

/**
 * Runs several commands as one: in order, in one transaction, each seeing what those before it decided; all are written or none is. Options
 * hold for the whole: one idempotency key, one time, one dry run, one transaction of the host. A record that several of them
 * change gets its events in their order and its texts of the last.
 *
 * @param caller - tenant, actor and roles
 * @param plan - 1 to 1,000 commands
 * @param options - of the whole: idempotency key, time, dry run, transaction of the host
 * @returns their answers, in order
 * @example
 * ```ts
 * import { clientCommands } from "@salesdept/core/client/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { batch } from "@salesdept/core/ports"
 * import { Effect } from "effect"
 *
 * const { prepare } = clientCommands.register
 * const plan = [{ prepared: prepare({ name: "Ромашка" }) }, { prepared: prepare({ name: "Василёк" }) }] as const
 * const run = batch({ tenant: "shop-17", actor: "user:42" }, plan)
 * const { events } = await Effect.runPromise(Effect.provide(run, layerMemory))
 * events.length // 2
 * ```
 */
export const batch = <const Plan extends ReadonlyArray<PlannedCommand<unknown>>>(
  caller: Caller,
  plan: Plan,
  options?: CommandOptions,
): Effect<
  Outcome<{ readonly answers: BatchAnswers<Plan> }>,
  BatchRefused | Forbidden | InputInvalid | StoreError,
  Store
> =>
  // Answers come in the order of the plan, which the mapped type says and a list cannot show the compiler.
  execute(
    "batch",
    caller,
    prepareAll(plan) as Result.Result<
      PreparedCommand<{ readonly answers: BatchAnswers<Plan> }, BatchRefused>,
      InputInvalid
    >,
    options,
  )
