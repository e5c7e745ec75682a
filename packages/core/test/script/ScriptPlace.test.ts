import { expect, it } from "vitest"
import { memory, salesDept } from "../../src/promise/index.ts"
import { attack, refusal } from "../attack.ts"

const script = { id: "script_1", name: "Call", language: "en", ownerId: "user:42" } as const

const problem = async (asked: Promise<unknown>) => {
  const { _tag, data, messages } = await refusal(asked)
  expect(_tag).toBe("InputInvalid")
  const [first] = (data as { readonly problems: ReadonlyArray<{ path: string; code: string }> }).problems
  return { at: `${first?.path} ${first?.code}`, ...messages }
}

it("refuses a script for a stage or a pipeline that the department does not have, and says which there are", async () => {
  const { shop } = await attack()
  const stage = await problem(shop.scripts.create({ ...script, stageId: "kontakt" }))
  expect(stage.at).toBe("stageId script.stageUnknown")
  expect(stage.en).toContain("no pipeline has a stage kontakt; there are ")
  expect(stage.ru).toContain("ни в одной воронке нет этапа kontakt; есть ")
  const pipeline = await problem(shop.scripts.create({ ...script, pipelineId: "sales", stageId: "contact" }))
  expect(pipeline.at).toBe("pipelineId script.pipelineUnknown")
  expect(pipeline.ru).toContain("в отделе нет воронки sales; есть servicesWithActs")
  await shop.scripts.create({ ...script, pipelineId: "servicesWithActs", stageId: "contact" })

  const amended = await problem(shop.scripts.amend({ scriptId: script.id, stageId: "kontakt" }))
  expect(amended.at).toBe("stageId script.stageUnknown")
  expect(amended.ru).toContain("в воронке servicesWithActs нет этапа kontakt")
  expect((await shop.scripts.amend({ scriptId: script.id, stageId: null })).script.stageId).toBeNull()
})

it("takes any place while nobody has said which there are, and then lets the rest of the script be put right", async () => {
  const dept = await salesDept({ store: memory() })
  const shop = dept.tenant("shop-17").as("user:42")
  await shop.scripts.create({ ...script, pipelineId: "sales", stageId: "kontakt" })
  const { script: renamed } = await shop.scripts.amend({ scriptId: script.id, name: "First call" })
  expect(renamed).toMatchObject({ pipelineId: "sales", stageId: "kontakt" })
})
