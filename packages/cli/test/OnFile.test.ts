import { spawnSync } from "node:child_process"
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { makeFolder, readWhole } from "../src/OnFile.ts"

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

describe("a file that is read to its end", () => {
  it.runIf(existsSync("/dev/zero"))("is refused where it has none", () => {
    expect(() => readWhole("/dev/zero")).toThrow("it is larger than 512 MB")
  })

  it("is given whole, whatever its length", () => {
    const within = mkdtempSync(join(tmpdir(), "salesdept-file-"))
    try {
      for (const length of [0, 1, 2 ** 20, 2 ** 20 + 1]) {
        const bytes = new Uint8Array(length).map((_, i) => i % 251)
        writeFileSync(join(within, "file"), bytes)
        expect(Buffer.compare(readWhole(join(within, "file")), bytes)).toBe(0)
      }
    } finally {
      rmSync(within, { recursive: true, force: true })
    }
  })
})

describe("the standard output", () => {
  it.runIf(existsSync("/dev/full"))("that takes no more is told in one line", () => {
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))
    const full = openSync("/dev/full", "w")
    try {
      const told = spawnSync(process.execPath, [main, "--help", "--lang", "ru"], {
        stdio: ["ignore", full, "pipe"],
        encoding: "utf8",
      })
      expect(told).toMatchObject({ status: 1, stderr: "stdout: файл недоступен (на диске нет места)\n" })
    } finally {
      closeSync(full)
    }
  })
})
