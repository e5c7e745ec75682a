create table if not exists salesdept_migration (id text primary key, breaking integer not null, applied_at text not null);
create table salesdept_journal (
  tenant_id text not null,
  stream text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  kind text not null,
  type text not null,
  type_version integer not null check (type_version between -9007199254740991 and 9007199254740991),
  payload text not null,
  occurred_at text not null,
  recorded_at text not null,
  actor text not null,
  command_id text not null,
  pipeline_id text,
  stage_id text,
  previous_stage_id text,
  previous_stage_seconds integer check (previous_stage_seconds between -9007199254740991 and 9007199254740991),
  outcome text,
  amount_minor integer check (amount_minor between -9007199254740991 and 9007199254740991),
  list_amount_minor integer check (list_amount_minor between -9007199254740991 and 9007199254740991),
  currency text,
  owner_id text,
  expected_close_on text,
  texts_version integer check (texts_version between -9007199254740991 and 9007199254740991),
  texts_digest text,
  hash text not null,
  primary key (tenant_id, stream, version)
) strict;
create index salesdept_journal_moves on salesdept_journal (tenant_id, pipeline_id, previous_stage_id, stage_id, occurred_at, previous_stage_seconds) where previous_stage_id <> stage_id;
create table salesdept_texts (
  tenant_id text not null,
  record_id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts text not null,
  salt text not null,
  primary key (tenant_id, record_id, version)
) strict;
create table salesdept_command (
  tenant_id text not null,
  key text not null,
  salt text not null,
  digest text not null,
  answer text not null,
  streams text not null,
  recorded_at text not null,
  primary key (tenant_id, key)
) strict;
create table salesdept_outbox (
  tenant_id text not null,
  stream text not null,
  from_version integer not null check (from_version between -9007199254740991 and 9007199254740991),
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  recorded_at text not null,
  primary key (tenant_id, stream)
) strict;
create table salesdept_outbox_consumer (
  tenant_id text not null,
  consumer text not null,
  recorded_at text not null,
  primary key (tenant_id, consumer)
) strict;
create table salesdept_outbox_position (
  tenant_id text not null,
  consumer text not null,
  stream text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  leased_to integer not null check (leased_to between -9007199254740991 and 9007199254740991),
  token text,
  attempts integer not null check (attempts between -9007199254740991 and 9007199254740991),
  available_at text not null,
  parked_at text,
  error text,
  primary key (tenant_id, consumer, stream)
) strict;
create table salesdept_field_value (
  tenant_id text not null,
  kind text not null,
  field text not null,
  value text not null,
  record_id text not null,
  primary key (tenant_id, kind, field, value, record_id)
) strict;
create table salesdept_tenant (
  tenant_id text not null,
  recorded_at text not null,
  keys_at text,
  primary key (tenant_id)
) strict;
create table salesdept_control_mark (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  subject_kind text not null,
  subject_id text not null,
  parking text,
  snoozes text not null,
  ruled_out text,
  primary key (tenant_id, id)
) strict;
create index salesdept_control_mark_by_subject_id on salesdept_control_mark (tenant_id, subject_id, id);
create table salesdept_hand_over (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  cause text not null,
  person_id text,
  return_on text,
  next_return_at text,
  moves text not null,
  last_days text not null,
  status text not null,
  handed_at text not null,
  undone_at text,
  kept_ids text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_hand_over_by_cause on salesdept_hand_over (tenant_id, cause, id);
create index salesdept_hand_over_by_person_id on salesdept_hand_over (tenant_id, person_id, id);
create index salesdept_hand_over_by_status on salesdept_hand_over (tenant_id, status, id);
create index salesdept_hand_over_by_next_return_at on salesdept_hand_over (tenant_id, next_return_at, id);
create table salesdept_assignment_run (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  moment text not null,
  policy text not null,
  items text not null,
  candidates text not null,
  decided text not null,
  hand_over_id text,
  primary key (tenant_id, id)
) strict;
create index salesdept_assignment_run_by_hand_over_id on salesdept_assignment_run (tenant_id, hand_over_id, id);
create table salesdept_rep_intake (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  person_id text not null,
  days text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_rep_intake_by_person_id on salesdept_rep_intake (tenant_id, person_id, id);
create table salesdept_sla_clock (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  subject_kind text not null,
  subject_id text not null,
  kind text not null,
  started_at text not null,
  remind_at text,
  due_at text not null,
  rungs text not null,
  reminded_at text,
  breached_at text,
  fired text not null,
  status text not null,
  stopped_at text,
  next_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_sla_clock_by_subject_id on salesdept_sla_clock (tenant_id, subject_id, id);
create index salesdept_sla_clock_by_kind on salesdept_sla_clock (tenant_id, kind, id);
create index salesdept_sla_clock_by_status on salesdept_sla_clock (tenant_id, status, id);
create index salesdept_sla_clock_by_next_at on salesdept_sla_clock (tenant_id, next_at, id);
create table salesdept_control_watch (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  every_minutes integer not null check (every_minutes between -9007199254740991 and 9007199254740991),
  assigns_leads text not null,
  seen_until text not null,
  next_sweep_at text,
  next_day_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_control_watch_by_next_sweep_at on salesdept_control_watch (tenant_id, next_sweep_at, id);
create index salesdept_control_watch_by_next_day_at on salesdept_control_watch (tenant_id, next_day_at, id);
create table salesdept_control_day (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  day text not null,
  person_id text,
  needing integer not null check (needing between -9007199254740991 and 9007199254740991),
  by_state text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_control_day_by_day on salesdept_control_day (tenant_id, day, id);
create index salesdept_control_day_by_person_id on salesdept_control_day (tenant_id, person_id, id);
create index salesdept_control_day_by_needing on salesdept_control_day (tenant_id, needing, id);
create table salesdept_department (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  config text not null,
  invoices_replan_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_department_by_invoices_replan_at on salesdept_department (tenant_id, invoices_replan_at, id);
create table salesdept_rep (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  person_id text not null,
  team_id text,
  joined_on text,
  left_on text,
  role text not null,
  profile text not null,
  absences text not null,
  knowledge text not null,
  enrolments text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_rep_by_person_id on salesdept_rep (tenant_id, person_id, id);
create index salesdept_rep_by_team_id on salesdept_rep (tenant_id, team_id, id);
create index salesdept_rep_by_role on salesdept_rep (tenant_id, role, id);
create table salesdept_team (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  code text not null,
  head_id text,
  mentor_ids text not null,
  parent_code text,
  primary key (tenant_id, id)
) strict;
create index salesdept_team_by_code on salesdept_team (tenant_id, code, id);
create index salesdept_team_by_head_id on salesdept_team (tenant_id, head_id, id);
create table salesdept_product (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  name text not null,
  list_price_minor integer check (list_price_minor between -9007199254740991 and 9007199254740991),
  list_price_currency text,
  primary key (tenant_id, id)
) strict;
create table salesdept_client (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  owner_id text,
  registered_at text not null,
  unowned_since text,
  segment_id text,
  preferences text not null,
  tags text not null,
  standing text not null,
  merged_into_id text,
  merge text,
  source_id text,
  imported text,
  custom text,
  primary key (tenant_id, id)
) strict;
create index salesdept_client_by_owner_id on salesdept_client (tenant_id, owner_id, id);
create index salesdept_client_by_segment_id on salesdept_client (tenant_id, segment_id, id);
create index salesdept_client_by_standing on salesdept_client (tenant_id, standing, id);
create index salesdept_client_by_merged_into_id on salesdept_client (tenant_id, merged_into_id, id);
create table salesdept_contact (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  client_id text not null,
  role_id text,
  language text,
  left_on text,
  standing text not null,
  source_id text,
  imported text,
  custom text,
  primary key (tenant_id, id)
) strict;
create index salesdept_contact_by_client_id on salesdept_contact (tenant_id, client_id, id);
create index salesdept_contact_by_standing on salesdept_contact (tenant_id, standing, id);
create table salesdept_consent (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  client_id text,
  contact_id text,
  lead_id text,
  purpose_id text not null,
  proof_kind text not null,
  given_at text not null,
  expires_on text,
  withdrawn_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_consent_by_client_id on salesdept_consent (tenant_id, client_id, id);
create index salesdept_consent_by_contact_id on salesdept_consent (tenant_id, contact_id, id);
create index salesdept_consent_by_lead_id on salesdept_consent (tenant_id, lead_id, id);
create table salesdept_lead (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  status text not null,
  owner_id text,
  unowned_since text,
  channel_id text not null,
  origin_id text,
  segment_id text,
  tags text not null,
  standing text not null,
  received_at text not null,
  taken_at text,
  next_nurture_at text,
  nurtures integer not null check (nurtures between -9007199254740991 and 9007199254740991),
  closed_at text,
  client_id text,
  deal_id text,
  disqualify_reason_id text,
  source_id text,
  imported text,
  custom text,
  primary key (tenant_id, id)
) strict;
create index salesdept_lead_by_owner_id on salesdept_lead (tenant_id, owner_id, id);
create index salesdept_lead_by_status on salesdept_lead (tenant_id, status, id);
create index salesdept_lead_by_client_id on salesdept_lead (tenant_id, client_id, id);
create index salesdept_lead_by_standing on salesdept_lead (tenant_id, standing, id);
create index salesdept_lead_by_received_at on salesdept_lead (tenant_id, received_at, id);
create index salesdept_lead_by_next_nurture_at on salesdept_lead (tenant_id, next_nurture_at, id);
create table salesdept_dialog (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  lead_id text,
  deal_id text,
  client_id text,
  kind text not null,
  direction text not null,
  rep_id text,
  participant_ids text not null,
  held_at text not null,
  noted_at text not null,
  ended_at text,
  outcome_id text not null,
  script_version_id text,
  script_steps text not null,
  next_step_id text,
  primary key (tenant_id, id)
) strict;
create index salesdept_dialog_by_deal_id on salesdept_dialog (tenant_id, deal_id, id);
create index salesdept_dialog_by_lead_id on salesdept_dialog (tenant_id, lead_id, id);
create index salesdept_dialog_by_client_id on salesdept_dialog (tenant_id, client_id, id);
create index salesdept_dialog_by_rep_id on salesdept_dialog (tenant_id, rep_id, id);
create index salesdept_dialog_by_held_at on salesdept_dialog (tenant_id, held_at, id);
create index salesdept_dialog_by_noted_at on salesdept_dialog (tenant_id, noted_at, id);
create table salesdept_next_step (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  lead_id text,
  deal_id text,
  client_id text,
  type_id text not null,
  due_on text not null,
  owner_id text not null,
  remind_at text,
  status text not null,
  moves integer not null check (moves between -9007199254740991 and 9007199254740991),
  done_at text,
  outcome_id text,
  primary key (tenant_id, id)
) strict;
create index salesdept_next_step_by_deal_id on salesdept_next_step (tenant_id, deal_id, id);
create index salesdept_next_step_by_lead_id on salesdept_next_step (tenant_id, lead_id, id);
create index salesdept_next_step_by_client_id on salesdept_next_step (tenant_id, client_id, id);
create index salesdept_next_step_by_owner_id on salesdept_next_step (tenant_id, owner_id, id);
create index salesdept_next_step_by_status on salesdept_next_step (tenant_id, status, id);
create index salesdept_next_step_by_due_on on salesdept_next_step (tenant_id, due_on, id);
create index salesdept_next_step_by_moves on salesdept_next_step (tenant_id, moves, id);
create index salesdept_next_step_by_remind_at on salesdept_next_step (tenant_id, remind_at, id);
create index salesdept_next_step_by_done_at on salesdept_next_step (tenant_id, done_at, id);
create index salesdept_next_step_status_due_on on salesdept_next_step (tenant_id, status, due_on, id);
create table salesdept_deal (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  pipeline_id text not null,
  pipeline_version integer not null check (pipeline_version between -9007199254740991 and 9007199254740991),
  stage_id text not null,
  outcome text not null,
  entered_stage_at text,
  client_id text,
  owner_id text,
  seller_id text,
  closed_by_id text,
  unowned_since text,
  product_id text,
  amount_minor integer check (amount_minor between -9007199254740991 and 9007199254740991),
  amount_currency text,
  list_amount_minor integer check (list_amount_minor between -9007199254740991 and 9007199254740991),
  list_amount_currency text,
  opened_on text,
  closed_on text,
  lost_reason_id text,
  expected_close_on text,
  lines text,
  amount_from text not null,
  credit_shares text,
  close_rate text,
  cycles text,
  earlier_stays text,
  reopened_on text,
  finished_on text,
  standing text not null,
  merged_into_id text,
  removed_on text,
  source_id text,
  imported text,
  custom text,
  facts_version integer not null check (facts_version between -9007199254740991 and 9007199254740991) default 0,
  primary key (tenant_id, id)
) strict;
create index salesdept_deal_by_client_id on salesdept_deal (tenant_id, client_id, id);
create index salesdept_deal_by_owner_id on salesdept_deal (tenant_id, owner_id, id);
create index salesdept_deal_by_stage_id on salesdept_deal (tenant_id, stage_id, id);
create index salesdept_deal_by_outcome on salesdept_deal (tenant_id, outcome, id);
create index salesdept_deal_by_standing on salesdept_deal (tenant_id, standing, id);
create index salesdept_deal_by_expected_close_on on salesdept_deal (tenant_id, expected_close_on, id);
create index salesdept_deal_by_amount on salesdept_deal (tenant_id, amount_currency, amount_minor, id);
create index salesdept_deal_outcome_expected_close_on on salesdept_deal (tenant_id, outcome, expected_close_on, id);
create index salesdept_deal_closed on salesdept_deal (tenant_id, standing, outcome, seller_id, amount_currency, substr(closed_on, 1, 7), product_id, closed_on, amount_minor, list_amount_currency, list_amount_minor, pipeline_id, client_id, close_rate, credit_shares, id) where closed_on is not null and credit_shares is null;
create index salesdept_deal_shared on salesdept_deal (tenant_id, closed_on, id) where closed_on is not null and credit_shares is not null;
create table salesdept_approval (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  deal_id text not null,
  kind_id text not null,
  terms text,
  status text not null,
  asked_by text not null,
  asked_of text,
  asked_at text not null,
  decided_by text,
  decided_at text,
  expires_at text,
  next_expiry_at text,
  used_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_approval_by_deal_id on salesdept_approval (tenant_id, deal_id, id);
create index salesdept_approval_by_status on salesdept_approval (tenant_id, status, id);
create index salesdept_approval_by_next_expiry_at on salesdept_approval (tenant_id, next_expiry_at, id);
create table salesdept_override_budget (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  person_id text not null,
  period text not null,
  overrides text,
  primary key (tenant_id, id)
) strict;
create index salesdept_override_budget_by_person_id on salesdept_override_budget (tenant_id, person_id, id);
create index salesdept_override_budget_by_period on salesdept_override_budget (tenant_id, period, id);
create table salesdept_invoice (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  deal_id text not null,
  client_id text,
  number text,
  issued_on text not null,
  currency text not null,
  shipped_on text,
  documented_on text,
  instalments text not null,
  total_minor integer not null check (total_minor between -9007199254740991 and 9007199254740991),
  paid_minor integer not null check (paid_minor between -9007199254740991 and 9007199254740991),
  written_off_minor integer not null check (written_off_minor between -9007199254740991 and 9007199254740991),
  credited_minor integer not null check (credited_minor between -9007199254740991 and 9007199254740991),
  write_offs text not null,
  credits text not null,
  paid_by text not null,
  freed text not null,
  promise text,
  promises_kept integer not null check (promises_kept between -9007199254740991 and 9007199254740991),
  promises_broken integer not null check (promises_broken between -9007199254740991 and 9007199254740991),
  disputed_on text,
  dispute_reason_id text,
  reminded text not null,
  next_reminder_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_invoice_by_deal_id on salesdept_invoice (tenant_id, deal_id, id);
create index salesdept_invoice_by_client_id on salesdept_invoice (tenant_id, client_id, id);
create index salesdept_invoice_by_number on salesdept_invoice (tenant_id, number, id);
create index salesdept_invoice_by_next_reminder_at on salesdept_invoice (tenant_id, next_reminder_at, id);
create table salesdept_payment (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  invoice_id text,
  deal_id text,
  client_id text,
  amount_minor integer not null check (amount_minor between -9007199254740991 and 9007199254740991),
  amount_currency text not null,
  received_on text not null,
  reference_key text,
  allocations text not null,
  rates text not null,
  unallocated_minor integer not null check (unallocated_minor between -9007199254740991 and 9007199254740991),
  unallocated_currency text,
  refunds text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_payment_by_invoice_id on salesdept_payment (tenant_id, invoice_id, id);
create index salesdept_payment_by_deal_id on salesdept_payment (tenant_id, deal_id, id);
create index salesdept_payment_by_client_id on salesdept_payment (tenant_id, client_id, id);
create index salesdept_payment_by_reference_key on salesdept_payment (tenant_id, reference_key, id);
create index salesdept_payment_by_unallocated_currency on salesdept_payment (tenant_id, unallocated_currency, id);
create table salesdept_closing_document (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  deal_id text not null,
  client_id text,
  invoice_id text,
  kind text not null,
  own_kind_id text,
  form text not null,
  number text,
  amount_minor integer not null check (amount_minor between -9007199254740991 and 9007199254740991),
  amount_currency text not null,
  lines text not null,
  difference text,
  drafted_on text not null,
  revision integer not null check (revision between -9007199254740991 and 9007199254740991),
  corrected_on text,
  sent_on text,
  delivered_on text,
  signed_by_us_on text,
  signed_on text,
  refused_on text,
  refusal_reason_id text,
  correction_asked_on text,
  revocation_asked_on text,
  revocation_asked_by text,
  revoked_on text,
  original_sent_on text,
  original_returned_on text,
  original_lost_on text,
  primary key (tenant_id, id)
) strict;
create index salesdept_closing_document_by_deal_id on salesdept_closing_document (tenant_id, deal_id, id);
create index salesdept_closing_document_by_client_id on salesdept_closing_document (tenant_id, client_id, id);
create table salesdept_bank_entry (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  account text not null,
  direction text not null,
  booked_on text not null,
  amount_minor integer not null check (amount_minor between -9007199254740991 and 9007199254740991),
  amount_currency text not null,
  payer_key text,
  status text not null,
  doubt text,
  candidates text not null,
  client_id text,
  payment_id text,
  ignored_reason_id text,
  primary key (tenant_id, id)
) strict;
create index salesdept_bank_entry_by_status on salesdept_bank_entry (tenant_id, status, id);
create index salesdept_bank_entry_by_payer_key on salesdept_bank_entry (tenant_id, payer_key, id);
create index salesdept_bank_entry_by_payment_id on salesdept_bank_entry (tenant_id, payment_id, id);
create index salesdept_bank_entry_by_client_id on salesdept_bank_entry (tenant_id, client_id, id);
create index salesdept_bank_entry_by_booked_on on salesdept_bank_entry (tenant_id, booked_on, id);
create table salesdept_campaign (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  status text not null,
  plan text not null,
  started_on text,
  design text,
  action_count integer not null check (action_count between -9007199254740991 and 9007199254740991),
  reserved_minor integer not null check (reserved_minor between -9007199254740991 and 9007199254740991),
  used_minor integer not null check (used_minor between -9007199254740991 and 9007199254740991),
  primary key (tenant_id, id)
) strict;
create index salesdept_campaign_by_status on salesdept_campaign (tenant_id, status, id);
create table salesdept_due_action (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  campaign_id text not null,
  client_id text not null,
  deal_id text,
  occurrence_key text not null,
  action text not null,
  channel_id text,
  assignee_id text,
  due_on text not null,
  not_before text not null,
  decided_at text not null,
  consent_id text,
  offer_id text,
  status text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_due_action_by_client_id on salesdept_due_action (tenant_id, client_id, id);
create index salesdept_due_action_by_campaign_id on salesdept_due_action (tenant_id, campaign_id, id);
create index salesdept_due_action_by_status on salesdept_due_action (tenant_id, status, id);
create table salesdept_loyalty_profile (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  client_id text not null,
  time_zone text,
  touches text not null,
  open_complaint_ids text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_loyalty_profile_by_client_id on salesdept_loyalty_profile (tenant_id, client_id, id);
create table salesdept_loyalty_run (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  next_run_at text,
  after_client_id text,
  primary key (tenant_id, id)
) strict;
create index salesdept_loyalty_run_by_next_run_at on salesdept_loyalty_run (tenant_id, next_run_at, id);
create table salesdept_offer (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  client_id text not null,
  campaign_id text,
  offer_type_id text not null,
  after_deal_id text,
  cost_minor integer not null check (cost_minor between -9007199254740991 and 9007199254740991),
  cost_currency text not null,
  valid_days integer not null check (valid_days between -9007199254740991 and 9007199254740991),
  status text not null,
  last_on text not null,
  open_until text,
  proposed_at text not null,
  made_at text,
  closed_at text,
  deal_id text,
  refusal_reason_id text,
  primary key (tenant_id, id)
) strict;
create index salesdept_offer_by_client_id on salesdept_offer (tenant_id, client_id, id);
create index salesdept_offer_by_campaign_id on salesdept_offer (tenant_id, campaign_id, id);
create index salesdept_offer_by_status on salesdept_offer (tenant_id, status, id);
create index salesdept_offer_by_open_until on salesdept_offer (tenant_id, open_until, id);
create index salesdept_offer_by_deal_id on salesdept_offer (tenant_id, deal_id, id);
create table salesdept_milestone (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  client_id text not null,
  deal_id text,
  kind_id text not null,
  falls_on text not null,
  cancelled_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_milestone_by_client_id on salesdept_milestone (tenant_id, client_id, id);
create table salesdept_satisfaction_answer (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  client_id text not null,
  deal_id text,
  metric text not null,
  score integer not null check (score between -9007199254740991 and 9007199254740991),
  answered_at text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_satisfaction_answer_by_client_id on salesdept_satisfaction_answer (tenant_id, client_id, id);
create index salesdept_satisfaction_answer_by_deal_id on salesdept_satisfaction_answer (tenant_id, deal_id, id);
create table salesdept_complaint (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  client_id text not null,
  deal_id text,
  opened_at text not null,
  resolved_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_complaint_by_client_id on salesdept_complaint (tenant_id, client_id, id);
create index salesdept_complaint_by_deal_id on salesdept_complaint (tenant_id, deal_id, id);
create table salesdept_referral_code (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  advocate_id text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_referral_code_by_advocate_id on salesdept_referral_code (tenant_id, advocate_id, id);
create table salesdept_referral (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  advocate_id text not null,
  client_id text not null,
  code_id text,
  status text not null,
  recorded_at text not null,
  deal_id text,
  rewarded_at text,
  advocate_lot_id text,
  client_lot_id text,
  primary key (tenant_id, id)
) strict;
create index salesdept_referral_by_advocate_id on salesdept_referral (tenant_id, advocate_id, id);
create index salesdept_referral_by_status on salesdept_referral (tenant_id, status, id);
create index salesdept_referral_by_deal_id on salesdept_referral (tenant_id, deal_id, id);
create table salesdept_referral_book (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  recorded integer not null check (recorded between -9007199254740991 and 9007199254740991),
  rewarded integer not null check (rewarded between -9007199254740991 and 9007199254740991),
  primary key (tenant_id, id)
) strict;
create table salesdept_reward_account (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  client_id text not null,
  balances text not null,
  next_expires_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_reward_account_by_client_id on salesdept_reward_account (tenant_id, client_id, id);
create index salesdept_reward_account_by_next_expires_at on salesdept_reward_account (tenant_id, next_expires_at, id);
create table salesdept_reward_lot (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  client_id text not null,
  open_client_id text,
  deal_id text,
  reason_id text not null,
  earned_points integer not null check (earned_points between -9007199254740991 and 9007199254740991),
  earned_at text not null,
  confirmed_at text,
  valid_days integer check (valid_days between -9007199254740991 and 9007199254740991),
  expires_on text,
  expires_at text,
  refund_ids text not null,
  pending_points integer not null check (pending_points between -9007199254740991 and 9007199254740991),
  active_points integer not null check (active_points between -9007199254740991 and 9007199254740991),
  spent_points integer not null check (spent_points between -9007199254740991 and 9007199254740991),
  settled_points integer not null check (settled_points between -9007199254740991 and 9007199254740991),
  expired_points integer not null check (expired_points between -9007199254740991 and 9007199254740991),
  reversed_points integer not null check (reversed_points between -9007199254740991 and 9007199254740991),
  owed_points integer not null check (owed_points between -9007199254740991 and 9007199254740991),
  primary key (tenant_id, id)
) strict;
create index salesdept_reward_lot_by_client_id on salesdept_reward_lot (tenant_id, client_id, id);
create index salesdept_reward_lot_by_open_client_id on salesdept_reward_lot (tenant_id, open_client_id, id);
create index salesdept_reward_lot_by_deal_id on salesdept_reward_lot (tenant_id, deal_id, id);
create table salesdept_reward_spend (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  client_id text not null,
  deal_id text,
  points integer not null check (points between -9007199254740991 and 9007199254740991),
  taken_from text not null,
  spent_at text not null,
  returned_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_reward_spend_by_client_id on salesdept_reward_spend (tenant_id, client_id, id);
create index salesdept_reward_spend_by_deal_id on salesdept_reward_spend (tenant_id, deal_id, id);
create table salesdept_plan (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  currency text not null,
  fiscal_calendar text,
  measures text not null,
  versions text not null,
  primary key (tenant_id, id)
) strict;
create table salesdept_plan_version (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  plan_id text not null,
  number integer not null check (number between -9007199254740991 and 9007199254740991),
  baseline text not null,
  status text not null,
  based_on integer check (based_on between -9007199254740991 and 9007199254740991),
  effective_from text not null,
  reasons text not null,
  targets text not null,
  drafted_by text not null,
  submitted_by text,
  decided_by text,
  in_force_since text,
  primary key (tenant_id, id)
) strict;
create index salesdept_plan_version_by_plan_id on salesdept_plan_version (tenant_id, plan_id, id);
create index salesdept_plan_version_by_status on salesdept_plan_version (tenant_id, status, id);
create table salesdept_finding (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  rule_id text not null,
  rule_version integer not null check (rule_version between -9007199254740991 and 9007199254740991),
  likeness text not null,
  kind text not null,
  severity text not null,
  owner_id text,
  words text not null,
  evidence text not null,
  at_stake text,
  period_from text not null,
  period_to text not null,
  status text not null,
  raised_at text not null,
  recurrence_of text,
  corrected_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_finding_by_owner_id on salesdept_finding (tenant_id, owner_id, id);
create index salesdept_finding_by_rule_id on salesdept_finding (tenant_id, rule_id, id);
create index salesdept_finding_by_likeness on salesdept_finding (tenant_id, likeness, id);
create index salesdept_finding_by_kind on salesdept_finding (tenant_id, kind, id);
create index salesdept_finding_by_status on salesdept_finding (tenant_id, status, id);
create index salesdept_finding_by_period_to on salesdept_finding (tenant_id, period_to, id);
create table salesdept_commitment (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  rep_id text not null,
  due_on text not null,
  record_id text,
  debrief_id text,
  mentor_id text,
  answered_at text,
  status text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_commitment_by_rep_id on salesdept_commitment (tenant_id, rep_id, id);
create index salesdept_commitment_by_due_on on salesdept_commitment (tenant_id, due_on, id);
create index salesdept_commitment_by_mentor_id on salesdept_commitment (tenant_id, mentor_id, id);
create index salesdept_commitment_by_debrief_id on salesdept_commitment (tenant_id, debrief_id, id);
create index salesdept_commitment_by_status on salesdept_commitment (tenant_id, status, id);
create table salesdept_debrief (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  route text not null,
  rep_id text,
  leader_id text not null,
  consented_rep_ids text,
  finding_ids text not null,
  planned_on text not null,
  held_at text,
  status text not null,
  actions text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_debrief_by_route on salesdept_debrief (tenant_id, route, id);
create index salesdept_debrief_by_rep_id on salesdept_debrief (tenant_id, rep_id, id);
create index salesdept_debrief_by_leader_id on salesdept_debrief (tenant_id, leader_id, id);
create index salesdept_debrief_by_status on salesdept_debrief (tenant_id, status, id);
create index salesdept_debrief_by_planned_on on salesdept_debrief (tenant_id, planned_on, id);
create table salesdept_summary (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  span text not null,
  label text not null,
  period_from text not null,
  period_to text not null,
  scope text not null,
  scope_id text,
  owner_id text,
  currency text not null,
  figures text not null,
  plan text not null,
  versions text not null,
  closed_at text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_summary_by_scope on salesdept_summary (tenant_id, scope, id);
create index salesdept_summary_by_scope_id on salesdept_summary (tenant_id, scope_id, id);
create index salesdept_summary_by_owner_id on salesdept_summary (tenant_id, owner_id, id);
create index salesdept_summary_by_label on salesdept_summary (tenant_id, label, id);
create index salesdept_summary_by_period_to on salesdept_summary (tenant_id, period_to, id);
create index salesdept_summary_by_span on salesdept_summary (tenant_id, span, id);
create table salesdept_review_schedule (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  span text not null,
  hours_after integer not null check (hours_after between -9007199254740991 and 9007199254740991),
  next_on text not null,
  next_close_at text,
  debriefs text,
  looked_through text,
  primary key (tenant_id, id)
) strict;
create index salesdept_review_schedule_by_next_close_at on salesdept_review_schedule (tenant_id, next_close_at, id);
create table salesdept_bulk_run (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  action text not null,
  source_id text,
  status text not null,
  started_at text not null,
  finished_at text,
  reverted_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_bulk_run_by_action on salesdept_bulk_run (tenant_id, action, id);
create index salesdept_bulk_run_by_status on salesdept_bulk_run (tenant_id, status, id);
create index salesdept_bulk_run_by_source_id on salesdept_bulk_run (tenant_id, source_id, id);
create index salesdept_bulk_run_by_started_at on salesdept_bulk_run (tenant_id, started_at, id);
create table salesdept_run_chunk (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  run_id text not null,
  entries text not null,
  answer text not null,
  reverted_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_run_chunk_by_run_id on salesdept_run_chunk (tenant_id, run_id, id);
create table salesdept_script (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  pipeline_id text,
  stage_id text,
  segment_id text,
  language text not null,
  owner_id text not null,
  version_count integer not null check (version_count between -9007199254740991 and 9007199254740991),
  current_version_id text,
  primary key (tenant_id, id)
) strict;
create index salesdept_script_by_owner_id on salesdept_script (tenant_id, owner_id, id);
create index salesdept_script_by_stage_id on salesdept_script (tenant_id, stage_id, id);
create table salesdept_script_version (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  script_id text not null,
  number integer not null check (number between -9007199254740991 and 9007199254740991),
  status text not null,
  steps text not null,
  based_on_id text,
  proposal_ids text not null,
  author_id text not null,
  approved_by text,
  approved_at text,
  retired_at text,
  primary key (tenant_id, id)
) strict;
create index salesdept_script_version_by_script_id on salesdept_script_version (tenant_id, script_id, id);
create index salesdept_script_version_by_status on salesdept_script_version (tenant_id, status, id);
create table salesdept_script_run (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  script_id text not null,
  version_id text not null,
  dialog_id text,
  lead_id text,
  deal_id text,
  client_id text,
  rep_id text not null,
  started_at text not null,
  steps text not null,
  unanswered_step_ids text not null,
  outcome_id text not null,
  primary key (tenant_id, id)
) strict;
create index salesdept_script_run_by_script_id on salesdept_script_run (tenant_id, script_id, id);
create index salesdept_script_run_by_version_id on salesdept_script_run (tenant_id, version_id, id);
create index salesdept_script_run_by_deal_id on salesdept_script_run (tenant_id, deal_id, id);
create index salesdept_script_run_by_rep_id on salesdept_script_run (tenant_id, rep_id, id);
create table salesdept_script_proposal (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  script_id text not null,
  step_id text,
  origin text not null,
  evidence_ids text not null,
  review_id text,
  variance_period text,
  proposed_by text not null,
  owner_id text not null,
  status text not null,
  version_id text,
  primary key (tenant_id, id)
) strict;
create index salesdept_script_proposal_by_script_id on salesdept_script_proposal (tenant_id, script_id, id);
create index salesdept_script_proposal_by_owner_id on salesdept_script_proposal (tenant_id, owner_id, id);
create index salesdept_script_proposal_by_status on salesdept_script_proposal (tenant_id, status, id);
create table salesdept_script_experiment (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  script_id text not null,
  baseline_version_id text not null,
  trial_version_id text not null,
  trial_share_percent integer not null check (trial_share_percent between -9007199254740991 and 9007199254740991),
  planned_closed integer not null check (planned_closed between -9007199254740991 and 9007199254740991),
  follow_days integer not null check (follow_days between -9007199254740991 and 9007199254740991),
  seed text not null,
  proposal_ids text not null,
  started_at text not null,
  status text not null,
  settled_by text,
  settled_at text,
  reading text,
  primary key (tenant_id, id)
) strict;
create index salesdept_script_experiment_by_script_id on salesdept_script_experiment (tenant_id, script_id, id);
create index salesdept_script_experiment_by_status on salesdept_script_experiment (tenant_id, status, id);
create table salesdept_scorecard (
  tenant_id text not null,
  id text not null,
  version integer not null check (version between -9007199254740991 and 9007199254740991),
  texts_version integer not null check (texts_version between -9007199254740991 and 9007199254740991),
  changed_at text not null,
  head text not null,
  dialog_id text not null,
  version_id text not null,
  rep_id text not null,
  rater_id text not null,
  rater_kind text not null,
  marks text not null,
  score text,
  primary key (tenant_id, id)
) strict;
create index salesdept_scorecard_by_dialog_id on salesdept_scorecard (tenant_id, dialog_id, id);
create index salesdept_scorecard_by_version_id on salesdept_scorecard (tenant_id, version_id, id);
create index salesdept_scorecard_by_rep_id on salesdept_scorecard (tenant_id, rep_id, id);
create index salesdept_scorecard_by_rater_id on salesdept_scorecard (tenant_id, rater_id, id);
create view salesdept_v1_clients as
select
  r.tenant_id,
  r.id,
  (select x.texts from salesdept_texts as x where x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version) ->> 'name' as name,
  (select x.texts from salesdept_texts as x where x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version) ->> 'taxId' as tax_id,
  r.owner_id,
  r.segment_id,
  r.standing,
  r.merged_into_id,
  r.source_id,
  r.changed_at,
  r.custom
from salesdept_client as r;
create view salesdept_v1_contacts as
select
  r.tenant_id,
  r.id,
  r.client_id,
  (select x.texts from salesdept_texts as x where x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version) ->> 'name' as name,
  (select x.texts from salesdept_texts as x where x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version) ->> 'position' as position,
  r.role_id,
  r.language,
  r.left_on,
  r.standing,
  r.source_id,
  r.changed_at,
  r.custom
from salesdept_contact as r;
create view salesdept_v1_leads as
select
  r.tenant_id,
  r.id,
  (select x.texts from salesdept_texts as x where x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version) ->> 'name' as name,
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
from salesdept_lead as r;
create view salesdept_v1_dialogs as
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
from salesdept_dialog as r;
create view salesdept_v1_next_steps as
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
from salesdept_next_step as r;
create view salesdept_v1_deals as
select
  r.tenant_id,
  r.id,
  (select x.texts from salesdept_texts as x where x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version) ->> 'title' as title,
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
  r.close_rate ->> 'rate' as close_rate,
  r.close_rate ->> 'per' as close_rate_per,
  r.close_rate ->> 'to' as close_rate_currency,
  r.close_rate ->> 'on' as close_rate_on,
  r.lost_reason_id,
  r.reopened_on,
  r.finished_on,
  r.merged_into_id,
  r.removed_on,
  r.source_id,
  r.changed_at,
  r.custom
from salesdept_deal as r;
create view salesdept_v1_deal_lines as
select
  r.tenant_id,
  r.id as deal_id,
  e.key + 1 as line_no,
  e.value ->> 'id' as line_id,
  (select x.texts from salesdept_texts as x where x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version) ->> ('line.' || (e.value ->> 'id')) as name,
  e.value ->> 'kind' as kind,
  e.value ->> 'productId' as product_id,
  e.value ->> 'quantity' as quantity,
  e.value ->> 'unitPriceMinor' as unit_price_minor,
  e.value ->> 'listPriceMinor' as list_price_minor,
  r.amount_currency as currency,
  e.value ->> 'discountPercent' as discount_percent,
  e.value ->> 'taxPercent' as tax_percent,
  e.value ->> 'taxIncluded' as tax_included
from salesdept_deal as r
join json_each(r.lines) as e;
create view salesdept_v1_stage_moves as
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
from salesdept_journal as r
where r.kind = 'deal' and r.previous_stage_id <> r.stage_id;
create view salesdept_v1_products as
select
  r.tenant_id,
  r.id,
  r.name,
  r.list_price_minor,
  r.list_price_currency as currency
from salesdept_product as r;
create view salesdept_v1_invoices as
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
  r.promise ->> 'promisedOn' as promised_on,
  r.promise ->> 'amountMinor' as promised_minor,
  r.promises_kept,
  r.promises_broken,
  r.disputed_on,
  r.dispute_reason_id
from salesdept_invoice as r;
create view salesdept_v1_instalments as
select
  r.tenant_id,
  r.id as invoice_id,
  r.deal_id,
  r.client_id,
  e.key + 1 as due_no,
  e.value ->> 'no' as instalment_no,
  e.value ->> 'kind' as kind,
  e.value ->> 'dueOn' as due_on,
  e.value ->> 'amountMinor' as amount_minor,
  r.currency
from salesdept_invoice as r
join json_each(r.instalments) as e;
create view salesdept_v1_payments as
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
  (select x.texts from salesdept_texts as x where x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version) ->> 'reference' as reference
from salesdept_payment as r;
create view salesdept_v1_payment_allocations as
select
  r.tenant_id,
  r.id as payment_id,
  e.key + 1 as allocation_no,
  e.value ->> 'invoiceId' as invoice_id,
  r.received_on,
  e.value ->> 'amountMinor' as amount_minor,
  r.amount_currency as currency,
  e.value ->> 'invoiceMinor' as invoice_minor
from salesdept_payment as r
join json_each(r.allocations) as e;
create view salesdept_v1_refunds as
select
  r.tenant_id,
  r.id as payment_id,
  e.key + 1 as refund_no,
  e.value ->> 'refundedOn' as refunded_on,
  e.value ->> 'amountMinor' as amount_minor,
  r.amount_currency as currency,
  e.value ->> 'reasonId' as reason_id
from salesdept_payment as r
join json_each(r.refunds) as e;
create view salesdept_v1_closing_documents as
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
from salesdept_closing_document as r;
create view salesdept_v1_reps as
select
  r.tenant_id,
  r.id,
  r.person_id,
  (select x.texts from salesdept_texts as x where x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version) ->> 'name' as name,
  r.team_id,
  r.role,
  r.joined_on,
  r.left_on
from salesdept_rep as r;
create view salesdept_v1_teams as
select
  r.tenant_id,
  r.id,
  r.code,
  (select x.texts from salesdept_texts as x where x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version) ->> 'name' as name,
  r.head_id,
  r.parent_code
from salesdept_team as r;
create view salesdept_v1_plans as
select
  r.tenant_id,
  r.id,
  (select x.texts from salesdept_texts as x where x.tenant_id = r.tenant_id and x.record_id = r.id and x.version = r.texts_version) ->> 'name' as name,
  r.currency
from salesdept_plan as r;
create view salesdept_v1_plan_measures as
select
  r.tenant_id,
  r.id as plan_id,
  e.value ->> 'id' as measure,
  e.value ->> 'kind' as kind,
  e.value ->> 'credit' as credit
from salesdept_plan as r
join json_each(r.measures) as e;
create view salesdept_v1_targets as
select
  r.tenant_id,
  r.plan_id,
  r.id as plan_version_id,
  r.number as version_no,
  r.baseline,
  r.status,
  r.effective_from,
  e.key + 1 as target_no,
  e.value ->> 'measure' as measure,
  e.value ->> 'period' as period,
  e.value ->> 'value' as value,
  e.value ->> 'padding' as padding,
  e.value ->> 'repId' as rep_id_text,
  e.value ->> 'teamId' as team_id,
  e.value ->> 'productId' as product_id,
  e.value ->> 'segmentId' as segment_id,
  e.value ->> 'pipelineId' as pipeline_id,
  e.value ->> 'clientId' as client_id
from salesdept_plan_version as r
join json_each(r.targets) as e;
create view salesdept_v1_findings as
select
  r.tenant_id,
  r.id,
  r.rule_id,
  r.kind,
  r.severity,
  r.owner_id,
  r.words -> 'title' ->> 'en' as title_en,
  r.words -> 'title' ->> 'ru' as title_ru,
  r.at_stake ->> 'amountMinor' as at_stake_minor,
  r.at_stake ->> 'currency' as at_stake_currency,
  r.period_from,
  r.period_to,
  r.status,
  r.raised_at,
  r.corrected_at
from salesdept_finding as r;
insert into salesdept_migration (id, breaking, applied_at) values ('0001_initial', 1, '2026-02-02T06:00:00.000Z');
