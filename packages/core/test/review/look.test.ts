import { it } from "vitest"
import { mavenFacts, lastQuarter } from "./maven.ts"
import { findFindings, topFindings, shippedRules } from "../../src/review/index.ts"
import { periodOf } from "../../src/shared/Period.ts"
it("look", () => {
  for (const d of ["2017-06-30","2017-09-30","2017-12-31"]) {
    const p = periodOf(d, "quarter")
    const t = performance.now()
    const f = findFindings(mavenFacts(p), shippedRules, p)
    console.log(d, performance.now()-t, f.considered, f.notRead.map(n=>n.ruleId+": "+n.reason.en))
    for (const x of topFindings(f)) console.log(x.severity, x.kind, x.ownerId, "|", x.title.en, "|", x.what.en, "|", x.atStake, x.withheldReason, x.evidence.count, "\n", x.title.ru, "|", x.what.ru)
  }
})
