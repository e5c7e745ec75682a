import { accessPolicy, memory, presets, salesDept } from "@salesdept/core/promise"
import type { ActorAccess } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"

/** A session under what a host answers for everybody, whatever its types say. */
const under = async (answered: unknown) => {
  const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
  const access = accessPolicy(() => answered as ActorAccess)
  const dept = await salesDept({ store: memory(), department, access })
  return dept.tenant("shop").as("user:1")
}

const all = { isUnlimited: false, can: () => true, scope: () => "all" }

describe("a host's access policy", () => {
  it("that answers a permission with a Promise lets nobody pass by it, and says why", async () => {
    const shop = await under({ ...all, can: () => Promise.resolve(false) })
    await expect(shop.deals.open({ title: "Audit" })).rejects.toThrow(
      /can must answer true or false at once.*deal\.open/,
    )
    await expect(shop.deals.count()).resolves.toBe(0)
  })

  it("that answers with nothing, or leaves out a part, says what is missing", async () => {
    for (const answered of [undefined, null, { can: all.can }, { scope: all.scope }]) {
      const shop = await under(answered)
      await expect(shop.deals.page()).rejects.toThrow(/must have the functions can and scope/)
    }
  })

  it("may be of a class, and leave out that it is unlimited", async () => {
    class Everything {
      readonly #rows = "all"
      can = () => true
      scope() {
        return this.#rows
      }
    }
    const shop = await under(new Everything())
    await shop.deals.open({ title: "Audit" })
    expect(await shop.deals.count()).toBe(1)
  })
})
