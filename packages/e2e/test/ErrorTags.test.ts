import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { errorTags, errorTagsPage } from "../src/errors/ErrorTags.ts"

const page = fileURLToPath(new URL("../../../docs/errors/tags.md", import.meta.url))

it("lists every error of the published packages, once and with a sentence", () => {
  const tags = errorTags()
  expect(tags.length).toBeGreaterThan(50)
  expect(tags.filter(({ when }) => when.length < 10)).toEqual([])
  expect(new Set(tags.map(({ tag }) => tag)).size).toBe(tags.length)
})

it("is the page in the docs: node packages/e2e/src/errors/ErrorTags.ts > docs/errors/tags.md", () => {
  expect(readFileSync(page, "utf8")).toBe(errorTagsPage(errorTags()))
})
