import { makeMemoryStore } from "@salesdept/core/memory"
import { presets, salesDept } from "@salesdept/core/promise"
import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { presentRepOf } from "../../src/figures/Base.ts"
import { readBase } from "../../src/figures/ReadBase.ts"

it("takes whoever left and came back by another entry for somebody who is there, whichever entry is read last", async () => {
  const department = presets.servicesWithActs({ timeZone: "UTC", currency: "USD" })
  const store = makeMemoryStore()
  await using dept = await salesDept({
    store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
    department,
  })
  const entry = (id: `rep_${string}`, personId: string, joinedOn: string | null, leftOn: string | null) => ({
    id,
    personId,
    name: personId,
    joinedOn,
    leftOn,
  })
  await dept
    .tenant("default")
    .as("head")
    .reps.state({
      rows: [
        entry("rep_a", "eve", "2026-04-01", null),
        entry("rep_b", "eve", "2025-01-01", "2026-01-31"),
        entry("rep_c", "dan", "2025-01-01", "2025-06-30"),
        entry("rep_d", "dan", "2025-09-01", "2026-01-31"),
      ],
    })
  const base = await Effect.runPromise(
    readBase(store, "default", { department, asOf: "2026-05-20", now: "2026-12-31T00:00:00.000Z" }),
  )
  expect(Object.fromEntries(base.employments)).toEqual({
    eve: { joinedOn: "2025-01-01", leftOn: null },
    dan: { joinedOn: "2025-01-01", leftOn: "2026-01-31" },
  })
  expect([presentRepOf(base, "eve"), presentRepOf(base, "dan")]).toEqual(["eve", null])
})
