import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Problem } from "../../shared/Problem.ts"

/** What could be the id of a record in any store. */
export const isIdText = (id: unknown): boolean => typeof id === "string" && !id.includes("\u0000") && id.isWellFormed()

const idProblem: Problem = {
  path: "id",
  code: "id.text",
  message: {
    en: "must be the id of a record: a text, without NUL and half surrogate pairs",
    ru: "ожидается идентификатор записи: текст, без NUL и половин суррогатных пар",
  },
}

/** The refusal of what could not. */
export const notAnId = (): InputInvalid => new InputInvalid([idProblem])
