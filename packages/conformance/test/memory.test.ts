import { makeMemoryStore } from "@salesdept/core/memory"
import { notSupported, storeConformance } from "../src/index.ts"

storeConformance("memory", () =>
  Promise.resolve({
    open: () => Promise.resolve({ store: makeMemoryStore(), close: () => Promise.resolve() }),
    reopen: notSupported,
    secondConnection: notSupported,
    joined: notSupported,
    tamper: notSupported,
    release: () => Promise.resolve(),
  }),
)
