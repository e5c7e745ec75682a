import { chromium } from "playwright-core"
import { describe, expect, it } from "vitest"
import { barChart } from "../../src/index.ts"
import { fontSize } from "../../src/svg/Chart.ts"
import { estimatedWidth } from "../../src/svg/TextMeasure.ts"
import { browserPath } from "../Browser.ts"

const executablePath = browserPath()
const none = executablePath === undefined ? " (skipped: there is no Chromium on this machine)" : ""

// What stands beside bars, and short labels: in long ones wide and narrow letters even out.
const texts =
  "7+|0123456789|+22.3K|−$91.1K|$2.98M|100.0%|≈ 45 749|₽19.4M|CA$1,234.56|€701|<0.1%|№ 17|+1,91 млн ₽|−419 тыс. ₽|1 234 567,89 ₽|день 20|Q2 2017|Win rate|Доля выигранных|«Гамма»".split(
    "|",
  )

describe("the estimated width of a text", () => {
  it.skipIf(executablePath === undefined)(`is not under what a browser needs${none}`, async () => {
    const browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ["--no-sandbox"],
    })
    try {
      const page = await browser.newPage()
      await page.setContent(`<!doctype html><canvas></canvas>`)
      const { markup } = barChart([], { id: "none", title: "", description: "", width: 300 })
      const font = `${fontSize}px ${/font-family="([^"]+)"/.exec(markup)?.[1]}`
      const told = await page.evaluate(
        `(() => {
          const context = document.querySelector("canvas").getContext("2d")
          context.font = ${JSON.stringify(font)}
          return JSON.stringify(${JSON.stringify(texts)}.map((text) => context.measureText(text).width))
        })()`,
      )
      const widths = JSON.parse(String(told)) as ReadonlyArray<number>
      expect(texts.filter((text, at) => estimatedWidth(text, fontSize) < (widths[at] ?? Number.NaN))).toEqual([])
      expect(widths.every((width) => width > 0)).toBe(true)
    } finally {
      await browser.close()
    }
  })
})
