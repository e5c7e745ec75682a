/**
 * The working logic of a sales department. Areas stand as namespaces here and as subpaths (`@salesdept/core/deal`), which
 * are smaller to import; hosts on Effect begin at `@salesdept/core/effect`, others at `@salesdept/core/promise`.
 *
 * @packageDocumentation
 */
export * as client from "./client/index.ts"
export * as control from "./control/index.ts"
export * as deal from "./deal/index.ts"
export * as department from "./department/index.ts"
export * as exchange from "./exchange/index.ts"
export * as journal from "./journal/index.ts"
export * as loyalty from "./loyalty/index.ts"
export * as memory from "./memory/index.ts"
export * as plan from "./plan/index.ts"
export * as script from "./script/index.ts"
export * as ports from "./ports/index.ts"
export * as review from "./review/index.ts"
export * as settlement from "./settlement/index.ts"
export * as shared from "./shared/index.ts"
export * as stats from "./stats/index.ts"
export * as team from "./team/index.ts"
