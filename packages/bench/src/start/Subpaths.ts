import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"
import type { Metafile, Plugin } from "esbuild"

const manifestPath = createRequire(import.meta.url).resolve("@salesdept/core/package.json")

/** The folder of the package `@salesdept/core`. */
export const coreFolder = dirname(manifestPath)

/** A file of one of our packages. */
export const fileOf = (name: "core" | "sqlite" | "postgres", source: string): string =>
  join(coreFolder, "..", name, source)

/** An entry of `@salesdept/core`. */
export interface Subpath {
  /** As hosts import it, without the package's name: `plan`, `client/matching`. */
  readonly name: string
  /** Its file from the package's folder, as `src/plan/index.ts`. */
  readonly source: string
  /** The file built of it, as `dist/plan/index.js`. */
  readonly built: string
}

/** Entries that are spoken to in Effects or Promises; all others decide and count, and need neither. */
const withEffect = /^(?:effect|memory|ports|ports\/adapter|promise|webhook)$|(?:^|\/)service$/

/** The entries for pure decisions and analysis, in the order of the manifest. */
export const pureSubpaths = (): ReadonlyArray<Subpath> => {
  const { exports } = JSON.parse(readFileSync(manifestPath, "utf8")) as { readonly exports: Record<string, string> }
  return Object.entries(exports).flatMap(([path, source]) => {
    const name = path.slice("./".length)
    if (!source.endsWith(".ts") || name === "" || withEffect.test(name)) return []
    return [{ name, source, built: source.replace("src/", "dist/").replace(/\.ts$/, ".js") }]
  })
}

/** What of an entry ends up in a host's bundle. */
export interface BundledExport {
  /** The name imported. */
  readonly name: string
  /** Minified and compressed by gzip, in bytes. */
  readonly gzipBytes: number
}

/** Stands for all names; none is written so. */
const whole = "-"

/** Makes a file that takes names out of an entry, or all of it. */
const onePart = (file: string): Plugin => ({
  name: "one part",
  setup: (plugins) => {
    plugins.onResolve({ filter: /^part:/ }, ({ path }) => ({ path: path.slice("part:".length), namespace: "part" }))
    plugins.onLoad({ filter: /.*/, namespace: "part" }, ({ path }) => ({
      contents: `export ${path === whole ? "*" : `{ ${path} }`} from ${JSON.stringify(file)}`,
      resolveDir: coreFolder,
    }))
  },
})

const bundling = {
  bundle: true,
  format: "esm",
  platform: "node",
  outdir: join(coreFolder, "bundled"),
  write: false,
  metafile: true,
  logLevel: "silent",
} as const

const bundled = async (file: string, parts: ReadonlyArray<string>) => {
  const { metafile, outputFiles } = await build({
    entryPoints: parts.map((part) => ({ in: `part:${part}`, out: part })),
    plugins: [onePart(file)],
    ...bundling,
    minify: true,
  })
  return { metafile, outputFiles }
}

/** What each name of an entry costs a host who bundles it and nothing else; the dearest first. */
export const exportSizes = async ({ source }: Subpath): Promise<ReadonlyArray<BundledExport>> => {
  const file = join(coreFolder, source)
  const names = Object.keys((await import(file)) as object)
  const { outputFiles } = await bundled(file, names)
  return outputFiles
    .map(({ contents, path }) => ({
      name: path.slice(path.lastIndexOf("/") + 1, -".js".length),
      gzipBytes: gzipSync(contents, { level: 9 }).length,
    }))
    .toSorted((left, right) => right.gzipBytes - left.gzipBytes)
}

/** What all of an entry costs. */
export const wholeSize = async ({ source }: Subpath): Promise<number> => {
  const { outputFiles } = await bundled(join(coreFolder, source), [whole])
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0)
}

/**
 * The files whose code is loaded when a file is imported, before anything is called: what is imported later is left
 * out. Paths from the working folder.
 *
 * @param file - its path
 */
export const loadedAtOnce = async (file: string): Promise<ReadonlyArray<string>> => {
  const { metafile } = await build({
    entryPoints: [file],
    ...bundling,
    splitting: true,
    external: ["better-sqlite3", "pg"],
  })
  const loaded = new Set<string>()
  const load = (path: string): void => {
    if (loaded.has(path)) return
    loaded.add(path)
    for (const { external, kind, path: imported } of metafile.outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && external !== true) load(imported)
    }
  }
  const entry = Object.entries(metafile.outputs).find(
    ([, { entryPoint }]) => entryPoint !== undefined && file.endsWith(entryPoint.replace(/^(?:[.][.][/])+/, "")),
  )
  if (entry === undefined) throw new Error(`${file} is no entry`)
  load(entry[0])
  return [...loaded].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}))
}

/** Every file that is read when one name of an entry is imported, or all of it, with what it imports in turn. */
export const filesOf = async ({ source }: Subpath, part = whole): Promise<Metafile> =>
  (await bundled(join(coreFolder, source), [part])).metafile
