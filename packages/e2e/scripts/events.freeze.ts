// Plays every suite on watched stores in memory, and freezes what they wrote: an event of each type and version.
import { storeConformance } from "@salesdept/conformance"
import { recordKinds } from "@salesdept/core/records"
import { afterAll } from "vitest"
import { readEventShapes } from "../src/events/EventShapes.ts"
import { mergeFrozen, readFrozen, writeFrozen } from "../src/events/FrozenEvents.ts"
import { sampleEvents } from "../src/events/SampleEvents.ts"

const shapes = readEventShapes()
const samples = sampleEvents(recordKinds, shapes)
storeConformance("memory, watched", samples.factory)
afterAll(() => {
  const before = readFrozen()
  writeFrozen({ released: before.released, events: mergeFrozen(before, samples.drafts(), recordKinds, shapes) })
})
