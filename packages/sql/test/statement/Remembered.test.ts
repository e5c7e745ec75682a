import { expect, it } from "vitest"
import { makeRemembered } from "../../src/statement/Remembered.ts"

it("what is remembered is made once; past so many keys the first is made anew, nothing else", () => {
  const made: Array<string> = []
  const remembered = makeRemembered<string | null>(2)
  const ask = (key: string) =>
    remembered(key, (asked) => {
      made.push(asked)
      return asked === "nothing" ? null : asked.toUpperCase()
    })
  expect([ask("nothing"), ask("a"), ask("nothing"), ask("a")]).toEqual([null, "A", null, "A"])
  expect(made).toEqual(["nothing", "a"])
  ask("b")
  ask("a")
  expect(made).toEqual(["nothing", "a", "b"])
  ask("nothing")
  expect(made).toEqual(["nothing", "a", "b", "nothing"])
})
