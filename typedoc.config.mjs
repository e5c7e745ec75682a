import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Converter, ReflectionKind } from "typedoc"
import { exampledSources } from "./packages/e2e/src/fragments/ExampledSources.ts"

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

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  name: "salesdept",
  plugin: [namedAsImported, shownInUse],
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
