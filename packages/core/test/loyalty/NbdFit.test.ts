import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { History, LikelihoodFit, ModelParameters, UsableFit } from "../../src/loyalty/index.ts"
import { bgNbd, fitNbdModel, mbgNbd, nbd, paretoNbd, usableParameters } from "../../src/loyalty/index.ts"
import { hasTestData } from "../testData.ts"
import { cdnowHistories } from "./cdnow.ts"

const models = [nbd, bgNbd, mbgNbd, paretoNbd] as const

const usable = <Name extends string>(fit: LikelihoodFit<Name>): UsableFit<Name> => {
  if (fit.status !== "usable") throw new Error(fit.reason.en)
  return fit
}

const expectNear = <Name extends string>(
  actual: ModelParameters<Name>,
  expected: { readonly [name in Name]: readonly [value: number, relative: number] },
): void => {
  for (const [name, [value, relative]] of Object.entries<readonly [number, number]>(expected)) {
    expect(Math.abs(actual[name as Name] / value - 1), name).toBeLessThan(relative)
  }
}

describe.skipIf(!hasTestData)("fits to the CDNOW sample (skipped: no test data)", () => {
  const histories = hasTestData ? cdnowHistories("sample").histories : []

  it("NBD", () => {
    const fit = usable(fitNbdModel(nbd, histories))
    expectNear(fit.parameters, { r: [0.3847661126644241, 1e-4], alpha: [12.072022446903707, 1e-4] })
    expectNear(fit.standardErrors, { r: [0.02098537, 0.02], alpha: [0.80872306, 0.02] })
    expect(fit.logLikelihood).toBeCloseTo(-9763.657614672615, 4)
  })

  it("BG/NBD (Fader, Hardie and Lee 2005)", () => {
    const fit = usable(fitNbdModel(bgNbd, histories))
    expectNear(fit.parameters, {
      r: [0.2425945202609162, 1e-5],
      alpha: [4.4136020160383165, 1e-5],
      a: [0.7929219350298877, 1e-5],
      b: [2.42590653452133, 1e-5],
    })
    expectNear(fit.standardErrors, {
      r: [0.012557373981138667, 0.001],
      alpha: [0.37822392559848467, 0.001],
      a: [0.18573215453575875, 0.001],
      b: [0.7054081328926819, 0.001],
    })
    expect(fit.logLikelihood).toBeCloseTo(-9582.429206673929, 5)
    expect(fit).toMatchObject({ customerCount: 2357, termCount: 1016, startCount: 3, agreeingStarts: 3 })
  })

  it("MBG/NBD", () => {
    const fit = usable(fitNbdModel(mbgNbd, histories))
    expectNear(fit.parameters, {
      r: [0.5248432444892461, 1e-4],
      alpha: [6.183086052286116, 1e-4],
      a: [0.8913596528169909, 1e-4],
      b: [1.6140026806518086, 1e-4],
    })
    expectNear(fit.standardErrors, {
      r: [0.08326760321951594, 0.001],
      alpha: [0.695616973738337, 0.001],
      a: [0.15478898190310864, 0.001],
      b: [0.5374904008245416, 0.001],
    })
    expect(fit.logLikelihood).toBeCloseTo(-9582.135715553752, 5)
  })

  it("Pareto/NBD", () => {
    const fit = usable(fitNbdModel(paretoNbd, histories))
    expectNear(fit.parameters, {
      r: [0.5532770248344964, 1e-4],
      alpha: [10.577682792725495, 1e-4],
      s: [0.6062399783368183, 1e-4],
      beta: [11.668734483041918, 1e-3],
    })
    expectNear(fit.standardErrors, {
      r: [0.0476264, 0.001],
      alpha: [0.8427222, 0.001],
      s: [0.1872594, 0.001],
      beta: [6.2105448, 0.001],
    })
    expect(fit.logLikelihood).toBeCloseTo(-9594.976178939542, 5)
  })

  it("gives the same customers in days the same likelihood and scaled parameters", () => {
    const inDays = histories.map(({ repeatCount, lastAt, age }) => ({
      repeatCount,
      lastAt: Math.round(lastAt * 7),
      age: Math.round(age * 7),
    }))
    const [weeks, days] = [histories, inDays].map((base) => usable(fitNbdModel(mbgNbd, base)))
    expect(days!.parameters.alpha / weeks!.parameters.alpha).toBeCloseTo(7, 3)
    expect(days!.parameters.a / weeks!.parameters.a).toBeCloseTo(1, 4)
    // Only the density of x purchases has changed its unit.
    expect(days!.logLikelihood + 2457 * Math.log(7)).toBeCloseTo(weeks!.logLikelihood, 4)
  })

  it("starts where it is told, and does not depend on the order of customers", () => {
    const start = { r: 0.25, alpha: 4.5, a: 0.8, b: 2.5 }
    const fit = usable(fitNbdModel(bgNbd, histories, { starts: [start] }))
    expect(fit).toMatchObject({ startCount: 1, agreeingStarts: 1 })
    expect(fit.logLikelihood).toBeCloseTo(-9582.429206673929, 5)
    expect(fitNbdModel(bgNbd, histories.toReversed(), { starts: [start] })).toEqual(fit)
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
  })

  it("fits the whole cohort of 23,570 by its 8,685 different histories", () => {
    const { histories: all } = cdnowHistories("master")
    const fit = usable(fitNbdModel(mbgNbd, all))
    expect(fit).toMatchObject({ customerCount: 23_570, termCount: 8685, agreeingStarts: 3 })
    // Ten times the customers: errors fall by about √10.
    expect(fit.standardErrors.alpha).toBeLessThan(0.35)
  })
})

