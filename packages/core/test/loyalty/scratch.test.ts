import { it } from "vitest"
import { readFileSync } from "node:fs"
import { bgNbd, fitNbdModel, mbgNbd, nbd, paretoNbd } from "../../src/loyalty/index.ts"
import { historyColumns } from "../../src/loyalty/HistoryColumns.ts"
import { cdnowHistories } from "./cdnow.ts"
import { testDataPath } from "../testData.ts"
it("x", () => {
  const v = JSON.parse(readFileSync(testDataPath("../reference/special-functions.json"), "utf8"))
  const names = { bgnbd: bgNbd, mbgnbd: mbgNbd, pnbd: paretoNbd } as any
  for (const k of ["bgnbd", "mbgnbd", "pnbd"]) {
    const m = names[k]
    const p = Object.fromEntries(m.parameterNames.map((n: string, i: number) => [n, v[k].params[i]]))
    let worst = [0, 0, 0]
    for (const [x, tx, T, t, ll, pa, e] of v[k].rows) {
      const h = { repeatCount: x, lastAt: tx, age: T }
      const got = [
        m.logLikelihood(p, historyColumns([h])) / ll - 1,
        m.probabilityAlive(p, h) / pa - 1,
        m.expectedPurchases(p, h, t) / e - 1,
      ]
      worst = worst.map((w, i) => Math.max(w, Math.abs(got[i]!)))
    }
    console.log(k, worst)
  }
  for (const file of ["sample", "master"] as const) {
    let t0 = performance.now()
    const { histories, ...rest } = cdnowHistories(file)
    console.log(file, rest, "load", performance.now() - t0)
    for (const m of [nbd, bgNbd, mbgNbd, paretoNbd] as any[]) {
      t0 = performance.now()
      const f = fitNbdModel(m, histories)
      console.log(m.id, performance.now() - t0, JSON.stringify(f))
    }
  }
})
