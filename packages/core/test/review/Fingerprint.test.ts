import { describe, expect, it } from "vitest"
import { fingerprint } from "../../src/review/Fingerprint.ts"

describe("fingerprint", () => {
  it.each([
    ["", "cbf29ce484222325"],
    ["a", "af63dc4c8601ec8c"],
    ["foobar", "85944171f73967e8"],
  ])("equals the published FNV-1a value of %j", (text, hash) => {
    expect(fingerprint(text)).toBe(hash)
  })

  it("reads letters beyond ASCII as their UTF-8 bytes", () => {
    expect(fingerprint("да")).not.toBe(fingerprint("нет"))
    expect(fingerprint("да")).toMatch(/^[0-9a-f]{16}$/)
  })
})
