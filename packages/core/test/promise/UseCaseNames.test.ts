import { describe, expect, it } from "vitest"
import { memory, salesDept } from "../../src/promise/index.ts"
import { useCaseNames } from "../../src/promise/UseCaseNames.ts"
import { areas } from "../../src/promise/UseCases.ts"

type Kinds = { readonly [group: string]: { readonly [useCase: string]: string } }

/** What an area has, once it is loaded: the use cases of each group, and which of them are commands. */
const kindsOf = (groups: { readonly [group: string]: object }): Kinds =>
  Object.fromEntries(
    Object.entries(groups).map(([group, cases]) => [
      group,
      Object.fromEntries(
        Object.entries<object>({ ...cases }).map(([name, useCase]) => [
          name,
          "prepare" in useCase ? "command" : "query",
        ]),
      ),
    ]),
  )

describe("names of use cases", () => {
  it.each(Object.keys(areas) as ReadonlyArray<keyof typeof areas>)("of %s are those it has", async (area) => {
    expect(kindsOf({ ...(await areas[area]()) })).toEqual(useCaseNames[area])
  })

  it("stand in a session before any area is loaded, and after", async () => {
    const dept = await salesDept({ store: memory() })
    const { teams } = dept.tenant("shop").as("user:1")
    const stated = { id: "team_1", code: "north", name: "North", headId: null, mentorIds: [], parentCode: null }
    expect(Object.keys(teams)).toEqual(Object.keys(useCaseNames.team.teams))
    await teams.state({ rows: [stated] })
    const after = dept.tenant("shop").as("user:1").teams
    expect(Object.keys(after).toSorted()).toEqual(Object.keys(teams).toSorted())
    expect(await teams.get("team_1")).toMatchObject({ code: "north" })
    expect(await after.get("team_1")).toEqual(await teams.get("team_1"))
  })
})
