#!/usr/bin/env node
import { runCli } from "./Cli.ts"

const { stdout, stderr } = process

// Somebody who has read enough closes the pipe (`salesdept demo | head`); that is no error of ours.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
})

process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) => {
    stdout.write(text)
  },
  error: (text) => {
    stderr.write(text)
  },
  width: stdout.columns ?? 100,
  colour: stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "",
  interactive: stderr.isTTY,
  now: Date.now,
})
