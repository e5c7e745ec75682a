import type { FailureFields } from "../shared/Failure.ts"
import { Failure } from "../shared/Failure.ts"
import type { Language, Message } from "../shared/Message.ts"
import { headerNames } from "./HeaderName.ts"
import { importEntities } from "./ImportField.ts"
import type { ImportEntity } from "./ImportField.ts"

/** What a file that holds no plain text looks like. */
export type FileLooks = "xlsx" | "xls" | "pdf" | "image" | "archive" | "markup" | "binary"

const looks: { readonly [Looks in FileLooks]: Message } = {
  xlsx: { en: "an Excel workbook or a zip archive", ru: "книга Excel или архив zip" },
  xls: { en: "an old Excel workbook", ru: "книга Excel старого формата" },
  pdf: { en: "a PDF", ru: "PDF" },
  image: { en: "an image", ru: "изображение" },
  archive: { en: "a compressed archive", ru: "сжатый архив" },
  markup: { en: "an HTML or XML page", ru: "страница HTML или XML" },
  binary: { en: "binary data", ru: "двоичные данные" },
}

/** A file holds no delimited text at all. Save it as CSV first. */
export class FileNotText extends Failure<"FileNotText", { readonly file: string; readonly looksLike: FileLooks }> {
  readonly _tag = "FileNotText"
  constructor(file: string, looksLike: FileLooks) {
    super(
      {
        en: `${file} is ${looks[looksLike].en}, not a text table; save it as CSV`,
        ru: `${file}: это ${looks[looksLike].ru}, а не текстовая таблица; сохраните файл в формате CSV`,
      },
      { file, looksLike },
    )
  }
}

/**
 * The bytes of a file cannot be read as text without guessing. `line` names the first line that is not valid where the
 * file is nearly, but not wholly, valid in `encoding`; both are null where no encoding fits.
 */
export class EncodingUnknown extends Failure<
  "EncodingUnknown",
  { readonly file: string; readonly encoding: string | null; readonly line: number | null }
> {
  readonly _tag = "EncodingUnknown"
  constructor(file: string, encoding: string | null, line: number | null) {
    super(
      encoding === null
        ? {
            en: `${file} is in no encoding known here; save it as UTF-8`,
            ru: `${file}: кодировку определить не удалось; сохраните файл в UTF-8`,
          }
        : {
            en: `${file} is not valid ${encoding}: the first broken character is on line ${line}`,
            ru: `${file}: это не корректный ${encoding}, первый повреждённый символ в строке ${line}`,
          },
      { file, encoding, line },
    )
  }
}

/** A file has no text in it. */
export class CsvEmpty extends Failure<"CsvEmpty", { readonly file: string }> {
  readonly _tag = "CsvEmpty"
  constructor(file: string) {
    super({ en: `${file} is empty`, ru: `${file}: файл пуст` }, { file })
  }
}

/** A file has a header and no records. */
export class CsvHeaderOnly extends Failure<
  "CsvHeaderOnly",
  { readonly file: string; readonly columns: ReadonlyArray<string> }
> {
  readonly _tag = "CsvHeaderOnly"
  constructor(file: string, columns: ReadonlyArray<string>) {
    super(
      { en: `${file} has a header and no records`, ru: `${file}: есть заголовок, но нет ни одной записи` },
      { file, columns },
    )
  }
}

/** None of comma, semicolon, tab and `|` divides the header into columns. */
export class DelimiterUnknown extends Failure<"DelimiterUnknown", { readonly file: string }> {
  readonly _tag = "DelimiterUnknown"
  constructor(file: string) {
    super(
      {
        en: `${file} has one column: no comma, semicolon, tab or | divides its header; where the header stands lower, delete the lines above it`,
        ru: `${file}: в файле один столбец — заголовок не делится ни запятой, ни точкой с запятой, ни табуляцией, ни знаком |; если заголовок ниже, удалите строки над ним`,
      },
      { file },
    )
  }
}

/** How quotes are broken: a quoted cell that never ends, or text between a closing quote and the next delimiter. */
export type QuoteFault = "notClosed" | "textAfterQuote"

