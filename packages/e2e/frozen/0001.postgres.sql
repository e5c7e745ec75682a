create schema if not exists "salesdept";
create table if not exists "salesdept"."migration" (id text primary key, breaking integer not null, applied_at text not null);
create table if not exists "salesdept"."migration_lock" (id integer primary key);
insert into "salesdept"."migration_lock" (id) values (1) on conflict do nothing;
create table "salesdept".journal (
  tenant_id text collate "C" not null,
  stream text collate "C" not null,
  version bigint not null,
  kind text collate "C" not null,
  type text collate "C" not null,
  type_version bigint not null,
  payload text collate "C" not null,
  occurred_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  actor text collate "C" not null,
  command_id text collate "C" not null,
  pipeline_id text collate "C",
  stage_id text collate "C",
  previous_stage_id text collate "C",
  previous_stage_seconds bigint,
  outcome text collate "C",
  amount_minor bigint,
  list_amount_minor bigint,
  currency text collate "C",
  owner_id text collate "C",
  expected_close_on date,
  texts_version bigint,
  texts_digest text collate "C",
  hash text collate "C" not null,
  primary key (tenant_id, stream, version)
);
create index journal_moves on "salesdept".journal (tenant_id, pipeline_id, previous_stage_id, stage_id, occurred_at, previous_stage_seconds) where previous_stage_id <> stage_id;
create table "salesdept".texts (
  tenant_id text collate "C" not null,
  record_id text collate "C" not null,
  version bigint not null,
  texts text collate "C" not null,
  salt text collate "C" not null,
  primary key (tenant_id, record_id, version)
);
create table "salesdept".command (
  tenant_id text collate "C" not null,
  key text collate "C" not null,
  salt text collate "C" not null,
  digest text collate "C" not null,
  answer text collate "C" not null,
  streams text collate "C" not null,
  recorded_at timestamptz(3) not null,
  primary key (tenant_id, key)
);
create table "salesdept".outbox (
  tenant_id text collate "C" not null,
  stream text collate "C" not null,
  from_version bigint not null,
  version bigint not null,
  recorded_at timestamptz(3) not null,
  primary key (tenant_id, stream)
);
create table "salesdept".outbox_consumer (
  tenant_id text collate "C" not null,
  consumer text collate "C" not null,
  recorded_at timestamptz(3) not null,
  primary key (tenant_id, consumer)
);
create table "salesdept".outbox_position (
  tenant_id text collate "C" not null,
  consumer text collate "C" not null,
  stream text collate "C" not null,
  version bigint not null,
  leased_to bigint not null,
  token text collate "C",
  attempts bigint not null,
  available_at timestamptz(3) not null,
  parked_at timestamptz(3),
  error text collate "C",
  primary key (tenant_id, consumer, stream)
) with (fillfactor = 50);
create table "salesdept".field_value (
  tenant_id text collate "C" not null,
  kind text collate "C" not null,
  field text collate "C" not null,
  value text collate "C" not null,
  record_id text collate "C" not null,
  primary key (tenant_id, kind, field, value, record_id)
);
create table "salesdept".tenant (
  tenant_id text collate "C" not null,
  recorded_at timestamptz(3) not null,
  keys_at timestamptz(3),
  primary key (tenant_id)
);
create table "salesdept".control_mark (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  subject_kind text collate "C" not null,
  subject_id text collate "C" not null,
  parking jsonb,
  snoozes jsonb not null,
  ruled_out jsonb,
  primary key (tenant_id, id)
);
create index control_mark_by_subject_id on "salesdept".control_mark (tenant_id, subject_id, id);
create table "salesdept".hand_over (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  cause text collate "C" not null,
  person_id text collate "C",
  return_on date,
  next_return_at timestamptz(3),
  moves jsonb not null,
  last_days jsonb not null,
  status text collate "C" not null,
  handed_at timestamptz(3) not null,
  undone_at timestamptz(3),
  kept_ids jsonb not null,
  primary key (tenant_id, id)
);
create index hand_over_by_cause on "salesdept".hand_over (tenant_id, cause, id);
create index hand_over_by_person_id on "salesdept".hand_over (tenant_id, person_id, id);
create index hand_over_by_status on "salesdept".hand_over (tenant_id, status, id);
create index hand_over_by_next_return_at on "salesdept".hand_over (tenant_id, next_return_at, id);
create table "salesdept".assignment_run (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  moment jsonb not null,
  policy jsonb not null,
  items jsonb not null,
  candidates jsonb not null,
  decided jsonb not null,
  hand_over_id text collate "C",
  primary key (tenant_id, id)
);
create index assignment_run_by_hand_over_id on "salesdept".assignment_run (tenant_id, hand_over_id, id);
create table "salesdept".rep_intake (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  person_id text collate "C" not null,
  days jsonb not null,
  primary key (tenant_id, id)
);
create index rep_intake_by_person_id on "salesdept".rep_intake (tenant_id, person_id, id);
create table "salesdept".sla_clock (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  subject_kind text collate "C" not null,
  subject_id text collate "C" not null,
  kind text collate "C" not null,
  started_at timestamptz(3) not null,
  remind_at timestamptz(3),
  due_at timestamptz(3) not null,
  rungs jsonb not null,
  reminded_at timestamptz(3),
  breached_at timestamptz(3),
  fired jsonb not null,
  status text collate "C" not null,
  stopped_at timestamptz(3),
  next_at timestamptz(3),
  primary key (tenant_id, id)
);
create index sla_clock_by_subject_id on "salesdept".sla_clock (tenant_id, subject_id, id);
create index sla_clock_by_kind on "salesdept".sla_clock (tenant_id, kind, id);
create index sla_clock_by_status on "salesdept".sla_clock (tenant_id, status, id);
create index sla_clock_by_next_at on "salesdept".sla_clock (tenant_id, next_at, id);
create table "salesdept".control_watch (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  every_minutes bigint not null,
  assigns_leads jsonb not null,
  seen_until timestamptz(3) not null,
  next_sweep_at timestamptz(3),
  next_day_at timestamptz(3),
  primary key (tenant_id, id)
);
create index control_watch_by_next_sweep_at on "salesdept".control_watch (tenant_id, next_sweep_at, id);
create index control_watch_by_next_day_at on "salesdept".control_watch (tenant_id, next_day_at, id);
create table "salesdept".control_day (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  day date not null,
  person_id text collate "C",
  needing bigint not null,
  by_state jsonb not null,
  primary key (tenant_id, id)
);
create index control_day_by_day on "salesdept".control_day (tenant_id, day, id);
create index control_day_by_person_id on "salesdept".control_day (tenant_id, person_id, id);
create index control_day_by_needing on "salesdept".control_day (tenant_id, needing, id);
create table "salesdept".department (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  config jsonb not null,
  invoices_replan_at timestamptz(3),
  primary key (tenant_id, id)
);
create index department_by_invoices_replan_at on "salesdept".department (tenant_id, invoices_replan_at, id);
create table "salesdept".rep (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  person_id text collate "C" not null,
  team_id text collate "C",
  joined_on date,
  left_on date,
  role text collate "C" not null,
  profile jsonb not null,
  absences jsonb not null,
  knowledge jsonb not null,
  enrolments jsonb not null,
  primary key (tenant_id, id)
);
create index rep_by_person_id on "salesdept".rep (tenant_id, person_id, id);
create index rep_by_team_id on "salesdept".rep (tenant_id, team_id, id);
create index rep_by_role on "salesdept".rep (tenant_id, role, id);
create table "salesdept".team (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  code text collate "C" not null,
  head_id text collate "C",
  mentor_ids jsonb not null,
  parent_code text collate "C",
  primary key (tenant_id, id)
);
create index team_by_code on "salesdept".team (tenant_id, code, id);
create index team_by_head_id on "salesdept".team (tenant_id, head_id, id);
create table "salesdept".product (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  name text collate "C" not null,
  list_price_minor bigint,
  list_price_currency text collate "C",
  primary key (tenant_id, id)
);
create table "salesdept".client (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  owner_id text collate "C",
  registered_at timestamptz(3) not null,
  unowned_since timestamptz(3),
  segment_id text collate "C",
  preferences jsonb not null,
  tags jsonb not null,
  standing text collate "C" not null,
  merged_into_id text collate "C",
  merge jsonb,
  source_id text collate "C",
  imported jsonb,
  custom jsonb,
  primary key (tenant_id, id)
);
create index client_by_owner_id on "salesdept".client (tenant_id, owner_id, id);
create index client_by_segment_id on "salesdept".client (tenant_id, segment_id, id);
create index client_by_standing on "salesdept".client (tenant_id, standing, id);
create index client_by_merged_into_id on "salesdept".client (tenant_id, merged_into_id, id);
create table "salesdept".contact (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  client_id text collate "C" not null,
  role_id text collate "C",
  language text collate "C",
  left_on date,
  standing text collate "C" not null,
  source_id text collate "C",
  imported jsonb,
  custom jsonb,
  primary key (tenant_id, id)
);
create index contact_by_client_id on "salesdept".contact (tenant_id, client_id, id);
create index contact_by_standing on "salesdept".contact (tenant_id, standing, id);
create table "salesdept".consent (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  client_id text collate "C",
  contact_id text collate "C",
  lead_id text collate "C",
  purpose_id text collate "C" not null,
  proof_kind text collate "C" not null,
  given_at timestamptz(3) not null,
  expires_on date,
  withdrawn_at timestamptz(3),
  primary key (tenant_id, id)
);
create index consent_by_client_id on "salesdept".consent (tenant_id, client_id, id);
create index consent_by_contact_id on "salesdept".consent (tenant_id, contact_id, id);
create index consent_by_lead_id on "salesdept".consent (tenant_id, lead_id, id);
create table "salesdept".lead (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  status text collate "C" not null,
  owner_id text collate "C",
  unowned_since timestamptz(3),
  channel_id text collate "C" not null,
  origin_id text collate "C",
  segment_id text collate "C",
  tags jsonb not null,
  standing text collate "C" not null,
  received_at timestamptz(3) not null,
  taken_at timestamptz(3),
  next_nurture_at timestamptz(3),
  nurtures bigint not null,
  closed_at timestamptz(3),
  client_id text collate "C",
  deal_id text collate "C",
  disqualify_reason_id text collate "C",
  source_id text collate "C",
  imported jsonb,
  custom jsonb,
  primary key (tenant_id, id)
);
create index lead_by_owner_id on "salesdept".lead (tenant_id, owner_id, id);
create index lead_by_status on "salesdept".lead (tenant_id, status, id);
create index lead_by_client_id on "salesdept".lead (tenant_id, client_id, id);
create index lead_by_standing on "salesdept".lead (tenant_id, standing, id);
create index lead_by_received_at on "salesdept".lead (tenant_id, received_at, id);
create index lead_by_next_nurture_at on "salesdept".lead (tenant_id, next_nurture_at, id);
create table "salesdept".dialog (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  lead_id text collate "C",
  deal_id text collate "C",
  client_id text collate "C",
  kind text collate "C" not null,
  direction text collate "C" not null,
  rep_id text collate "C",
  participant_ids jsonb not null,
  held_at timestamptz(3) not null,
  noted_at timestamptz(3) not null,
  ended_at timestamptz(3),
  outcome_id text collate "C" not null,
  script_version_id text collate "C",
  script_steps jsonb not null,
  next_step_id text collate "C",
  primary key (tenant_id, id)
);
create index dialog_by_deal_id on "salesdept".dialog (tenant_id, deal_id, id);
create index dialog_by_lead_id on "salesdept".dialog (tenant_id, lead_id, id);
create index dialog_by_client_id on "salesdept".dialog (tenant_id, client_id, id);
create index dialog_by_rep_id on "salesdept".dialog (tenant_id, rep_id, id);
create index dialog_by_held_at on "salesdept".dialog (tenant_id, held_at, id);
create index dialog_by_noted_at on "salesdept".dialog (tenant_id, noted_at, id);
create table "salesdept".next_step (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  lead_id text collate "C",
  deal_id text collate "C",
  client_id text collate "C",
  type_id text collate "C" not null,
  due_on date not null,
  owner_id text collate "C" not null,
  remind_at timestamptz(3),
  status text collate "C" not null,
  moves bigint not null,
  done_at timestamptz(3),
  outcome_id text collate "C",
  primary key (tenant_id, id)
);
create index next_step_by_deal_id on "salesdept".next_step (tenant_id, deal_id, id);
create index next_step_by_lead_id on "salesdept".next_step (tenant_id, lead_id, id);
create index next_step_by_client_id on "salesdept".next_step (tenant_id, client_id, id);
create index next_step_by_owner_id on "salesdept".next_step (tenant_id, owner_id, id);
create index next_step_by_status on "salesdept".next_step (tenant_id, status, id);
create index next_step_by_due_on on "salesdept".next_step (tenant_id, due_on, id);
create index next_step_by_moves on "salesdept".next_step (tenant_id, moves, id);
create index next_step_by_remind_at on "salesdept".next_step (tenant_id, remind_at, id);
create index next_step_by_done_at on "salesdept".next_step (tenant_id, done_at, id);
create index next_step_status_due_on on "salesdept".next_step (tenant_id, status, due_on, id);
create table "salesdept".deal (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  pipeline_id text collate "C" not null,
  pipeline_version bigint not null,
  stage_id text collate "C" not null,
  outcome text collate "C" not null,
  entered_stage_at timestamptz(3),
  client_id text collate "C",
  owner_id text collate "C",
  seller_id text collate "C",
  closed_by_id text collate "C",
  unowned_since timestamptz(3),
  product_id text collate "C",
  amount_minor bigint,
  amount_currency text collate "C",
  list_amount_minor bigint,
  list_amount_currency text collate "C",
  opened_on date,
  closed_on date,
  lost_reason_id text collate "C",
  expected_close_on date,
  lines jsonb,
  amount_from text collate "C" not null,
  credit_shares jsonb,
  close_rate jsonb,
  cycles jsonb,
  earlier_stays jsonb,
  reopened_on date,
  finished_on date,
  standing text collate "C" not null,
  merged_into_id text collate "C",
  removed_on date,
  source_id text collate "C",
  imported jsonb,
  custom jsonb,
  facts_version bigint not null default 0,
  primary key (tenant_id, id)
) with (fillfactor = 80);
create index deal_by_client_id on "salesdept".deal (tenant_id, client_id, id);
create index deal_by_owner_id on "salesdept".deal (tenant_id, owner_id, id);
create index deal_by_stage_id on "salesdept".deal (tenant_id, stage_id, id);
create index deal_by_outcome on "salesdept".deal (tenant_id, outcome, id);
create index deal_by_standing on "salesdept".deal (tenant_id, standing, id);
create index deal_by_expected_close_on on "salesdept".deal (tenant_id, expected_close_on, id);
create index deal_by_amount on "salesdept".deal (tenant_id, amount_currency, amount_minor, id);
create index deal_outcome_expected_close_on on "salesdept".deal (tenant_id, outcome, expected_close_on, id);
create index deal_closed on "salesdept".deal (tenant_id, standing, outcome, seller_id, amount_currency, product_id, closed_on, amount_minor, list_amount_currency, list_amount_minor, id) where closed_on is not null and credit_shares is null;
create index deal_shared on "salesdept".deal (tenant_id, closed_on, id) where closed_on is not null and credit_shares is not null;
create table "salesdept".approval (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  deal_id text collate "C" not null,
  kind_id text collate "C" not null,
  terms jsonb,
  status text collate "C" not null,
  asked_by text collate "C" not null,
  asked_of text collate "C",
  asked_at timestamptz(3) not null,
  decided_by text collate "C",
  decided_at timestamptz(3),
  expires_at timestamptz(3),
  next_expiry_at timestamptz(3),
  used_at timestamptz(3),
  primary key (tenant_id, id)
);
create index approval_by_deal_id on "salesdept".approval (tenant_id, deal_id, id);
create index approval_by_status on "salesdept".approval (tenant_id, status, id);
create index approval_by_next_expiry_at on "salesdept".approval (tenant_id, next_expiry_at, id);
create table "salesdept".override_budget (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  person_id text collate "C" not null,
  period text collate "C" not null,
  overrides jsonb,
  primary key (tenant_id, id)
);
create index override_budget_by_person_id on "salesdept".override_budget (tenant_id, person_id, id);
create index override_budget_by_period on "salesdept".override_budget (tenant_id, period, id);
create table "salesdept".invoice (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  deal_id text collate "C" not null,
  client_id text collate "C",
  number text collate "C",
  issued_on date not null,
  currency text collate "C" not null,
  shipped_on date,
  documented_on date,
  instalments jsonb not null,
  total_minor bigint not null,
  paid_minor bigint not null,
  written_off_minor bigint not null,
  credited_minor bigint not null,
  write_offs jsonb not null,
  credits jsonb not null,
  paid_by jsonb not null,
  freed jsonb not null,
  promise jsonb,
  promises_kept bigint not null,
  promises_broken bigint not null,
  disputed_on date,
  dispute_reason_id text collate "C",
  reminded jsonb not null,
  next_reminder_at timestamptz(3),
  primary key (tenant_id, id)
);
create index invoice_by_deal_id on "salesdept".invoice (tenant_id, deal_id, id);
create index invoice_by_client_id on "salesdept".invoice (tenant_id, client_id, id);
create index invoice_by_number on "salesdept".invoice (tenant_id, number, id);
create index invoice_by_next_reminder_at on "salesdept".invoice (tenant_id, next_reminder_at, id);
create table "salesdept".payment (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  invoice_id text collate "C",
  deal_id text collate "C",
  client_id text collate "C",
  amount_minor bigint not null,
  amount_currency text collate "C" not null,
  received_on date not null,
  reference_key text collate "C",
  allocations jsonb not null,
  rates jsonb not null,
  unallocated_minor bigint not null,
  unallocated_currency text collate "C",
  refunds jsonb not null,
  primary key (tenant_id, id)
);
create index payment_by_invoice_id on "salesdept".payment (tenant_id, invoice_id, id);
create index payment_by_deal_id on "salesdept".payment (tenant_id, deal_id, id);
create index payment_by_client_id on "salesdept".payment (tenant_id, client_id, id);
create index payment_by_reference_key on "salesdept".payment (tenant_id, reference_key, id);
create index payment_by_unallocated_currency on "salesdept".payment (tenant_id, unallocated_currency, id);
create table "salesdept".closing_document (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  deal_id text collate "C" not null,
  client_id text collate "C",
  invoice_id text collate "C",
  kind text collate "C" not null,
  own_kind_id text collate "C",
  form text collate "C" not null,
  number text collate "C",
  amount_minor bigint not null,
  amount_currency text collate "C" not null,
  lines jsonb not null,
  difference jsonb,
  drafted_on date not null,
  revision bigint not null,
  corrected_on date,
  sent_on date,
  delivered_on date,
  signed_by_us_on date,
  signed_on date,
  refused_on date,
  refusal_reason_id text collate "C",
  correction_asked_on date,
  revocation_asked_on date,
  revocation_asked_by text collate "C",
  revoked_on date,
  original_sent_on date,
  original_returned_on date,
  original_lost_on date,
  primary key (tenant_id, id)
);
create index closing_document_by_deal_id on "salesdept".closing_document (tenant_id, deal_id, id);
create index closing_document_by_client_id on "salesdept".closing_document (tenant_id, client_id, id);
create table "salesdept".bank_entry (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  account text collate "C" not null,
  direction text collate "C" not null,
  booked_on date not null,
  amount_minor bigint not null,
  amount_currency text collate "C" not null,
  payer_key text collate "C",
  status text collate "C" not null,
  doubt text collate "C",
  candidates jsonb not null,
  client_id text collate "C",
  payment_id text collate "C",
  ignored_reason_id text collate "C",
  primary key (tenant_id, id)
);
create index bank_entry_by_status on "salesdept".bank_entry (tenant_id, status, id);
create index bank_entry_by_payer_key on "salesdept".bank_entry (tenant_id, payer_key, id);
create index bank_entry_by_payment_id on "salesdept".bank_entry (tenant_id, payment_id, id);
create index bank_entry_by_client_id on "salesdept".bank_entry (tenant_id, client_id, id);
create index bank_entry_by_booked_on on "salesdept".bank_entry (tenant_id, booked_on, id);
create table "salesdept".campaign (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  status text collate "C" not null,
  plan jsonb not null,
  started_on date,
  design jsonb,
  action_count bigint not null,
  reserved_minor bigint not null,
  used_minor bigint not null,
  primary key (tenant_id, id)
);
create index campaign_by_status on "salesdept".campaign (tenant_id, status, id);
create table "salesdept".due_action (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  campaign_id text collate "C" not null,
  client_id text collate "C" not null,
  deal_id text collate "C",
  occurrence_key text collate "C" not null,
  action jsonb not null,
  channel_id text collate "C",
  assignee_id text collate "C",
  due_on date not null,
  not_before timestamptz(3) not null,
  decided_at timestamptz(3) not null,
  consent_id text collate "C",
  offer_id text collate "C",
  status text collate "C" not null,
  primary key (tenant_id, id)
);
create index due_action_by_client_id on "salesdept".due_action (tenant_id, client_id, id);
create index due_action_by_campaign_id on "salesdept".due_action (tenant_id, campaign_id, id);
create index due_action_by_status on "salesdept".due_action (tenant_id, status, id);
create table "salesdept".loyalty_profile (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  client_id text collate "C" not null,
  time_zone text collate "C",
  touches jsonb not null,
  open_complaint_ids jsonb not null,
  primary key (tenant_id, id)
);
create index loyalty_profile_by_client_id on "salesdept".loyalty_profile (tenant_id, client_id, id);
create table "salesdept".loyalty_run (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  next_run_at timestamptz(3),
  after_client_id text collate "C",
  primary key (tenant_id, id)
);
create index loyalty_run_by_next_run_at on "salesdept".loyalty_run (tenant_id, next_run_at, id);
create table "salesdept".offer (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  client_id text collate "C" not null,
  campaign_id text collate "C",
  offer_type_id text collate "C" not null,
  after_deal_id text collate "C",
  cost_minor bigint not null,
  cost_currency text collate "C" not null,
  valid_days bigint not null,
  status text collate "C" not null,
  last_on date not null,
  open_until timestamptz(3),
  proposed_at timestamptz(3) not null,
  made_at timestamptz(3),
  closed_at timestamptz(3),
  deal_id text collate "C",
  refusal_reason_id text collate "C",
  primary key (tenant_id, id)
);
create index offer_by_client_id on "salesdept".offer (tenant_id, client_id, id);
create index offer_by_campaign_id on "salesdept".offer (tenant_id, campaign_id, id);
create index offer_by_status on "salesdept".offer (tenant_id, status, id);
create index offer_by_open_until on "salesdept".offer (tenant_id, open_until, id);
create index offer_by_deal_id on "salesdept".offer (tenant_id, deal_id, id);
create table "salesdept".milestone (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  client_id text collate "C" not null,
  deal_id text collate "C",
  kind_id text collate "C" not null,
  falls_on date not null,
  cancelled_at timestamptz(3),
  primary key (tenant_id, id)
);
create index milestone_by_client_id on "salesdept".milestone (tenant_id, client_id, id);
create table "salesdept".satisfaction_answer (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  client_id text collate "C" not null,
  deal_id text collate "C",
  metric text collate "C" not null,
  score bigint not null,
  answered_at timestamptz(3) not null,
  primary key (tenant_id, id)
);
create index satisfaction_answer_by_client_id on "salesdept".satisfaction_answer (tenant_id, client_id, id);
create index satisfaction_answer_by_deal_id on "salesdept".satisfaction_answer (tenant_id, deal_id, id);
create table "salesdept".complaint (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  client_id text collate "C" not null,
  deal_id text collate "C",
  opened_at timestamptz(3) not null,
  resolved_at timestamptz(3),
  primary key (tenant_id, id)
);
create index complaint_by_client_id on "salesdept".complaint (tenant_id, client_id, id);
create index complaint_by_deal_id on "salesdept".complaint (tenant_id, deal_id, id);
create table "salesdept".referral_code (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  advocate_id text collate "C" not null,
  primary key (tenant_id, id)
);
create index referral_code_by_advocate_id on "salesdept".referral_code (tenant_id, advocate_id, id);
create table "salesdept".referral (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  advocate_id text collate "C" not null,
  client_id text collate "C" not null,
  code_id text collate "C",
  status text collate "C" not null,
  recorded_at timestamptz(3) not null,
  deal_id text collate "C",
  rewarded_at timestamptz(3),
  advocate_lot_id text collate "C",
  client_lot_id text collate "C",
  primary key (tenant_id, id)
);
create index referral_by_advocate_id on "salesdept".referral (tenant_id, advocate_id, id);
create index referral_by_status on "salesdept".referral (tenant_id, status, id);
create index referral_by_deal_id on "salesdept".referral (tenant_id, deal_id, id);
create table "salesdept".referral_book (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  recorded bigint not null,
  rewarded bigint not null,
  primary key (tenant_id, id)
);
create table "salesdept".reward_account (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  client_id text collate "C" not null,
  balances jsonb not null,
  next_expires_at timestamptz(3),
  primary key (tenant_id, id)
);
create index reward_account_by_client_id on "salesdept".reward_account (tenant_id, client_id, id);
create index reward_account_by_next_expires_at on "salesdept".reward_account (tenant_id, next_expires_at, id);
create table "salesdept".reward_lot (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  client_id text collate "C" not null,
  open_client_id text collate "C",
  deal_id text collate "C",
  reason_id text collate "C" not null,
  earned_points bigint not null,
  earned_at timestamptz(3) not null,
  confirmed_at timestamptz(3),
  valid_days bigint,
  expires_on date,
  expires_at timestamptz(3),
  refund_ids jsonb not null,
  pending_points bigint not null,
  active_points bigint not null,
  spent_points bigint not null,
  settled_points bigint not null,
  expired_points bigint not null,
  reversed_points bigint not null,
  owed_points bigint not null,
  primary key (tenant_id, id)
);
create index reward_lot_by_client_id on "salesdept".reward_lot (tenant_id, client_id, id);
create index reward_lot_by_open_client_id on "salesdept".reward_lot (tenant_id, open_client_id, id);
create index reward_lot_by_deal_id on "salesdept".reward_lot (tenant_id, deal_id, id);
create table "salesdept".reward_spend (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  client_id text collate "C" not null,
  deal_id text collate "C",
  points bigint not null,
  taken_from jsonb not null,
  spent_at timestamptz(3) not null,
  returned_at timestamptz(3),
  primary key (tenant_id, id)
);
create index reward_spend_by_client_id on "salesdept".reward_spend (tenant_id, client_id, id);
create index reward_spend_by_deal_id on "salesdept".reward_spend (tenant_id, deal_id, id);
create table "salesdept".plan (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  currency text collate "C" not null,
  fiscal_calendar jsonb,
  measures jsonb not null,
  versions jsonb not null,
  primary key (tenant_id, id)
);
create table "salesdept".plan_version (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  plan_id text collate "C" not null,
  number bigint not null,
  baseline text collate "C" not null,
  status text collate "C" not null,
  based_on bigint,
  effective_from date not null,
  reasons jsonb not null,
  targets jsonb not null,
  drafted_by text collate "C" not null,
  submitted_by text collate "C",
  decided_by text collate "C",
  in_force_since timestamptz(3),
  primary key (tenant_id, id)
);
create index plan_version_by_plan_id on "salesdept".plan_version (tenant_id, plan_id, id);
create index plan_version_by_status on "salesdept".plan_version (tenant_id, status, id);
create table "salesdept".finding (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  rule_id text collate "C" not null,
  rule_version bigint not null,
  likeness text collate "C" not null,
  kind text collate "C" not null,
  severity text collate "C" not null,
  owner_id text collate "C",
  words jsonb not null,
  evidence jsonb not null,
  at_stake jsonb,
  period_from date not null,
  period_to date not null,
  status text collate "C" not null,
  raised_at timestamptz(3) not null,
  recurrence_of text collate "C",
  corrected_at timestamptz(3),
  primary key (tenant_id, id)
);
create index finding_by_owner_id on "salesdept".finding (tenant_id, owner_id, id);
create index finding_by_rule_id on "salesdept".finding (tenant_id, rule_id, id);
create index finding_by_likeness on "salesdept".finding (tenant_id, likeness, id);
create index finding_by_kind on "salesdept".finding (tenant_id, kind, id);
create index finding_by_status on "salesdept".finding (tenant_id, status, id);
create index finding_by_period_to on "salesdept".finding (tenant_id, period_to, id);
create table "salesdept".commitment (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  rep_id text collate "C" not null,
  due_on date not null,
  record_id text collate "C",
  debrief_id text collate "C",
  mentor_id text collate "C",
  answered_at timestamptz(3),
  status text collate "C" not null,
  primary key (tenant_id, id)
);
create index commitment_by_rep_id on "salesdept".commitment (tenant_id, rep_id, id);
create index commitment_by_due_on on "salesdept".commitment (tenant_id, due_on, id);
create index commitment_by_mentor_id on "salesdept".commitment (tenant_id, mentor_id, id);
create index commitment_by_debrief_id on "salesdept".commitment (tenant_id, debrief_id, id);
create index commitment_by_status on "salesdept".commitment (tenant_id, status, id);
create table "salesdept".debrief (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  route text collate "C" not null,
  rep_id text collate "C",
  leader_id text collate "C" not null,
  consented_rep_ids jsonb,
  finding_ids jsonb not null,
  planned_on date not null,
  held_at timestamptz(3),
  status text collate "C" not null,
  actions jsonb not null,
  primary key (tenant_id, id)
);
create index debrief_by_route on "salesdept".debrief (tenant_id, route, id);
create index debrief_by_rep_id on "salesdept".debrief (tenant_id, rep_id, id);
create index debrief_by_leader_id on "salesdept".debrief (tenant_id, leader_id, id);
create index debrief_by_status on "salesdept".debrief (tenant_id, status, id);
create index debrief_by_planned_on on "salesdept".debrief (tenant_id, planned_on, id);
create table "salesdept".summary (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  span text collate "C" not null,
  label text collate "C" not null,
  period_from date not null,
  period_to date not null,
  scope text collate "C" not null,
  scope_id text collate "C",
  owner_id text collate "C",
  currency text collate "C" not null,
  figures jsonb not null,
  plan jsonb not null,
  versions jsonb not null,
  closed_at timestamptz(3) not null,
  primary key (tenant_id, id)
);
create index summary_by_scope on "salesdept".summary (tenant_id, scope, id);
create index summary_by_scope_id on "salesdept".summary (tenant_id, scope_id, id);
create index summary_by_owner_id on "salesdept".summary (tenant_id, owner_id, id);
create index summary_by_label on "salesdept".summary (tenant_id, label, id);
create index summary_by_period_to on "salesdept".summary (tenant_id, period_to, id);
create index summary_by_span on "salesdept".summary (tenant_id, span, id);
create table "salesdept".review_schedule (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  span text collate "C" not null,
  hours_after bigint not null,
  next_on date not null,
  next_close_at timestamptz(3),
  debriefs jsonb,
  looked_through jsonb,
  primary key (tenant_id, id)
);
create index review_schedule_by_next_close_at on "salesdept".review_schedule (tenant_id, next_close_at, id);
create table "salesdept".bulk_run (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  action text collate "C" not null,
  source_id text collate "C",
  status text collate "C" not null,
  started_at timestamptz(3) not null,
  finished_at timestamptz(3),
  reverted_at timestamptz(3),
  primary key (tenant_id, id)
);
create index bulk_run_by_action on "salesdept".bulk_run (tenant_id, action, id);
create index bulk_run_by_status on "salesdept".bulk_run (tenant_id, status, id);
create index bulk_run_by_source_id on "salesdept".bulk_run (tenant_id, source_id, id);
create index bulk_run_by_started_at on "salesdept".bulk_run (tenant_id, started_at, id);
create table "salesdept".run_chunk (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  run_id text collate "C" not null,
  entries jsonb not null,
  answer jsonb not null,
  reverted_at timestamptz(3),
  primary key (tenant_id, id)
);
create index run_chunk_by_run_id on "salesdept".run_chunk (tenant_id, run_id, id);
create table "salesdept".script (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  pipeline_id text collate "C",
  stage_id text collate "C",
  segment_id text collate "C",
  language text collate "C" not null,
  owner_id text collate "C" not null,
  version_count bigint not null,
  current_version_id text collate "C",
  primary key (tenant_id, id)
);
create index script_by_owner_id on "salesdept".script (tenant_id, owner_id, id);
create index script_by_stage_id on "salesdept".script (tenant_id, stage_id, id);
create table "salesdept".script_version (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  script_id text collate "C" not null,
  number bigint not null,
  status text collate "C" not null,
  steps jsonb not null,
  based_on_id text collate "C",
  proposal_ids jsonb not null,
  author_id text collate "C" not null,
  approved_by text collate "C",
  approved_at timestamptz(3),
  retired_at timestamptz(3),
  primary key (tenant_id, id)
);
create index script_version_by_script_id on "salesdept".script_version (tenant_id, script_id, id);
create index script_version_by_status on "salesdept".script_version (tenant_id, status, id);
create table "salesdept".script_run (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  script_id text collate "C" not null,
  version_id text collate "C" not null,
  dialog_id text collate "C",
  lead_id text collate "C",
  deal_id text collate "C",
  client_id text collate "C",
  rep_id text collate "C" not null,
  started_at timestamptz(3) not null,
  steps jsonb not null,
  unanswered_step_ids jsonb not null,
  outcome_id text collate "C" not null,
  primary key (tenant_id, id)
);
create index script_run_by_script_id on "salesdept".script_run (tenant_id, script_id, id);
create index script_run_by_version_id on "salesdept".script_run (tenant_id, version_id, id);
create index script_run_by_deal_id on "salesdept".script_run (tenant_id, deal_id, id);
create index script_run_by_rep_id on "salesdept".script_run (tenant_id, rep_id, id);
create table "salesdept".script_proposal (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  script_id text collate "C" not null,
  step_id text collate "C",
  origin text collate "C" not null,
  evidence_ids jsonb not null,
  review_id text collate "C",
  variance_period text collate "C",
  proposed_by text collate "C" not null,
  owner_id text collate "C" not null,
  status text collate "C" not null,
  version_id text collate "C",
  primary key (tenant_id, id)
);
create index script_proposal_by_script_id on "salesdept".script_proposal (tenant_id, script_id, id);
create index script_proposal_by_owner_id on "salesdept".script_proposal (tenant_id, owner_id, id);
create index script_proposal_by_status on "salesdept".script_proposal (tenant_id, status, id);
create table "salesdept".script_experiment (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  script_id text collate "C" not null,
  baseline_version_id text collate "C" not null,
  trial_version_id text collate "C" not null,
  trial_share_percent bigint not null,
  planned_closed bigint not null,
  follow_days bigint not null,
  seed text collate "C" not null,
  proposal_ids jsonb not null,
  started_at timestamptz(3) not null,
  status text collate "C" not null,
  settled_by text collate "C",
  settled_at timestamptz(3),
  reading jsonb,
  primary key (tenant_id, id)
);
create index script_experiment_by_script_id on "salesdept".script_experiment (tenant_id, script_id, id);
create index script_experiment_by_status on "salesdept".script_experiment (tenant_id, status, id);
create table "salesdept".scorecard (
  tenant_id text collate "C" not null,
  id text collate "C" not null,
  version bigint not null,
  texts_version bigint not null,
  changed_at timestamptz(3) not null,
  head text collate "C" not null,
  dialog_id text collate "C" not null,
  version_id text collate "C" not null,
  rep_id text collate "C" not null,
  rater_id text collate "C" not null,
  rater_kind text collate "C" not null,
  marks jsonb not null,
  score jsonb,
  primary key (tenant_id, id)
);
create index scorecard_by_dialog_id on "salesdept".scorecard (tenant_id, dialog_id, id);
create index scorecard_by_version_id on "salesdept".scorecard (tenant_id, version_id, id);
create index scorecard_by_rep_id on "salesdept".scorecard (tenant_id, rep_id, id);
create index scorecard_by_rater_id on "salesdept".scorecard (tenant_id, rater_id, id);
create view "salesdept".v1_clients with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  x.texts::json ->> 'name' as name,
  x.texts::json ->> 'taxId' as tax_id,
  r.owner_id,
  r.segment_id,
  r.standing,
  r.merged_into_id,
  r.source_id,
  r.changed_at,
  r.custom
