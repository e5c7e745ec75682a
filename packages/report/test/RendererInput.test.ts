import { InputInvalid } from "@salesdept/core/shared"
import { expect, it } from "vitest"
import type { DepartmentReport } from "../src/index.ts"
import { htmlReport, htmlWorkbook, markdownWorkbook, terminalReport } from "../src/index.ts"
import { sample } from "./sample.ts"

const renderers = { htmlReport, htmlWorkbook, markdownWorkbook, terminalReport }
const options = { language: "en", width: 80, colour: false } as const

const refusal = (render: () => string): InputInvalid => {
  try {
    render()
  } catch (error) {
    if (error instanceof InputInvalid) return error
    throw error
  }
  return expect.fail("this is refused")
}

it.each(Object.entries(renderers))("%s says that what it was given is no report", (name, render) => {
  for (const given of [undefined, null, "report", [], {}, Promise.resolve(sample)]) {
    const error = refusal(() => render(given as DepartmentReport, options))
    expect(error.data).toMatchObject({ call: name, problems: [{ path: "report", code: "field.type" }] })
    expect(error.messages.ru).toContain("дождитесь его")
  }
  const newer = { ...sample, formatVersion: 2 } as unknown as DepartmentReport
  expect(refusal(() => render(newer, options)).problems.map(({ path }) => path)).toEqual(["report.formatVersion"])
  for (const asked of [undefined, {}, { ...options, language: "de" }]) {
    const problems = refusal(() => render(newer, asked as unknown as typeof options)).problems
    expect(problems.map(({ path }) => path)).toEqual(["report.formatVersion", "options.language"])
  }
})
