import { serviceDeal } from "./serviceDeal.ts"

// `node src/main.ts` tells it in English, `node src/main.ts ru` in Russian.
await serviceDeal(process.argv[2] === "ru" ? "ru" : "en", console.log)
