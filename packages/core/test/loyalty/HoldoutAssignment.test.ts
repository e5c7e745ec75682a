import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { assignHoldout } from "../../src/loyalty/index.ts"
import { sampleRatioCheck } from "../../src/stats/index.ts"

const key = (customerId: string, campaignId = "spring", seed = "2026") => ({ seed, campaignId, customerId })

describe("assignHoldout", () => {
  it("is the same for ever: these draws are frozen", () => {
    const draws = ["c1", "c2", "клиент"].map((customerId) => assignHoldout(key(customerId), 0.5).draw * 2 ** 32)
    expect(draws).toMatchInlineSnapshot(`
      [
        1705271974,
        3473866422,
        1406956655,
      ]
    `)
  })

  it("keeps a customer in the holdout when its share grows", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.string(), share, share, (customerId, one, other) => {
        const [smaller, larger] = [Math.min(one, other), Math.max(one, other)]
        const before = assignHoldout(key(customerId), smaller)
        expect(before).toEqual(assignHoldout(key(customerId), smaller))
        if (before.arm === "holdout") expect(assignHoldout(key(customerId), larger).arm).toBe("holdout")
        expect(assignHoldout(key(customerId), 0).arm).toBe("treated")
        expect(assignHoldout(key(customerId), 1).arm).toBe("holdout")
      }),
    )
  })

  it("deals ids in a row evenly, and one campaign knows nothing of another", () => {
    const customers = Array.from({ length: 20_000 }, (_, i) => String(i))
    const inHoldout = (campaign: string) =>
      customers.map((id) => assignHoldout(key(id, campaign), 0.1).arm === "holdout")
    const [spring, autumn] = [inHoldout("spring"), inHoldout("autumn")]
    const held = spring.filter(Boolean).length
    expect(sampleRatioCheck([held, customers.length - held], [0.1, 0.9]).mismatch).toBe(false)
    const both = spring.filter((each, i) => each && autumn[i]).length
    expect(sampleRatioCheck([both, held - both], [0.1, 0.9]).mismatch).toBe(false)
    const tenths = Array<number>(10).fill(0)
    for (const id of customers) tenths[Math.floor(assignHoldout(key(id), 0).draw * 10)]! += 1
    expect(sampleRatioCheck(tenths, Array<number>(10).fill(1)).mismatch).toBe(false)
  })

  it("does not let keys run together, and refuses shares that are none", () => {
    const draw = (seed: string, campaignId: string) => assignHoldout({ seed, campaignId, customerId: "c" }, 0).draw
    expect(draw("a", "bc")).not.toBe(draw("ab", "c"))
    expect(() => assignHoldout(key("c"), Number.NaN)).toThrow(/holdoutShare/)
    expect(() => assignHoldout(key("c"), 1.1)).toThrow(/holdoutShare/)
  })
})
