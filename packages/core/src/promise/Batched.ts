import type * as Result from "effect/Result"
import type { CommandOptions, Outcome, PreparedCommand } from "../ports/Command.ts"
import type { InputInvalid } from "../shared/InputErrors.ts"
import { useCases } from "./UseCases.ts"

/** What of a use case makes it a command that can be planned. */
interface Preparing {
  readonly prepare: (input: never) => Result.Result<PreparedCommand<unknown, unknown>, InputInvalid>
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
  readonly [Area in keyof typeof useCases]: PlanningGroup<(typeof useCases)[Area]>
}

/** Runs several commands as one. */
export type RunBatch = <const Plan extends ReadonlyArray<PlannedCommand<unknown>>>(
  plan: (commands: BatchCommands) => Plan,
  options?: CommandOptions,
) => Promise<Outcome<{ readonly answers: BatchAnswers<Plan> }>>

const isPreparing = (useCase: unknown): useCase is Preparing => typeof useCase === "function" && "prepare" in useCase

const planning = (group: object): object =>
  Object.fromEntries(
    Object.entries(group).flatMap(([name, useCase]: [string, unknown]) =>
      isPreparing(useCase) ? [[name, (input: never) => ({ prepared: useCase.prepare(input) })]] : [],
    ),
  )

/** The commands, ready to be planned. */
export const batchCommands: BatchCommands = Object.fromEntries(
  Object.entries(useCases).map(([name, group]) => [name, planning(group)]),
  // Names and inputs pass through untouched, which the mapped type says and a loop cannot show the compiler.
) as BatchCommands