from "salesdept".client as r
left join "salesdept".texts as x on x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version;
create view "salesdept".v1_contacts with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  r.client_id,
  x.texts::json ->> 'name' as name,
  x.texts::json ->> 'position' as position,
  r.role_id,
  r.language,
  r.left_on,
  r.standing,
  r.source_id,
  r.changed_at,
  r.custom
from "salesdept".contact as r
left join "salesdept".texts as x on x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version;
create view "salesdept".v1_leads with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  x.texts::json ->> 'name' as name,
  r.status,
  r.owner_id,
  r.channel_id,
  r.origin_id,
  r.segment_id,
  r.standing,
  r.received_at,
  r.taken_at,
  r.nurtures,
  r.closed_at,
  r.client_id,
  r.deal_id,
  r.disqualify_reason_id,
  r.source_id,
  r.changed_at,
  r.custom
from "salesdept".lead as r
left join "salesdept".texts as x on x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version;
create view "salesdept".v1_dialogs with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  r.lead_id,
  r.deal_id,
  r.client_id,
  r.kind,
  r.direction,
  r.rep_id,
  r.held_at,
  r.noted_at,
  r.ended_at,
  r.outcome_id,
  r.script_version_id,
  r.next_step_id
from "salesdept".dialog as r;
create view "salesdept".v1_next_steps with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  r.lead_id,
  r.deal_id,
  r.client_id,
  r.type_id,
  r.due_on,
  r.owner_id,
  r.status,
  r.moves,
  r.done_at,
  r.outcome_id
