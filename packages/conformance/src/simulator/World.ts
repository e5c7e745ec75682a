import type { ActionScript } from "./ActionScript.ts"
import type { ClientSegment, ProspectSource, SimulatedClient } from "./Clients.ts"
import type { catalogueOf } from "./Products.ts"
import type { Seller } from "./Reps.ts"
import type { SimulatedScript } from "./SalesScripts.ts"
import type { SellingStep } from "./SellingSteps.ts"
import type { ResolvedOptions } from "./SimulationOptions.ts"
import type { WorkClock } from "./WorkClock.ts"

/** Kinds of records that get keys. */
export type KeyKind = "lead" | "client" | "deal" | "dialog" | "step" | "invoice" | "payment" | "document"

/** A client with what only the simulator knows of it. */
export interface Account {
  /** The client's key. */
  readonly clientKey: string
  /** How big it is. */
  readonly segment: ClientSegment
  /** How late it pays compared with others; 1 is usual. */
  readonly lateness: number
  /** Mean days between its purchases. */
  readonly intervalDays: number
  /** Who looks after it; somebody else once that rep has left. */
  owner: Seller
}

/** A client that will want to buy again. */
export interface RepeatSale {
  /** The client. */
  readonly account: Account
  /** When. */
  readonly second: number
}

/** Somebody whom a client sends. */
interface Recommendation {
  /** The client's key. */
  readonly clientKey: string
  /** When the new company asks. */
  readonly second: number
}

/** What all parts of a running simulation share. */
export interface World {
  /** The options. */
  readonly options: ResolvedOptions
  /** Working time. */
  readonly clock: WorkClock
  /** Where actions go. */
  readonly script: ActionScript
  /** All reps. */
  readonly sellers: ReadonlyArray<Seller>
  /** Where companies come from. */
  readonly prospects: ProspectSource
  /** Products by weight. */
  readonly catalogue: ReturnType<typeof catalogueOf>
  /** The scripts; none where the department has none. */
  readonly scripts: ReadonlyArray<SimulatedScript>
  /** By how much the use of a step moves the log-odds of winning; 0 where it is not listed. */
  readonly stepEffects: ReadonlyMap<SellingStep, number>
  /** Clients registered so far. */
  readonly clients: Array<SimulatedClient>
  /** Clients from before the period, by order of registration. */
  readonly regulars: Array<Account>
  /** Repeat sales still to be played. */
  readonly repeatSales: Array<RepeatSale>
  /** Recommendations still to be played. */
  readonly recommendations: Array<Recommendation>
  /** A new key of a kind, such as `deal_17`. */
  readonly newKey: (kind: KeyKind) => string
}

/**
 * Counts keys up, each kind from 1. They have the form of the library's ids, so a player may hand them over as they
 * are.
 */
export const keyCounter = (): ((kind: KeyKind) => string) => {
  const last = { lead: 0, client: 0, deal: 0, dialog: 0, step: 0, invoice: 0, payment: 0, document: 0 }
  return (kind) => `${kind}_${++last[kind]}`
}

/** Who acts where no person does: web forms, telephony, bank statements. */
export const automatic = "system"

/** The head of the department, who hands over the deals of reps who left. */
export const headId = "user:head"
