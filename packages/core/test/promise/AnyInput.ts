import { isSalesDeptError } from "../../src/shared/Failure.ts"
import { InputInvalid } from "../../src/shared/InputErrors.ts"
import type { Problem } from "../../src/shared/Problem.ts"

/** A call of the facade, with whatever a host in plain JavaScript may give it. */
export type AnyCall = (...args: ReadonlyArray<unknown>) => unknown

const throwing = (): object =>
  Object.defineProperties(
    {},
    Object.fromEntries(
      ["id", "dealId", "on", "limit", "tx", "where"].map((name) => [
        name,
        {
          enumerable: true,
          get: () => {
            throw new Error("a getter of the host")
          },
        },
      ]),
    ),
  )

const trap = (): never => {
  throw new Error("a trap of the host")
}

const deep = (levels: number): unknown => {
  let value: unknown = {}
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { where: value }
  return value
}

const circle = (): object => {
  const value: { [name: string]: unknown } = {}
  value["where"] = value
  return value
}

const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

/** Values by what reports call them. */
export type Values = { readonly [name: string]: unknown }

/** What is the input of nothing, and the value of no field: whatever is given it refuses it. */
export const never: Values = {
  NaN: Number.NaN,
  bigint: 5n,
  symbol: Symbol("x"),
  function: () => 1,
  "getters that throw": throwing(),
  "proxy that throws": new Proxy({}, { get: trap, has: trap, ownKeys: trap, getPrototypeOf: trap }),
  "revoked proxy": revoked(),
}

/** What is the input of nothing, but may be of a use to a field. */
export const noInput: Values = {
  true: true,
  5: 5,
  '"NUL"': "a\u0000b",
  "[]": [],
  "[null]": [null],
  "{zz}": { zz: 1 },
  "{__proto__}": JSON.parse('{"__proto__": {"a": 1}}'),
  date: new Date(0),
  map: new Map([["a", 1]]),
  error: new Error("x"),
  promise: Promise.resolve(1),
  circle: circle(),
  "wrong kinds": { id: 5, dealId: [], on: {}, limit: "x", where: 5, from: null, to: true, span: [] },
}

/** What some call takes, or takes for nothing; and what is at the bounds of something. */
export const odd: Values = {
  undefined: undefined,
  null: null,
  "-1": -1,
  1.5: 1.5,
  1e308: 1e308,
  '""': "",
  "half a pair": "\ud800",
  "long text": "я".repeat(70_000),
  "first day": "0001-01-01",
  "last day": "9999-12-31",
  "day zero": "0000-00-00",
  "last instant": "9999-12-31T23:59:59.999Z",
  "first instant": "0001-01-01T00:00:00.000Z",
  "no quarter": "2026-Q5",
  "last period": "9999-Q4",
  "[,]": Array.from({ length: 3 }),
  "{}": {},
  "no prototype": Object.create(null),
  "symbol key": { [Symbol("x")]: 1 },
  deep: deep(20_000),
}

/** What has not answered by then hangs. */
const longestMs = 30_000

/** What a call came to: its answer, the library's error that it was refused with, or in words what must not be. */
export type Outcome = { readonly answer: unknown } | { readonly refused: Error } | { readonly fault: string }

const faultOf = (error: unknown): string => {
  if (!(error instanceof Error)) return `rejects with ${typeof error}`
  const [, at = ""] = (error.stack ?? "").split("\n    at ")
  return `${error.name}: ${error.message.slice(0, 120)} (${at.replace(/^.*\/packages\//, "")})`
}

const refusedOf = (error: unknown): Outcome => {
  if (!isSalesDeptError(error)) return { fault: faultOf(error) }
  const { en, ru } = error.messages
  if (en === "" || !/[а-яё]/i.test(ru)) return { fault: `${error._tag} has no texts` }
  if (error._tag === "StoreFault") return { fault: `a fault of the store: ${en.slice(0, 200)}` }
  if (error._tag === "InputInvalid") {
    const { problems } = error as InputInvalid
    if (problems.length === 0) return { fault: "InputInvalid without problems" }
    const bad = problems.filter(({ code, message }) => code === "" || message.en === "" || message.ru === "")
    if (bad.length > 0) return { fault: "a problem has no code or text" }
  }
  JSON.stringify(error)
  return { refused: error }
}

/** Calls, and tells what came of it. */
export const outcomeOf = async (call: AnyCall, args: ReadonlyArray<unknown>): Promise<Outcome> => {
  let answer: unknown
  try {
    answer = call(...args)
  } catch (error) {
    return { fault: `throws at once: ${faultOf(error)}` }
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ fault: "does not answer" }), longestMs)
  })
  const settled = Promise.resolve(answer).then(
    (found): Outcome => ({ answer: found }),
    (error: unknown): Outcome => refusedOf(error),
  )
  const outcome = await Promise.race([settled, late])
  clearTimeout(timer)
  return outcome
}

