import { memory, presets, salesDept } from "@salesdept/core/promise"
import { ru2026 } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"

const leaf = (id: string) => ({ kind: "leaf", id, name: { en: id, ru: id } }) as const
const name = { en: "Revenue", ru: "Выручка" }

const openDept = async (planCurrency = "RUB") => {
  const clock = { now: Date.parse("2026-03-31T09:00:00.000Z") }
  const dept = await salesDept({
    store: memory(),
    now: () => clock.now,
    department: {
      ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
      sources: [{ id: "crm", name: { en: "CRM", ru: "CRM" }, carries: [] }],
      plan: {
        driverTree: {
          tree: { kind: "product", id: "revenue", name, children: [leaf("deals"), leaf("average")] },
          measures: [
            { id: "deals", of: "wonDeals" },
            { id: "average", of: "wonMoney", per: "wonDeals" },
          ],
        },
      },
    },
  })
  const tenant = dept.tenant("shop")
  const shop = tenant.as("user:head")
  const measures = [
    { id: "won", kind: "money", credit: "wonMoney" },
    { id: "deals", kind: "counts", credit: "wonDeals" },
  ] as const
  await shop.plans.open({ id: "plan_1", name: "2026", currency: planCurrency, measures })
  const targets = ["2026-04", "2026-05", "2026-06"].flatMap((period) => [
    { measure: "won", period, value: 100_00 },
    { measure: "deals", period, value: 2 },
    { measure: "won", period, value: 60_00, productId: "audit" },
  ])
  const version = { planId: "plan_1", baseline: "original", effectiveFrom: "2026-01-01", targets } as const
  const { planVersion } = await shop.plans.draft(version)
  await shop.plans.submit({ versionId: planVersion.id })
  await tenant.as("user:owner").plans.approve({ versionId: planVersion.id })
  const deal = (id: string, ownerId: string, amountMinor: number, closedOn: string | null) => ({
    id: `deal_${id}` as const,
    title: null,
    stageId: closedOn === null ? "contact" : "paymentControl",
    clientId: null,
    ownerId,
    productId: null,
    amount: { amountMinor, currency: "RUB" },
    listAmount: null,
    openedOn: "2026-01-10",
    closedOn,
  })
  const importRows = (rows: ReadonlyArray<ReturnType<typeof deal>>) =>
    shop.deals.import({ sourceId: "crm", pipelineId: "servicesWithActs", rows })
  return { shop, clock, deal, importRows }
}

