import { existsSync, readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { kitagawa } from "../../src/plan/index.ts"
import { controlChart, kaplanMeier, mantelHaenszel, survivalAt } from "../../src/stats/index.ts"

const file = resolve(dirname(fileURLToPath(import.meta.url)), "../../../../../shared/reference/pipeline.json")
const hasReference = existsSync(file)

interface Counts {
  readonly small: readonly [won: number, of: number]
  readonly large: readonly [won: number, of: number]
}

interface Methods {
  readonly xmr_wheeler_resistivity: { readonly x: ReadonlyArray<number> } & {
    readonly [
      figure in "mean" | "mr_bar" | "UNPL" | "LNPL" | "URL" | "UNPL_median" | "LNPL_median" | "URL_median"
    ]: number
  } & { readonly signals_rule1: ReadonlyArray<number>; readonly signals_mr: ReadonlyArray<number> }
  readonly simpson_kidney_stones: {
    readonly A: Counts
    readonly B: Counts
    readonly crude_A: number
    readonly crude_B: number
    readonly mantel_haenszel_OR_A_vs_B: number
    readonly kitagawa_A_to_B: { readonly composition: number; readonly rate: number; readonly total: number }
  }
  readonly km_freireich_6mp: {
    readonly durations: ReadonlyArray<number>
    readonly events: ReadonlyArray<number>
    readonly computed: ReadonlyArray<{ readonly t: number; readonly S: number }>
  }
}

const methods = (): Methods =>
  (JSON.parse(readFileSync(file, "utf8")) as { readonly public: { readonly methods: Methods } }).public.methods

/** The worked examples of the reference file that reviews and scripts rest on, read from the file itself. */
describe.skipIf(!hasReference)("worked examples of the reference file", () => {
  it("XmR: Wheeler's limits by means and by medians, and the one signal on both charts", () => {
    const wheeler = methods().xmr_wheeler_resistivity
    const chart = controlChart(wheeler.x)
    expect(chart.limits!.centre).toBeCloseTo(wheeler.mean, 9)
    expect(chart.limits!.movingRange).toBeCloseTo(wheeler.mr_bar, 9)
    expect(chart.limits!.upper).toBeCloseTo(wheeler.UNPL, 9)
    expect(chart.limits!.lower).toBeCloseTo(wheeler.LNPL, 9)
    expect(chart.limits!.upperRange).toBeCloseTo(wheeler.URL, 9)
    expect(chart.outside).toEqual(wheeler.signals_rule1)
    expect(chart.rangeOutside).toEqual(wheeler.signals_mr)
    const byMedian = controlChart(wheeler.x, { centre: "median" }).limits!
    expect(byMedian.upper).toBeCloseTo(wheeler.UNPL_median, 9)
    expect(byMedian.lower).toBeCloseTo(wheeler.LNPL_median, 9)
    expect(byMedian.upperRange).toBeCloseTo(wheeler.URL_median, 9)
  })

  it("Simpson: Charig's kidney stones, crude rates one way, strata and pooled odds ratio the other", () => {
    const { A, B, crude_A, crude_B, mantel_haenszel_OR_A_vs_B, kitagawa_A_to_B } = methods().simpson_kidney_stones
    const strata = ["small", "large"] as const
    const crude = (counts: Counts): number => (counts.small[0] + counts.large[0]) / (counts.small[1] + counts.large[1])
    expect(crude(A)).toBeCloseTo(crude_A, 9)
    expect(crude(B)).toBeCloseTo(crude_B, 9)
    const pooled = mantelHaenszel(
      strata.map((name) => [
        [A[name][0], A[name][1] - A[name][0]],
        [B[name][0], B[name][1] - B[name][0]],
      ]),
    )
    expect(pooled.oddsRatio).toBeCloseTo(mantel_haenszel_OR_A_vs_B, 9)
    expect(pooled.marginalOddsRatio!).toBeLessThan(1)
    const split = kitagawa(
      strata.map((stratum) => ({
        stratum,
        baseCases: A[stratum][1],
        baseTotal: A[stratum][0],
        actualCases: B[stratum][1],
        actualTotal: B[stratum][0],
      })),
    )
    expect(split.composition).toBeCloseTo(kitagawa_A_to_B.composition, 9)
    expect(split.rate).toBeCloseTo(kitagawa_A_to_B.rate, 9)
  })

  it("Kaplan and Meier: Freireich's remissions, by which days to correct are followed", () => {
    const { durations, events, computed } = methods().km_freireich_6mp
    const curve = kaplanMeier({ exits: Float64Array.from(durations) }, Uint8Array.from(events))
    expect(computed.length).toBeGreaterThan(5)
    for (const { t, S } of computed) expect(survivalAt(curve, t)).toBeCloseTo(S, 9)
  })
})
