import type { Message } from "@salesdept/core/shared"
import type { AfterSaleSection } from "./model/AfterSaleSection.ts"
import type { AttainmentSection } from "./model/AttainmentSection.ts"
import type { ControlSection } from "./model/ControlSection.ts"
import type { OrWithheld, ReportPeriod } from "./model/Figure.ts"
import type { FindingsSection } from "./model/FindingsSection.ts"
import type { FitSection } from "./model/FitSection.ts"
import type { ForecastSection } from "./model/ForecastSection.ts"
import type { ImportSection } from "./model/ImportSection.ts"
import type { MonthSection } from "./model/MonthSection.ts"
import type { NextPlanSection } from "./model/NextPlanSection.ts"
import type { PipelineSection } from "./model/PipelineSection.ts"
import type { ScriptsSection } from "./model/ScriptsSection.ts"
import type { VarianceSection } from "./model/VarianceSection.ts"

/** Where the figures come from: a real export, a base that was kept, or a department made by the seeded simulator. */
export type ReportSource =
  | {
      /** Files were imported. */
      readonly kind: "files"
      /** Their names without folders. */
      readonly files: ReadonlyArray<string>
    }
  | {
      /** Nothing was imported: a base as it stands. */
      readonly kind: "base"
      /** Its name, such as its file's without the folder. */
      readonly name: string
    }
  | {
      /** The department is simulated: nobody's figures. */
      readonly kind: "simulated"
      /** The seed it was made from; the same seed makes the same department. */
      readonly seed: number
    }

/** What the whole report is about. */
export interface ReportHeader {
  /** The department's name; null where it has none. */
  readonly departmentName: string | null
  /** Where the figures come from. */
  readonly source: ReportSource
  /** The day as of which everything is told, `YYYY-MM-DD`, in `timeZone`. */
  readonly asOf: string
  /** The span of days the records cover; withheld where no deal states a day. */
  readonly period: OrWithheld<ReportPeriod>
  /** IANA time zone in which days were counted. */
  readonly timeZone: string
  /** ISO 4217 code of every amount in the report. */
  readonly currency: string
}

/** What was read, what was not, and what is only a floor. */
export interface CoverageNote {
  /**
   * `read` was used in full, `notRead` could not be, `notJudged` names rules that could not judge, `floor` is a figure that can only be
   * larger, `other` a remark.
   */
  readonly kind: "read" | "notRead" | "notJudged" | "floor" | "other"
  /** The note. */
  readonly text: Message
}

/**
 * The whole report as data: free of language and of layout, safe to `JSON.stringify` and parse back unchanged.
 * Show it with {@link terminalReport} or {@link htmlReport}, or hand it to a program as it is.
 */
export interface DepartmentReport {
  /** Names the format, so that a reader can tell it from other JSON. */
  readonly format: "salesdept.department-report"
  /** Version of the format; raised when a field changes its meaning or goes. */
  readonly formatVersion: 1
  /** What the report is about. */
  readonly header: ReportHeader
  /** How the records came in; null where nothing was imported in this run. */
  readonly import: ImportSection | null
  /** The pipeline. */
  readonly pipeline: PipelineSection
  /** The partition of the base into control states. */
  readonly control: ControlSection
  /** What is left to do after deals were won; not there where the base does not carry it. */
  readonly afterSale?: AfterSaleSection
  /** The latest month, summed up for everybody; not there where the base is not worked in. */
  readonly month?: MonthSection
  /** Fact against plan or against the period before. */
  readonly attainment: OrWithheld<AttainmentSection>
  /** Whom to give what, by results; not there where too little was closed to say. */
  readonly fit?: FitSection
  /** The variance split into drivers. */
  readonly variance: OrWithheld<VarianceSection>
  /** Where the period under way will land; not there in reports made before the format knew forecasts. */
  readonly forecast?: OrWithheld<ForecastSection>
  /** Scripts, and what they tell; not there where no talk was noted by one. */
  readonly scripts?: ScriptsSection
  /** The plan of the next period, corrected; not there where none is set. */
  readonly nextPlan?: NextPlanSection
  /** The facts most worth a review. */
  readonly findings: FindingsSection
  /** Coverage of the whole report. */
  readonly notes: ReadonlyArray<CoverageNote>
}
