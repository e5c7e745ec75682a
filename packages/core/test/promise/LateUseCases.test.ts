import { describe, expect, it } from "vitest"
import { memory, salesDept } from "../../src/promise/index.ts"
import { presets } from "../../src/department/DepartmentPresets.ts"
import { inOrder } from "../../src/promise/LateUseCases.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

describe("calls that nobody waits for in between", () => {
  it("begin in the order in which they are made, whether the code of their areas is there or not", async () => {
    const begun: Array<string> = []
    const dept = await salesDept({ store: memory(), department, observe: ({ call }) => begun.push(call) })
    const shop = dept.tenant("shop").as("user:42")
    await shop.deals.count()
    const made = async (other: typeof shop) => {
      begun.length = 0
      const calls = [
        shop.deals.count(),
        shop.clients.count(),
        shop.deals.count(),
        shop.batch((commands) => [commands.deals.open({ title: "Audit" })]),
        other.deals.page(),
        other.invoices.count(),
        other.deals.count(),
      ]
      await Promise.all(calls)
      expect(begun).toEqual([
        "deal.count",
        "client.count",
        "deal.count",
        "batch",
        "deal.page",
        "invoice.count",
        "deal.count",
      ])
    }
    await made(dept.tenant("shop").as("user:7"))
    await made(dept.tenant("shop").as("user:7"))
    await dept.load()
    await made(dept.tenant("shop").as("user:7"))
  })

  it("are held up by no code that cannot be loaded", async () => {
    const begun: Array<string> = []
    const call = (name: string) => () => Promise.resolve(begun.push(name))
    const lost = () => Promise.reject(new RangeError("not there"))
    let there = (): void => {}
    const slow = new Promise<string>((resolve) => (there = () => resolve("code")))
    const calls = [
      inOrder(null, () => slow, call("slow")),
      inOrder(null, lost, call("lost")),
      inOrder("code", () => slow, call("ready")),
    ]
    await expect(calls[1]).rejects.toThrow("not there")
    expect(begun).toEqual([])
    there()
    await Promise.allSettled(calls)
    expect(begun).toEqual(["slow", "ready"])
    void inOrder("code", () => slow, call("at once"))
    await new Promise((resolve) => setTimeout(resolve, 0))
    void inOrder("code", () => slow, call("at once, again"))
    expect(begun).toEqual(["slow", "ready", "at once", "at once, again"])
  })
})
