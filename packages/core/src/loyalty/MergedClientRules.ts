import { clientAggregate } from "../client/Client.ts"
import type { Read } from "../journal/Work.ts"
import { byId, where } from "../journal/Work.ts"
import type { ClientId } from "../shared/Ids.ts"

/** The client that stayed where one was merged into another. */
export function* stayed(clientId: ClientId): Generator<Read, ClientId, unknown> {
  let at = clientId
  for (;;) {
    const client = yield* byId(clientAggregate, at)
    if (client === null || client.mergedIntoId === null) return at
    at = client.mergedIntoId
  }
}

/** A client with those that were merged into it. */
export function* withMerged(clientId: ClientId): Generator<Read, ReadonlyArray<ClientId>, unknown> {
  const ids = [clientId]
  for (let level: ReadonlyArray<ClientId> = ids; level.length > 0;) {
    level = (yield* where(clientAggregate, "mergedIntoId", level)).map(({ id }) => id)
    ids.push(...level)
  }
  return ids
}
