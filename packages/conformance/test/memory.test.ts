import { makeMemoryStore } from "@salesdept/core/memory"
import { foreignIdsSuite, notSupported, storeConformance } from "../src/index.ts"
import type { StoreHarness } from "../src/index.ts"

const inMemory = (): Promise<StoreHarness> =>
  Promise.resolve({
    open: () => Promise.resolve({ store: makeMemoryStore(), close: () => Promise.resolve() }),
    reopen: notSupported,
    secondConnection: notSupported,
    joined: notSupported,
    tamper: notSupported,
    release: () => Promise.resolve(),
  })

storeConformance("memory", inMemory)
foreignIdsSuite("memory", inMemory)
