import { isSalesDeptError } from "@salesdept/core/promise"
import type { Problem } from "@salesdept/core/shared"

/** A use case, with whatever it is given. */
export type AnyUseCase = (...args: ReadonlyArray<unknown>) => Promise<unknown>

/** A name or a position on the way to a value. */
export type Place = string | number

/** The names and positions that a path is made of. */
const placesOf = (path: string): ReadonlyArray<Place> =>
  [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name = ""]) =>
    index === undefined ? name : Number(index),
  )

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A copy with another value at a place. */
export const withAt = (input: unknown, places: ReadonlyArray<Place>, value: unknown): unknown => {
  const [place, ...rest] = places
  if (place === undefined) return value
  if (typeof place === "number") {
    const list: Array<unknown> = Array.isArray(input) ? [...(input as ReadonlyArray<unknown>)] : []
    list[place] = withAt(list[place], rest, value)
    return list
  }
  const fields = isObject(input) ? input : {}
  return { ...fields, [place]: withAt(fields[place], rest, value) }
}

/** What is wrong with an input; nothing where it was taken for one. */
const problemsOf = async (call: AnyUseCase, input: unknown): Promise<ReadonlyArray<Problem>> => {
  try {
    await call(input)
    return []
  } catch (error) {
    return isSalesDeptError(error) && error._tag === "InputInvalid" ? error.data.problems : []
  }
}

/** The prefix of the ids that are asked for; null where none are. */
const prefixIn = ({ message: { en } }: Problem): string | null => /such as ([a-zA-Z]+)_17/.exec(en)?.[1] ?? null

const guesses: ReadonlyArray<unknown> = [null, {}, [], "x", 1, "2026-Q1", "2026-02-02", true, [null], { on: null }]

/** A better value, by what was said of the one before. */
const better = (problem: Problem, attempt: number, idOf: (prefix: string) => string): unknown => {
  const {
    code,
    message: { en },
  } = problem
  if (code === "field.missing") return null
  const prefix = prefixIn(problem)
  if (prefix !== null) return idOf(prefix)
  if (/such as ruCalendar/.test(en)) return undefined
  const [, example] = /such as "?([^\s",]+)"?/.exec(en) ?? []
  if (example !== undefined && attempt < 6) return example
  const [quoted] = /"[^"]*"/.exec(en) ?? []
  if (quoted !== undefined) return JSON.parse(quoted)
  if (/ a text| characters|letters, digits/.test(en)) return "x"
  if (/ a list/.test(en)) return []
  if (/ an object/.test(en)) return {}
  if (/ true or false/.test(en)) return true
  if (/count|size/.test(code)) return [null]
  const [, least] = /must (?:have|hold|be)(?: from)? (\d+) to/.exec(en) ?? []
  if (least !== undefined) return Number(least)
  return / a (whole )?number/.test(en) ? 1 : guesses[attempt % guesses.length]
}

const mostSteps = 24

/** An input that a use case takes for one, found by mending what it finds wrong, with these ids in it. */
export const inputFor = async (
  call: AnyUseCase,
  idOf: (prefix: string) => string,
  begin: unknown = {},
): Promise<unknown> => {
  let input = begin
  const attempts = new Map<string, number>()
  for (let step = 0; step < mostSteps; step += 1) {
    const problems = await problemsOf(call, input)
    if (problems.length === 0) return input
    for (const problem of problems) {
      const attempt = attempts.get(problem.path) ?? 0
      attempts.set(problem.path, attempt + 1)
      input = withAt(input, placesOf(problem.path), better(problem, attempt, idOf))
    }
  }
  return null
}

/** The fields that a use case knows at a place: it names them where one is unknown to it. */
const namesAt = async (
  call: AnyUseCase,
  good: unknown,
  places: ReadonlyArray<Place>,
): Promise<ReadonlyArray<string>> => {
  const problems = await problemsOf(call, withAt(good, [...places, "zz"], 1))
  const unknown = problems.find(({ code, path }) => code === "field.unknown" && /(?:^|\.)zz$/.test(path))
  return (unknown?.message.en.split("there are: ")[1] ?? "").split(", ").filter((name) => name !== "")
}

/** A place of an input where an id of a kind may stand. */
export interface IdPlace {
  /** The way to it. */
  readonly places: ReadonlyArray<Place>
  /** The prefix of the ids. */
  readonly prefix: string
}

/** Every place of an input, down to the second level of lists and objects, where an id may stand, given or not. */
export const idPlacesOf = async (call: AnyUseCase, good: unknown): Promise<ReadonlyArray<IdPlace>> => {
  const tops = await namesAt(call, good, [])
  const ways: Array<ReadonlyArray<Place>> = tops.map((top) => [top])
  for (const top of tops) {
    ways.push([top, 0])
    for (const way of [[top], [top, 0]]) for (const name of await namesAt(call, good, way)) ways.push([...way, name])
  }
  const found: Array<IdPlace> = []
  for (const places of ways) {
    // No id, and of no other type that a field may have.
    const problems = await problemsOf(call, withAt(good, places, "no id\u0000"))
    const prefix = problems.map((problem) =>
      placesOf(problem.path).join() === places.join() ? prefixIn(problem) : null,
    )
    const first = prefix.find((one) => one !== null)
    if (first !== undefined && first !== null) found.push({ places, prefix: first })
  }
  return found
}
