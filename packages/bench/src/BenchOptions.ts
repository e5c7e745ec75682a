import { parseArgs } from "node:util"

/** The benchmarks there are. */
const benchNames = [
  "plan",
  "control",
  "move",
  "postgres-move",
  "import",
  "postgres-import",
  "duplicates",
  "fit",
  "read",
  "outbox",
  "gate",
  "start",
] as const

/** A benchmark. */
export type BenchName = (typeof benchNames)[number]

/** What is run and how it is told. */
export interface BenchOptions {
  /** Which benchmarks. */
  readonly only: ReadonlyArray<BenchName>
  /** Also the large sizes, which take minutes. */
  readonly isFull: boolean
  /** As JSON instead of a table. */
  readonly isJson: boolean
}

const isBenchName = (text: string): text is BenchName => benchNames.some((name) => name === text)

/**
 * Reads the command line.
 *
 * @throws TypeError where an option or a benchmark is unknown
 */
export const readOptions = (args: ReadonlyArray<string>): BenchOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true, default: [] },
      full: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  })
  const only = values.only.map((name) => {
    if (!isBenchName(name)) throw new TypeError(`there is no benchmark ${name}: ${benchNames.join(", ")}`)
    return name
  })
  return { only: only.length === 0 ? benchNames : only, isFull: values.full, isJson: values.json }
}
