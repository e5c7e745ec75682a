/**
 * Whether a new script is better: experiments with versions assigned by chance, and before and after a change where there was none. Pure.
 *
 * @packageDocumentation
 */
export type { BeforeAfter, BeforeAfterAdvice, BeforeAfterDeal, BeforeAfterSettings } from "../BeforeAfter.ts"
export { beforeAfter } from "../BeforeAfter.ts"
export type { ExperimentReading, ExperimentStatus, ScriptExperiment, ScriptExperimentId } from "../ExperimentSchema.ts"
export { experimentReach } from "../ExperimentReach.ts"
export type { ExperimentReach } from "../ExperimentReach.ts"
export { experimentVerdict } from "../ExperimentVerdict.ts"
export type { ExperimentAdvice, ExperimentArm, ExperimentPlan, ExperimentVerdict } from "../ExperimentVerdict.ts"
export type { ExperimentDeal } from "../ScriptExperiment.ts"
export { assignedVersion, experimentArms } from "../ScriptExperiment.ts"
