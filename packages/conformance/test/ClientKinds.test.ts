import { clientKinds, ledgerKinds, unmovedClientKinds } from "@salesdept/core/department"
import { expect, it } from "vitest"
import { allKinds } from "../src/store/Kinds.ts"

it("merging, exporting and erasing know every kind of record that belongs to a client; a new one is added to ClientKinds.ts", () => {
  const known = [...clientKinds, ...ledgerKinds, ...unmovedClientKinds].map(({ kind }) => kind)
  const found = allKinds.filter(({ indexes }) => new Set<string>(indexes).has("clientId"))
  expect(found.map(({ kind }) => kind).toSorted()).toEqual(known.toSorted())
})
