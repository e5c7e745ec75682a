import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["packages/e2e/scripts/*.freeze.ts"],
    setupFiles: [fileURLToPath(new URL("../../../vitest.setup.ts", import.meta.url))],
    // What is drafted twice is the same.
    env: { PROPERTY_SEED: "20261123" },
    testTimeout: 60_000,
  },
})
