/** A value as documents write it: `[{ kind: "phone", points: 40 }]`. */
export const written = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`
  if (typeof value === "bigint") return `${value}n`
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? String(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  if (members.length === 0) return "{}"
  return `{ ${members.map(([name, member]) => `${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${written(member)}`).join(", ")} }`
}

/** Whether a text is what a document says, where `…` stands for anything. */
export const isAsClaimed = (text: string, claim: string): boolean =>
  new RegExp(`^${claim.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", "[^]*")}$`).test(text)
