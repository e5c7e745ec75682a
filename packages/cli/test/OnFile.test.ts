import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { makeFolder } from "../src/OnFile.ts"

describe("a folder that is asked for", () => {
  let within: string
  beforeEach(() => {
    within = mkdtempSync(join(tmpdir(), "salesdept-folder-"))
  })
  afterEach(() => rmSync(within, { recursive: true, force: true }))

  it("is made with those above it, and again without a change", () => {
    makeFolder(join(within, "a", "b", "c"))
    makeFolder(join(within, "a", "b", "c"))
    expect(existsSync(join(within, "a", "b", "c"))).toBe(true)
  })

  it("is refused where a file is in its way, or a link that leads nowhere", () => {
    writeFileSync(join(within, "file"), "")
    symlinkSync(join(within, "nowhere"), join(within, "link"))
    expect(() => makeFolder(join(within, "file"))).toThrow("EEXIST")
    expect(() => makeFolder(join(within, "file", "a"))).toThrow("ENOTDIR")
    expect(() => makeFolder(join(within, "link"))).toThrow("EEXIST")
  })

  // Node's own way of making them all at once never comes back from there.
  it.runIf(existsSync("/proc/self"))("is refused where the system has no place for it", () => {
    expect(() => makeFolder("/proc/salesdept/a")).toThrow("ENOENT")
  })
})
