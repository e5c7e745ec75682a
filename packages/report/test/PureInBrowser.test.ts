import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { chromium } from "playwright-core"
import { describe, expect, it } from "vitest"
import { browserPath } from "./Browser.ts"
import { pureFigures } from "./PureFigures.ts"

const executablePath = browserPath()
const none = executablePath === undefined ? " (skipped: there is no Chromium on this machine)" : ""

/** One script that leaves the figures in the page, made as a host's bundler makes it: what is Node's own is refused. */
const scriptOfPage = async (): Promise<string> => {
  const contents = `import { pureFigures } from "./PureFigures.ts"; globalThis.figures = pureFigures()`
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
    bundle: true,
    format: "iife",
    platform: "browser",
    write: false,
    logLevel: "silent",
  })
  return outputFiles.map(({ text }) => text).join("")
}

interface Figures {
  readonly exports: ReadonlyArray<readonly [string, number]>
  readonly fit: { readonly status: string; readonly parameters: { readonly [name: string]: number } }
}

describe("the pure parts", () => {
  it.skipIf(executablePath === undefined)(`give the same figures in a browser as here${none}`, async () => {
    const browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ["--no-sandbox"],
    })
    try {
      // Far from the zone of this process: figures hang on no zone but the one they are asked for.
      const page = await browser.newPage({ timezoneId: "Pacific/Kiritimati", locale: "ru-RU" })
      const failures: Array<unknown> = []
      page.on("pageerror", (failure) => failures.push(failure))
      await page.setContent("<!doctype html><title>figures</title>")
      await page.addScriptTag({ content: await scriptOfPage() })
      expect(failures).toEqual([])
      const told = await page.evaluate("JSON.stringify(globalThis.figures)")
      const figures = JSON.parse(String(told)) as Figures
      expect(figures.exports.length).toBe(14)
      expect(figures.exports.filter(([, count]) => count < 5)).toEqual([])
      const { fit, ...exact } = figures
      const { fit: fitHere, ...exactHere } = JSON.parse(JSON.stringify(pureFigures())) as Figures
      expect(exact).toEqual(exactHere)
      // Engines round logarithms in their own ways, and a search adds that up.
      expect(fitHere.status).toBe("usable")
      expect(fit.status).toBe("usable")
      for (const [name, value] of Object.entries(fitHere.parameters)) {
        expect(Math.abs((fit.parameters[name] ?? 0) / value - 1)).toBeLessThan(1e-4)
      }
    } finally {
      await browser.close()
    }
  })

  it("need nothing of Node", async () => {
    expect((await scriptOfPage()).length).toBeGreaterThan(10_000)
  })
})
