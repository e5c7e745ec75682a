import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..")
const folder = join(resolve(root, process.env["SALESDEPT_TEST_DATA"] ?? "../shared/data"), "pipeline/maven-crm")

/** Whether the public set of opportunities is here. */
export const hasOpportunities = existsSync(folder)

/** Its files, as an import takes them. */
export const opportunityFiles = () =>
  ["sales_pipeline.csv", "products.csv", "accounts.csv", "sales_teams.csv"].map((name) => ({
    name,
    bytes: new Uint8Array(readFileSync(join(folder, name))),
  }))
