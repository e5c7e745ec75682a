import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

setFlagsFromString("--expose-gc")
const collect: unknown = runInNewContext("gc")

/** What is in use of the JavaScript heap and of buffers outside it, after a collection, in MiB. */
export const liveHeapMiB = (): number => {
  if (typeof collect === "function") collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}
