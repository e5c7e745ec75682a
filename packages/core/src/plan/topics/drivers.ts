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
} from "../DriverTree.ts"
export { driverTreeProblems, evaluateDriverTree, maxDriverTreeDepth, measuresOf } from "../DriverTree.ts"
export type { DriverTreeDecomposition, DriverTreeMethod, DriverTreePart } from "../DriverTreeDecomposition.ts"
export { decomposeDriverTree } from "../DriverTreeDecomposition.ts"
export type { DriverNodeVariance, DriverTreeVariance, DriverTreeVarianceOptions } from "../DriverTreeVariance.ts"
export { driverTreeVariance } from "../DriverTreeVariance.ts"
