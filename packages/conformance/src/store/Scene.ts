import type { OpenStore, SalesDept, Session } from "@salesdept/core/promise"
import { salesDept } from "@salesdept/core/promise"
import type { StoreShape } from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import type { TestContext } from "vitest"
import type { HarnessFactory, NotSupported, StoreHarness } from "./StoreHarness.ts"
import { notSupported } from "./StoreHarness.ts"
import { makeSuiteClock } from "./SuiteClock.ts"
import type { SuiteClock } from "./SuiteClock.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import { countingIds } from "./SuiteIds.ts"

/** The tenant and the actor where a test names none. */
export const suiteTenant = "shop-17"
/** Who acts where a test names nobody. */
export const suiteActor = "user:42"

/** An open store with everything a test needs to work on it. */
export interface Scene {
  /** The harness it came from. */
  readonly harness: StoreHarness
  /** The store itself, for reads and raw commands. */
  readonly store: StoreShape
  /** The library over it. */
  readonly dept: SalesDept
  /** The clock of its commands. */
  readonly clock: SuiteClock
  /** Use cases of a tenant, as an actor. */
  readonly session: (tenant?: string, actor?: string, roles?: ReadonlyArray<string>) => Session
}

/** Runs an Effect that needs nothing, as a Promise. */
export const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> => Effect.runPromise(effect)

/** Puts the library over an open store, with a clock that stands still and ids that count. */
export const makeScene = async (harness: StoreHarness, opened: OpenStore, clock = makeSuiteClock()): Promise<Scene> => {
  const dept = await salesDept({
    store: { open: () => Promise.resolve(opened) },
    department: suiteDepartment,
    now: clock.now,
    ids: countingIds(),
  })
  return {
    harness,
    store: opened.store,
    dept,
    clock,
    session: (tenant = suiteTenant, actor = suiteActor, roles = []) => dept.tenant(tenant).as(actor, { roles }),
  }
}

/** Use cases over the scene's store of a host that keeps its clients itself: ids of clients are taken as they come. */
export const sessionOfKeeper = async ({ clock, store }: Scene): Promise<Session> => {
  const opened: OpenStore = { store, close: () => Promise.resolve() }
  const dept = await salesDept({
    store: { open: () => Promise.resolve(opened) },
    department: suiteDepartment,
    now: clock.now,
    hostKeeps: ["client"],
  })
  return dept.tenant(suiteTenant).as(suiteActor)
}

/** Registers clients and opens deals, for what a test records about them by their ids alone. */
export const inTheBase = async (
  shop: Session,
  { clients = [], deals = [] }: { readonly clients?: ReadonlyArray<string>; readonly deals?: ReadonlyArray<string> },
): Promise<void> => {
  for (const at of clients) await shop.clients.register({ id: `client_${at}`, name: `Client ${at}` })
  for (const at of deals) await shop.deals.open({ id: `deal_${at}`, title: `Deal ${at}` })
}

/** Runs something over a new empty store, which is closed and removed afterwards. */
export const withScene = async (factory: HarnessFactory, play: (scene: Scene) => Promise<void>): Promise<void> => {
  const harness = await factory()
  try {
    const scene = await makeScene(harness, await harness.open())
    try {
      await play(scene)
    } finally {
      await scene.dept.close()
    }
  } finally {
    await harness.release()
  }
}

/** A test over a new empty store, which is closed and removed afterwards. */
export const inScene =
  (factory: HarnessFactory, test: (scene: Scene, context: TestContext) => Promise<void>) =>
  (context: TestContext): Promise<void> =>
    withScene(factory, (scene) => test(scene, context))

/** The same where a test tells afterwards what happened in the first months: its clock stands past them. */
export const inSceneAfterwards = (
  factory: HarnessFactory,
  test: (scene: Scene, context: TestContext) => Promise<void>,
) =>
  inScene(factory, (scene, context) => {
    scene.clock.advance(60 * 86_400_000)
    return test(scene, context)
  })

/** An ability of the store; where it is declared absent, the test is skipped and says so. */
export const ability = <Ability>(declared: Ability | NotSupported, name: string, context: TestContext): Ability => {
  if (declared === notSupported) return context.skip(`the store declares that it has no ${name}`)
  return declared
}
