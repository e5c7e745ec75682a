import type { Segment, SegmentMap } from "./SegmentMap.ts"
import { segmentMap } from "./SegmentMap.ts"

const champions: Segment = { key: "champions", title: { en: "Champions", ru: "Лучшие клиенты" } }
const loyal: Segment = { key: "loyal", title: { en: "Loyal", ru: "Постоянные" } }
const potential: Segment = { key: "potential", title: { en: "Potentially loyal", ru: "Могут стать постоянными" } }
const fresh: Segment = { key: "new", title: { en: "New", ru: "Новые" } }
const promising: Segment = { key: "promising", title: { en: "Promising", ru: "Перспективные" } }
const attention: Segment = { key: "attention", title: { en: "Need attention", ru: "Требуют внимания" } }
const cooling: Segment = { key: "cooling", title: { en: "Cooling down", ru: "Остывающие" } }
const atRisk: Segment = { key: "atRisk", title: { en: "At risk", ru: "Могут уйти" } }
const cannotLose: Segment = { key: "cannotLose", title: { en: "Can't lose", ru: "Нельзя потерять" } }
const asleep: Segment = { key: "asleep", title: { en: "Asleep", ru: "Спящие" } }

/**
 * Ten segments by recency and frequency, each 1 to 5, for bases of some hundreds of customers and more. Spend is left to
 * order customers within a segment: it largely repeats frequency.
 */
export const tenSegments: SegmentMap = /* @__PURE__ */ segmentMap({
  name: "ten segments by recency and frequency",
  bins: 5,
  segments: [champions, loyal, potential, fresh, promising, attention, cooling, atRisk, cannotLose, asleep],
  rules: [
    { segment: "champions", recency: [5, 5], frequency: [4, 5] },
    { segment: "loyal", recency: [3, 4], frequency: [4, 5] },
    { segment: "potential", recency: [4, 5], frequency: [2, 3] },
    { segment: "new", recency: [5, 5], frequency: [1, 1] },
    { segment: "promising", recency: [4, 4], frequency: [1, 1] },
    { segment: "attention", recency: [3, 3], frequency: [3, 3] },
    { segment: "cooling", recency: [3, 3], frequency: [1, 2] },
    { segment: "atRisk", recency: [1, 2], frequency: [3, 4] },
    { segment: "cannotLose", recency: [1, 2], frequency: [5, 5] },
    { segment: "asleep", recency: [1, 2], frequency: [1, 2] },
  ],
})

/** Six segments by scores of 1 to 3, for small bases, as of most sellers of services; spend tells whom not to lose. */
export const sixSegments: SegmentMap = /* @__PURE__ */ segmentMap({
  name: "six segments by three scores",
  bins: 3,
  segments: [champions, loyal, fresh, attention, cannotLose, asleep],
  rules: [
    { segment: "champions", recency: [3, 3], frequency: [3, 3] },
    { segment: "loyal", recency: [2, 3], frequency: [2, 2] },
    { segment: "loyal", recency: [2, 2], frequency: [3, 3] },
    { segment: "new", recency: [3, 3], frequency: [1, 1] },
    { segment: "attention", recency: [2, 2], frequency: [1, 1] },
    { segment: "attention", recency: [1, 1], frequency: [2, 3], spend: [1, 2] },
    { segment: "cannotLose", recency: [1, 1], frequency: [2, 3], spend: [3, 3] },
    { segment: "asleep", recency: [1, 1], frequency: [1, 1] },
  ],
})
