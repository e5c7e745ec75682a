/** What the command line answers to the shell. */
export const exitCodes = {
  /** Everything was done. */
  done: 0,
  /** A fault of the program itself. */
  fault: 1,
  /** The command or its files cannot be understood; nothing was written. */
  input: 2,
  /** The database cannot be used; nothing was written. */
  database: 3,
  /** The tables are not as they must be: missing, behind, drifted, or without rights; or somebody is not under control. */
  attention: 4,
} as const
