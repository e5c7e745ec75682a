import type { Effect } from "effect/Effect"
import type { Caller } from "../ports/Command.ts"
import { isObserved, observed } from "../ports/Observed.ts"
import type { Store } from "../ports/Store.ts"

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

/** Runs an Effect that needs nothing but the store. */
export type Run = <A, E>(effect: Effect<A, E, Store>) => Promise<A>

type AnyUseCase = (caller: Caller, ...rest: ReadonlyArray<unknown>) => Effect<unknown, unknown, Store>

/** Binds a group of use cases to a caller: a mapping, no second implementation. Calls are observed, each under its name. */
export const promised = <Group extends object>(
  area: string,
  group: Group,
  caller: Caller,
  run: Run,
): PromisedGroup<Group> => {
  // Names and arguments pass through untouched, which the mapped type says and a loop cannot show the compiler.
  const cases = Object.entries(group as { readonly [name: string]: AnyUseCase })
  const bound = cases.map(([name, useCase]) => [
    name,
    isObserved(useCase)
      ? (...rest: ReadonlyArray<unknown>) => run(useCase(caller, ...rest))
      : (...rest: ReadonlyArray<unknown>) => run(observed(`${area}.${name}`, () => useCase(caller, ...rest))),
  ])
  return Object.fromEntries(bound) as PromisedGroup<Group>
}
