import * as Effect from "effect/Effect"

/** Items worked on before whatever else waits for the event loop has its turn: a few milliseconds of what services do with one. */
const itemsAtOnce = 1000

/** Works on items one after the other, and lets the event loop turn in between: of a large base each would hold a server up. */
export const eachInTurns = Effect.fnUntraced(function* <Item>(items: Iterable<Item>, work: (item: Item) => unknown) {
  let done = 0
  for (const item of items) {
    work(item)
    done += 1
    if (done % itemsAtOnce === 0) yield* Effect.yieldNow
  }
})

/** Gives what is there a batch at a time, as stores that read it do, between which the event loop turns. What is there must not change. */
export const inBatches = Effect.fnUntraced(function* <Item>(
  items: ReadonlyArray<Item>,
  onBatch: (batch: ReadonlyArray<Item>) => void,
) {
  for (let from = 0; from < items.length; from += itemsAtOnce) {
    if (from > 0) yield* Effect.yieldNow
    onBatch(items.slice(from, from + itemsAtOnce))
  }
})

/** Runs a computation that says where it may pause, and lets the event loop turn there. */
export const inTurns = Effect.fnUntraced(function* <Answer>(computation: Generator<void, Answer>) {
  let step = computation.next()
  while (step.done !== true) {
    yield* Effect.yieldNow
    step = computation.next()
  }
  return step.value
})
