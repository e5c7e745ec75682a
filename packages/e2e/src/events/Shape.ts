/** The shape of a JSON value, as a type says it: what is compared between versions, and what payloads are held to. */
export type Shape =
  | { readonly is: "string" | "number" | "boolean" | "null" | "unknown" | "never" }
  /** Text that begins so. */
  | { readonly is: "prefixed"; readonly prefix: string }
  | { readonly is: "literal"; readonly value: string | number | boolean }
  | { readonly is: "list"; readonly of: Shape }
  | { readonly is: "map"; readonly of: Shape }
  | { readonly is: "union"; readonly of: ReadonlyArray<Shape> }
  | { readonly is: "object"; readonly fields: ReadonlyArray<ShapeField> }
  /** A type within itself, by its name. */
  | { readonly is: "again"; readonly name: string }

/** A field of an object. */
interface ShapeField {
  /** Its name. */
  readonly name: string
  /** Whether it may be absent. */
  readonly optional: boolean
  /** What it holds. */
  readonly shape: Shape
}

/** A shape as one line of text, the same for the same shape whatever its source's order. */
export const shapeText = (shape: Shape): string => {
  switch (shape.is) {
    case "literal":
      return JSON.stringify(shape.value)
    case "prefixed":
      return `\`${shape.prefix}…\``
    case "list":
      return `[${shapeText(shape.of)}]`
    case "map":
      return `{*: ${shapeText(shape.of)}}`
    case "union":
      return [...new Set(shape.of.map(shapeText))].toSorted().join(" | ")
    case "object": {
      const fields = shape.fields.toSorted((left, right) => (left.name < right.name ? -1 : 1))
      return `{${fields.map(({ name, optional, shape: field }) => `${name}${optional ? "?" : ""}: ${shapeText(field)}`).join(", ")}}`
    }
    case "again":
      return `↻${shape.name}`
    default:
      return shape.is
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Why a value is not of a shape, with its path; null where it is. */
export const misfit = (shape: Shape, value: unknown, path = "payload"): string | null => {
  const unlike = `${path} is not ${shapeText(shape).slice(0, 100)}: ${JSON.stringify(value)?.slice(0, 100) ?? "absent"}`
  switch (shape.is) {
    case "unknown":
    case "again":
      return null
    case "never":
      return unlike
    case "null":
      return value === null ? null : unlike
    case "literal":
      return value === shape.value ? null : unlike
    case "prefixed":
      return typeof value === "string" && value.startsWith(shape.prefix) ? null : unlike
    case "list":
      if (!Array.isArray(value)) return unlike
      return value.map((item, index) => misfit(shape.of, item, `${path}[${index}]`)).find((why) => why !== null) ?? null
    case "map":
      if (!isObject(value)) return unlike
      return Object.entries(value).flatMap(([key, item]) => misfit(shape.of, item, `${path}.${key}`) ?? [])[0] ?? null
    case "union":
      return shape.of.some((one) => misfit(one, value, path) === null) ? null : unlike
    case "object": {
      if (!isObject(value)) return unlike
      const known = new Set(shape.fields.map(({ name }) => name))
      const extra = Object.keys(value).find((name) => !known.has(name))
      if (extra !== undefined) return `${path}.${extra} is in no type`
      for (const { name, optional, shape: field } of shape.fields) {
        if (!Object.hasOwn(value, name)) {
          if (optional) continue
          return `${path}.${name} is absent`
        }
        const why = misfit(field, value[name], `${path}.${name}`)
        if (why !== null) return why
      }
      return null
    }
    default:
      return typeof value === shape.is ? null : unlike
  }
}
