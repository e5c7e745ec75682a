import { Failure } from "@salesdept/core/shared"

/** A file cannot be read or written. */
export class FileUnreadable extends Failure<"FileUnreadable", { readonly file: string; readonly reason: string }> {
  readonly _tag = "FileUnreadable"
  constructor(file: string, reason: string, cause: unknown) {
    super(
      { en: `${file}: the file cannot be used (${reason})`, ru: `${file}: файл недоступен (${reason})` },
      { file, reason },
      { cause },
    )
  }
}
