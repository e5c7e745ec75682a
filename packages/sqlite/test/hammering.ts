// One of two processes that work on one file: raises counts, imports, takes events and ticks at once, until it is killed.
import { presets, salesDept } from "@salesdept/core/promise"
import { isSalesDeptError } from "@salesdept/core/shared"
import { sqlite } from "../src/index.ts"

const [, , filename = "", name = ""] = process.argv
const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const dept = await salesDept({
  store: sqlite({ filename, busyTimeoutMs: 20_000, synchronous: "normal" }),
  department,
})
await dept.load()
const shop = dept.tenant("shop-17").as("user:42")
const tell = (message: object): void => void process.send?.(message)
// What another process was first with is tried again; anything else ends this one, which the test then tells of.
const untilDone = async (call: () => Promise<unknown>): Promise<void> => {
  for (;;) {
    try {
      await call()
      return
    } catch (error) {
      if (!isSalesDeptError(error) || !error.retryable) throw error
    }
  }
}

const moving = async (): Promise<void> => {
  for (let count = 1; ; count++) {
    await untilDone(() => shop.nextSteps.move({ nextStepId: "step_1", dueOn: "2026-03-02" }))
    tell({ moved: count })
  }
}
const stating = async (): Promise<void> => {
  for (let round = 0; ; round++) {
    const rows = Array.from({ length: 30 }, (_, index) => ({
      id: `product_${name}.${round}.${index}` as const,
      name: `Product ${index}`,
      listPrice: null,
    }))
    await untilDone(() => shop.products.state({ rows }, { idempotencyKey: `${name} ${round}` }))
    tell({ stated: (round + 1) * rows.length })
  }
}
const taking = async (): Promise<void> => {
  for (;;) {
    const events = dept.tenant("shop-17").events({ consumer: "search", once: true, leaseMs: 500, batch: 50 })
    for await (const batch of events) {
      tell({ taken: batch.events.map(({ stream, version }) => [stream, version]) })
      await batch.ack()
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
const ticking = async (): Promise<void> => {
  for (;;) {
    await dept.tick({ tenants: "all" })
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
await Promise.all([moving(), stating(), taking(), ticking()])
