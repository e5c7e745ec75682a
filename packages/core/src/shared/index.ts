/**
 * Values that every area uses: money, dates and instants, periods and calendars, exact splitting and rounding, ids,
 * messages and errors.
 *
 * @module
 */

export { systemActor } from "./Actor.ts"
export type { ActorId } from "./Actor.ts"
export { splitByShares, splitByWeights } from "./Allocation.ts"
export type { AllocatedShare, Share } from "./Allocation.ts"
export {
  addDays,
  dateOfDayNumber,
  dayNumberOf,
  daysBetween,
  isCalendarDate,
  isoWeekdayOf,
  isoWeekdayOfDayNumber,
  monthIndexOf,
  startOfMonth,
} from "./CalendarDate.ts"
export type { CalendarDate } from "./CalendarDate.ts"
export { compareCodePoints } from "./CodePoints.ts"
export { codedColumn, numberAt, numberColumn, textAt } from "./Columns.ts"
export type { CodedColumn, NumberColumn } from "./Columns.ts"
export { customFieldKinds, isFilterable } from "./CustomField.ts"
export type {
  CustomBooleanField,
  CustomChoice,
  CustomChoiceField,
  CustomDateField,
  CustomField,
  CustomFieldOf,
  CustomMoneyField,
  CustomNumberField,
  CustomTextField,
  CustomValue,
  CustomValues,
} from "./CustomField.ts"
export { customKeys } from "./CustomValueKeys.ts"
export { decimalFromMinor, isCurrency, minorFromDecimal, minorUnitsOf } from "./Currency.ts"
export { currencyDisplayOf } from "./CurrencyDisplay.ts"
export { Failure, isSalesDeptError } from "./Failure.ts"
export type { FailureFields } from "./Failure.ts"
export { fiscalMonths, fiscalPeriodOf, fiscalQuarters, fiscalYear, nrfRetailCalendar } from "./FiscalCalendar.ts"
export type {
  FiscalCalendar,
  FiscalPeriod,
  FiscalPeriodKind,
  FiscalYearName,
  MonthFiscalCalendar,
  WeekFiscalCalendar,
} from "./FiscalCalendar.ts"
export { idPrefixes, isId, makeId } from "./Ids.ts"
export type {
  ApprovalId,
  ChunkId,
  ClientId,
  BankEntryId,
  ClosingDocumentId,
  ConsentId,
  ContactId,
  DealId,
  DialogId,
  Id,
  IdKind,
  InvoiceId,
  LeadId,
  NextStepId,
  OverrideBudgetId,
  PaymentId,
  RunId,
  PlanId,
  CampaignId,
  ComplaintId,
  DueActionId,
  LoyaltyProfileId,
  MilestoneId,
  OfferId,
  ReferralBookId,
  ReferralCodeId,
  ReferralId,
  RewardAccountId,
  RewardLotId,
  RewardSpendId,
  SatisfactionAnswerId,
  ProductId,
  RepId,
  TenantId,
} from "./Ids.ts"
export { InputInvalid } from "./InputErrors.ts"
export { epochMsOf, instantOf, isInstant } from "./Instant.ts"
export type { Instant } from "./Instant.ts"
export { inLanguage } from "./Message.ts"
export type { Language, Message } from "./Message.ts"
export {
  addMinor,
  addMoney,
  compareMoney,
  convertMoney,
  multiplyMoney,
  negateMoney,
  scaleMoney,
  subtractMoney,
  sumMinor,
} from "./Money.ts"
export type { ExchangeRate, Money } from "./Money.ts"
export { AmountUnsafe, CurrencyMismatch, CurrencyUnknown } from "./MoneyErrors.ts"
export {
  daysIn,
  instantsOf,
  nextPeriod,
  parsePeriod,
  periodContains,
  periodOf,
  previousPeriod,
  rangeOf,
  splitPeriod,
} from "./Period.ts"
export type { CalendarPeriodKind, DateRange, InstantRange, Period } from "./Period.ts"
export { problemsUnder } from "./Problem.ts"
export type { Problem } from "./Problem.ts"
export { RecordExists, RecordNotFound } from "./RecordErrors.ts"
export type { NamedKind, NamedRecord } from "./RecordErrors.ts"
export { ratioValue } from "./Ratio.ts"
export type { Ratio, RatioKnown, RatioValue, RatioWithheld } from "./Ratio.ts"
export { divideRounded } from "./Rounding.ts"
export type { Rounding } from "./Rounding.ts"
export { roundToSum } from "./RoundToSum.ts"
export {
  epochMsOfLocal,
  instantOfLocal,
  isTimeZone,
  localDateOf,
  localDateTimeOf,
  localDayNumberAt,
  startOfDay,
  utcOffsetMsAt,
} from "./TimeZone.ts"
export type { LocalDateTime } from "./TimeZone.ts"
export { TimeZoneUnknown } from "./TimeZoneErrors.ts"
export { workHoursOn, calendarCovers, isWorkingDay, plannedMinutesIn, workingDaysIn } from "./WorkCalendar.ts"
export type { WorkCalendar, WorkException, WorkHours, WorkInterval } from "./WorkCalendar.ts"
export { workCalendarProblems } from "./WorkCalendarProblems.ts"
export { fiveDayCalendar, joinWorkCalendars, ru2025, ru2026, ruCalendar } from "./WorkCalendars.ts"
export { addWorkingMinutes, workingMinutesBetween } from "./WorkTime.ts"
