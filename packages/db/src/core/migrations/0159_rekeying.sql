-- `entente keys reseal` and `entente keys retire`: a role that sees which key each row needs and moves rows to another key, and
-- nothing else of them. Only the worker's login becomes it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'entente_rekeyer') then
    create role entente_rekeyer nologin noinherit;
  end if;
end
$$;
grant entente_rekeyer to entente_worker;
grant usage on schema public, auth to entente_rekeyer;

grant select (account_id, id, kid, secret), update (kid, secret) on auth.second_factor to entente_rekeyer;
grant select (organisation_id, kid, secret), update (kid, secret) on auth.partner_directory to entente_rekeyer;
grant select (id, kid, sealed), update (kid, sealed) on provisioning to entente_rekeyer;
grant select (id, kid, sealed), update (kid, sealed) on directory_import to entente_rekeyer;
create policy rekeyer_reseals on auth.second_factor to entente_rekeyer using (true) with check (true);
create policy rekeyer_reseals on auth.partner_directory to entente_rekeyer using (true) with check (true);
create policy rekeyer_reseals on provisioning to entente_rekeyer using (kid is not null) with check (kid is not null);
create policy rekeyer_reseals on directory_import to entente_rekeyer using (kid is not null) with check (kid is not null);

grant select (account_id, created_at, used_at) on auth.recovery_code to entente_rekeyer;
create policy rekeyer_counts on auth.recovery_code for select to entente_rekeyer using (used_at is null);

grant select (id, kind, partner_id, provider_id, with_privileges, kid, version, revoked_at), update (kid, version, revoked_at)
  on relationship_link to entente_rekeyer;
create policy rekeyer_renews on relationship_link to entente_rekeyer using (true) with check (true);
grant select (id, kid, consumed_at, expires_at), update (consumed_at) on auth.one_time_link to entente_rekeyer;
create policy rekeyer_reads on auth.one_time_link for select to entente_rekeyer using (true);
create policy rekeyer_ends on auth.one_time_link for update to entente_rekeyer
  using (consumed_at is null) with check (consumed_at is not null);
grant select (id, legal_name) on organisation to entente_rekeyer;
create policy rekeyer_names on organisation for select to entente_rekeyer using (partner_status is not null);

grant insert (action, actor_id, actor_kind, actor_roles, id, occurred_at, organisation_id, payload, payload_digest, request_id)
  on audit_record to entente_rekeyer;
create policy rekeyer_records on audit_record for insert to entente_rekeyer with check (
  actor_id is null and actor_kind = 'system' and action in ('key.resealed', 'key.retired', 'relationship_link.revoked'));
-- Who asked customers with a link that dies is told, as when an operator revokes it.
grant insert on outbox to entente_rekeyer;
create policy rekeyer_writes on outbox for insert to entente_rekeyer with check (relayed_at is null);
alter policy known_jobs on outbox to entente_partner, entente_customer, entente_auth, entente_operator, entente_inbound,
  entente_keeper, entente_rekeyer;
grant select on job_scope to entente_rekeyer;
alter policy own_jobs on job_scope to entente_partner, entente_customer, entente_auth, entente_operator, entente_inbound,
  entente_keeper, entente_rekeyer;
insert into job_scope (role, job) values ('entente_rekeyer', 'partner.link-revoked');
