import type { Transaction } from "@salesdept/core/ports"
import type { CommandOutcome } from "@salesdept/sql"
import { makeBatchRunner } from "./CommandBatch.ts"
import type { BatchTools } from "./CommandBatch.ts"
import { makeCommandLanes, mostUnderWay } from "./CommandLanes.ts"
import { makeCommandSteps } from "./CommandRun.ts"

/** The runner of one store's commands. */
export type RunCommand = <Answer, Rejection>(
  transaction: Transaction<Answer, Rejection>,
) => Promise<CommandOutcome<Answer, Rejection>>

/** Connections that commands of one tenant which wait for locks leave to others, where the pool has so many. */
const spareConnections = 2

/**
 * Makes the runner of commands: those that write go together with others of their tenant, dry runs go alone.
 *
 * @param connections - how many the pool has at most
 */
export const makeCommandRunner = (tools: BatchTools, connections: number): RunCommand => {
  const steps = makeCommandSteps(tools)
  const submit = makeCommandLanes(makeBatchRunner(tools, steps), Math.max(mostUnderWay, connections - spareConnections))
  return async (transaction) => {
    if (!transaction.dryRun) return await submit(transaction)
    return await steps.carryOn(transaction, await steps.runOnce(transaction, 1, []), 1)
  }
}
