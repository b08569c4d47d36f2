-- The outbox by weeks: a week that is over is dropped at once, instead of row by row. A row belongs to the week in which its cause
-- was recorded, so that a job that follows another, whose id is the same on every run, finds itself in the same part (decision 031).
-- Nobody may use the schema of the parts: every query goes through the table, with its rights and policies.
-- What there is becomes the first part, weeks.outbox, as it is.
create schema weeks;
alter table outbox set schema weeks;

-- The first part keeps its foreign key to the operator who sends a job again. The others have none: making and dropping a part would
-- lock all accounts for it.
create table outbox (like weeks.outbox including defaults) partition by range (created_at);
alter table outbox enable row level security, force row level security;

grant insert on outbox to entente_partner, entente_customer, entente_auth, entente_inbound, entente_operator, entente_keeper,
  entente_rekeyer;
grant select, update (relayed_at, failed_at, failure) on outbox to entente_relay;
grant select (id, name, created_at, not_before, relayed_at, failed_at, failure, retried_at, retried_by),
  update (relayed_at, failed_at, failure, retried_at, retried_by) on outbox to entente_operator;
grant select (id, created_at, relayed_at, failed_at), delete on outbox to entente_keeper;
grant select (id, not_before), delete on outbox to entente_partner;

create policy relay_all on outbox to entente_relay using (true) with check (true);
create policy scopes_write on outbox for insert to entente_partner, entente_customer, entente_auth, entente_operator
  with check (relayed_at is null);
create policy inbound_writes on outbox for insert to entente_inbound with check (relayed_at is null);
create policy keeper_writes on outbox for insert to entente_keeper with check (relayed_at is null);
create policy rekeyer_writes on outbox for insert to entente_rekeyer with check (relayed_at is null);
create policy known_jobs on outbox as restrictive for insert
  to entente_partner, entente_customer, entente_auth, entente_operator, entente_inbound, entente_keeper, entente_rekeyer
  with check (name in (select job from job_scope));
create policy operator_reads on outbox for select to entente_operator using (true);
create policy operator_retries on outbox for update to entente_operator
  using (failed_at is not null) with check (failed_at is null and relayed_at is null);
create policy keeper_reads on outbox for select to entente_keeper using (true);
create policy keeper_deletes on outbox for delete to entente_keeper using (relayed_at is not null and failed_at is null);
create policy partner_reads_waiting on outbox for select to entente_partner
  using (name = 'mail.request-sent' and data ->> 'partnerId' = (select current_tenant())::text
    and relayed_at is null and not_before > clock_timestamp());
create policy partner_withdraws on outbox for delete to entente_partner
  using (name = 'mail.request-sent' and data ->> 'partnerId' = (select current_tenant())::text
    and relayed_at is null and not_before > clock_timestamp());

-- What has no week: rows of weeks that were dropped which had to stay, and of weeks that nobody made in time. The model of all weeks.
create table weeks.outbox_rest (like weeks.outbox including defaults including indexes);
-- The owner counts and moves rows, and may be subject to policies.
do $$
begin
  execute format('create policy owner_keeps on weeks.outbox_rest to %I using (true) with check (true)', current_user);
  execute format('create policy owner_keeps on weeks.outbox to %I using (true) with check (true)', current_user);
  execute format('alter table outbox attach partition weeks.outbox for values from (minvalue) to (%s)',
    (select substring(pg_get_constraintdef(oid) from '''.*?''') from pg_constraint where conname = 'outbox_before_weeks'));
end
$$;
alter table weeks.outbox_rest enable row level security, force row level security;
alter table outbox attach partition weeks.outbox_rest default;

-- The parts with a name that says their week, and when they end.
create function weeks.of_outbox() returns table (part text, ends timestamptz) language sql stable set search_path = ''
begin atomic
  select c.relname::text, substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \(''(.*?)''\)')::timestamptz
  from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'public.outbox'::regclass and c.relname <> 'outbox_rest';
end;

-- Makes this week and the next four where they are missing. Rows of such a week that came meanwhile move there.
create function add_outbox_weeks() returns integer language plpgsql security definer set search_path = '' as $$
declare
  starts timestamptz;
  ends timestamptz;
  part text;
  added integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('entente.partitioner'));
  for ahead in 0..4 loop
    starts := date_trunc('week', now(), 'UTC') + ahead * interval '168 hours';
    ends := starts + interval '168 hours';
    continue when exists (select from weeks.of_outbox() given where given.ends > starts);
    part := 'outbox_' || to_char(starts at time zone 'UTC', 'IYYY"w"IW');
    execute format('create table weeks.%I (like weeks.outbox_rest including all)', part);
    execute format('create policy owner_keeps on weeks.%I to %I using (true) with check (true)', part, current_user);
    execute format('alter table weeks.%I enable row level security, force row level security', part);
    -- Nobody writes between the move and the moment from which the week takes rows.
    lock table weeks.outbox_rest in access exclusive mode;
    execute format('with moved as (delete from weeks.outbox_rest where created_at >= %L and created_at < %L returning *)
      insert into weeks.%I select * from moved', starts, ends, part);
    execute format('alter table public.outbox attach partition weeks.%I for values from (%L) to (%L)', part, starts, ends);
    added := added + 1;
  end loop;
  return added;
end
$$;

-- Drops the oldest week of which all rows are 30 days old, and returns how many it had. What waits, failed, or was relayed later than
-- that stays. They are counted before anybody has to wait.
create function drop_outbox_week() returns bigint language plpgsql security definer set search_path = '' as $$
declare
  past text;
  counted bigint;
  kept bigint;
begin
  select part into past from weeks.of_outbox() where ends < now() - interval '30 days' order by ends limit 1;
  if past is null then return 0; end if;
  execute format('select count(*) from weeks.%I', past) into counted;
  execute format('alter table public.outbox detach partition weeks.%I', past);
  execute format('insert into weeks.outbox_rest select * from weeks.%I where relayed_at is null or failed_at is not null
    or (failed_at is null and relayed_at >= now() - interval ''30 days'')', past);
  get diagnostics kept = row_count;
  execute format('drop table weeks.%I', past);
  return counted - kept;
end
$$;

-- Has weeks made, and can do nothing else. Only the worker becomes it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'entente_partitioner') then
    create role entente_partitioner nologin noinherit;
  end if;
end
$$;
grant entente_partitioner to entente_worker;
grant usage on schema public to entente_partitioner;
revoke all on function add_outbox_weeks from public;
revoke all on function drop_outbox_week from public;
grant execute on function add_outbox_weeks to entente_partitioner;
grant execute on function drop_outbox_week to entente_keeper;

select add_outbox_weeks();
