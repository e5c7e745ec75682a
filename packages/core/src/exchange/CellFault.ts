/** What is wrong with one cell. */
export interface CellFault<Fault extends string> {
  /** Why nothing was read from it. */
  readonly fault: Fault
}
