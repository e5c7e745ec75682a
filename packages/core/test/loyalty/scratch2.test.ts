import { it } from "vitest"
import { bgNbd, fitNbdModel, mbgNbd, nbd, paretoNbd, usableParameters } from "../../src/loyalty/index.ts"
import {
  fitGammaGamma,
  customerSpends,
  gammaGammaSpend,
  gammaGammaLogLikelihood,
} from "../../src/loyalty/GammaGamma.ts"
import { frequencyCalibration, holdoutByFrequency } from "../../src/loyalty/FrequencyCalibration.ts"
import { holdoutAccuracy } from "../../src/loyalty/HoldoutAccuracy.ts"
import { trackingCurve } from "../../src/loyalty/TrackingCurve.ts"
import { cdnowHistories, cdnowPurchases } from "./cdnow.ts"
it("x", () => {
  const { histories } = cdnowHistories("sample")
  const purchases = cdnowPurchases("sample")
  const dollars = customerSpends(histories).spends.map((s) => ({ ...s, meanSpend: s.meanSpend / 100 }))
  let t0 = performance.now()
  console.log(JSON.stringify(fitGammaGamma(dollars)), performance.now() - t0)
  console.log(JSON.stringify(fitGammaGamma(customerSpends(histories).spends)))
  for (const m of [nbd, bgNbd, mbgNbd, paretoNbd] as any[]) {
    const p = usableParameters(fitNbdModel(m, histories)) as any
    t0 = performance.now()
    const pred = histories.map((h) => m.expectedPurchases(p, h, 39))
    console.log(m.id, "predict", performance.now() - t0)
    console.log(
      JSON.stringify(
        holdoutAccuracy(
          histories.map((h) => h.holdoutCount!),
          pred,
        ),
      ),
    )
    console.log(
      JSON.stringify(
        holdoutByFrequency(
          histories.map((h, i) => ({ repeatCount: h.repeatCount, actual: h.holdoutCount!, predicted: pred[i]! })),
        ).map((b) => [b.customerCount, b.actualMean, b.predictedMean]),
      ),
    )
    t0 = performance.now()
    console.log(JSON.stringify(frequencyCalibration(m, p, histories)), performance.now() - t0)
    for (const origin of ["1996-12-31", "1997-01-01"]) {
      t0 = performance.now()
      const c = trackingCurve(m, p, purchases, { origin, unit: "week", periods: 78, knownTo: "1998-06-30" })
      const tail = c.slice(39)
      console.log(
        origin,
        performance.now() - t0,
        c[38]!.expected,
        c[77]!.expected,
        c[38]!.actual,
        c[77]!.actual,
        c.slice(19, 25).map((x) => [x.expected, x.actual]),
        c.slice(39).reduce((s, x) => s + Math.abs(x.expected / x.actual! - 1), 0) / 39,
        c.slice(38).reduce((s, x) => s + Math.abs(x.expected / x.actual! - 1), 0) / 40,
        Math.sqrt(tail.reduce((s, x) => s + (x.expectedInPeriod - x.actualInPeriod!) ** 2, 0) / 39),
      )
    }
    t0 = performance.now()
    console.log(
      "dert",
      m.discountedPurchases(p, { repeatCount: 2, lastAt: 30.43, age: 38.86 }, 0.0027),
      performance.now() - t0,
    )
    console.log("palive", histories.reduce((s, h) => s + m.probabilityAlive(p, h), 0) / histories.length)
    const d = 0.05,
      h = { repeatCount: 2, lastAt: 30.43, age: 38.86 }
    let s = 0
    const e = 0.05
    for (let t = 0; t < 600; t += e)
      s += Math.exp(-d * (t + e / 2)) * (m.expectedPurchases(p, h, t + e) - m.expectedPurchases(p, h, t))
    console.log("dert", m.discountedPurchases(p, h, d), s)
    console.log(
      m.countProbabilities(p, 30, 60).reduce((a: number, b: number) => a + b, 0),
      m.countProbabilities(p, 30, 2000).reduce((a: number, b: number, i: number) => a + b * i, 0),
      m.expectedPurchases(p, { repeatCount: 0, lastAt: 0, age: 0 }, 30),
    )
  }
})
