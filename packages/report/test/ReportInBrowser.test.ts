import type { Browser, Page } from "playwright-core"
import { chromium } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { htmlReport, htmlWorkbook } from "../src/index.ts"
import { browserPath } from "./Browser.ts"
import { sample } from "./sample.ts"
import { planSample } from "./samplePlan.ts"

const executablePath = browserPath()
const none = executablePath === undefined ? " (skipped: there is no Chromium on this machine)" : ""

const reports = [
  ["an export without targets", sample],
  ["a department with targets", planSample],
] as const

const looks = (["en", "ru"] as const).flatMap((language) =>
  // The narrowest at which WCAG 2.2 (1.4.10) asks for a page without scrolling to the side.
  ([1200, 390, 320] as const).flatMap((width) =>
    (["light", "dark"] as const).map((colorScheme) => ({ language, width, colorScheme })),
  ),
)

const papers = (["en", "ru"] as const).flatMap((language) => [
  { language, what: "the report", pageOf: htmlReport },
  { language, what: "the workbook", pageOf: htmlWorkbook },
])

// What the tests use of a page's elements: the DOM's own types would be seen by the library's sources too.
interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly width: number
  readonly height: number
}
interface PageElement {
  readonly textContent: string
  readonly scrollWidth: number
  readonly getClientRects: () => { readonly length: number }
  readonly getBoundingClientRect: () => Box
  readonly querySelectorAll: (selector: string) => Iterable<PageElement>
  readonly getAttribute: (name: string) => string
  readonly ownerDocument: {
    readonly defaultView: {
      readonly getComputedStyle: (of: PageElement) => {
        readonly color: string
        readonly backgroundColor: string
        readonly display: string
      }
    }
  }
}

/** Texts of charts that the chart cuts off, and pairs of them that lie on each other. */
const chartFaults = (page: Page): Promise<ReadonlyArray<string>> =>
  page.locator("svg").evaluateAll((charts: ReadonlyArray<PageElement>) => {
    const faults: Array<string> = []
    let shown = 0
    for (const chart of charts) {
      // A chart has a form for narrow screens and one for wide ones; the other is hidden.
      if (chart.getClientRects().length === 0) continue
      shown++
      const frame = chart.getBoundingClientRect()
      if (frame.width < 50 || frame.height < 10) faults.push(`a chart of ${frame.width} × ${frame.height}`)
      const texts = [...chart.querySelectorAll("text")].map((text) => ({
        words: text.textContent,
        box: text.getBoundingClientRect(),
      }))
      for (const [index, { words, box }] of texts.entries()) {
        if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1)
          faults.push(`cut: ${words}`)
        for (const other of texts.slice(index + 1)) {
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
          if (across > 1 && down > box.height / 3) faults.push(`on each other: ${words} / ${other.words}`)
        }
      }
    }
    return shown === 0 ? ["no chart is shown"] : faults
  })

/** The contrast of the page's text with its ground by WCAG 2.2, 1 to 21. */
const contrast = (page: Page): Promise<number> =>
  page.locator("body").evaluate((body: PageElement) => {
    const luminance = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
        const share = Number(part) / 255
        return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const style = body.ownerDocument.defaultView.getComputedStyle(body)
    const [dark = 0, light = 0] = [luminance(style.color), luminance(style.backgroundColor)].toSorted((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
  })

/** Figures of tiles that are numbers alone and take more than one line. */
const brokenFigures = (page: Page): Promise<ReadonlyArray<string>> =>
  page.locator(".tiles dd b").evaluateAll((figures: ReadonlyArray<PageElement>) =>
    figures.flatMap((figure) => {
      const isNumber = /^[\s\d.,%$₽≈−]+$/.test(figure.textContent)
      return isNumber && figure.getBoundingClientRect().height > 30 ? [figure.textContent] : []
    }),
  )

describe.skipIf(executablePath === undefined)(`the page in a browser${none}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ["--no-sandbox"],
    })
  })
  afterAll(() => browser.close())

  describe.each(reports)("on %s", (_, report) => {
    it.each(looks)("reads well: $language, $width px, $colorScheme", async ({ language, width, colorScheme }) => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
      const complaints: Array<string> = []
      page.on("console", (message) => complaints.push(message.text()))
      page.on("pageerror", (error) => complaints.push(String(error)))
      page.on("request", (request) => complaints.push(`asks for ${request.url()}`))
      await page.setContent(htmlReport(report, { language }))

      expect(complaints).toEqual([])
      expect(await page.getAttribute("html", "lang")).toBe(language)
      expect(await page.locator("html").evaluate((root: PageElement) => root.scrollWidth)).toBeLessThanOrEqual(width)
      expect(await chartFaults(page)).toEqual([])
      expect(await brokenFigures(page)).toEqual([])
      expect(await contrast(page)).toBeGreaterThan(7)
      await page.close()
    })

    it.each(papers)("fits on paper: A4 upright, nothing cut off ($language, $what)", async ({ language, pageOf }) => {
      // 210 mm less two margins of 14 mm, at 96 pixels an inch.
      const width = Math.floor(((210 - 28) / 25.4) * 96)
      const page = await browser.newPage({ viewport: { width, height: 1000 } })
      await page.emulateMedia({ media: "print" })
      await page.setContent(pageOf(report, { language }))
      const cut = await page.locator("table, svg").evaluateAll(
        (parts: ReadonlyArray<PageElement>, most) =>
          parts.flatMap((part) => {
            const { right } = part.getBoundingClientRect()
            return right > most + 1 ? [`${part.textContent.slice(0, 40)}: ${right}`] : []
          }),
        width,
      )
      expect(cut).toEqual([])
      // A foot would stand again on every sheet that its table goes on to, as if it summed up what is above it.
      const feet = await page
        .locator("tfoot")
        .evaluateAll((parts: ReadonlyArray<PageElement>) =>
          parts.map((part) => part.ownerDocument.defaultView.getComputedStyle(part).display),
        )
      expect(feet.length).toBeGreaterThan(0)
      expect(new Set(feet)).toEqual(new Set(["table-row-group"]))
      await page.close()
    })

    it("leads from its contents to every section", async () => {
      const page = await browser.newPage({ viewport: { width: 1200, height: 900 } })
      await page.setContent(htmlReport(report, { language: "en" }))
      const targets = await page
        .locator('nav a[href^="#"]')
        .evaluateAll((links: ReadonlyArray<PageElement>) => links.map((link) => link.getAttribute("href").slice(1)))
      expect(targets.length).toBeGreaterThan(3)
      for (const target of targets) expect(await page.locator(`[id="${target}"]`).count()).toBe(1)
      await page.close()
    })
  })
})
