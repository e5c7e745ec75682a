/**
 * The team: the department's salespeople. Pure.
 *
 * @packageDocumentation
 */
export type { RepStated } from "./Rep.ts"
export { repAggregate } from "./Rep.ts"
export type { Rep, RepValues } from "./RepSchema.ts"
