/**
 * The command line as a function, for hosts that start it from their own tools.
 *
 * @packageDocumentation
 */
export { runCli } from "./Cli.ts"
export type { Terminal } from "./Terminal.ts"
