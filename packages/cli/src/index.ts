/**
 * The report of a base, and the command line as a function, for hosts that start it from their own tools.
 *
 * @packageDocumentation
 */
export { baseReport } from "./BaseReport.ts"
export type { BaseReportOptions } from "./BaseReport.ts"
export { runCli } from "./Cli.ts"
export type { Terminal } from "./Terminal.ts"
