import type { CustomField } from "../shared/CustomField.ts"
import { withCustomColumns } from "./CustomColumn.ts"
import { normalizedHeader } from "./HeaderName.ts"
import type { ImportEntity } from "./ImportField.ts"
import type { ImportFile } from "./ImportFile.ts"
import { understoodFiles } from "./ImportFile.ts"
import type { ColumnMapping } from "./ColumnMapping.ts"
import type { FileMapping, ImportMapping } from "./Mapping.ts"

/** Systems whose exports a mapping is shipped for. */
export const crmNames = ["hubspot", "pipedrive", "amocrm", "bitrix24"] as const

/** One of {@link crmNames}. */
export type CrmName = (typeof crmNames)[number]

/** How a system calls one kind of record in its export. */
interface CrmTable {
  readonly entity: ImportEntity
  /** Names of columns by field, English and Russian interface; the first that is there is taken. */
  readonly fields: { readonly [field: string]: string }
}

interface Crm {
  /** Its name for people. */
  readonly title: string
  readonly tables: ReadonlyArray<CrmTable>
  readonly stages: ImportMapping["stages"]
}

const won = (...names: ReadonlyArray<string>) => Object.fromEntries(names.map((name) => [name, "won" as const]))
const lost = (...names: ReadonlyArray<string>) => Object.fromEntries(names.map((name) => [name, "lost" as const]))

