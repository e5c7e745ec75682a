/** Commands that read a base which a product works in. */
export const baseVerbs = ["control", "report"] as const

/** One of them. */
export type BaseVerb = (typeof baseVerbs)[number]

/** Whether a word is one of them. */
export const isBaseVerb = (word: string | null | undefined): word is BaseVerb => baseVerbs.some((verb) => verb === word)
