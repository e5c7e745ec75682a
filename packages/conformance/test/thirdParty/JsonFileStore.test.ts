import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { StoreHarness } from "../../src/index.ts"
import { notSupported, storeConformance } from "../../src/index.ts"
import { keyOf, makeJsonFileStore, readContents, writeContents } from "./JsonFileStore.ts"

const harness = async (): Promise<StoreHarness> => {
  const folder = await mkdtemp(join(tmpdir(), "salesdept-json-"))
  let files = 0
  const path = (): string => join(folder, `sales-${files}.json`)
  const openFile = () => Promise.resolve({ store: makeJsonFileStore(path()), close: () => Promise.resolve() })
  return {
    open: () => {
      files += 1
      return openFile()
    },
    reopen: openFile,
    secondConnection: openFile,
    joined: notSupported,
    tamper: ({ tenant, stream, rewrite }) => {
      const contents = readContents(path())
      contents.journal[keyOf(tenant, stream)] = rewrite(contents.journal[keyOf(tenant, stream)] ?? [])
      writeContents(path(), contents)
      return Promise.resolve()
    },
    release: () => rm(folder, { recursive: true, force: true }),
  }
}

storeConformance("somebody else's JSON file", harness, { histories: { runs: 5 } })
