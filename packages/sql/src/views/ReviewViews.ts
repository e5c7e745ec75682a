import { findingTable } from "../review/ReviewTables.ts"
import { inside, shown, viewOfRecords } from "./View.ts"

/** Findings. */
export const findingsView = viewOfRecords("findings", findingTable, {
  about: "A finding of a review.",
  columns: {
    id: shown("the finding"),
    rule_id: shown("the rule that found it"),
    kind: shown("`mistake`, `missedOpportunity` or `win`"),
    severity: shown("`critical`, `major` or `minor`"),
    owner_id: shown("whom it concerns; null for the department as a whole"),
    title_en: inside("text", "words", ["title", "en"], "one line in English"),
    title_ru: inside("text", "words", ["title", "ru"], "one line in Russian"),
    at_stake_minor: inside("integer", "at_stake", ["amountMinor"], "the money it concerns, minor units"),
    at_stake_currency: inside("text", "at_stake", ["currency"], "its currency"),
    period_from: shown("first day of the period"),
    period_to: shown("last day of the period (inclusive)"),
    status: shown("where it stands"),
    raised_at: shown("when it was raised"),
    corrected_at: shown("when it was corrected"),
  },
})
