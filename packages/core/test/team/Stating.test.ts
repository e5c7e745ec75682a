import { describe, expect, it } from "vitest"
import { memory, presets, salesDept } from "../../src/promise/index.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

describe("stating who works here", () => {
  it("takes what is left out for none, and journals it as such", async () => {
    await using dept = await salesDept({ store: memory(), department })
    const head = dept.tenant("shop-17").as("user:head")
    const ann = { id: "rep_ann", personId: "user:ann", name: "Ann" } as const
    const { created, events } = await head.reps.state({ rows: [ann] })
    expect(created).toBe(1)
    expect(events[0]?.payload).toEqual({
      id: "rep_ann",
      personId: "user:ann",
      teamId: null,
      joinedOn: null,
      leftOn: null,
    })
    // As they are now: null and nothing are the same, and what was there before is gone.
    const full = { ...ann, teamId: "north", joinedOn: "2026-01-12", leftOn: null }
    expect(await head.reps.state({ rows: [full] })).toMatchObject({ changed: 1 })
    expect(await head.reps.state({ rows: [{ ...ann, teamId: null }] })).toMatchObject({ changed: 1 })
    expect(await head.reps.state({ rows: [ann] })).toMatchObject({ unchanged: 1 })
  })

  it("takes a team that nobody leads or teaches in", async () => {
    await using dept = await salesDept({ store: memory(), department })
    const head = dept.tenant("shop-17").as("user:head")
    const north = { id: "team_north", code: "north", name: "North" } as const
    const { events } = await head.teams.state({ rows: [north] })
    expect(events[0]?.payload).toEqual({
      id: "team_north",
      code: "north",
      headId: null,
      mentorIds: [],
      parentCode: null,
    })
    expect(
      await head.teams.state({ rows: [{ ...north, headId: null, mentorIds: [], parentCode: null }] }),
    ).toMatchObject({
      unchanged: 1,
    })
  })
})
