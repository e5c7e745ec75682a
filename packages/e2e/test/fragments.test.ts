import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { isAsClaimed, written } from "../src/fragments/Claims.ts"
import { exampledSources } from "../src/fragments/ExampledSources.ts"
import { commentsOf, fragmentsOf, programOf } from "../src/fragments/Fragments.ts"
import type { Fragment } from "../src/fragments/Fragments.ts"
import { given, release } from "../src/fragments/Given.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))

interface Document {
  readonly path: string
  readonly text: string
  readonly fragments: ReadonlyArray<Fragment>
}

const documentOf = (path: string, text: string): Document => ({ path, text, fragments: fragmentsOf(text) })

const documentsIn = (folder: string): ReadonlyArray<Document> =>
  readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name)
    return name.endsWith(".md") ? [documentOf(path, readFileSync(join(root, path), "utf8"))] : []
  })

const packages = readdirSync(join(root, "packages")).map((name) => `packages/${name}`)

const isPublished = (folder: string): boolean =>
  JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")).private !== true

/** The comments of the sources of what is published. */
const sourcesIn = (folder: string): ReadonlyArray<Document> =>
  readdirSync(join(root, folder, "src"), { recursive: true, encoding: "utf8" }).flatMap((name) => {
    const path = join(folder, "src", name)
    return name.endsWith(".ts") ? [documentOf(path, commentsOf(readFileSync(join(root, path), "utf8")))] : []
  })

const documents = [
  ...[".", "docs/guides", "docs/errors", ...packages].flatMap(documentsIn),
  ...packages
    .filter(isPublished)
    .flatMap(sourcesIn)
    .filter(({ path }) => exampledSources.some((of) => path.startsWith(of))),
].filter(({ text }) => text.includes("```ts") || text.includes("@example"))

interface Ready {
  readonly path: string
  readonly file: string
  readonly what: object
  readonly lineOf: (line: number) => number
}

// Within the package, so that its modules are found; documents that open files find them there.
const folder = mkdtempSync(join(root, "packages/e2e/.fragments-"))

const prepare = async ({ path, fragments }: Document): Promise<Ready> => {
  const what = path in given ? await given[path as keyof typeof given]() : {}
  const { text, lineOf } = programOf(fragments, path, Object.keys(what), path.endsWith(".ts"))
  const file = join(folder, `${path.replaceAll("/", "-")}.ts`)
  writeFileSync(file, text)
  return { path, what, file, lineOf }
}

/** What is wrong by the types, at its lines in the documents. */
const typeProblems = (programs: ReadonlyArray<Ready>): ReadonlyArray<string> => {
  const { config } = ts.readConfigFile(join(root, "tsconfig.base.json"), (path) => readFileSync(path, "utf8"))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const files = programs.map(({ file }) => file)
  const program = ts.createProgram(files, options)
  return programs.flatMap(({ path, file, lineOf }) => {
    const source = program.getSourceFile(file)
    if (source === undefined) throw new Error(`${file} is not there`)
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ start = 0, messageText }) => {
        const { line } = source.getLineAndCharacterOfPosition(start)
        return `${path}:${lineOf(line + 1)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`
      },
    )
  })
}

/** Runs a document. Gives what was otherwise than it says: what is, and what it says. */
const falseClaims = async ({ file, what }: Ready, fragments: ReadonlyArray<Fragment>) => {
  const claims: Array<readonly [is: string, claim: string]> = []
  const printed = vi.spyOn(console, "log").mockReturnValue()
  const { run } = await import(file)
  await run(what, (value: unknown, claim: string) => claims.push([written(value), claim]))
  const output = printed.mock.calls.map((words) => words.join(" ")).join("\n")
  printed.mockRestore()
  for (const { prints } of fragments) if (prints !== null) claims.push([output, prints.trimEnd()])
  return claims.filter(([is, claim]) => !isAsClaimed(is, claim))
}

const planted = documentOf(
  "planted.md",
  `
\`\`\`ts
import { sum } from "@salesdept/core/stats"

const total = 1 + 2
total // 3
BigInt(-total) // -4n
console.log(total) // 4
\`\`\`

It prints something:

    5

<!-- types only: it would fail -->
\`\`\`ts
const text: string = total
throw text
\`\`\`

\`\`\`ts
const total = "a text of …"
total // "a text…"
\`\`\`
`,
)

let programs: ReadonlyArray<Ready> = []
let plantedProgram: Ready

beforeAll(async () => {
  process.chdir(folder)
  programs = await Promise.all(documents.map(prepare))
  plantedProgram = await prepare(planted)
})

afterAll(async () => {
  await release()
  process.chdir(root)
  rmSync(folder, { recursive: true })
})

describe("code in documents", () => {
  it("is right by its types, and what is not is found at its line", () => {
    expect(typeProblems([...programs, plantedProgram])).toEqual([
      expect.stringContaining("planted.md:3: Property 'sum' does not exist"),
      expect.stringContaining("planted.md:17: Type 'number' is not assignable to type 'string'"),
    ])
  }, 300_000)

  it.each(documents)("of $path runs, and gives what is told of it", async ({ path, fragments }) => {
    const program = programs.find((ready) => ready.path === path)
    expect(program === undefined ? null : await falseClaims(program, fragments)).toEqual([])
  })

  it("that gives something else than is told of it is found", async () => {
    expect(await falseClaims(plantedProgram, planted.fragments)).toEqual([
      ["-3n", "-4n"],
      ["3", "4"],
      ["3", "5"],
    ])
  })

  it("is run, all of it but for what is marked", () => {
    const notRun = documents.flatMap(({ path, fragments }) =>
      fragments.flatMap(({ whyNotRun }) => (whyNotRun === null ? [] : [`${path}: ${whyNotRun}`])),
    )
    expect(notRun).toEqual([
      "docs/guides/effect.md: it sends to a collector",
      "docs/guides/events.md: it calls a server of somebody else's",
      "packages/conformance/README.md: it is a test file of vitest",
      "packages/postgres/README.md: it connects to a server of the reader's",
    ])
    // A fence that is not read as one, or an example without, would be passed over in silence.
    for (const { fragments, text } of documents) {
      expect(fragments).toHaveLength(text.split(/```(?:ts|js|mts|typescript|javascript)\b/).length - 1)
      expect(text).not.toMatch(/@example *\n(?!```ts\n)/)
      // The marks of a merge that was left half done: what stands between them is told twice.
      expect(text).not.toMatch(/^(?:<{7}|>{7}) /m)
    }
  })
})
