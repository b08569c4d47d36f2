-- An operator asks the customers that signed an earlier version to accept the newest agreement. The worker finds them in steps; this
-- says how far it has come. One of a version runs at a time.
create table agreement_asking (
  id uuid primary key,
  agreement text not null,
  version text not null,
  asked_by uuid not null references auth.account (id),
  asked_at timestamptz not null,
  -- How many customers were to be asked when it began.
  total integer not null,
  -- The last customer that was looked at.
  taken_to uuid not null default '00000000-0000-0000-0000-000000000000',
  customers integer not null default 0,
  mails integer not null default 0,
  ended_at timestamptz
);
create unique index agreement_asking_running on agreement_asking (agreement, version) where ended_at is null;
create index agreement_asking_of_account on agreement_asking (asked_by);
alter table agreement_asking enable row level security, force row level security;

grant select, insert (id, agreement, version, asked_by, asked_at, total) on agreement_asking to entente_operator;
create policy operator_reads on agreement_asking for select to entente_operator using (true);
create policy operator_asks on agreement_asking for insert to entente_operator
  with check (asked_by = (select current_account()));

-- The worker: which customers signed what, whether a partner relies on it, and whom it has asked.
grant select (id, agreement, version, asked_by, total, taken_to, customers, mails, ended_at),
  update (taken_to, customers, mails, ended_at) on agreement_asking to entente_keeper;
create policy keeper_reads on agreement_asking for select to entente_keeper using (true);
create policy keeper_goes_on on agreement_asking for update to entente_keeper using (ended_at is null) with check (true);
grant select (customer_id, agreement, version) on acceptance, agreement_renewal to entente_keeper;
create policy keeper_reads on acceptance for select to entente_keeper using (true);
create policy keeper_reads on agreement_renewal for select to entente_keeper using (true);
grant select (customer_id, status) on relationship to entente_keeper;
create policy keeper_reads on relationship for select to entente_keeper using (true);
grant select (organisation_id, agreement, version), insert on agreement_ask to entente_keeper;
create policy keeper_reads on agreement_ask for select to entente_keeper using (true);
-- Nobody is asked but for an operator whose asking runs.
create policy keeper_asks on agreement_ask for insert to entente_keeper
  with check (exists (select from agreement_asking running
    where running.agreement = agreement_ask.agreement and running.version = agreement_ask.version
      and running.asked_by = agreement_ask.asked_by and running.ended_at is null));
insert into job_scope (role, job) values
  ('entente_operator', 'agreement.ask-customers'),
  ('entente_keeper', 'agreement.ask-customers'),
  ('entente_keeper', 'mail.agreement-renewal-due');
