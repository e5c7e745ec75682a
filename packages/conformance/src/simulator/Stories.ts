import type { SimulatedAction } from "./SimulatedAction.ts"

/** Keys of the records that an action is about, wherever it names them. */
const keysIn = (value: unknown): ReadonlyArray<string> =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([name, member]) =>
        typeof member === "string" && /^key$|Key$/.test(name) ? [member] : keysIn(member),
      )

/**
 * Tells which story an action belongs to: actions are of one story where they name a record in common, or are joined by others
 * that do. So whatever bears on a deal is of its story: its client, its invoices, the papers that a gate asks for.
 */
export const storiesOf = (actions: ReadonlyArray<SimulatedAction>): ((action: SimulatedAction) => string) => {
  const parents = new Map<string, string>()
  const rootOf = (key: string): string => {
    let root = key
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent
    if (root !== key) parents.set(key, root)
    return root
  }
  for (const action of actions) {
    const [key = "", ...others] = keysIn(action)
    for (const other of others) {
      const [left, right] = [rootOf(key), rootOf(other)]
      if (left !== right) parents.set(right, left)
    }
  }
  return (action) => rootOf(keysIn(action)[0] ?? "")
}
