import type { DepartmentConfig } from "@salesdept/core/department"
import type { TeamPolicy } from "@salesdept/core/team"
import { defaultTeamPolicy, readinessOf } from "@salesdept/core/team"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const newcomer = {
  id: "newcomer",
  name: { en: "Newcomer", ru: "Новичок" },
  checkIds: ["product", "calls"],
  ramp: [
    { fromDay: 0, sharePercent: 30 },
    { fromDay: 14, sharePercent: 100 },
  ],
}

const team: TeamPolicy = { ...defaultTeamPolicy, programmes: [newcomer], requiredProgrammeId: "newcomer" }
const config: DepartmentConfig = { ...suiteDepartment, team }

const rep = (id: string) =>
  ({ id: `rep_${id}`, personId: id, name: id, teamId: "north", joinedOn: "2026-01-12", leftOn: null }) as const

/** People and teams: what is said of them is kept whole, and nobody may work alone before being released. */
export const teamSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: team`, () => {
    it(
      "keeps what was said of a rep when the list of reps is stated again",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.reps.state({ rows: [rep("ann"), rep("max")] })
        const week = [[{ fromMinute: 600, toMinute: 900 }], [], [], [], [], [], []]
        const profile = { role: "rep", mentorId: "max", capacityEffort: 40, languages: ["ru", "en"] } as const
        await shop.reps.profile({ repId: "rep_ann", ...profile, week, timeZone: "Asia/Omsk" })
        await shop.reps.profile({ repId: "rep_max", role: "mentor" })
        const away = { id: "spring", from: "2026-03-02", to: "2026-03-13", kind: "vacation", coverId: "max" } as const
        await shop.reps.planAbsence({ repId: "rep_ann", ...away })
        const skill = { kind: "skill", of: "negotiation", level: 2, evidence: "check", reference: "check 17" } as const
        await shop.reps.recordKnowledge({ repId: "rep_ann", ...skill, since: "2026-01-20", expiresOn: "2027-01-20" })
        await shop.reps.state({ rows: [{ ...rep("ann"), teamId: "south" }] })
        const ann = await shop.reps.get("rep_ann")
        expect(ann).toMatchObject({
          teamId: "south",
          role: "rep",
          profile: { ...profile, week, timeZone: "Asia/Omsk" },
          absences: [away],
          knowledge: [{ ...skill, since: "2026-01-20", expiresOn: "2027-01-20" }],
          texts: { name: "ann" },
        })
        expect((await shop.reps.page({ where: { role: "mentor" } })).items.map(({ id }) => id)).toEqual(["rep_max"])
      }),
    )

    it(
      "changes and takes back absences and knowledge by their names",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.reps.state({ rows: [rep("ann")] })
        const repId = "rep_ann"
        const plan = (id: string, from: string, to: string) =>
          shop.reps.planAbsence({ repId, id, from, to, kind: "away" })
        await plan("b", "2026-03-02", "2026-03-03")
        await plan("a", "2026-02-02", "2026-02-03")
        const { rep: changed } = await plan("b", "2026-01-02", "2026-01-02")
        expect(changed.absences.map(({ id, from }) => [id, from])).toEqual([
          ["b", "2026-01-02"],
          ["a", "2026-02-02"],
        ])
        await rejectionOf("InputInvalid", plan("c", "2026-03-02", "2026-03-01"))
        expect((await shop.reps.cancelAbsence({ repId, id: "a" })).rep.absences).toHaveLength(1)
        await rejectionOf("TeamEntryUnknown", shop.reps.cancelAbsence({ repId, id: "a" }))
        const know = (level: 1 | 2 | 3) =>
          shop.reps.recordKnowledge({
            repId,
            kind: "product",
            of: "product_1",
            level,
            evidence: "certificate",
            reference: "№ 7",
            since: "2026-01-01",
          })
        await know(1)
        const { rep: better } = await know(3)
        expect(better.knowledge.map(({ level, expiresOn }) => [level, expiresOn])).toEqual([[3, null]])
        await shop.reps.revokeKnowledge({ repId, kind: "product", of: "product_1" })
        await rejectionOf("TeamEntryUnknown", shop.reps.revokeKnowledge({ repId, kind: "product", of: "product_1" }))
        await rejectionOf("RecordNotFound", shop.reps.profile({ repId: "rep_nobody", capacityEffort: 1 }))
      }),
    )

    it(
      "lets nobody work alone before every check is passed and a mentor says so",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const mentor = session(undefined, "max")
        await shop.department.publish(config)
        await shop.reps.state({ rows: [rep("ann"), rep("max")] })
        await shop.reps.profile({ repId: "rep_max", role: "mentor" })
        const repId = "rep_ann"
        const programmeId = "newcomer"
        const on = "2026-02-02"
        const pass = (checkId: string) => mentor.reps.passCheck({ repId, programmeId, checkId, on })
        const release = (by = mentor) => by.reps.release({ repId, programmeId, on })
        const stageOn = async (day: string) => {
          const ann = await shop.reps.get(repId)
          const { stage, sharePercent } = readinessOf(ann ?? { enrolments: [] }, newcomer, day)
          return [stage, sharePercent]
        }
        expect(await stageOn(on)).toEqual(["notEnrolled", 0])
        await rejectionOf("TeamEntryUnknown", pass("product"))
        await rejectionOf("ProgrammeUnknown", shop.reps.enrol({ repId, programmeId: "veteran", on }))
        await shop.reps.enrol({ repId, programmeId, on: "2026-01-12" })
        await rejectionOf("ProgrammeUnknown", pass("jumping"))
        await pass("product")
        expect(await stageOn(on)).toEqual(["training", 0])
        expect((await rejectionOf("ReleaseRefused", release())).data).toEqual({
          repId,
          rule: "checksMissing",
          missingCheckIds: ["calls"],
        })
        await pass("calls")
        expect((await pass("calls")).events).toEqual([])
        expect(await stageOn(on)).toEqual(["awaitingRelease", 0])
        const own = await rejectionOf("ReleaseRefused", release(session(undefined, "ann")))
        expect(own.data).toMatchObject({ rule: "ownRelease" })
        expect((await rejectionOf("ReleaseRefused", release(shop))).data).toMatchObject({ rule: "notMentor" })
        await release()
        expect(await stageOn("2026-02-01")).toEqual(["training", 0])
        expect(await stageOn("2026-02-15")).toEqual(["ramping", 30])
        expect(await stageOn("2026-02-16")).toEqual(["ready", 100])
      }),
    )

    it(
      "states teams once, and says what changed",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const north = { id: "team_1", code: "north", name: "Север", headId: "hanna", parentCode: null } as const
        const rows = [{ ...north, mentorIds: ["max"] }] as const
        expect(await shop.teams.state({ rows })).toMatchObject({ created: 1, changed: 0, unchanged: 0 })
        expect(await shop.teams.state({ rows })).toMatchObject({ unchanged: 1, events: [] })
        const more = [{ ...north, mentorIds: ["max", "mia"] }] as const
        expect(await shop.teams.state({ rows: more })).toMatchObject({ created: 0, changed: 1 })
        expect((await shop.teams.page({ where: { headId: "hanna" } })).items).toMatchObject([
          { code: "north", mentorIds: ["max", "mia"], texts: { name: "Север" } },
        ])
      }),
    )

    it(
      "refuses protected attributes wherever people are described or rules are written",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.reps.state({ rows: [rep("ann")] })
        const skill = (of: string) =>
          shop.reps.recordKnowledge({
            repId: "rep_ann",
            kind: "skill",
            of,
            level: 1,
            evidence: "mentorStatement",
            reference: "-",
            since: "2026-01-01",
          })
        for (const of of ["female", "молодая девушка", "marital_status", "Православный", "nationality-ru"]) {
          const { data } = await rejectionOf("InputInvalid", skill(of))
          expect(data, of).toMatchObject({ problems: [{ code: "attribute.protected" }] })
        }
        await skill("negotiation")
        const publish = (rule: object) => {
          const assignment = { ...team.assignment, rules: [rule] }
          return shop.department.publish({ ...config, team: { ...team, assignment } } as DepartmentConfig)
        }
        const rule = {
          id: "site",
          name: { en: "Site", ru: "Сайт" },
          when: [{ fact: "channel", is: ["site"] }],
          toIds: ["ann"],
          toTeamIds: [],
          mode: "first",
        }
        await publish(rule)
        const bad: ReadonlyArray<object> = [
          { ...rule, when: [{ fact: "age", is: ["30"] }] },
          { ...rule, when: [{ fact: "custom.hobby", is: ["golf"] }] },
          { ...rule, when: [{ fact: "client.preferences", is: ["a quiet voice"] }] },
          { ...rule, when: [{ fact: "segment", is: ["women 25-34"] }] },
          { ...rule, when: [{ fact: "segment", is: ["Пенсионеры"] }] },
          { ...rule, id: "по-возрасту" },
          { ...rule, name: { en: "Site", ru: "Женщинам — женщина" } },
        ]
        for (const each of bad) await rejectionOf("InputInvalid", publish(each))
        await publish({ ...rule, when: [{ fact: "industry", is: ["товары для детей"] }] })
      }),
    )
  })
}
