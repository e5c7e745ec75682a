import type { Transaction } from "@salesdept/core/ports"
import type { CommandOutcome } from "@salesdept/sql"
import { makeBatchRunner } from "./CommandBatch.ts"
import type { BatchTools } from "./CommandBatch.ts"
import { makeCommandLanes } from "./CommandLanes.ts"
import { makeCommandSteps } from "./CommandRun.ts"
import { makeLockWaits } from "./LockWaits.ts"
import { makeUnderWay } from "./UnderWay.ts"

/** The runner of one store's commands. */
export interface CommandRunner {
  /** Runs a command. */
  readonly run: <Answer, Rejection>(
    transaction: Transaction<Answer, Rejection>,
  ) => Promise<CommandOutcome<Answer, Rejection>>
  /** Has commands that wait for their turn go on at once, to be told that the clients are closed. Ends when all have ended. */
  readonly close: () => Promise<void>
}

/**
 * Makes the runner of commands: those that write go together with others of their tenant, dry runs go alone.
 *
 * @param connections - how many the pool has at most
 * @param connectTimeoutMs - how long one of them is waited for, milliseconds; 0 for as long as it takes
 */
export const makeCommandRunner = (tools: BatchTools, connections: number, connectTimeoutMs: number): CommandRunner => {
  const steps = makeCommandSteps(tools)
  const waits = makeLockWaits(connections, connectTimeoutMs)
  const submit = makeCommandLanes(makeBatchRunner(tools, steps, waits), waits, connections)
  const alone: CommandRunner["run"] = async (transaction) =>
    await steps.carryOn(transaction, await steps.runOnce(transaction, 1, []), 1)
  const underWay = makeUnderWay()
  return {
    run: (transaction) => underWay.run(() => (transaction.dryRun ? alone(transaction) : submit(transaction))),
    close: async () => {
      waits.open()
      await underWay.ended()
    },
  }
}
