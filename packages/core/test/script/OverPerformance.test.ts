import { overPerformance } from "@salesdept/core/script"
import type { StepPeriod } from "@salesdept/core/script"
import { describe, expect, it } from "vitest"

/** A stated sequence of numbers between 0 and 1 (Lehmer's generator). */
const numbers = (seed: number) => {
  let state = seed
  return (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

interface World {
  readonly effect: number
  /** Good reps use the step more, and come further whether they use it or not. */
  readonly liking?: number
  /** In strong months everybody uses it more. */
  readonly season?: number
}

const department = (seed: number, steps: { readonly [stepId: string]: World }): ReadonlyArray<StepPeriod> => {
  const random = numbers(seed * 104_729)
  const skill = Array.from({ length: 10 }, () => random() - 0.5)
  const months = Array.from({ length: 9 }, () => random() - 0.5)
  return skill.flatMap((good, rep) =>
    months.flatMap((strong, month) => {
      const uses = Object.entries(steps).map(([stepId, { effect, liking = 0, season = 0 }]) => {
        const share = Math.min(1, Math.max(0, 0.4 + 0.3 * (random() - 0.5) + liking * good + season * strong))
        const used = Array.from({ length: 30 }, () => random()).filter((one) => one < share).length
        return { stepId, used, lift: (effect * used) / 30 }
      })
      const attainment = Math.max(
        0,
        0.8 + 0.6 * good + 0.5 * strong + 0.3 * (random() - 0.5) + uses.reduce((sum, { lift }) => sum + lift, 0),
      )
      return uses.map(({ stepId, used }) => ({
        stepId,
        repId: `rep-${rep}`,
        period: `2026-${month + 1}`,
        used,
        occasions: 30,
        attainment,
      }))
    }),
  )
}

describe("overPerformance", () => {
  it("finds the planted action over many departments, with an interval that holds its effect", () => {
    const seeds = 40
    let [found, held] = [0, 0]
    for (let seed = 1; seed <= seeds; seed++) {
      const [first] = overPerformance(department(seed, { value: { effect: 0.8 }, idle: { effect: 0 } }))
      if (first?.stepId === "value" && first.verdict === "goesWithMore") found++
      const value = overPerformance(department(seed, { value: { effect: 0.8 } }))[0]
      if (value?.interval != null && value.interval.lower <= 0.8 && value.interval.upper >= 0.8) held++
    }
    expect(found / seeds).toBeGreaterThanOrEqual(0.9)
    expect(held / seeds).toBeGreaterThanOrEqual(0.85)
  })

  it("calls no more idle actions discoveries than stated, although good reps and strong months like them (Simpson)", () => {
    const seeds = 120
    let alarms = 0
    let crude = 0
    for (let seed = 1; seed <= seeds; seed++) {
      const found = overPerformance(
        department(seed, {
          liked: { effect: 0, liking: 0.8 },
          seasonal: { effect: 0, season: 0.8 },
          idle: { effect: 0 },
        }),
      )
      if (found.some(({ verdict }) => verdict !== "notShown")) alarms++
      const liked = found.find(({ stepId }) => stepId === "liked")!
      if (liked.usedAbove! > liked.usedBelow!) crude++
    }
    // The plain shares would have called it a success nearly always.
    expect(crude / seeds).toBeGreaterThan(0.9)
    // With no effect anywhere, the rate of 10 % is the chance of one discovery or more; room for chance among 120 departments.
    expect(alarms / seeds).toBeLessThanOrEqual(0.18)
  })

  it("holds the stated rate also among three reps", () => {
    const seeds = 400
    let alarms = 0
    for (let seed = 1; seed <= seeds; seed++) {
      const random = numbers(seed * 104_729)
      const months = Array.from({ length: 4 }, random)
      const rows = Array.from({ length: 3 }, (_, rep) => {
        const skill = random()
        return months.map((strong, month): StepPeriod => ({
          stepId: "idle",
          repId: `rep-${rep}`,
          period: `2026-${month + 1}`,
          used: Math.floor(random() * 31),
          occasions: 30,
          attainment: 0.5 + skill + 0.5 * strong + 0.6 * random(),
        }))
      }).flat()
      const [idle] = overPerformance(rows, { leastReps: 3, falseDiscoveryRate: 0.05 })
      if (idle?.verdict !== "notShown") alarms++
    }
    // By the scores of three reps it was one in seven.
    expect(alarms / seeds).toBeLessThanOrEqual(0.07)
  })

  describe("where reps come and go, so that few of them meet", () => {
    // Each rep is there for some periods and meets only those who came shortly before or after.
    const relay = (periods: number) => {
      let state = 12_345
      const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
      return Array.from({ length: 24 }, (_, rep) =>
        Array.from({ length: periods }, (__, month) => {
          const used = Math.floor(random() * 100)
          const season = 0.3 * Math.sin(rep + month)
          const attainment = 0.5 + (0.6 * used) / 100 + 0.05 * rep + season + 0.4 * random()
          return { stepId: "s", repId: `r${rep}`, period: `p${rep + month}`, used, occasions: 100, attainment }
        }),
      ).flat()
    }

    it("is the least-squares slope with rep and period held equal, with errors by rep", () => {
      const [found] = overPerformance(relay(3))
      // NumPy 2.4: lstsq on dummies of reps and periods, with all 24 reps and without each of them.
      expect(found?.effect).toBeCloseTo(0.625772128901, 10)
      expect(found?.interval?.lower).toBeCloseTo(0.368241329682, 9)
      expect(found?.interval?.upper).toBeCloseTo(0.88330292812, 9)
    })

    it("withholds where reps and periods explain all there is", () => {
      const [found] = overPerformance(relay(2))
      expect(found).toMatchObject({ verdict: "withheld", effect: null, reps: 23 })
      expect(found?.why.en).toContain("too rarely")
    })
  })

  it("withholds where the use did not vary with enough reps, and refuses rows that cannot be", () => {
    const rows = department(1, { value: { effect: 1 } }).filter(({ repId }) => repId < "rep-3")
    expect(overPerformance(rows)).toMatchObject([{ verdict: "withheld", effect: null, qValue: null, reps: 3 }])
    expect(() => overPerformance([{ ...rows[0]!, used: 31 }])).toThrow(
      expect.objectContaining({ data: { problems: [expect.objectContaining({ path: "rows[0]" })] } }),
    )
  })

  it("refuses all settings out of bounds at once", () => {
    const paths = ["leastReps", "falseDiscoveryRate", "level"]
    expect(() => overPerformance([], { leastReps: 2, falseDiscoveryRate: 1, level: 95 })).toThrow(
      expect.objectContaining({ data: { problems: paths.map((path) => expect.objectContaining({ path })) } }),
    )
  })
})
