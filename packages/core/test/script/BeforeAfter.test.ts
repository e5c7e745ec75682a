import { beforeAfter } from "@salesdept/core/script"
import type { BeforeAfterDeal } from "@salesdept/core/script"
import { addDays } from "@salesdept/core/shared"
import { sequentialInterval } from "@salesdept/core/stats"
import { describe, expect, it } from "vitest"

/** A stated sequence of numbers between 0 and 1 (Lehmer's generator). */
const numbers = (seed: number) => {
  let state = seed
  return (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

const settings = { changedOn: "2026-06-01", on: "2026-10-28" } as const

/** Deals that reach the script evenly, 150 days before the change (whose days of following up, 60, are left out) and 90 after. */
const deals = (
  seed: number,
  shareOf: (day: number, rep: number) => number,
  repOf: (day: number, random: () => number) => number = (_, random) => (random() < 0.5 ? 0 : 1),
): ReadonlyArray<BeforeAfterDeal> => {
  const random = numbers(seed * 104_729)
  return Array.from({ length: 960 }, (_, at) => {
    const day = (at % 240) - 150
    const rep = repOf(day, random)
    const reachedOn = addDays(settings.changedOn, day)
    const isWon = random() < shareOf(day, rep)
    const wonOn = isWon ? addDays(reachedOn, 5 + Math.floor(random() * 50)) : null
    return { id: `deal_${at}`, reachedOn, wonOn, isMixed: false, held: [`rep-${rep}`] }
  })
}

describe("beforeAfter", () => {
  it("keeps a version after which more is won, and brings the one before back where less is", () => {
    const better = beforeAfter(
      deals(1, (day) => (day > 0 ? 0.5 : 0.25)),
      settings,
    )
    expect(better.advice).toBe("keep")
    expect(better.effect?.interval?.lower).toBeGreaterThan(1)
    expect(
      beforeAfter(
        deals(1, (day) => (day > 0 ? 0.2 : 0.45)),
        settings,
      ).advice,
    ).toBe("rollBack")
  })

  it("says nothing false of versions that change nothing more often than stated", () => {
    let alarms = 0
    const seeds = 100
    for (let seed = 1; seed <= seeds; seed++) {
      const { advice } = beforeAfter(
        deals(seed, () => 0.35),
        settings,
      )
      if (advice === "keep" || advice === "rollBack") alarms++
    }
    expect(alarms / seeds).toBeLessThanOrEqual(0.1)
  })

  it("nor of those that are looked at again and again as the days after grow", () => {
    let alarms = 0
    const seeds = 100
    const looks = Array.from({ length: 8 }, (_, at) => addDays("2026-01-15", 80 + at * 38))
    for (let seed = 1; seed <= seeds; seed++) {
      const random = numbers(seed * 104_729)
      const list = Array.from({ length: 1400 }, (_, at) => {
        const reachedOn = addDays("2025-01-15", Math.floor(at / 2))
        const wonOn = random() < 0.3 ? addDays(reachedOn, Math.floor(random() * 40)) : null
        return { id: `deal_${at}`, reachedOn, wonOn, isMixed: false, held: [`rep-${at % 3}`] }
      })
      const said = looks.map((on) => beforeAfter(list, { changedOn: "2026-01-15", on, followDays: 40 }).advice)
      if (said.includes("keep") || said.includes("rollBack")) alarms++
    }
    // Stated: 5 %; by the interval for one look it was 14 % with twelve looks.
    expect(alarms / seeds).toBeLessThan(0.08)
  })

  it("makes the interval for one look hold at all of them, on the scale of logarithms", () => {
    const { effect, anytimeInterval, before, after } = beforeAfter(
      deals(1, (day) => (day > 0 ? 0.5 : 0.25)),
      settings,
    )
    const [low, high] = [Math.log(effect!.interval!.lower), Math.log(effect!.interval!.upper)]
    // 1.959964 is the quantile of the normal distribution at 97.5 %.
    const one = {
      estimate: Math.log(effect!.oddsRatio!),
      standardError: (high - low) / (2 * 1.9599639845400545),
      n: before.won.denominator + after.won.denominator,
    }
    const every = sequentialInterval(one, 300)
    expect(Math.log(anytimeInterval!.lower)).toBeCloseTo(every.lower, 10)
    expect(Math.log(anytimeInterval!.upper)).toBeCloseTo(every.upper, 10)
  })

  it("brings the one before back where nothing at all is won since, and keeps one before which nothing was", () => {
    const worse = beforeAfter(
      deals(1, (day) => (day > 0 ? 0 : 0.45)),
      settings,
    )
    expect([worse.advice, worse.effect?.oddsRatio, worse.effect?.interval]).toEqual(["rollBack", 0, null])
    expect(worse.anytimeInterval?.upper).toBeLessThan(1)
    const better = beforeAfter(
      deals(1, (day) => (day > 0 ? 0.45 : 0)),
      settings,
    )
    expect([better.advice, better.effect?.oddsRatio]).toEqual(["keep", null])
    expect(better.anytimeInterval?.lower).toBeGreaterThan(1)
  })

  it("says why enough deals tell nothing: nobody alike on both sides, or all ended the same way", () => {
    const apart = beforeAfter(
      deals(
        1,
        () => 0.4,
        (day) => (day > 0 ? 1 : 0),
      ),
      settings,
    )
    expect([apart.advice, apart.why.en]).toEqual(["withheld", expect.stringContaining("no deals of their like")])
    const nothing = beforeAfter(
      deals(1, () => 0),
      settings,
    )
    expect([nothing.advice, nothing.why.en]).toEqual(["withheld", expect.stringContaining("ended the same way")])
  })

  it("does not praise a version for the better rep who came with it (Simpson)", () => {
    let [praised, seemed] = [0, 0]
    const seeds = 60
    for (let seed = 1; seed <= seeds; seed++) {
      const found = beforeAfter(
        deals(
          seed,
          (_, rep) => (rep === 0 ? 0.2 : 0.6),
          (day, random) => (random() < (day > 0 ? 0.8 : 0.2) ? 1 : 0),
        ),
        settings,
      )
      if (found.after.won.ratio! - found.before.won.ratio! > 0.1) seemed++
      if (found.advice === "keep") praised++
    }
    expect(seemed / seeds).toBeGreaterThan(0.95)
    // A one-sided error of 2.5 % is stated; room for chance among 60 seeds.
    expect(praised / seeds).toBeLessThanOrEqual(0.1)
  })

  it("does not count young deals as lost: both sides are followed equally long", () => {
    const young = beforeAfter(
      deals(4, () => 0.4),
      { ...settings, on: "2026-07-15" },
    )
    expect(young.after).toMatchObject({ from: "2026-06-02", to: "2026-06-02" })
    expect(young.advice).toBe("withheld")
    const old = beforeAfter(
      deals(4, () => 0.4),
      settings,
    )
    expect([old.before, old.after]).toMatchObject([
      { from: "2026-01-03", to: "2026-04-02" },
      { from: "2026-06-02", to: "2026-08-30" },
    ])
  })

  it("does not lose the slow deals of the days before the change, which alone would meet both versions", () => {
    // The version changes nothing. Deals are lost at once or won after 45 days of dialogs: of those open at the change all are won.
    let said = 0
    const seeds = 60
    for (let seed = 1; seed <= seeds; seed++) {
      const list = deals(seed, () => 0.4).map((deal) => {
        const wonOn = deal.wonOn === null ? null : addDays(deal.reachedOn, 45)
        const isMixed = wonOn !== null && deal.reachedOn < settings.changedOn && wonOn > settings.changedOn
        return { ...deal, wonOn, isMixed }
      })
      const { advice, before } = beforeAfter(list, settings)
      expect(before.won.denominator).toBe(356)
      if (advice !== "noDifferenceShown") said++
    }
    expect(said / seeds).toBeLessThanOrEqual(0.2)
  })

  it("says that the share was moving before", () => {
    const rising = beforeAfter(
      deals(5, (day) => (day < -105 ? 0.08 : day < 0 ? 0.55 : 0.6)),
      settings,
    )
    expect(rising.advice).toBe("alreadyMoving")
    expect(rising.trend.values.length).toBeGreaterThan(8)
  })

  it("does not take the chance of a small department for a share that moves", () => {
    // Three deals in two weeks, one in ten won, a year before and a year after: most weeks have nothing won, and none is on the mean.
    let moving = 0
    const seeds = 100
    const year = { changedOn: "2025-06-01", on: "2026-08-01" } as const
    for (let seed = 1; seed <= seeds; seed++) {
      const random = numbers(seed * 104_729)
      const list = Array.from({ length: 840 }, (_, day) => addDays(year.changedOn, day - 430)).flatMap(
        (reachedOn, at): ReadonlyArray<BeforeAfterDeal> =>
          random() < 0.215
            ? [
                {
                  id: `deal_${at}`,
                  reachedOn,
                  wonOn: random() < 0.1 ? addDays(reachedOn, 20) : null,
                  isMixed: false,
                  held: [],
                },
              ]
            : [],
      )
      if (beforeAfter(list, year).advice === "alreadyMoving") moving++
    }
    // The halves are held apart at 5 %; by the week it was more than nine in ten.
    expect(moving / seeds).toBeLessThanOrEqual(0.12)
  })

  it("judges the run of a year by 26 points at most", () => {
    const list = Array.from({ length: 1200 }, (_, at) => ({
      id: `deal_${at}`,
      reachedOn: addDays("2024-01-01", at),
      wonOn: at % 2 === 0 ? addDays("2024-01-01", at + 5) : null,
      isMixed: false,
      held: [],
    }))
    const { trend, trendWeeks } = beforeAfter(list, { changedOn: "2025-12-01", on: "2027-04-01" })
    expect([trendWeeks, trend.values.length]).toEqual([3, 21])
  })

  it("leaves out deals that met both versions, and refuses settings out of bounds", () => {
    const list = deals(6, () => 0.4).map((deal, at) => ({ ...deal, isMixed: at % 2 === 0 }))
    expect(beforeAfter(list, settings).mixed).toBe(480)
    const odd = { id: "deal_x", reachedOn: "1 June", wonOn: "2026-02-30", isMixed: false, held: [] }
    expect(() => beforeAfter([odd], { changedOn: "2026-06-31", on: "" })).toThrow(
      expect.objectContaining({
        data: {
          problems: ["changedOn", "on", "deals[0].reachedOn", "deals[0].wonOn"].map((path) =>
            expect.objectContaining({ path, code: "date.shape" }),
          ),
        },
      }),
    )
    expect(() => beforeAfter([], { ...settings, followDays: 3651, leastDeals: 0, level: 1 })).toThrow(
      expect.objectContaining({
        data: {
          problems: [
            expect.objectContaining({
              path: "followDays",
              message: { en: "must be a whole number from 1 to 3650", ru: "должно быть целым числом от 1 до 3650" },
            }),
            expect.objectContaining({ path: "leastDeals" }),
            expect.objectContaining({ path: "level" }),
          ],
        },
      }),
    )
  })
})
