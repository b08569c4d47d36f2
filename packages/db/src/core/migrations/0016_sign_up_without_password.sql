-- A sign-up keeps no password: the holder of its link chooses one. Otherwise the owner of a mailbox would put the
-- password of a stranger who typed the address in force. Pending rows lose theirs; the keys of where they were asked are new.
alter table auth.one_time_link no force row level security;
update auth.one_time_link set details = (details - 'passwordHash') || '{"device": null, "address": null}'
  where kind in ('sign_up', 'work_account');
update auth.one_time_link older set consumed_at = now()
  where kind in ('sign_up', 'work_account') and consumed_at is null and exists (
    select from auth.one_time_link newer where newer.kind = older.kind and newer.consumed_at is null
      and newer.details ->> 'email' = older.details ->> 'email' and newer.id > older.id);
alter table auth.one_time_link force row level security;

-- While this is rolled out, a sign-up through an old process fails instead of keeping a hash.
alter table auth.one_time_link
  add constraint one_time_link_without_password check (not jsonb_exists(details, 'passwordHash'));

-- One pending sign-up for each address: a newer one takes the row, with a new version, and so ends the older link.
-- An erased one has no address. That condition also keeps the planner from reading this whole index for retention.
create unique index one_time_link_of_sign_up on auth.one_time_link (kind, (details ->> 'email'))
  where kind in ('sign_up', 'work_account') and consumed_at is null and details ->> 'email' is not null;
