import { checkedNaming } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import type { Pool } from "pg"
import { postgresFault } from "./PostgresFault.ts"
import { checkedPool } from "./PostgresPool.ts"

/**
 * Runs a body over the tables of a naming, in the database of a pool.
 *
 * @param operation - named in faults
 * @throws InputInvalid where it is no pool, or the names are not of their form; StoreFault where the driver fails
 */
export const overPool = async <A>(
  operation: string,
  pool: Pool,
  naming: Naming,
  body: () => Promise<A>,
): Promise<A> => {
  checkedPool(pool)
  checkedNaming(naming)
  try {
    return await body()
  } catch (cause) {
    throw postgresFault(operation, cause)
  }
}
