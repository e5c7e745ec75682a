import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Ajv2020 } from "ajv/dist/2020.js"
import { describe, expect, it } from "vitest"
import { presets } from "../../src/department/DepartmentPresets.ts"
import { departmentProblems, readDepartment } from "../../src/department/DepartmentReading.ts"
import { memory, salesDept } from "../../src/promise/index.ts"
import { isSalesDeptError } from "../../src/shared/Failure.ts"

const options = { timeZone: "Europe/Moscow", currency: "RUB" }
const ready = [
  ["servicesWithActs", presets.servicesWithActs(options)],
  ["goodsWithDeliveryNotes", presets.goodsWithDeliveryNotes(options)],
  ["b2bSaas", presets.b2bSaas({ timeZone: "America/New_York", currency: "USD" })],
] as const

const [, services] = ready[0]
const broken = {
  ...services,
  timeZone: "Mars/Olympus",
  currency: "rub",
  lostReasons: [...services.lostReasons, services.lostReasons[0]],
  colour: "red",
  pipelines: services.pipelines.map((pipeline) => ({
    ...pipeline,
    transitions: [...pipeline.transitions, { from: "nowhere", to: "contact", kind: "forward" }],
  })),
}

const filePath = fileURLToPath(new URL("../../department.schema.json", import.meta.url))
const schema = JSON.parse(readFileSync(filePath, "utf8")) as object

describe("a configuration", () => {
  it.each(ready)("that is ready to start from is sound: %s", (_name, config) => {
    expect(departmentProblems(config)).toEqual([])
    expect(readDepartment(JSON.parse(JSON.stringify(config)))).toEqual(config)
  })

  it("is read with every problem at once, with paths, in both languages", () => {
    const problems = departmentProblems(broken)
    const paths = problems.map(({ path }) => path)
    for (const path of ["timeZone", "currency", "lostReasons", "colour"]) expect(paths).toContain(path)
    expect(paths.some((path) => path.startsWith("pipelines[0]"))).toBe(true)
    for (const { message } of problems) {
      expect(message.en).toMatch(/[a-z]/i)
      expect(message.ru).toMatch(/[а-яё]/i)
    }
    expect(() => readDepartment(broken)).toThrow("timeZone")
    expect(departmentProblems(null).length).toBeGreaterThan(0)
  })

  it("is told what of a condition is wrong, where it lies", () => {
    const [pipeline, ...others] = services.pipelines
    const entry = {
      all: [
        { fact: "contacts.rolesIds", op: "has", value: "x" },
        { fact: "deal.lineCount", op: "has" },
      ],
    }
    const stages = pipeline?.stages.map((stage, at) => (at === 1 ? { ...stage, entry } : stage))
    const problems = departmentProblems({ ...services, pipelines: [{ ...pipeline, stages }, ...others] })
    expect(problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "pipelines[0].stages[1].entry.all[0].fact condition.factUnknown",
      "pipelines[0].stages[1].entry.all[1].op condition.operatorUnknown",
    ])
    expect(problems[0]?.message.en).toMatch(/^is not a known fact; there are contacts\./)
    expect(problems[0]?.message.ru).toMatch(/^неизвестный показатель; есть contacts\./)
  })

  it("is held to all of it when the library is opened", async () => {
    const error: unknown = await salesDept({ store: memory(), department: broken as never }).catch(
      (caught: unknown) => caught,
    )
    if (!isSalesDeptError(error)) return expect.fail("it was taken")
    expect(error._tag).toBe("InputInvalid")
    const { problems } = error.data as { readonly problems: ReadonlyArray<{ readonly path: string }> }
    expect(problems.map(({ path }) => path)).toContain("department.timeZone")
  })
})

describe("the JSON Schema of configurations", () => {
  const validate = new Ajv2020({ strict: false }).compile(schema)

  it("in the file is the current one", () => {
    const script = fileURLToPath(new URL("../../scripts/departmentSchema.ts", import.meta.url))
    expect(JSON.parse(execFileSync(process.execPath, [script], { encoding: "utf8" }))).toEqual(schema)
  })

  it.each(ready)("accepts what is ready to start from: %s", (_name, config) => {
    expect(validate(config), JSON.stringify(validate.errors)).toBe(true)
  })

  it("refuses fields that it does not know, wrong kinds of values, and conditions that are none", () => {
    expect(validate(broken)).toBe(false)
    expect(validate({ ...services, pipelines: [] })).toBe(false)
    expect(validate({ ...services, defaultPipelineId: 5 })).toBe(false)
    const [pipeline] = services.pipelines
    const stages = pipeline?.stages.map((stage) => ({ ...stage, exit: { fact: "deal.colour", op: "is", value: true } }))
    expect(validate({ ...services, pipelines: [{ ...pipeline, stages }] })).toBe(false)
  })
})
