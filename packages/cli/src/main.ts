#!/usr/bin/env node
import { runCli } from "./Cli.ts"
import { columnsOf } from "./Terminal.ts"

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
  width: columnsOf(stdout.columns, process.env["COLUMNS"]),
  colour: stdout.isTTY && (process.env["NO_COLOR"] ?? "") === "",
  interactive: stderr.isTTY,
  now: Date.now,
})
