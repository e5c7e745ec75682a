import { planTable, planVersionTable } from "../plan/PlanTable.ts"
import { element, elementOrNull, ownText, place, shown, viewOfRecords } from "./View.ts"

/** Plans. */
export const plansView = viewOfRecords("plans", planTable, {
  about: "A plan.",
  columns: {
    id: shown("the plan"),
    name: ownText("name", "its name"),
    currency: shown("currency of all its money, ISO 4217"),
  },
})

/** Measures of plans. */
export const planMeasuresView = viewOfRecords("plan_measures", planTable, {
  about: "Something that a plan sets targets for.",
  list: "measures",
  columns: {
    plan_id: shown("the plan", "id"),
    measure: element("text", "id", "its name within the plan"),
    kind: element("text", "kind", "`money` in minor units, `units`, `counts`, `documents`, `payments` or `debts`"),
    credit: elementOrNull("text", "credit", "which fact counts towards it"),
  },
})

/** Targets of plans. */
export const targetsView = viewOfRecords("targets", planVersionTable, {
  about: "A planned figure of one version of a plan. A scope that is null is for all.",
  list: "targets",
  columns: {
    plan_id: shown("the plan"),
    plan_version_id: shown("the version", "id"),
    version_no: shown("number of the version within the plan", "number"),
    baseline: shown("`original`, `current`, `stretch`, `proposal` or `scenario`"),
    status: shown("where the version stands; `approved` and `adopted` ones are in force"),
    effective_from: shown("first day on which the version holds"),
    target_no: place("its place in the version, from 1"),
    measure: element("text", "measure", "the measure"),
    period: element("text", "period", "label of the period, such as `2026-11` or `2026-Q3`"),
    value: element("integer", "value", "whole units, or minor units of the plan's currency"),
    padding: element("integer", "padding", "the part of the value laid on above what the level above had to reach"),
    rep_id_text: elementOrNull("text", "repId", "whose target: the person's id as text, as it was given"),
    team_id: elementOrNull("text", "teamId", "of which team"),
    product_id: elementOrNull("text", "productId", "for which product"),
    segment_id: elementOrNull("text", "segmentId", "for which segment"),
    pipeline_id: elementOrNull("text", "pipelineId", "in which pipeline"),
    client_id: elementOrNull("text", "clientId", "with which client"),
  },
})
