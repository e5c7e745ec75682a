import { execFileSync, spawn } from "node:child_process"
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"

/** A pooler in transaction mode before a server. */
export interface PgBouncer {
  /** Connection string through it. */
  readonly url: string
  /** Stops it. */
  readonly stop: () => Promise<void>
}

const programs = [
  "/usr/sbin/pgbouncer",
  "/usr/bin/pgbouncer",
  "/usr/local/bin/pgbouncer",
  "/opt/homebrew/bin/pgbouncer",
]

const runs = (program: string): boolean => {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

/** The pooler of the system's packages; null where there is none. */
export const pgBouncerProgram: string | null = programs.find(runs) ?? null

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = address !== null && typeof address === "object" ? address.port : 0
      server.close(() => resolve(port))
    })
  })

const idOfNobody = (flag: string): number => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }))

const answers = async (connectionString: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString })
  client.on("error", () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

/**
 * Starts the pooler before a server, in transaction mode, with fewer connections to the server than clients have to it: what a
 * session keeps beyond its transaction is lost or met by somebody else.
 */
export const startPgBouncer = async (program: string, serverUrl: string): Promise<PgBouncer> => {
  const server = new URL(serverUrl)
  const folder = await mkdtemp(join(tmpdir(), "salesdept-pgbouncer-"))
  const port = await freePort()
  const settings = join(folder, "pgbouncer.ini")
  const users = join(folder, "users.txt")
  await writeFile(users, `"${server.username}" "${server.password}"\n`)
  await writeFile(
    settings,
    `[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${users}
pool_mode = transaction
default_pool_size = 3
max_client_conn = 100
server_reset_query =
ignore_startup_parameters = extra_float_digits,statement_timeout,lock_timeout,idle_in_transaction_session_timeout
logfile = ${join(folder, "log")}
`,
  )
  // It refuses to run as root.
  const owner = process.getuid?.() === 0 ? { uid: idOfNobody("-u"), gid: idOfNobody("-g") } : null
  if (owner !== null) for (const path of [folder, settings, users]) await chown(path, owner.uid, owner.gid)
  await chmod(folder, 0o700)
  const pooler = spawn(program, ["-q", settings], { ...owner, stdio: "ignore", cwd: "/" })
  const stop = async (): Promise<void> => {
    const gone = new Promise((resolve) => pooler.once("exit", resolve))
    if (pooler.exitCode === null) {
      pooler.kill("SIGTERM")
      await gone
    }
    await rm(folder, { recursive: true, force: true })
  }
  const url = new URL(serverUrl)
  url.port = String(port)
  for (let tries = 0; tries < 200; tries++) {
    if (await answers(url.href)) return { url: url.href, stop }
    if (pooler.exitCode !== null) break
    await sleep(50)
  }
  await stop()
  throw new Error("PgBouncer did not start")
}