/** Quotes of a file are broken, so that the bounds of its records are not known from `line` (physical, from 1) on. */
export class QuotesBroken extends Failure<
  "QuotesBroken",
  { readonly file: string; readonly line: number; readonly fault: QuoteFault }
> {
  readonly _tag = "QuotesBroken"
  constructor(file: string, line: number, fault: QuoteFault) {
    super(
      fault === "notClosed"
        ? {
            en: `${file}, line ${line}: a quote is opened and never closed`,
            ru: `${file}, строка ${line}: кавычка открыта и не закрыта`,
          }
        : {
            en: `${file}, line ${line}: text follows a closing quote`,
            ru: `${file}, строка ${line}: после закрывающей кавычки идёт текст`,
          },
      { file, line, fault },
    )
  }
}

/** Columns that one file lacks. */
export interface MissingColumns {
  /** Name of the file. */
  readonly file: string
  /** What the file was taken for. */
  readonly entity: ImportEntity
  /** The fields without a column; each item lists alternatives of which one is enough. */
  readonly fields: ReadonlyArray<ReadonlyArray<string>>
  /** The columns the file has. */
  readonly columns: ReadonlyArray<string>
}

const isRussian = (name: string): boolean => /[а-я]/u.test(name)

/** Each field with the name that its column usually bears in the language. */
const listedColumns = (missing: ReadonlyArray<MissingColumns>, language: Language): string => {
  const named = (entity: ImportEntity, field: string): string => {
    const usual = headerNames(entity, field).find((name) => isRussian(name) === (language === "ru"))
    if (usual === undefined) return field
    return language === "ru" ? `${field} («${usual}»)` : `${field} (“${usual}”)`
  }
  const or = language === "ru" ? " или " : " or "
  return missing
    .map(({ file, entity, fields }) => {
      const asked = fields.map((alternatives) => alternatives.map((field) => named(entity, field)).join(or))
      return `${file} (${importEntities[entity].name[language]}): ${asked.join(", ")}`
    })
    .join("; ")
}

/** Files lack columns without which their records cannot be read; every missing one is named. */
export class ColumnsMissing extends Failure<"ColumnsMissing", { readonly missing: ReadonlyArray<MissingColumns> }> {
  readonly _tag = "ColumnsMissing"
  constructor(missing: ReadonlyArray<MissingColumns>) {
    super(
      {
        en: `Columns are missing: ${listedColumns(missing, "en")}. Name a column so, or map it`,
        ru: `Не хватает столбцов: ${listedColumns(missing, "ru")}. Назовите столбец так или укажите его в сопоставлении`,
      },
      { missing },
    )
  }
}

/** A file that is not read, and why. */
export interface UnreadFile {
  /** Name of the file. */
  readonly file: string
  /** Why it is not read. */
  readonly why: Message
}

/** No file was recognised as records of a known kind; say in the mapping what each file is. */
export class NothingToImport extends Failure<"NothingToImport", { readonly files: ReadonlyArray<UnreadFile> }> {
  readonly _tag = "NothingToImport"
  constructor(files: ReadonlyArray<UnreadFile>) {
    const listed = (language: keyof Message) => files.map(({ file, why }) => `${file}: ${why[language]}`).join("; ")
    super(
      files.length === 0
        ? { en: "No file was given", ru: "Не указан ни один файл" }
        : {
            en: `No file holds records that can be imported. ${listed("en")}`,
            ru: `Ни в одном файле нет записей, которые можно импортировать. ${listed("ru")}`,
          },
      { files },
    )
  }
}

/** A set of files cannot be planned. Carries every reason found, each with its own tag; nothing was read in part. */
export class ImportRefused extends Failure<"ImportRefused", { readonly problems: ReadonlyArray<FailureFields> }> {
  readonly _tag = "ImportRefused"
  constructor(problems: ReadonlyArray<FailureFields>) {
    super(
      {
        en: problems.map(({ messages }) => messages.en).join("; "),
        ru: problems.map(({ messages }) => messages.ru).join("; "),
      },
      { problems },
    )
  }
}
