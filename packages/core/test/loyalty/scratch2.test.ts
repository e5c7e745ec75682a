import { it } from "vitest"
import { readFileSync } from "node:fs"
import { paretoNbd } from "../../src/loyalty/index.ts"
import { historyColumns } from "../../src/loyalty/HistoryColumns.ts"
import { testDataPath } from "../testData.ts"
it("x", () => {
  const v = JSON.parse(readFileSync(testDataPath("../reference/special-functions.json"), "utf8"))
    const m = paretoNbd, k = "pnbd"
    const p = Object.fromEntries(m.parameterNames.map((n: string, i: number) => [n, v[k].params[i]])) as any
    for (const [x, tx, T, t, ll, pa, e] of v[k].rows) {
      const h = { repeatCount: x, lastAt: tx, age: T }
      console.log(x, tx, T, m.logLikelihood(p, historyColumns([h])) / ll - 1, m.probabilityAlive(p, h) / pa - 1, m.expectedPurchases(p, h, t) / e - 1)
    }
})
