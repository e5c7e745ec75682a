import type { Caller } from "../ports/Caller.ts"
import { late } from "./Late.ts"
import type { Late } from "./Late.ts"
import type { Run } from "./Promised.ts"
import { promised } from "./Promised.ts"
import { useCaseNames } from "./UseCaseNames.ts"
import { areas } from "./UseCases.ts"

/** A group of use cases, whose area is loaded when the first of them is called. */
export interface LateGroup {
  /** What it is about: `deals`. */
  readonly name: string
  /** Its use cases by name, each with whether it is a command. */
  readonly names: { readonly [useCase: string]: "command" | "query" }
  /** Its use cases. */
  readonly useCases: Late<object>
}

type Names = { readonly [area: string]: { readonly [group: string]: LateGroup["names"] } }

const groupsOf = ([area, groups]: [string, Names[string]]): ReadonlyArray<LateGroup> => {
  // Names pass through untouched, which the types of both tables say and a loop cannot show the compiler.
  const load = (areas as { readonly [area: string]: () => Promise<object> })[area]
  const loading = late(load as () => Promise<{ readonly [group: string]: object }>)
  return Object.entries(groups).map(([name, names]) => ({
    name,
    names,
    useCases: {
      now: () => loading.now()?.[name] ?? null,
      load: async () => (await loading.load())[name] ?? {},
    },
  }))
}

/** Every group of use cases. */
export const lateGroups: ReadonlyArray<LateGroup> = Object.entries<Names[string]>(useCaseNames).flatMap(groupsOf)

/** Loads the areas of these groups, all where left out. */
export const loadGroups = async (groups: ReadonlyArray<LateGroup> = lateGroups): Promise<void> => {
  await Promise.all(groups.map(({ useCases }) => useCases.load()))
}

type Case = (...rest: ReadonlyArray<unknown>) => Promise<unknown>
type Cases = { readonly [name: string]: Case }

/**
 * Binds a group to a caller. Once its area is there a call begins at once, as it does with a group that was never waited for; those made
 * before begin in the order in which they were made.
 */
export const boundGroup = ({ name, names, useCases }: LateGroup, caller: Caller, run: Run): object => {
  let bound: Cases | null = null
  const bind = (group: object): Cases => (bound ??= promised(name, group, caller, run) as Cases)
  const loaded = useCases.now()
  if (loaded !== null) return bind(loaded)
  const call =
    (useCase: string): Case =>
    (...rest) => {
      const group = useCases.now()
      const call = (cases: Cases) => (cases[useCase] as Case)(...rest)
      return group === null ? useCases.load().then((late) => call(bind(late))) : call(bind(group))
    }
  return Object.fromEntries(Object.keys(names).map((useCase) => [useCase, call(useCase)]))
}
