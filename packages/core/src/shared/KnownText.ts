import type { Message } from "./Message.ts"

const mostNamed = 20

/** What there is to choose from, for an error that says that something is not: “there are a, b”. At most twenty are named. */
export const knownText = (known: ReadonlyArray<string>): Message => {
  if (known.length === 0) return { en: "there are none", ru: "список пуст" }
  const named = known.slice(0, mostNamed).join(", ") + (known.length > mostNamed ? ", …" : "")
  return { en: `there are ${named}`, ru: `есть ${named}` }
}
