-- What open pages wait for: whether the lists of several partners changed, asked in one statement. The watcher reads ids, versions
-- and states, no name and no address. Only the API becomes it.
do $$
begin
  if not exists (select from pg_roles where rolname = 'entente_watcher') then
    create role entente_watcher nologin noinherit;
  end if;
end
$$;
grant entente_watcher to entente_api;
grant usage on schema public to entente_watcher;
grant select (partner_id, change_id) on relationship to entente_watcher;
grant select (partner_id, id) on relationship_request to entente_watcher;
grant select (partner_id, provider_id, id, version) on relationship_link to entente_watcher;
grant select (partner_id, id) on request_outcome to entente_watcher;
grant select (partner_id, id, request_id, status) on request_recipient to entente_watcher;
create policy watcher_reads on relationship for select to entente_watcher using (true);
create policy watcher_reads on relationship_request for select to entente_watcher using (true);
create policy watcher_reads on relationship_link for select to entente_watcher using (true);
create policy watcher_reads on request_outcome for select to entente_watcher using (true);
create policy watcher_reads on request_recipient for select to entente_watcher using (true);
