/** What is loaded when it is first needed. */
export interface Late<Loaded> {
  /** What was loaded; null before that. */
  readonly now: () => Loaded | null
  /** Loads it, once; where that fails, the next to ask tries again. */
  readonly load: () => Promise<Loaded>
}

/** Something to be loaded when it is first needed. */
export const late = <Loaded>(start: () => Promise<Loaded>): Late<Loaded> => {
  let loaded: Loaded | null = null
  let loading: Promise<Loaded> | null = null
  const load = async (): Promise<Loaded> => {
    try {
      loaded = await start()
      return loaded
    } catch (error) {
      loading = null
      throw error
    }
  }
  return { now: () => loaded, load: () => (loading ??= load()) }
}
