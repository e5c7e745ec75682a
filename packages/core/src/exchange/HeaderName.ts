import type { ImportEntity } from "./ImportField.ts"

/**
 * Brings a column's name to a form that can be looked up: lower case, words apart, without punctuation and signs
 * (`DealStage`, `deal_stage` and `Deal - Stage` become `deal stage`; `ё` becomes `е`, `№` becomes `no`).
 */
export const normalizedHeader = (header: string): string =>
  header
    .normalize("NFKC")
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replaceAll("ё", "е")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()

type Names = { readonly [Entity in ImportEntity]: { readonly [field: string]: string } }

/**
 * Usual names of columns, best first: English and Russian exports of HubSpot (`Record ID`, `Deal owner`), Pipedrive
 * (`Deal - Value`), amoCRM (`Название сделки`, `Бюджет`), Bitrix24 (`Стадия сделки`, `Сумма`), plain tables
 * (`opportunity_id`, `sales_agent`) and 1C-like ones. Names stand in their normalized form.
 */
const names: Names = {
  deal: {
    key: "deal id|opportunity id|record id|deal record id|номер сделки|no сделки|id сделки|deal key|opportunity key|код сделки|id|no|номер|mql id",
    title:
      "deal title|deal name|opportunity name|название сделки|наименование сделки|title|name|название|наименование|сделка|opportunity|deal",
    client:
      "account|account name|company|company name|client|client name|customer|customer name|organization|deal organization|organisation|associated company|associated company primary|компания|клиент|контрагент|заказчик|название компании|компания клиента|покупатель|seller id|основной контакт|контакт|deal contact person|contact person|associated contact|person",
    owner:
      "sales agent|deal owner|owner|owner name|sales rep|sales person|salesperson|rep|opportunity owner|ответственный|ответственный за сделку|менеджер|менеджер по продажам|продавец|sr id|assigned to|assigned|agent|responsible|responsible person",
    seller:
      "sold by|closed by|deal closed by|won by|seller|seller name|кто продал|продал|кто закрыл|кто закрыл сделку|закрыл|закрыл сделку|чья продажа|продавец",
    product: "product|product name|item|deal products|товар|продукт|услуга|товары|номенклатура",
    quantity: "quantity|qty|количество|кол во",
    stage:
      "deal stage|stage|stage name|opportunity stage|pipeline stage|этап сделки|стадия сделки|этап|стадия|этап воронки|стадия воронки|статус сделки",
    status: "deal status|status|статус|состояние",
    openedOn:
      "engage date|deal deal created|deal created|create date|created date|created at|created on|date created|created|open date|opened on|opened|deal created on|дата создания сделки|дата создания|создана|создано|дата открытия|открыта|дата начала|start date",
    closedOn:
      "close date|closed date|deal deal closed on|deal closed on|closed at|closed on|date closed|close time|closed|дата закрытия сделки|дата закрытия|закрыта|дата завершения",
    wonOn: "won date|won time|deal won time|won at|won on|дата выигрыша|дата успешного закрытия",
    lostOn: "lost date|lost time|deal lost time|lost at|lost on|дата проигрыша",
    lostReason:
      "lost reason|loss reason|deal lost reason|closed lost reason|reason lost|reason for loss|reason for losing|причина проигрыша|причина отказа|причина закрытия|причина провала|причина потери",
    amount:
      "close value|deal value|amount|deal amount|value|opportunity amount|total|сумма сделки|бюджет сделки|сумма|бюджет|бюджет руб|сумма руб|стоимость|стоимость сделки",
    currency: "currency|deal currency of value|deal currency|currency of value|currency code|валюта|валюта сделки",
  },
  client: {
    key: "account id|client id|company id|customer id|organization id|reseller key|record id|id компании|id клиента|код клиента|id|код",
    name: "account|account name|company name|client name|customer name|organization name|company|client|customer|organization|organization organization|reseller|название компании|наименование компании|компания|клиент|контрагент|наименование|название|name",
    sector: "sector|industry|business type|business segment|сфера деятельности|отрасль|сектор|направление деятельности",
    location: "office location|country|country region|location|city|region|страна|город|регион|адрес|местоположение",
    owner: "account owner|company owner|owner|sales agent|ответственный|менеджер",
    phone:
      "phone|phone number|telephone|mobile|mobile phone number|organization phone|телефон|рабочий телефон|телефон компании|мобильный телефон",
    email: "email|e mail|email address|mail|organization email|рабочий email|рабочий e mail|почта|электронная почта",
    taxId: "inn|tax id|vat|vat id|vat number|инн",
  },
  contact: {
    key: "contact id|person id|record id|contact record id|id контакта|id|код",
    name: "contact name|full name|person name|person|contact|contact person|контактное лицо|имя контакта|полное имя контакта|фио|контакт|name|имя",
    firstName: "first name|имя|имя контакта",
    lastName: "last name|surname|фамилия|фамилия контакта",
    client:
      "associated company|associated company primary|company|company name|account|account name|organization|person organization|client|customer|компания|компания контакта|название компании|организация|контрагент|клиент",
    position: "job title|position|title|role|person job title|должность|должность контакта|роль",
    phone:
      "phone|phone number|telephone|mobile|mobile phone number|work phone|person phone|телефон|рабочий телефон|мобильный телефон",
    email:
      "email|e mail|email address|mail|work email|work e mail|person email|рабочий email|рабочий e mail|почта|электронная почта",
  },
  lead: {
    key: "lead id|mql id|record id|id лида|номер лида|id|номер",
    name: "lead name|lead title|title|name|full name|название лида|название|имя",
    firstName: "first name",
    lastName: "last name|surname|фамилия",
    source: "origin|lead source|source|utm source|источник|источник лида|канал",
    status: "lead status|status|stage|стадия|статус лида|статус|этап",
    owner: "lead owner|owner|sales agent|assigned to|ответственный|менеджер",
    company: "company|company name|associated company|компания|название компании",
    phone:
      "phone|phone number|telephone|mobile|mobile phone number|person phone|телефон|рабочий телефон|мобильный телефон",
    email: "email|e mail|email address|mail|person email|рабочий email|рабочий e mail|почта|электронная почта",
    createdOn:
      "first contact date|create date|created date|created at|created on|date created|created|lead created|дата создания|дата обращения|создан",
  },
  product: {
    key: "product id|product key|product code|sku|артикул|код товара|id товара|id|код",
    name: "product|product name|item|item name|товар|название товара|наименование товара|продукт|услуга|номенклатура|наименование|название|name",
    series: "series|category|product line|family|subcategory|серия|категория|группа|раздел",
    listPrice: "sales price|list price|unit price|price|цена продажи|прайсовая цена|цена по прайсу|цена",
    currency: "currency|currency code|валюта",
  },
  rep: {
    key: "agent id|rep id|employee id|sales rep id|user id|табельный номер|id сотрудника|id",
    name: "sales agent|agent|sales rep|rep|sales person|salesperson|employee|full name|сотрудник|менеджер|менеджер по продажам|фио|имя|name",
    manager: "manager|head|team lead|supervisor|руководитель|начальник|роп",
    team: "team|sales team|department|команда|отдел|группа",
    region: "regional office|region|office|territory|регион|офис|филиал",
  },
  team: {
    key: "team id|id команды|id отдела|id",
    name: "team|team name|sales team|department|команда|название команды|отдел|название отдела|name|название",
    manager: "manager|head|team lead|руководитель|роп",
    region: "regional office|region|office|регион|офис|филиал",
  },
  target: {
    owner: "sales agent|employee id|rep|sales rep|salesperson|owner|agent|менеджер|сотрудник|ответственный|фио",
    team: "team|sales team|department|команда|отдел",
    period: "target month|target quarter|target year|period|month|quarter|year|период|месяц|квартал|год|месяц плана",
    amount: "target amount|target|plan|quota|sales quota|plan amount|план|сумма плана|план продаж|план руб|цель",
    currency: "currency|currency code|валюта",
  },
}

