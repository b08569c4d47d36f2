-- The keeper deletes what has been kept long enough, and erases people (design 14). Only the worker becomes it.
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
