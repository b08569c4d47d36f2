-- A customer, too, may require a second factor of everybody. The view serves the running build, and goes one release later.
alter table partner_setting rename to organisation_setting;
create view partner_setting with (security_invoker = true) as select * from organisation_setting;
grant select, insert, update on partner_setting to entente_partner;
grant select on partner_setting to entente_auth, entente_operator;
grant select, insert, update on organisation_setting to entente_customer;
create policy customer_own on organisation_setting to entente_customer
  using (organisation_id = (select current_tenant())) with check (organisation_id = (select current_tenant()));

-- A person whose factor somebody else reset sets up another one at the next sign-in.
alter table auth.account add column second_factor_reset_at timestamptz;
grant update (second_factor_reset_at) on auth.account to entente_partner, entente_customer, entente_operator;
grant execute on function auth.is_own_person to entente_customer;
create policy customer_changes on auth.account for update to entente_customer
  using (auth.is_own_person(id, (select current_tenant())))
  with check (auth.is_own_person(id, (select current_tenant())));

-- Admins see whether somebody has a factor, never its secret, and reset it for people of their company alone.
grant select (account_id, confirmed_at), delete on auth.second_factor to entente_partner, entente_customer;
grant select (account_id), delete on auth.recovery_code to entente_partner, entente_customer;
create policy tenant_reads on auth.second_factor for select to entente_partner, entente_customer
  using (account_id in (select m.account_id from auth.membership m where m.organisation_id = (select current_tenant())));
create policy tenant_resets on auth.second_factor for delete to entente_partner, entente_customer
  using (auth.is_own_person(account_id, (select current_tenant())));
create policy tenant_reads on auth.recovery_code for select to entente_partner, entente_customer
  using (account_id in (select m.account_id from auth.membership m where m.organisation_id = (select current_tenant())));
create policy tenant_resets on auth.recovery_code for delete to entente_partner, entente_customer
  using (auth.is_own_person(account_id, (select current_tenant())));
grant select (membership_id) on auth.session to entente_partner;
grant select (account_id) on auth.session to entente_customer;

-- An act that one operator asks for and another one confirms. `kind` says what `target_id` is the id of.
create table operator_request (
  id uuid primary key,
  kind text not null check (kind in ('reset_second_factor')),
  target_id uuid not null,
  reason text not null,
  asked_by uuid not null references auth.account (id),
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_by uuid references auth.account (id),
  confirmed_at timestamptz,
  withdrawn_by uuid references auth.account (id),
  withdrawn_at timestamptz,
  constraint operator_request_four_eyes check (confirmed_by <> asked_by),
  constraint operator_request_confirmed check ((confirmed_by is null) = (confirmed_at is null)),
  constraint operator_request_withdrawn check ((withdrawn_by is null) = (withdrawn_at is null)),
  constraint operator_request_settled_once check (confirmed_by is null or withdrawn_by is null)
);
create index operator_request_open on operator_request (kind, target_id)
  where confirmed_by is null and withdrawn_by is null;
create index operator_request_expires on operator_request (expires_at);
alter table operator_request enable row level security, force row level security;
grant select, insert, update (confirmed_by, confirmed_at, withdrawn_by, withdrawn_at) on operator_request to entente_operator;
create policy operator_reads on operator_request for select to entente_operator using (true);
create policy operator_asks on operator_request for insert to entente_operator
  with check (asked_by::text = (select current_actor()) and confirmed_by is null and withdrawn_by is null);
create policy operator_settles on operator_request for update to entente_operator
  using (confirmed_by is null and withdrawn_by is null)
  with check (coalesce(confirmed_by, withdrawn_by)::text = (select current_actor()));
grant select (id, target_id, expires_at), delete on operator_request to entente_keeper;
create policy keeper_reads on operator_request for select to entente_keeper using (true);
create policy keeper_deletes on operator_request for delete to entente_keeper using (true);

-- An operator resets a factor only in the transaction that confirms a colleague's request to.
create function confirms_reset_of(account uuid) returns boolean language sql stable
  return exists (select from operator_request r where r.kind = 'reset_second_factor' and r.target_id = account
    and r.confirmed_by::text = current_actor() and r.xmin = pg_current_xact_id()::xid);
grant select (account_id, confirmed_at), delete on auth.second_factor to entente_operator;
grant select (account_id), delete on auth.recovery_code to entente_operator;
create policy operator_reads on auth.second_factor for select to entente_operator using (true);
create policy operator_resets on auth.second_factor for delete to entente_operator using (confirms_reset_of(account_id));
create policy operator_reads on auth.recovery_code for select to entente_operator using (true);
create policy operator_resets on auth.recovery_code for delete to entente_operator using (confirms_reset_of(account_id));
