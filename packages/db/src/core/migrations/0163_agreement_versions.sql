-- Operators see how many partners and customers signed which version of an agreement, and ask partners to sign the newest.
grant select (customer_id, agreement, version, accepted_at) on acceptance to entente_operator;
create policy operator_counts on acceptance for select to entente_operator using (true);
grant select (customer_id, agreement, version, attested_at) on agreement_attestation to entente_operator;
create policy operator_counts on agreement_attestation for select to entente_operator using (true);

-- Whom an operator asked to sign which version: each partner once.
create table agreement_ask (
  organisation_id uuid not null references organisation (id),
  agreement text not null,
  version text not null,
  asked_by uuid not null references auth.account (id),
  asked_at timestamptz not null,
  primary key (organisation_id, agreement, version)
);
create index agreement_ask_of_account on agreement_ask (asked_by);
alter table agreement_ask enable row level security, force row level security;
grant select, insert on agreement_ask to entente_operator;
create policy operator_reads on agreement_ask for select to entente_operator using (true);
create policy operator_asks on agreement_ask for insert to entente_operator
  with check (asked_by = (select current_account()));
insert into job_scope (role, job) values ('entente_operator', 'mail.agreement-due');
