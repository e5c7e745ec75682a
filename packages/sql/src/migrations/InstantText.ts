/** An instant as the tables hold it. */
export const instantText = (at: Date | string): string => (typeof at === "string" ? at : at.toISOString())
