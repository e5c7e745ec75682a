import { clientsView, contactsView, dialogsView, leadsView, nextStepsView } from "./ClientViews.ts"
import { dealLinesView, dealsView, productsView, stageMovesView } from "./DealViews.ts"
import { planMeasuresView, plansView, targetsView } from "./PlanViews.ts"
import { findingsView } from "./ReviewViews.ts"
import {
  closingDocumentsView,
  instalmentsView,
  invoicesView,
  paymentAllocationsView,
  paymentsView,
  refundsView,
} from "./SettlementViews.ts"
import { repsView, teamsView } from "./TeamViews.ts"
import type { View } from "./View.ts"

/** Every view that hosts may read. */
export const views: ReadonlyArray<View> = [
  clientsView,
  contactsView,
  leadsView,
  dialogsView,
  nextStepsView,
  dealsView,
  dealLinesView,
  stageMovesView,
  productsView,
  invoicesView,
  instalmentsView,
  paymentsView,
  paymentAllocationsView,
  refundsView,
  closingDocumentsView,
  repsView,
  teamsView,
  plansView,
  planMeasuresView,
  targetsView,
  findingsView,
]
