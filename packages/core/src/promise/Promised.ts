import { mapError } from "effect/Effect"
import type { Effect } from "effect/Effect"
import { kindOf } from "../effect/CallKind.ts"
import type { Caller } from "../ports/Caller.ts"
import { observed, ownNameOf } from "../ports/Observed.ts"
import type { Store } from "../ports/Store.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Problem } from "../shared/Problem.ts"
import { refusalOf } from "../effect/Unreadable.ts"

/**
 * A use case as a Promise, with the caller bound: services have it with the caller first and an Effect back, hosts without
 * Effect call it like this. It rejects with the service's own typed errors.
 */
export type Promised<Case> = Case extends (
  caller: Caller,
  ...rest: infer Rest
) => Effect<infer Answer, infer _E, infer _R>
  ? (...rest: Rest) => Promise<Answer>
  : never

/** A group of use cases as Promises. */
export type PromisedGroup<Group> = { readonly [Name in keyof Group]: Promised<Group[Name]> }

/** The errors that a use case rejects with. */
export type ErrorsOf<Case> = Case extends (
  caller: Caller,
  ...rest: infer _Rest
) => Effect<infer _Answer, infer E, infer _R>
  ? E
  : never

/**
 * Runs an Effect that needs nothing but the store.
 *
 * @param given - what the call was given, in which the cause of a failure may lie
 */
export type Run = <A, E>(effect: Effect<A, E, Store>, given?: ReadonlyArray<unknown>) => Promise<A>

type AnyUseCase = (caller: Caller, ...rest: ReadonlyArray<unknown>) => Effect<unknown, unknown, Store>

/**
 * Names a call of which no observer is told in the refusal of its input.
 *
 * @param call - what was called, such as `events`
 */
export const refusedAs = <A, E, R>(call: string, effect: Effect<A, E, R>): Effect<A, E, R> =>
  // The same error with its call named, which is what the compiler does not follow through a type that is not known yet.
  mapError(effect, (error) => (error instanceof InputInvalid ? (error.of(call) as E) : error))

/**
 * Binds a group of use cases to a caller: a mapping, no second implementation. Calls are observed, each under its name.
 *
 * @param name - the group's name in a session
 * @param wrong - what is wrong with the caller, with which every call is refused
 */
export const promised = <Group extends object>(
  name: string,
  group: Group,
  caller: Caller,
  run: Run,
  wrong: ReadonlyArray<Problem> = [],
): PromisedGroup<Group> => {
  // Names and arguments pass through untouched, which the mapped type says and a loop cannot show the compiler.
  const cases = Object.entries(group as { readonly [name: string]: AnyUseCase })
  const kind = kindOf(name, group)
  const bound = cases.map(([useCaseName, useCase]) => {
    const ownName = ownNameOf(useCase)
    const call = ownName ?? `${kind}.${useCaseName}`
    if (wrong.length > 0) return [useCaseName, () => Promise.reject(new InputInvalid(wrong, call))]
    if (ownName === null) {
      return [
        useCaseName,
        (...rest: ReadonlyArray<unknown>) =>
          run(
            observed(call, () => useCase(caller, ...rest)),
            rest,
          ),
      ]
    }
    return [
      useCaseName,
      (...rest: ReadonlyArray<unknown>) => {
        let effect: Effect<unknown, unknown, Store>
        try {
          // A command decodes its input here.
          effect = useCase(caller, ...rest)
        } catch (thrown) {
          return Promise.reject(refusalOf(thrown, rest))
        }
        return run(effect, rest)
      },
    ]
  })
  return Object.fromEntries(bound) as PromisedGroup<Group>
}
