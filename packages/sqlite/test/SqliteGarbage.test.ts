import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const program = fileURLToPath(new URL("oldGarbage.ts", import.meta.url))

it("what a command made is gone with the next collection of what is young", { timeout: 60_000 }, () => {
  // What the engine learns from bursts of objects that live longer is another matter.
  const flags = ["--expose-gc", "--no-allocation-site-pretenuring"]
  const bytesOfEach = Number(execFileSync(process.execPath, [...flags, program], { encoding: "utf8" }))
  // It was 300 and more while two functions of each command were born old.
  expect(bytesOfEach).toBeLessThan(100)
})
