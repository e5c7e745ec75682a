/**
 * A process of its own that makes a base with open deals, and copies of it: hundreds of commands together teach the engine that what they
 * make lives long, and it would treat that of the moves so, one by one, of which this is not true.
 *
 * Arguments: how many deals, files.
 *
 * @packageDocumentation
 */
import { prepareCopies } from "../BenchBase.ts"

const [deals = "", ...files] = process.argv.slice(2)

await prepareCopies(files, Number(deals))
