import { openPool } from "@salesdept/postgres"
import type { Pool } from "pg"

/** A step of a plan, as `explain (analyze, format json)` tells it. */
interface PlanStep {
  readonly "Relation Name"?: string
  /** Of a step that goes through a list which the statement has made. */
  readonly "CTE Name"?: string
  readonly "Actual Rows": number
  readonly "Actual Loops": number
  readonly "Shared Hit Blocks"?: number
  readonly "Shared Read Blocks"?: number
  readonly "Rows Removed by Filter"?: number
  readonly "Rows Removed by Join Filter"?: number
  readonly "Rows Removed by Index Recheck"?: number
  readonly Plans?: ReadonlyArray<PlanStep>
}

/** What a statement read, of all times that it was run. */
export interface StatementRead {
  /** Its text. */
  readonly text: string
  /** How often it was run. */
  readonly times: number
  /** How many rows it went through: those of tables and lookups, those of lists each time again, and those that it put side by side in vain. */
  readonly rows: number
  /** How many pages of tables and indexes it looked at. */
  readonly blocks: number
}

/** A pool over whose connections the server tells how it has run every statement. */
export interface PlanWatch {
  /** The pool. */
  readonly pool: Pool
  /** What was read since the last time this was asked. */
  readonly taken: () => ReadonlyArray<StatementRead>
}

/** How many rows a step and those under it went through. */
const rowsOf = (step: PlanStep): number => {
  const under = step.Plans ?? []
  const given = step["Relation Name"] === undefined && under.length > 0 ? 0 : step["Actual Rows"]
  const removed =
    (step["Rows Removed by Filter"] ?? 0) +
    (step["Rows Removed by Join Filter"] ?? 0) +
    (step["Rows Removed by Index Recheck"] ?? 0)
  const times = step["Actual Loops"] - (step["CTE Name"] === undefined || step["Actual Loops"] === 0 ? 0 : 1)
  return (given + removed) * times + under.reduce((sum, inner) => sum + rowsOf(inner), 0)
}

const settings = {
  session_preload_libraries: "auto_explain",
  "auto_explain.log_min_duration": "0",
  "auto_explain.log_level": "notice",
  "auto_explain.log_analyze": "on",
  "auto_explain.log_timing": "off",
  "auto_explain.log_buffers": "on",
  "auto_explain.log_format": "json",
  "auto_explain.log_parameter_max_length": "0",
}

/** Opens such a pool, as a superuser of a server that has `auto_explain`. */
export const watchPlans = (url: string): PlanWatch => {
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const pool = openPool({ connectionString: `${url}?options=${encodeURIComponent(options.join(" "))}` })
  const reads = new Map<string, StatementRead>()
  pool.on("connect", (client) => {
    client.on("error", () => {})
    client.on("notice", ({ message = "" }) => {
      const [, told] = /^duration: .+ plan:\n([^]*)$/.exec(message) ?? []
      if (told === undefined) return
      const { Plan, ...rest } = JSON.parse(told) as { readonly "Query Text": string; readonly Plan: PlanStep }
      const text = rest["Query Text"]
      const { times, rows, blocks } = reads.get(text) ?? { times: 0, rows: 0, blocks: 0 }
      // A step's pages are those of all under it.
      const { "Shared Hit Blocks": found = 0, "Shared Read Blocks": read = 0 } = Plan
      reads.set(text, { text, times: times + 1, rows: rows + rowsOf(Plan), blocks: blocks + found + read })
    })
  })
  return {
    pool,
    taken: () => {
      const taken = [...reads.values()]
      reads.clear()
      return taken
    },
  }
}
