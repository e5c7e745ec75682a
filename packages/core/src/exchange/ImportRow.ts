import type { DealOutcome } from "../deal/DealFact.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { CustomValue } from "../shared/CustomField.ts"

/** Where a row comes from. */
export interface RowPlace {
  /** Name of the file. */
  readonly file: string
  /** Physical line of the record, from 1; for a mention, of the first record that mentions it. */
  readonly line: number
  /** The source's own key, stable between exports; ids of the base derive from it. */
  readonly sourceKey: string
}

/** `table`: a record of its own. `mention`: named by other records only, so that nothing but its name is known. */
export type RowOrigin = "table" | "mention"

/** A row of a kind of record to which a tenant may give fields of its own. */
export interface CustomRow {
  /** What the row says of custom fields, by key; null where the cell is blank. Left out where no column fills one. */
  readonly custom?: { readonly [key: string]: CustomValue | null }
}

/** A salesperson to import. */
export interface RepRow extends RowPlace {
  /** Whether it has a record of its own. */
  readonly origin: RowOrigin
  /** Name. */
  readonly name: string
  /** Name of the manager; null where none is stated. */
  readonly managerName: string | null
  /** Key of the team; null where none is stated. */
  readonly teamKey: string | null
}

/** A team to import. Teams that are not listed come from the salespeople: their team, else those with one manager. */
export interface TeamRow extends RowPlace {
  /** Whether it has a record of its own. */
  readonly origin: RowOrigin
  /** Name. */
  readonly name: string
  /** Name of its manager; null where none or more than one is stated. */
  readonly managerName: string | null
  /** Region or office; null where none or more than one is stated. */
  readonly region: string | null
}

/** A product to import. */
export interface ProductRow extends RowPlace {
  /** Whether it has a record of its own. */
  readonly origin: RowOrigin
  /** Name. */
  readonly name: string
  /** Series or category; null where none is stated. */
  readonly series: string | null
  /** List price of one unit in whole minor units; null where none is stated. */
  readonly listPriceMinor: number | null
  /** ISO 4217 code of the list price. */
  readonly currency: string
}

/** A client to import. */
export interface ClientRow extends RowPlace, CustomRow {
  /** Whether it has a record of its own. */
  readonly origin: RowOrigin
  /** Name. */
  readonly name: string
  /** Sector of business as written; null where none is stated. */
  readonly sector: string | null
  /** Country, city or region as written; null where none is stated. */
  readonly location: string | null
  /** Key of the salesperson in charge; null where none is stated. */
  readonly ownerKey: string | null
  /** Telephone numbers as written. */
  readonly phones: ReadonlyArray<string>
  /** Mail addresses as written. */
  readonly emails: ReadonlyArray<string>
  /** Taxpayer's number as written; null where none is stated. */
  readonly taxId: string | null
}

/** A person at a client to import. */
export interface ContactRow extends RowPlace, CustomRow {
  /** Name. */
  readonly name: string
  /** Key of the client. */
  readonly clientKey: string
  /** What the person does there, as written; null where it is not stated. */
  readonly position: string | null
  /** Telephone numbers as written. */
  readonly phones: ReadonlyArray<string>
  /** Mail addresses as written. */
  readonly emails: ReadonlyArray<string>
}

/** A deal to import. */
export interface DealRow extends RowPlace, CustomRow {
  /** Title; null where none is stated. */
  readonly title: string | null
  /** Key of the client; null where none is stated. */
  readonly clientKey: string | null
  /** Key of the owner; null where none is stated. */
  readonly ownerKey: string | null
  /** Key of whose result a closed deal is; left out where nobody is named. */
  readonly sellerKey?: string
  /** Key of the product; null where none is stated. */
  readonly productKey: string | null
  /** The stage as written; a status of its own may make a deal won or lost while its stage is an open one. */
  readonly stageName: string
  /** Open, won or lost. */
  readonly outcome: DealOutcome
  /** The day it was opened; null where the source does not say. */
  readonly openedOn: CalendarDate | null
  /** The day it was won or lost; null while open, and where the source does not say. */
  readonly closedOn: CalendarDate | null
  /** Why it was lost, from the department's list; null where it is not or the cell is blank, left out where no column says. */
  readonly lostReasonId?: string | null
  /** Amount in whole minor units; null where none is stated. */
  readonly amountMinor: number | null
  /** List price of the product times the quantity (1 where there is no such column) in whole minor units; null where unknown. */
  readonly listAmountMinor: number | null
  /** ISO 4217 code of both amounts. */
  readonly currency: string
}

/** A lead to import. */
export interface LeadRow extends RowPlace, CustomRow {
  /** Name; null where none is stated. */
  readonly name: string | null
  /** Source or channel as written; null where none is stated. */
  readonly source: string | null
  /** Status as written; null where none is stated. */
  readonly status: string | null
  /** Key of the owner; null where none is stated. */
  readonly ownerKey: string | null
  /** Company as written; null where none is stated. */
  readonly company: string | null
  /** Telephone numbers as written. */
  readonly phones: ReadonlyArray<string>
  /** Mail addresses as written. */
  readonly emails: ReadonlyArray<string>
  /** The day of the first contact; null where the source does not say. */
  readonly createdOn: CalendarDate | null
  /** Key of the deal it became; null where the files do not show one. */
  readonly dealKey: string | null
}

/** A target to import: of a person or of a team, never of both. */
export interface TargetRow extends RowPlace {
  /** Key of the salesperson; null for a team's target. */
  readonly ownerKey: string | null
  /** Key of the team; null for a person's target. */
  readonly teamKey: string | null
  /** Month `2026-03`, quarter `2026-Q1` or year `2026`. */
  readonly period: string
  /** Amount in whole minor units. */
  readonly amountMinor: number
  /** ISO 4217 code. */
  readonly currency: string
}
