import { execFile } from "node:child_process"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import type { Session } from "@salesdept/core/promise"
import type { BenchBase, Durability } from "../BenchBase.ts"
import { actor, openBase, tenant } from "../BenchBase.ts"
import type { BenchResult, Comparison } from "../Measurement.ts"
import type { Runner } from "../PairedRounds.ts"
import { pairedRounds } from "../PairedRounds.ts"
import { syncsPerSecond } from "../SyncFloor.ts"
import { handWrittenMove } from "./HandWrittenMove.ts"
import type { Move } from "./MoveScript.ts"
import { moveAt, movesPerDeal } from "./MoveScript.ts"

/** How a comparison is run. */
interface Rounds {
  readonly perRound: number
  readonly rounds: number
  readonly warmUps: number
}

/** How many commands wait at the same time where they share commits. */
const together = 32

const cpuRounds: Rounds = { perRound: 1000, rounds: 15, warmUps: 5 }
// Long rounds, as the processor's caches are the other side's when one begins.
const durableRounds: Rounds = { perRound: 512, rounds: 9, warmUps: 4 }

const dealsFor = ({ perRound, rounds, warmUps }: Rounds): number =>
  Math.ceil((perRound * (rounds + warmUps)) / movesPerDeal)

const makesBases = fileURLToPath(new URL("MoveBaseProcess.ts", import.meta.url))

const movesOf = (round: number, perRound: number, deals: number): ReadonlyArray<Move> =>
  Array.from({ length: perRound }, (_, offset) => moveAt(round * perRound + offset, deals))

const sendMove = (session: Session, { dealId, to, idempotencyKey }: Move): Promise<unknown> =>
  session.deals.move({ dealId, to }, { idempotencyKey })

const oneByOne = ({ dept }: BenchBase, perRound: number, deals: number): Runner => {
  const session = dept.tenant(tenant).as(actor)
  return {
    run: async (round) => {
      for (const move of movesOf(round, perRound, deals)) await sendMove(session, move)
    },
  }
}

const inGroups = ({ dept }: BenchBase, perRound: number, deals: number): Runner => {
  const session = dept.tenant(tenant).as(actor)
  return {
    run: async (round) => {
      const moves = movesOf(round, perRound, deals)
      for (let start = 0; start < moves.length; start += together) {
        await Promise.all(moves.slice(start, start + together).map((move) => sendMove(session, move)))
      }
    },
  }
}

/** The rival lets the event loop turn as often as the store does, for timers and sockets of the process that it is in. */
const turnEveryMs = 50

const byHand = ({ database }: BenchBase, perRound: number, deals: number): Runner => {
  const move = handWrittenMove(database.handle)
  return {
    run: async (round) => {
      let turnedAt = performance.now()
      for (const one of movesOf(round, perRound, deals)) {
        move(one)
        if (performance.now() - turnedAt < turnEveryMs) continue
        await new Promise((resume) => setImmediate(resume))
        turnedAt = performance.now()
      }
    },
  }
}

type MakeRunner = (base: BenchBase, perRound: number, deals: number) => Runner

/** Runs two ways of moving, each on its own copy of one base. */
const compare = async (
  folder: string,
  durability: Durability,
  rounds: Rounds,
  ours: MakeRunner,
  theirs: MakeRunner,
): Promise<Pick<Comparison, "ratio" | "ours" | "theirs">> => {
  const deals = dealsFor(rounds)
  const name = `${durability}-${ours.name}-${theirs.name}`
  const files = [join(folder, `${name}-ours.db`), join(folder, `${name}-theirs.db`)] as const
  await promisify(execFile)(process.execPath, [makesBases, String(deals), ...files])
  const ourBase = await openBase(files[0], durability)
  const theirBase = await openBase(files[1], durability)
  const found = await pairedRounds({
    ours: ours(ourBase, rounds.perRound, deals),
    theirs: theirs(theirBase, rounds.perRound, deals),
    unit: "moves",
    ...rounds,
  })
  await ourBase.dept.close()
  await theirBase.dept.close()
  return found
}

/** Compares the command "move a deal to the next stage" over SQLite with statements written by hand. */
export const moveBench = async (folder: string): Promise<BenchResult> => {
  const rival = "hand-written prepared statements"
  const cpu = await compare(folder, "off", cpuRounds, oneByOne, byHand)
  const durable = await compare(folder, "full", durableRounds, oneByOne, byHand)
  const coalesced = await compare(folder, "full", durableRounds, inGroups, oneByOne)
  const syncs = syncsPerSecond(join(folder, "floor"))
  return {
    comparisons: [
      { work: "SQLite move, at the CPU limit", rival, target: 0.7, ...cpu },
      { work: "SQLite move, durable", rival, target: 0.95, ...durable },
      {
        work: `SQLite move, durable, ${together} at a time`,
        rival: "the same, one at a time",
        target: 3,
        ...coalesced,
      },
    ],
    figures: [{ name: "Floor: 4 KiB written and fdatasync", value: syncs, unit: "syncs/s" }],
  }
}
