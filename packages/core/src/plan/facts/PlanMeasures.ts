/** The measure of won money: of plans that are published by rep and quarter, and of facts where none is named. */
export const wonMinorMeasure = "wonMinor"
