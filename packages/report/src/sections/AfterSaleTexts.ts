/** Texts of the section on what is left to do after the sale. */
export const afterSaleTexts = {
  en: {
    title: "After the sale",
    intro:
      "A deal that is won is not finished: money, documents, care, the next sale and a recommendation come after it.",
    clear: (names: ReadonlyArray<string>) => `Nothing on the lists ${names.map((name) => `“${name}”`).join(", ")}.`,
  },
  ru: {
    title: "После продажи",
    intro:
      "Выигранная сделка ещё не закончена: впереди оплата, закрывающие документы, забота о клиенте, повторная продажа и рекомендация.",
    clear: (names: ReadonlyArray<string>) => `Пустые списки: ${names.map((name) => `«${name}»`).join(", ")}.`,
  },
} as const
