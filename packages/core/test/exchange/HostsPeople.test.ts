import { describe, expect, it } from "vitest"
import type { ImportOptions } from "../../src/exchange/index.ts"
import { planImport } from "../../src/exchange/index.ts"
import { all, fact, linearPipeline } from "../../src/deal/index.ts"
import type { HostDirectoryShape } from "../../src/promise/index.ts"
import { memory, presets, salesDept } from "../../src/promise/index.ts"

const preset = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const pipeline = linearPipeline({
  id: "repair",
  name: { en: "Repair", ru: "Ремонт" },
  stages: [
    { id: "request", name: { en: "Request", ru: "Заявка" }, meaning: "open" },
    {
      id: "contract",
      name: { en: "Contract", ru: "Договор" },
      meaning: "open",
      entry: all(fact("client.isKnown").is(true), fact("client.custom.tier").isSet()),
    },
    { id: "done", name: { en: "Done", ru: "Завершена" }, meaning: "done" },
  ],
  lost: { id: "lost", name: { en: "Lost", ru: "Проиграна" }, meaning: "lost" },
})
const department = {
  ...preset,
  pipelines: [pipeline],
  defaultPipelineId: pipeline.id,
  customFields: [{ of: "client", key: "tier", label: { en: "Tier", ru: "Категория" }, kind: "text", filterable: true }],
} as const

/** A host of whose people two are known. */
const directory: HostDirectoryShape = {
  kinds: ["people"],
  names: async ({ ids }) => new Map(ids.filter((id) => id.startsWith("user:")).map((id) => [id, id])),
  check: async () => [],
}

const files = [
  {
    name: "сделки.csv",
    text: "№;Этап;Компания;Ответственный\n1;Договор;Ромашка;Анна Ким\n2;Договор;Лютик;анна ким\n3;Заявка;Ромашка;Олег\n4;Заявка;Ромашка;Пётр\n",
  },
  { name: "компании.csv", text: "Компания;Категория\nРомашка;золото\n" },
].map(({ name, text }) => ({ name, bytes: new TextEncoder().encode(text) }))

const planned = (people: NonNullable<ImportOptions["people"]>) =>
  planImport(files, {
    source: "crm",
    currency: "RUB",
    timeZone: "Europe/Moscow",
    pipeline,
    customFields: department.customFields,
    people,
  })

const opened = async () => {
  const dept = await salesDept({ store: memory(), department, directory })
  return dept.tenant("default").as("user:head")
}

describe("an import into a host that knows its people", () => {
  it("is not held to the host's directory: it states what the source says of its own people", async () => {
    const shop = await opened()
    await shop.imports.record(planned({ "Анна Ким": "user:anna", "анна ким": "user:anna" }))
    expect(await shop.deals.count({ ownerId: "user:anna" })).toBe(2)
    expect(await shop.reps.count()).toBe(3)
  })

  it("leaves records of who is nobody of the host's without an owner, and makes no rep of them", async () => {
    const shop = await opened()
    const people = { "Анна Ким": "user:anna", "анна ким": "user:anna", Олег: null, Пётр: null }
    await shop.imports.record(planned(people))
    expect(await shop.deals.count({ ownerId: null })).toBe(2)
    expect((await shop.reps.page()).items.map(({ personId }) => personId)).toEqual(["user:anna"])
    // All of a group may be nobody's.
    const nobody = Object.fromEntries(Object.keys(people).map((name) => [name, null]))
    const other = await opened()
    await other.imports.record(planned(nobody))
    expect(await other.reps.count()).toBe(0)
  })

  it("makes no second rep of a person whom the host has stated", async () => {
    const shop = await opened()
    const stated = {
      id: "rep_anna",
      personId: "user:anna",
      name: "Анна Ким",
      teamId: "north",
      joinedOn: null,
      leftOn: null,
    }
    await shop.reps.state({ rows: [stated] })
    const plan = planned({ "Анна Ким": "user:anna", "анна ким": "user:anna", Олег: null, Пётр: null })
    expect((await shop.imports.record(plan)).reps).toEqual({ created: 0, changed: 0, unchanged: 2 })
    expect((await shop.reps.page()).items).toMatchObject([{ id: "rep_anna", teamId: "north" }])
  })

  it("tells on a dry run what recording then tells: deals are judged after the clients of the same files", async () => {
    const shop = await opened()
    const plan = planned({ "Анна Ким": "user:anna", "анна ким": "user:anna", Олег: null, Пётр: null })
    const would = await shop.imports.record(plan, { dryRun: true })
    expect(await shop.clients.count()).toBe(0)
    const did = await shop.imports.record(plan)
    // The second deal's client has no tier; the first's has one, by the file of clients.
    expect(did.violations.map(({ unmet }) => unmet.map(({ code }) => code))).toEqual([["client.custom.tier.isSet"]])
    expect({ ...would, runId: null }).toEqual({ ...did, runId: null })
  })
})
