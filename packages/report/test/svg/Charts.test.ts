import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Markup } from "../../src/index.ts"
import {
  barChart,
  bridgeChart,
  darkPalette,
  fanChart,
  funnelChart,
  lightPalette,
  stackedBar,
  stepChart,
} from "../../src/index.ts"
import { estimatedWidth } from "../../src/svg/TextMeasure.ts"
import { fontSize, tickStep } from "../../src/svg/Chart.ts"

const frame = (width: number) => ({ id: "c", title: "T <1>", description: "D & d", width })
// A label that is itself the word looked for says nothing about the numbers.
const broken = /NaN|Infinity|undefined/
const label = fc
  .oneof(
    fc.string({ maxLength: 60 }),
    fc.constantFrom("Предложение отправлено и обсуждается", "<b>&\"'", "株式会社サンプル"),
  )
  .filter((text) => !broken.test(text))
const width = fc.integer({ min: 280, max: 900 })
const value = fc.double({ min: 0, max: 1e12, noNaN: true })

const unescaped = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")

/** Every label lies within the picture by its estimated width, every number in it is finite. */
const expectWhole = ({ markup }: Markup): void => {
  const [, boxWidth, boxHeight] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(markup) ?? []
  expect(markup).not.toMatch(broken)
  for (const [, x, y, anchor, text] of markup.matchAll(
    /<text x="([-\d.]+)" y="([-\d.]+)" text-anchor="(\w+)"[^>]*>([^<]*)</g,
  )) {
    const length = estimatedWidth(unescaped(text ?? ""), fontSize)
    const left = Number(x) - (anchor === "end" ? length : anchor === "middle" ? length / 2 : 0)
    expect(left).toBeGreaterThanOrEqual(-1)
    expect(left + length).toBeLessThanOrEqual(Number(boxWidth) + 3)
    expect(Number(y)).toBeLessThanOrEqual(Number(boxHeight))
  }
  for (const [, rectWidth] of markup.matchAll(/<rect [^>]*?width="([-\d.]+)"/g))
    expect(Number(rectWidth)).toBeGreaterThanOrEqual(0)
}

describe("charts stay whole for any data", () => {
  it("bars", () => {
    const bar = fc.record({ label, text: label, value: fc.option(value), target: fc.option(value) })
    fc.assert(fc.property(fc.array(bar, { maxLength: 6 }), width, (bars, at) => expectWhole(barChart(bars, frame(at)))))
  })

  it("fans", () => {
    const point = fc.record({ x: fc.double({ min: 0, max: 100, noNaN: true }), value })
    const band = fc
      .tuple(value, value)
      .map(([one, other]) => ({ lower: Math.min(one, other), upper: Math.max(one, other) }))
    const content = fc.record({
      past: fc
        .array(point, { minLength: 1, maxLength: 5 })
        .map((points) => points.toSorted((left, right) => left.x - right.x)),
      bands: fc.array(band, { maxLength: 3 }),
      median: value,
      target: fc.option(value),
      names: fc.record({ past: label, fan: label, target: label }),
    })
    fc.assert(
      fc.property(content, width, (given, at) => {
        const ticks = { xTick: (tick: number) => `${Math.round(tick)}`, yTick: (tick: number) => `${Math.round(tick)}` }
        const chart = fanChart({ ...given, ...ticks, xEnd: 100 }, frame(at))
        expectWhole(chart)
        expect(chart.markup.match(/<path [^>]*opacity/g)?.length ?? 0).toBe(given.bands.length)
      }),
    )
  })

  it("stacked bar, whose parts fill it", () => {
    const part = fc.record({
      label,
      text: label,
      value,
      role: fc.constantFrom("alarm" as const, "primary" as const),
      hatched: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), width, (parts, at) => expectWhole(stackedBar(parts, frame(at)))),
    )
  })

  it("bridge", () => {
    const step = fc.record({ label, text: label, amount: fc.integer() })
    fc.assert(
      fc.property(step, fc.array(step, { maxLength: 6 }), step, width, (base, steps, fact, at) => {
        expectWhole(bridgeChart({ base, steps, fact }, frame(at)))
      }),
    )
  })

  it("funnel", () => {
    const stage = fc.record({ label, text: label, value, onward: fc.option(label) })
    fc.assert(
      fc.property(fc.array(stage, { maxLength: 6 }), width, (stages, at) =>
        expectWhole(funnelChart(stages, frame(at))),
      ),
    )
  })

  it("steps", () => {
    const points = fc.array(
      fc.record({ x: fc.integer({ min: 0, max: 500 }), y: fc.double({ min: 0, max: 1, noNaN: true }) }),
      { maxLength: 9 },
    )
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 500 }), label, width, (curve, xMax, name, at) => {
        const axes = {
          xMax,
          yMax: 1,
          xLabel: name,
          xTick: String,
          yTick: (share: number) => `${Math.round(share * 100)}%`,
        }
        expectWhole(stepChart([{ label: name, role: "primary", dash: "", points: curve }], axes, frame(at)))
      }),
    )
  })
})

describe("charts", () => {
  it("are images with a title and a description, escaped", () => {
    const { markup } = barChart([{ label: "<i>", text: "1", value: 1 }], frame(720))
    expect(markup).toContain('role="img"')
    expect(markup).toContain('aria-labelledby="c-title c-desc"')
    expect(markup).toContain('<title id="c-title">T &lt;1&gt;</title><desc id="c-desc">D &amp; d</desc>')
    expect(markup).toContain(">&lt;i&gt;</text>")
  })

  it("draw bars in proportion, the target as a mark, and nothing for a withheld figure", () => {
    const { markup } = barChart(
      [
        { label: "a", text: "", value: 50 },
        { label: "b", text: "", value: 100, target: 75 },
        { label: "c", text: "—", value: null },
      ],
      frame(340),
    )
    const lengths = [...markup.matchAll(/<rect [^>]*?width="([\d.]+)" height="12"/g)].map(([, length]) =>
      Number(length),
    )
    expect(lengths).toEqual([168, 336])
    expect(markup).toContain('<line x1="254"')
  })

  it("tick in steps of 1, 2 or 5", () => {
    expect([tickStep(138, 8), tickStep(1, 5), tickStep(423, 5), tickStep(7, 7)]).toEqual([20, 0.2, 100, 1])
  })
})

/** Contrast ratio of WCAG 2.2, section 1.4.3. */
const contrast = (one: string, other: string): number => {
  const luminance = (hex: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right)
  return (high + 0.05) / (low + 0.05)
}

describe.each([
  ["light", lightPalette],
  ["dark", darkPalette],
])("the %s palette", (_, palette) => {
  it.each(["ink", "muted", "primary", "alarm", "attentionText"] as const)("%s can be read as text", (role) => {
    expect(contrast(palette[role], palette.surface)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(palette[role], palette.raised)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(["primary", "alarm", "attention", "neutral"] as const)("%s can be seen as a shape", (role) => {
    expect(contrast(palette[role], palette.surface)).toBeGreaterThanOrEqual(3)
  })
})