from "salesdept".next_step as r;
create view "salesdept".v1_deals with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  x.texts::json ->> 'title' as title,
  r.client_id,
  r.owner_id,
  r.seller_id,
  r.pipeline_id,
  r.stage_id,
  r.entered_stage_at,
  r.outcome,
  r.standing,
  r.amount_minor,
  r.amount_currency as currency,
  r.list_amount_minor,
  r.list_amount_currency as list_currency,
  r.amount_from,
  r.product_id,
  r.opened_on,
  r.expected_close_on,
  r.closed_on,
  (r.close_rate ->> 'rate')::numeric as close_rate,
  (r.close_rate ->> 'per')::bigint as close_rate_per,
  r.close_rate ->> 'to' as close_rate_currency,
  (r.close_rate ->> 'on')::date as close_rate_on,
  r.lost_reason_id,
  r.reopened_on,
  r.finished_on,
  r.merged_into_id,
  r.removed_on,
  r.source_id,
  r.changed_at,
  r.custom
from "salesdept".deal as r
left join "salesdept".texts as x on x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version;
create view "salesdept".v1_deal_lines with (security_invoker = true) as
select
  r.tenant_id,
  r.id as deal_id,
  e.place as line_no,
  e.value ->> 'id' as line_id,
  x.texts::json ->> ('line.' || (e.value ->> 'id')) as name,
  e.value ->> 'kind' as kind,
  e.value ->> 'productId' as product_id,
  (e.value ->> 'quantity')::numeric as quantity,
  (e.value ->> 'unitPriceMinor')::bigint as unit_price_minor,
  (e.value ->> 'listPriceMinor')::bigint as list_price_minor,
  r.amount_currency as currency,
  (e.value ->> 'discountPercent')::numeric as discount_percent,
  (e.value ->> 'taxPercent')::numeric as tax_percent,
  (e.value ->> 'taxIncluded')::boolean as tax_included
