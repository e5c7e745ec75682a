import { Failure } from "./Failure.ts"

/** A text is not the name of an IANA time zone that the runtime knows. */
export class TimeZoneUnknown extends Failure<
  "TimeZoneUnknown",
  {
    /** The text that was given as a zone. */
    readonly timeZone: string
  }
> {
  readonly _tag = "TimeZoneUnknown"
  constructor(timeZone: string) {
    super(
      {
        en: `"${timeZone}" is not an IANA time zone known here`,
        ru: `«${timeZone}» — неизвестный часовой пояс (нужно имя из базы IANA)`,
      },
      { timeZone },
    )
  }
}
