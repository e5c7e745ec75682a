import type { DepartmentConfig } from "@salesdept/core/department"
import { canonicalJson } from "@salesdept/core/journal"
import { isSalesDeptError, readDepartment } from "@salesdept/core/promise"
import type { Problem } from "@salesdept/core/shared"
import { DepartmentUnreadable } from "../FileErrors.ts"
import { readWhole } from "../OnFile.ts"

const notJson = (cause: unknown): Problem => {
  const why = cause instanceof Error ? cause.message : String(cause)
  return { path: "", code: "department.notJson", message: { en: `not JSON (${why})`, ru: `это не JSON (${why})` } }
}

/**
 * Reads a department from a JSON file.
 *
 * @throws `FileUnreadable`, or `DepartmentUnreadable` with everything that is wrong with it
 */
export const departmentOfFile = async (path: string): Promise<DepartmentConfig> => {
  const bytes = readWhole(path)
  let json: unknown
  try {
    // Without the byte order mark that editors put before it.
    json = JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new DepartmentUnreadable(path, [notJson(cause)], cause)
  }
  try {
    return await readDepartment(json)
  } catch (cause) {
    if (!isSalesDeptError(cause) || cause._tag !== "InputInvalid") throw cause
    throw new DepartmentUnreadable(path, cause.data.problems, cause)
  }
}

/** Whether two departments are the same but for the sources that imports added. */
export const isSameDepartment = (one: DepartmentConfig, other: DepartmentConfig): boolean => {
  const [left, right] = [one, other].map((department) => canonicalJson({ ...department, sources: [] }))
  return left === right
}
