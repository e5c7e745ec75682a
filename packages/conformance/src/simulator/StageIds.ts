/** Stages of the preset pipeline `servicesWithActs`, in order; `lost` stands apart. */
export const stageOrder = [
  "newLead",
  "contact",
  "needs",
  "proposal",
  "negotiation",
  "contract",
  "paymentControl",
  "fulfilment",
  "closingDocuments",
  "aftercare",
  "done",
] as const

/** A stage of the preset pipeline `servicesWithActs`. */
export type StageId = (typeof stageOrder)[number] | "lost"

/**
 * A stage in which the client has not decided yet; a deal that leaves `contract` forward is agreed and will not be
 * lost.
 */
export type SellingStageId = "newLead" | "contact" | "needs" | "proposal" | "negotiation" | "contract"
