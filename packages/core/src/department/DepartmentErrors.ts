import { Failure } from "../shared/Failure.ts"
import type { Problem } from "../shared/Problem.ts"

/** The configuration is not sound; every problem at once. Nothing was published. */
export class DepartmentInvalid extends Failure<"DepartmentInvalid", { readonly problems: ReadonlyArray<Problem> }> {
  readonly _tag = "DepartmentInvalid"
  constructor(problems: ReadonlyArray<Problem>) {
    const list = (language: "en" | "ru") =>
      problems.map(({ path, message }) => `${path}: ${message[language]}`).join("; ")
    super(
      {
        en: `The department's configuration is not accepted: ${list("en")}`,
        ru: `Настройки отдела не приняты: ${list("ru")}`,
      },
      { problems },
    )
  }
}
