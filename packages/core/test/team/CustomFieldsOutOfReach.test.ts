import { describe, expect, it } from "vitest"
import { departmentProblems } from "../../src/department/DepartmentReading.ts"
import { presets } from "../../src/department/DepartmentPresets.ts"
import { defaultTeamPolicy } from "../../src/team/TeamPolicy.ts"

const department = {
  ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
  customFields: [{ of: "lead", key: "tier", label: { en: "Tier", ru: "Категория" }, kind: "boolean" }],
}

describe("custom fields", () => {
  it("are out of the reach of assignment: its rules ask of a closed list of facts", () => {
    const given = (fact: string) =>
      departmentProblems({
        ...department,
        team: {
          ...defaultTeamPolicy,
          assignment: {
            ...defaultTeamPolicy.assignment,
            skillNeeds: [{ when: [{ fact, is: ["gold"] }], skillId: "vip" }],
          },
        },
      })
    expect(given("segment")).toEqual([])
    for (const fact of ["lead.custom.tier", "custom.tier", "tier"]) expect(given(fact).length).toBeGreaterThan(0)
  })
})
