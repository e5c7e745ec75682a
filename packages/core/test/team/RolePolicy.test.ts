import { describe, expect, it } from "vitest"
import { isSalesDeptError, memory, presets, rolePolicy, salesDept } from "../../src/promise/index.ts"
import type { InputInvalid } from "../../src/shared/index.ts"
import type { Role, RolePolicyOptions } from "../../src/promise/index.ts"

const roles: { readonly [actor: string]: Role } = { boss: "owner", head: "head", anna: "rep", boris: "rep" }

/** A department under the ordinary policy; head and anna are of one team. */
const under = async (options: Omit<RolePolicyOptions, "roleOf"> = {}) => {
  const dept = await salesDept({
    store: memory(),
    department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
    access: rolePolicy({ roleOf: ({ actor }) => roles[actor] ?? "none", ...options }),
  })
  const as = (actor: string) => dept.tenant("shop-17").as(actor)
  const row = (person: string, teamId: string) =>
    ({ id: `rep_${person}`, personId: person, name: person, teamId, joinedOn: null, leftOn: null }) as const
  await as("boss").reps.state({ rows: [row("head", "north"), row("anna", "north"), row("boris", "south")] })
  return as
}

const refusal = async (call: Promise<unknown>) => {
  const error: unknown = await call.then(
    () => expect.fail("this call is refused"),
    (reason: unknown) => reason,
  )
  if (!isSalesDeptError(error) || error._tag !== "Forbidden") throw error
  return error
}

const plan = { name: "Plan", currency: "RUB", measures: [{ id: "won", kind: "money" }] } as const
const script = { name: "Call", language: "en", ownerId: "head" }
const products = { rows: [{ id: "product_1", name: "A", listPrice: null }] } as const

describe("the ordinary policy", () => {
  it("is refused with all that is wrong in its options, since a slip in them would give or hide too much", () => {
    const given = {
      rollOf: () => "rep",
      unowned: { reps: true },
      manages: { head: "plan" },
    } as unknown as RolePolicyOptions
    const refused = (() => {
      try {
        return rolePolicy(given)
      } catch (error) {
        return error as InputInvalid
      }
    })()
    expect((refused as InputInvalid).data).toMatchObject({ call: "rolePolicy" })
    expect((refused as InputInvalid).problems.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "rollOf field.unknown",
      "unowned field.type",
      "manages field.type",
      "roleOf field.missing",
    ])
  })

  it("takes what is no role for none", async () => {
    const as = await under()
    const dept = await salesDept({
      store: memory(),
      department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
      access: rolePolicy({ roleOf: () => "admin" as Role }),
    })
    await refusal(dept.tenant("shop-17").as("anna").deals.open({ title: "Audit", ownerId: "anna" }))
    await as("anna").deals.open({ title: "Audit", ownerId: "anna" })
  })

  it("leaves what is nobody's by its kind to the owner", async () => {
    const as = await under()
    expect((await refusal(as("head").plans.open(plan))).data).toEqual({ action: "plan.open", id: null })
    await refusal(as("anna").scripts.create(script))
    await as("boss").plans.open(plan)
    expect((await as("anna").plans.page()).items).toHaveLength(1)
  })

  it("leaves it to those whom the host lets manage it too, and to nobody else", async () => {
    const as = await under({ manages: { head: ["plan", "script"], rep: ["script"] } })
    await as("head").plans.open(plan)
    await as("head").scripts.create(script)
    await as("anna").scripts.create(script)
    await refusal(as("anna").plans.open(plan))
    await refusal(as("head").products.state(products))
    await refusal(as("stranger").scripts.create(script))
  })

  it("hides nothing of a department that has no configuration: that is the host's to mend", async () => {
    await using dept = await salesDept({ store: memory(), access: rolePolicy({ roleOf: () => "rep" }) })
    const opened = dept.tenant("shop-17").as("anna").deals.open({ title: "Audit", ownerId: "anna" })
    await expect(opened).rejects.toMatchObject({ _tag: "DepartmentMissing" })
  })

  it("tells whoever may make a record what is wrong with it, and nobody else", async () => {
    const as = await under()
    const wrong = (actor: string, ownerId: string) =>
      as(actor).deals.open({ title: "Audit", ownerId, pipelineId: "none" })
    await expect(wrong("anna", "anna")).rejects.toMatchObject({ _tag: "PipelineUnknown" })
    const misspelt = { name: "Ромашка", ownerId: "anna", custom: { tier: "gold" } }
    await expect(as("anna").clients.register(misspelt)).rejects.toMatchObject({ _tag: "InputInvalid" })
    await refusal(wrong("anna", "boris"))
    await refusal(wrong("stranger", "stranger"))
  })

  it("says of a record that is refused for it that it was to be nobody's", async () => {
    const as = await under()
    expect((await refusal(as("anna").clients.register({ name: "Ромашка" }))).messages).toEqual({
      en: "Not allowed: client.register of a record without an owner",
      ru: "Недостаточно прав: client.register, запись без ответственного",
    })
    const foreign = await refusal(as("anna").clients.register({ name: "Ромашка", ownerId: "boris" }))
    expect(foreign.messages.en).toBe("Not allowed: client.register")
    await as("anna").clients.register({ name: "Ромашка", ownerId: "anna" })
    await as("head").clients.register({ name: "Лютик" })
  })

  it("lets a head see the teams stated to be the head's and those below, and nobody who has moved to another", async () => {
    const as = await under()
    const team = (code: string, parentCode: string | null, headId: string | null) =>
      ({ id: `team_${code}`, code, name: code, headId, mentorIds: [], parentCode }) as const
    const entry = (id: string, personId: string, teamId: string | null, days: object = {}) =>
      ({ id: `rep_${id}`, personId, name: personId, teamId, joinedOn: null, leftOn: null, ...days }) as const
    for (const ownerId of ["anna", "boris", "clara"]) {
      await as("boss").deals.open({ id: `deal_${ownerId}`, title: "Audit", ownerId })
    }
    const seen = async () => (await as("head").deals.page()).items.map(({ id }) => id).toSorted()
    expect(await seen()).toEqual(["deal_anna"])
    await as("boss").teams.state({ rows: [team("east", null, "head"), team("south", "east", null)] })
    expect(await seen()).toEqual(["deal_anna", "deal_boris"])
    await as("boss").reps.state({
      rows: [
        entry("anna", "anna", "north", { leftOn: "2020-01-31" }),
        entry("anna_again", "anna", "west", { joinedOn: "2020-02-01" }),
        entry("clara", "clara", "east"),
      ],
    })
    expect(await seen()).toEqual(["deal_boris", "deal_clara"])
    await as("boss").reps.state({
      rows: [
        entry("head", "head", "north", { leftOn: "2020-01-31" }),
        entry("head_again", "head", "west", { joinedOn: "2020-02-01" }),
      ],
    })
    expect(await seen()).toEqual(["deal_anna", "deal_boris", "deal_clara"])
    await as("boss").teams.state({ rows: [team("east", null, null)] })
    expect(await seen()).toEqual(["deal_anna"])
  })
})
