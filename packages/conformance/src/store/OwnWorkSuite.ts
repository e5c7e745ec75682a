import { rolePolicy, salesDept } from "@salesdept/core/promise"
import { defaultLoyaltyPolicy } from "@salesdept/core/loyalty"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import { countingIds } from "./SuiteIds.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const tenant = "branch"
const access = rolePolicy({
  roleOf: ({ actor }) => (actor === "user:boss" ? "owner" : actor === "user:head" ? "head" : "rep"),
  manages: { head: ["script"] },
})

const referral = {
  advocatePoints: 100,
  clientPoints: 50,
  validDays: 365,
  minPaid: null,
  capPerAdvocate: null,
  attributionDays: 30,
}

const department = { ...suiteDepartment, loyalty: { ...defaultLoyaltyPolicy, referral } }

const under = async ({ clock, store }: Scene) => {
  const dept = await salesDept({
    store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
    department,
    now: clock.now,
    ids: countingIds(),
    access,
  })
  const as = (person: string) => dept.tenant(tenant).as(`user:${person}`)
  const rows = ["1", "2", "head"].map((person) => ({
    id: `rep_${person}` as const,
    personId: `user:${person}`,
    name: person,
    teamId: "north",
  }))
  await as("boss").reps.state({ rows })
  return as
}

/** The ordinary policy is in nobody's way who works on what is theirs. */
export const ownWorkSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: access to own work`, () => {
    it(
      "lets a rep make a client of an own lead of a company, with the person and the deal",
      inScene(factory, async (scene) => {
        const as = await under(scene)
        const [rep, boss] = [as("1"), as("boss")]
        const own = { company: "Ромашка", channelId: "site", ownerId: "user:1" }
        await rep.leads.receive({ id: "lead_1", name: "Анна", ...own })
        const { client, contact, deal } = await rep.leads.qualify({ leadId: "lead_1", deal: { title: "Audit" } })
        expect([client.ownerId, contact?.clientId, deal?.ownerId]).toEqual(["user:1", client.id, "user:1"])
        await rep.leads.receive({ id: "lead_2", name: "Пётр", ...own })
        const step = { leadId: "lead_2", typeId: "call", dueOn: "2026-02-20", ownerId: "user:2" } as const
        await boss.nextSteps.set({ id: "step_2", ...step })
        await rejectionOf("Forbidden", rep.leads.qualify({ leadId: "lead_2", client: { ownerId: "user:2" } }))
        // What a colleague has to do about it goes on with the deal, too.
        await rep.leads.qualify({ leadId: "lead_2", deal: { id: "deal_2", title: "Audit" } })
        expect(await boss.nextSteps.get("step_2")).toMatchObject({
          dealId: "deal_2",
          ownerId: "user:2",
        })
      }),
    )

    it(
      "lets a rep do what is counted or proposed beside it: recommendations, answers that a script lacks, offers of campaigns",
      inScene(factory, async (scene) => {
        const as = await under(scene)
        const [rep, peer, boss] = [as("1"), as("2"), as("boss")]
        await rep.clients.register({ id: "client_1", name: "Ромашка", ownerId: "user:1" })
        await rep.clients.register({ id: "client_2", name: "Лютик", ownerId: "user:1" })
        await peer.clients.register({ id: "client_3", name: "Астра", ownerId: "user:2" })
        const by = { advocateId: "client_1" } as const
        expect((await rep.referrals.record({ clientId: "client_2", by })).referral.status).toBe("recorded")
        await rejectionOf("RecordNotFound", peer.referrals.record({ clientId: "client_3", by }))

        await boss.scripts.create({ id: "script_1", name: "First call", language: "en", ownerId: "user:boss" })
        const hello = { id: "hello", kind: "opening", purpose: "Greet", wording: "Good morning", branches: [] } as const
        await boss.scripts.draft({ id: "scriptversion_1", scriptId: "script_1", steps: [hello] })
        await boss.scripts.submit({ versionId: "scriptversion_1" })
        await as("head").scripts.approve({ versionId: "scriptversion_1" })
        await rep.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "user:1" })
        const noted = { versionId: "scriptversion_1", dealId: "deal_1", outcomeId: "agreed" } as const
        const unanswered = [{ stepId: "hello", said: "Too dear" }]
        const { run } = await rep.scriptRuns.record({
          ...noted,
          repId: "user:1",
          steps: [{ stepId: "hello" }],
          unanswered,
        })
        expect(run.repId).toBe("user:1")
        await rejectionOf(
          "RecordNotFound",
          peer.scriptRuns.record({ ...noted, repId: "user:2", steps: [], unanswered }),
        )
      }),
    )

    it(
      "lets a head look a day through on which nothing is found",
      inScene(factory, async (scene) => {
        const as = await under(scene)
        scene.clock.advance(2 * 86_400_000)
        const { raised, known } = await as("head").findings.review({ span: "day", on: "2026-02-02" })
        expect([raised, known]).toEqual([[], 0])
      }),
    )
  })
}
