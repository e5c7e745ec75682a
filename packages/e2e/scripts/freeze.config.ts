import { defineConfig } from "vitest/config"

export default defineConfig({
  test: { include: ["packages/e2e/scripts/*.freeze.ts"], setupFiles: ["./vitest.setup.ts"], testTimeout: 60_000 },
})
