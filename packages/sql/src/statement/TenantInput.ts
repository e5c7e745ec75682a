import { InputInvalid } from "@salesdept/core/shared"
import type { Message } from "@salesdept/core/shared"

const wrong = (path: string, message: Message): InputInvalid =>
  new InputInvalid([{ path, code: "field.type", message }])

/**
 * Holds what a call is given of a tenant to its shape, before anything is asked: of nobody there would be nothing to export or to erase,
 * which reads like a tenant who is gone.
 *
 * @throws InputInvalid where it is no id of a tenant
 */
export const checkedTenant = (tenant: unknown): void => {
  if (typeof tenant === "string" && tenant.trim() !== "") return
  throw wrong("tenant", {
    en: "must be the tenant's id, as given to dept.tenant (a text)",
    ru: "ожидается идентификатор арендатора, как в dept.tenant (текст)",
  })
}

/**
 * Holds what takes the rows of an export to being a function.
 *
 * @throws InputInvalid where it is none
 */
export const checkedTaker = (onRows: unknown): void => {
  if (typeof onRows === "function") return
  throw wrong("onRows", {
    en: "must be a function of a table and its rows",
    ru: "ожидается функция от таблицы и её строк",
  })
}

/**
 * Holds what is put back to being a series of tables with rows.
 *
 * @throws InputInvalid where nothing can be gone through, or it is a text
 */
export const checkedBatches = (batches: unknown): void => {
  const isSeries =
    typeof batches === "object" && batches !== null && (Symbol.iterator in batches || Symbol.asyncIterator in batches)
  if (isSeries) return
  throw wrong("batches", {
    en: "must be a list of tables with their rows: { table, rows }",
    ru: "ожидается список таблиц со строками: { table, rows }",
  })
}