/** Names of columns as the systems' own exports have them. */
const crms: { readonly [Name in CrmName]: Crm } = {
  hubspot: {
    title: "HubSpot",
    tables: [
      {
        entity: "deal",
        fields: {
          key: "Record ID|Deal ID|ID записи",
          title: "Deal Name|Название сделки",
          stage: "Deal Stage|Этап сделки",
          owner: "Deal owner|Владелец сделки|Ответственный за сделку",
          amount: "Amount|Сумма",
          currency: "Currency|Валюта",
          openedOn: "Create Date|Дата создания",
          closedOn: "Close Date|Дата закрытия",
          lostReason: "Closed Lost Reason|Причина проигрыша",
          client: "Associated Company|Associated Company (Primary)|Связанная компания",
        },
      },
      {
        entity: "client",
        fields: {
          key: "Record ID|Company ID|ID записи",
          name: "Company name|Название компании",
          sector: "Industry|Отрасль",
          location: "City|Country/Region|Город",
          owner: "Company owner|Владелец компании",
          phone: "Phone Number|Номер телефона",
        },
      },
      {
        entity: "lead",
        fields: {
          key: "Record ID|Contact ID|ID записи",
          firstName: "First Name|Имя",
          lastName: "Last Name|Фамилия",
          status: "Lead Status|Статус лида",
          source: "Original Source|Original Traffic Source|Исходный источник",
          owner: "Contact owner|Владелец контакта",
          company: "Associated Company|Company Name|Связанная компания",
          phone: "Phone Number|Mobile Phone Number|Номер телефона",
          email: "Email|Эл. почта",
          createdOn: "Create Date|Дата создания",
        },
      },
      {
        entity: "contact",
        fields: {
          key: "Record ID|Contact ID|ID записи",
          firstName: "First Name|Имя",
          lastName: "Last Name|Фамилия",
          client: "Associated Company|Associated Company (Primary)|Company Name|Связанная компания",
          position: "Job Title|Должность",
          phone: "Phone Number|Mobile Phone Number|Номер телефона",
          email: "Email|Эл. почта",
        },
      },
    ],
    stages: { ...won("closedwon", "Closed Won", "Closed won"), ...lost("closedlost", "Closed Lost", "Closed lost") },
  },
  pipedrive: {
    title: "Pipedrive",
    tables: [
      {
        entity: "deal",
        fields: {
          key: "Deal - ID|Сделка - ID",
          title: "Deal - Title|Сделка - Название",
          stage: "Deal - Stage|Сделка - Этап",
          status: "Deal - Status|Сделка - Статус",
          owner: "Deal - Owner|Сделка - Владелец",
          amount: "Deal - Value|Сделка - Значение|Сделка - Стоимость",
          currency: "Deal - Currency of Value|Сделка - Валюта для Значение",
          openedOn: "Deal - Deal created|Сделка - Сделка создана",
          closedOn: "Deal - Deal closed on|Сделка - Сделка закрыта",
          wonOn: "Deal - Won time|Сделка - Время выигрыша",
          lostOn: "Deal - Lost time|Сделка - Время проигрыша",
          lostReason: "Deal - Lost reason|Сделка - Причина проигрыша",
          client: "Deal - Organization|Deal - Contact person|Сделка - Организация|Сделка - Контактное лицо",
        },
      },
      {
        entity: "client",
        fields: {
          key: "Organization - ID|Организация - ID",
          name: "Organization - Name|Организация - Название",
          location: "Organization - Address|Организация - Адрес",
          owner: "Organization - Owner|Организация - Владелец",
        },
      },
      {
        entity: "lead",
        fields: {
          key: "Lead - ID|Лид - ID",
          name: "Lead - Title|Лид - Название",
          source: "Lead - Source name|Lead - Source|Лид - Источник",
          owner: "Lead - Owner|Лид - Владелец",
          createdOn: "Lead - Lead created|Lead - Created|Лид - Лид создан",
        },
      },
      {
        entity: "contact",
        fields: {
          key: "Person - ID|Контактное лицо - ID|Контакт - ID",
          name: "Person - Name|Контактное лицо - Имя|Контакт - Имя",
          firstName: "Person - First name",
          lastName: "Person - Last name|Контактное лицо - Фамилия",
          client: "Person - Organization|Контактное лицо - Организация|Контакт - Организация",
          position: "Person - Job title|Контактное лицо - Должность",
          phone: "Person - Phone|Person - Phone - Work|Контактное лицо - Телефон|Контакт - Телефон",
          email: "Person - Email|Person - Email - Work|Контактное лицо - Эл. почта|Контакт - Эл. почта",
        },
      },
    ],
    stages: {},
  },
  amocrm: {
    title: "amoCRM",
    tables: [
      {
        entity: "deal",
        fields: {
          key: "ID|ID сделки|Lead ID",
          title: "Название сделки|Lead title|Lead name",
          stage: "Этап сделки|Статус сделки|Lead stage",
          owner: "Ответственный|Ответственный за сделку|Lead responsible user|Responsible user",
          amount: "Бюджет|Бюджет ₽|Бюджет, руб.|Бюджет сделки|Sale|Budget",
          openedOn: "Дата создания сделки|Дата создания|Date created|Created at",
          closedOn: "Дата закрытия сделки|Дата закрытия|Closed at|Date closed",
          lostReason: "Причина отказа|Причина закрытия|Loss reason",
          client: "Компания|Компания контакта|Основной контакт|Company|Main contact",
        },
      },
      {
        entity: "client",
        fields: {
          key: "ID|ID компании",
          name: "Название компании|Наименование|Company name",
          location: "Адрес|Address",
          owner: "Ответственный|Responsible user",
          phone: "Рабочий телефон|Телефон|Work phone",
          email: "Рабочий email|Email|Work email",
        },
      },
      {
        entity: "contact",
        fields: {
          key: "ID|ID контакта",
          name: "Полное имя контакта|Имя контакта|Имя|Full name|Contact name|Name",
          firstName: "First name",
          lastName: "Фамилия|Last name",
          client: "Компания контакта|Компания|Company",
          position: "Должность|Position",
          phone: "Рабочий телефон|Мобильный телефон|Work phone|Mobile phone",
          email: "Рабочий email|Личный email|Work email",
        },
      },
    ],
    stages: {
      ...won("Успешно реализовано", "Closed - won"),
      ...lost("Закрыто и не реализовано", "Closed - lost"),
    },
  },
  bitrix24: {
    title: "Bitrix24",
    tables: [
      {
        entity: "deal",
        fields: {
          key: "ID",
          title: "Название сделки|Название|Deal Name|Name",
          stage: "Стадия сделки|Deal stage",
          owner: "Ответственный|Responsible person",
          amount: "Сумма|Total|Income",
          currency: "Валюта|Currency",
          openedOn: "Дата создания|Дата начала|Created on|Created",
          closedOn: "Дата завершения|Closed on|End date",
          client: "Компания|Контакт|Company|Contact",
          product: "Товар|Product",
        },
      },
      {
        entity: "lead",
        fields: {
          key: "ID",
          name: "Название лида|Lead Name",
          status: "Статус лида|Статус|Стадия|Lead status|Status",
          source: "Источник|Source",
          owner: "Ответственный|Responsible person",
          createdOn: "Дата создания|Created on|Created",
          company: "Название компании|Company Name",
          phone: "Рабочий телефон|Мобильный телефон|Work Phone",
          email: "Рабочий e-mail|Частный e-mail|Work E-mail",
        },
      },
      {
        entity: "client",
        fields: {
          key: "ID",
          name: "Название компании|Company Name",
          phone: "Рабочий телефон|Work Phone",
          email: "Рабочий e-mail|Work E-mail",
          sector: "Сфера деятельности|Industry",
          location: "Адрес|Фактический адрес|Address",
          owner: "Ответственный|Responsible person",
        },
      },
      {
        entity: "contact",
        fields: {
          key: "ID",
          firstName: "Имя|First Name|Name",
          lastName: "Фамилия|Last Name",
          client: "Компания|Company",
          position: "Должность|Position",
          phone: "Рабочий телефон|Мобильный телефон|Work Phone|Mobile",
          email: "Рабочий e-mail|Частный e-mail|Work E-mail",
        },
      },
    ],
    stages: {
      ...won("Сделка успешна", "Deal won"),
      ...lost("Сделка провалена", "Анализ причины провала", "Deal lost"),
    },
  },
}

