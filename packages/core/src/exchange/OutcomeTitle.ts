import type { Message } from "../shared/Message.ts"

/** What an outcome's code means. */
export interface OutcomeTitle {
  /** The sentence for people. */
  readonly title: Message
  /** Whether equal values make one group of the summary. */
  readonly byValue: boolean
}

/** Stable name of something that can happen to a line; {@link outcomeTitles} has the sentence of each. */
export type OutcomeCode =
  | "imported"
  | "repeatMerged"
  | "fileNotRead"
  | "titleLeftOut"
  | "strayQuote"
  | "nearMatch"
  | "similarSpelling"
  | "unknownReference"
  | "ambiguousReference"
  | "suspectedTypo"
  | "blankWord"
  | "textTooLong"
  | "detailLeftOut"
  | "unknownStage"
  | "leadStatusUnknown"
  | "zeroMeansNoPrice"
  | "wonForZero"
  | "amountMissing"
  | "amountNegative"
  | "openedOnMissing"
  | "closedOnMissing"
  | "closeDateOnOpen"
  | "closedBeforeOpened"
  | "lostReasonUnknown"
  | "lostReasonAmbiguous"
  | "lostReasonNotLost"
  | "sellerNotClosed"
  | "afterAsOf"
  | "clientMissing"
  | "ownerMissing"
  | "productMissing"
  | "listPriceMissing"
  | "quantityUnreadable"
  | "innWrong"
  | "repWithoutDeals"
  | "raggedRow"
  | "keyMissing"
  | "keyShortened"
  | "nameMissing"
  | "stageMissing"
  | "stageNotInPipeline"
  | "statusDisagrees"
  | "repeatConflict"
  | "dateUnreadable"
  | "dateOrderUnknown"
  | "amountUnreadable"
  | "amountShortened"
  | "amountNotExact"
  | "decimalMarkUnknown"
  | "currencyUnclear"
  | "numberUnreadable"
  | "yesNoUnreadable"
  | "choiceUnknown"
  | "choiceAmbiguous"
  | "customNotAllowed"
  | "periodUnreadable"
  | "targetForNobody"

const each = (en: string, ru: string): OutcomeTitle => ({ title: { en, ru }, byValue: false })
const byValue = (en: string, ru: string): OutcomeTitle => ({ title: { en, ru }, byValue: true })

