import { describe, expect, it } from "vitest"
import { late } from "../../src/promise/Late.ts"

describe("what is loaded late", () => {
  it("is loaded once, when it is first asked for, and is there at once afterwards", async () => {
    let loads = 0
    const area = late(() => Promise.resolve(++loads))
    expect(area.now()).toBeNull()
    expect(await Promise.all([area.load(), area.load()])).toEqual([1, 1])
    expect(area.now()).toBe(1)
    expect(await area.load()).toBe(1)
  })

  it("is tried again where it could not be loaded", async () => {
    let loads = 0
    const area = late(() => (++loads === 1 ? Promise.reject(new Error("not there")) : Promise.resolve(loads)))
    await expect(area.load()).rejects.toThrow("not there")
    expect(area.now()).toBeNull()
    expect(await area.load()).toBe(2)
  })
})
