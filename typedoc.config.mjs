import { readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { Converter, DocumentReflection, ReflectionKind } from "typedoc"
import { exampledSources } from "./packages/e2e/src/fragments/ExampledSources.ts"
import { callPages } from "./packages/e2e/src/reference/CallPages.ts"
import { sessionCalls } from "./packages/e2e/src/reference/SessionCalls.ts"

// The pages are the published subpaths: read from the packages' manifests, so that none is forgotten.
const entries = readdirSync("packages").flatMap((folder) => {
  const manifest = JSON.parse(readFileSync(join("packages", folder, "package.json"), "utf8"))
  if (manifest.private === true) return []
  return Object.entries(manifest.exports)
    .filter(([, source]) => typeof source === "string" && source.endsWith(".ts"))
    .map(([subpath, source]) => ({ name: join(manifest.name, subpath), source: join("packages", folder, source) }))
})

/** Names each module as it is imported: `@salesdept/core/deal`, not `core/src/deal`. */
const namedAsImported = (app) => {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (!reflection.kindOf(ReflectionKind.Module)) return
    const file = context.getSymbolFromReflection(reflection)?.declarations?.[0]?.getSourceFile().fileName
    const entry = entries.find(({ source }) => file?.endsWith(`/${source}`))
    if (entry !== undefined) reflection.name = entry.name
  })
}

/** Has every function show how it is called, and say of every parameter what it is. */
const shownInUse = (app) => {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const { name, sources, signatures } of project.getReflectionsByKind(ReflectionKind.Function)) {
      const path = sources?.[0]?.fullFileName ?? ""
      if (!exampledSources.some((begins) => path.includes(`/${begins}`))) continue
      for (const { comment, parameters = [] } of signatures ?? []) {
        if (comment?.getTag("@example") === undefined) app.logger.warn(`${name} of ${path} has no example`)
        for (const parameter of parameters)
          if (!parameter.hasComment()) app.logger.warn(`${parameter.name} of ${name} in ${path} is not documented`)
      }
    }
  })
}

/** Adds what a session can be asked: its types are made by mapping, of which a page of types shows nothing. */
const callsOfSession = (app) => {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ programs, project }) => {
    const file = join(import.meta.dirname, "packages/core/src/promise/UseCases.ts")
    const program = programs.find((one) => one.getSourceFile(file) !== undefined)
    if (program === undefined) throw new Error(`${file} is not in the program`)
    const { first, others } = callPages(sessionCalls(program.getTypeChecker(), program.getSourceFile(file)))
    const add = ({ markdown, title }, parent) => {
      const page = new DocumentReflection(title, parent, [{ kind: "text", text: markdown }], {})
      parent.addChild(page)
      project.registerReflection(page, undefined, undefined)
      return page
    }
    const page = add({ title: first.title, markdown: "" }, project)
    const byTitle = new Map(others.map((other) => [other.title, add(other, page)]))
    page.content = first.markdown.split(/\[\[(.*?)\]\]/u).map((text, index) => {
      const target = index % 2 === 1 ? byTitle.get(text) : undefined
      return target === undefined ? { kind: "text", text } : { kind: "inline-tag", tag: "@link", text, target }
    })
  })
}

/** Where documents are listed, and in which order. */
const lists = ["docs/guides/decisions/index.md", "docs/guides/index.md", "docs/errors/index.md"]

const titleOf = (file) => /^title: "?(.*?)"?$/mu.exec(readFileSync(file, "utf8"))?.[1]

/** Puts documents below the one that lists them, in its order: side by side they stand in the order of letters. */
const documentsInOrder = (app) => {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const named = (file) => project.documents.find(({ name }) => name === titleOf(file))
    for (const list of lists) {
      const parent = named(list)
      for (const [, path] of readFileSync(list, "utf8").matchAll(/\]\((?!\.\.)([^)#]+\.md)\)/gu)) {
        const child = named(join(dirname(list), path))
        if (parent === undefined || child === undefined) throw new Error(`${list} lists ${path}, which is no page`)
        project.removeChild(child)
        child.parent = parent
        parent.addChild(child)
      }
    }
  })
}

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  name: "salesdept",
  plugin: [namedAsImported, shownInUse, callsOfSession, documentsInOrder],
  highlightLanguages: ["bash", "sql", "json", "typescript", "javascript", "html"],
  entryPointStrategy: "resolve",
  entryPoints: entries.map(({ source }) => source),
  tsconfig: "tsconfig.json",
  out: "docs/api",
  readme: "README.md",
  projectDocuments: ["docs/guides/**/*.md", "docs/errors/*.md"],
  excludePrivate: true,
  excludeInternal: true,
  excludeExternals: true,
  sort: ["kind", "alphabetical"],
  gitRevision: "main",
  sourceLinkTemplate: "https://github.com/salesdept/salesdept/blob/{gitRevision}/{path}#L{line}",
  validation: {
    notExported: true,
    invalidLink: true,
    invalidPath: true,
    rewrittenLink: true,
    notDocumented: true,
    unusedMergeModuleWith: true,
  },
  requiredToBeDocumented: [
    "Module",
    "Class",
    "Interface",
    "TypeAlias",
    "Function",
    "Variable",
    "Method",
    "Accessor",
    "Property",
  ],
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
}
