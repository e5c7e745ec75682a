/** A deal as a source states it that carries nothing but where the deal stands. */
export const statedDeal = {
  id: "deal_1",
  title: "Audit",
  stageId: "newLead",
  clientId: null,
  ownerId: null,
  productId: null,
  amount: null,
  listAmount: null,
  openedOn: "2026-01-05",
  closedOn: null,
} as const
