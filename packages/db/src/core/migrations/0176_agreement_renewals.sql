-- A customer that signed an earlier version accepts the newest one by itself, without an acceptance of a link. Each version once.
create table agreement_renewal (
  id uuid primary key,
  customer_id uuid not null references organisation (id),
  agreement text not null,
  version text not null,
  -- In which it was read and accepted.
  language text not null,
  accepted_by uuid not null,
  accepted_at timestamptz not null,
  unique (customer_id, agreement, version),
  foreign key (customer_id, accepted_by) references auth.membership (organisation_id, account_id) on update cascade
);
create index agreement_renewal_of_account on agreement_renewal (accepted_by);
alter table agreement_renewal enable row level security, force row level security;

grant select, insert on agreement_renewal to entente_customer;
create policy customer_reads on agreement_renewal for select to entente_customer
  using (customer_id = (select current_tenant()));
-- In the own name, and only while a partner relies on it.
create policy customer_renews on agreement_renewal for insert to entente_customer
  with check (customer_id = (select current_tenant()) and accepted_by = (select current_account())
    and exists (select from relationship r
      where r.customer_id = agreement_renewal.customer_id and r.status = 'active'));

-- A partner learns which version its customer signed, as of an acceptance, and never who did.
grant select (customer_id, agreement, version, accepted_at) on agreement_renewal to entente_partner;
create policy partner_reads on agreement_renewal for select to entente_partner
  using (exists (select from relationship r
    where r.customer_id = agreement_renewal.customer_id and r.partner_id = (select current_tenant())
      and r.status = 'active'));

grant select (customer_id, agreement, version, accepted_at) on agreement_renewal to entente_operator;
create policy operator_reads on agreement_renewal for select to entente_operator using (true);
insert into job_scope (role, job) values ('entente_customer', 'mail.agreement-renewed');
