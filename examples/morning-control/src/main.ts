import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { handClock, openDepartment, playWeek } from "./department.ts"
import { morningList } from "./morningList.ts"

const clock = handClock("2026-11-16T06:00:00.000Z")
await using dept = await openDepartment(join(mkdtempSync(join(tmpdir(), "morning-control-")), "sales.db"), clock)
await playWeek(dept, clock)
const language = process.argv.includes("ru") ? "ru" : "en"
for (const line of await morningList(dept.tenant("shop-17").as("user:head"), language)) console.log(line)
