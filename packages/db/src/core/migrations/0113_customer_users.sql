-- The users in a customer's directory at the cloud, as its partners manage them (R-151). They are the customer's: each partner
-- that may act there sees the same ones, and none once it may not.
create table customer_user (
  id uuid primary key,
  customer_id uuid not null references organisation (id),
  user_name text not null,
  display_name text not null,
  roles text[] not null default '{}'
    check (roles <@ array['global_admin', 'user_admin', 'billing_admin', 'helpdesk_admin']),
  status text not null check (status in ('creating', 'active', 'disabled', 'deleted', 'refused')),
  former_status text check (former_status in ('active', 'disabled')),
  external_id text,
  -- The cloud's word for why it refused the last change.
  refusal text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  deleted_at timestamptz,
  sort_key text collate "C" not null default '',
  terms tsvector,
  terms_version smallint not null default 0,
  unique (id, customer_id),
  constraint customer_user_is_deleted check ((status = 'deleted') = (deleted_at is not null)
    and (status = 'deleted') = (former_status is not null)),
  constraint customer_user_says_why check (status <> 'refused' or refusal is not null)
);
create unique index customer_user_name on customer_user (customer_id, user_name) where status <> 'refused';
create index customer_user_by_name on customer_user (customer_id, sort_key, id);
create index customer_user_uncut on customer_user (id) where terms_version < 1;
create index customer_user_deleted on customer_user (deleted_at) where deleted_at is not null;
create index customer_user_refused on customer_user (changed_at) where status = 'refused';
create trigger terms_follow before update on customer_user for each row
  when (new.terms_version < 0 or (old.display_name, old.user_name) is distinct from (new.display_name, new.user_name))
  execute function follow_name();
alter table customer_user enable row level security, force row level security;
grant select, insert (id, customer_id, user_name, display_name, roles, status, created_at, changed_at, sort_key, terms,
    terms_version),
  update (display_name, roles, status, former_status, refusal, changed_at, deleted_at, sort_key, terms, terms_version)
  on customer_user to entente_partner;
create policy acting_partner_reads on customer_user for select to entente_partner using (acts_at(customer_id, '*'));
create policy acting_partner_creates on customer_user for insert to entente_partner
  with check (acts_at(customer_id, '*') and status = 'creating');
create policy acting_partner_changes on customer_user for update to entente_partner
  using (acts_at(customer_id, '*') and status in ('active', 'disabled', 'deleted')) with check (status <> 'creating');
-- What the provisioner answers is saved for the customer, also after the partner lost its privileges.
grant select (id, customer_id, user_name, display_name, roles, status, former_status, deleted_at, terms),
  update (display_name, roles, status, former_status, external_id, refusal, changed_at, deleted_at, sort_key, terms, terms_version)
  on customer_user to entente_customer;
create policy customer_reads on customer_user for select to entente_customer using (customer_id = (select current_tenant()));
create policy customer_settles on customer_user for update to entente_customer
  using (customer_id = (select current_tenant())) with check (customer_id = (select current_tenant()));
grant select (id, display_name, user_name, terms_version), update (sort_key, terms, terms_version)
  on customer_user to entente_indexer;
create policy indexer_cuts on customer_user to entente_indexer using (true) with check (true);
grant select (id, user_name, display_name, deleted_at, status, changed_at), update (user_name, display_name), delete
  on customer_user to entente_keeper;
create policy keeper_all on customer_user to entente_keeper using (true) with check (true);

-- What a partner does to a customer's users stands in the customer's chain, too.
alter policy partner_records_use on audit_record with check (holds_at(organisation_id, '*')
  and action in ('customer_service.opened', 'customer_users.viewed', 'customer_licences.viewed', 'customer_users.managed',
    'customer_users.password_reset', 'customer_user.created', 'customer_user.updated', 'customer_user.disabled',
    'customer_user.enabled', 'customer_user.deleted', 'customer_user.restored'));
