/** A role that a colour plays in charts and pages. */
export type ColourRole =
  | "surface"
  | "raised"
  | "ink"
  | "muted"
  | "line"
  | "primary"
  | "alarm"
  | "attention"
  | "attentionText"
  | "neutral"
  | "quiet"

/** Hex colours by role. */
export type Palette = { readonly [Role in ColourRole]: string }

/**
 * Colours on a light ground. Blue against vermilion and amber stay apart for every common kind of colour blindness
 * (after M. Okabe and K. Ito, Color Universal Design, 2008; amber and vermilion darkened until they reach 3:1 on white).
 */
export const lightPalette: Palette = {
  surface: "#ffffff",
  raised: "#f4f6f8",
  ink: "#1b2128",
  muted: "#55606d",
  line: "#d5dbe2",
  primary: "#0072b2",
  alarm: "#c2410c",
  attention: "#bd7b00",
  attentionText: "#8a5a00",
  neutral: "#76818e",
  quiet: "#b9c2cc",
}

/** Colours on a dark ground: the same roles, lighter. */
export const darkPalette: Palette = {
  surface: "#12161b",
  raised: "#1b2128",
  ink: "#e9edf2",
  muted: "#a9b3bf",
  line: "#343d48",
  primary: "#56b4e9",
  alarm: "#ff8f57",
  attention: "#f0c04a",
  attentionText: "#f0c04a",
  neutral: "#8d98a5",
  quiet: "#55606d",
}

/** A role's colour as CSS: the page's custom property, with the light palette for a chart that stands alone. */
export const colourOf = (role: ColourRole): string => `var(--sd-${role},${lightPalette[role]})`

/**
 * A palette as CSS custom properties (`--sd-ink:#1b2128;…`), to stand in a rule for `:root`.
 *
 * @param palette - such as {@link lightPalette}
 * @example
 * ```ts
 * import { lightPalette, paletteProperties } from "@salesdept/report"
 *
 * paletteProperties(lightPalette) // "--sd-surface:#ffffff;…"
 * ```
 */
export const paletteProperties = (palette: Palette): string =>
  Object.entries(palette)
    .map(([role, hex]) => `--sd-${role}:${hex};`)
    .join("")
