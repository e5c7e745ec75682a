import { routeFindings, usualRouting } from "@salesdept/core/review"
import type { RoutedFinding } from "@salesdept/core/review"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

let count = 0
const finding = (ownerId: string | null, more: Partial<RoutedFinding> = {}): RoutedFinding => ({
  id: `finding_${(count += 1)}`,
  ruleId: "lead.unanswered",
  kind: "mistake",
  severity: "minor",
  ownerId,
  recurrenceOf: null,
  ...more,
})
const routes = (findings: ReadonlyArray<RoutedFinding>, consented: ReadonlyArray<string> = [], policy = usualRouting) =>
  routeFindings(findings, policy, new Set(consented)).map(({ route, repId, findingIds }) => [
    route,
    repId,
    findingIds.length,
  ])

describe("routeFindings", () => {
  it("keeps one rep's mistake between the rep and the mentor", () => {
    expect(routes([finding("user:1"), finding("user:2")])).toEqual([
      ["personal", "user:1", 1],
      ["personal", "user:2", 1],
    ])
  })

  it("takes up a mistake of three reps with everybody, without names", () => {
    expect(routes([finding("user:1"), finding("user:2"), finding("user:3")])).toEqual([["collectiveUnnamed", null, 3]])
  })

  it("proposes no talk with who has left, whose share in what everybody does is still talked over by the others", () => {
    const left = new Set(["user:2"])
    const agendasOf = (...owners: ReadonlyArray<string>) =>
      routeFindings(
        owners.map((owner) => finding(owner)),
        usualRouting,
        new Set(),
        left,
      ).map(({ route, repId, findingIds }) => [route, repId, findingIds.length])
    expect(agendasOf("user:1", "user:2")).toEqual([["personal", "user:1", 1]])
    expect(agendasOf("user:2")).toEqual([])
    expect(agendasOf("user:1", "user:2", "user:3")).toEqual([["collectiveUnnamed", null, 3]])
  })

  it("shows a win by name where the rep agreed, and in person where not", () => {
    const wins = [finding("user:1", { kind: "win" }), finding("user:2", { kind: "win" })]
    expect(routes(wins, ["user:1"])).toEqual([
      ["personal", "user:2", 1],
      ["collectiveNamed", null, 1],
    ])
  })

  it("keeps a critical mistake, and a sensitive rule, personal however many made it", () => {
    const all = ["user:1", "user:2", "user:3"]
    expect(routes(all.map((rep) => finding(rep, { severity: "critical" })))).toHaveLength(3)
    const policy = { ...usualRouting, sensitiveRuleIds: ["lead.unanswered"] }
    expect(
      routes(
        all.map((rep) => finding(rep)),
        all,
        policy,
      ).map(([route]) => route),
    ).toEqual(all.map(() => "personal"))
  })

  it("puts before a rep what five findings a talk can hold, the gravest first, and every win", () => {
    const minor = Array.from({ length: 6 }, (_, at) => finding("user:1", { ruleId: `minor.${at}` }))
    const again = finding("user:1", { ruleId: "again", recurrenceOf: minor[0]?.id ?? null })
    const dear = finding("user:1", {
      ruleId: "dear",
      atStake: { amountMinor: 1_000_00, currency: "RUB", estimate: { en: "price", ru: "цена" } },
    })
    const grave = finding("user:1", { ruleId: "grave", severity: "critical" })
    const win = finding("user:1", { ruleId: "win", kind: "win" })
    const [agenda, ...others] = routeFindings([...minor, again, dear, grave, win], usualRouting, new Set())
    expect(others).toEqual([])
    expect(agenda?.findingIds).toHaveLength(6)
    expect(agenda?.findingIds.slice(0, 3)).toEqual([win.id, grave.id, again.id])
    expect(agenda?.restIds).toHaveLength(4)
    expect(agenda?.restIds).not.toContain(grave.id)
  })

  it("takes up five rules with everybody, each with all that it found", () => {
    const all = Array.from({ length: 7 }, (_, rule) =>
      ["user:1", "user:2", "user:3"].map((rep) =>
        finding(rep, { ruleId: `rule.${rule}`, severity: rule === 6 ? "major" : "minor" }),
      ),
    ).flat()
    const [agenda] = routeFindings(all, usualRouting, new Set())
    expect(agenda?.route).toBe("collectiveUnnamed")
    expect(agenda?.findingIds).toHaveLength(15)
    expect(agenda?.restIds).toHaveLength(6)
    const byId = new Map(all.map((one) => [one.id, one.ruleId]))
    expect(new Set(agenda?.findingIds.map((id) => byId.get(id)))).toContain("rule.6")
  })

  it("takes up findings of the department as a whole with everybody", () => {
    expect(routes([finding(null)])).toEqual([["collectiveUnnamed", null, 1]])
  })

  it("takes up what the department shows of a mistake with nobody, where each could tell whose the rest is", () => {
    const of = (...owners: ReadonlyArray<string>) => [finding(null), ...owners.map((owner) => finding(owner))]
    expect(routes(of("user:1"))).toEqual([["personal", "user:1", 1]])
    expect(routes(of("user:1", "user:2")).map(([route]) => route)).toEqual(["personal", "personal"])
    expect(routes(of("user:1", "user:2", "user:3"))).toEqual([["collectiveUnnamed", null, 4]])
    const policy = { ...usualRouting, leastRepsUnnamed: 1 }
    expect(routes(of("user:1"), [], policy).map(([route]) => route)).toEqual(["personal", "collectiveUnnamed"])
    const wins = [finding(null, { kind: "win" }), finding("user:1", { kind: "win" })]
    expect(routes(wins).map(([route]) => route)).toEqual(["personal", "collectiveUnnamed"])
  })

  it("takes up nothing of a sensitive rule before others, not what the department shows of it either", () => {
    const policy = { ...usualRouting, sensitiveRuleIds: ["lead.unanswered"] }
    const all = [finding(null), ...["user:1", "user:2", "user:3"].map((owner) => finding(owner))]
    expect(routes(all, [], policy).map(([route]) => route)).toEqual(["personal", "personal", "personal"])
  })

  it("routes every finding of a rep exactly once, and of the department at most once, names nobody without consent, and puts no foreign finding before a rep", () => {
    const any = fc.record({
      owner: fc.option(fc.constantFrom("user:1", "user:2", "user:3", "user:4")),
      ruleId: fc.constantFrom("a", "b"),
      kind: fc.constantFrom("mistake" as const, "win" as const),
      severity: fc.constantFrom("critical" as const, "minor" as const),
    })
    const reps = fc.subarray(["user:1", "user:2", "user:3", "user:4"])
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), reps, (list, consented) => {
        const findings = list.map(({ owner, ...rest }) => finding(owner, rest))
        const byId = new Map(findings.map((one) => [one.id, one]))
        const agendas = routeFindings(findings, usualRouting, new Set(consented))
        const routed = agendas.flatMap(({ findingIds, restIds }) => [...findingIds, ...restIds])
        const isOwned = (id: RoutedFinding["id"]): boolean => (byId.get(id)?.ownerId ?? null) !== null
        expect(routed.filter(isOwned).toSorted()).toEqual(
          findings
            .map(({ id }) => id)
            .filter(isOwned)
            .toSorted(),
        )
        expect(new Set(routed).size).toBe(routed.length)
        for (const { route, repId, findingIds, restIds } of agendas) {
          for (const id of [...findingIds, ...restIds]) {
            const owner = byId.get(id)?.ownerId ?? null
            if (route === "personal") expect(owner).toBe(repId)
            if (route === "collectiveNamed") expect(consented).toContain(owner)
          }
        }
      }),
    )
  })
})
