import { Failure } from "../shared/Failure.ts"

/** A series or a fraction did not settle within its bound of terms, so there is no value that could be trusted. */
export class NotConverged extends Failure<
  "NotConverged",
  {
    /** The function that was asked for. */
    readonly method: string
    /** Terms taken before giving up. */
    readonly terms: number
  }
> {
  readonly _tag = "NotConverged"
  constructor(method: string, terms: number) {
    super(
      {
        en: `${method} did not converge within ${terms} terms`,
        ru: `Вычисление ${method} не сошлось за ${terms} членов`,
      },
      { method, terms },
    )
  }
}
