import { readFileSync } from "node:fs"
import { defineConfig } from "tsup"

// Run from each package as `tsup --config ../../tsup.config.ts`: the entries are the package's own exports map,
// so a subpath cannot be published without being built, nor built without being published.
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly exports: Record<string, string | null>
  readonly bin?: Record<string, string>
}
const sources = [...Object.values(manifest.exports), ...Object.values(manifest.bin ?? {})]
const entry = Object.fromEntries(
  sources
    .filter((source): source is string => source !== null && source.endsWith(".ts"))
    .map((source) => [source.replace(/^\.\/src\//, "").replace(/\.ts$/, ""), source]),
)

export default defineConfig({
  entry,
  format: ["esm"],
  target: "node22",
  platform: "node",
  // Declarations are tsc's: rolled up, types that are exported under a namespace lose their `type`.
  dts: false,
  sourcemap: true,
  clean: true,
  treeshake: false,
  splitting: true,
  // A hundred small files of it would be resolved and read one by one whenever the library is loaded: as much again as Effect's.
  noExternal: ["libphonenumber-js"],
})
