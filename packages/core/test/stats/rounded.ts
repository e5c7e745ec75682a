/** Values rounded to some places, for comparison with printed tables. */
export const rounded = (values: ReadonlyArray<number>, places: number): ReadonlyArray<number> =>
  values.map((value) => Number(value.toFixed(places)))
