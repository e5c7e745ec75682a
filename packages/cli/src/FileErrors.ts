import { Failure } from "@salesdept/core/shared"
import type { Message, Problem } from "@salesdept/core/shared"

/** What the system's usual codes mean to a person. */
const reasons: { readonly [code: string]: Message } = {
  ENOENT: { en: "there is no such file or folder", ru: "такого файла или папки нет" },
  EACCES: { en: "no permission", ru: "нет прав" },
  EISDIR: { en: "it is a folder", ru: "это папка" },
  ENOTDIR: { en: "its folder is a file", ru: "вместо папки файл" },
  EEXIST: { en: "a file is there already", ru: "там уже есть файл" },
  EFBIG: { en: "it is larger than 512 MB; split it", ru: "он больше 512 МБ; разделите его" },
  ENOSPC: { en: "the disk is full", ru: "на диске нет места" },
}

const toldOf = (file: string, reason: string): Message => {
  const told = reasons[reason] ?? { en: reason, ru: reason }
  return { en: `${file}: the file cannot be used (${told.en})`, ru: `${file}: файл недоступен (${told.ru})` }
}

/** A file can be no database, or the folder it would lie in is not there. */
export class DatabaseFileUnusable extends Failure<
  "DatabaseFileUnusable",
  { readonly file: string; readonly reason: string }
> {
  readonly _tag = "DatabaseFileUnusable"
  constructor(file: string, reason: string) {
    super(toldOf(file, reason), { file, reason })
  }
}

/** A file cannot be read or written. */
export class FileUnreadable extends Failure<"FileUnreadable", { readonly file: string; readonly reason: string }> {
  readonly _tag = "FileUnreadable"
  constructor(file: string, reason: string, cause: unknown) {
    super(toldOf(file, reason), { file, reason }, { cause })
  }
}

const listed = (file: string, problems: ReadonlyArray<Problem>, language: keyof Message): string =>
  problems.map(({ path, message }) => `\n  ${path === "" ? file : path}: ${message[language]}`).join("")

/** A file holds no department that can be worked with; each problem has a line of its own. */
export class DepartmentUnreadable extends Failure<
  "DepartmentUnreadable",
  { readonly file: string; readonly problems: ReadonlyArray<Problem> }
> {
  readonly _tag = "DepartmentUnreadable"
  constructor(file: string, problems: ReadonlyArray<Problem>, cause?: unknown) {
    super(
      {
        en: `${file}: this department cannot be used${listed(file, problems, "en")}`,
        ru: `${file}: с таким отделом работать нельзя${listed(file, problems, "ru")}`,
      },
      { file, problems },
      { cause },
    )
  }
}
