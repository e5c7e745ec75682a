import { runCli } from "../src/index.ts"

/** Runs command lines in this process, on a terminal of 80 columns without colours; gives the exit code and what was written. */
export const commandLine =
  (now: () => number) =>
  async (...words: ReadonlyArray<string>) => {
    let out = ""
    let error = ""
    const code = await runCli(words, {
      out: (text) => {
        out += text
      },
      error: (text) => {
        error += text
      },
      width: 80,
      colour: false,
      interactive: false,
      now,
    })
    return { code, out, error }
  }
