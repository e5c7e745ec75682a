/**
 * Trees of drivers: written as data, evaluated, and the difference of two states shared out exactly. Pure.
 *
 * @packageDocumentation
 */
export type {
  DriverLeaf,
  DriverNode,
  DriverNodeValue,
  DriverProduct,
  DriverRatio,
  DriverState,
  DriverSum,
} from "../drivers/DriverTree.ts"
export { driverTreeProblems, evaluateDriverTree, maxDriverTreeDepth, measuresOf } from "../drivers/DriverTree.ts"
export type { DriverTreeDecomposition, DriverTreeMethod, DriverTreePart } from "../drivers/DriverTreeDecomposition.ts"
export { decomposeDriverTree } from "../drivers/DriverTreeDecomposition.ts"
export type {
  DriverNodeVariance,
  DriverTreeVariance,
  DriverTreeVarianceOptions,
} from "../variance/DriverTreeVariance.ts"
export { driverTreeVariance } from "../variance/DriverTreeVariance.ts"
