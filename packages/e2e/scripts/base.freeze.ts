// Plays a base and freezes it with the tables it lies in: only until the first release.
import { expect, it } from "vitest"
import { readFrozenBase, writeFrozenBase } from "../src/upgrade/FrozenBase.ts"
import { playBase } from "../src/upgrade/PlayBase.ts"

it("freezes the base of the first schema", async () => {
  const base = await playBase()
  writeFrozenBase(base)
  expect(readFrozenBase()).toEqual(base)
})
