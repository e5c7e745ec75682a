import { mkdtempSync } from "node:fs"
import { moveBench } from "./move/MoveBench.ts"
console.log(JSON.stringify(await moveBench(mkdtempSync("/tmp/bench-")), null, 1))
