import { writeFileSync } from "node:fs"
import { styleOfShell } from "@salesdept/report"
import { playLoop } from "./base.ts"
import { htmlLoop, terminalLoop } from "./report.ts"

const language = process.argv.includes("ru") ? "ru" : "en"
const round = await playLoop(language)
for (const line of terminalLoop(round, language, styleOfShell(process.stdout, process.env))) console.log(line)
writeFileSync("sales-loop.html", htmlLoop(round, language))
console.log("\nsales-loop.html")