type Place = string | number

/** The names and positions that a path is made of. */
export const placesOf = (path: string): ReadonlyArray<Place> =>
  [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name = ""]) =>
    index === undefined ? name : Number(index),
  )

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null

/** A copy with another value at a place. */
export const withAt = (input: unknown, places: ReadonlyArray<Place>, value: unknown): unknown => {
  const [place, ...rest] = places
  if (place === undefined) return value
  if (typeof place === "number") {
    const list: Array<unknown> = Array.isArray(input) ? [...(input as ReadonlyArray<unknown>)] : []
    list[place] = withAt(list[place], rest, value)
    return list
  }
  const fields = isObject(input) && !Array.isArray(input) ? input : {}
  return { ...fields, [place]: withAt(fields[place], rest, value) }
}

const guesses: ReadonlyArray<unknown> = [null, {}, [], "x", 1, "2026-Q1", "2026-02-02", true, [null], { on: null }]

const quoted = (text: string): unknown => {
  const [found] = /"[^"]*"/.exec(text) ?? []
  return found === undefined ? undefined : JSON.parse(found)
}

/** A better value, by what was said of the one before. */
const better = ({ code, message: { en } }: Problem, attempt: number): unknown => {
  if (code === "field.missing") return null
  if (/such as ruCalendar/.test(en)) return undefined
  const [, example] = /such as "?([^\s",]+)"?/.exec(en) ?? []
  if (example !== undefined && attempt < 6) return example.replace(/_17$/, "_1")
  const [, field, value] = /object whose (\S+) is ("[^"]*")/.exec(en) ?? []
  if (field !== undefined && value !== undefined) return { [field]: JSON.parse(value) }
  const text = quoted(en)
  if (text !== undefined) return text
  if (/ a text| characters/.test(en)) return "x"
  if (/ a list/.test(en)) return []
  if (/ an object/.test(en)) return {}
  if (/ true or false/.test(en)) return true
  if (/letters, digits/.test(en)) return "x"
  const [, least] = /must (?:have|hold|be)(?: from)? (\d+) to/.exec(en) ?? []
  if (/count|size/.test(code)) return [null]
  if (least !== undefined) return Number(least)
  if (/ a (whole )?number/.test(en)) return 1
  return guesses[attempt % guesses.length]
}

const mostSteps = 24

/** An input that the call takes for one, found by mending what it finds wrong; null where none was found. */
export const mended = async (call: AnyCall, known: { readonly [path: string]: unknown }): Promise<unknown> => {
  let input: unknown = {}
  const attempts = new Map<string, number>()
  for (let step = 0; step < mostSteps; step += 1) {
    const outcome = await outcomeOf(call, [input])
    if (!("refused" in outcome) || !(outcome.refused instanceof InputInvalid)) return input
    for (const problem of outcome.refused.problems) {
      const { path } = problem
      const attempt = attempts.get(path) ?? 0
      attempts.set(path, attempt + 1)
      const value = attempt === 1 && path in known ? known[path] : better(problem, attempt)
      input = withAt(input, placesOf(path), value)
    }
  }
  return null
}

const namedIn = (outcome: Outcome, path: string): ReadonlyArray<string> => {
  if (!("refused" in outcome) || !(outcome.refused instanceof InputInvalid)) return []
  return outcome.refused.problems
    .filter((problem) => problem.path === path && problem.code === "field.unknown")
    .flatMap(({ message: { en } }) => (en.split("there are: ")[1] ?? "").split(", ").filter((name) => name !== ""))
}

/** Paths of what an outcome refuses; none where it is no refusal of the input. */
export const wrongPathsIn = (outcome: Outcome): ReadonlyArray<string> =>
  "refused" in outcome && outcome.refused instanceof InputInvalid
    ? outcome.refused.problems.map(({ path }) => path)
    : []

/** Paths of the fields that a call knows, also of those that need not be given: it names them where one is unknown to it. */
export const fieldsOf = async (call: AnyCall, good: unknown): Promise<ReadonlyArray<string>> => {
  const tops = namedIn(await outcomeOf(call, [withAt(good, ["zz"], 1)]), "zz")
  const all = new Set([...tops, ...(isObject(good) ? Object.keys(good) : [])])
  for (const top of tops) {
    for (const name of namedIn(await outcomeOf(call, [withAt(good, [top], { zz: 1 })]), `${top}.zz`))
      all.add(`${top}.${name}`)
    for (const name of namedIn(await outcomeOf(call, [withAt(good, [top], [{ zz: 1 }])]), `${top}[0].zz`))
      all.add(`${top}[0].${name}`)
  }
  return [...all]
}
