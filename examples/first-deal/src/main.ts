import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { firstDeal } from "./firstDeal.ts"

await firstDeal(join(mkdtempSync(join(tmpdir(), "first-deal-")), "sales.db"), console.log)