from "salesdept".deal as r
cross join lateral jsonb_array_elements(r.lines) with ordinality as e(value, place)
left join "salesdept".texts as x on x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version;
create view "salesdept".v1_stage_moves with (security_invoker = true) as
select
  r.tenant_id,
  r.stream as deal_id,
  r.version as move_no,
  r.occurred_at as moved_at,
  r.recorded_at,
  r.pipeline_id,
  r.previous_stage_id as from_stage_id,
  r.stage_id as to_stage_id,
  r.previous_stage_seconds as from_stage_seconds,
  r.outcome,
  r.amount_minor,
  r.currency,
  r.owner_id as owner_id_text,
  r.expected_close_on
from "salesdept".journal as r
where r.kind = 'deal' and r.previous_stage_id <> r.stage_id;
create view "salesdept".v1_products with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  r.name,
  r.list_price_minor,
  r.list_price_currency as currency
from "salesdept".product as r;
create view "salesdept".v1_invoices with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  r.deal_id,
  r.client_id,
  r.number,
  r.issued_on,
  r.currency,
  r.total_minor,
  r.paid_minor,
  r.written_off_minor,
  r.credited_minor,
  r.shipped_on,
  r.documented_on,
  (r.promise ->> 'promisedOn')::date as promised_on,
  (r.promise ->> 'amountMinor')::bigint as promised_minor,
  r.promises_kept,
  r.promises_broken,
  r.disputed_on,
  r.dispute_reason_id