// A base drawn from BG/NBD with known parameters, by a seeded generator (mulberry32).
const drawn = (customers: number, seed: number): ReadonlyArray<History> => {
  let state = seed
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const exponential = (): number => -Math.log(1 - random())
  const gamma = (shape: number): number =>
    Array.from({ length: shape }, exponential).reduce((sum, each) => sum + each, 0)
  return Array.from({ length: customers }, (_, i) => {
    const age = 40 + (i % 12)
    const rate = gamma(1) / 8
    const [stay, go] = [gamma(3), gamma(1)]
    const stopping = go / (go + stay)
    let [repeatCount, lastAt] = [0, 0]
    for (let at = exponential() / rate; at <= age; at += exponential() / rate) {
      repeatCount++
      lastAt = at
      if (random() < stopping) break
    }
    return { repeatCount, lastAt, age }
  })
}

describe("fits to drawn bases", () => {
  it("finds the parameters that the base was drawn with, within its own errors", () => {
    const fit = usable(fitNbdModel(bgNbd, drawn(4000, 7)))
    const truth = { r: 1, alpha: 8, a: 1, b: 3 }
    for (const name of bgNbd.parameterNames) {
      const error = Math.abs(fit.parameters[name] - truth[name]) / fit.standardErrors[name]
      expect(error, name).toBeLessThan(3)
    }
  })

  it("says honestly what came out of small and odd bases: figures or a reason, never NaN", () => {
    const customer = fc
      .record({
        repeatCount: fc.integer({ min: 0, max: 12 }),
        age: fc.integer({ min: 0, max: 60 }),
        share: fc.double({ min: 0.05, max: 1, noNaN: true }),
      })
      .map(({ repeatCount, age, share }) =>
        repeatCount === 0 || age === 0
          ? { repeatCount: 0, lastAt: 0, age }
          : { repeatCount, lastAt: Math.max(1, Math.round(age * share)), age },
      )
    fc.assert(
      fc.property(fc.array(customer, { minLength: 2, maxLength: 25 }), fc.constantFrom(...models), (base, model) => {
        const fit = fitNbdModel<string>(model, base)
        const figures = Object.values(fit.status === "usable" ? fit.parameters : (fit.lastParameters ?? {}))
        expect(figures.every(Number.isFinite)).toBe(true)
        expect(JSON.parse(JSON.stringify(fit))).toEqual(fit)
        if (fit.status === "usable") {
          expect(Object.values(fit.standardErrors).every((error) => error > 0 && Number.isFinite(error))).toBe(true)
          expect(fit.reason).toBeNull()
        } else {
          expect(fit.reason.ru.length).toBeGreaterThan(10)
          expect(() => usableParameters(fit)).toThrow(
            expect.objectContaining({ _tag: "ModelNotUsable", data: { model: model.id, reason: fit.reason } }),
          )
        }
      }),
      { numRuns: 60 },
    )
  })

  it("does not sell a base that never loses a customer as a fitted model of losing them", () => {
    const steady = Array.from({ length: 200 }, (_, i) => ({ repeatCount: 10 + (i % 3), lastAt: 39.5, age: 40 }))
    expect(fitNbdModel(mbgNbd, steady).status).toBe("notUsable")
    expect(fitNbdModel(paretoNbd, steady).status).toBe("notUsable")
  })

  it("does not fit a base in which all are alike", () => {
    const same = Array.from({ length: 500 }, () => ({ repeatCount: 2, lastAt: 20, age: 40 }))
    for (const model of [nbd, bgNbd, mbgNbd, paretoNbd] as const) {
      expect(fitNbdModel<string>(model as typeof nbd, same).status, model.id).toBe("notUsable")
    }
  })
})

describe("what cannot be fitted", () => {
  const customer = (repeatCount: number, lastAt: number, age: number) => ({ repeatCount, lastAt, age })

  it("refuses an empty base and a single customer", () => {
    const tooSmall = (customers: number) =>
      expect.objectContaining({ _tag: "BaseTooSmall", data: { customers, needed: 2 } })
    expect(() => fitNbdModel(mbgNbd, [])).toThrow(tooSmall(0))
    expect(() => fitNbdModel(mbgNbd, [customer(1, 2, 3)])).toThrow(tooSmall(1))
  })

  it("gives the reason where nobody came back or no time has passed", () => {
    const fit = fitNbdModel(mbgNbd, [customer(0, 0, 5), customer(0, 0, 6)])
    expect(fit).toMatchObject({ status: "notUsable", fault: "noRepeatPurchases", lastParameters: null })
    const born = fitNbdModel(mbgNbd, [customer(0, 0, 0), customer(0, 0, 0)])
    expect(born).toMatchObject({ status: "notUsable", fault: "noTime" })
  })

  it("refuses bad histories and starts, all at once", () => {
    const bad = [customer(1, 9, 5), customer(Number.NaN, 0, 5), customer(0, 0, Number.POSITIVE_INFINITY)]
    expect(() => fitNbdModel(mbgNbd, bad)).toThrow(/\[0\]\.lastAt.*\[1\]\.repeatCount.*\[2\]\.age/)
    const starts = [{ r: 0, alpha: 1, a: 1, b: Number.NaN }]
    expect(() => fitNbdModel(mbgNbd, [customer(1, 2, 3), customer(0, 0, 3)], { starts })).toThrow(
      /parameters\.r.*parameters\.b/,
    )
  })
})
