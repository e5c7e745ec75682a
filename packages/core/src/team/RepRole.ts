/** What a person can be in the department. */
export const repRoles = ["rep", "mentor", "head"] as const

/** What a person is in the department. Only those of the role `rep` get leads by assignment. */
export type RepRole = (typeof repRoles)[number]
