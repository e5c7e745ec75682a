import type { clientUseCases } from "../effect/areas/ClientUseCases.ts"
import type { controlUseCases } from "../effect/areas/ControlUseCases.ts"
import type { dealUseCases } from "../effect/areas/DealUseCases.ts"
import type { departmentUseCases } from "../effect/areas/DepartmentUseCases.ts"
import type { exchangeUseCases } from "../effect/areas/ExchangeUseCases.ts"
import type { loyaltyUseCases } from "../effect/areas/LoyaltyUseCases.ts"
import type { planUseCases } from "../effect/areas/PlanUseCases.ts"
import type { reviewUseCases } from "../effect/areas/ReviewUseCases.ts"
import type { scriptUseCases } from "../effect/areas/ScriptUseCases.ts"
import type { settlementUseCases } from "../effect/areas/SettlementUseCases.ts"
import type { teamUseCases } from "../effect/areas/TeamUseCases.ts"

/** The areas of the library, each with its groups of use cases. */
export interface Areas {
  /** Clients, people at them, leads, dialogs and next steps. */
  readonly client: typeof clientUseCases
  /** Every lead, client and deal in exactly one state, and who works on it. */
  readonly control: typeof controlUseCases
  /** Deals, products, approvals and exceptions. */
  readonly deal: typeof dealUseCases
  /** The configuration, the host's directory, personal data. */
  readonly department: typeof departmentUseCases
  /** Imports, and runs of bulk work. */
  readonly exchange: typeof exchangeUseCases
  /** Loyalty: repeat sales, campaigns, referrals, rewards. */
  readonly loyalty: typeof loyaltyUseCases
  /** Plans and their versions. */
  readonly plan: typeof planUseCases
  /** Reviews: findings, debriefs, commitments, summaries. */
  readonly review: typeof reviewUseCases
  /** Scripts of talks, and what they do. */
  readonly script: typeof scriptUseCases
  /** Invoices, payments, documents, the bank. */
  readonly settlement: typeof settlementUseCases
  /** People and teams. */
  readonly team: typeof teamUseCases
}

type Together<Area> = (Area extends unknown ? (area: Area) => void : never) extends (areas: infer All) => void
  ? All
  : never

/** Every use case of the library, by what it is about. */
export type UseCases = Together<Areas[keyof Areas]>

/**
 * How the code of each area is loaded. The facade does it when the first use case of the area is called: a host starts without the
 * areas that it does not use, and without those that it uses later.
 */
export const areas: { readonly [Area in keyof Areas]: () => Promise<Areas[Area]> } = {
  client: async () => (await import("../effect/areas/ClientUseCases.ts")).clientUseCases,
  control: async () => (await import("../effect/areas/ControlUseCases.ts")).controlUseCases,
  deal: async () => (await import("../effect/areas/DealUseCases.ts")).dealUseCases,
  department: async () => (await import("../effect/areas/DepartmentUseCases.ts")).departmentUseCases,
  exchange: async () => (await import("../effect/areas/ExchangeUseCases.ts")).exchangeUseCases,
  loyalty: async () => (await import("../effect/areas/LoyaltyUseCases.ts")).loyaltyUseCases,
  plan: async () => (await import("../effect/areas/PlanUseCases.ts")).planUseCases,
  review: async () => (await import("../effect/areas/ReviewUseCases.ts")).reviewUseCases,
  script: async () => (await import("../effect/areas/ScriptUseCases.ts")).scriptUseCases,
  settlement: async () => (await import("../effect/areas/SettlementUseCases.ts")).settlementUseCases,
  team: async () => (await import("../effect/areas/TeamUseCases.ts")).teamUseCases,
}