from "salesdept".invoice as r;
create view "salesdept".v1_instalments with (security_invoker = true) as
select
  r.tenant_id,
  r.id as invoice_id,
  r.deal_id,
  r.client_id,
  e.place as due_no,
  (e.value ->> 'no')::bigint as instalment_no,
  e.value ->> 'kind' as kind,
  (e.value ->> 'dueOn')::date as due_on,
  (e.value ->> 'amountMinor')::bigint as amount_minor,
  r.currency
from "salesdept".invoice as r
cross join lateral jsonb_array_elements(r.instalments) with ordinality as e(value, place);
create view "salesdept".v1_payments with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  r.invoice_id,
  r.deal_id,
  r.client_id,
  r.amount_minor,
  r.amount_currency as currency,
  r.received_on,
  r.unallocated_minor,
  x.texts::json ->> 'reference' as reference
from "salesdept".payment as r
left join "salesdept".texts as x on x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version;
create view "salesdept".v1_payment_allocations with (security_invoker = true) as
select
  r.tenant_id,
  r.id as payment_id,
  e.place as allocation_no,
  e.value ->> 'invoiceId' as invoice_id,
  r.received_on,
  (e.value ->> 'amountMinor')::bigint as amount_minor,
  r.amount_currency as currency,
  (e.value ->> 'invoiceMinor')::bigint as invoice_minor
