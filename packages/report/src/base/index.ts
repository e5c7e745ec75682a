/**
 * The report of a base, read from the store that a host works with: data for `@salesdept/report` to show.
 *
 * @packageDocumentation
 */
export { baseReport } from "./BaseReport.ts"
export type { BaseReportOptions } from "./BaseReport.ts"
export type { ImportRun } from "./ImportRun.ts"
