import type { Caller } from "../ports/Caller.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import { late } from "./Late.ts"
import type { Late } from "./Late.ts"
import type { Run } from "./Promised.ts"
import { promised } from "./Promised.ts"
import { readably } from "../effect/Unreadable.ts"
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

/** What holds callers to a shape: loaded with the first area. */
const door = late(() => import("../ports/input/CallerProblems.ts"))

/** What is wrong with a caller; nothing where no area is loaded yet, whose code would tell. */
const callerWrong = (caller: Caller): ReadonlyArray<Problem> => {
  const { callerProblems } = door.now() ?? { callerProblems: () => [] }
  return readably(
    caller,
    () => callerProblems(caller),
    (problems) => problemsUnder("caller", problems),
  )
}

/**
 * Loads what holds callers to a shape.
 *
 * @returns what is wrong with this one
 */
export const wrongWith = async (caller: Caller): Promise<ReadonlyArray<Problem>> => {
  await door.load()
  return callerWrong(caller)
}

const groupsOf = ([area, groups]: [string, Names[string]]): ReadonlyArray<LateGroup> => {
  // Names pass through untouched, which the types of both tables say and a loop cannot show the compiler.
  const load = (areas as { readonly [area: string]: () => Promise<object> })[area]
  const loading = late(async () => {
    const [loaded] = await Promise.all([load?.(), door.load()])
    return loaded as { readonly [group: string]: object }
  })
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

/** The last call that waits for code, of whatever session; null where none does. */
let lastWaiting: Promise<unknown> | null = null

/**
 * Begins a call when its code is there and every call that was made before it has begun: at once where nothing waits for code.
 *
 * @param code - what the call needs, where it is there; else null
 * @param load - loads it
 */
export const inOrder = <Code, A>(
  code: Code | null,
  load: () => Promise<Code>,
  call: (code: Code) => Promise<A>,
): Promise<A> => {
  if (code !== null && lastWaiting === null) return call(code)
  const before = lastWaiting
  const ready = Promise.all([load(), before])
  const answer = ready.then(([loaded]) => call(loaded))
  // A call whose code cannot be loaded holds up those behind it no longer than those before it do.
  const turn: Promise<unknown> = Promise.allSettled([ready, before]).finally(() => {
    if (lastWaiting === turn) lastWaiting = null
  })
  lastWaiting = turn
  return answer
}

let hasAll = false

/** Whether the code of every area is there. */
const isAllThere = (): boolean => (hasAll ||= lateGroups.every(({ useCases }) => useCases.now() !== null))

/**
 * Binds a group to a caller. A call begins when the code of its area is there, and calls begin in the order in which they are made.
 *
 * @param wrong - what is wrong with what the session was given beside the caller
 */
export const boundGroup = (
  { name, names, useCases }: LateGroup,
  caller: Caller,
  run: Run,
  wrong: ReadonlyArray<Problem>,
): object => {
  let bound: Cases | null = null
  const bind = (group: object): Cases =>
    (bound ??= promised(name, group, caller, run, [...callerWrong(caller), ...wrong]) as Cases)
  const loaded = useCases.now()
  // Nothing will ever wait for code again.
  if (loaded !== null && lastWaiting === null && isAllThere()) return bind(loaded)
  const call =
    (useCase: string): Case =>
    (...rest) =>
      inOrder(useCases.now(), useCases.load, (group) => (bind(group)[useCase] as Case)(...rest))
  return Object.fromEntries(Object.keys(names).map((useCase) => [useCase, call(useCase)]))
}
