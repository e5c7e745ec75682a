#!/usr/bin/env node
import { styleOfShell } from "@salesdept/report"
import { askedLanguage } from "./AskedLanguage.ts"
import { runCli } from "./Cli.ts"
import { exitCodes } from "./ExitCode.ts"
import { FileUnreadable } from "./FileErrors.ts"

const { stdout, stderr } = process
const words = process.argv.slice(2)

// Somebody who has read enough closes the pipe (`salesdept demo 2>&1 | head`); that is no error of ours.
const ignored = (error: NodeJS.ErrnoException): boolean => error.code === "EPIPE"

stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (!ignored(error)) process.exit(exitCodes.fault)
})
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (ignored(error)) return
  const { messages } = new FileUnreadable("stdout", error.code ?? "?", error)
  stderr.write(`${messages[askedLanguage(words)]}\n`)
  process.exit(exitCodes.fault)
})

process.exitCode = await runCli(words, {
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
