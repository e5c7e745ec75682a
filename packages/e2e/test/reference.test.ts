import { memory, salesDept } from "@salesdept/core/promise"
import { join } from "node:path"
import ts from "typescript"
import { beforeAll, describe, expect, it } from "vitest"
import { callPages } from "../src/reference/CallPages.ts"
import type { ReferenceArea, ReferenceCall } from "../src/reference/SessionCalls.ts"
import { sessionCalls } from "../src/reference/SessionCalls.ts"

const root = join(import.meta.dirname, "../../..")

describe("the reference of a session's calls", () => {
  let areas: ReadonlyArray<ReferenceArea>
  let calls: ReadonlyArray<ReferenceCall>

  beforeAll(() => {
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
      readonly config: unknown
    }
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
    const file = join(root, "packages/core/src/promise/UseCases.ts")
    const program = ts.createProgram([file], options)
    const source = program.getSourceFile(file)
    if (source === undefined) throw new Error(`${file} cannot be read`)
    areas = sessionCalls(program.getTypeChecker(), source)
    calls = areas.flatMap(({ groups }) => groups).flatMap(({ calls: own, reads }) => [...own, ...reads])
  }, 120_000)

  const called = (name: string): ReferenceCall => {
    const found = calls.find(({ call }) => call.startsWith(`${name}(`))
    if (found === undefined) throw new Error(`${name} is not in the reference`)
    return found
  }

  it("has every call that a session has, each with what it does", async () => {
    await using dept = await salesDept({ store: memory() })
    const names = Object.entries(dept.tenant("shop-17").as("user:42"))
      .filter(([group]) => group !== "batch")
      .flatMap(([group, cases]) => Object.keys(cases).map((name) => `${group}.${name}`))
    expect(calls.map(({ call }) => call.slice(0, call.indexOf("("))).toSorted()).toEqual(names.toSorted())
    expect(calls.filter(({ text }) => text === "").map(({ call }) => call)).toEqual([])
  })

  it("says of every field of an input, and of every parameter, what it is", () => {
    const silent = calls.flatMap(({ call, takes }) =>
      takes.filter(({ text }) => text === "").map(({ path }) => `${call}: ${path}`),
    )
    expect(silent).toEqual([])
  })

  it("tells of a command its input, what it gives and its errors", () => {
    const { answer, call, gives, isCommand, tags, takes } = called("deals.move")
    expect([call, isCommand, answer]).toEqual(["deals.move(input, options?)", true, "Outcome<MoveAnswer>"])
    expect(takes.find(({ path }) => path === "to")).toMatchObject({ isOptional: false, type: "string" })
    expect(takes.find(({ path }) => path === "override.approvalId")).toMatchObject({ isOptional: true })
    expect(gives.map(({ path }) => path)).toContain("deal")
    expect(tags).toEqual(expect.arrayContaining(["Forbidden", "InputInvalid", "MoveRefused", "StageUnknown"]))
  })

  it("tells of a question its parameters, and that it writes nothing", () => {
    expect(called("control.list")).toMatchObject({ call: "control.list(question?, options?)", isCommand: false })
    expect(called("control.fairness")).toMatchObject({ call: "control.fairness(question)", isCommand: false })
    expect(called("deals.get")).toMatchObject({ call: "deals.get(id, options?)", isCommand: false })
    expect(called("deals.page").takes.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["where.stageId", "where.outcome", "limit", "after"]),
    )
  })

  it("is a page that lists all calls, and one for each area with their fields", () => {
    const { first, others } = callPages(areas)
    expect(others.map(({ title }) => `[[${title}]]`).filter((link) => !first.markdown.includes(link))).toEqual([])
    expect(first.markdown).toContain("| `deals.move(input, options?)` | Moves a deal to another stage. |")
    const deals = others.find(({ title }) => title === "Calls: Deals")?.markdown ?? ""
    expect(deals).toContain("### deals.move(input, options?)")
    expect(deals).toMatch(/\| `lostReasonId\?` \| `string` \| Why it is lost/u)
    expect(deals).toMatch(/\*\*Rejects with\*\*.*`MoveRefused`/u)
    // A bar would end a cell of a table.
    const cells = others.flatMap(({ markdown }) => markdown.split("\n").filter((line) => line.startsWith("| `")))
    expect(cells.filter((line) => ![4, 5].includes(line.split(/(?<!\\)\|/u).length))).toEqual([])
  })
})
