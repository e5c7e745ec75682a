import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { cdnowPurchases, noData } from "./purchases.ts"
import { repeatSale } from "./repeatSale.ts"

const purchases = cdnowPurchases()
if (purchases === null) console.log(noData)
else {
  const language = process.argv.includes("ru") ? "ru" : "en"
  const { lines, pictures } = repeatSale(purchases, language)
  for (const line of lines) console.log(line)
  const folder = mkdtempSync(join(tmpdir(), "cdnow-"))
  for (const [file, svg] of Object.entries(pictures)) {
    writeFileSync(join(folder, file), svg)
    console.log(`${language === "ru" ? "картинка" : "picture"}: ${join(folder, file)}`)
  }
}