const columnsBy = ({ fields }: CrmTable, crm: Crm, guessed: FileMapping): ReadonlyArray<ColumnMapping> => {
  const names = guessed.columns.map(({ column }) => normalizedHeader(column))
  const fieldAt = new Map<number, string>()
  for (const [field, known] of Object.entries(fields)) {
    const at = known
      .split("|")
      .map((name) => names.indexOf(normalizedHeader(name)))
      .find((index) => index >= 0 && !fieldAt.has(index))
    if (at !== undefined) fieldAt.set(at, field)
  }
  return guessed.columns.map((column, index) => {
    const field = fieldAt.get(index) ?? null
    const why =
      field === null
        ? {
            en: `no field in exports of ${crm.title}; not read`,
            ru: `в выгрузках ${crm.title} не сопоставлен; не читается`,
          }
        : { en: `so ${crm.title} names ${field}`, ru: `так ${crm.title} называет поле ${field}` }
    return { ...column, field, why }
  })
}

/** A file is of the kind of whose own column names it has most; the name that only this kind has decides between equals. */
const fileBy = (crm: Crm, guessed: FileMapping, customFields: ReadonlyArray<CustomField>): FileMapping => {
  const candidates = crm.tables
    .map((table) => {
      const columns = withCustomColumns(columnsBy(table, crm, guessed), table.entity, customFields)
      const fields = columns.flatMap(({ field }) => field ?? [])
      const naming = table.entity === "deal" ? ["stage"] : ["name", "firstName", "lastName"]
      const isWhole = table.entity !== "contact" || fields.includes("client")
      const isNamed = naming.some((field) => fields.includes(field)) && fields.includes("key") && isWhole
      return { entity: table.entity, columns, weight: fields.length, isNamed }
    })
    .filter(({ isNamed }) => isNamed)
    .toSorted((left, right) => right.weight - left.weight)
  const best = candidates[0]
  if (best === undefined) return guessed
  const count = best.weight
  return {
    ...guessed,
    entity: best.entity,
    why: {
      en: `${count} columns are named as in exports of ${crm.title}`,
      ru: `столбцов, названных как в выгрузках ${crm.title}: ${count}`,
    },
    columns: best.columns,
  }
}

/**
 * The mapping of a system's export, to be looked at, edited and given to `planImport`. Files that are not of this system's
 * shape are guessed as ever; the generic case is to give no mapping at all.
 *
 * @param crm - whose export it is
 * @param files - the files as bytes
 * @param customFields - the fields that the tenant has given to records: columns named as one of them and nothing else fill it
 * @throws ImportRefused where the files cannot be read as tables
 *
 * @example
 * ```ts
 * import { crmMapping, planImport } from "@salesdept/core/exchange"
 *
 * const bytes = new TextEncoder().encode("Deal Name,Record ID,Deal Stage,Amount\nAudit,17,Closed Won,950.00\n")
 * const mapping = crmMapping("hubspot", [{ name: "deals.csv", bytes }])
 * const options = { source: "hubspot", currency: "USD", timeZone: "Europe/Berlin", mapping }
 * planImport([{ name: "deals.csv", bytes }], options).deals.map(({ title, amountMinor }) => [title, amountMinor]) // [["Audit", 95000]]
 * ```
 */
export const crmMapping = (
  crm: CrmName,
  files: ReadonlyArray<ImportFile>,
  customFields: ReadonlyArray<CustomField> = [],
): ImportMapping => {
  const known = crms[crm]
  return {
    files: understoodFiles(files, null, "anyColumns", customFields).map(({ mapping }) =>
      fileBy(known, mapping, customFields),
    ),
    stages: known.stages,
  }
}
