-- The import of the membership directory that an operator started last. It goes on when its page is left, and when a process
-- that works on it ends, another one goes on with it (U10).
create table directory_import (
  imported_by uuid primary key references auth.account (id),
  id uuid not null,
  started_at timestamptz not null,
  -- The good rows, with passwords: null once they are saved. The key sealed them for this id.
  kid text,
  sealed bytea,
  rows integer not null,
  refused integer not null,
  faults jsonb not null,
  total integer not null,
  done integer not null default 0 check (done between 0 and total),
  -- While a process works on it.
  worked_until timestamptz,
  finished_at timestamptz,
  profiles integer not null default 0,
  logins integer not null default 0,
  seen_at timestamptz,
  constraint directory_import_is_sealed_until_it_ends check ((sealed is null) = (finished_at is not null) and (kid is null) = (sealed is null))
);
create index directory_import_by_time on directory_import (started_at);
alter table directory_import enable row level security, force row level security;
grant select, insert (imported_by, id, started_at, kid, sealed, rows, refused, faults, total),
  update (done, worked_until, kid, sealed, finished_at, profiles, logins, seen_at), delete
  on directory_import to entente_operator;
create policy own_import on directory_import to entente_operator
  using (imported_by = (select current_account())) with check (imported_by = (select current_account()));
-- An import that nobody came back to must not keep passwords.
grant select (imported_by, started_at), delete on directory_import to entente_keeper;
create policy keeper_all on directory_import to entente_keeper using (true);
