/** Texts of lists of records. */
export const recordListTexts = {
  en: {
    record: "Record",
    rep: "Owner",
    nobody: "nobody",
    reason: "Why it is here",
    amount: (unit: string) => `Amount, ${unit}`,
    first: (shown: string, total: string) => `The first ${shown} of ${total}`,
    all: "All of them",
    head: (title: string, total: string, money: string | null) =>
      money === null ? `${title}: ${total}` : `${title}: ${total}, ${money}`,
    foreign: (count: string) => `In other currencies, not in the sum: ${count}.`,
  },
  ru: {
    record: "Запись",
    rep: "Ответственный",
    nobody: "никто",
    reason: "Почему в списке",
    amount: (unit: string) => `Сумма, ${unit}`,
    first: (shown: string, total: string) => `Первые ${shown} из ${total}`,
    all: "Весь список",
    head: (title: string, total: string, money: string | null) =>
      money === null ? `${title}: ${total}` : `${title}: ${total}, ${money}`,
    foreign: (count: string) => `В других валютах, в сумму не входит: ${count}.`,
  },
} as const
