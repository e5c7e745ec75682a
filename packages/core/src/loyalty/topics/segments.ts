/**
 * Segments by recency, frequency and spend, and satisfaction. Pure.
 *
 * @packageDocumentation
 */
export type { RfmCounts, RfmFact, RfmScale, RfmScore, RfmScoring, RfmSettings, RfmThresholds } from "../Rfm.ts"
export { rfmFacts, rfmScores } from "../Rfm.ts"
export type {
  CustomerSatisfaction,
  CustomerSatisfactionSettings,
  NetPromoterScore,
  SatisfactionSettings,
} from "../Satisfaction.ts"
export { customerSatisfaction, netPromoterScore } from "../Satisfaction.ts"
export type { Segment, SegmentMap, SegmentMapDefinition, SegmentRule, SegmentSummary } from "../SegmentMap.ts"
export { segmentMap, segmentOf, segmentSummaries } from "../SegmentMap.ts"
export { sixSegments, tenSegments } from "../SegmentMaps.ts"
