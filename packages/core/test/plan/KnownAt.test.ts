import { memory, presets, salesDept } from "@salesdept/core/promise"
import { fiveDayCalendar } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const planId = "plan_2026"
const quarter = "2026-Q1"
const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const closing = fc
  .integer({ min: 0, max: 89 })
  .map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10))
const owner = fc.constantFrom("user:1", "user:2", null)

const row = fc.record({
  id: fc.integer({ min: 1, max: 12 }).map((at) => `deal_${at}` as const),
  ownerId: owner,
  amount: fc.option(fc.integer({ min: 1, max: 1_000_000 }).map(rub)),
  closedOn: closing,
})

/** Facts that arrive after the report: new and corrected rows of the source, other amounts and owners, deals that never were, moves of reps. */
const late = fc.oneof(
  fc.record({ kind: fc.constant("import" as const), rows: fc.array(row, { minLength: 1, maxLength: 4 }) }),
  fc.record({
    kind: fc.constant("amend" as const),
    dealId: fc.integer({ min: 1, max: 12 }).map((at) => `deal_${at}` as const),
    ownerId: owner,
    amount: fc.integer({ min: 1, max: 1_000_000 }).map(rub),
  }),
  fc.record({
    kind: fc.constant("remove" as const),
    dealId: fc.integer({ min: 1, max: 12 }).map((at) => `deal_${at}` as const),
  }),
  fc.record({
    kind: fc.constant("team" as const),
    personId: fc.constantFrom("user:1", "user:2"),
    teamId: fc.constantFrom("north", "south", null),
    joinedOn: fc.constantFrom("2026-02-02", null),
  }),
)

const openDept = async (clock: { now: number }) => {
  const dept = await salesDept({
    store: memory(),
    now: () => clock.now,
    department: {
      ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
      sources: [{ id: "crm", name: { en: "CRM", ru: "CRM" }, carries: [] }],
    },
  })
  const shop = dept.tenant("shop").as("user:head")
  const importRows = (rows: ReadonlyArray<typeof row extends fc.Arbitrary<infer Row> ? Row : never>) =>
    shop.deals.import({
      sourceId: "crm",
      pipelineId: "servicesWithActs",
      rows: [...new Map(rows.map((one) => [one.id, one])).values()].map((one) => ({
        ...one,
        title: null,
        stageId: "paymentControl",
        clientId: null,
        productId: null,
        listAmount: null,
        openedOn: "2026-01-01",
      })),
    })
  const toTeam = (personId: string, teamId: string | null, joinedOn: string | null = null) =>
    shop.reps.state({
      rows: [
        {
          id: `rep_${personId.replace("user:", "")}` as const,
          personId,
          name: personId,
          teamId,
          joinedOn,
          leftOn: null,
        },
      ],
    })
  const planTeams = async () => {
    const measures = [{ id: "wonMinor", kind: "money", credit: "wonMoney" }] as const
    await shop.plans.open({ id: "plan_teams", name: "Teams", currency: "RUB", measures })
    const { planVersion } = await shop.plans.draft({
      planId: "plan_teams",
      baseline: "original",
      effectiveFrom: "2026-01-01",
      targets: ["north", "south"].map((teamId) => ({ measure: "wonMinor", period: quarter, value: 900_000, teamId })),
    })
    await shop.plans.submit({ versionId: planVersion.id })
    await dept.tenant("shop").as("user:owner").plans.approve({ versionId: planVersion.id })
  }
  return { dept, shop, importRows, toTeam, planTeams }
}

describe("a report as known at a moment", () => {
  it("never changes when late facts arrive, whatever they are: attainment, year to date and variance", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 10 }),
        fc.array(late, { minLength: 1, maxLength: 6 }),
        async (early, facts) => {
          const clock = { now: Date.parse("2026-04-01T09:00:00.000Z") }
          const { dept, shop, importRows, toTeam, planTeams } = await openDept(clock)
          await toTeam("user:1", "north")
          await toTeam("user:2", "south")
          await planTeams()
          await importRows(early)
          const targets = ["user:1", "user:2"].map((ownerId) => ({ ownerId, quarter, amountMinor: 500_000 }))
          await shop.plans.publish({ id: planId, currency: "RUB", targets })
          const knownAt = new Date(clock.now).toISOString()
          const report = async () => ({
            attainment: await shop.plans.attainment({ planId, on: "2026-03-31", knownAt, withIds: true }),
            teams: await shop.plans.attainment({ planId: "plan_teams", on: "2026-03-31", knownAt, withIds: true }),
            variance: await shop.plans.variance({
              period: quarter,
              knownAt,
              method: "shapley",
              calendar: fiveDayCalendar,
            }),
          })
          const then = await report()
          for (const fact of facts) {
            clock.now += 3_600_000
            if (fact.kind === "import") await importRows(fact.rows)
            else if (fact.kind === "team") await toTeam(fact.personId, fact.teamId, fact.joinedOn)
            else if (fact.kind === "remove")
              await shop.deals.remove({ dealId: fact.dealId, reason: "never was" }).catch(() => null)
            else {
              const { dealId, ownerId, amount } = fact
              await shop.deals.amend({ dealId, ownerId, amount }).catch(() => null)
            }
          }
          clock.now += 3_600_000
          await shop.plans.publish({
            id: planId,
            currency: "RUB",
            targets: targets.map((target) => ({ ...target, amountMinor: 1 })),
          })
          expect(await report()).toEqual(then)
          await dept.close()
        },
      ),
      { numRuns: 30 },
    )
  })
})
