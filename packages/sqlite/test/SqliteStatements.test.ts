import { expect, it, vi } from "vitest"
import { openSqlite } from "../src/index.ts"

it("keeps so many statements prepared, and not all that were ever asked", () => {
  const database = openSqlite({ filename: ":memory:" })
  const prepare = vi.spyOn(database.handle, "prepare")
  const ask = (index: number): unknown => database.get(`select ${index} as n`, [])
  for (let index = 0; index < 900; index++) expect(ask(index)).toEqual({ n: index })
  expect(ask(0)).toEqual({ n: 0 })
  expect(prepare).toHaveBeenCalledTimes(900)
  for (let index = 900; index < 3000; index++) ask(index)
  prepare.mockClear()
  expect(ask(2999)).toEqual({ n: 2999 })
  expect(prepare).not.toHaveBeenCalled()
  expect(ask(0)).toEqual({ n: 0 })
  expect(prepare).toHaveBeenCalledTimes(1)
  database.close()
})
