import { execFileSync, spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { bundlers, runBundles } from "./Bundled.ts"
import { undocumentedUseCases } from "./EditorDocs.ts"
import { fragmentsOf } from "./fragments/Fragments.ts"

// Packs every published package as it would go to the registry, installs the tarballs with npm into a project of its
// own, and uses every subpath there as consumers do: type-checked under two resolutions, imported, and required.
// Needs `build` first.

/** What is read of a package's manifest. */
interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports: Readonly<Record<string, unknown>>
  readonly bin?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** A tarball, and what is inside it. */
interface Packed {
  readonly manifest: Manifest
  readonly tarball: string
  readonly files: ReadonlySet<string>
}

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..")

const run = (cwd: string, command: string, ...parameters: ReadonlyArray<string>): string =>
  execFileSync(command, parameters, { cwd, encoding: "utf8", maxBuffer: 2 ** 28, stdio: ["ignore", "pipe", "inherit"] })

const manifestAt = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))

const pack = (folder: string, tarballs: string): Packed => {
  const before = new Set(readdirSync(tarballs))
  run(folder, "npx", "--yes", "pnpm@12", "pack", "--pack-destination", tarballs)
  const made = readdirSync(tarballs).find((name) => !before.has(name))
  if (made === undefined) throw new Error(`Nothing was packed in ${folder}`)
  const tarball = join(tarballs, made)
  const manifest: Manifest = JSON.parse(run(root, "tar", "-xzOf", tarball, "package/package.json"))
  const listing = run(root, "tar", "-tzf", tarball).split("\n")
  return { manifest, tarball, files: new Set(listing.map((path) => path.replace(/^package\//, ""))) }
}

/** The module specifiers a packed manifest offers; `./package.json` and closed subpaths are not modules. */
const specifiersOf = ({ name, exports }: Manifest): ReadonlyArray<string> =>
  Object.entries(exports)
    .filter(([subpath, target]) => target !== null && !subpath.endsWith(".json"))
    .map(([subpath]) => name + subpath.slice(1))

/** What is read of a source map; `sourcesContent` quotes sources, null for one that lies where the map says. */
interface SourceMap {
  readonly sources: ReadonlyArray<string>
  readonly sourcesContent?: ReadonlyArray<string | null>
}

/** Every map has to lead to its sources, and every source is packed once: as a file, or quoted where it is of another package. */
const problemsOfMaps = ({ manifest, tarball, files }: Packed): ReadonlyArray<string> => {
  const unpacked = mkdtempSync(join(tmpdir(), "salesdept-maps-"))
  try {
    run(unpacked, "tar", "-xzf", tarball)
    return [...files]
      .filter((file) => file.endsWith(".map"))
      .flatMap((file) => {
        const map: SourceMap = JSON.parse(readFileSync(join(unpacked, "package", file), "utf8"))
        return map.sources.flatMap((source, at) => {
          const path = join(dirname(file), source)
          const isQuoted = typeof map.sourcesContent?.[at] === "string"
          if (files.has(path)) return isQuoted ? [`${manifest.name}: ${file} quotes ${path}, which is packed`] : []
          return isQuoted || source.includes("/node_modules/") ? [] : [`${manifest.name}: ${file} leads to no ${path}`]
        })
      })
  } finally {
    rmSync(unpacked, { recursive: true, force: true })
  }
}

/** What is wrong with the contents of a tarball. */
const problemsOf = (packed: Packed): ReadonlyArray<string> => {
  const { manifest, files } = packed
  const missing = ["LICENSE", "README.md"].filter((file) => !files.has(file))
  const strays = [...files].filter((file) => file.startsWith("test/"))
  const sources = Object.values(manifest.bin ?? {})
    .concat(JSON.stringify(manifest.exports))
    .filter((text) => text.includes("/src/"))
  return [
    ...missing.map((file) => `${manifest.name} is packed without ${file}`),
    ...strays.map((file) => `${manifest.name} packs ${file}`),
    ...problemsOfMaps(packed),
    ...sources.map(() => `${manifest.name} exports its source: publishConfig lacks an entry`),
  ]
}

/** A version as the workspace has it, so that the consumer's project is pinned as the lock file is. */
const installed = (name: string, from: string): string => {
  const { version }: { readonly version: string } = JSON.parse(
    readFileSync(join(root, from, "node_modules", name, "package.json"), "utf8"),
  )
  return version
}

const tools = {
  typescript: installed("typescript", "."),
  "@types/node": installed("@types/node", "."),
  "better-sqlite3": installed("better-sqlite3", "packages/sqlite"),
  vitest: installed("vitest", "."),
}

/** The oldest TypeScript that reads the declarations. */
const oldestTypeScript = "5.4.5"

const consumerManifest = (packed: ReadonlyArray<Packed>): string => {
  const own = Object.fromEntries(packed.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  return JSON.stringify({
    private: true,
    type: "module",
    dependencies: { ...own, ...tools, ...bundlers, "typescript-oldest": `npm:typescript@${oldestTypeScript}` },
    overrides: own,
  })
}

const tsconfig = (module: string, moduleResolution: string, isOldest = false): string =>
  JSON.stringify({
    compilerOptions: {
      target: "es2022",
      lib: [isOldest ? "es2023" : "es2024", "dom", "esnext.disposable"],
      module,
      moduleResolution,
      types: ["node"],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      // Every declaration is checked, so that types which a package uses but does not bring along are found; those of Node and of the test
      // runner are not written for the oldest.
      skipLibCheck: isOldest,
    },
    files: ["uses.ts"],
  })

const uses = (specifiers: ReadonlyArray<string>): string =>
  specifiers
    .map(
      (specifier, index) =>
        `import * as m${index} from "${specifier}"\nexport const keys${index} = Object.keys(m${index})\n`,
    )
    .join("")

const importAll = (specifiers: ReadonlyArray<string>): string => `
for (const specifier of ${JSON.stringify(specifiers)}) {
  const module = await import(specifier)
  if (Object.keys(module).length === 0) throw new Error(specifier + " exports nothing")
}
`

const requireAll = (specifiers: ReadonlyArray<string>): string => `
for (const specifier of ${JSON.stringify(specifiers)}) {
  if (Object.keys(require(specifier)).length === 0) throw new Error(specifier + " exports nothing")
}
`

/** The fragments of a README that can be run, in order. */
const blocksOf = (readme: string): ReadonlyArray<string> =>
  fragmentsOf(readFileSync(join(root, readme), "utf8")).flatMap(({ code, whyNotRun }) =>
    whyNotRun === null ? [code] : [],
  )

/** READMEs and guides whose code runs as pasted: each block is a program of its own, and says something. */
const readmes = [
  "README.md",
  "docs/guides/department.md",
  ...["core", "sqlite", "report", "conformance"].map((name) => `packages/${name}/README.md`),
]

/**
 * Pastes every block into a folder of its own below the project, checks its types and runs it: as it is, and as TypeScript writes it for the
 * oldest Node, which knows no `await using`. Gives how many there were.
 */
const runReadmes = (project: string, oldest: string): number => {
  const pasted = readmes.flatMap((readme) =>
    blocksOf(readme).map((block, at) => {
      const cwd = join(project, "readmes", readme.replaceAll("/", "-"), String(at))
      mkdirSync(cwd, { recursive: true })
      writeFileSync(join(cwd, "pasted.ts"), block)
      return cwd
    }),
  )
  const { compilerOptions } = JSON.parse(tsconfig("nodenext", "nodenext"))
  const written = { compilerOptions: { ...compilerOptions, noEmit: false }, include: ["readmes/**/*.ts"] }
  writeFileSync(join(project, "readmes.json"), JSON.stringify(written))
  run(project, process.execPath, "node_modules/typescript/bin/tsc", "-p", "readmes.json")
  for (const block of pasted) {
    // A base that one of them has made is not there for the other.
    const again = `${block}-again`
    cpSync(block, again, { recursive: true })
    const printed = [run(block, process.execPath, "pasted.ts"), run(again, oldest, "pasted.js")]
    if (printed.some((text) => text.trim() === "")) throw new Error(`${block} prints nothing`)
  }
  return pasted.length
}

/** A host that runs on effect 3 itself and uses the library through Promises: two effects side by side, neither seen by the other. */
const effect3Host = `
import { Effect } from "effect"
import { memory, presets, salesDept } from "@salesdept/core/promise"

const opened = Effect.tryPromise(async () => {
  await using dept = await salesDept({
    store: memory(),
    department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
  })
  const { deal } = await dept.tenant("default").as("user:1").deals.open({ title: "Audit" })
  return deal.stageId
})
const stageId: string = await Effect.runPromise(opened)
if (stageId !== "newLead") throw new Error("opened in " + stageId)
`

const effect3 = "3.22.4"

/** The oldest Node that packages say they run on, of its latest release: this process may be of a newer one. */
const oldestNode = "22.23.3"

/** Installs the oldest Node; gives its path. */
const installOldestNode = (cwd: string): string => {
  mkdirSync(cwd)
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ private: true, dependencies: { node: oldestNode } }))
  run(cwd, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline")
  const node = join(cwd, "node_modules/node/bin/node")
  const version = run(cwd, node, "--version").trim()
  if (version !== `v${oldestNode}`) throw new Error(`${node} is ${version}`)
  return node
}

/** Installs the command line alone, as somebody does who only has an export, and asks it for what its own code has to recognise. */
const commandLineAlone = (project: string, packed: ReadonlyArray<Packed>): void => {
  mkdirSync(project)
  const own = Object.fromEntries(packed.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]))
  const { "@salesdept/cli": cli, ...overrides } = own
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ private: true, dependencies: { "@salesdept/cli": cli }, overrides }),
  )
  run(project, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline")
  if (existsSync(join(project, "node_modules/vitest"))) throw new Error("The command line brings a test runner")
  writeFileSync(join(project, "deals.csv"), "id,stage,amount\n1,Won,10\n")
  writeFileSync(join(project, "mine.json"), "{}")
  const { status, stderr } = spawnSync(
    join(project, "node_modules/.bin/salesdept"),
    ["demo", "deals.csv", "--department", "mine.json"],
    { cwd: project, encoding: "utf8" },
  )
  if (status !== 2 || !stderr.startsWith("mine.json: this department cannot be used\n")) {
    throw new Error(`The command line answers a department that is none with ${status}: ${stderr}`)
  }
}

