import { assignedVersion, experimentArms, experimentVerdict } from "@salesdept/core/script"
import type { ScriptExperiment } from "@salesdept/core/script"
import { describe, expect, it } from "vitest"

const plan = { trialSharePercent: 50, plannedClosed: 400 }
const arm = (won: number, closed: number, deals = closed) => ({ deals, closed, won, strayed: 0 })
/** A stated sequence of numbers between 0 and 1 (Lehmer's generator). */
const numbers = (seed: number) => {
  let state = seed
  return (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

const experiment: ScriptExperiment = {
  id: "experiment_1",
  version: 1,
  textsVersion: 0,
  changedAt: "2026-03-01T00:00:00.000Z",
  scriptId: "script_1",
  baselineVersionId: "scriptversion_1",
  trialVersionId: "scriptversion_2",
  trialSharePercent: 30,
  plannedClosed: 400,
  seed: "experiment_1",
  proposalIds: [],
  startedAt: "2026-03-01T00:00:00.000Z",
  status: "running",
  settledBy: null,
  settledAt: null,
  reading: null,
}

describe("experimentVerdict", () => {
  it.each([
    ["keep", arm(40, 200), arm(84, 200)],
    ["rollBack", arm(84, 200), arm(40, 200)],
    ["continue", arm(4, 20), arm(9, 20)],
    ["noDifferenceShown", arm(50, 200), arm(54, 200)],
    ["assignmentBroken", arm(40, 200), arm(84, 120)],
  ])("advises %s", (advice, baseline, trial) => {
    expect(experimentVerdict(baseline, trial, plan).advice).toBe(advice)
  })

  it("says how many closed deals would show the difference seen, judged as it is at the end: Fleiss's sample at half the error, twice", () => {
    const { closedNeeded, difference } = experimentVerdict(arm(100, 1000), arm(120, 1000), {
      ...plan,
      plannedClosed: 9000,
    })
    expect(difference).toBeCloseTo(0.02, 12)
    // Fleiss, Levin and Paik (2003, 4.14) at 2.5 %, by SciPy's normal quantiles: n = 4651.4 per group.
    expect(closedNeeded).toBe(9303)
  })

  it("shows such a difference four times out of five with that many", () => {
    const random = numbers(20_261_129)
    const closedNeeded = experimentVerdict(arm(200, 1000), arm(300, 1000), plan).closedNeeded!
    const half = Math.ceil(closedNeeded / 2)
    const draw = (share: number): number => Array.from({ length: half }, random).filter((one) => one < share).length
    const runs = 600
    const shown = Array.from({ length: runs }).filter(() => {
      const ended = { ...plan, plannedClosed: closedNeeded }
      return experimentVerdict(arm(draw(0.2), half), arm(draw(0.3), half), ended).advice === "keep"
    }).length
    expect(shown / runs).toBeGreaterThan(0.765)
    expect(shown / runs).toBeLessThan(0.85)
  })

  it("calls no assignment broken because the first deals fall into a small arm", () => {
    const few = { trialSharePercent: 5, plannedClosed: 400 }
    expect(experimentVerdict(arm(0, 1), arm(1, 1), few).sampleRatio).toMatchObject({
      method: "binomial",
      mismatch: false,
    })
    expect(experimentVerdict(arm(0, 0), arm(1, 4), few).sampleRatio.mismatch).toBe(true)
  })

  it("finds differences that are not there no more often than stated, however often one looks", () => {
    let alarms = 0
    const seeds = 300
    for (let seed = 1; seed <= seeds; seed++) {
      const random = numbers(seed * 7919)
      const counts = [arm(0, 0), arm(0, 0)].map((one) => ({ ...one }))
      for (let closed = 1; closed <= plan.plannedClosed; closed++) {
        const one = counts[random() < 0.5 ? 0 : 1]!
        one.deals++
        one.closed++
        if (random() < 0.3) one.won++
        if (closed % 20 !== 0) continue
        const { advice } = experimentVerdict(counts[0]!, counts[1]!, plan)
        if (advice === "continue" || advice === "noDifferenceShown") continue
        alarms++
        break
      }
    }
    // Stated: 5 %; the upper limit leaves room for chance among 300 seeds.
    expect(alarms / seeds).toBeLessThan(0.08)
  })

  it("takes no version for better that only closes sooner what it wins, nor for worse that gives up sooner what it loses", () => {
    // Two of five deals are won by either version, and the planned end is read once. On average a win takes 60 days and a loss 40.
    const usual = { win: 60, lose: 40 }
    const endOf = (speeds: typeof usual, seed: number) => {
      const random = numbers(seed * 7919)
      const days = (mean: number) => -mean * Math.log(1 - random())
      const arms = [arm(0, 0), arm(0, 0)].map((one) => ({ ...one }))
      const deals = Array.from({ length: 900 }, (_, at) => {
        const [isTrial, isWon] = [random() < 0.5, random() < 0.4]
        const { win, lose } = isTrial ? speeds : usual
        return { isTrial, isWon, openedOn: at / 3, closedOn: at / 3 + days(isWon ? win : lose) }
      }).toSorted((left, right) => left.closedOn - right.closedOn)
      const end = deals[plan.plannedClosed - 1]!.closedOn
      for (const { isTrial, isWon, openedOn, closedOn } of deals) {
        const one = arms[isTrial ? 1 : 0]!
        if (openedOn > end) continue
        one.deals++
        if (closedOn > end) continue
        one.closed++
        if (isWon) one.won++
      }
      return experimentVerdict(arms[0]!, arms[1]!, plan)
    }
    const seeds = Array.from({ length: 200 }, (_, at) => at + 1)
    for (const [speeds, wrong] of [
      [{ win: 20, lose: 40 }, "keep"],
      [{ win: 60, lose: 10 }, "rollBack"],
    ] as const) {
      const advised = seeds.map((seed) => endOf(speeds, seed))
      expect(advised.filter(({ advice }) => advice === wrong).length / seeds.length).toBeLessThan(0.05)
      const waiting = advised.find(({ advice, difference }) => advice === "continue" && difference !== null)
      expect(waiting?.why.en).toContain("Go on until they are closed")
    }
    // With everything closed nothing is left to wait for.
    expect(experimentVerdict(arm(60, 200), arm(100, 200), plan).advice).toBe("keep")
    expect(experimentVerdict(arm(60, 200, 320), arm(100, 200, 320), plan).advice).toBe("keep")
    expect(experimentVerdict(arm(60, 200, 240), arm(100, 200, 640), { ...plan, trialSharePercent: 73 }).advice).toBe(
      "continue",
    )
  })

  it("refuses counts that cannot be, all at once", () => {
    expect(() => experimentVerdict(arm(3, 2), arm(0, 5, 4), { trialSharePercent: 0, plannedClosed: 1 }, -0.5)).toThrow(
      expect.objectContaining({
        _tag: "InputInvalid",
        data: {
          problems: [
            expect.objectContaining({ path: "baseline.won" }),
            expect.objectContaining({ path: "trial.closed" }),
            expect.objectContaining({ path: "plan.trialSharePercent" }),
            expect.objectContaining({ path: "plan.plannedClosed" }),
            expect.objectContaining({ path: "level" }),
          ],
        },
      }),
    )
  })
})

describe("assignedVersion", () => {
  it("is the same at every call, and gives the trial version its share", () => {
    const ids = Array.from({ length: 10_000 }, (_, at) => `deal_${at}`)
    const first = ids.map((id) => assignedVersion(experiment, id))
    expect(ids.map((id) => assignedVersion(experiment, id))).toEqual(first)
    const trial = first.filter((id) => id === "scriptversion_2").length
    expect(trial / ids.length).toBeCloseTo(0.3, 1)
  })
})

describe("experimentArms", () => {
  const deals = new Map(
    Array.from({ length: 60 }, (_, at) => [
      `deal_${at}`,
      { id: `deal_${at}`, outcome: at % 3 === 0 ? "won" : "lost", closedOn: "2026-03-05" } as const,
    ]),
  )
  const run = (dealId: string | null, versionId: string, startedAt: string) =>
    ({ dealId, versionId, startedAt }) as Parameters<typeof experimentArms>[1] extends Iterable<infer Run> ? Run : never

  it("counts deals where they were assigned, whichever version was used", () => {
    const runs = [...deals.keys()].map((id) => run(id, "scriptversion_2", "2026-03-02T00:00:00.000Z"))
    const { baseline, trial } = experimentArms(experiment, runs, deals, "Europe/Moscow")
    expect(baseline.deals + trial.deals).toBe(60)
    expect(baseline.won + trial.won).toBe(20)
    expect([baseline.strayed, trial.strayed]).toEqual([baseline.deals, 0])
  })

  it("leaves out what was before the start, without a deal, or of deals that are not known", () => {
    const runs = [
      run("deal_1", "scriptversion_2", "2026-02-28T23:59:59.999Z"),
      run(null, "scriptversion_2", "2026-03-02T00:00:00.000Z"),
      run("deal_unknown", "scriptversion_2", "2026-03-02T00:00:00.000Z"),
    ]
    const { baseline, trial } = experimentArms(experiment, runs, deals, "Europe/Moscow")
    expect(baseline.deals + trial.deals).toBe(0)
  })

  it("leaves out what was said after a deal was closed, by the tenant's days", () => {
    // 22:30 on the 5th, the day of the close, in Moscow; half past midnight of the 6th there an hour and a half later.
    const [sameDay, dayAfter] = ["2026-03-05T19:30:00.000Z", "2026-03-05T21:30:00.000Z"]
    const late = [...deals.keys()].map((id) => run(id, "scriptversion_2", dayAfter))
    const none = experimentArms(experiment, late, deals, "Europe/Moscow")
    expect(none.baseline.deals + none.trial.deals).toBe(0)
    const timely = [...deals.keys()].map((id) => run(id, assignedVersion(experiment, id), sameDay))
    const { baseline, trial } = experimentArms(experiment, [...timely, ...late], deals, "Europe/Moscow")
    expect(baseline.deals + trial.deals).toBe(60)
    // The version that was used after the close led nobody astray.
    expect([baseline.strayed, trial.strayed]).toEqual([0, 0])
  })
})
