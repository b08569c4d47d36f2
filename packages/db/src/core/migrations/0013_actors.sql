-- What the actor of an audit record is. `actor_id` is the id of a person's account, null before sign-in, or of an
-- application; the product itself has none. Null in records of before, which no scan has to check.
alter table audit_record
  add column actor_kind text,
  add constraint audit_record_actor check (actor_kind in ('person', 'application', 'system')
    and (actor_kind <> 'system' or actor_id is null)) not valid;

-- The keeper records only what the product does by itself.
drop policy keeper_records on audit_record;
create policy keeper_records on audit_record for insert to entente_keeper
  with check (actor_id is null and coalesce(actor_kind, 'system') = 'system');
