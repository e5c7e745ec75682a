import { describe, expect, it } from "vitest"
import type { DepartmentReport } from "../src/index.ts"
import { htmlWorkbook, markdownWorkbook } from "../src/index.ts"
import { sample } from "./sample.ts"
import { planSample } from "./samplePlan.ts"
import { notTexts } from "./sampleWords.ts"

const languages = ["en", "ru"] as const

const withTexts = (report: DepartmentReport, add: string): DepartmentReport => {
  return JSON.parse(JSON.stringify(report), (key, value: unknown) =>
    typeof value === "string" && !notTexts.has(key) ? add + value : value,
  ) as DepartmentReport
}

describe("the owner's workbook", () => {
  it.each(languages)(
    "has questions and ruled space under every section, and a form for what was agreed (%s)",
    (language) => {
      const page = htmlWorkbook(planSample, { language })
      const sections = page.match(/<section /g)?.length ?? 0
      expect(sections).toBeGreaterThan(8)
      expect(page.match(/<div class="ruled">/g)).toHaveLength(sections - 1)
      expect(page.match(/<div class="line"/g)).toHaveLength((sections - 1) * 5)
      expect(page).toContain('<table class="form">')
      expect(page).not.toMatch(/undefined|NaN|<svg|<script/)
    },
  )

  it("has the department's own figures, and no charts or remarks on method", () => {
    const text = markdownWorkbook(planSample, { language: "en" }).replaceAll("\u00A0", " ")
    expect(text).toMatch(/^# Workbook\. Sales department report: /)
    expect(text).toMatch(/\| Department \| 3,000,000 \| 3,200,000 \| \+6\.7% \|/)
    expect(text).toContain("**Which mistake came again, and what do we change so that it does not?**")
    expect(text).toContain("| What | Who | By when | How we shall see it | Done |")
    expect(text).not.toMatch(/The axis does not start/)
    // What to write into the scripts is worked on with a pen.
    expect(text).toContain("Make a duty of “Ask why now” in “Talk on needs”.")
    expect(text).toContain("**What do I write into which script, and who words it?**")
  })

  it("in Russian asks in Russian, and leaves out what the report does not have", () => {
    const text = markdownWorkbook(sample, { language: "ru" })
    expect(text).toMatch(/^# Рабочий альбом\. /)
    expect(text).toContain("| Что | Кто | К какому дню | По чему увидим | Сделано |")
    expect(text).not.toContain("О чём поговорить")
  })

  it("never makes markup of data", () => {
    const report = withTexts(planSample, "<b>x</b> | `y` # [z](javascript:1)\n# ")
    const text = markdownWorkbook(report, { language: "en" })
    expect(text).not.toMatch(/(?<!\\)<b>|(?<!\\)\[z\]|(?<!\\)`y/)
    const clean = markdownWorkbook(planSample, { language: "en" })
    expect(text.match(/^#+ /gm)?.length).toBe(clean.match(/^#+ /gm)?.length)
    expect(text.match(/^\|/gm)?.length).toBe(clean.match(/^\|/gm)?.length)
    expect(htmlWorkbook(report, { language: "en" })).not.toContain("<b>x</b>")
  })

  it("survives a report without sections to fill", () => {
    const reason = { withheld: { en: "nothing", ru: "ничего" } }
    const empty = { ...sample, import: null, attainment: reason, variance: reason, notes: [] }
    for (const language of languages) expect(markdownWorkbook(empty, { language })).not.toMatch(/undefined|NaN/)
  })
})
