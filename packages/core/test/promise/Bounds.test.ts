import { describe, expect, it } from "vitest"
import { presets } from "../../src/department/DepartmentPresets.ts"
import { memory, salesDept } from "../../src/promise/index.ts"
import { useCaseNames } from "../../src/promise/UseCaseNames.ts"
import { InputInvalid } from "../../src/shared/InputErrors.ts"
import type { Problem } from "../../src/shared/Problem.ts"
import type { AnyCall } from "./AnyInput.ts"
import { fieldsOf, mended, outcomeOf, placesOf, withAt } from "./AnyInput.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const dept = await salesDept({ store: memory(), department, now: () => Date.parse("2026-02-02T06:00:00.000Z") })
const groups = dept.tenant("shop").as("user:1") as unknown as {
  readonly [group: string]: { readonly [name: string]: AnyCall }
}

/** What is given to a question is kept nowhere. */
const commands = Object.values(useCaseNames)
  .flatMap((area) => Object.entries<{ readonly [name: string]: string }>({ ...area }))
  .flatMap(([group, names]) => Object.entries(names).map(([name, kind]) => [group, name, kind] as const))
  .filter(([, , kind]) => kind === "command")

const beyondAll = 1_000_000
const beyondAllLists = 20_001

/** What is wrong at a field, whatever else is. */
const problemsAt = async (call: AnyCall, input: unknown, field: string): Promise<ReadonlyArray<Problem>> => {
  const outcome = await outcomeOf(call, [input])
  if (!("refused" in outcome) || !(outcome.refused instanceof InputInvalid)) return []
  return outcome.refused.problems.filter(({ path }) => path === field)
}

const mostOf = ({ message: { en } }: Problem): number | null => {
  const [, most] = /(?:to|at most) ([\d,]+) characters/.exec(en) ?? []
  return most === undefined ? null : Number(most.replaceAll(",", ""))
}

let bounds = 0
let lists = 0

describe("every text that a command takes has a bound, is taken at it and refused beyond it, and lists have one", () => {
  it.each(commands)("%s.%s", async (group, name) => {
    const call = groups[group]?.[name] ?? expect.fail(`${group}.${name}`)
    const good = await mended(call, {})
    const faults: Array<string> = []
    for (const field of await fieldsOf(call, good)) {
      const given = (length: number): unknown => withAt(good, placesOf(field), "x".repeat(length))
      // Of another type, or one of a few values: nothing of any length is taken.
      const one = await problemsAt(call, given(1), field)
      const much = await problemsAt(call, given(beyondAll), field)
      if (much.length === 0) faults.push(`${field} takes a text of any length`)
      const most = much.map(mostOf).find((found) => found !== null)
      if (most === null || most === undefined || one.length > 0) continue
      bounds += 1
      if ((await problemsAt(call, given(most), field)).length > 0) faults.push(`${field} is refused at ${most}`)
      if ((await problemsAt(call, given(most + 1), field)).length === 0) faults.push(`${field} is taken beyond ${most}`)
    }
    for (const [field, list] of Object.entries(good ?? {})) {
      if (!Array.isArray(list) || list.length === 0) continue
      const long = withAt(
        good,
        [field],
        Array.from({ length: beyondAllLists }, () => list[0] as unknown),
      )
      const told = (await problemsAt(call, long, field)).map(({ message }) => message.en)
      lists += 1
      if (!told.some((text) => /\d/.test(text))) faults.push(`${field} takes a list of any length`)
    }
    expect(faults).toEqual([])
  })

  it("was found of many", () => {
    expect(bounds).toBeGreaterThan(100)
    expect(lists).toBeGreaterThan(8)
  })
})
