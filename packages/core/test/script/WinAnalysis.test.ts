import { stepOpportunities, winAnalysis } from "@salesdept/core/script"
import type { StepOpportunity, WinAnalysisSettings } from "@salesdept/core/script"
import { addDays } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"

const settings: WinAnalysisSettings = { on: "2026-12-31", heldEqual: [{ en: "rep", ru: "менеджер" }] }
const on = (day: number) => addDays("2026-01-01", day)

/** A stated sequence of numbers between 0 and 1 (Lehmer's generator). */
const numbers = (seed: number) => {
  let state = seed
  return (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

interface Row {
  readonly used: number | null
  readonly closed: number
  readonly won: boolean
  readonly rep?: string
}

const rows = (stepId: string, list: ReadonlyArray<Row>): ReadonlyArray<StepOpportunity> =>
  list.map(({ used, closed, won, rep = "user:1" }, at) => ({
    stepId,
    dealId: `deal_${at}`,
    reachedOn: on(0),
    usedOn: used === null || used > closed ? null : on(used),
    outcome: won ? "won" : "lost",
    closedOn: on(closed),
    held: [rep],
  }))

const verdictOf = (list: ReadonlyArray<StepOpportunity>) => winAnalysis(list, settings).steps[0]

describe("winAnalysis", () => {
  it("finds a step after which more is won", () => {
    const random = numbers(11)
    const list = Array.from({ length: 400 }, (): Row => {
      const used = random() < 0.5 ? 0 : null
      return { used, closed: 10 + Math.floor(random() * 40), won: random() < (used === null ? 0.25 : 0.5) }
    })
    const found = verdictOf(rows("value", list))
    expect(found?.verdict).toBe("goesWithWinning")
    expect(found?.effect?.interval?.lower).toBeGreaterThan(1)
    expect(found?.used.deals).toBe(found?.usedDealIds.length)
  })

  it("finds a step that saves deals from being lost, though of those that last as many are won without it", () => {
    const random = numbers(17)
    // What will be lost goes early; what is won comes late, so that nearly all that are open by then are won.
    const list = Array.from({ length: 400 }, (): Row => {
      const used = random() < 0.5 ? 0 : null
      const won = random() < (used === null ? 0.4 : 0.6)
      return { used, closed: won ? 40 + Math.floor(random() * 20) : 5 + Math.floor(random() * 20), won }
    })
    const found = verdictOf(rows("value", list))
    expect(found?.effect?.won.test?.pValue).toBeGreaterThan(0.05)
    expect(found?.verdict).toBe("goesWithWinning")
    expect(found?.effect?.oddsRatio).toBeGreaterThan(1.5)
    expect(found?.effect?.interval?.lower).toBeGreaterThan(1)
  })

  it("finds a step without which nothing is won at all: by chance alone enough would have been", () => {
    const random = numbers(23)
    const list = Array.from({ length: 220 }, (_, at): Row => {
      const used = at % 2 === 0 ? 0 : null
      return { used, closed: 5 + Math.floor(random() * 30), won: used !== null && random() < 0.35 }
    })
    const found = verdictOf(rows("value", list))
    expect(found?.notUsed.won).toBe(0)
    expect(found?.used.won).toBeGreaterThan(20)
    expect(found).toMatchObject({ verdict: "goesWithWinning", effect: { oddsRatio: null, interval: null } })
    // As few as would be won by chance alone on one side say nothing.
    const few = list.filter(({ used }, at) => used === null || at < 20)
    expect(verdictOf(rows("value", few))?.verdict).toBe("withheld")
  })

  it("withholds a step where nothing was lost that could be compared", () => {
    const list = Array.from({ length: 60 }, (_, at): Row => ({
      used: at % 2 === 0 ? 0 : null,
      closed: 5 + at,
      won: true,
    }))
    expect(verdictOf(rows("value", list))).toMatchObject({ verdict: "withheld", effect: null })
  })

  it("does not credit a step with the time that was waited for it (immortal time)", () => {
    let alarms = 0
    const seeds = 60
    for (let seed = 1; seed <= seeds; seed++) {
      const random = numbers(seed * 104_729)
      // The step comes at a day of its own and does nothing. Losses come early, so that whoever meets the step has survived them.
      const list = Array.from({ length: 600 }, (): Row => {
        const won = random() < 0.5
        const closed = won ? 20 + Math.floor(random() * 60) : 1 + Math.floor(random() * 30)
        return { used: Math.floor(random() * 60), closed, won }
      })
      const found = verdictOf(rows("newsletter", list))
      const [used, notUsed] = [found?.used.winRate.ratio ?? 0, found?.notUsed.winRate.ratio ?? 0]
      expect(used - notUsed).toBeGreaterThan(0.2)
      if (found?.verdict !== "notShown") alarms++
    }
    // One step is tested, so that the rate of 10 % is its own; the limit leaves room for chance among 60 seeds.
    expect(alarms / seeds).toBeLessThan(0.2)
  })

  it("does not make a hero of the step that good reps like (Simpson), and says that the plain rates mislead", () => {
    const random = numbers(13)
    const list = Array.from({ length: 1500 }, (_, at): Row => {
      const isGood = at % 2 === 0
      const used = random() < (isGood ? 0.8 : 0.2) ? 0 : null
      const rate = (isGood ? 0.6 : 0.15) * (used === null ? 1.15 : 0.85)
      return { used, closed: 10 + Math.floor(random() * 30), won: random() < rate, rep: isGood ? "user:1" : "user:2" }
    })
    const found = verdictOf(rows("caseStory", list))
    expect(found?.used.winRate.ratio).toBeGreaterThan(found?.notUsed.winRate.ratio ?? 1)
    expect(found?.verdict).toBe("goesWithLosing")
    expect(found?.isReversed).toBe(true)
  })

  it("calls no more steps without effect discoveries than stated, over many departments", () => {
    let [discoveries, departments] = [0, 0]
    for (let seed = 1; seed <= 60; seed++) {
      const random = numbers(seed * 104_729)
      const steps = Array.from({ length: 12 }, (_, step) =>
        rows(
          `step-${step}`,
          Array.from({ length: 150 }, (): Row => ({
            used: random() < 0.5 ? Math.floor(random() * 10) : null,
            closed: 5 + Math.floor(random() * 30),
            won: random() < 0.35,
          })),
        ),
      )
      const { steps: found } = winAnalysis(steps.flat(), { ...settings, falseDiscoveryRate: 0.1 })
      departments++
      if (found.some(({ verdict }) => verdict !== "notShown")) discoveries++
    }
    // With no effect anywhere, the rate is the chance of one discovery or more in a department.
    expect(discoveries / departments).toBeLessThan(0.2)
  })

  it("withholds a step with too few won deals, says how many would do, and does not count it as tested", () => {
    const list = rows("rare", [
      { used: 0, closed: 5, won: true },
      ...Array.from({ length: 30 }, (): Row => ({ used: null, closed: 9, won: true })),
    ])
    const { steps, tested } = winAnalysis(list, settings)
    expect(tested).toBe(0)
    expect(steps[0]).toMatchObject({ verdict: "withheld", effect: null, qValue: null })
    expect(steps[0]?.why.en).toBe("Withheld: won deals with the step 1, without it 30; 10 of each would do.")
  })

  it("refuses rows that cannot be, all at once", () => {
    const [row] = rows("a", [{ used: 0, closed: 5, won: true }])
    const wrong = [
      { ...row!, closedOn: null },
      { ...row!, reachedOn: on(9) },
      { ...row!, held: [] },
    ]
    expect(() => winAnalysis(wrong, settings)).toThrow(
      expect.objectContaining({
        data: {
          problems: ["closedOn", "reachedOn", "held"].map((field, at) =>
            expect.objectContaining({ path: `opportunities[${at}].${field}` }),
          ),
        },
      }),
    )
  })

  it("refuses settings out of bounds, also of no rows", () => {
    const paths = ["falseDiscoveryRate", "leastWon", "level"]
    expect(() => winAnalysis([], { ...settings, falseDiscoveryRate: 0, leastWon: 0, level: 1 })).toThrow(
      expect.objectContaining({ data: { problems: paths.map((path) => expect.objectContaining({ path })) } }),
    )
  })
})

describe("stepOpportunities", () => {
  const dayOf = (instant: string) => instant.slice(0, 10)
  const held = ["user:1"]
  const run = (dealId: string | null, startedAt: string, ...uses: ReadonlyArray<readonly [string, string]>) => ({
    dealId,
    versionId: "scriptversion_1" as const,
    startedAt,
    steps: uses.map(([stepId, usedAt]) => ({ stepId, usedAt })),
  })
  const deals = new Map([
    ["deal_1", { outcome: "won" as const, closedOn: "2026-02-10", held }],
    ["deal_2", { outcome: "open" as const, closedOn: null, held }],
  ])
  const of = (...runs: ReadonlyArray<ReturnType<typeof run>>) =>
    stepOpportunities(
      runs as Parameters<typeof stepOpportunities>[0] & ReadonlyArray<unknown>,
      () => ["a", "b"],
      deals,
      dayOf,
    )

  it("takes the first dialog as reaching, and the first use, whatever the order of the runs", () => {
    const runs = [
      run("deal_1", "2026-02-05T10:00:00.000Z", ["a", "2026-02-05T10:05:00.000Z"]),
      run("deal_1", "2026-02-01T10:00:00.000Z", ["b", "2026-02-01T10:05:00.000Z"]),
      run("deal_1", "2026-02-07T10:00:00.000Z", ["a", "2026-02-07T10:05:00.000Z"]),
    ]
    const expected = [
      {
        stepId: "a",
        dealId: "deal_1",
        reachedOn: "2026-02-01",
        usedOn: "2026-02-05",
        outcome: "won",
        closedOn: "2026-02-10",
        held,
      },
      {
        stepId: "b",
        dealId: "deal_1",
        reachedOn: "2026-02-01",
        usedOn: "2026-02-01",
        outcome: "won",
        closedOn: "2026-02-10",
        held,
      },
    ]
    expect(of(...runs)).toEqual(expected)
    expect(of(...runs.toReversed())).toEqual(expected)
  })

  it("does not count a use after closing, nor deals that were closed before the first dialog, nor runs without a deal", () => {
    const late = run("deal_1", "2026-02-09T10:00:00.000Z", ["a", "2026-02-12T10:00:00.000Z"])
    expect(of(late)[0]).toMatchObject({ stepId: "a", usedOn: null })
    expect(of(run("deal_1", "2026-03-01T10:00:00.000Z"), run(null, "2026-02-01T10:00:00.000Z"))).toEqual([])
  })
})
