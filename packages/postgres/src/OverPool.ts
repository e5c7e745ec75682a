import { chosenNaming } from "@salesdept/sql"
import type { Naming, NamingChoice } from "@salesdept/sql"
import type { Pool } from "pg"
import { postgresFault } from "./PostgresFault.ts"
import { checkedPool } from "./PostgresPool.ts"

/**
 * Runs a body over the tables of a naming, in the database of a pool.
 *
 * @param operation - named in faults
 * @param body - given the naming whole
 * @throws InputInvalid where it is no pool, or the names are not of their form; StoreFault where the driver fails
 */
export const overPool = async <A>(
  operation: string,
  pool: Pool,
  naming: NamingChoice | undefined,
  body: (naming: Naming) => Promise<A>,
): Promise<A> => {
  checkedPool(pool)
  const chosen = chosenNaming("postgres", naming)
  try {
    return await body(chosen)
  } catch (cause) {
    throw postgresFault(operation, cause)
  }
}
