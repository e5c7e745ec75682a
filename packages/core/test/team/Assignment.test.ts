import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { assignAll, assignOne } from "../../src/team/Assignment.ts"
import type { AssignmentCandidate, AssignmentItem } from "../../src/team/Candidate.ts"
import { anyAssignmentPolicy, anyItems, anyPeople, at, item, items, moment, person, policy } from "./people.ts"

const countsOf = (outcomes: ReadonlyArray<{ readonly toId: string | null }>) => {
  const counts = new Map<string | null, number>()
  for (const { toId } of outcomes) counts.set(toId, (counts.get(toId) ?? 0) + 1)
  return counts
}

const team = (size: number, fields: Partial<AssignmentCandidate> = {}) =>
  Array.from({ length: size }, (_, i) => person({ personId: `user:${i}`, ...fields }))

describe("assignment", () => {
  it("obeys capacity, and gives nothing to those who left, are away or are not released, whatever comes", () => {
    fc.assert(
      fc.property(anyItems, anyPeople, anyAssignmentPolicy, (leads, people, rules) => {
        const load = new Map(people.map((one) => [one.personId, one.loadEffort]))
        const byId = new Map(people.map((one) => [one.personId, one]))
        for (const [index, outcome] of assignAll(leads, people, rules, moment).entries()) {
          const lead = leads[index] as AssignmentItem
          const { toId, decidedBy, weighed, rejected } = outcome
          // Everybody is either weighed or refused with a reason.
          expect([...weighed, ...rejected].map(({ personId }) => personId).toSorted()).toEqual(
            [...byId.keys()].toSorted(),
          )
          for (const { weight } of weighed) expect(weight).toBeGreaterThan(0)
          if (toId === null) continue
          const chosen = byId.get(toId) as AssignmentCandidate
          expect([chosen.isEmployed, chosen.isAbsent]).toEqual([true, false])
          const after = (load.get(toId) ?? 0) + lead.effort
          load.set(toId, after)
          if (decidedBy === "fallback") {
            expect(rules.fallbackOwnerIds).toContain(toId)
            expect(weighed).toEqual([])
            continue
          }
          expect(after).toBeLessThanOrEqual(Math.floor((chosen.capacityEffort * chosen.readiness.sharePercent) / 100))
          expect(chosen.readiness.sharePercent).toBeGreaterThan(0)
          expect(chosen.isOffDay).toBe(false)
          if (rules.languageRequired && lead.facts.language !== null)
            expect(chosen.languages).toContain(lead.facts.language)
          if (outcome.ruleId === "calls") expect(toId === "user:2" || chosen.teamId === "north").toBe(true)
        }
      }),
    )
  })

  it("is the same for the same seed, in whatever order people are listed, and is JSON", () => {
    fc.assert(
      fc.property(anyItems, anyPeople, anyAssignmentPolicy, (leads, people, rules) => {
        const once = assignAll(leads, people, rules, moment)
        expect(assignAll(leads, people.toReversed(), rules, moment)).toEqual(once)
        expect(JSON.parse(JSON.stringify(once))).toEqual(once)
      }),
    )
  })

  it("gives nothing to who can carry nothing, not even what takes no effort: the weights are numbers", () => {
    // Half of a capacity of 1 in the ramp is no room at all.
    const beginner = person({
      personId: "beginner",
      capacityEffort: 1,
      readiness: { stage: "ramping", missingCheckIds: [], sharePercent: 50 },
    })
    const idle = item("lead_1", {}, { effort: 0, preferredId: "beginner" })
    expect(assignOne(idle, [beginner], policy, moment)).toMatchObject({
      toId: null,
      rejected: [{ personId: "beginner", reason: "full" }],
    })
    const outcome = assignOne(idle, [beginner, person({ personId: "ann" })], policy, moment)
    expect(outcome.weighed.map(({ personId }) => personId)).toEqual(["ann"])
  })

  it("spreads a thousand at once exactly as a thousand one by one", () => {
    const people = [
      ...team(4),
      person({ personId: "expert", knowledge: [{ kind: "product", of: "p1", level: 3 }] }),
      person({ personId: "small", capacityEffort: 30 }),
    ]
    const leads = items(1000).map((lead, i) => (i % 3 === 0 ? item(lead.id, { product: "p1" }) : lead))
    const state = new Map(people.map((one) => [one.personId, one]))
    const single = leads.map((lead) => {
      const outcome = assignOne(lead, [...state.values()], policy, moment)
      const chosen = state.get(outcome.toId ?? "") as AssignmentCandidate
      const { loadEffort, receivedCount } = chosen
      state.set(chosen.personId, { ...chosen, loadEffort: loadEffort + lead.effort, receivedCount: receivedCount + 1 })
      return outcome
    })
    const bulk = assignAll(leads, people, policy, moment)
    expect(bulk).toEqual(single)
    const counts = countsOf(bulk)
    expect(counts.get("small")).toBeLessThanOrEqual(30)
    // Fairness pulls counts together: five people of equal room get about a fifth each.
    for (const { personId } of people.slice(0, 5)) expect(counts.get(personId)).toBeGreaterThan(150)
  })

  it("starves nobody: each who can take leads gets the floor's share of them, whatever the fit of others", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 0, max: 400 }),
        fc.constantFrom(0.1, 0.25, 0.5, 1),
        (size, count, floorShare) => {
          const people = [
            ...team(size - 1),
            person({ personId: "star", knowledge: [{ kind: "product", of: "p1", level: 3 }] }),
          ]
          const rules = { ...policy, floorShare, weights: { ...policy.weights, product: 100 }, fairnessWeight: 0 }
          const leads = items(count).map(({ id }) => item(id, { product: "p1" }))
          const counts = countsOf(assignAll(leads, people, rules, moment))
          const least = Math.floor((floorShare * count) / size) - 1
          for (const { personId } of people) expect(counts.get(personId) ?? 0).toBeGreaterThanOrEqual(least)
        },
      ),
    )
  })

  it("does not make up for days away: who comes back gets a share by the days of presence, not everything missed in a row", () => {
    const others = [1, 2, 3].map((no) => person({ personId: `user:${no}`, receivedCount: 40, presentDays: 7 }))
    const back = person({ personId: "back", presentDays: 1 })
    const outcomes = assignAll(items(22), [...others, back], { ...policy, floorShare: 1 }, moment)
    // 142 leads of 22 days of presence: six and a half for each, of which the last is no whole one behind.
    expect(outcomes.filter(({ decidedBy, toId }) => decidedBy === "floor" && toId === "back")).toHaveLength(5)
    const [first] = assignAll(items(1), [...others, back], policy, moment)
    expect(first?.decidedBy).toBe("floor")
    const rested = { ...back, receivedCount: 1 }
    expect(assignOne(item("lead_1"), [...others, rested], policy, moment).decidedBy).toBe("weights")
    // The rate is what fairness looks at: ten on one day are more than forty in seven.
    const busy = assignOne(item("lead_1"), [...others, { ...back, receivedCount: 10 }], policy, moment)
    const fairnessOf = (id: string) => busy.weighed.find(({ personId }) => personId === id)?.fairness ?? 0
    expect(fairnessOf("back")).toBeLessThan(fairnessOf("user:1"))
  })

  it("given a week-old lead, then it is still assigned: there is no window of age", () => {
    const people = team(3)
    for (const receivedAt of ["2026-05-25T09:00:00.000Z", "2016-06-01T09:00:00.000Z", at]) {
      expect(assignOne(item("lead_1", {}, { receivedAt }), people, policy, moment).toId).not.toBeNull()
    }
  })

  it("gives only to active people who are there: gone and away are refused with the reason", () => {
    const people = [
      person({ personId: "away", isAbsent: true }),
      person({ personId: "full", capacityEffort: 5, loadEffort: 5 }),
      person({ personId: "gone", isEmployed: false }),
      person({ personId: "new", readiness: { stage: "training", missingCheckIds: ["calls"], sharePercent: 0 } }),
    ]
    const outcome = assignOne(item("lead_1"), people, policy, moment)
    expect(outcome).toMatchObject({ toId: null, decidedBy: "nobody", weighed: [] })
    expect(outcome.rejected.map(({ personId, reason }) => [personId, reason])).toEqual([
      ["away", "absent"],
      ["full", "full"],
      ["gone", "left"],
      ["new", "notReady"],
    ])
  })

  it("gives to the first fallback owner who is there once the limit without an owner is reached, not before", () => {
    const people = [
      person({ personId: "away", isAbsent: true }),
      person({ personId: "gone", isEmployed: false }),
      person({ personId: "head", capacityEffort: 1, loadEffort: 1 }),
    ]
    const rules = { ...policy, fallbackOwnerIds: ["nobody", "away", "gone", "head"], maxUnassignedMinutes: 60 }
    const waited = (receivedAt: string, untilNextMinutes = 0) =>
      assignOne(item("lead_1", {}, { receivedAt }), people, rules, { ...moment, untilNextMinutes })
    expect(waited("2026-06-01T08:00:00.001Z")).toMatchObject({ toId: null, decidedBy: "nobody" })
    expect(waited("2026-06-01T08:00:00.000Z")).toMatchObject({ toId: "head", decidedBy: "fallback" })
    // Or where the next run would come too late for it.
    expect(waited("2026-06-01T08:40:00.000Z", 40)).toMatchObject({ toId: null })
    expect(waited("2026-06-01T08:39:59.999Z", 40)).toMatchObject({ toId: "head" })
  })

  it("follows explicit rules first: only those named, or those named where one of them can", () => {
    const rule = {
      id: "calls",
      name: { en: "Calls", ru: "Звонки" },
      when: [{ fact: "channel", is: ["call"] } as const],
      toIds: ["bob"],
      toTeamIds: [],
    }
    const people = [person({ personId: "ann" }), person({ personId: "bob", isAbsent: true })]
    const call = item("lead_1", { channel: "call" })
    const with_ = (mode: "first" | "only") => ({ ...policy, rules: [{ ...rule, mode }] })
    expect(assignOne(call, people, with_("only"), moment)).toMatchObject({
      toId: null,
      ruleId: "calls",
      rejected: [
        { personId: "ann", reason: "ruleExcludes" },
        { personId: "bob", reason: "absent" },
      ],
    })
    expect(assignOne(call, people, with_("first"), moment)).toMatchObject({ toId: "ann", ruleId: "calls" })
    const both = [person({ personId: "ann" }), person({ personId: "bob" })]
    expect(assignOne(call, both, with_("first"), moment)).toMatchObject({ toId: "bob" })
    expect(assignOne(item("lead_2"), both, with_("only"), moment).ruleId).toBeNull()
  })

  it("takes the weight apart: fit from the closed list of evidence, load, fairness", () => {
    const rules = {
      ...policy,
      skillNeeds: [{ when: [{ fact: "channel", is: ["site"] } as const], skillId: "chat" }],
    }
    const facts = { segment: "retail", industry: "bakeries", product: "p1", language: "ru" }
    const ann = person({
      personId: "ann",
      capacityEffort: 100,
      loadEffort: 50,
      receivedCount: 3,
      languages: ["ru"],
      knowledge: [
        { kind: "skill", of: "chat", level: 3 },
        { kind: "product", of: "p1", level: 2 },
        { kind: "industry", of: "bakeries", level: 1 },
      ],
      conversion: { retail: { won: 20, closed: 20 } },
    })
    const bob = person({ personId: "bob", receivedCount: 1, conversion: { retail: { won: 0, closed: 20 } } })
    const lead = item("lead_1", facts, { preferredId: "ann" })
    const [first, second] = assignOne(lead, [bob, ann], rules, moment).weighed
    // Mean 20/40; Ann (20 + 20 × 0.5) / 40 = 0.75 → 0.75; Bob (0 + 10) / 40 = 0.25 → 0.25.
    expect(first?.parts).toEqual({
      skills: 1,
      product: 2 / 3,
      industry: 1 / 3,
      language: 1,
      preference: 1,
      conversion: 0.75,
    })
    expect(second?.parts).toMatchObject({ skills: 0, product: 0, conversion: 0.25 })
    expect(first?.fit).toBeCloseTo(1 + 1 + 2 / 3 + 1 / 3 + 1 + 4 + 0.75, 12)
    expect(first?.load).toBeCloseTo(1 - 0.8 * 0.5, 12)
    expect(first?.fairness).toBeCloseTo(1 / (1 + 0.2 * 1), 12)
    expect(first?.weight).toBeCloseTo((first?.fit ?? 0) * (first?.load ?? 0) * (first?.fairness ?? 0), 12)
  })

  it("draws by weight: over many seeds a person of twice the weight gets twice as many", () => {
    const people = [person({ personId: "ann", languages: ["ru"] }), person({ personId: "bob" })]
    const rules = { ...policy, floorShare: 0 }
    let won = 0
    for (let seed = 0; seed < 3000; seed++) {
      const { toId } = assignOne(item("lead_1", { language: "ru" }), people, rules, { ...moment, seed: `s${seed}` })
      if (toId === "ann") won++
    }
    // Binomial(3000, 2/3): 2000 with a standard deviation of 26.
    expect(Math.abs(won - 2000)).toBeLessThan(120)
  })
})