/** Everything that can happen to a line, with its sentence. Codes are stable; hosts may branch on them. */
export const outcomeTitles: { readonly [Code in OutcomeCode]: OutcomeTitle } = {
  imported: each("Read as written", "Прочитано как есть"),
  leadStatusUnknown: byValue(
    "Status of a lead not known; the lead is read as a new one",
    "Статус лида неизвестен; лид прочитан как новый",
  ),
  repeatMerged: each(
    "Repeats an earlier line word for word; merged with it",
    "Дословно повторяет более раннюю строку; объединено с ней",
  ),
  titleLeftOut: each("Lines above the header are left out", "Строки над заголовком пропущены"),
  fileNotRead: byValue("The file is not read", "Файл не читается"),
  strayQuote: each(
    "A quote inside an unquoted cell was read as an ordinary character",
    "Кавычка внутри ячейки без кавычек прочитана как обычный знак",
  ),
  nearMatch: byValue(
    "Matched with a record whose name differs only in case, spaces or punctuation",
    "Сопоставлено с записью, имя которой отличается только регистром, пробелами или знаками препинания",
  ),
  similarSpelling: byValue(
    "Two names differ only in case, spaces or punctuation; kept apart",
    "Два имени отличаются только регистром, пробелами или знаками препинания; оставлены раздельно",
  ),
  unknownReference: byValue(
    "Not in the file that lists such records; kept as written",
    "Нет в файле, где перечислены такие записи; оставлено как написано",
  ),
  ambiguousReference: byValue(
    "The name belongs to several records; left empty",
    "Имя принадлежит нескольким записям; оставлено пустым",
  ),
  suspectedTypo: byValue("Looks like a typo; left as written", "Похоже на опечатку; оставлено как написано"),
  blankWord: byValue("The word was read as an empty value", "Слово прочитано как пустое значение"),
  textTooLong: each("The text has more characters than the field holds", "В тексте больше знаков, чем вмещает поле"),
  detailLeftOut: each(
    "Too long for a number or an address, or one of more than twenty; left out",
    "Слишком длинно для номера или адреса либо их больше двадцати; не перенесено",
  ),
  unknownStage: byValue(
    "The stage's name is not known here; taken as open",
    "Название этапа не распознано; этап считается открытым",
  ),
  zeroMeansNoPrice: each(
    "Amount 0 on a deal that is not won means that no price is stated",
    "Сумма 0 у невыигранной сделки означает, что цена не указана",
  ),
  wonForZero: each("Won for 0", "Выиграна на сумму 0"),
  amountMissing: each("No amount is stated", "Сумма не указана"),
  amountNegative: each("The amount is below zero", "Сумма меньше нуля"),
  openedOnMissing: each("No opening date is stated", "Дата открытия не указана"),
  closedOnMissing: each("Closed without a closing date", "Сделка закрыта, но дата закрытия не указана"),
  closeDateOnOpen: each(
    "A closing date on an open deal is a forecast, not a fact; left out",
    "Дата закрытия у открытой сделки — прогноз, а не факт; не перенесена",
  ),
  closedBeforeOpened: each(
    "Opened after it was closed; the opening date is left out",
    "Дата открытия позже даты закрытия; дата открытия не перенесена",
  ),
  lostReasonUnknown: byValue(
    "Not among the department's reasons for losing; the loss is read without a reason",
    "Нет в списке причин проигрыша отдела; проигрыш прочитан без причины",
  ),
  lostReasonAmbiguous: byValue(
    "Several reasons for losing are called so; the loss is read without a reason",
    "Так называются несколько причин проигрыша; проигрыш прочитан без причины",
  ),
  lostReasonNotLost: each(
    "A reason for losing on a deal that is not lost; left out",
    "Причина проигрыша у сделки, которая не проиграна; не перенесена",
  ),
  sellerNotClosed: each(
    "Somebody is said to have sold a deal that is open; left out",
    "Указано, кто продал, а сделка ещё открыта; не перенесено",
  ),
  afterAsOf: each("The date is later than the date of the data", "Дата позже даты, на которую взяты данные"),
  clientMissing: each("No client is stated", "Клиент не указан"),
  ownerMissing: each("No owner is stated", "Ответственный не указан"),
  productMissing: each("No product is stated", "Продукт не указан"),
  listPriceMissing: each("No list price is stated", "Цена по прайсу не указана"),
  quantityUnreadable: each(
    "The quantity is not a whole number above zero; the list amount is left out",
    "Количество не целое число больше нуля; сумма по прайсу не посчитана",
  ),
  innWrong: each(
    "Not an INN: its check digits are wrong; kept as written, and compared with none",
    "Это не ИНН: контрольные цифры не сходятся; сохранено как написано, при поиске дублей не сравнивается",
  ),
  repWithoutDeals: each("Has no deal in these files", "Нет ни одной сделки в этих файлах"),
  raggedRow: each(
    "The line has another number of cells than the header",
    "Число ячеек в строке не совпадает с заголовком",
  ),
  keyMissing: each("The record has no key", "У записи нет ключа"),
  keyShortened: each(
    "A spreadsheet has shortened the number, so that records share it; export the column as text",
    "Табличный редактор сократил номер, и он стал общим для разных записей; выгрузите столбец как текст",
  ),
  nameMissing: each("The record has no name", "У записи нет имени"),
  stageMissing: each("Neither a stage nor a status is stated", "Не указан ни этап, ни статус"),
  stageNotInPipeline: byValue(
    "The department's pipeline has no such stage; say in the mapping which one is meant",
    "В воронке отдела нет такого этапа; укажите в сопоставлении, какой имеется в виду",
  ),
  statusDisagrees: each(
    "The status and the stage disagree on whether the deal is won",
    "Статус и этап противоречат друг другу: выиграна сделка или нет",
  ),
  repeatConflict: each(
    "Repeats the key of an earlier line with other values",
    "Повторяет ключ более ранней строки с другими значениями",
  ),
  dateUnreadable: each("Not a date (a year has four digits)", "Это не дата (год — четыре цифры)"),
  dateOrderUnknown: each(
    "Day and month could be either way round; say the order in the mapping",
    "Неясно, где день, а где месяц; укажите порядок в сопоставлении",
  ),
  amountUnreadable: each("Not an amount", "Это не сумма"),
  amountShortened: each(
    "The amount is shortened (thousands, millions): write it in full",
    "Сумма сокращена (тыс., млн): напишите её полностью",
  ),
  amountNotExact: each(
    "The amount has a part smaller than the currency's minor unit, or is too large",
    "Сумма точнее минимальной единицы валюты или слишком велика",
  ),
  decimalMarkUnknown: each(
    "The mark could divide thousands or the fraction; say which in the mapping",
    "Знак может отделять и тысячи, и дробную часть; укажите в сопоставлении, что именно",
  ),
  currencyUnclear: each(
    "The currency is not known, or its sign contradicts the currency column",
    "Валюта не распознана, либо её знак противоречит столбцу валюты",
  ),
  numberUnreadable: each("Not a number", "Это не число"),
  yesNoUnreadable: each("Neither yes nor no", "Это не «да» и не «нет»"),
  choiceUnknown: byValue("Not among the choices of the field", "Нет среди значений поля"),
  choiceAmbiguous: byValue("Several choices of the field are called so", "Так называются несколько значений поля"),
  customNotAllowed: each(
    "The definition of the field does not allow this value",
    "Определение поля не допускает такого значения",
  ),
  periodUnreadable: each("Not a month, quarter or year", "Это не месяц, не квартал и не год"),
  targetForNobody: each("The target names neither a person nor a team", "У плана не указаны ни менеджер, ни команда"),
}
