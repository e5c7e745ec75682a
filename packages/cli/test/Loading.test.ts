import { readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const sources = resolve(dirname(fileURLToPath(import.meta.url)), "../src")

/** What a file loads before its own first line runs: not types, and not what it imports when it comes to that. */
const staticImports = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^(?:import|export) (?!type )[^"]*? from "([^"]+)"/gm)].map(([, name]) => name ?? "")

const packagesLoadedBy = (file: string, seen = new Set<string>()): ReadonlySet<string> => {
  for (const name of staticImports(readFileSync(file, "utf8"))) {
    const found = name.startsWith(".") ? join(dirname(file), name) : name
    if (seen.has(found)) continue
    seen.add(found)
    if (name.startsWith(".")) packagesLoadedBy(found, seen)
  }
  return seen
}

describe("what the command line loads", () => {
  it("before it knows what is asked is neither a store nor the department: help and a mistyped word answer at once", () => {
    const packages = [...packagesLoadedBy(join(sources, "main.ts"))].filter((name) => name.startsWith("@salesdept/"))
    expect(packages.toSorted()).toEqual(["@salesdept/core/shared", "@salesdept/report"])
  })

  it("for the tables of one kind of database is not the adapter of the other", () => {
    const packages = packagesLoadedBy(join(sources, "schema/SchemaCommand.ts"))
    expect([...packages].filter((name) => /sqlite|postgres/.test(name))).toEqual([])
  })
})
