import type { BatchRefused } from "../ports/command/BatchErrors.ts"
import type { NoOutbox } from "../ports/outbox/OutboxErrors.ts"
import type { NoTenantList } from "../ports/TenantCare.ts"
import { isSalesDeptError as isFailure } from "../shared/Failure.ts"
import type { ErrorsOf } from "./Promised.ts"
import type { UseCases } from "./UseCases.ts"

/**
 * The errors that one call of a session rejects with.
 *
 * @example
 * ```ts
 * const answer = (error: import("@salesdept/core/promise").Rejection<"deals", "move">) => (error._tag === "MoveRefused" ? error.data.unmet : error.messages.en)
 * ```
 */
export type Rejection<Area extends keyof UseCases, Name extends keyof UseCases[Area]> = ErrorsOf<UseCases[Area][Name]>

/** Every error that a call of the facade may reject with, told apart by `_tag`. */
export type SalesDeptError =
  | {
      [Area in keyof UseCases]: { [Name in keyof UseCases[Area]]: ErrorsOf<UseCases[Area][Name]> }[keyof UseCases[Area]]
    }[keyof UseCases]
  | BatchRefused
  | NoOutbox
  | NoTenantList

/**
 * Recognises an error of the library in a `catch`, by its mark and not by `instanceof`: two copies of the package still agree. Behind
 * it `error._tag` completes in an editor, and each tag brings the type of its `data`.
 *
 * @param error - whatever was caught
 * @example
 * ```ts
 * import { isSalesDeptError, memory, salesDept } from "@salesdept/core/promise"
 *
 * await using dept = await salesDept({ store: memory() })
 * const shop = dept.tenant("shop-17").as("user:42")
 * const error: unknown = await shop.deals.open({ title: "Audit" }).catch((thrown: unknown) => thrown)
 * if (!isSalesDeptError(error)) throw error
 * error._tag // "DepartmentMissing"
 * ```
 */
export const isSalesDeptError = (error: unknown): error is SalesDeptError => isFailure(error)
