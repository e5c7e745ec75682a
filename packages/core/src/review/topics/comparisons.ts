/**
 * Comparisons that may be believed: people with their peers, rates of winning and of mistakes, what an action did. Pure.
 *
 * @packageDocumentation
 */
export type { MistakeLimits, MistakeMeasure, MistakeRate } from "../MistakeRates.ts"
export { mistakeMeasures, mistakeRates } from "../MistakeRates.ts"
export type { PeerComparison, PeerCount, PeerSettings, PeerVerdict } from "../PeerComparison.ts"
export { comparePeers } from "../PeerComparison.ts"
export type { WinRateComparison, WinRateComparisons } from "../WinRateComparison.ts"
export { compareWinRates } from "../WinRateComparison.ts"
export type { ActionOutcome, ActionVerdict } from "../ActionEffect.ts"
export { actionEffect, leastRecords } from "../ActionEffect.ts"
export type { Growth } from "../Growth.ts"
export { growth } from "../Growth.ts"
