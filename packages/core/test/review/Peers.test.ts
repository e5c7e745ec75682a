import { describe, expect, it } from "vitest"
import { attack } from "../attack.ts"

describe("peers", () => {
  it("are people, not entries: who went to another team or came back by another entry is no newcomer", async () => {
    const { shop, at } = await attack()
    const entry = (id: string, personId: string, joinedOn: string, leftOn: string | null = null) => ({
      id: `rep_${id}` as const,
      personId,
      name: personId,
      joinedOn,
      leftOn,
    })
    await shop.reps.state({
      rows: [
        entry("ann", "ann", "2025-01-01"),
        // Bob goes to another team within the week, Cid came back; their later entries have the smaller ids.
        entry("bob2", "bob", "2025-01-01", "2026-02-03"),
        entry("bob1", "bob", "2026-02-04"),
        entry("cid2", "cid", "2024-01-01", "2025-06-30"),
        entry("cid1", "cid", "2026-01-12"),
        entry("dan", "dan", "2026-01-12"),
      ],
    })
    await shop.reps.profile({ repId: "rep_bob2", role: "head" })
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    for (const ownerId of ["ann", "bob", "cid", "dan"]) {
      await shop.nextSteps.set({ clientId: "client_1", typeId: "call", dueOn: "2026-02-05", ownerId })
    }
    at("2026-02-09")
    const { mistakes } = await shop.findings.peers({ span: "week", on: "2026-02-05", leastOccasions: 1 })
    expect(mistakes.map(({ repId, group }) => [repId, group])).toEqual([
      ["ann", "rep settled"],
      ["bob", "rep settled"],
      ["cid", "rep settled"],
      ["dan", "rep new"],
    ])
  })
})
