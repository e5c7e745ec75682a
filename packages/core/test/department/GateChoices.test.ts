import { describe, expect, test } from "vitest"
import { fact, not } from "../../src/deal/ConditionBuilder.ts"
import type { Condition } from "../../src/deal/Condition.ts"
import { departmentProblems } from "../../src/department/DepartmentReading.ts"
import type { DepartmentConfig } from "../../src/department/DepartmentSchema.ts"
import { presets } from "../../src/department/DepartmentPresets.ts"
import { memory, salesDept } from "../../src/promise/index.ts"

const options = { timeZone: "Europe/Moscow", currency: "RUB" }
const name = { en: "Name", ru: "Имя" }

const gated = (entry: Condition, given: Partial<DepartmentConfig> = {}): DepartmentConfig => {
  const config = presets.servicesWithActs(options)
  const pipelines = config.pipelines.map((pipeline) => ({
    ...pipeline,
    stages: pipeline.stages.map((stage) => (stage.id === "contact" ? { ...stage, entry } : stage)),
  }))
  return { ...config, pipelines, ...given }
}

const told = (entry: Condition, given?: Partial<DepartmentConfig>): ReadonlyArray<string> =>
  departmentProblems(gated(entry, given)).map(({ path, code }) => `${path} ${code}`)

describe("values that gates ask for", () => {
  const unknown = "pipelines[0].stages[1].entry.value condition.choiceUnknown"

  test.each<[string, Condition, Partial<DepartmentConfig>, Partial<DepartmentConfig>]>([
    [
      "approvals by their kinds",
      fact("approvals.granted").has("discount"),
      {},
      { approvalKinds: [{ id: "discount", name }] },
    ],
    [
      "overrides among them",
      fact("approvals.granted").has("override"),
      {},
      { overrides: { perPerson: 1, period: "month", roles: ["head"] } },
    ],
    [
      "roles of contact persons",
      fact("contacts.roles").has("decides"),
      { base: { contactRoles: [{ id: "pays", name }] } },
      { base: {} },
    ],
    [
      "segments",
      fact("client.segment").in("key"),
      { base: { segments: [] } },
      { base: { segments: [{ id: "key", name }] } },
    ],
    ["outcomes", fact("dialogs.lastOutcome").is("sold"), {}, { dialogOutcomes: [{ id: "sold", name }] }],
    ["outcomes of any", fact("dialogs.outcomes").hasNot("sold"), {}, { dialogOutcomes: [{ id: "sold", name }] }],
  ])("are held to the department's lists: %s", (_name, entry, without, given) => {
    expect(told(entry, without)).toEqual([unknown])
    expect(told(entry, given)).toEqual([])
  })

  test("are held to what there is: stages, kinds of documents", () => {
    expect(told(fact("deal.stageId").isNot("contakt"))).toEqual([unknown])
    expect(told(fact("deal.stageId").isNot("contact"))).toEqual([])
    expect(told(fact("documents.signedKinds").has("act"))).toEqual([unknown])
    expect(told(fact("documents.signedKinds").has("serviceAct"))).toEqual([])
  })

  test("are found inside, named with what there is, and beside whatever else is wrong", () => {
    const config = gated(not(fact("dialogs.outcomes").has("sold")))
    expect(departmentProblems({ ...config, name: 5 }).map(({ path }) => path)).toEqual([
      "name",
      "pipelines[0].stages[1].entry.not.value",
    ])
    expect(departmentProblems(config)[0]?.message).toEqual({
      en: "dialogs.outcomes is never “sold” in this department; there are agreed, undecided, refused, noAnswer, missed",
      ru: "dialogs.outcomes в этом отделе не бывает «sold»; есть agreed, undecided, refused, noAnswer, missed",
    })
  })
})

test("every preset's gates ask only for what its department has", () => {
  for (const preset of Object.values(presets)) expect(departmentProblems(preset(options))).toEqual([])
})

test("a discount on a subscription is approved by the head, and the refusal calls things by their names", async () => {
  const dept = await salesDept({ store: memory(), department: presets.b2bSaas(options) })
  const rep = dept.tenant("default").as("user:rep", { roles: ["rep"] })
  const { client } = await rep.clients.register({ name: "Northern Bakery" })
  const { deal } = await rep.deals.open({
    title: "Licences",
    clientId: client.id,
    amount: { amountMinor: 50_00, currency: "RUB" },
    listAmount: { amountMinor: 100_00, currency: "RUB" },
  })
  const dealId = deal.id
  for (const to of ["qualification", "demo", "proposal"]) await rep.deals.move({ dealId, to })
  const lacking = async () =>
    (await rep.deals.evaluate({ dealId, to: "contract" })).unmet.map(({ message }) => message.ru)
  const discount =
    "Требуется что-то одно: скидка от цены по прайсу в % — не больше 20; либо полученные согласования — среди них «Скидка»"
  expect(await lacking()).toEqual(["Требуется: роли контактных лиц — среди них «Принимает решение»", discount])
  await rep.contacts.add({ clientId: client.id, name: "Vera", roleId: "decisionMaker" })
  await rep.deals.amend({ dealId, listAmount: null })
  expect(await lacking()).toEqual([discount])
  const { approval } = await rep.approvals.ask({ dealId, kindId: "discount", reason: "Three years at once" })
  await dept
    .tenant("default")
    .as("user:head", { roles: ["head"] })
    .approvals.grant({ approvalId: approval.id })
  expect((await rep.deals.move({ dealId, to: "contract" })).deal.stageId).toBe("contract")
})