from "salesdept".payment as r
cross join lateral jsonb_array_elements(r.allocations) with ordinality as e(value, place);
create view "salesdept".v1_refunds with (security_invoker = true) as
select
  r.tenant_id,
  r.id as payment_id,
  e.place as refund_no,
  (e.value ->> 'refundedOn')::date as refunded_on,
  (e.value ->> 'amountMinor')::bigint as amount_minor,
  r.amount_currency as currency,
  e.value ->> 'reasonId' as reason_id
from "salesdept".payment as r
cross join lateral jsonb_array_elements(r.refunds) with ordinality as e(value, place);
create view "salesdept".v1_closing_documents with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  r.deal_id,
  r.client_id,
  r.invoice_id,
  r.kind,
  r.own_kind_id,
  r.form,
  r.number,
  r.amount_minor,
  r.amount_currency as currency,
  r.drafted_on,
  r.sent_on,
  r.delivered_on,
  r.signed_by_us_on,
  r.signed_on,
  r.refused_on,
  r.refusal_reason_id,
  r.revoked_on,
  r.original_returned_on
from "salesdept".closing_document as r;
create view "salesdept".v1_reps with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  r.person_id,
  x.texts::json ->> 'name' as name,
  r.team_id,
  r.role,
  r.joined_on,
  r.left_on
