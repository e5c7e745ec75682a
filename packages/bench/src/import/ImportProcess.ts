/**
 * A process of its own that imports so many deals and does nothing else: what it takes of memory is the import's. Prints the time a
 * row and the most memory that it had resident.
 *
 * Arguments: `sqlite`, rows, file; or `postgres`, rows, connection string, schema.
 *
 * @packageDocumentation
 */
import type { Session } from "@salesdept/core/promise"
import { actor, openBase, sourceId, tenant } from "../BenchBase.ts"
import type { ImportedAlone } from "./ImportMemory.ts"
import { groupAt, groupSize } from "./ImportRows.ts"

const [store = "", rowsText = "", address = "", schema = ""] = process.argv.slice(2)
const rows = Number(rowsText)

const importAll = async (session: Session): Promise<ImportedAlone> => {
  const from = performance.now()
  for (let start = 0; start < rows; start += groupSize) {
    await session.deals.import({ sourceId, pipelineId: "servicesWithActs", rows: groupAt(start, rows) })
  }
  const ms = performance.now() - from
  // Node gives kibibytes.
  return { rowUs: (ms * 1000) / rows, residentMiB: process.resourceUsage().maxRSS / 1024 }
}

// Each process loads the driver that it needs and no other.
const open = async () => {
  if (store === "sqlite") return openBase(address, "off")
  const { openOurs } = await import("../move/PostgresMoveBase.ts")
  return openOurs(address, schema, 1)
}

const { dept } = await open()
process.stdout.write(JSON.stringify(await importAll(dept.tenant(tenant).as(actor))))
await dept.close()
process.exit(0)
