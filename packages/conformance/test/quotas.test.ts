import { makeMemoryStore } from "@salesdept/core/memory"
import { resolve } from "node:path"
import { notSupported, quotaSuite, readQuotaTexts } from "../src/index.ts"

quotaSuite(
  "memory",
  () =>
    Promise.resolve({
      open: () => Promise.resolve({ store: makeMemoryStore(), close: () => Promise.resolve() }),
      reopen: notSupported,
      secondConnection: notSupported,
      joined: notSupported,
      tamper: notSupported,
      release: () => Promise.resolve(),
    }),
  readQuotaTexts(resolve(process.env["SALESDEPT_TEST_DATA"] ?? "../shared/data")),
)
