import { describe, expect, it } from "vitest"
import { departmentProblems } from "../../src/department/DepartmentReading.ts"
import { presets } from "../../src/department/DepartmentPresets.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const label = { en: "Field", ru: "Поле" }
const problemsOf = (...customFields: ReadonlyArray<unknown>) =>
  departmentProblems({ ...department, customFields }).map(({ path }) => path)

describe("definitions of custom fields", () => {
  it("are read with every problem at once", () => {
    expect(problemsOf({ of: "client", key: "tier", label, kind: "number", minimum: 1, maximum: 5 })).toEqual([])
    const wrong = problemsOf({ of: "client", key: "__proto__", label, kind: "number" })
    expect(wrong.length).toBeGreaterThan(0)
    expect(problemsOf({ of: "rep", key: "age", label, kind: "number" }).length).toBeGreaterThan(0)
    const bounds = problemsOf({ of: "deal", key: "score", label, kind: "number", minimum: 5, maximum: 1 })
    expect(bounds.length).toBeGreaterThan(0)
    const twice = { of: "deal", key: "score", label, kind: "boolean" }
    expect(problemsOf(twice, twice)).toEqual(["customFields"])
    const long = { of: "deal", key: "no", label, kind: "text", filterable: true, maxLength: 256 }
    expect(problemsOf(long).length).toBeGreaterThan(0)
  })

  it("are what gates ask of, by their kind", () => {
    const [pipeline] = department.pipelines
    if (pipeline === undefined) throw new TypeError("the preset has a pipeline")
    const gated = (entry: unknown) => ({
      ...department,
      customFields: [
        { of: "client", key: "tier", label, kind: "number" },
        { of: "client", key: "note", label, kind: "text" },
      ],
      pipelines: [
        { ...pipeline, stages: pipeline.stages.map((stage, index) => (index === 1 ? { ...stage, entry } : stage)) },
      ],
    })
    const codes = (entry: unknown) => departmentProblems(gated(entry)).map(({ code }) => code)
    expect(codes({ fact: "client.custom.tier", op: "atLeast", value: 3 })).toEqual([])
    expect(codes({ not: { fact: "client.custom.tier", op: "is", value: "gold" } })).toEqual(["condition.customType"])
    expect(codes({ fact: "client.custom.note", op: "is", value: "x" })).toEqual(["condition.customUnknown"])
    expect(codes({ fact: "deal.custom.tier", op: "isSet" })).toEqual(["condition.customUnknown"])
    expect(codes({ fact: "rep.custom.tier", op: "isSet" }).length).toBeGreaterThan(0)
  })
})
