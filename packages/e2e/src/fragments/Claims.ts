/** A value as documents write it: `[{ kind: "phone", points: 40 }]`. */
export const written = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`
  if (typeof value === "bigint") return `${value}n`
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? String(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  if (members.length === 0) return "{}"
  return `{ ${members.map(([name, member]) => `${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${written(member)}`).join(", ")} }`
}

/** Spaces that do not break look like others to a reader, and are written as others. */
const asRead = (text: string): string => text.replaceAll(/[\u00A0\u202F]/g, " ")

/** Whether a text is what a document says, where `…` stands for anything. */
export const isAsClaimed = (text: string, claim: string): boolean =>
  new RegExp(
    `^${asRead(claim)
      .replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("…", "[^]*")}$`,
  ).test(asRead(text))
