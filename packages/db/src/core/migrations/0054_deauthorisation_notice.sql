-- The end of a partner's authorisation, announced ahead (M-20). De-authorising stays an act of its own.
create table deauthorisation_notice (
  id uuid primary key,
  partner_id uuid not null references organisation (id),
  reason text not null,
  ends_at timestamptz not null,
  announced_at timestamptz not null,
  announced_by uuid not null references auth.account (id),
  withdrawn_at timestamptz,
  withdrawn_by uuid references auth.account (id),
  -- When the next warning is sent; null after the last one. Moved on in the transaction that records the warning's job.
  next_warning_at timestamptz,
  constraint deauthorisation_notice_withdrawn check ((withdrawn_by is null) = (withdrawn_at is null)),
  constraint deauthorisation_notice_order check (announced_at < ends_at and next_warning_at < ends_at)
);
create unique index deauthorisation_notice_open on deauthorisation_notice (partner_id) where withdrawn_at is null;
create index deauthorisation_notice_due on deauthorisation_notice (next_warning_at)
  where withdrawn_at is null and next_warning_at is not null;
alter table deauthorisation_notice enable row level security, force row level security;

grant select (id, partner_id, reason, ends_at, withdrawn_at),
  insert (id, partner_id, reason, ends_at, announced_at, announced_by, next_warning_at),
  update (withdrawn_at, withdrawn_by) on deauthorisation_notice to entente_operator;
create policy operator_reads on deauthorisation_notice for select to entente_operator using (true);
create policy operator_announces on deauthorisation_notice for insert to entente_operator
  with check (announced_by = (select current_account()) and withdrawn_at is null);
create policy operator_withdraws on deauthorisation_notice for update to entente_operator
  using (withdrawn_at is null) with check (withdrawn_by = (select current_account()));
grant select (id, partner_id, reason, ends_at, withdrawn_at) on deauthorisation_notice to entente_partner;
create policy own_rows on deauthorisation_notice for select to entente_partner
  using (partner_id = (select current_tenant()));
grant select (id, partner_id, reason, ends_at, withdrawn_at, next_warning_at), update (reason, next_warning_at)
  on deauthorisation_notice to entente_keeper;
create policy keeper_reads on deauthorisation_notice for select to entente_keeper using (true);
create policy keeper_changes on deauthorisation_notice for update to entente_keeper using (true) with check (true);

-- The keeper's first job: it finds what is due in every tenant.
grant insert on outbox to entente_keeper;
create policy keeper_writes on outbox for insert to entente_keeper with check (relayed_at is null);
alter policy known_jobs on outbox
  to entente_partner, entente_customer, entente_auth, entente_operator, entente_inbound, entente_keeper;
grant select on job_scope to entente_keeper;
alter policy own_jobs on job_scope
  to entente_partner, entente_customer, entente_auth, entente_operator, entente_inbound, entente_keeper;
insert into job_scope (role, job) values
  ('entente_operator', 'partner.deauthorisation-near'),
  ('entente_keeper', 'partner.deauthorisation-near'),
  ('entente_partner', 'mail.deauthorisation-warning');
