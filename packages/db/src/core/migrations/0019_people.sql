-- Global admins of a customer change roles, end sessions, remove and restore; operators end sessions and suspend.
alter table auth.account add column suspended_at timestamptz;

-- A suspended account has no session, however a sign-in and the suspension raced.
create policy auth_hides_suspended on auth.session as restrictive for select to entente_auth
  using (exists (select from auth.account a where a.id = account_id and a.suspended_at is null));

grant update (former_roles) on auth.membership to entente_customer;
grant select (id, membership_id, ended_at), update (ended_at) on auth.session to entente_customer;
create policy customer_reads on auth.session for select to entente_customer
  using (membership_id in (select m.id from auth.membership m where m.organisation_id = (select current_tenant())));
create policy customer_ends on auth.session for update to entente_customer
  using (membership_id in (select m.id from auth.membership m where m.organisation_id = (select current_tenant())))
  with check (ended_at is not null);
create index session_membership on auth.session (membership_id) where ended_at is null;

-- Never another operator, whose account the command line manages.
grant update (suspended_at) on auth.account to entente_operator;
create policy operator_suspends on auth.account for update to entente_operator
  using (audience in ('partner', 'customer')) with check (audience in ('partner', 'customer'));
grant select (id, account_id, ended_at), update (ended_at) on auth.session to entente_operator;
create policy operator_reads on auth.session for select to entente_operator
  using (account_id in (select a.id from auth.account a where a.audience in ('partner', 'customer')));
create policy operator_ends on auth.session for update to entente_operator
  using (account_id in (select a.id from auth.account a where a.audience in ('partner', 'customer')))
  with check (ended_at is not null);
