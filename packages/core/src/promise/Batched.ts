import * as Result from "effect/Result"
import type { PlannedCommand as Planned } from "../ports/command/Batch.ts"
import type { CommandOptions, Outcome, PreparedCommand } from "../ports/command/Command.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Problem } from "../shared/Problem.ts"
import type { LateGroup } from "./LateUseCases.ts"
import { lateGroups, loadGroups } from "./LateUseCases.ts"
import { readably } from "../effect/Unreadable.ts"
import type { UseCases } from "./UseCases.ts"

/** What of a use case makes it a command that can be planned. */
interface Preparing {
  readonly prepare: (input: never) => Planned<unknown>["prepared"]
}

declare const answered: unique symbol

/** A command planned for a batch. */
export interface PlannedCommand<Answer> {
  /** What it will answer; there is nothing to be read before the batch has run. */
  readonly [answered]: Answer
}

/** The answers of planned commands, in their order. */
export type BatchAnswers<Plan extends ReadonlyArray<PlannedCommand<unknown>>> = {
  readonly [Index in keyof Plan]: Plan[Index] extends PlannedCommand<infer Answer> ? Answer : never
}

type Planning<Case> = Case extends {
  readonly prepare: (input: infer Encoded) => Result.Result<PreparedCommand<infer Answer, infer _E>, InputInvalid>
}
  ? (input: Encoded) => PlannedCommand<Answer>
  : never

type PlanningGroup<Group> = {
  readonly [Name in keyof Group as Group[Name] extends Preparing ? Name : never]: Planning<Group[Name]>
}

/** Every command of the library, to be planned for a batch instead of run: the same names, the same inputs. */
export type BatchCommands = {
  readonly [Area in keyof UseCases]: PlanningGroup<UseCases[Area]>
}

/** Runs several commands as one. */
export type RunBatch = <const Plan extends ReadonlyArray<PlannedCommand<unknown>>>(
  plan: (commands: BatchCommands) => Plan,
  options?: CommandOptions,
) => Promise<Outcome<{ readonly answers: BatchAnswers<Plan> }>>

/** A command as it was named in a plan. */
interface Named {
  readonly group: LateGroup
  readonly useCase: string
  readonly input: unknown
}

/** Everything that was named by {@link batchCommands}: what a host makes itself is none. */
const named = new WeakSet<object>()

const namedAs = (command: Named): Named => {
  named.add(command)
  return command
}

const planning = (group: LateGroup): object =>
  Object.fromEntries(
    Object.entries(group.names).flatMap(([useCase, kind]) =>
      kind === "command" ? [[useCase, (input: unknown): Named => namedAs({ group, useCase, input })]] : [],
    ),
  )

/** The commands, ready to be planned. */
const batchCommands: BatchCommands = Object.fromEntries(
  lateGroups.map((group) => [group.name, planning(group)]),
  // Names and inputs pass through untouched, which the mapped type says and a loop cannot show the compiler.
) as BatchCommands

const planProblem = (path: string, code: string, en: string, ru: string): Problem => ({
  path,
  code,
  message: { en, ru },
})

const isNamed = (planned: unknown): planned is Named =>
  typeof planned === "object" && planned !== null && named.has(planned)

/**
 * Has a host plan a batch. What its function throws comes through as it is.
 *
 * @throws InputInvalid where there is no function, or it gives no list of the commands that it is given
 */
export const plannedBy = (plan: (commands: BatchCommands) => unknown): ReadonlyArray<Named> => {
  if (typeof plan !== "function") {
    throw new InputInvalid(
      [
        planProblem(
          "",
          "batch.plan",
          "must be a function that plans commands",
          "ожидается функция, которая планирует команды",
        ),
      ],
      "batch",
    )
  }
  const planned = plan(batchCommands)
  const commands = readably<ReadonlyArray<unknown> | null>(
    planned,
    () => (Array.isArray(planned) ? Array.from(planned) : null),
    () => null,
  )
  if (commands === null) {
    throw new InputInvalid(
      [planProblem("", "field.type", "must be a list of commands", "ожидается список команд")],
      "batch",
    )
  }
  const problems = commands.flatMap((one, at) =>
    isNamed(one)
      ? []
      : [
          planProblem(
            `[${at}]`,
            "batch.command",
            "must be a command of those given to the function: commands.deals.open(…)",
            "ожидается команда из тех, что переданы функции: commands.deals.open(…)",
          ),
        ],
  )
  if (problems.length > 0) throw new InputInvalid(problems, "batch")
  return commands.filter(isNamed)
}

/** Loads what the commands of a plan need, and decodes their inputs. */
export const prepared = async (plan: ReadonlyArray<Named>): Promise<ReadonlyArray<Planned<unknown>>> => {
  await loadGroups(plan.map(({ group }) => group))
  return plan.map(({ group, input, useCase }) => {
    const cases = group.useCases.now() as { readonly [name: string]: Preparing } | null
    const prepare = cases?.[useCase]?.prepare as ((input: unknown) => Planned<unknown>["prepared"]) | undefined
    if (prepare === undefined) throw new TypeError(`${group.name}.${useCase} is no command`)
    return readably<Planned<unknown>>(
      input,
      () => ({ prepared: prepare(input) }),
      (problems) => ({ prepared: Result.fail(new InputInvalid(problems)) }),
    )
  })
}
