import { describe, expect, it } from "vitest"
import {
  bgNbd,
  customerSpends,
  fitGammaGamma,
  fitNbdModel,
  mbgNbd,
  nbd,
  paretoNbd,
  purchaseHistories,
  rfmFacts,
  rfmScores,
} from "../../src/loyalty/index.ts"
import type { History } from "../../src/loyalty/index.ts"
import { isSalesDeptError } from "../../src/shared/index.ts"

const thrown = (call: () => unknown) => {
  try {
    call()
  } catch (error) {
    if (!isSalesDeptError(error)) throw error
    expect(error.messages.ru).not.toBe("")
    const data = error.data as { readonly problems?: ReadonlyArray<{ readonly code: string; readonly path: string }> }
    return { tag: error._tag, codes: (data.problems ?? []).map(({ code, path }) => `${path} ${code}`), data }
  }
  return expect.fail("this is refused")
}

const fits = [
  (histories: ReadonlyArray<History>) => fitNbdModel(bgNbd, histories),
  (histories: ReadonlyArray<History>) => fitNbdModel(mbgNbd, histories),
  (histories: ReadonlyArray<History>) => fitNbdModel(paretoNbd, histories),
  (histories: ReadonlyArray<History>) => fitNbdModel(nbd, histories),
]

const until = { end: "1997-09-30", unit: "week" } as const
const bought = (amountMinor: number, on = "1997-01-05") => ({ customerId: "c1", on, amountMinor })

describe("bad input is refused by typed errors", () => {
  it("negative money, and money that is no whole number of minor units", () => {
    for (const amountMinor of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      for (const read of [
        () => purchaseHistories([bought(amountMinor)], until),
        () => rfmFacts([bought(amountMinor)], { on: "1997-09-30" }),
      ]) {
        const { tag, codes } = thrown(read)
        expect([tag, codes.length]).toEqual(["InputInvalid", 1])
        expect(codes[0]).toMatch(/^purchases\[0\]\.amountMinor loyalty\.(negativeMoney|money)$/)
      }
    }
  })

  it("a window that begins after its last day", () => {
    const { tag, codes } = thrown(() => rfmFacts([bought(100)], { on: "1997-09-30", from: "1997-10-01" }))
    expect([tag, codes]).toEqual(["InputInvalid", ["from loyalty.setting"]])
    expect(rfmFacts([bought(100, "1997-09-30")], { on: "1997-09-30", from: "1997-09-30" })).toHaveLength(1)
  })

  it("purchases before the birth", () => {
    const births = new Map([["c1", "1997-02-01"]])
    const { tag, codes } = thrown(() => purchaseHistories([bought(100)], { ...until, births }))
    expect([tag, codes.map((code) => code.split(" ")[1])]).toEqual(["InputInvalid", ["loyalty.purchaseBeforeBirth"]])
  })

  it("T < t_x, and counts, times and ages that are negative, infinite or NaN, for every model", () => {
    const good = { repeatCount: 1, lastAt: 2, age: 10 }
    const bad = [
      { repeatCount: 2, lastAt: 30, age: 20 },
      { repeatCount: -1, lastAt: 3, age: 20 },
      { repeatCount: 1.5, lastAt: 3, age: 20 },
      { repeatCount: 2, lastAt: Number.NaN, age: 20 },
      { repeatCount: 2, lastAt: 3, age: Number.POSITIVE_INFINITY },
    ]
    for (const fit of fits) {
      const { tag, codes } = thrown(() => fit([good, ...bad, good]))
      expect(tag).toBe("InputInvalid")
      // All of them at once, and none of the good ones.
      for (const index of [1, 2, 3, 4, 5]) expect(codes.some((code) => code.includes(`[${index}]`))).toBe(true)
      for (const index of [0, 6]) expect(codes.some((code) => code.includes(`[${index}]`))).toBe(false)
    }
  })

  it("empty and one-customer bases", () => {
    for (const fit of fits) {
      expect(thrown(() => fit([]))).toMatchObject({
        tag: "BaseTooSmall",
        data: { customers: 0, needed: 2 },
      })
      expect(thrown(() => fit([{ repeatCount: 1, lastAt: 2, age: 10 }])).tag).toBe("BaseTooSmall")
    }
    expect(thrown(() => fitGammaGamma([])).tag).toBe("BaseTooSmall")
    expect(thrown(() => fitGammaGamma([{ repeatCount: 1, meanSpend: 100 }])).tag).toBe("BaseTooSmall")
    expect(purchaseHistories([], until).histories).toEqual([])
    expect(customerSpends([]).spends).toEqual([])
    expect(rfmScores([], { kind: "minRank", bins: 5 }).scores).toEqual([])
  })

  it("spends that are all equal", () => {
    const equal = [1, 2, 3].map((repeatCount) => ({ repeatCount, meanSpend: 500 }))
    expect(thrown(() => fitGammaGamma(equal))).toMatchObject({
      tag: "SpendsAllEqual",
      data: { meanSpend: 500, customers: 3 },
    })
  })

  it("spends that are negative, infinite or NaN", () => {
    for (const meanSpend of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const { tag, codes } = thrown(() =>
        fitGammaGamma([
          { repeatCount: 1, meanSpend: 100 },
          { repeatCount: 1, meanSpend },
        ]),
      )
      expect([tag, codes.length]).toEqual(["InputInvalid", 1])
      expect(codes[0]).toMatch(/^spends\[1\]\.meanSpend /)
    }
  })
})
