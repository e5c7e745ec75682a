import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const packages = fileURLToPath(new URL("../../", import.meta.url))

/** Entries of the core that are built together; every other one is a file of its own, with its own copy of the classes in it. */
const sharesClasses = /^@salesdept\/core\/(?:memory|ports|ports\/adapter|promise|promise\/webhook|webhook|.*\/service)$/

const sources = readdirSync(packages)
  .filter((name) => name !== "core" && name !== "e2e")
  .flatMap((name) =>
    readdirSync(join(packages, name), { recursive: true, encoding: "utf8" })
      .filter((path) => /^src\/.*\.ts$/.test(path))
      .map((path) => join(name, path)),
  )

/** Errors that a file asks for by their class, though what is thrown at it is another copy of that class. */
const mistaken = (path: string): ReadonlyArray<string> => {
  const text = readFileSync(join(packages, path), "utf8")
  const imports = [...text.matchAll(/^import \{([^}]*)\} from "(@salesdept\/core[^"]*)"/gm)]
  return imports
    .filter(([, , from = ""]) => !sharesClasses.test(from))
    .flatMap(([, names = ""]) => names.split(",").map((name) => name.trim()))
    .filter((name) => new RegExp(`instanceof ${name}\\b`).test(text))
    .map((name) => `${path}: ${name}`)
}

it("errors of the core are recognised by their tag where a published class would be another copy", () => {
  expect(sources.length).toBeGreaterThan(100)
  expect(sources.flatMap(mistaken)).toEqual([])
})
