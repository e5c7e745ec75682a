/** Texts of the section on what is left to do after the sale. */
export const afterSaleTexts = {
  en: {
    title: "After the sale",
    intro:
      "A deal that is won is not finished: money, documents, care, the next sale and a recommendation come after it.",
    clear: (names: string) => `Nothing to do: ${names}.`,
  },
  ru: {
    title: "После продажи",
    intro:
      "Выигранная сделка ещё не закончена: впереди оплата, закрывающие документы, забота о клиенте, повторная продажа и рекомендация.",
    clear: (names: string) => `Делать нечего: ${names}.`,
  },
} as const
