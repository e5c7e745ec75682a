/** What may be done about the library's tables. */
export const schemaVerbs = ["generate", "check", "plan", "drift", "migrate", "uninstall"] as const

/** One of them. */
export type SchemaVerb = (typeof schemaVerbs)[number]

/** Whether a word names one of these commands. */
export const isSchemaVerb = (word: string | undefined): word is SchemaVerb => schemaVerbs.some((verb) => verb === word)
