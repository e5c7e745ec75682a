import { describe, expect, it } from "vitest"
import { isSalesDeptError } from "../../src/shared/Failure.ts"
import { InputInvalid } from "../../src/shared/InputErrors.ts"
import { problemsUnder } from "../../src/shared/Problem.ts"
import type { Problem } from "../../src/shared/Problem.ts"

const problem = (path: string): Problem => ({
  path,
  code: "test.rule",
  message: { en: `bad ${path}`, ru: `плохо ${path}` },
})

describe("refused input", () => {
  it("carries every problem and survives JSON", () => {
    const problems = Array.from({ length: 12 }, (_, i) => problem(`rows[${i}]`))
    const failure = new InputInvalid(problems)
    expect(failure.problems).toEqual(problems)
    expect(JSON.parse(JSON.stringify(failure))).toEqual({
      _tag: "InputInvalid",
      retryable: false,
      messages: failure.messages,
      data: { problems },
    })
    expect(isSalesDeptError(failure)).toBe(true)
  })

  it("reads in both languages and lists the first ten", () => {
    const failure = new InputInvalid(Array.from({ length: 12 }, (_, i) => problem(`rows[${i}]`)))
    expect(failure.message).toMatch(/^The input is not accepted: rows\[0\]: bad rows\[0\]; .*rows\[9\]; and more$/)
    expect(failure.messages.ru).toMatch(/^Входные данные не приняты: rows\[0\]: плохо rows\[0\]; .*; и другие ошибки$/)
  })

  it("says which call it was", () => {
    const problems = [problem("title")]
    const failure = new InputInvalid(problems).of("deal.open")
    expect(failure.data).toEqual({ call: "deal.open", problems })
    expect(failure.messages).toEqual({
      en: "deal.open: the input is not accepted: title: bad title",
      ru: "deal.open: входные данные не приняты: title: плохо title",
    })
    // The innermost call is the one whose input it is.
    expect(failure.of("batch")).toBe(failure)
  })

  it("names no path where the whole input is meant", () => {
    expect(new InputInvalid([problem("")]).message).toBe("The input is not accepted: bad ")
  })
})

describe("paths", () => {
  it("join with dots, and positions without", () => {
    const paths = problemsUnder("deal", [problem("lines[0].amountMinor"), problem("[3]"), problem("")]).map(
      ({ path }) => path,
    )
    expect(paths).toEqual(["deal.lines[0].amountMinor", "deal[3]", "deal"])
    expect(problemsUnder("", [problem("a")])[0]?.path).toBe("a")
  })
})
