import type { StoreProvider } from "./DeptOptions.ts"

/**
 * A store in memory, for unit tests of hosts. It is empty each time it is opened.
 *
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * await using dept = await salesDept({ store: memory(), department })
 * await dept.tenants() // []
 * ```
 */
export const memory = (): StoreProvider => ({
  open: async () => {
    const [{ makeMemoryStore }, { closableStore }] = await Promise.all([
      import("../memory/MemoryStore.ts"),
      import("../memory/ClosableStore.ts"),
    ])
    const { store, close } = closableStore(makeMemoryStore())
    return { store, close: async () => close() }
  },
})
