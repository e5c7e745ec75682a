import { spawnSync } from "node:child_process"
import { dirname, resolve } from "node:path"
import { fileURLToPath } from "node:url"

// Runs the README's demo command and looks for what it must print. A new assertion is one line of this list.
const expectations: ReadonlyArray<{ readonly what: string; readonly pattern: RegExp }> = [
  { what: "prints something", pattern: /\S/ },
  { what: "prints no undefined, NaN or raw object", pattern: /^(?![^]*(?:\bundefined\b|\bNaN\b|\[object ))/ },
]

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..")
const { status, signal, stdout, stderr } = spawnSync("npx", ["--yes", "pnpm@12", "demo"], {
  cwd: root,
  encoding: "utf8",
  env: { ...process.env, NO_COLOR: "1" },
  maxBuffer: 2 ** 28,
  stdio: ["ignore", "pipe", "pipe"],
})

const broken = expectations.filter(({ pattern }) => !pattern.test(stdout)).map(({ what }) => what)
if (status !== 0) broken.unshift(`exits 0 (it exited with ${status ?? signal})`)

if (broken.length > 0) {
  console.error(stdout, stderr)
  for (const what of broken) console.error(`The demo must hold: ${what}`)
  process.exitCode = 1
} else {
  console.log(`The demo exits 0 and holds: ${expectations.map(({ what }) => what).join("; ")}`)
}
