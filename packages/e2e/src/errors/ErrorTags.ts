// The list of every error of the published packages: `node packages/e2e/src/errors/ErrorTags.ts > docs/errors/tags.md`.
import { readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../../..", import.meta.url))

/** An error class as its source declares it. */
export interface ErrorTag {
  /** The tag, equal to the class name. */
  readonly tag: string
  /** The folder that declares it: an area of the core, or another package. */
  readonly home: string
  /** The first sentence of its description. */
  readonly when: string
}

const declared = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport class (\w+) extends Failure</g

const firstSentence = (comment: string): string => {
  const text = comment.replaceAll(/\n\s*\* ?/g, " ").replaceAll(/\{@link (\w+)\}/g, "`$1`")
  const end = /[.:](?=\s|$)/.exec(text.trim())
  return end === null ? text.trim() : text.trim().slice(0, end.index)
}

const homeOf = (packageName: string, path: string): string =>
  packageName === "core" ? `core/${path.split("/")[0] ?? ""}` : packageName

/** Every error class of the packages' sources, by home and tag. */
export const errorTags = (): ReadonlyArray<ErrorTag> =>
  readdirSync(join(root, "packages"))
    .flatMap((packageName) => {
      const source = join(root, "packages", packageName, "src")
      return readdirSync(source, { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".ts"))
        .flatMap((path) =>
          [...readFileSync(join(source, path), "utf8").matchAll(declared)].map(([, comment = "", tag = ""]) => ({
            tag,
            home: homeOf(packageName, path),
            when: firstSentence(comment),
          })),
        )
    })
    .toSorted((left, right) => (left.home + left.tag < right.home + right.tag ? -1 : 1))

/** The page that lists them. */
export const errorTagsPage = (tags: ReadonlyArray<ErrorTag>): string => {
  const homes = [...new Set(tags.map(({ home }) => home))]
  const sections = homes.map((home) => {
    const rows = tags.filter((one) => one.home === home).map(({ tag, when }) => `| \`${tag}\` | ${when} |`)
    return [`## \`@salesdept/${home}\``, "", "| tag | when |", "| --- | --- |", ...rows].join("\n")
  })
  return [
    "---",
    "title: Tags of errors",
    "---",
    "",
    "# Tags of errors",
    "",
    ...sections.flatMap((one) => [one, ""]),
  ].join("\n")
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(errorTagsPage(errorTags()))
