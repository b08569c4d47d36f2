-- What a partner's people do with the privileges that a customer gave: who, at which service, when and why. The customer reads
-- its own, with the name as it was.
create table access_record (
  id uuid primary key,
  -- The relationship is locked by the act, so the key waits for nothing.
  customer_id uuid not null,
  partner_id uuid not null,
  account_id uuid not null,
  account_name text not null,
  -- The permission that was used.
  act text not null,
  -- Null for an act that needs privileges for any service.
  service text,
  reason text,
  at timestamptz not null,
  terms tsvector,
  terms_version smallint not null default 0,
  foreign key (customer_id, partner_id) references relationship (customer_id, partner_id),
  foreign key (partner_id, account_id) references auth.membership (organisation_id, account_id) on update cascade
);
create index access_record_of_customer on access_record (customer_id, at, id);
-- The last use of a service, and a partner's own records.
create index access_record_last_use on access_record (customer_id, partner_id, service, at);
create index access_record_at on access_record (at);
create index access_record_uncut on access_record (id) where terms_version < 1;
create trigger terms_follow before update on access_record for each row
  when ((old.account_name, old.reason) is distinct from (new.account_name, new.reason)) execute function drop_terms();
alter table access_record enable row level security, force row level security;

-- Whether the partner of this transaction holds privileges that the customer has not taken away. The gate decides whether they
-- may be used now; an operator's freeze may be committed after that, and the act that began before it is still recorded.
create function holds_at(customer uuid, wanted text) returns boolean language sql stable parallel safe
  return exists (select from admin_grant g where g.partner_id = (select current_tenant()) and g.customer_id = customer
    and g.ended_at is null and wanted in ('*', g.service));

grant select (id, customer_id, partner_id, service, reason),
  insert (id, customer_id, partner_id, account_id, account_name, act, service, reason, at, terms, terms_version)
  on access_record to entente_partner;
create policy partner_reads on access_record for select to entente_partner using (partner_id = (select current_tenant()));
create policy partner_records on access_record for insert to entente_partner
  with check (partner_id = (select current_tenant()) and account_id = (select current_account())
    and holds_at(customer_id, coalesce(service, '*')));
grant select (id, customer_id, partner_id, account_name, act, service, reason, at, terms) on access_record to entente_customer;
create policy customer_reads on access_record for select to entente_customer using (customer_id = (select current_tenant()));
grant select (id, account_id, account_name, reason, at), update (account_name, reason), delete on access_record to entente_keeper;
create policy keeper_all on access_record to entente_keeper using (true) with check (true);
grant select (id, account_name, reason, terms_version), update (terms, terms_version) on access_record to entente_indexer;
create policy indexer_cuts on access_record to entente_indexer using (true) with check (true);

-- The use stands in the customer's chain, too.
create policy partner_records_use on audit_record for insert to entente_partner with check (holds_at(organisation_id, '*'));

-- Whether a customer asks its partners why they use their privileges. Without a row it does not.
create table access_rule (
  customer_id uuid primary key references organisation (id),
  reason text not null check (reason in ('off', 'asked', 'required')),
  changed_at timestamptz not null
);
alter table access_rule enable row level security, force row level security;
grant select, insert, update (reason, changed_at) on access_rule to entente_customer;
create policy customer_own on access_rule to entente_customer
  using (customer_id = (select current_tenant())) with check (customer_id = (select current_tenant()));
grant select (customer_id, reason) on access_rule to entente_partner;
create policy partner_reads on access_rule for select to entente_partner
  using (customer_id in (select customer_id from relationship where partner_id = (select current_tenant())));