const folder = mkdtempSync(join(tmpdir(), "salesdept-consumers-"))
try {
  const tarballs = join(folder, "tarballs")
  const project = join(folder, "project")
  for (const path of [tarballs, project]) mkdirSync(path)

  const packed = readdirSync(join(root, "packages"))
    .map((name) => join(root, "packages", name))
    .filter((path) => manifestAt(path).private !== true)
    .map((path) => pack(path, tarballs))
  const problems = packed.flatMap(problemsOf)
  if (problems.length > 0) throw new Error(problems.join("\n"))

  const specifiers = packed.flatMap(({ manifest }) => specifiersOf(manifest))
  // A suite library can only be loaded inside its test runner, which cannot be required.
  const inRunner = new Set(
    packed.filter(({ manifest }) => manifest.peerDependencies?.["vitest"]).map(({ manifest }) => manifest.name),
  )
  const plain = specifiers.filter((specifier) => !inRunner.has(specifier))

  writeFileSync(join(project, "package.json"), consumerManifest(packed))
  writeFileSync(join(project, "uses.ts"), uses(specifiers))
  writeFileSync(join(project, "nodenext.json"), tsconfig("nodenext", "nodenext"))
  writeFileSync(join(project, "bundler.json"), tsconfig("esnext", "bundler"))
  writeFileSync(join(project, "oldest.json"), tsconfig("nodenext", "nodenext", true))
  writeFileSync(join(project, "import.mjs"), importAll(plain))
  writeFileSync(join(project, "require.cjs"), requireAll(plain))

  run(project, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline")
  for (const config of ["nodenext.json", "bundler.json"]) {
    run(project, process.execPath, "node_modules/typescript/bin/tsc", "-p", config)
  }
  run(project, process.execPath, "node_modules/typescript-oldest/bin/tsc", "-p", "oldest.json")
  const oldest = installOldestNode(join(folder, "oldest-node"))
  for (const node of [process.execPath, oldest]) {
    run(project, node, "import.mjs")
    run(project, node, "require.cjs")
  }
  const silent = undocumentedUseCases(project)
  if (silent.length > 0) throw new Error(`An editor says nothing of ${silent.join(", ")}`)
  const pasted = runReadmes(project, oldest)
  const bundled = runBundles(project, join(folder, "bundles"))
  const commands = packed.flatMap(({ manifest }) => Object.keys(manifest.bin ?? {}))
  for (const command of commands) {
    const file = join(project, "node_modules/.bin", command)
    run(project, file, "--help")
    run(project, oldest, file, "--help")
  }

  commandLineAlone(join(folder, "command-line"), packed)

  const host = join(folder, "effect-3-host")
  mkdirSync(host)
  const core = packed.filter(({ manifest }) => manifest.name === "@salesdept/core")
  writeFileSync(
    join(host, "package.json"),
    JSON.stringify({
      private: true,
      type: "module",
      dependencies: {
        ...Object.fromEntries(core.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`])),
        effect: effect3,
        typescript: tools.typescript,
        "@types/node": tools["@types/node"],
      },
    }),
  )
  writeFileSync(join(host, "uses.ts"), effect3Host)
  writeFileSync(join(host, "tsconfig.json"), tsconfig("nodenext", "nodenext"))
  run(host, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline")
  run(host, process.execPath, "node_modules/typescript/bin/tsc", "-p", "tsconfig.json")
  run(host, process.execPath, "uses.ts")

  console.log(
    `${pasted} blocks of code from READMEs type-checked and run as pasted on ${process.version}, as written by TypeScript on v${oldestNode}`,
  )
  console.log(`${bundled} bundles by ${Object.keys(bundlers).join(", ")} run with nothing but the driver beside them`)
  console.log("the command line installed alone and run")
  console.log(`a host on effect ${effect3} type-checked and run`)
  console.log(`declarations read by TypeScript ${oldestTypeScript} and ${tools.typescript}`)
  console.log(
    `${packed.length} packages, ${specifiers.length} subpaths type-checked, ${plain.length} imported and required`,
  )
  console.log(specifiers.join("\n"))
} catch (error) {
  const output = error instanceof Error && "stdout" in error ? String(error.stdout) : ""
  console.error(output, error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
