-- A provider's admin agents look into the account of a reseller that lets them (R-128): a scope of its own, so that nothing that
-- the partner scope reads becomes wider. It reads profile, users and activity, and records each look in the reseller's chain.
do $$
begin
  if not exists (select from pg_roles where rolname = 'entente_delegate') then
    create role entente_delegate nologin noinherit;
  end if;
end
$$;
grant entente_delegate to entente_api;
grant usage on schema public, auth to entente_delegate;

-- Gone at once when the access or the partnership ends: every other policy here asks this one.
grant select (id, provider_id, reseller_id, status, access_removed_at) on partnership to entente_delegate;
create policy provider_with_access on partnership for select to entente_delegate
  using (provider_id = (select current_tenant()) and status = 'active' and access_removed_at is null);

grant select (id, legal_name, partner_number, partner_status) on organisation to entente_delegate;
create policy its_resellers on organisation for select to entente_delegate
  using (id in (select reseller_id from partnership));
grant select on partner_profile to entente_delegate;
create policy its_resellers on partner_profile for select to entente_delegate
  using (organisation_id in (select reseller_id from partnership));
grant select (organisation_id, state, mpn_id) on enrolment to entente_delegate;
create policy its_resellers on enrolment for select to entente_delegate
  using (organisation_id in (select reseller_id from partnership));
grant select (id, organisation_id, account_id, status, roles, created_at) on auth.membership to entente_delegate;
create policy its_resellers on auth.membership for select to entente_delegate
  using (organisation_id in (select reseller_id from partnership));
grant select (id, name, email, sort_key, terms) on auth.account to entente_delegate;
create policy its_resellers on auth.account for select to entente_delegate
  using (id in (select account_id from auth.membership));
grant select (account_id, confirmed_at) on auth.second_factor to entente_delegate;
create policy its_resellers on auth.second_factor for select to entente_delegate
  using (account_id in (select account_id from auth.membership));

-- Sign-ins, people and the account itself; its customers and its other providers stay the reseller's own (R-131).
grant select (id, organisation_id, request_id, actor_kind, actor_id, actor_roles, action, payload, occurred_at)
  on audit_record to entente_delegate;
create policy its_resellers on audit_record for select to entente_delegate
  using (organisation_id in (select reseller_id from partnership)
    and (split_part(action, '.', 1) in ('session', 'permission', 'password', 'second_factor', 'account', 'directory', 'user',
        'membership', 'person', 'partner', 'enrolment')
      or action like 'partnership.%' and payload ->> 'providerId' = (select current_tenant())::text));
grant insert (id, organisation_id, request_id, actor_kind, actor_id, actor_roles, action, payload, payload_digest, occurred_at)
  on audit_record to entente_delegate;
create policy look_is_recorded on audit_record for insert to entente_delegate
  with check (action = 'partnership.account_viewed' and organisation_id in (select reseller_id from partnership)
    and acts_as(actor_kind, actor_id));
