import type { Session } from "@salesdept/core/promise"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { suiteFinding } from "./ReviewSuite.ts"
import { inScene } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const people = ["user:ann", "user:bob", "user:cid", "user:dan"] as const
const dayMs = 86_400_000
const lengthMs = 4 * dayMs

/** A personal debrief between two of the people, or a collective one. */
const anyDebrief = fc.record({
  rep: fc.nat({ max: 3 }),
  mentor: fc.integer({ min: 1, max: 3 }),
  isPersonal: fc.boolean(),
  isHeld: fc.boolean(),
  hasCommitment: fc.boolean(),
})

/** What somebody may ask of any group of use cases, knowing every id there is. */
const questionsOf = (ids: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<unknown>> => [
  [],
  [{}],
  [{ limit: 1000 }],
  ...ids.flatMap((id) => [[id], [[id]], [{ debriefId: id }], [{ where: { debriefId: id } }], [{ id }], [id, {}]]),
  ...people.flatMap((person) => [
    [{ repId: person }],
    [{ where: { repId: person } }],
    [{ where: { leaderId: person } }],
  ]),
  [{ span: "day", on: "2026-02-02" }],
  [{ from: "2026-01-01", to: "2026-12-31" }],
]

/** Verbs that ask and change nothing: the rest of the facade is commands, which are asked on a dry run. */
const reads = new Set([
  "get",
  "getMany",
  "page",
  "count",
  "countBy",
  "history",
  "asOf",
  "pageAsOf",
  "list",
  "agenda",
  "growth",
  "find",
])
/** Groups that read files, or none of the base. */
const leftOut = new Set(["imports", "runs", "batch"])

/** Everything that an actor is told by every use case of the facade, asked in every way. */
const toldTo = async (
  session: Session,
  ids: ReadonlyArray<string>,
): Promise<ReadonlyArray<readonly [string, string]>> => {
  const told: Array<readonly [string, string]> = []
  for (const [group, cases] of Object.entries(session)) {
    if (leftOut.has(group)) continue
    for (const [verb, useCase] of Object.entries(cases as { readonly [verb: string]: unknown })) {
      if (typeof useCase !== "function") continue
      const ask = useCase as (...question: ReadonlyArray<unknown>) => Promise<unknown>
      // Records of other kinds answer alike: of their reads, a few ways of asking are enough.
      const isNear = ["debriefs", "commitments", "findings", "summaries"].includes(group)
      for (const question of isNear ? questionsOf(ids) : questionsOf(ids.slice(0, 1)).slice(0, 4)) {
        const asked = reads.has(verb) ? question : [...question, { dryRun: true }]
        try {
          told.push([`${group}.${verb}`, JSON.stringify(await ask(...asked)) ?? ""])
        } catch {
          // A refusal names what was asked for, which the actor knows.
        }
      }
    }
  }
  return told
}

interface Planted {
  readonly id: string
  readonly isPersonal: boolean
  readonly participants: ReadonlyArray<string>
  readonly secret: string
}

/** Plans debriefs with findings, decisions and commitments, each with words of its own. */
const plant = async (
  { session }: Scene,
  tenant: string,
  debriefs: ReadonlyArray<typeof anyDebrief extends fc.Arbitrary<infer Value> ? Value : never>,
): Promise<ReadonlyArray<Planted>> => {
  const planted: Array<Planted> = []
  for (const [at, { rep, mentor, isPersonal, isHeld, hasCommitment }] of debriefs.entries()) {
    const [repId, leaderId] = [people[rep]!, people[(rep + mentor) % 4]!]
    const lead = session(tenant, leaderId)
    const finding = suiteFinding(`${at}`, 1, [`deal_${at}`], repId)
    await lead.findings.raise({ findings: [finding] })
    const debriefId = `debrief_confided-${at}` as const
    const secret = `secret-${at}-of-${debriefId}`
    await lead.debriefs.plan({
      id: debriefId,
      route: isPersonal ? "personal" : "collectiveNamed",
      ...(isPersonal ? { repId } : { consentedRepIds: [repId] }),
      leaderId,
      findingIds: [finding.id],
      plannedOn: "2026-02-02",
    })
    if (isHeld) await lead.debriefs.hold({ debriefId, decisions: secret, actions: [] })
    if (hasCommitment) {
      await session(tenant, repId).commitments.make({ repId, dueOn: "2026-02-09", what: "Call", debriefId })
    }
    planted.push({ id: debriefId, isPersonal, participants: [repId, leaderId], secret })
  }
  return planted
}

/** What holds of reviews whatever happens, on every store. */
export const reviewPropertySuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: reviews hold`, () => {
    it(
      "no use case of the facade tells a peer of a personal debrief, however it is asked",
      inScene(factory, async (scene) => {
        let tenants = 0
        await fc.assert(
          fc.asyncProperty(fc.array(anyDebrief, { minLength: 1, maxLength: 4 }), async (debriefs) => {
            tenants += 1
            const tenant = `confided-${tenants}`
            const planted = await plant(scene, tenant, debriefs)
            for (const person of people) {
              const strange = planted.filter(
                ({ isPersonal, participants }) => isPersonal && !participants.includes(person),
              )
              if (strange.length === 0) continue
              const ids = strange.map(({ id }) => id)
              for (const [asked, answer] of await toldTo(scene.session(tenant, person), ids)) {
                for (const { id, secret } of strange) {
                  expect(answer.includes(id) || answer.includes(secret), `${asked} tells ${person} of ${id}`).toBe(
                    false,
                  )
                }
              }
            }
            // Those who took part are told: otherwise nothing would have been tested.
            for (const { id, participants } of planted) {
              for (const person of participants) {
                expect((await scene.session(tenant, person).debriefs.get(id as `debrief_${string}`))?.id).toBe(id)
              }
            }
          }),
          { numRuns: 3 },
        )
      }),
    )

    it(
      "a finding is raised once per evidence, in whatever order and number ticks and reviews come",
      inScene(factory, async ({ session, dept, clock }) => {
        const days = ["2026-02-02", "2026-02-03", "2026-02-04"]
        const moves = fc.array(fc.constantFrom("tick", "twoTicks", "review", "wait"), { maxLength: 8 })
        let tenants = 0
        const begin = async (tenant: string): Promise<Session> => {
          const head = session(tenant, "user:ann")
          const row = {
            id: "rep_1",
            personId: "user:bob",
            name: "Bob",
            teamId: null,
            joinedOn: null,
            leftOn: null,
          } as const
          await head.reps.state({ rows: [row] })
          return head
        }
        const found: Array<ReadonlyArray<string>> = []
        const startedAt = clock.now()
        await fc.assert(
          fc.asyncProperty(fc.array(moves, { minLength: 1, maxLength: 3 }), async (rounds) => {
            tenants += 1
            const tenant = `ticked-${tenants}`
            clock.advance(startedAt - clock.now())
            const head = await begin(tenant)
            await head.leads.receive({ id: "lead_1", name: "ООО «Ромашка»", channelId: "site", ownerId: "user:bob" })
            await head.deals.open({ id: "deal_1", title: "Audit", ownerId: "user:bob" })
            await head.reviewSchedules.set({ span: "day", hoursAfter: 1 })
            const tick = () => dept.tick({ tenants: [tenant] })
            clock.advance(lengthMs)
            for (const move of rounds.flat()) {
              if (move === "tick") await tick()
              if (move === "twoTicks") await Promise.all([tick(), tick()])
              if (move === "wait") clock.advance(60_000)
              if (move === "review") for (const on of days.toReversed()) await head.findings.review({ span: "day", on })
            }
            for (let round = 0; round < 4; round++) await tick()
            const { items } = await head.findings.page({ limit: 1000 })
            for (const { id, version } of items) {
              expect(version).toBe(1)
              expect(await head.findings.history(id)).toHaveLength(1)
            }
            found.push(items.map(({ id }) => id))
          }),
          { numRuns: 4 },
        )
        expect(found[0]?.length).toBeGreaterThan(0)
        for (const one of found) expect(one).toEqual(found[0])
      }),
    )

    it(
      "a frozen summary never changes, whatever commits later",
      inScene(factory, async ({ session, dept, clock }) => {
        const late = fc.array(
          fc.constantFrom("amend", "lose", "step", "dialog", "commit", "close", "review", "tick", "void", "rep"),
          { minLength: 1, maxLength: 8 },
        )
        let tenants = 0
        const startedAt = clock.now()
        await fc.assert(
          fc.asyncProperty(late, async (moves) => {
            tenants += 1
            const tenant = `frozen-${tenants}`
            clock.advance(startedAt - clock.now())
            const head = session(tenant, "user:ann")
            const state = (teamId: string) =>
              head.reps.state({
                rows: [{ id: "rep_1", personId: "user:bob", name: "Bob", teamId, joinedOn: null, leftOn: null }],
              })
            await state("first")
            const amount = { amountMinor: 100_00, currency: "RUB" }
            await head.deals.open({ id: "deal_1", title: "Audit", ownerId: "user:bob", amount })
            await head.leads.receive({ id: "lead_1", name: "ООО «Ромашка»", channelId: "site", ownerId: "user:bob" })
            const period = { span: "day", on: "2026-02-02" } as const
            clock.advance(3 * dayMs)
            await head.summaries.close(period)
            const before = (await head.summaries.page({ limit: 100 })).items
            expect(before).toHaveLength(3)
            const past = { occurredAt: "2026-02-02T12:00:00.000Z" } as const
            const tried = async (call: Promise<unknown>): Promise<void> => {
              // What comes too late is refused by its own area; what matters is the summary.
              await call.catch(() => undefined)
            }
            for (const move of moves) {
              if (move === "amend")
                await tried(head.deals.amend({ dealId: "deal_1", amount: { ...amount, amountMinor: 7 } }))
              if (move === "lose") {
                await tried(head.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price" }, past))
              }
              if (move === "step") {
                await tried(
                  head.nextSteps.set(
                    { dealId: "deal_1", typeId: "call", dueOn: "2026-02-02", ownerId: "user:bob" },
                    past,
                  ),
                )
              }
              if (move === "dialog") {
                const dialog = { leadId: "lead_1", kind: "call", direction: "outbound", repId: "user:bob" } as const
                await tried(head.dialogs.record({ ...dialog, outcomeId: "agreed" }, past))
              }
              if (move === "commit") {
                await tried(head.commitments.make({ repId: "user:bob", dueOn: "2026-02-02", what: "Call" }, past))
              }
              if (move === "close") await head.summaries.close(period)
              if (move === "review") await head.findings.review(period)
              if (move === "tick") await dept.tick({ tenants: [tenant] })
              if (move === "void") await tried(head.leads.take({ leadId: "lead_1", ownerId: "user:cid" }, past))
              if (move === "rep") await tried(state("second"))
            }
            const after = (await head.summaries.page({ limit: 100 })).items
            expect(after.filter(({ id }) => before.some((one) => one.id === id))).toEqual(before)
            for (const { id } of before) expect(await head.summaries.history(id)).toHaveLength(1)
          }),
          { numRuns: 6 },
        )
      }),
    )
  })
}
