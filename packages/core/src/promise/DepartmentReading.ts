import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Problem } from "../shared/Problem.ts"

const reading = () => import("../department/DepartmentReading.ts")

/** Every problem of a configuration: of its shape, its limits, its pipelines; empty where it is sound. */
export const departmentProblems = async (json: unknown): Promise<ReadonlyArray<Problem>> =>
  (await reading()).departmentProblems(json)

/**
 * Reads a configuration from JSON, such as a file that people keep, and holds it to everything that can be held without the tenant's
 * records. `salesDept` does it with the configuration it is given. Rejects with `InputInvalid`, which has every problem at once,
 * with its path, in English and Russian.
 *
 * @example
 * ```ts
 * const department = await readDepartment(JSON.parse(await readFile("department.json", "utf8")))
 * ```
 */
export const readDepartment = async (json: unknown): Promise<DepartmentConfig> => (await reading()).readDepartment(json)

/**
 * The JSON Schema (draft 2020-12) of a configuration, for editors that help to write one and for forms. It states the shape; what it
 * cannot state (a stage that no transition reaches, an unknown time zone) is for {@link readDepartment}. The file
 * `@salesdept/core/department.schema.json` holds it.
 *
 * @returns a new plain object with `$schema` and `$defs`
 */
export const departmentJsonSchema = async (): Promise<{ readonly [keyword: string]: unknown }> =>
  (await reading()).departmentJsonSchema()
