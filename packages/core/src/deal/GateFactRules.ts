import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Read } from "../journal/Work.ts"
import type { Instant } from "../shared/Instant.ts"
import type { FactGroup, FactValues } from "./ConditionFacts.ts"
import type { Deal } from "./DealSchema.ts"

/**
 * Reads the facts that the gates of deals ask for, by the deals' ids, with few questions however many deals there are, as they are
 * on the day of an instant. Other areas own the facts, so the reader is handed in.
 */
export type GateFactReader = (
  deals: ReadonlyArray<Deal>,
  groups: ReadonlyArray<FactGroup>,
  config: DepartmentConfig,
  at: Instant,
) => Generator<Read, ReadonlyMap<string, FactValues>, unknown>
