/** Invented reps: 30 with deals, then 5 without; one name is long and one is not Latin, as in real teams. */
export const repNames: ReadonlyArray<string> = [
  "Nora Whitfield",
  "Piotr Jablonski",
  "Aleksandra Konstantinopolskaya",
  "Иван Сидоренко",
  "Grace Okafor",
  "Tomás Herrera",
  "Ellen Fairbanks",
  "Rashid Karimov",
  "June Abernathy",
  "Viktor Lindqvist",
  "Maya Prentice",
  "Oscar Delgado",
  "Hana Novotná",
  "Samuel Osei",
  "Ruth Calloway",
  "Dmitri Volkonsky",
  "Priya Raman",
  "Leon Baptiste",
  "Carmen Iglesias",
  "Felix Brandt",
  "Agnes Tóth",
  "Miles Harding",
  "Zofia Wrona",
  "Ibrahim Sesay",
  "Clara Benedetti",
  "Anton Melnyk",
  "Joyce Tanaka",
  "Edgar Pohl",
  "Lucía Marín",
  "Noah Sterling",
  "Ivy Marlowe",
  "Pavel Hrubý",
  "Dana Quist",
  "Marek Duda",
  "Stella Moreau",
]

const weight = (index: number, turn: number): number =>
  index >= 30 ? 0 : (index === 0 ? 90 : 20) + ((index * 37 + turn * 23 + index * turn * 11) % 31)

/** Splits totals over the reps so that each sums exactly; the first rep has the most. */
export const byReps = (totals: { readonly [key: string]: number }, turn = 0) => {
  const weights = repNames.map((_, index) => weight(index, turn))
  const all = weights.reduce((sum, of) => sum + of, 0)
  const parts = repNames.map((): { [key: string]: number } => ({}))
  for (const [key, total] of Object.entries(totals)) {
    let left = total
    for (let index = repNames.length - 1; index >= 0; index -= 1) {
      const part = index === 0 ? left : Math.floor((total * (weights[index] ?? 0)) / all)
      const counts = parts[index]
      if (counts !== undefined) counts[key] = part
      left -= part
    }
  }
  return repNames.map((repName, index) => {
    const counts = parts[index] ?? {}
    return { repName, counts, totalCount: Object.values(counts).reduce((sum, count) => sum + count, 0) }
  })
}
