import { InputInvalid, isInstant } from "@salesdept/core/shared"

const notAnInstant = {
  path: "",
  code: "instant.shape",
  message: {
    en: "a time must be a Date or a UTC text such as 2026-11-23T09:30:00.000Z",
    ru: "время задаётся как Date или текст UTC вида 2026-11-23T09:30:00.000Z",
  },
}

/**
 * An instant as the tables hold it. SQLite puts texts in order as they are written, and Postgres reads many that are no instants
 * (`now`, a date in the session's zone): either would forget or note something else than was meant.
 *
 * @throws InputInvalid where it is neither a Date with a time nor the text of one
 */
export const instantText = (at: Date | string): string => {
  const text = at instanceof Date && !Number.isNaN(at.getTime()) ? at.toISOString() : at
  if (typeof text !== "string" || !isInstant(text)) throw new InputInvalid([notAnInstant])
  return text
}