from "salesdept".rep as r
left join "salesdept".texts as x on x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version;
create view "salesdept".v1_teams with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  r.code,
  x.texts::json ->> 'name' as name,
  r.head_id,
  r.parent_code
from "salesdept".team as r
left join "salesdept".texts as x on x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version;
create view "salesdept".v1_plans with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  x.texts::json ->> 'name' as name,
  r.currency
from "salesdept".plan as r
left join "salesdept".texts as x on x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version;
create view "salesdept".v1_plan_measures with (security_invoker = true) as
select
  r.tenant_id,
  r.id as plan_id,
  e.value ->> 'id' as measure,
  e.value ->> 'kind' as kind,
  e.value ->> 'credit' as credit
from "salesdept".plan as r
cross join lateral jsonb_array_elements(r.measures) with ordinality as e(value, place);
create view "salesdept".v1_targets with (security_invoker = true) as
select
  r.tenant_id,
  r.plan_id,
  r.id as plan_version_id,
  r.number as version_no,
  r.baseline,
  r.status,
  r.effective_from,
  e.place as target_no,
  e.value ->> 'measure' as measure,
  e.value ->> 'period' as period,
  (e.value ->> 'value')::bigint as value,
  (e.value ->> 'padding')::bigint as padding,
  e.value ->> 'repId' as rep_id_text,
  e.value ->> 'teamId' as team_id,
  e.value ->> 'productId' as product_id,
  e.value ->> 'segmentId' as segment_id,
  e.value ->> 'pipelineId' as pipeline_id,
  e.value ->> 'clientId' as client_id
from "salesdept".plan_version as r
cross join lateral jsonb_array_elements(r.targets) with ordinality as e(value, place);
create view "salesdept".v1_findings with (security_invoker = true) as
select
  r.tenant_id,
  r.id,
  r.rule_id,
  r.kind,
  r.severity,
  r.owner_id,
  r.words -> 'title' ->> 'en' as title_en,
  r.words -> 'title' ->> 'ru' as title_ru,
  (r.at_stake ->> 'amountMinor')::bigint as at_stake_minor,
  r.at_stake ->> 'currency' as at_stake_currency,
  r.period_from,
  r.period_to,
  r.status,
  r.raised_at,
  r.corrected_at
from "salesdept".finding as r;
insert into "salesdept"."migration" (id, breaking, applied_at) values ('0001_initial', 1, '2026-02-02T06:00:00.000Z');