/** The usual names of the columns of a field, in normalized form, best first. */
export const headerNames = (entity: ImportEntity, field: string): ReadonlyArray<string> =>
  (names[entity][field] ?? "").split("|")

/**
 * The names by which a column of a file is known: what is called a sum alone is of the plan where the file is called one; else it may well be what was sold.
 */
export const headerNamesIn = (entity: ImportEntity, field: string, file: string): ReadonlyArray<string> => {
  const usual = headerNames(entity, field)
  return entity === "target" && field === "amount" && fileNameSuggests("target", file)
    ? [...usual, "amount", "sum", "сумма"]
    : usual
}

/** Columns that hold a forecast of the close, not the close: they are never read as a closing date. */
export const isForecastHeader = (normalized: string): boolean =>
  /^(?:deal )?(?:expected|estimated|planned|forecast(?:ed)?) clos|^(?:предполагаемая|планируемая|ожидаемая) дата/u.test(
    normalized,
  )

const fileWords: { readonly [Entity in ImportEntity]: RegExp } = {
  deal: /deal|opportunit|pipeline|сделк/u,
  client: /client|account|compan|customer|organi[sz]ation|reseller|клиент|компани|контрагент/u,
  contact: /contact|person\b|persons|people|контакт/u,
  lead: /lead|лид/u,
  product: /product|price ?list|товар|продукт|номенклатур|прайс/u,
  rep: /rep\b|reps\b|agent|sales ?person|salespeople|sales team|employee|user|менеджер|сотрудник/u,
  team: /\bteams?\b|department|команд|отдел/u,
  target: /target|quota|\bplans?\b|план/u,
}

/** Whether a file's name says that it holds this kind of record. */
export const fileNameSuggests = (entity: ImportEntity, file: string): boolean =>
  fileWords[entity].test(normalizedHeader(file.replace(/\.[^.]*$/, "")))
