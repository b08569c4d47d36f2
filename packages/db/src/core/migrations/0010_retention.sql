-- The keeper deletes what has been kept long enough, and erases people. Only the worker becomes it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'entente_keeper') then
    create role entente_keeper nologin noinherit;
  end if;
end
$$;
grant entente_keeper to entente_worker;
grant usage on schema public, auth to entente_keeper;

-- Where a chain begins after its oldest records were deleted: the hash of the last seal before them.
create table audit_prune (
  organisation_id uuid primary key,
  position bigint not null,
  hash bytea not null,
  pruned_at timestamptz not null
);
alter table audit_prune enable row level security, force row level security;
grant select, insert, update on audit_prune to entente_keeper;
create policy keeper_all on audit_prune to entente_keeper using (true) with check (true);
grant select on audit_prune to entente_sealer, entente_operator;
create policy all_read on audit_prune for select to entente_sealer, entente_operator using (true);

-- Where each chain ends: a seal that was cut off its end is missed too. Seals cover a record's roles and the time of
-- sealing from here on, so the chains are made anew by the next worker.
create table audit_head (
  organisation_id uuid primary key,
  position bigint not null,
  hash bytea not null
);
alter table audit_head enable row level security, force row level security;
grant select, insert, update on audit_head to entente_sealer;
grant select on audit_head to entente_operator;
create policy sealer_all on audit_head to entente_sealer using (true) with check (true);
create policy operator_reads on audit_head for select to entente_operator using (true);
truncate audit_seal;

-- A keeper's delete needs to see what it deletes, and no more. Limits of time that differ by cloud are in
-- db/src/retention.ts; what holds everywhere is here, so that a mistake there cannot end a live session or forget
-- a job that waits.
grant select (organisation_id, position, audit_id, hash), delete on audit_seal to entente_keeper;
grant select, delete, update (payload) on audit_record to entente_keeper;
grant insert on audit_record to entente_keeper;
create policy keeper_reads on audit_seal for select to entente_keeper using (true);
create policy keeper_prunes on audit_seal for delete to entente_keeper
  using (position <= (select p.position from audit_prune p where p.organisation_id = audit_seal.organisation_id));
create policy keeper_reads on audit_record for select to entente_keeper using (true);
create policy keeper_prunes on audit_record for delete to entente_keeper
  using (occurred_at < now() - interval '1 year');
create policy keeper_blanks on audit_record for update to entente_keeper using (true) with check (payload = '{}');
-- Its own acts, in nobody's name.
create policy keeper_records on audit_record for insert to entente_keeper with check (actor_id is null);

grant select (id, relayed_at, failed_at), delete on outbox to entente_keeper;
create policy keeper_reads on outbox for select to entente_keeper using (true);
create policy keeper_deletes on outbox for delete to entente_keeper
  using (relayed_at is not null and failed_at is null);
grant select (id, received_at), delete on webhook_receipt to entente_keeper;
create policy keeper_all on webhook_receipt to entente_keeper using (true);
grant select (actor, created_at, result), delete on idempotency to entente_keeper;
create policy keeper_all on idempotency to entente_keeper using (true);

grant select (id, status, rendered_at, sender, reply_to, recipient, subject, body_text, body_html), delete,
  update (reply_to, recipient, subject, body_text, body_html) on mail_delivery to entente_keeper;
create policy keeper_all on mail_delivery to entente_keeper using (true) with check (true);

grant select (id, author_id, author_name, subject, body, created_at), update (author_name, subject, body)
  on relationship_request to entente_keeper;
create policy keeper_all on relationship_request to entente_keeper using (true) with check (true);
grant select (id, partner_id, request_id, address, status, replaces_id), delete,
  update (address, status, status_at, replaces_id) on request_recipient to entente_keeper;
create policy keeper_all on request_recipient to entente_keeper using (true) with check (true);
grant select (partner_id, subject, last_at), delete on send_allowance to entente_keeper;
create policy keeper_all on send_allowance to entente_keeper using (true);

grant select (id, audience, email, name), update (email, name, locale, time_zone) on auth.account to entente_keeper;
create policy keeper_all on auth.account to entente_keeper using (true) with check (true);
grant select, update (status, roles, decided_at) on auth.membership to entente_keeper;
create policy keeper_all on auth.membership to entente_keeper using (true) with check (status = 'removed');
grant select (account_id), delete on auth.credential, auth.second_factor, auth.recovery_code to entente_keeper;
create policy keeper_all on auth.credential to entente_keeper using (true);
create policy keeper_all on auth.second_factor to entente_keeper using (true);
create policy keeper_all on auth.recovery_code to entente_keeper using (true);
grant select (id, session_id, expires_at), delete on auth.waiting_choice to entente_keeper;
create policy keeper_all on auth.waiting_choice to entente_keeper using (true);
-- A live session or link can be ended, never deleted or revived.
grant select (id, account_id, expires_at, ended_at), delete, update (ended_at, device) on auth.session to entente_keeper;
create policy keeper_reads on auth.session for select to entente_keeper using (true);
create policy keeper_ends on auth.session for update to entente_keeper using (true) with check (ended_at is not null);
create policy keeper_deletes on auth.session for delete to entente_keeper
  using (least(ended_at, expires_at) < now());
grant select (id, kind, account_id, details, created_at, expires_at, consumed_at), delete,
  update (details, consumed_at) on auth.one_time_link to entente_keeper;
create policy keeper_reads on auth.one_time_link for select to entente_keeper using (true);
create policy keeper_ends on auth.one_time_link for update to entente_keeper
  using (true) with check (consumed_at is not null);
create policy keeper_deletes on auth.one_time_link for delete to entente_keeper
  using (least(consumed_at, expires_at) < now());
grant select (key, expire), delete on auth.rate_limit to entente_keeper;
create policy keeper_all on auth.rate_limit to entente_keeper using (true);

-- A process gives a statement up sooner; this ends it in the database too, also behind a pooler (R5).
alter role entente_api set statement_timeout = '10s';
alter role entente_api set idle_in_transaction_session_timeout = '30s';
