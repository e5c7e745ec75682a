import * as Effect from "effect/Effect"
import { clientAggregate } from "../client/Client.ts"
import { upcast } from "../journal/EventVersions.ts"
import type { Caller } from "../ports/Caller.ts"
import { isReadable } from "../ports/reading/PermittedReads.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import { eachStream } from "../ports/reading/Streams.ts"
import { readWork } from "../ports/reading/WorkReads.ts"
import { Store } from "../ports/Store.ts"
import type { ClientId } from "../shared/Ids.ts"
import { stayed, withMerged } from "./MergedClientRules.ts"
import type { RewardsPosted } from "./RewardAccount.ts"
import { rewardAccountAggregate, rewardAccountId } from "./RewardAccount.ts"
import type { RewardEntry } from "./RewardEntry.ts"
import { jointLedger } from "./RewardTransfer.ts"

/** Every movement of a client's points, of those too that came with clients merged into it; none where the caller may not read it. */
export const ledgerOf = Effect.fnUntraced(function* (caller: Caller, given: string) {
  const store = yield* storeFor(caller)
  // The question was held to the shape of such ids.
  const clientId = yield* readWork(store, caller.tenant, stayed(given as ClientId))
  if (!(yield* isReadable(store, caller, "reward.balance", clientAggregate, clientId))) return []
  // Whoever sees the one that stayed sees what it was before, whosever those clients were.
  const clientIds = yield* readWork(yield* Store, caller.tenant, withMerged(clientId))
  const entries: Array<RewardEntry> = []
  yield* eachStream(store, caller.tenant, clientIds.map(rewardAccountId), (_stream, rows) => {
    // The account's journal holds this one type of event.
    for (const row of rows)
      entries.push(...(upcast(rewardAccountAggregate, row).payload as RewardsPosted["payload"]).entries)
  })
  return jointLedger(entries, clientIds)
})
