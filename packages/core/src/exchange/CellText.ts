const blankWords = new Set(
  [
    "n/a",
    "#n/a",
    "na",
    "nan",
    "null",
    "none",
    "nil",
    "undefined",
    "(no value)",
    "(blank)",
    "(empty)",
    "-",
    "--",
    "–",
    "—",
  ].concat(["нет", "нет данных", "не указано", "не указан", "не указана", "не заполнено", "пусто", "(пусто)", "н/д"]),
)

/** Whether a cell is not empty, yet its words say that it holds nothing: `N/A`, `—`, `не указано`. */
const isBlankWord = (text: string): boolean => blankWords.has(text.toLowerCase())

/** A cell's text; null where it is empty or says so in words. */
export const cellText = (text: string): string | null => (text === "" || isBlankWord(text) ? null : text)

const emptyDays = new RegExp(
  `^(?:${[
    "0000-00-00",
    "0001-01-01",
    "1899-12-30",
    "00[./]0[01][./](?:0000|1900)",
    "01[./]01[./]0001",
    "30[./]12[./]1899",
    "12/30/1899",
    "1/0/1900",
  ].join("|")})(?:$|[T ])`,
)

/** Whether a cell holds the day that a system writes where it has none: 1C's `01.01.0001`, MySQL's `0000-00-00`, the zero of spreadsheets. */
export const isEmptyDay = (text: string): boolean => emptyDays.test(text)

/**
 * A text without case, spaces and punctuation, for telling whether two writings are one name (`GTX Pro`, `gtx-pro`). Signs
 * that make different names, as in `C++` and `C#`, stay.
 */
export const foldedText = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("ё", "е")
    .replaceAll(/[^\p{L}\p{N}+#]+/gu, "")

/** The values of a cell that may hold several, divided by commas, semicolons or line ends; each once. */
export const severalIn = (text: string | null): ReadonlyArray<string> =>
  text === null ? [] : [...new Set(text.split(/[,;\n]/).map((value) => value.trim()))].filter((value) => value !== "")
