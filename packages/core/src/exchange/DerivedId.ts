import type { Sha256 } from "../journal/Chain.ts"
import type { Id, IdKind } from "../shared/Ids.ts"
import { idPrefixes } from "../shared/Ids.ts"

/**
 * The id of an imported record: the same source and key always give the same id, so that importing again finds the record
 * and an interrupted import goes on where it stopped.
 */
export const derivedId = <Kind extends IdKind>(
  kind: Kind,
  source: string,
  sourceKey: string,
  sha256: Sha256,
): Id<Kind> => `${idPrefixes[kind]}_${sha256(JSON.stringify([source, kind, sourceKey])).slice(0, 26)}` as Id<Kind>
