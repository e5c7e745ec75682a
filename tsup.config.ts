import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { defineConfig } from "tsup"

// Run from each package as `tsup --config ../../tsup.config.ts`: the entries are the package's own exports map,
// so a subpath cannot be published without being built, nor built without being published.
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly name: string
  readonly exports: Record<string, string | null>
  readonly bin?: Record<string, string>
}
const sources = [...Object.values(manifest.exports), ...Object.values(manifest.bin ?? {})]
const entries = sources
  .filter((source): source is string => source !== null && source.endsWith(".ts"))
  .map((source) => [source.replace(/^\.\/src\//, "").replace(/\.ts$/, ""), source] as const)

/** Entries of core that are spoken to in Effects or Promises; all others decide and count. */
const withEffect = /^(?:effect|memory|ports|promise|promise\/webhook)\/index$|^ports\/adapter$|(?:^|\/)service$|^index$/
const isPure = (name: string): boolean => manifest.name === "@salesdept/core" && !withEffect.test(name)

const chosen = (isChosen: (name: string) => boolean) => Object.fromEntries(entries.filter(([name]) => isChosen(name)))

/** What is read of a source map. */
interface SourceMap {
  readonly sources: ReadonlyArray<string>
  readonly sourcesContent: ReadonlyArray<string | null>
}

// Both builds below write to it.
rmSync("dist", { recursive: true, force: true })

/**
 * Maps name the sources that are packed, once, in place of quoting them: many entries have the same code. What is bundled of other packages
 * lies nowhere beside them and stays quoted, or tools that follow a map would miss it.
 */
const sourcesOnce = {
  name: "sourcesOnce",
  buildEnd: ({ writtenFiles }: { readonly writtenFiles: ReadonlyArray<{ readonly name: string }> }) => {
    for (const { name } of writtenFiles.filter(({ name: file }) => file.endsWith(".map"))) {
      const map = JSON.parse(readFileSync(name, "utf8")) as SourceMap
      const sourcesContent = map.sources.map((source, at) =>
        source.includes("/node_modules/") ? map.sourcesContent[at] : null,
      )
      writeFileSync(name, JSON.stringify({ ...map, sourcesContent }))
    }
  },
}

const shared = {
  format: "esm",
  target: "node22",
  platform: "node",
  // Declarations are tsc's: rolled up, types that are exported under a namespace lose their `type`.
  dts: false,
  sourcemap: true,
  // Bundlers and other runtimes tell a module of the platform by `node:`.
  removeNodeProtocol: false,
  treeshake: false,
} as const

const whole = {
  ...shared,
  plugins: [sourcesOnce],
  entry: chosen(isPure),
  splitting: false,
  noExternal: ["papaparse", "libphonenumber-js", "saxes"],
}
const split = {
  ...shared,
  plugins: [sourcesOnce],
  entry: chosen((name) => !isPure(name)),
  splitting: true,
  // A hundred small files of each would be resolved and read one by one whenever they are loaded: as much again as Effect's.
  noExternal: ["kysely", "libphonenumber-js"],
}

// A pure entry is one file, so that it is quick to load: of a chunk for each set of entries that share code it would be twenty to forty.
// What shares state or a place in Effect stays together.
export default defineConfig([whole, split].filter(({ entry }) => Object.keys(entry).length > 0))
