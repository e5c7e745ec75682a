import type { CustomField } from "../shared/CustomField.ts"
import type { Message } from "../shared/Message.ts"
import { normalizedHeader } from "./HeaderName.ts"
import type { ImportEntity } from "./ImportField.ts"
import type { ColumnMapping } from "./ColumnMapping.ts"

/** The field that a column fills, as outcomes name it: `custom.<key>` for a custom field; null where it is not read. */
export const filledField = ({ field, custom = null }: Pick<ColumnMapping, "field" | "custom">): string | null =>
  field ?? (custom === null ? null : `custom.${custom}`)

/** Fields that are called like a column: by their key, else by their label in either language. */
const calledSo = (fields: ReadonlyArray<CustomField>, normalized: string): ReadonlyArray<CustomField> => {
  const byKey = fields.filter(({ key }) => normalizedHeader(key) === normalized)
  if (byKey.length > 0) return byKey
  return fields.filter(({ label }) => [label.en, label.ru].some((name) => normalizedHeader(name) === normalized))
}

const taken = ({ key }: CustomField, column: string): Message => ({
  en: `“${column}” is the name of the custom field ${key}`,
  ru: `«${column}» — название пользовательского поля ${key}`,
})

const severalCalledSo = (fields: ReadonlyArray<CustomField>): Message => {
  const keys = fields.map(({ key }) => key).join(", ")
  return {
    en: `several custom fields are called so (${keys}); say in the mapping which it fills`,
    ru: `так называются несколько пользовательских полей (${keys}); укажите в сопоставлении, какое оно заполняет`,
  }
}

const filledAlready = ({ key }: CustomField): Message => ({
  en: `another column fills the custom field ${key}; not read`,
  ru: `пользовательское поле ${key} заполняет другой столбец; не читается`,
})

/**
 * Gives the columns that no field of a kind takes to the custom fields of that kind whose key or label (English or Russian) they
 * bear, compared as names of columns always are. A name that several fields bear is not guessed; of two columns for one field the
 * first is taken.
 *
 * @param columns - what the columns hold as far as the kind's own fields go
 * @param entity - the kind of record
 * @param customFields - the fields that the tenant has given to records of any kind
 */
export const withCustomColumns = (
  columns: ReadonlyArray<ColumnMapping>,
  entity: ImportEntity,
  customFields: ReadonlyArray<CustomField>,
): ReadonlyArray<ColumnMapping> => {
  const fields = customFields.filter(({ of }) => of === entity)
  const filled = new Set<string>()
  return columns.map(({ custom: _earlier, ...column }): ColumnMapping => {
    if (column.field !== null) return column
    const meant = calledSo(fields, normalizedHeader(column.column))
    const [field] = meant
    if (field === undefined) return column
    if (meant.length > 1) return { ...column, why: severalCalledSo(meant) }
    if (filled.has(field.key)) return { ...column, why: filledAlready(field) }
    filled.add(field.key)
    return { ...column, custom: field.key, why: taken(field, column.column) }
  })
}
