import { writeFileSync } from "node:fs"
import { playLoop } from "./base.ts"
import { htmlLoop, terminalLoop } from "./report.ts"

const language = process.argv.includes("ru") ? "ru" : "en"
const round = await playLoop(language)
const width = process.stdout.columns ?? 100
for (const line of terminalLoop(round, language, { width, colour: process.stdout.isTTY })) console.log(line)
writeFileSync("sales-loop.html", htmlLoop(round, language))
console.log("\nsales-loop.html")
