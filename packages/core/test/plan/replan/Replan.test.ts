import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { replanProblems } from "../../../src/plan/replan/ReplanInput.ts"
import { roundTargets } from "../../../src/plan/targets/RoundTargets.ts"
import type { ReplanConstraints, ReplanInput } from "../../../src/plan/index.ts"
import { allot, replan, replanScenarios, targetStep, whatWouldHaveToBeTrue } from "../../../src/plan/index.ts"
import { InputInvalid } from "../../../src/shared/index.ts"

const rep = (id: string, currentMinor: number, days: number, pipelineMinor = 0) => ({
  id,
  currentMinor,
  effectiveDays: { p1: days, p2: days },
  pipelineMinor,
})

const input: ReplanInput = {
  gap: { remainingMinor: 1000, deviationMinor: -300, timingMinor: -100 },
  periods: [{ id: "p1" }, { id: "p2" }],
  reps: [rep("a", 600, 20, 900), rep("b", 400, 10, 100)],
  objective: { capacity: 1, pipeline: 0, currentPlan: 0 },
}

describe("re-planning the rest", () => {
  it("carries timing and structure apart, and shares out by what is asked for", () => {
    const all = replan(input)
    expect(all).toMatchObject({
      isFeasible: true,
      totalMinor: 1300,
      carried: { timingMinor: 100, structuralMinor: 200 },
    })
    expect(all.reps.map(({ newMinor }) => newMinor)).toEqual([867, 433])
    const accepted = replan({ ...input, gap: { ...input.gap, carryStructural: 0 } })
    expect(accepted.totalMinor).toBe(1100)
    const byPipeline = replan({ ...input, objective: { capacity: 0, pipeline: 1, currentPlan: 0 } })
    expect(byPipeline.reps.map(({ newMinor }) => newMinor)).toEqual([1170, 130])
    // A plan that was beaten by pulling deals in is short of them later.
    const beaten = replan({ ...input, gap: { remainingMinor: 1000, deviationMinor: 200, timingMinor: 200 } })
    expect(beaten.totalMinor).toBe(800)
  })

  it("takes a structural surplus off nobody's plan unless asked to, beside deals that were pulled in", () => {
    const won = { remainingMinor: 1000, deviationMinor: 300, timingMinor: 100 }
    const carriedWith = (carry: Partial<ReplanInput["gap"]>) => {
      const { carried, totalMinor } = replan({ ...input, gap: { ...won, ...carry } })
      return [carried, totalMinor]
    }
    expect(carriedWith({})).toEqual([{ timingMinor: -100, structuralMinor: 0 }, 900])
    expect(carriedWith({ carryStructural: 0.5 })).toEqual([{ timingMinor: -100, structuralMinor: 0 }, 900])
    expect(carriedWith({ carrySurplus: 1 })).toEqual([{ timingMinor: -100, structuralMinor: -200 }, 700])
    expect(carriedWith({ carrySurplus: 0.5, carryTiming: 0 })).toEqual([{ timingMinor: 0, structuralMinor: -100 }, 900])
  })

  it("asks for whole steps within the same bounds, and keeps the exact targets beside", () => {
    const exact = replan(input)
    expect(exact.reps.map(({ roundMinor }) => roundMinor)).toEqual([867, 433])
    const round = replan({ ...input, stepMinor: 50 })
    expect(round.reps.map(({ newMinor, roundMinor }) => [newMinor, roundMinor])).toEqual([
      [867, 850],
      [433, 450],
    ])
    expect([round.roundTotalMinor, round.totalMinor]).toEqual([1300, 1300])
    for (const { roundMinor, byPeriod } of round.reps) {
      expect(byPeriod.reduce((sum, part) => sum + part.roundMinor, 0)).toBe(roundMinor)
      for (const part of byPeriod) expect(part.roundMinor % 50).toBe(0)
    }
    // 440 is the most that b may grow to: the nearest step, 450, is past it.
    const bound = replan({
      ...input,
      stepMinor: 50,
      constraints: { mostGrowth: 0.1 },
      gap: { ...input.gap, deviationMinor: 0, timingMinor: -100 },
    })
    expect(bound.reps.every(({ roundMinor, currentMinor }) => roundMinor <= currentMinor * 1.1)).toBe(true)
    const ceiling = replan({ ...input, stepMinor: 50, periods: [{ id: "p1", ceilingMinor: 900 }, { id: "p2" }] })
    expect(ceiling.reps.map(({ roundMinor }) => roundMinor)).toEqual([867, 433])
    expect(() => replan({ ...input, stepMinor: 0 })).toThrow(InputInvalid)
  })

  it("rounds targets to steps that are within bounds, less than one off, and together nearest to the exact total", () => {
    const target = fc.record({ exactMinor: fc.nat(5_000), slack: fc.nat(200) })
    fc.assert(
      fc.property(fc.array(target, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 100 }), (list, step) => {
        const targets = list.map(({ exactMinor, slack }) => ({
          exactMinor,
          leastMinor: Math.max(0, exactMinor - slack),
          mostMinor: exactMinor + slack,
        }))
        const round = roundTargets(targets, step)
        for (const [index, { exactMinor, leastMinor, mostMinor }] of targets.entries()) {
          const minor = round[index] ?? Number.NaN
          expect(minor % step === 0 || minor === exactMinor).toBe(true)
          expect(Math.abs(minor - exactMinor)).toBeLessThan(step)
          expect(minor >= leastMinor && minor <= mostMinor).toBe(true)
        }
        const free = targets.every(
          ({ exactMinor, leastMinor, mostMinor }) => exactMinor - leastMinor >= step && mostMinor - exactMinor >= step,
        )
        const sum = (values: ReadonlyArray<number>) => values.reduce((all, value) => all + value, 0)
        if (free)
          expect(Math.abs(sum(round) - sum(targets.map(({ exactMinor }) => exactMinor)))).toBeLessThanOrEqual(step / 2)
      }),
    )
  })

  it("takes targets to be as round as they are stated, and no rounder than a fiftieth of the smallest", () => {
    expect(targetStep([2_270_000_00, 940_000_00], "RUB")).toBe(10_000_00)
    expect(targetStep([30_700_00, 11_800_00], "USD")).toBe(100_00)
    expect(targetStep([1_000_000_00, 2_000_000_00, 0], "RUB")).toBe(10_000_00)
    expect(targetStep([1_234_56], "RUB")).toBe(1_00)
    expect(targetStep([], "JPY")).toBe(1)
  })

  it("refuses what no amount holds, and rounds nothing past it", () => {
    const most = Number.MAX_SAFE_INTEGER
    const of = (remainingMinor: number, deviationMinor: number) => ({
      ...input,
      gap: { remainingMinor, deviationMinor, timingMinor: 0 },
    })
    expect(() => replan(of(most, -1))).toThrow(expect.objectContaining({ _tag: "AmountUnsafe" }))
    const { reps, roundTotalMinor } = replan({ ...of(most, 0), reps: [rep("a", 600, 20)], stepMinor: 1000 })
    expect([reps[0]?.newMinor, roundTotalMinor]).toEqual([most, Math.floor(most / 1000) * 1000])
  })

  it("says which constraint binds and by how much", () => {
    const growth = replan({ ...input, constraints: { mostGrowth: 0.2 } })
    expect(growth).toMatchObject({ isFeasible: false, residualMinor: 100 })
    expect(growth.binding).toEqual([
      { constraint: "mostGrowth", of: "a", boundMinor: 720 },
      { constraint: "mostGrowth", of: "b", boundMinor: 480 },
    ])
    expect(growth.reason?.en).toBe("100 minor units cannot be placed: greatest growth (a), greatest growth (b)")
    // A newcomer has nothing that could grow by a share: a day of theirs may come to what one of the others may grow to, and no more.
    const reps = [...input.reps, rep("new", 0, 3)]
    const joined = replan({ ...input, reps, constraints: { mostGrowth: 0.2 } })
    expect(joined).toMatchObject({ isFeasible: true, binding: [] })
    expect(joined.reps.at(-1)?.newMinor).toBeGreaterThan(99)
    const bound = replan({ ...input, reps, constraints: { mostGrowth: 0.1 } })
    const perDay = 1000 / 30
    expect(bound.binding.at(-1)).toEqual({
      constraint: "mostGrowth",
      of: "new",
      boundMinor: Math.floor(perDay * 3 * 1.1),
    })
    const period = replan({
      ...input,
      periods: [
        { id: "p1", ceilingMinor: 500 },
        { id: "p2", ceilingMinor: 500 },
      ],
    })
    expect(period).toMatchObject({ isFeasible: false, residualMinor: 300 })
    expect(period.binding.map(({ constraint, of }) => [constraint, of])).toEqual([
      ["periodCeiling", "p1"],
      ["periodCeiling", "p2"],
    ])
    const clash = replan({
      ...input,
      reps: [{ ...rep("a", 600, 20), floorMinor: 900, ceilingMinor: 700 }, rep("b", 400, 10)],
    })
    expect(clash.isFeasible).toBe(false)
    expect(clash.binding.map(({ constraint }) => constraint)).toEqual(["floor", "ceiling"])
  })

  it("shares by readiness and days, over periods by the season, and by other views where nobody has days", () => {
    const newOf = (given: ReplanInput) => replan(given).reps.map(({ newMinor }) => newMinor)
    const even = { ...input, reps: [rep("a", 600, 10), { ...rep("b", 400, 10), readiness: 0.3 }] }
    expect(newOf(even)).toEqual([1000, 300])
    const seasons = replan({ ...even, periods: [{ id: "p1", season: 4 }, { id: "p2" }] })
    expect(seasons.periods.map(({ targetMinor }) => targetMinor)).toEqual([1040, 260])
    const nobody = { ...input, reps: [rep("a", 600, 0), rep("b", 400, 0)] }
    const byPlan = replan({ ...nobody, objective: { capacity: 1, pipeline: 0, currentPlan: 1 } })
    expect(byPlan).toMatchObject({ isFeasible: true, binding: [], reason: null })
    expect(byPlan.reps.map(({ newMinor, perDayMinor }) => [newMinor, perDayMinor])).toEqual([
      [780, null],
      [520, null],
    ])
    expect(byPlan.periods.map(({ targetMinor }) => targetMinor)).toEqual([650, 650])
  })

  it("keeps both sums where a period is bounded: by the season, and by whoever has something left", () => {
    const bounded = replan({
      ...input,
      gap: { remainingMinor: 1000, deviationMinor: 0, timingMinor: 0 },
      reps: [
        { ...rep("a", 500, 0), effectiveDays: { p1: 10, p2: 0 } },
        { ...rep("b", 500, 0), effectiveDays: { p1: 0, p2: 10 } },
      ],
      periods: [{ id: "p1" }, { id: "p2", ceilingMinor: 400 }],
    })
    expect(bounded.isFeasible).toBe(true)
    // What the second period has no room for is asked of B in the first, though without days of their own there.
    expect(bounded.reps.map(({ byPeriod }) => byPeriod.map(({ targetMinor }) => targetMinor))).toEqual([
      [500, 0],
      [100, 400],
    ])
    const seasonal = replan({
      ...input,
      reps: [rep("a", 600, 10)],
      periods: [
        { id: "p1", season: 3 },
        { id: "p2", ceilingMinor: 300 },
      ],
    })
    expect(seasonal.periods.map(({ targetMinor }) => targetMinor)).toEqual([1000, 300])
  })

  it("is not feasible where floors of people force more than the periods can take, though all is placed", () => {
    const forced = replan({
      ...input,
      reps: [
        { ...rep("a", 600, 20), floorMinor: 700 },
        { ...rep("b", 400, 10), floorMinor: 600 },
      ],
      periods: [
        { id: "p1", ceilingMinor: 500 },
        { id: "p2", ceilingMinor: 500 },
      ],
    })
    expect(forced).toMatchObject({ isFeasible: false, totalMinor: 1300, residualMinor: 0 })
    expect(forced.reps.map(({ newMinor }) => newMinor)).toEqual([700, 600])
    // What is too much stands in the last period.
    expect(forced.periods.map(({ targetMinor }) => targetMinor)).toEqual([500, 800])
    expect(forced.binding.map(({ constraint, of }) => `${constraint} ${of}`)).toEqual([
      "floor a",
      "floor b",
      "periodCeiling p1",
      "periodCeiling p2",
    ])
    expect(forced.reason?.en).toMatch(/^Bounds exclude each other/)
  })

  it("asks nothing of whoever is away, and names them with the ceilings of those who are there", () => {
    const away = replan({
      ...input,
      reps: [{ ...rep("a", 600, 10), ceilingMinor: 900 }, rep("b", 400, 0)],
      objective: { capacity: 0, pipeline: 0, currentPlan: 1 },
    })
    expect(away.reps.map(({ newMinor }) => newMinor)).toEqual([900, 0])
    expect(away.residualMinor).toBe(400)
    expect(away.binding).toEqual([
      { constraint: "ceiling", of: "a", boundMinor: 900 },
      { constraint: "noDays", of: "b", boundMinor: 0 },
    ])
  })

  it("keeps to fairness per day worked, and to floors and ceilings of people", () => {
    const fair = replan({
      ...input,
      objective: { capacity: 0, pipeline: 1, currentPlan: 0 },
      constraints: { fairness: 1.2 },
    })
    expect(fair.isFeasible).toBe(true)
    const perDay = fair.reps.map(({ perDayMinor }) => perDayMinor ?? 0)
    const mean = 1300 / 60
    for (const value of perDay) {
      expect(value).toBeLessThanOrEqual(mean * 1.2 + 1)
      expect(value).toBeGreaterThanOrEqual(mean / 1.2 - 1)
    }
    expect(fair.reps.map(({ at }) => at)).toContain("fairnessLeast")
  })

  it("meets every constraint, or names the one that binds and how far it is away", () => {
    const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined })
    const anyRep = fc.record({
      currentMinor: fc.nat(5000),
      days: fc.tuple(fc.nat(22), fc.nat(22)),
      readiness: fc.double({ min: 0, max: 1, noNaN: true }),
      pipelineMinor: fc.nat(5000),
      floorMinor: fc.option(fc.nat(1500), { nil: undefined }),
      width: fc.option(fc.nat(3000), { nil: undefined }),
    })
    fc.assert(
      fc.property(
        fc.array(anyRep, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: -3000, max: 3000 }),
        fc.record({
          mostGrowth: share,
          mostCut: share,
          fairness: fc.option(fc.double({ min: 1, max: 3, noNaN: true }), { nil: undefined }),
        }),
        fc.option(fc.nat(6000), { nil: undefined }),
        (given, deviationMinor, drawn, periodCeiling) => {
          const constraints = Object.fromEntries(
            Object.entries(drawn).filter(([, value]) => value !== undefined),
          ) as ReplanConstraints
          const reps = given.map(({ days: [p1, p2], floorMinor, width, ...own }, index) => ({
            ...own,
            id: `r${index}`,
            effectiveDays: { p1, p2 },
            ...(floorMinor === undefined ? {} : { floorMinor }),
            ...(width === undefined ? {} : { ceilingMinor: (floorMinor ?? 0) + width }),
          }))
          const remainingMinor = reps.reduce((sum, { currentMinor }) => sum + currentMinor, 0)
          const made = replan({
            gap: { remainingMinor, deviationMinor, timingMinor: 0 },
            periods: [
              { id: "p1", ...(periodCeiling === undefined ? {} : { ceilingMinor: periodCeiling }) },
              { id: "p2" },
            ],
            reps,
            objective: { capacity: 0.5, pipeline: 0.3, currentPlan: 0.2 },
            constraints,
          })
          const total = made.reps.reduce((sum, { newMinor }) => sum + newMinor, 0)
          expect(total + made.residualMinor).toBe(made.totalMinor)
          for (const { newMinor, byPeriod } of made.reps) {
            expect(byPeriod.reduce((sum, { targetMinor }) => sum + targetMinor, 0)).toBe(newMinor)
          }
          expect(made.periods.reduce((sum, { targetMinor }) => sum + targetMinor, 0)).toBe(total)
          const first = made.periods[0]?.targetMinor ?? 0
          if (periodCeiling !== undefined) expect(first).toBeLessThanOrEqual(periodCeiling)
          if (!made.isFeasible) {
            expect(made.reason).not.toBeNull()
            return
          }
          expect(made.residualMinor).toBe(0)
          const days = reps.map(({ effectiveDays }) => effectiveDays.p1 + effectiveDays.p2)
          const all = days.reduce((sum, value) => sum + value, 0)
          for (const [index, own] of reps.entries()) {
            const asked = made.reps[index]?.newMinor ?? -1
            expect(asked).toBeGreaterThanOrEqual(own.floorMinor ?? 0)
            if (own.ceilingMinor !== undefined) expect(asked).toBeLessThanOrEqual(own.ceilingMinor)
            if (constraints.mostGrowth !== undefined && own.currentMinor > 0)
              expect(asked).toBeLessThanOrEqual(own.currentMinor * (1 + constraints.mostGrowth))
            const isAway = all > 0 && days[index] === 0
            if (isAway) expect(asked).toBe(0)
            if (constraints.mostCut !== undefined && !isAway)
              expect(asked).toBeGreaterThanOrEqual(own.currentMinor * (1 - constraints.mostCut) - 1e-6)
            if (constraints.fairness !== undefined && all > 0) {
              const mean = (made.totalMinor / all) * (days[index] ?? 0)
              expect(asked).toBeLessThanOrEqual(mean * constraints.fairness + 1e-6)
              expect(asked).toBeGreaterThanOrEqual(mean / constraints.fairness - 1e-6)
            }
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it("finds the public set's half-year infeasible under a cap of one and a half, by the published shortfall", () => {
    // FY2019 after its first half, in cents: what the months were planned at, and what is left of the year's plan.
    const months = [492_500_000, 790_000_000, 725_000_000, 765_000_000, 930_000_000, 715_000_000]
    const remaining = 9_268_050_077
    const capped = allot(
      remaining,
      months.map((weight, index) => ({ id: `m${index}`, weight, ceiling: weight * 1.5 })),
    )
    expect(capped.residual).toBe(2_641_800_077)
    const free = allot(
      remaining,
      months.map((weight, index) => ({ id: `m${index}`, weight })),
    )
    expect(free.shares.map(({ amount }) => amount)).toEqual([
      1_033_280_060, 1_657_444_156, 1_521_072_169, 1_604_993_392, 1_951_168_437, 1_500_091_863,
    ])
  })

  it("sets scenarios side by side, and refuses numbers out of bounds", () => {
    const [keep, accept] = replanScenarios([
      { id: "keep", input },
      { id: "accept", input: { ...input, gap: { ...input.gap, carryStructural: 0 } } },
    ])
    expect([keep?.plan.totalMinor, accept?.plan.totalMinor]).toEqual([1300, 1100])
    expect(() => replan({ ...input, periods: [], reps: [], constraints: { fairness: 0.5 } })).toThrow(InputInvalid)
    // and names each by where it stands in the input
    const paths = replanProblems({
      ...input,
      gap: { ...input.gap, carryTiming: Number.NaN },
      periods: [{ id: "m", season: -1, ceilingMinor: 0.5 }],
      reps: [
        {
          id: "r",
          currentMinor: -1,
          pipelineMinor: Infinity,
          effectiveDays: { m: -1 },
          readiness: 2,
          floorMinor: 0.5,
          ceilingMinor: -1,
        },
      ],
      constraints: { fairness: Infinity },
    }).map(({ path }) => path)
    expect(paths).toEqual([
      "constraints.fairness",
      "reps[0].currentMinor",
      "reps[0].pipelineMinor",
      "reps[0].readiness",
      "reps[0].effectiveDays.m",
      "reps[0].floorMinor",
      "reps[0].ceilingMinor",
      "periods[0].season",
      "periods[0].ceilingMinor",
      "gap.carryTiming",
    ])
  })
})

describe("what would have to be true", () => {
  it("names each driver alone, whether it is possible, and all together", () => {
    const answer = whatWouldHaveToBeTrue(1_000_000, [
      { driver: "leads", current: 100 },
      { driver: "conversion", current: 0.4, most: 0.45 },
      { driver: "averageDeal", current: 20_000 },
    ])
    expect(answer.alone.map(({ driver, required, isPossible }) => [driver, required, isPossible])).toEqual([
      ["leads", 125, true],
      ["conversion", 0.5, false],
      ["averageDeal", 25_000, true],
    ])
    expect(answer.togetherFactor ** 3).toBeCloseTo(1.25, 9)
    expect(() => whatWouldHaveToBeTrue(0, [])).toThrow(InputInvalid)
  })
})