describe("a variance of one person", () => {
  it("counts a deal that is split for those it is credited to, with their part, as plan against fact does", async () => {
    const { shop, clock, deal, importRows } = await openDept()
    await importRows([deal("1", "ann", 100_01, "2026-02-10"), deal("2", "bob", 40_00, "2026-02-20")])
    clock.now = Date.parse("2026-07-01T09:00:00.000Z")
    await importRows([deal("3", "ann", 300_01, "2026-05-10"), deal("4", "bob", 50_00, "2026-05-20")])
    const shares = [
      { repId: "bob", weight: 1 },
      { repId: "cid", weight: 1 },
    ]
    const line = (id: string) => ({ kind: "product", productId: id, quantity: "1", unitPriceMinor: 300_01 }) as const
    await shop.deals.setLines({ dealId: "deal_3", currency: "RUB", lines: [line("audit")] })
    await shop.deals.splitCredit({ dealId: "deal_3", shares, reason: "sold together" })
    const ofOwner = (owner: string) => shop.plans.variance({ period: "2026-Q2", scope: { owner } })
    const [ann, bob, cid, all] = [
      await ofOwner("ann"),
      await ofOwner("bob"),
      await ofOwner("cid"),
      await shop.plans.variance({ period: "2026-Q2" }),
    ]
    const wonOf = ({ variance: { baseMinor, actualMinor } }: typeof ann) => [baseMinor, actualMinor]
    expect([ann, bob, cid, all].map(wonOf)).toEqual([
      [100_01, 0],
      [40_00, 150_01 + 50_00],
      [0, 150_00],
      [140_01, 350_01],
    ])
    // The department's own tree reads facts, and comes to the same.
    expect([bob.tree?.variance?.actualMinor, bob.price?.actualMinor]).toEqual([200_01, 200_01])
    expect(bob.deals.find(({ driver }) => driver === "winRate")?.actualIds).toEqual(["deal_3", "deal_4"])
    for (const { variance, price } of [ann, bob, cid, all])
      for (const { contributions, baseMinor, actualMinor } of price === null ? [variance] : [variance, price])
        expect(contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(actualMinor - baseMinor)
  })

  it("leads from what was expected of that person at the start, and of nobody else", async () => {
    const { shop, clock } = await openDept()
    for (const [ownerId, amountMinor] of [
      ["ann", 10_00],
      ["bob", 70_00],
    ] as const)
      await shop.deals.open({
        title: ownerId,
        ownerId,
        amount: { amountMinor, currency: "RUB" },
        expectedCloseOn: "2026-05-15",
      })
    clock.now = Date.parse("2026-07-01T09:00:00.000Z")
    const { timing } = await shop.plans.variance({ period: "2026-Q2", scope: { owner: "ann" } })
    expect(timing?.lines.find(({ bucket }) => bucket === "slipped")?.amountMinor).toBe(-10_00)
  })

  it("keeps what changed hands in both bridges, so that what was expected of all people is what was expected", async () => {
    const { shop, clock } = await openDept()
    const open = (id: string, ownerId: string, amountMinor: number, expectedCloseOn: string) =>
      shop.deals.open({
        id: `deal_${id}`,
        title: id,
        ownerId,
        amount: { amountMinor, currency: "RUB" },
        expectedCloseOn,
      })
    await open("given", "ann", 10_00, "2026-05-15")
    await open("kept", "ann", 30_00, "2026-05-15")
    await open("later", "ann", 50_00, "2026-08-15")
    clock.now = Date.parse("2026-04-20T09:00:00.000Z")
    await shop.deals.amend({ dealId: "deal_given", ownerId: "bob" })
    await shop.deals.amend({ dealId: "deal_later", ownerId: "bob" })
    clock.now = Date.parse("2026-07-01T09:00:00.000Z")
    const bridge = async (scope: { readonly owner?: string }) => {
      const { timing } = await shop.plans.variance({ period: "2026-Q2", scope })
      return [
        timing?.expectedMinor,
        ...(timing?.lines ?? []).flatMap(({ bucket, amountMinor, ids }) =>
          ids.length > 0 ? [[bucket, amountMinor, ids]] : [],
        ),
      ]
    }
    expect(await bridge({})).toEqual([40_00, ["slipped", -40_00, ["deal_given", "deal_kept"]]])
    expect(await bridge({ owner: "ann" })).toEqual([
      40_00,
      ["slipped", -30_00, ["deal_kept"]],
      ["passedOn", -10_00, ["deal_given"]],
    ])
    // Bob had nothing at the start, which is something that can be told.
    expect(await bridge({ owner: "bob" })).toEqual([0])
  })
})

describe("the department's tree against a plan", () => {
  it("adds up a quarter that is planned by month", async () => {
    const { shop } = await openDept()
    const { tree } = await shop.plans.variance({ period: "2026-Q2", planId: "plan_1" })
    expect([tree?.withheld, tree?.variance?.baseMinor]).toEqual([null, 300_00])
  })

  it("is not explained where the plan is in another currency than the department", async () => {
    const { shop } = await openDept("USD")
    const { tree } = await shop.plans.variance({ period: "2026-Q2", planId: "plan_1" })
    expect(tree).toMatchObject({
      variance: null,
      withheld: { en: expect.stringContaining("The plan is in USD, the department counts in RUB") },
    })
  })
})

it("tells facts without a product, in a plan by product, from the department's own row", async () => {
  const { shop, clock, deal, importRows } = await openDept()
  clock.now = Date.parse("2026-07-01T09:00:00.000Z")
  await importRows([deal("1", "ann", 100_01, "2026-04-10")])
  const { rows } = await shop.plans.attainment({ planId: "plan_1", periods: ["2026-04"] })
  const money = rows.filter(({ measure }) => measure === "won")
  expect(money.map(({ by, productId, target, fact, notes }) => [by, productId, target, fact, notes[0]?.en])).toEqual([
    [[], null, 100_00, 100_01, undefined],
    [["productId"], "audit", 60_00, 0, undefined],
    [["productId"], null, null, 100_01, "Facts without a product"],
  ])
})

it("says why people and days are not told though there is a calendar", async () => {
  const { shop } = await openDept()
  const toldOf = async (period: string, more: object = {}) => {
    const { capacity, notes } = await shop.plans.variance({ period, calendar: ru2026, ...more })
    return [capacity === null, ...notes.map(({ en }) => en)]
  }
  const ann = { id: "rep_ann", personId: "ann", name: "Ann", teamId: null, leftOn: null } as const
  const joined = (joinedOn: string) => shop.reps.state({ rows: [{ ...ann, joinedOn }] })
  const untold = "What is a matter of people and days is not told"
  expect(await toldOf("2026-01")).toEqual([true, `${untold}: the calendar does not cover 2025-12`])
  expect(await toldOf("2026-03", { basePeriod: "2026-01" })).toEqual([
    true,
    `${untold}: no rep was there on a working day of 2026-01, 2026-03`,
  ])
  await joined("2026-02-01")
  expect(await toldOf("2026-03", { basePeriod: "2026-01" })).toEqual([
    true,
    `${untold}: no rep was there on a working day of 2026-01`,
  ])
  await joined("2026-01-01")
  expect(await toldOf("2026-03", { basePeriod: "2026-01" })).toEqual([false])
})

it("says what makes two periods hard to compare", async () => {
  const { shop } = await openDept()
  const notesOf = async (period: string, basePeriod?: string) =>
    (await shop.plans.variance({ period, ...(basePeriod === undefined ? {} : { basePeriod }) })).notes.map(
      ({ en }) => en,
    )
  expect(await notesOf("2025-12")).toEqual([])
  expect(await notesOf("2025-12", "2025-11")).toEqual([])
  expect(await notesOf("2024", "2023")).toEqual([])
  expect(await notesOf("2026-02")).toEqual(["2026-02 has 28 days and 2026-01 31: part of the difference is the length"])
  // The last of March is today, and is over by the day that counts.
  expect(await notesOf("2026-Q1")).toEqual([])
  expect(await notesOf("2026-Q2", "2026-05")).toEqual([
    "2026-Q2 is not over by 2026-03-31, and what it is compared with is whole: what is still to come counts as missing",
    "2026-Q2 has 91 days and 2026-05 31: part of the difference is the length",
    "2026-Q2 and 2026-05 have days in common: their deals are on both sides",
  ])
})

describe("a variance against a plan that states targets alone", () => {
  it("takes them at the rates of the period before, of the whole, and of a person", async () => {
    const { shop, clock, deal, importRows } = await openDept()
    const lost = { ...deal("3", "ann", 10_00, "2026-03-01"), stageId: "lost" }
    await importRows([deal("1", "ann", 90_00, "2026-02-10"), deal("2", "bob", 30_00, "2026-02-20"), lost])
    clock.now = Date.parse("2026-07-01T09:00:00.000Z")
    await importRows([deal("4", "ann", 70_00, "2026-05-10"), deal("5", "bob", 50_00, "2026-05-20")])
    const question = { period: "2026-Q2", planId: "plan_1", plan: "targets" } as const
    const { variance, drivers, against, notes, causes } = await shop.plans.variance(question)
    // Three months of 100.00 at two won of three and 60.00 a deal: 7.5 deals to close.
    expect(drivers.base).toMatchObject({ closedDeals: 7.5, winRate: 2 / 3, averageDealMinor: 60_00 })
    expect([against, variance.baseMinor, variance.actualMinor]).toEqual(["plan", 300_00, 120_00])
    expect(variance.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(-180_00)
    expect(causes.drivers.map(({ amountMinor }) => amountMinor)).toEqual(
      variance.contributions.map(({ amountMinor }) => amountMinor),
    )
    expect(notes.map(({ en }) => en)).toEqual([expect.stringContaining("the average deal of 2026-Q1")])
    const ofAnn = shop.plans.variance({ ...question, scope: { owner: "ann" } })
    await expect(ofAnn).rejects.toMatchObject({ data: { problems: [{ path: "plan", code: "variance.noTarget" }] } })
    const nobodys = { ...question, scope: { owner: null } } as const
    await expect(shop.plans.variance(nobodys)).rejects.toMatchObject({
      data: { problems: [{ code: "variance.noTarget" }] },
    })
    const { tree } = await shop.plans.variance({ period: "2026-Q2", planId: "plan_1", scope: { owner: null } })
    expect(tree?.withheld?.en).toContain("no targets of this period for: wonMoney, wonDeals")
    const audits = shop.plans.variance({ ...question, scope: { product: "audit" } })
    await expect(audits).rejects.toMatchObject({ data: { problems: [{ path: "plan", code: "variance.noRates" }] } })
  })

  it("is refused without a plan, and where the plan is in another currency", async () => {
    const { shop } = await openDept("EUR")
    const ask = (planId?: `plan_${string}`) =>
      shop.plans.variance({ period: "2026-Q2", plan: "targets", ...(planId === undefined ? {} : { planId }) })
    await expect(ask()).rejects.toMatchObject({ data: { problems: [{ path: "plan", code: "variance.planId" }] } })
    await expect(ask("plan_1")).rejects.toMatchObject({ data: { problems: [{ code: "variance.planCurrency" }] } })
  })
})
