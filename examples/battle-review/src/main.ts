import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { styleOfShell } from "@salesdept/report"
import { battleReview } from "./battleReview.ts"
import { hasOpportunities, opportunityFiles } from "./opportunities.ts"
import { reportPage } from "./reportPage.ts"
import { terminalView } from "./terminalView.ts"

if (!hasOpportunities) {
  console.log("battle-review: SKIPPED, the public set of opportunities is not here (SALESDEPT_TEST_DATA)")
} else {
  const review = await battleReview(opportunityFiles())
  const language = process.argv.includes("ru") ? "ru" : "en"
  const { width, colour } = styleOfShell(process.stdout, process.env)
  const style = { width: Math.min(100, width), colour }
  console.log(terminalView(review, language, style).join("\n"))
  const file = join(mkdtempSync(join(tmpdir(), "battle-review-")), "review.html")
  writeFileSync(file, reportPage(review, language))
  console.log(`\n${language === "ru" ? "с графиками" : "with charts"}: ${file}`)
}
