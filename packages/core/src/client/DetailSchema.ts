import * as Schema from "effect/Schema"
import { textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"

/** Text on one line. */
const lineField = (maximum: number) =>
  textField(maximum).check(
    check<string>(
      "text.oneLine",
      { en: "must stand on one line", ru: "должно помещаться на одной строке" },
      (text) => !/[\r\n]/.test(text),
    ),
  )

/** A language by its BCP 47 tag, such as `ru` or `pt-BR`; 2 to 35 characters. */
export const languageField = Schema.String.check(
  check(
    "language.shape",
    { en: "must be a language tag such as ru or pt-BR", ru: "ожидается код языка, например ru или pt-BR" },
    (text) => /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$/.test(text),
  ),
)

const lines = (maximum: number) => Schema.Array(lineField(maximum)).check(Schema.isMaxLength(20))

const clearable = <Value extends Schema.Top>(value: Value) => Schema.optionalKey(Schema.NullOr(value))

/** Numbers, addresses and free text of a person or a company; on a change null removes them. */
export const detailFields = {
  /** Telephone numbers as they are written, at most 20; compared in E.164. Texts: erased with the person. */
  phones: clearable(lines(60)),
  /** Mail addresses, at most 20. Texts. */
  emails: clearable(lines(254)),
  /** The tax number (INN, VAT), by which duplicates are found. A text. */
  taxId: clearable(lineField(40)),
  /** Postal address; up to 1,000 characters. A text. */
  address: clearable(textField(1000)),
  /** Address of the website; up to 500 characters. A text. */
  website: clearable(lineField(500)),
  /** Anything else, in words; up to 10,000 characters. A text. */
  comment: clearable(textField(10_000)),
}

/** What is added of a person at a company. */
export const positionField = clearable(textField(300))

/** The company as a lead gave it. */
export const companyField = clearable(textField(300))

/** The manner in which the client wants to be dealt with. */
export const mannerField = clearable(textField(1000))

/** The name of a person or a company. */
export const nameField = textField(300)
