import type { Terminal } from "../Terminal.ts"

/** Shows how far a long step is. */
export interface Progress {
  /** Notes that so many of so many are done. */
  readonly at: (done: number, total: number) => void
  /** Ends the line. */
  readonly end: () => void
}

/** On a terminal one line that rewrites itself; elsewhere a line for each tenth, so that logs stay short. */
export const progress = (label: string, terminal: Terminal): Progress => {
  let shownTenth = -1
  let written = false
  return {
    at: (done, total) => {
      const tenth = total === 0 ? 10 : Math.floor((done / total) * 10)
      if (!terminal.interactive && tenth === shownTenth) return
      shownTenth = tenth
      written = true
      const text = `${label} ${done}/${total}`
      terminal.error(terminal.interactive ? `\r${text}` : `${text}\n`)
    },
    end: () => {
      if (written && terminal.interactive) terminal.error("\n")
    },
  }
}
