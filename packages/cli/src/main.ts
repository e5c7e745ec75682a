#!/usr/bin/env node
import { styleOfShell } from "@salesdept/report"
import { runCli } from "./Cli.ts"

const { stdout, stderr } = process

// Somebody who has read enough closes the pipe (`salesdept demo 2>&1 | head`); that is no error of ours.
for (const stream of [stdout, stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error
  })
}

process.exitCode = await runCli(process.argv.slice(2), {
  out: (text) => {
    stdout.write(text)
  },
  error: (text) => {
    stderr.write(text)
  },
  ...styleOfShell(stdout, process.env),
  interactive: stderr.isTTY,
  now: Date.now,
})
