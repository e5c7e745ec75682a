import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** Bundlers of hosts, pinned. */
export const bundlers = { esbuild: "0.28.2", vite: "8.4.0", webpack: "5.113.0", "webpack-cli": "7.3.1" }

/** A host whose bundle has the library and not its driver; every long read of its file is given to the thread. */
const host = `
import { presets, salesDept } from "@salesdept/core/promise"
import { migrateSqlite, sqlite } from "@salesdept/sqlite"

const main = async () => {
  let threads = 0
  process.on("worker", () => { threads += 1 })
  migrateSqlite({ filename: "sales.db" }, new Date())
  const dept = await salesDept({
    store: sqlite({ filename: "sales.db", readerFromBytes: 0 }),
    department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
  })
  const shop = dept.tenant("shop-17").as("user:42")
  await shop.clients.register({ name: "Northern Bakery", phones: ["+7 495 123-45-67"] })
  await shop.deals.open({ title: "Audit" })
  const { rows } = await shop.control.list()
  const refused = await shop.deals.open({ titel: "Audit" }).then(() => null, (error) => error.name)
  await dept.tick(new Date())
  await dept.load()
  await dept.close()
  console.log(JSON.stringify([rows.length, refused, threads > 0]))
}
main()
`

/** What a bundler is told, and which file it makes. */
const bundles: ReadonlyArray<{
  readonly made: string
  readonly config?: readonly [file: string, text: string]
  readonly command: ReadonlyArray<string>
}> = [
  ...["mjs", "cjs"].map((kind) => ({
    made: `esbuild/host.${kind}`,
    command: [
      "esbuild",
      "host.mjs",
      "--bundle",
      "--minify",
      "--platform=node",
      "--target=node22",
      "--external:better-sqlite3",
      "--log-level=error",
      `--format=${kind === "mjs" ? "esm" : "cjs"}`,
      `--outfile=esbuild/host.${kind}`,
    ],
  })),
  {
    made: "vite/host.js",
    config: [
      "vite.config.mjs",
      'export default { build: { ssr: "host.mjs", outDir: "vite" }, ssr: { noExternal: true, external: ["better-sqlite3"] } }',
    ],
    command: ["vite", "build", "--logLevel=error"],
  },
  {
    made: "webpack/main.cjs",
    config: [
      "webpack.config.cjs",
      `module.exports = {
        mode: "none", target: "node22", entry: "./host.mjs", stats: "errors-only",
        output: { path: __dirname + "/webpack", filename: "main.cjs" }, externals: { "better-sqlite3": "commonjs better-sqlite3" },
      }`,
    ],
    command: ["webpack", "-c", "webpack.config.cjs"],
  },
]

/**
 * Bundles a host with each bundler, and runs what comes out where nothing but the driver is installed.
 *
 * @param project - a folder where the packages, the driver and {@link bundlers} are installed
 * @param folder - where the bundles are put to run; it is made
 * @returns how many there were
 */
export const runBundles = (project: string, folder: string): number => {
  writeFileSync(join(project, "host.mjs"), host)
  for (const { made, config, command } of bundles) {
    if (config !== undefined) writeFileSync(join(project, config[0]), config[1])
    const [tool = "", ...parameters] = command
    execFileSync(join(project, "node_modules/.bin", tool), parameters, { cwd: project, stdio: "inherit" })
    const cwd = join(folder, made.replaceAll("/", "-"))
    mkdirSync(join(cwd, "node_modules"), { recursive: true })
    cpSync(dirname(join(project, made)), cwd, { recursive: true })
    writeFileSync(join(cwd, "package.json"), JSON.stringify({ type: "module" }))
    symlinkSync(join(project, "node_modules/better-sqlite3"), join(cwd, "node_modules/better-sqlite3"))
    const file = made.slice(made.indexOf("/") + 1)
    const printed = execFileSync(process.execPath, [file], { cwd, encoding: "utf8" }).trim()
    if (printed !== '[2,"InputInvalid",true]') throw new Error(`${made} prints ${printed}`)
  }
  return bundles.length
}
